/**
 * Answers have no way out, shown from four sides: what the engine can reach, what the scripts can reach, what is requested
 * on a journey, and what a journey leaves behind. docs/PRIVACY.md says the same for a data-protection officer.
 *
 * Each look is itself tried on something that does get out: a look that finds nothing must be able to.
 */
import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { ENGINES, host, stage } from "./driver.mjs";
import { LOADER, ROOT, SINGLE, distFile } from "./facts.mjs";
import { GLUE, asListed, imports, shapes, shapesOfFile } from "../egress/imports.mjs";
import { WAYS_OUT, globalsOf, reviewed } from "../egress/lists.mjs";
import { reach } from "../egress/reach.mjs";
import { walk } from "./hands.mjs";
import { NOTHING } from "./policies.mjs";
import { LEARNER, press } from "./steps.mjs";
import { serve } from "../server.mjs";

const inBrowser = stage({}, { engines: ENGINES });

// --- The engine ---------------------------------------------------------------------------------------------------------

const engine = new WebAssembly.Module(distFile(/\/wegwijzer\.[\w-]+\.wasm$/).bytes);

test("the engine can reach what tests/egress/imports.txt names, and nothing else", () => {
  const imports = WebAssembly.Module.imports(engine).map(({ kind, name }) => (kind === "function" ? name : `${kind} ${name}`));
  const names = reviewed("imports.txt").map(({ name }) => name);
  assert.deepEqual(imports.sort(), names, "look at what is new, and add it to tests/egress/imports.txt with the reason");
  // Code of another module would not be in the glue, and so on no list.
  const modules = new Set(WebAssembly.Module.imports(engine).map(({ module }) => module));
  assert.deepEqual([...modules], ["./wegwijzer_bg.js"], "the module of the code that wasm-bindgen makes was expected alone");
});

test("what the engine reaches does what tests/egress/ shows, and nothing else", () => {
  assert.ok(existsSync(GLUE), `${GLUE} was expected: type cargo xtask dist`);
  const found = imports(readFileSync(GLUE, "utf8"));
  for (const [file, entries] of [["imports.txt", found.imports], ["helpers.txt", found.helpers]]) {
    const listed = reviewed(file);
    for (const { name, code } of entries) {
      const same = listed.some((entry) => entry.name === name && entry.code === code);
      assert.ok(same, `tests/egress/${file}: look at what ${name} does, and write it down:\n${asListed({ name, code })}`);
    }
    const names = (list) => list.map(({ name }) => name);
    assert.deepEqual(names(listed), names(entries), `tests/egress/${file} was expected to name these, and nothing else`);
  }
});

test("what is shipped is the code that tests/egress/ shows, and nothing else", () => {
  const expected = shapesOfFile(GLUE);
  assert.equal(expected.length, WebAssembly.Module.imports(engine).length, "each import was expected in the glue");
  for (const name of ["glue", "single"]) assert.deepEqual(shapes(SCRIPTS[name]), expected, `the imports in the ${name}`);
});

test("the look at an import finds that it does something else, or stands on something else", () => {
  const glue = (body, helper) => `
    function helper(a) { ${helper} }
    function unused() { return 1; }
    function all() { const import0 = { __proto__: null, get: function(a) { /* why */ ${body} } }; return { "./x.js": import0 }; }`;
  const { imports: one, helpers } = imports(glue("return helper(a);", "return a;"));
  assert.deepEqual(one, [{ module: "./x.js", name: "get", code: "function(a) { return helper(a); }" }]);
  assert.deepEqual(helpers, [{ name: "helper", code: "function helper(a) { return a; }" }]);
  assert.notDeepEqual(shapes(glue("return fetch(a)", "")), shapes(glue("return a.get(1)", "")));
  assert.deepEqual(shapes(glue("return a(1)", "")), shapes(glue("return b(1)", "")));
});

// --- The scripts --------------------------------------------------------------------------------------------------------

