/**
 * Content security policies: what browsers make of them, and that the widget runs under those that docs/EMBEDDING.md tells
 * partners to set, and under nothing looser.
 *
 * What becomes of a policy that is stricter still is in failures.test.mjs.
 */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { ENGINES, stage } from "./driver.mjs";
import { eventually } from "./engines/programs.mjs";
import { ROOT, SINGLE } from "./facts.mjs";
import { mouse, walk } from "./hands.mjs";
import { ALLOWED, ELSEWHERE, FRAME, NONCE, NOTHING, SHARED, keepViolations, onAnotherHost, partner, violations } from "./policies.mjs";
import { LEARNER, press } from "./steps.mjs";
import { serve } from "../server.mjs";

const inBrowser = stage({}, { engines: ENGINES });

// --- What browsers make of policies -------------------------------------------------------------------------------------

/** The policies of the table, each with one difference from the one before it. */
const STRICT = `${NOTHING}; script-src 'self'; style-src 'self'; connect-src 'self'`;
const COMPILES = STRICT.replace("script-src 'self'", "script-src 'self' 'wasm-unsafe-eval'");
const POLICIES = {
  "no policy": undefined,
  "a strict policy": STRICT,
  "a strict policy with 'wasm-unsafe-eval'": COMPILES,
  "the same with connect-src 'none'": COMPILES.replace("connect-src 'self'", "connect-src 'none'"),
  "the same with trusted types": `${COMPILES}; require-trusted-types-for 'script'`,
};

/**
 * What each way of doing something comes to under each policy, in their order: `+` it works, `-` it is refused. The same in
 * all engines. The widget may only do what works from the third policy on; where it needs more, docs/EMBEDDING.md says so.
 */
const TABLE = {
  "a style sheet is adopted": "+++++",
  "a style sheet is linked in a shadow root": "+++++",
  "a property of a style is set": "+++++",
  "the text of a style is set": "+++++",
  "a style element in a shadow root": "+----",
  "an attribute style": "+----",
  "WebAssembly is compiled while it comes": "+-+-+",
  "WebAssembly is compiled out of bytes": "+-+++",
  "text becomes markup": "++++-",
};

/** What an engine refuses and does not tell the page of, under the policy with this name. */
const UNTOLD = {
  webkit: ["a strict policy: WebAssembly is compiled while it comes", "a strict policy: WebAssembly is compiled out of bytes"],
};

/** Runs in the page, as its own script: tries all of this, and leaves in `window.outcomes` what worked. */
function probe() {
  const MODULE = [0, 97, 115, 109, 1, 0, 0, 0];
  const shadow = () => document.body.appendChild(document.createElement("div")).attachShadow({ mode: "open" });
  const inside = (root) => root.appendChild(document.createElement("p"));
  const works = (paragraph) => getComputedStyle(paragraph).color === "rgb(1, 2, 3)";
  const attempts = {
    "a style sheet is adopted": () => {
      const root = shadow();
      const sheet = new CSSStyleSheet();
      sheet.replaceSync("p { color: rgb(1, 2, 3) }");
      root.adoptedStyleSheets = [sheet];
      return works(inside(root));
    },
    "a style sheet is linked in a shadow root": async () => {
      const root = shadow();
      const link = Object.assign(document.createElement("link"), { rel: "stylesheet", href: "/probe.css" });
      await new Promise((resolve) => {
        link.onload = link.onerror = resolve;
        root.append(link);
      });
      return works(inside(root));
    },
    "a property of a style is set": () => {
      const paragraph = inside(document.body);
      paragraph.style.setProperty("color", "rgb(1, 2, 3)");
      return works(paragraph);
    },
    "the text of a style is set": () => {
      const paragraph = inside(document.body);
      paragraph.style.cssText = "color: rgb(1, 2, 3)";
      return works(paragraph);
    },
    "a style element in a shadow root": () => {
      const root = shadow();
      const style = document.createElement("style");
      style.textContent = "p { color: rgb(1, 2, 3) }";
      root.append(style);
      return works(inside(root));
    },
    "an attribute style": () => {
      const paragraph = inside(document.body);
      paragraph.setAttribute("style", "color: rgb(1, 2, 3)");
      return works(paragraph);
    },
    "WebAssembly is compiled while it comes": async () =>
      (await WebAssembly.instantiateStreaming(fetch("/probe.wasm"))).instance instanceof WebAssembly.Instance,
    "WebAssembly is compiled out of bytes": async () =>
      (await WebAssembly.instantiate(new Uint8Array(MODULE))).instance instanceof WebAssembly.Instance,
    "text becomes markup": () => {
      const paragraph = inside(document.body);
      paragraph.innerHTML = "<b>x</b>";
      return paragraph.firstElementChild?.localName === "b";
    },
  };
  const outcomes = {};
  Object.defineProperty(window, "outcomes", {
    value: (async () => {
      for (const [name, attempt] of Object.entries(attempts)) {
        const before = window.violations.length;
        try {
          outcomes[name] = (await attempt()) ? "+" : "-";
        } catch {
          outcomes[name] = "-";
        }
        // The browser tells of what it refused a little later, but before the next frame.
        await new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
        const told = window.violations.length > before;
        if (told !== (outcomes[name] === "-")) outcomes[name] += told ? ", but a violation is told" : ", and no violation is told";
      }
      return outcomes;
    })(),
  });
}

