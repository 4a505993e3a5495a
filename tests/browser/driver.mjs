/**
 * Opens pages in Chromium, Firefox and WebKit and watches them: what every browser test of this folder stands on.
 *
 * On every page it is the last day on which all packs hold, whatever day it is outside; a test that needs another one sets the
 * clock itself, with `init`.
 *
 * A visit notes every console line, every error, every request and every event of the widget from the first moment on.
 * Nothing here waits for a time: a step is over when the widget says so with `weg-wijzer-step`, which it sends after the
 * focus has moved. A test that ends with an unexplained console line, error or request has failed.
 *
 * `visit.page` is Playwright's page in Chromium and Firefox; in WebKit it is the part of it that engines/webkit-page.mjs
 * has. A test that runs in all three uses no more than that.
 */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, before, test } from "node:test";
import * as chromium from "./engines/chromium.mjs";
import * as firefox from "./engines/firefox.mjs";
import { PATIENCE, eventually } from "./engines/programs.mjs";
import * as webkit from "./engines/webkit.mjs";
import { serve } from "../server.mjs";
import { LOADER, lastDay } from "./facts.mjs";

const LAUNCH = { chromium, firefox, webkit };

/** All engines, for `stage(site, { engines: ENGINES })`. */
export const ENGINES = Object.keys(LAUNCH);

/** Those that the environment variable ENGINES leaves: all, if it is not set. */
const WANTED = (process.env.ENGINES || ENGINES.join()).split(",").map((engine) => engine.trim());
for (const engine of WANTED) {
  if (!LAUNCH[engine]) throw new Error(`ENGINES names ${engine}; there are ${ENGINES.join(", ")}`);
}

const AXE = readFileSync(new URL("../../node_modules/axe-core/axe.min.js", import.meta.url), "utf8");

/**
 * The day that it is on every page. Content past its day is shown otherwise, so that the same tests would fail one day
 * without any change; and `wegwijzer run`, which they compare with, knows no day.
 */
export const DAY = lastDay();

/** How far away noon of a day is, in milliseconds: tests do not run into the next day. */
const fromNow = (day) => Date.parse(`${day}T12:00:00`) - Date.now();

/** The two lines that a partner pastes, with what the tests want to say about them. */
export const FALLBACK = '<p id="own">Werkcentrum: voor iedereen met een vraag over werk of leren.</p>';

/**
 * A host page without any style.
 *
 * @param {string} [attributes] Of the element.
 * @param {object} [more]
 * @param {string} [more.head] Before the script.
 * @param {string} [more.before] Before the element.
 * @param {string} [more.after] After the element.
 * @param {string} [more.script] Where the loader is.
 * @param {string} [more.lang] Of the page.
 */
export function host(
  attributes = 'pack="nl"',
  { head = "", before = "", after = "", script = LOADER, lang = "nl" } = {},
) {
  return `<!doctype html>
<html lang="${lang}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>Host</title>${head}<script type="module" src="${script}"></script></head>
<body><main><h1>Host</h1>${before}<weg-wijzer ${attributes}>${FALLBACK}</weg-wijzer>${after}</main></body></html>`;
}

/**
 * Starts a server and, for each engine that is used, one browser for the tests of one file; stops them after the last.
 *
 * @param {Parameters<typeof serve>[0]} [site] Options of the server that all tests share.
 * @param {object} [more]
 * @param {string[]} [more.engines] In which each test runs that does not say otherwise.
 * @returns A function that declares a test, once for each of its engines: its name, options of the visit, and a body that
 *   gets the visit. The engine is the first word of the name.
 */
