/**
 * What goes wrong on real pages: files that are missing, changed or of another version, policies, typing mistakes.
 *
 * In each case the content inside the element is shown, the person reads one clear line with the way to the stand-alone
 * page, the developer reads one on the console, `weg-wijzer-error` says why as docs/EMBEDDING.md lists it, and nothing else
 * breaks. Our words are held exactly; those of browsers, which differ, by their kind.
 */
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { ENGINES, FALLBACK, host, stage } from "./driver.mjs";
import { LOADER, distFile, packs, ui, version } from "./facts.mjs";
import { walk } from "./hands.mjs";
import { ELSEWHERE, NOTHING, onAnotherHost, partner } from "./policies.mjs";

const inBrowser = stage({}, { engines: ENGINES });

const VERSION = version();
const STRUCTURE = /packs\/nl\.[\w-]+\.pack$/;
const PLACES = /packs\/nl\.[\w-]+\.places$/;
const DUTCH = /packs\/nl\.nl\.[\w-]+\.texts$/;
const ENGLISH = /packs\/nl\.en\.[\w-]+\.texts$/;
const WASM = /\/wegwijzer\.[\w-]+\.wasm$/;
const GLUE = /\/wegwijzer\.[\w-]+\.js$/;
const FETCHED = /\.(wasm|pack|places|texts)$/;

/** What browsers and Yew say on the console; the wording is not ours. Chromium, then WebKit, then Firefox. */
const UNLOADED = "^error: Failed to load resource: http";
const NO_MATCH = "^None of the .* hashes in the integrity attribute match";
const kind = (...patterns) => new RegExp(patterns.join("|"));
const BROWSER = {
  missing: kind("^error: Failed to load resource: .* 404", UNLOADED, "^Loading module from .* was blocked because of a disallowed MIME"),
  gone: kind("^error: Failed to load resource: net::ERR_", UNLOADED, NO_MATCH),
  refused: kind(
    "^error: .*(violates the (following|document's Content Security Policy)|Trusted ?Type)",
    "^error: Content Security Policy: ",
    "^Content-Security-Policy: ",
  ),
  integrity: kind("^error: Failed to find a valid digest", "^error: Fetch API cannot load .* SRI's integrity", UNLOADED, NO_MATCH),
  shared: kind(
    "^error: Access to .* has been blocked by CORS policy",
    "^error: Failed to load resource: net::ERR_FAILED",
    UNLOADED,
    "^Cross-Origin Request Blocked: ",
    NO_MATCH,
  ),
  yew: kind("^error: failed to insert node before next sibling"),
};

/** What browsers say when a fetch fails, for whatever reason: Chromium, Firefox, WebKit. */
const NOT_FETCHED = /Failed to fetch|NetworkError when attempting to fetch resource\.|Load failed/;
/** When they refuse WebAssembly, or what is no WebAssembly. */
const NO_WASM = /.*(WebAssembly|wasm).*/i;

const pin = (bytes) => createHash("sha384").update(bytes).digest("base64");

/** A site where one file holds other bytes, and loader and glue take them for good: what is left is the engine's own look. */
function changed(pattern, change) {
  const files = {};
  const place = (pattern, change) => {
    const { name, bytes } = distFile(pattern);
    const other = change(Buffer.from(bytes));
    const renamed = name.replace(/[\w-]{8}(?=\.\w+$)/, pin(other).slice(0, 8).replace(/\W/g, "-"));
    files[`/${renamed}`] = other;
    return (script) => {
      assert.ok(script.includes(pin(bytes)), `a pin of ${name} was expected`);
      return Buffer.from(script.toString("utf8").replaceAll(pin(bytes), pin(other)));
    };
  };
  const repin = place(pattern, change);
  // The glue has the pins of the packs, the loader those of glue and wasm.
  const loader = pattern === WASM ? repin : place(GLUE, repin);
  files[LOADER] = loader(distFile(/weg-wijzer\.js$/).bytes);
  return { files };
}