const PROBE = {
  pages: {
    "/probe.html":
      '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Probe</title><script src="/probe.js" defer></script></head><body></body></html>',
  },
  files: {
    "/probe.js": Buffer.from(`(${probe})()`),
    "/probe.css": Buffer.from("p { color: rgb(1, 2, 3) }"),
    "/probe.wasm": Buffer.from([0, 97, 115, 109, 1, 0, 0, 0]),
  },
};

for (const [at, [name, csp]] of Object.entries(POLICIES).entries()) {
  inBrowser(
    `browsers let ${name} do what the table says`,
    { site: { ...PROBE, csp }, path: "probe.html", runs: false, init: keepViolations },
    async (visit) => {
      await visit.page.waitForFunction(() => window.outcomes);
      const outcomes = await visit.page.evaluate(() => window.outcomes);
      const expected = Object.entries(TABLE).map(([attempt, columns]) => {
        const untold = UNTOLD[visit.engine]?.includes(`${name}: ${attempt}`);
        return [attempt, untold ? `${columns[at]}, and no violation is told` : columns[at]];
      });
      assert.deepEqual(outcomes, Object.fromEntries(expected), "a row of the table has changed in this browser");
      await visit.listen();
      // What browsers say of what they refuse is theirs.
      visit.takeConsole();
      visit.errors = visit.errors.filter((error) => !error.includes("Content-Security-Policy"));
    },
  );
}

// --- The widget under the policies of docs/EMBEDDING.md -------------------------------------------------------------------

/** All that a person can do on the widget, and at the end: nothing was refused, and it looks as it should. */
async function wholeJourney(visit) {
  await walk(visit, LEARNER);
  await press(visit, "review");
  await visit.find("select.language").selectOption({ index: 1 });
  await visit.find('.widget[data-language="en"]').waitFor();
  await press(visit, "talk");
  await press(visit, "delete");
  await mouse.choose(visit, "benefit");
  assert.deepEqual(await violations(visit), [], "no violation was expected");
  const display = await visit.find(".option").first().evaluate((row) => getComputedStyle(row).display);
  assert.equal(display, "grid", "the style was expected to hold");
}

for (const [name, allowed, options] of [
  ["the folder on the page's own host", ALLOWED.own, {}],
  ["the folder on the page's own host, with trusted types", `${ALLOWED.own}; ${ALLOWED.ownTypes}`, {}],
  ["a nonce and 'strict-dynamic'", ALLOWED.dynamic, { nonce: NONCE }],
  ["a nonce, 'strict-dynamic' and trusted types", `${ALLOWED.dynamic}; ${ALLOWED.ownTypes}`, { nonce: NONCE }],
  ["the single file", ALLOWED.single, { script: SINGLE }],
  ["the single file, with trusted types", `${ALLOWED.single}; ${ALLOWED.singleTypes}`, { script: SINGLE }],
]) {
  inBrowser(
    `a whole journey under the policy for ${name}, and nothing is refused`,
    {
      site: { csp: `${NOTHING}; ${allowed}`, pages: { "/partner.html": partner(options) } },
      path: "partner.html",
      init: keepViolations,
    },
    wholeJourney,
  );
}

for (const [name, allowed, nonce] of [
  ["the folder on another host", ALLOWED.other],
  ["the folder on another host, with trusted types", `${ALLOWED.other}; ${ALLOWED.ownTypes}`],
  ["a nonce alone", ALLOWED.nonced, NONCE],
]) {
  inBrowser(
    `a whole journey under the policy for ${name}, and nothing is refused`,
    { ...ELSEWHERE, init: keepViolations },
    (visit) =>
      onAnotherHost(visit, { csp: `${NOTHING}; ${allowed}`, nonce }, async () => {
        await visit.untilReady();
        await wholeJourney(visit);
      }),
  );
}