const text = (bytes) => bytes.toString("utf8");
const SCRIPTS = {
  loader: text(distFile(/\/weg-wijzer\.js$/).bytes),
  glue: text(distFile(/\/wegwijzer\.[\w-]+\.js$/).bytes),
  single: text(distFile(/\/weg-wijzer\.single\.js$/).bytes),
};

/** How often each script uses them, how many modules it loads, and which elements it makes. */
const USED = {
  loader: {
    // `href`: two addresses in full, and the link to the stand-alone page. `src`: the glue. `open`: the words of that link.
    properties: { dispatchEvent: 1, href: 3, src: 1, open: 1 },
    modules: 1,
    elements: ["a", "div", "p", "script", "slot"],
  },
  glue: {
    // See imports.txt.
    properties: { innerHTML: 1, setAttribute: 1 },
    modules: 0,
    elements: ["by a name that is worked out", "div"],
  },
  single: {
    properties: { dispatchEvent: 1, href: 3, innerHTML: 1, open: 1, setAttribute: 1 },
    modules: 0,
    elements: ["a", "by a name that is worked out", "div", "div", "p", "slot"],
  },
};

for (const [name, script] of Object.entries(SCRIPTS)) {
  test(`the ${name} uses what tests/egress/globals.txt names, and nothing else`, () => {
    assert.deepEqual(
      [...reach(script).globals.keys()].sort(),
      globalsOf(name),
      "look at what is new, and add it to tests/egress/globals.txt with the reason",
    );
  });

  test(`the ${name} sends, keeps and loads what this test names, and nothing else`, () => {
    const { properties, modules, elements } = reach(script);
    const used = [...properties].filter(([property]) => WAYS_OUT.includes(property));
    assert.deepEqual({ properties: Object.fromEntries(used), modules, elements: elements.sort() }, USED[name]);
  });
}