/** What the loader says to the person. */
const theLine = (visit) => visit.find("p:visible", { hasText: ui("failed") });

/** What the loader says of a file that it cannot have. */
const nameOf = (pattern) => distFile(pattern).name.replace(/^v[^/]+\//, "");
const missing = (pattern, why = NOT_FETCHED) => [`${nameOf(pattern)} cannot be fetched (`, why, ")"];
const notPinned = (pattern, why = NOT_FETCHED) => [
  `${nameOf(pattern)} is not the file that this loader belongs to, or the page's policy refuses it (`,
  why,
  ")",
];
const FAILED = "the script failed";
/** Where several files fail, which is the first is not ours to say; the line names one of them. */
const ANY_MISSING = [
  /(?:none of its languages can be loaded: )?(?:wegwijzer|packs\/nl(?:\.nl)?)\.[\w-]+\.\w+/,
  " cannot be fetched (",
  new RegExp(`${FAILED}|${NOT_FETCHED.source}`),
  ")",
];

/** A line of ours: texts are held exactly, patterns stand for the words of a browser. */
function line(...parts) {
  const literal = (text) => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
  return new RegExp(`^${parts.flat(Infinity).map((part) => (typeof part === "string" ? literal(part) : `(?:${part.source})`)).join("")}$`, "is");
}

/** The fallback stays, with a line for the person and one for the developer. */
async function assertFails(visit, reason, message, ...browser) {
  await visit.until("error");
  await visit.fallbackIsShown();
  const said = theLine(visit);
  assert.equal(
    (await said.innerText()).trim(),
    `${ui("failed")} ${ui("open-page")}`,
    "the person was expected to read what to do",
  );
  const page = await said.locator("a").evaluate((link) => link.href);
  assert.ok(page.endsWith("/index.html"), `the link to the stand-alone page was expected, found ${page}`);
  await assertSaid(
    visit,
    [line(`error: <weg-wijzer> ${VERSION} does not run: `, message, ". The content inside the element stays.")],
    ...browser,
  );
  const events = (await visit.events()).filter((event) => event.name !== "shown");
  assert.deepEqual(
    events.map(({ name, detail }) => [name, detail]),
    [["error", { reason }]],
    "one error event that says why was expected, and no other",
  );
  // What else a browser has to say of the same thing, it says until the page is left.
  await visit.page.goto(new URL("icon.svg", visit.server.url).href);
  await assertSaid(visit, [], ...browser);
}

/** Nothing of ours runs: the content inside the element is shown, and nothing else. */
async function assertIsAbsent(visit, ...browser) {
  await visit.fallbackIsShown();
  assert.ok(await visit.element.evaluate((element) => !element.shadowRoot), "nothing of ours was expected to run");
  await assertSaid(visit, [], ...browser);
}

/** The console holds these lines of ours, and of the browser only the kinds that the test names. */
async function assertSaid(visit, ours, ...browser) {
  await visit.listen();
  const isKnown = (line) => browser.some((kind) => kind.test(line));
  // What Firefox itself says comes as if a script of the page had failed.
  visit.errors = visit.errors.filter((error) => !isKnown(error));
  const lines = visit.takeConsole();
  const our = lines.filter((line) => line.includes("<weg-wijzer>"));
  assert.equal(our.length, ours.length, `${ours.length} lines of ours were expected on the console:\n${our.join("\n")}`);
  ours.forEach((expected, at) => assert.match(our[at], expected));
  const others = lines.filter((line) => !our.includes(line) && !isKnown(line));
  assert.deepEqual(others, [], "nothing else was expected on the console");
}

const plain = { path: "hosts/plain.html", runs: false };

/** Each way to fail that ends in the line: name, site, the reason that is told, our words, what browsers may say. */
const FAILURES = [
  [
    "a pack file that is cut off",
    changed(STRUCTURE, (bytes) => bytes.subarray(0, 5000)),
    "other",
    "pack file cut off or damaged",
  ],
  ["a pack file that is empty", changed(STRUCTURE, () => Buffer.alloc(0)), "other", "not a Wegwijzer pack file"],
  [
    "a foreign file in the place of a pack",
    changed(STRUCTURE, () => Buffer.from("<!doctype html><title>Not found</title>")),
    "other",
    "not a Wegwijzer pack file",
  ],
  [
    "a pack of a newer format",
    changed(STRUCTURE, (bytes) => {
      bytes.writeUInt16LE(3, 4);
      return bytes;
    }),
    "other",
    "pack format 3, but this engine reads format 2: use a loader and packs of one version",
  ],
  [
    "structure and texts swapped",
    changed(STRUCTURE, () => distFile(DUTCH).bytes),
    "other",
    "a pack file of another kind: structure, places or texts were swapped",
  ],
  [
    "places that are cut off",
    changed(PLACES, (bytes) => bytes.subarray(0, 5000)),
    "other",
    "pack file cut off or damaged",
  ],
  [
    "structure and places swapped",
    changed(PLACES, () => distFile(STRUCTURE).bytes),
    "other",
    "a pack file of another kind: structure, places or texts were swapped",
  ],
  [
    "places whose bytes are not those that are pinned",
    { replace: [[PLACES, Buffer.from("changed on the way")]] },
    "changed",
    notPinned(PLACES),
    BROWSER.integrity,
  ],
  ["places that answer 404", { missing: [PLACES] }, "missing", missing(PLACES), BROWSER.missing, BROWSER.integrity],
  ["places whose connection breaks", { gone: [PLACES] }, "missing", missing(PLACES), BROWSER.gone],
  [
    "texts that are damaged, in the page's language",
    changed(DUTCH, (bytes) => {
      bytes[bytes.length - 1] ^= 1;
      return bytes;
    }),
    "other",
    "pack file cut off or damaged",
  ],
  [
    "a pack whose bytes are not those that are pinned",
    { replace: [[STRUCTURE, Buffer.from("changed on the way")]] },
    "changed",
    notPinned(STRUCTURE),
    BROWSER.integrity,
  ],
  ["a pack that answers 404", { missing: [STRUCTURE] }, "missing", missing(STRUCTURE), BROWSER.missing, BROWSER.integrity],
  ["a pack whose connection breaks", { gone: [STRUCTURE] }, "missing", missing(STRUCTURE), BROWSER.gone],
  [
    "all languages that answer 404",
    { missing: [DUTCH, ENGLISH] },
    "missing",
    ["none of its languages can be loaded: ", missing(DUTCH)],
    BROWSER.missing,
    BROWSER.integrity,
  ],
  [
    "a glue that answers 404",
    { missing: [GLUE] },
    "missing",
    missing(GLUE, FAILED),
    BROWSER.missing,
    BROWSER.integrity,
  ],
  [
    "a glue whose bytes are not those that are pinned, which is never run",
    { replace: [[GLUE, Buffer.from("console.log('it ran'); export const PINS = {};")]] },
    "changed",
    notPinned(GLUE, FAILED),
    BROWSER.integrity,
  ],
  ["a glue whose connection breaks", { gone: [GLUE] }, "missing", missing(GLUE, FAILED), BROWSER.gone],
  ["a wasm that answers 404", { missing: [WASM] }, "missing", missing(WASM), BROWSER.missing, BROWSER.integrity],
  [
    "a wasm whose bytes are not those that are pinned",
    { replace: [[WASM, Buffer.from([0, 97, 115, 109, 1, 0, 0, 0])]] },
    "changed",
    notPinned(WASM),
    BROWSER.integrity,
  ],
  ["a wasm whose connection breaks", { gone: [WASM] }, "missing", missing(WASM), BROWSER.gone],
  ["a wasm that is cut off", changed(WASM, (bytes) => bytes.subarray(0, 20_000)), "webassembly", [NO_WASM]],
  ["a server that is gone after the loader has come", { gone: [GLUE, FETCHED] }, "missing", ANY_MISSING, BROWSER.gone],
  [
    "a policy without 'wasm-unsafe-eval'",
    { csp: `${NOTHING}; script-src 'self'; connect-src 'self'` },
    "webassembly",
    [NO_WASM],
    BROWSER.refused,
  ],
  [
    "a policy that refuses all that is fetched",
    { csp: `${NOTHING}; script-src 'self' 'wasm-unsafe-eval'` },
    "missing",
    ANY_MISSING,
    BROWSER.refused,
  ],
  [
    "a policy that lets no trusted types be made",
    {
      csp: `${NOTHING}; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'; require-trusted-types-for 'script'; trusted-types 'none'`,
    },
    "changed",
    notPinned(GLUE, /.*(createPolicy|weg-wijzer|policy).*/),
    BROWSER.refused,
  ],
];

for (const [name, site, ...expected] of FAILURES) {
  inBrowser(name, { ...plain, site }, (visit) => assertFails(visit, ...expected));
}

// --- Browsers -----------------------------------------------------------------------------------------------------------

inBrowser(
  "a browser that cannot make a style sheet keeps the fallback",
  {
    ...plain,
    init: () => {
      window.CSSStyleSheet = function () {
        throw new TypeError("Illegal constructor");
      };
    },
  },
  (visit) => assertFails(visit, "other", "Illegal constructor"),
);

inBrowser("a browser without WebAssembly", { ...plain, init: () => void delete window.WebAssembly }, (visit) =>
  assertFails(visit, "webassembly", [NO_WASM]),
);

inBrowser(
  "scripts switched off: the content inside the element is shown",
  // Playwright cannot switch them off in Firefox.
  { ...plain, browser: { javaScriptEnabled: false }, engines: ["chromium", "webkit"] },
  (visit) => visit.fallbackIsShown(),
);

inBrowser(
  "scripts switched off for this page: the content inside the element is shown",
  { ...plain, site: { csp: "sandbox allow-same-origin" } },
  (visit) => assertIsAbsent(visit, /^error: Blocked script execution/),
);

// --- The loader ---------------------------------------------------------------------------------------------------------

inBrowser(
  "scripts refused by policy: the content inside the element is shown",
  { ...plain, site: { csp: "script-src 'none'" } },
  (visit) => assertIsAbsent(visit, BROWSER.refused),
);

inBrowser(
  "a loader that answers 404: the content inside the element is shown",
  { ...plain, site: { missing: [/\/weg-wijzer\.js$/] } },
  (visit) => assertIsAbsent(visit, BROWSER.missing),
);

inBrowser(
  "a loader whose connection breaks: the content inside the element is shown",
  { ...plain, site: { gone: [/\/weg-wijzer\.js$/] } },
  (visit) => assertIsAbsent(visit, BROWSER.gone),
);

inBrowser(
  "a loader whose bytes are not those that the page pins: the content inside the element is shown",
  {
    path: "partner.html",
    runs: false,
    site: {
      pages: { "/partner.html": partner() },
      replace: [[/\/weg-wijzer\.js$/, Buffer.from("console.log('it ran')")]],
    },
  },
  (visit) => assertIsAbsent(visit, BROWSER.integrity),
);

// --- Another host -------------------------------------------------------------------------------------------------------

inBrowser("another host that does not share its files: the content inside the element is shown", ELSEWHERE, (visit) =>
  onAnotherHost(visit, { folder: { headers: {} } }, () => assertIsAbsent(visit, BROWSER.shared)),
);

inBrowser("another host that shares its scripts and nothing else", ELSEWHERE, (visit) =>
  onAnotherHost(
    visit,
    { folder: { headers: {}, headersOf: [[/\.js$/, { "Access-Control-Allow-Origin": "*" }]] } },
    () =>
      assertFails(
        visit,
        "missing",
        ANY_MISSING,
        BROWSER.shared,
      ),
  ),
);

// --- What still works ---------------------------------------------------------------------------------------------------

inBrowser(
  "a wasm that is served as text runs, and the console says that it starts slower",
  { ...plain, site: { headersOf: [[WASM, { "Content-Type": "text/plain" }]] } },
  async (visit) => {
    await visit.untilReady();
    await walk(visit, {});
    const [said, ...others] = visit.takeConsole();
    assert.match(said, /^warning: `WebAssembly.instantiateStreaming` failed because your server does not serve Wasm with/);
    assert.deepEqual(others, []);
  },
);

// --- Servers that answer HEAD otherwise ---------------------------------------------------------------------------------

/** What browsers say of that answer. */
const answered = (status) => kind(`^error: Failed to load resource: .* ${status}`, UNLOADED);

for (const [head, reason, message] of [
  [405, "changed", notPinned(STRUCTURE)],
  [503, "changed", notPinned(STRUCTURE)],
  [410, "missing", missing(STRUCTURE)],
]) {
  inBrowser(
    `a pack whose bytes are not those that are pinned, where HEAD is answered with ${head}`,
    { ...plain, site: { head, replace: [[STRUCTURE, Buffer.from("changed on the way")]] } },
    (visit) => assertFails(visit, reason, message, BROWSER.integrity, answered(head)),
  );
}

// --- Languages ----------------------------------------------------------------------------------------------------------

inBrowser(
  "the page's language is missing: another is shown, with a clear line",
  { ...plain, site: { missing: [DUTCH] } },
  async (visit) => {
    await visit.untilReady();
    assert.equal(await visit.find(".widget").getAttribute("data-language"), "en");
    const options = await visit.find("select.language option").allInnerTexts();
    assert.deepEqual(
      options,
      [ui("language-name", "en")],
      "only the language that is there was expected to choose from",
    );
    await walk(visit, {});
    await assertSaid(
      visit,
      [line("warning: <weg-wijzer>: the language nl is missing: ", missing(DUTCH), ". The others work.")],
      BROWSER.missing,
      BROWSER.integrity,
    );
  },
);

inBrowser(
  "another language is missing: the page's own works",
  { ...plain, site: { missing: [ENGLISH] } },
  async (visit) => {
    await visit.untilReady();
    assert.equal(await visit.find(".widget").getAttribute("data-language"), "nl");
    await walk(visit, {});
    await assertSaid(
      visit,
      [line("warning: <weg-wijzer>: the language en is missing: ", missing(ENGLISH), ". The others work.")],
      BROWSER.missing,
      BROWSER.integrity,
    );
  },
);

inBrowser(
  "another language is damaged: the page's own works",
  { ...plain, site: changed(ENGLISH, (bytes) => bytes.subarray(0, 100)) },
  async (visit) => {
    await visit.untilReady();
    await walk(visit, {});
    await assertSaid(visit, [
      line("warning: <weg-wijzer>: the language en is missing: pack file cut off or damaged. The others work."),
    ]);
  },
);

// --- The engine ---------------------------------------------------------------------------------------------------------

inBrowser(
  "an engine that stops in the middle, because another script has taken elements out of the widget",
  {
    html: host('pack="nl" lang="en"'),
    runs: false,
    site: { held: [DUTCH] },
  },
  async (visit) => {
    await visit.until("shown");
    // The language that comes next belongs before this one, which is gone.
    await visit.find("select.language").evaluate((select) => select.replaceChildren());
    const letThrough = await visit.heldBack();
    letThrough();
    await visit.until("error");
    await visit.fallbackIsShown();
    assert.equal(
      (await visit.find("p:visible", { hasText: ui("failed", "en") }).innerText()).trim(),
      `${ui("failed", "en")} ${ui("open-page", "en")}`,
    );
    assert.deepEqual((await visit.events()).findLast(({ name }) => name === "error").detail, { reason: "stopped" });
    await assertSaid(
      visit,
      [line(`error: <weg-wijzer> ${VERSION} does not run: the engine stopped. The content inside the element stays.`)],
      BROWSER.yew,
    );
    const [stop, ...others] = visit.errors.splice(0);
    assert.match(stop, /RuntimeError: unreachable/i, "the browser was expected to report that the engine stopped");
    assert.deepEqual(others, [], "nothing else was expected to fail");

    // The engine is gone for all widgets of this page: another one says so, too, and does not wait for ever.
    await visit.page.evaluate(() => {
      const another = document.createElement("weg-wijzer");
      another.setAttribute("loading", "eager");
      document.body.append(another);
    });
    await visit.until("error", 2);
    await assertSaid(visit, [
      line(`error: <weg-wijzer> ${VERSION} does not run: the engine stopped. The content inside the element stays.`),
    ]);
  },
);

// --- The stand-alone page -----------------------------------------------------------------------------------------------

inBrowser(
  "where the stand-alone page itself fails, it does not link to itself",
  { runs: false, site: { missing: [WASM] } },
  async (visit) => {
    await visit.until("error");
    assert.ok(await visit.page.locator("weg-wijzer .fallback").isVisible(), "its own content was expected to be shown");
    assert.equal((await theLine(visit).innerText()).trim(), ui("failed"), "a line without a link was expected");
    await assertSaid(
      visit,
      [line(`error: <weg-wijzer> ${VERSION} does not run: `, missing(WASM), ". The content inside the element stays.")],
      BROWSER.missing,
      BROWSER.integrity,
    );
  },
);

// --- Attributes ---------------------------------------------------------------------------------------------------------

inBrowser(
  "unknown attributes and values warn once each, and the widget runs",
  {
    html: host(
      'pack="zz" colour="red" theme="pink" heading-level="9" loading="now" shadow="half" lang="xx" id="w" class="c" data-x="1" aria-label="Wegwijzer" onclick="" tabindex="-1"',
    ),
  },
  async (visit) => {
    assert.deepEqual(
      visit.takeConsole().sort(),
      [
        'warning: <weg-wijzer>: heading-level="9" is not known; use 1, 2, 3, 4, 5, 6. Taken as "2".',
        'warning: <weg-wijzer>: lang="xx" is not in this pack, which has nl, en.',
        'warning: <weg-wijzer>: loading="now" is not known; use lazy, eager. Taken as "lazy".',
        "warning: <weg-wijzer>: not known among its attributes: colour; there are pack, lang, region, heading-level, theme, loading, keep, shadow.",
        `warning: <weg-wijzer>: pack="zz" is not known; use ${packs().join(", ")}. Taken as "nl".`,
        'warning: <weg-wijzer>: shadow="half" is not known; use open, closed. Taken as "open".',
        'warning: <weg-wijzer>: theme="pink" is not known; use auto, light, dark. Taken as "auto".',
      ],
      "one warning for each was expected",
    );
    await visit.element.evaluate((element) => {
      element.setAttribute("heading-level", "9");
      element.setAttribute("lang", "xx");
    });
    assert.equal(await visit.find(".heading").evaluate((heading) => heading.tagName), "H2");
    await walk(visit, {});
  },
);

inBrowser(
  "one widget that fails leaves the other on the page alone",
  {
    html: host('pack="nl" lang="nl"', { after: `<weg-wijzer pack="nl" lang="en" id="two">${FALLBACK}</weg-wijzer>` }),
    runs: false,
  },
  async (visit) => {
    await visit.untilReady(2);
    await visit.page.locator("#two").evaluate((element) => element.remove());
    await walk(visit, {});
  },
);