/** The files that the page in a frame has fetched when its questions are ready. */
const FETCHED = [/\.wasm$/, /\.pack$/, /\.places$/, /\.nl\.[\w-]+\.texts$/, /\.en\.[\w-]+\.texts$/];

/** Of the host of the folder, for the page in the frame: a column of the table, and what the page around the questions needs. */
const LOCAL = "http://127.0.0.1:*";
const framed = (allowed, host) => `default-src 'none'; ${allowed}; style-src ${host}; img-src ${host}; frame-ancestors ${LOCAL}`;
const BY_SELF = framed(ALLOWED.own, "'self'");
/** To a page without an origin of its own, 'self' is nobody in WebKit. */
const BY_NAME = framed(ALLOWED.other.replaceAll("https://host.example", LOCAL), LOCAL);

for (const [name, words, headers, csp] of [
  ["in no sandbox", undefined, {}, BY_SELF],
  ["in the sandbox of the manual", FRAME.sandbox, {}, BY_SELF],
  ["in the same without allow-same-origin", FRAME.sandbox.replace("allow-same-origin ", ""), SHARED, BY_NAME],
]) {
  inBrowser(
    `a frame under the policy for frames and nothing else, ${name}`,
    { ...ELSEWHERE, init: keepViolations },
    async (visit) => {
      const folder = await serve({ headers, csp });
      const at = folder.url.slice(0, -1);
      const sandbox = words ? ` sandbox="${words}"` : "";
      const html = `<!doctype html><html lang="nl"><head><meta charset="utf-8"><title>Partner</title></head>
<body><iframe src="${at}/index.html" title="Vragen" width="700" height="600"${sandbox}></iframe></body></html>`;
      const page = await serve({ csp: `${NOTHING}; ${FRAME.policy(at)}`, pages: { "/partner.html": html } });
      try {
        for (const server of [folder, page]) server.first = visit.server.first;
        await visit.page.goto(`${page.url}partner.html`);
        const asked = () => folder.requests.map(({ path }) => path);
        await eventually(
          async () => FETCHED.every((file) => asked().some((path) => file.test(path))),
          () => `the page in the frame was expected to fetch everything, but asked for ${asked().join(" ")}`,
        );
        // The driver of WebKit looks into no frames.
        if (visit.engine !== "webkit") {
          const frame = visit.page.frameLocator("iframe");
          const inside = (css) => frame.locator(`weg-wijzer ${css}`);
          await frame.locator("weg-wijzer").evaluate((element) => element.ready);
          for (let step = 1; (await inside(".widget").getAttribute("data-screen")) !== "result"; step += 1) {
            await inside('[data-action="skip"]').click();
            await frame.locator("body").evaluate((_, step) => window.journal.until("step", step), step);
          }
          assert.deepEqual(await frame.locator("body").evaluate(() => window.violations), [], "no violation was expected in the frame");
          const away = `${page.url}away.html`;
          await inside('.widget a[href^="https:"]').first().evaluate((one, away) => (one.href = away), away);
          await inside(`.widget a[href="${away}"]`).click();
          await visit.page.waitForURL(away);
        }
        await visit.listen();
        visit.takeRequests();
        // The page that the link leads to is not there; what browsers say of that, and of both words together, is theirs.
        visit.console = visit.console.filter((line) => !/404|allow-scripts and allow-same-origin/.test(line));
      } finally {
        await visit.page.goto("about:blank");
        await folder.close();
        await page.close();
      }
    },
  );
}

/** The lines of dist/README.txt for the security policy: the folder on the page's own host, and on another. */
const README = readFileSync(join(ROOT, "dist/README.txt"), "utf8");
const [own, other, ...more] = [...README.matchAll(/^ +(script-src .*)$/gm)].map(([, policy]) => policy);

test("dist/README.txt names the policies of docs/EMBEDDING.md", () => {
  assert.deepEqual([own, other, ...more], [ALLOWED.own, ALLOWED.other]);
});

inBrowser(
  "the policy that dist/README.txt names is enough for the stand-alone page",
  { site: { csp: own }, init: keepViolations },
  async (visit) => {
    await walk(visit, {});
    assert.deepEqual(await violations(visit), []);
  },
);

inBrowser("so is the one for a folder on another host", { ...ELSEWHERE, init: keepViolations }, (visit) =>
  onAnotherHost(visit, { csp: other }, async () => {
    await visit.untilReady();
    await walk(visit, {});
    assert.deepEqual(await violations(visit), []);
  }),
);