test("the loader fetches in two places, a file by its pin and whether a file is there, and nothing else", () => {
  assert.equal(reach(SCRIPTS.loader).globals.get("fetch"), 2);
  const source = readFileSync(join(ROOT, "embed/files.apart.js"), "utf8");
  const calls = source.split("\n").filter((line) => /\bfetch\(/.test(line));
  assert.equal(calls.length, 2, "fetch( was expected twice in embed/files.apart.js");
  assert.match(calls[0], /integrity: integrity\(pin\)/, "the first was expected to pin what it fetches");
  assert.match(calls[1], /method: "HEAD"/, "the second was expected to look whether a file is there");
});

test("the look at a script finds what sends", () => {
  for (const [script, ...names] of [
    ["let a=1;fetch('/x?'+a)", "fetch"],
    ["function a(b){return new WebSocket(b)}", "WebSocket"],
    ["(a=>{navigator.sendBeacon('/x',a)})()", "navigator", "sendBeacon"],
    ["globalThis.fetch('/x')", "globalThis", "fetch"],
    ["window['fetch']('/x')", "window", "fetch"],
    ["window[`fetch`]('/x')", "window", "fetch"],
    ["let{[`fetch`]:a}=window;a('/x')", "window", "fetch"],
    ["let{fetch:a}=window;a('/x')", "window", "fetch"],
    ["location='/x?'+document.title", "location", "document", "title"],
    ["class a{b(){new Image().src='/x'}}", "Image", "src"],
    ["let a={fetch};a", "fetch"],
    ["new Function('fetch(1)')()", "Function"],
  ]) {
    const { globals, properties } = reach(script);
    assert.deepEqual([...globals.keys(), ...properties.keys()].sort(), names.sort(), script);
  }
  assert.deepEqual(reach("import('/x');export*from'/y'").modules, 2);
  assert.deepEqual(reach("document.createElement('iframe')").elements, ["iframe"]);
  assert.deepEqual(reach("document[`createElement`](`iframe`)").elements, ["iframe"]);
});

// --- Requests -----------------------------------------------------------------------------------------------------------

const folder = (path) => path.replace(/[^/]*$/, "");
const beside = (pattern) => `/${distFile(pattern).name}`;

inBrowser(
  "a journey requests the page, the script, and the six files that it pins, each once",
  { html: host('pack="nl"') },
  async (visit) => {
    await walk(visit, LEARNER);
    await press(visit, "review");
    await visit.find("select.language").selectOption({ index: 1 });
    await visit.find('.widget[data-language="en"]').waitFor();
    await press(visit, "talk");
    assert.deepEqual(
      visit.served.map(({ path, query }) => path + query).sort(),
      [
        "/host.html",
        LOADER,
        beside(/\/wegwijzer\.[\w-]+\.js$/),
        beside(/\/wegwijzer\.[\w-]+\.wasm$/),
        beside(/packs\/nl\.[\w-]+\.pack$/),
        beside(/packs\/nl\.[\w-]+\.places$/),
        beside(/packs\/nl\.nl\.[\w-]+\.texts$/),
        beside(/packs\/nl\.en\.[\w-]+\.texts$/),
      ].sort(),
    );
    assert.ok(folder(LOADER).startsWith("/v"), "the files were expected in the folder of the version");
  },
);

inBrowser(
  "a journey with the single file, under a policy that refuses every connection, requests the page and the script",
  {
    site: { csp: `${NOTHING}; script-src 'self' 'wasm-unsafe-eval'; connect-src 'none'` },
    html: host('pack="nl"', { script: SINGLE }),
  },
  async (visit) => {
    await walk(visit, LEARNER);
    await press(visit, "review");
    await press(visit, "talk");
    await press(visit, "delete");
    assert.deepEqual(visit.served.map(({ path, query }) => path + query), ["/host.html", SINGLE]);
  },
);

const PICTURE = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="1" height="1"/>');
const served = { files: { "/sent.svg": PICTURE }, headers: { "Access-Control-Allow-Origin": "*" } };

for (const [name, send] of [
  ["fetch", (to) => fetch(to).then(() => undefined)],
  [
    "the address of a picture",
    (to) =>
      new Promise((resolve, reject) => {
        const picture = Object.assign(new Image(), { onload: () => resolve(), onerror: () => reject(new Error("not loaded")) });
        picture.src = to;
      }),
  ],
]) {
  inBrowser(
    `a page that sends an answer by ${name}, to its own host or to another, is noticed`,
    { site: served, html: host('pack="nl"') },
    async (visit) => {
      const other = await serve(served);
      try {
        for (const { url } of [visit.server, other]) {
          await visit.page.evaluate(send, `${url}sent.svg?situation=employed`);
          await visit.listen();
          assert.throws(() => visit.assertQuiet(), /no request was expected after weg-wijzer-ready[^]*situation=employed/);
          await visit.untilReady(); // What comes from here on counts.
          visit.assertQuiet();
        }
      } finally {
        await other.close();
      }
    },
  );
}

// --- What is left behind ------------------------------------------------------------------------------------------------

/** Runs in the page: all places around the widget where something could be left. */
async function traces() {
  const inside = (storage) => Object.fromEntries(Object.entries({ ...storage }));
  const databases = await indexedDB.databases();
  const attributes = (element) => Object.fromEntries([...element.attributes].map(({ name, value }) => [name, value]));
  const element = document.querySelector("weg-wijzer");
  return {
    localStorage: inside(localStorage),
    sessionStorage: inside(sessionStorage),
    cookie: document.cookie,
    indexedDB: databases.map(({ name }) => name),
    caches: window.caches ? await caches.keys() : [],
    workers: (await navigator.serviceWorker?.getRegistrations?.())?.length ?? 0,
    history: history.length,
    state: history.state,
    title: document.title,
    address: location.href,
    window: window.name,
    html: attributes(document.documentElement),
    body: attributes(document.body),
    element: attributes(element),
    properties: Object.keys(element),
    page: document.documentElement.outerHTML,
    sheets: document.styleSheets.length + document.adoptedStyleSheets.length,
    globals: Object.keys(window).sort(),
    forms: [...document.forms].map((form) => [...new FormData(form)].map(String)),
  };
}

/** The events of the widget, and all that they may carry: the number of a step. */
function assertNoAnswerIn(events) {
  for (const { name, detail } of events) {
    const told = name === "step" ? { number: detail?.number } : null;
    assert.deepEqual(detail, told, `weg-wijzer-${name} was expected to tell no more`);
    if (told) assert.equal(typeof told.number, "number", "the number of a step was expected");
  }
}

const AROUND = { before: '<form id="theirs">', after: "<input name=\"q\" value=\"boek\"></form>" };

inBrowser(
  "a whole journey, with the list of answers, a person to talk to, another language and delete, leaves no trace on the page",
  { html: host('pack="nl" id="w"', AROUND) },
  async (visit) => {
    const before = await visit.page.evaluate(traces);
    const same = async (when) => assert.deepEqual(await visit.page.evaluate(traces), before, `${when}: a trace was left`);
    await walk(visit, LEARNER);
    await same("on the result");
    await press(visit, "review");
    await press(visit, "talk");
    await press(visit, "close");
    await visit.find("select.language").selectOption({ index: 1 });
    await visit.find('.widget[data-language="en"]').waitFor();
    await same("on the list of answers, in another language");
    await press(visit, "delete");
    await same("after delete");
    assertNoAnswerIn(await visit.events());
    assert.deepEqual(await visit.cookies(), [], "no cookie was expected");
    await visit.listen();
    assert.deepEqual(visit.console, [], "no console line was expected");
  },
);

/** Every place of `traces`, with something that leaves an answer there. */
const PLANTS = {
  localStorage: () => void (localStorage.x = "employed"),
  sessionStorage: () => void (sessionStorage.x = "employed"),
  cookie: () => void (document.cookie = "x=employed"),
  indexedDB: () =>
    new Promise((resolve) => {
      indexedDB.open("employed").onsuccess = ({ target }) => resolve(target.result.close());
    }),
  state: () => history.replaceState({ situation: "employed" }, ""),
  address: () => void (location.hash = "employed"),
  history: () => history.pushState(null, ""),
  title: () => void (document.title = "employed"),
  window: () => void (window.name = "employed"),
  html: () => document.documentElement.setAttribute("data-x", "employed"),
  body: () => document.body.classList.add("employed"),
  element: () => document.querySelector("weg-wijzer").setAttribute("data-x", "employed"),
  properties: () => void (document.querySelector("weg-wijzer").answers = "employed"),
  page: () => document.querySelector("weg-wijzer").append("employed"),
  sheets: () => document.adoptedStyleSheets.push(new CSSStyleSheet()),
  globals: () => void (window.answers = "employed"),
  forms: () => document.forms[0].append(Object.assign(document.createElement("input"), { name: "x", value: "employed" })),
};

inBrowser(
  "the look at the page finds an answer wherever a script leaves one",
  { html: host('pack="nl"', AROUND) },
  async (visit) => {
    let before = await visit.page.evaluate(traces);
    for (const [place, plant] of Object.entries(PLANTS)) {
      await visit.page.evaluate(plant);
      const after = await visit.page.evaluate(traces);
      const differs = (place) => JSON.stringify(after[place]) !== JSON.stringify(before[place]);
      assert.ok(differs(place), `what was left in ${place} was expected to be found`);
      before = after;
    }
    const places = Object.keys(before).filter((place) => !["caches", "workers"].includes(place));
    assert.deepEqual(Object.keys(PLANTS).sort(), places.sort(), "each place was expected to be tried");
    assert.ok((await visit.cookies()).length, "the browser was expected to show the cookie");

    await visit.page.evaluate(() => console.log("employed"));
    await visit.listen();
    assert.deepEqual(visit.takeConsole(), ["log: employed"]);
    for (const detail of [{ number: 1, situation: "employed" }, { number: "employed" }, "employed", null]) {
      assert.throws(() => assertNoAnswerIn([{ name: "step", detail }]), /was expected/);
    }
    assert.throws(() => assertNoAnswerIn([{ name: "result", detail: { situation: "employed" } }]), /no more/);
  },
);