export function stage(site = {}, { engines = ["chromium"] } = {}) {
  const browsers = new Map();
  let server;
  before(async () => {
    server = await serve(site);
  });
  after(async () => {
    await Promise.all([...browsers.values()].map(async (browser) => (await browser).close()));
    await server?.close();
  });
  const browserOf = (engine) => {
    if (!browsers.has(engine)) browsers.set(engine, launch(engine));
    return browsers.get(engine);
  };

  /**
   * @param {string} name The promise that the test keeps.
   * @param {VisitOptions} options
   * @param {(visit: Visit) => Promise<void>} body
   */
  return function inBrowser(name, options, body) {
    for (const engine of (options.engines ?? engines).filter((engine) => WANTED.includes(engine))) {
      test(`${engine}: ${name}`, { timeout: 240_000 }, async () => {
        const own = options.site && (await serve(options.site));
        try {
          const visit = await Visit.open(await browserOf(engine), own ?? server, options);
          try {
            await body(visit);
            await visit.listen();
            visit.assertQuiet();
          } finally {
            await visit.close();
          }
        } finally {
          await own?.close();
        }
      });
    }
  };
}

/** A browser that visits can be opened in. */
export async function launch(engine = "chromium") {
  return { engine, ...(await LAUNCH[engine].launch()) };
}

/** What engines say when a page has gone before it could answer: Chromium and Firefox by Playwright, WebKit. */
const LEFT = /Execution context was destroyed|before the unload event/;

/**
 * @typedef {object} VisitOptions
 * @property {string[]} [engines] Where this test runs, if not where the others of the file do.
 * @property {string} [path] Where to go; the stand-alone page if left out.
 * @property {string} [html] The host page to go to, instead of a path.
 * @property {object} [site] Options of a server of its own for this test.
 * @property {boolean} [axe] Whether the page carries axe-core.
 * @property {boolean} [runs] Whether the widget is expected to run, and is waited for. True if left out.
 * @property {Function|[Function, any]} [init] Runs in every page before its own scripts, with the argument if there is one.
 *   It stands alone: nothing of the test's file is there.
 * @property {{locale?: string, viewport?: {width: number, height: number}, colorScheme?: string}} [browser] The screen and
 *   language of the person; Chromium takes all options of Playwright's `newContext`.
 * @property {(context: import("playwright-core").BrowserContext) => Promise<void>} [prepare] For tests without WebKit: what
 *   Playwright alone can do, before the page is opened.
 */

/**
 * What an engine opens a page with.
 *
 * @typedef {object} Opening
 * @property {string} first The script that runs before all others.
 * @property {object} screen See `browser` above.
 * @property {VisitOptions["prepare"]} prepare
 * @property {{console: (line: string) => void, error: (text: string) => void,
 *   request: (request: {url: string, headers: Record<string, string>}) => void}} heard What the page tells.
 * @property {Awaited<ReturnType<typeof serve>>} server
 */

/** One page in a browser of its own, watched from the first moment. */
export class Visit {
  /** Which browser this is: chromium, firefox or webkit. @type {string} */
  engine;
  /** Console lines that nobody has asked for yet. @type {string[]} */
  console = [];
  /** @type {string[]} */
  errors = [];
  /**
   * What the browser asked for, of any host. In WebKit, which does not tell: what arrived at the server, or at the proxy
   * that stands for all other hosts.
   * @type {{url: string, headers: Record<string, string>}[]}
   */
  requests = [];
  /** What arrived at the server, by its own log. @type {import("../server.mjs").Request[]} */
  served = [];
  #atReady = { requests: Infinity, served: Infinity, icon: undefined };
  #opened;
  #notHeard;

