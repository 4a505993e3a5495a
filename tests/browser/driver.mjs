/**
 * Opens pages in Chromium and watches them: what every browser test of this folder stands on.
 *
 * A visit notes every console line, every error, every request and every event of the widget from the first moment on.
 * Nothing here waits for a time: a step is over when the widget says so with `weg-wijzer-step`, which it sends after the
 * focus has moved. A test that ends with an unexplained console line, error or request has failed.
 */
import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";
import { serve } from "../server.mjs";
import { LOADER } from "./facts.mjs";

const FLAGS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-background-networking",
  "--disable-component-update",
  "--no-first-run",
];

/** Far longer than anything takes on a slow machine; only a broken widget reaches it. */
const PATIENCE = 20_000;

const AXE = fileURLToPath(new URL("../../node_modules/axe-core/axe.min.js", import.meta.url));

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
 * Starts Chromium and a server for the tests of one file, and stops them after the last.
 *
 * @param {Parameters<typeof serve>[0]} [site] Options of the server that all tests share.
 * @returns A function that declares a test: its name, options of the visit, and a body that gets the visit.
 */
export function stage(site = {}) {
  const shared = { pages: {}, ...site };
  let browser;
  let server;
  before(async () => {
    browser = await launch();
    server = await serve(shared);
  });
  after(async () => {
    await browser?.close();
    await server?.close();
  });

  /**
   * @param {string} name The promise that the test keeps.
   * @param {VisitOptions} options
   * @param {(visit: Visit) => Promise<void>} body
   */
  return function inBrowser(name, options, body) {
    test(name, { timeout: 240_000 }, async () => {
      const own = options.site && (await serve({ pages: {}, ...options.site }));
      const visit = await Visit.open(browser, own ?? server, (own ? options.site : shared).pages, options);
      try {
        await body(visit);
        visit.assertQuiet();
      } finally {
        await visit.close();
        await own?.close();
      }
    });
  };
}

export function launch() {
  return chromium.launch({
    executablePath: process.env.CHROMIUM ?? onPath("chromium"),
    args: FLAGS,
    // People go back to a page that the browser kept; Playwright switches that off.
    ignoreDefaultArgs: ["--disable-back-forward-cache"],
  });
}

function onPath(program) {
  const found = process.env.PATH.split(delimiter)
    .map((folder) => join(folder, program))
    .find(existsSync);
  if (!found) throw new Error(`${program} was expected on PATH; or name a browser: CHROMIUM=/path/to/chromium`);
  return found;
}

/**
 * @typedef {object} VisitOptions
 * @property {string} [path] Where to go; the stand-alone page if left out.
 * @property {string} [html] The host page to go to, instead of a path.
 * @property {object} [site] Options of a server of its own for this test.
 * @property {boolean} [axe] Whether the page carries axe-core.
 * @property {boolean} [runs] Whether the widget is expected to run, and is waited for. True if left out.
 * @property {(context: import("playwright-core").BrowserContext) => Promise<void>} [prepare] Before the page is opened.
 * @property {import("playwright-core").BrowserContextOptions} [browser] Screen, language and the like.
 */

/** One page in a browser of its own, watched from the first moment. */
export class Visit {
  /** Console lines that nobody has asked for yet. @type {string[]} */
  console = [];
  /** @type {string[]} */
  errors = [];
  /** @type {{url: string, headers: Record<string, string>}[]} */
  requests = [];
  #requestsAtReady = Infinity;

  static async open(browser, server, pages, options) {
    const { html, axe = false, runs = true, prepare, browser: more } = options;
    let { path = "" } = options;
    const visit = new Visit();
    visit.server = server;
    visit.context = await browser.newContext({ locale: "nl-NL", viewport: { width: 1000, height: 800 }, ...more });
    visit.context.setDefaultTimeout(PATIENCE);
    await visit.context.addInitScript(keepJournal);
    if (axe) await visit.context.addInitScript({ path: AXE });
    await prepare?.(visit.context);
    visit.page = await visit.context.newPage();
    visit.page.on("console", (line) => visit.console.push(`${line.type()}: ${line.text()}`));
    visit.page.on("pageerror", (error) => visit.errors.push(error.stack ?? String(error)));
    visit.page.on("request", (request) => visit.requests.push({ url: request.url(), headers: request.headers() }));
    if (html) {
      path = "host.html";
      pages[`/${path}`] = html;
    }
    await visit.page.goto(new URL(path, server.url).href);
    if (runs) await visit.untilReady();
    return visit;
  }

  close() {
    return this.context.close();
  }

  /** Until so many widgets are ready. After that, nothing may be requested. */
  async untilReady(count = 1) {
    await this.until("ready", count);
    this.#requestsAtReady = this.requests.length;
  }

  /** Until so many events of a name have come. */
  async until(name, count = 1) {
    const came = this.page.evaluate(([name, count]) => window.journal.until(name, count), [name, count]);
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

  /** Nothing was said on the console, nothing failed, and nothing was requested after ready. */
  assertQuiet() {
    assert.deepEqual(this.console, [], "no console line was expected");
    assert.deepEqual(this.errors, [], "no error on the page was expected");
    const late = this.requests.slice(this.#requestsAtReady).map((request) => request.url);
    assert.deepEqual(late, [], "no request was expected after weg-wijzer-ready");
  }

  /**
   * The same by the page's own clock, which knows the very moment of "ready". The icon that the page itself names is the
   * browser's business: it fetches it when it has the time.
   */
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