  static async open(browser, server, options) {
    const { html, axe = false, runs = true, prepare, init, browser: more } = options;
    let { path = "" } = options;
    const visit = new Visit();
    visit.engine = browser.engine;
    visit.server = server;
    const [act, argument] = [init].flat();
    visit.#opened = await browser.open({
      first: [`(${setTheDay})(${fromNow(DAY)})`, `(${keepJournal})()`, axe && AXE, act && `(${act})(${JSON.stringify(argument)})`]
        .filter(Boolean)
        .join(";\n"),
      screen: { locale: "nl-NL", viewport: { width: 1000, height: 800 }, ...more },
      prepare,
      server,
      heard: {
        console: (line) => visit.console.push(line),
        error: (text) => visit.errors.push(text),
        request: (request) => visit.requests.push(request),
      },
    });
    visit.page = visit.#opened.page;
    visit.context = visit.#opened.context;
    // What a test itself asks the server for, with Node's fetch, is not the browser's.
    visit.#notHeard = server.listen?.((request) => request.headers["user-agent"] !== "node" && visit.served.push(request));
    try {
      if (html) {
        path = "host.html";
        server.pages[`/${path}`] = html;
      }
      await visit.page.goto(new URL(path, server.url).href);
      if (runs) await visit.untilReady();
    } catch (error) {
      await visit.close();
      throw error;
    }
    return visit;
  }

  async close() {
    this.#notHeard?.();
    await this.#opened.close();
  }

  /** Takes over what the page has said until now; `console` and `errors` may lag behind otherwise. */
  listen() {
    return this.#opened.listen();
  }

  /** The cookies that the browser has. */
  cookies() {
    return this.#opened.cookies();
  }

  /** Until so many widgets are ready. After that, nothing may be requested. */
  async untilReady(count = 1) {
    await this.until("ready", count);
    const icon = await this.page.evaluate(() => document.querySelector("link[rel~=icon]")?.href);
    this.#atReady = { requests: this.requests.length, served: this.served.length, icon };
  }

  /** Until so many events of a name have come. */
  async until(name, count = 1) {
    // A page that is left meanwhile takes the question with it: then the next one is asked.
    const ask = () =>
      this.page
        .evaluate(([name, count]) => window.journal.until(name, count), [name, count])
        .catch((error) => (LEFT.test(error.message) ? ask() : Promise.reject(error)));
    const came = ask();
    let late;
    const patience = new Promise((_, reject) => (late = setTimeout(reject, PATIENCE, new Error("that took too long"))));
    try {
      await Promise.race([came, patience]);
    } catch (error) {
      // Whatever becomes of it, the page is about to be closed.
      came.catch(() => {});
      const seen = (await this.events()).map((event) => event.name).join(", ") || "none";
      const said = [...this.console, ...this.errors].join("\n");
      throw new Error(`weg-wijzer-${name} was expected ${count} times; events so far: ${seen}\n${said}`, {
        cause: error,
      });
    } finally {
      clearTimeout(late);
    }
  }

  /** Until a file that the server holds is asked for. Returns who lets it through. */
  heldBack() {
    return eventually(
      async () => this.server.waiting.shift(),
      () => "a file that is held back was expected to be asked for",
    );
  }

  /** The widget's events so far: `{name, detail, element, at}`. */
  events() {
    return this.page.evaluate(() => window.journal.events);
  }

  async count(name) {
    return (await this.events()).filter((event) => event.name === name).length;
  }

  /** Does something that leads to another screen, and waits until that is there. */
  async step(act) {
    const before = await this.count("step");
    await act();
    await this.until("step", before + 1);
  }

  /** Does something that is refused with an error, and waits for its summary. */
  async refused(act) {
    await act();
    await this.find(".errors:focus").waitFor();
  }

  /** The widget's element on the page. */
  get element() {
    return this.page.locator("weg-wijzer").first();
  }

  /** The pack that the page asks for. */
  get pack() {
    return this.element.getAttribute("pack");
  }

  /** Something in the widget, by CSS. */
  find(css, filter) {
    return this.element.locator(css, filter);
  }

  action(name) {
    return this.find(`[data-action="${name}"]`);
  }

  /** The row of an option; `statement` for those that share a screen. */
  option(id, statement) {
    return this.find(`${statement ? `[data-statement="${statement}"] ` : ""}[data-option="${id}"]`);
  }

  get screen() {
    return this.find(".widget").getAttribute("data-screen");
  }

  /** The question of the screen: of statements the first; `regions`, `which` for the further screens of a place. */
  get question() {
    return this.find("form").getAttribute("data-question");
  }

  heading() {
    return this.find(".heading").innerText();
  }

  /** What the page around the widget has of its own is shown, and the widget is not. */
  async fallbackIsShown() {
    const own = this.page.locator("weg-wijzer > *").first();
    assert.ok(await own.isVisible(), "the content inside the element was expected to be shown");
    assert.equal(await this.find(".widget:visible").count(), 0, "the widget was expected not to be shown");
  }

  /** The console lines so far; they count as explained. */
  takeConsole() {
    return this.console.splice(0);
  }

  /** The requests so far; they count as explained. */
  takeRequests() {
    this.#atReady = { ...this.#atReady, requests: this.requests.length, served: this.served.length };
  }

  /**
   * Nothing was said on the console, nothing failed, and nothing was requested after ready: neither by the browser's list
   * nor by the server's. The icon that the page itself names is the browser's business: it fetches it when it has the time.
   */
  assertQuiet() {
    assert.deepEqual(this.console, [], "no console line was expected");
    assert.deepEqual(this.errors, [], "no error on the page was expected");
    const { requests, served, icon } = this.#atReady;
    const late = [
      ...this.requests.slice(requests).map(({ url }) => url),
      ...this.served.slice(served).map(({ path, query }) => new URL(path + query, this.server.url).href),
    ];
    assert.deepEqual(late.filter((url) => url !== icon), [], "no request was expected after weg-wijzer-ready");
  }

  /** The same by the page's own clock, which knows the very moment of "ready". */
  async assertNoRequestAfterReady() {
    const late = await this.page.evaluate(() => {
      const ready = window.journal.events.findLast((event) => event.name === "ready").at;
      const icon = document.querySelector("link[rel~=icon]")?.href;
      return performance
        .getEntriesByType("resource")
        .filter((entry) => entry.startTime > ready && entry.name !== icon)
        .map((entry) => entry.name);
    });
    assert.deepEqual(late, [], "no request was expected after weg-wijzer-ready");
  }

  /** What has the focus, looked for inside the shadow root as well, matches. */
  hasFocus(css) {
    return this.page.evaluate((css) => {
      let active = document.activeElement;
      while (active?.shadowRoot?.activeElement) active = active.shadowRoot.activeElement;
      return active?.matches(css) ?? false;
    }, css);
  }

  async assertFocus(css, where = "after this step") {
    assert.ok(await this.hasFocus(css), `the focus was expected on ${css} ${where}, but is on ${await this.focused()}`);
  }

  /** The element that has the focus, for messages. */
  focused() {
    return this.page.evaluate(() => {
      let active = document.activeElement;
      while (active?.shadowRoot?.activeElement) active = active.shadowRoot.activeElement;
      return active?.cloneNode(false).outerHTML ?? "nothing";
    });
  }
}

/** Runs in the page, before anything else: the clock goes on as ever, but from another day. The page looks as without it. */
function setTheDay(away) {
  const { now } = Date;
  Date.now = () => now() + away;
  window.Date = new Proxy(Date, {
    construct: (Date, parts, made) => Reflect.construct(Date, parts.length ? parts : [Date.now()], made),
    apply: (Date) => new Date(Date.now()).toString(),
  });
}

/** Runs in the page, before anything else: notes the widget's events. Not enumerable: the page looks as without it. */
function keepJournal() {
  const events = [];
  const waiting = new Set();
  const count = (name) => events.filter((event) => event.name === name).length;
  const until = (name, least) =>
    new Promise((resolve) => {
      const look = () => count(name) >= least && (waiting.delete(look), resolve());
      waiting.add(look);
      look();
    });
  Object.defineProperty(window, "journal", { value: { events, until } });
  for (const name of ["shown", "ready", "start", "step", "result", "error"]) {
    document.addEventListener(`weg-wijzer-${name}`, ({ detail, target, bubbles, composed }) => {
      events.push({ name, detail, element: target.id, bubbles, composed, at: performance.now() });
      waiting.forEach((look) => look());
    });
  }
}
