/**
 * What goes wrong on real pages: files that are missing, changed or of another version, policies, typing mistakes.
 *
 * In each case the content inside the element is shown, the person reads one clear line with the way to the stand-alone
 * page, the developer reads one on the console, and nothing else breaks.
 */
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { FALLBACK, host, stage } from "./driver.mjs";
import { LOADER, distFile, packs, ui, version } from "./facts.mjs";
import { walk } from "./hands.mjs";

const inBrowser = stage();

const VERSION = version();
const STRUCTURE = /packs\/nl\.[\w-]+\.pack$/;
const DUTCH = /packs\/nl\.nl\.[\w-]+\.texts$/;
const ENGLISH = /packs\/nl\.en\.[\w-]+\.texts$/;
const WASM = /wegwijzer\.[\w-]+\.wasm$/;
const GLUE = /wegwijzer\.[\w-]+\.js$/;

/** What Chromium and Yew say; the wording is not ours. */
const BROWSER = {
  missing: /^error: Failed to load resource: the server responded with a status of 404/,
  refused: /^error: .*(Content Security Policy|violates the following)/,
  yew: /^error: failed to insert node before next sibling NotFoundError/,
  integrity:
    /^error: (Failed to find a valid digest in the 'integrity' attribute|Fetch API cannot load .* SRI's integrity)/,
};

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
const missing = (pattern) => `${nameOf(pattern)} cannot be fetched (Failed to fetch)`;
const notPinned = (pattern) =>
  `${nameOf(pattern)} is not the file that this loader belongs to, or the page's policy refuses it (Failed to fetch)`;
const nameOf = (pattern) => distFile(pattern).name.replace(/^v[^/]+\//, "");

/** The fallback stays, with a line for the person and one for the developer. */
async function assertFails(visit, reason, message, ...browser) {
  await visit.until("error");
  await visit.fallbackIsShown();
  const line = theLine(visit);
  assert.equal(
    (await line.innerText()).trim(),
    `${ui("failed")} ${ui("open-page")}`,
    "the person was expected to read what to do",
  );
  const page = await line.locator("a").evaluate((link) => link.href);
  assert.ok(page.endsWith("/index.html"), `the link to the stand-alone page was expected, found ${page}`);
  assertSaid(
    visit,
    [`error: <weg-wijzer> ${VERSION} does not run: ${message}. The content inside the element stays.`],
    ...browser,
  );
  const events = (await visit.events()).filter((event) => event.name !== "shown");
  assert.deepEqual(
    events.map(({ name, detail }) => [name, detail]),
    [["error", { reason }]],
    "one error event that says why was expected, and no other",
  );
}

/** The console holds these lines of ours, and of the browser only the kinds that the test names. */
function assertSaid(visit, ours, ...browser) {
  const lines = visit.takeConsole();
  assert.deepEqual(
    lines.filter((line) => line.includes("<weg-wijzer>")),
    ours,
    "these lines were expected on the console",
  );
  const others = lines.filter((line) => !line.includes("<weg-wijzer>"));
  assert.deepEqual(
    others.filter((line) => !browser.some((kind) => kind.test(line))),
    [],
    "nothing else was expected on the console",
  );
}

const plain = { path: "hosts/plain.html", runs: false };

// --- Old browsers -------------------------------------------------------------------------------------------------------

inBrowser(
  "a browser that cannot make a style sheet keeps the fallback",
  {
    ...plain,
    prepare: (context) =>
      context.addInitScript(() => {
        window.CSSStyleSheet = function () {
          throw new TypeError("Illegal constructor");
        };
      }),
  },
  (visit) => assertFails(visit, "other", "Illegal constructor"),
);

// --- Packs --------------------------------------------------------------------------------------------------------------

inBrowser(
  "a pack file that is cut off",
  { ...plain, site: changed(STRUCTURE, (bytes) => bytes.subarray(0, 5000)) },
  (visit) => assertFails(visit, "other", "pack file cut off or damaged"),
);

inBrowser("a pack file that is empty", { ...plain, site: changed(STRUCTURE, () => Buffer.alloc(0)) }, (visit) =>
  assertFails(visit, "other", "not a Wegwijzer pack file"),
);

inBrowser(
  "a foreign file in the place of a pack",
  { ...plain, site: changed(STRUCTURE, () => Buffer.from("<!doctype html><title>Not found</title>")) },
  (visit) => assertFails(visit, "other", "not a Wegwijzer pack file"),
);

inBrowser(
  "a pack of a newer format",
  {
    ...plain,
    site: changed(STRUCTURE, (bytes) => {
      bytes.writeUInt16LE(2, 4);
      return bytes;
    }),
  },
  (visit) => assertFails(visit, "other", "pack format 2, but this engine reads format 1: use a loader and packs of one version"),
);

inBrowser("structure and texts swapped", { ...plain, site: changed(STRUCTURE, () => distFile(DUTCH).bytes) }, (visit) =>
  assertFails(visit, "other", "a pack file of another kind: structure and texts were swapped"),
);

inBrowser(
  "texts that are damaged, in the page's language",
  {
    ...plain,
    site: changed(DUTCH, (bytes) => {
      bytes[bytes.length - 1] ^= 1;
      return bytes;
    }),
  },
  (visit) => assertFails(visit, "other", "pack file cut off or damaged"),
);

inBrowser(
  "a pack whose bytes are not those that the loader pins",
  { ...plain, site: { replace: [[STRUCTURE, Buffer.from("changed on the way")]] } },
  async (visit) => {
    await assertFails(visit, "changed", notPinned(STRUCTURE), BROWSER.integrity);
  },
);

inBrowser("a pack that answers 404", { ...plain, site: { missing: [STRUCTURE] } }, async (visit) => {
  await assertFails(visit, "missing", missing(STRUCTURE), BROWSER.missing, BROWSER.integrity);
});

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
    assertSaid(
      visit,
      [`warning: <weg-wijzer>: the language nl is missing: ${missing(DUTCH)}. The others work.`],
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
    assertSaid(
      visit,
      [`warning: <weg-wijzer>: the language en is missing: ${missing(ENGLISH)}. The others work.`],
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
    assertSaid(visit, [
      "warning: <weg-wijzer>: the language en is missing: pack file cut off or damaged. The others work.",
    ]);
  },
);

inBrowser("all languages are missing", { ...plain, site: { missing: [DUTCH, ENGLISH] } }, async (visit) => {
  await visit.until("error");
  const warnings = visit.console.filter((line) => line.startsWith("warning: "));
  assert.equal(warnings.length, 2, "a warning for each language was expected");
  visit.console = visit.console.filter((line) => !line.startsWith("warning: "));
  await assertFails(visit, "other", "none of its languages can be loaded", BROWSER.missing, BROWSER.integrity);
});

// --- The glue ----------------------------------------------------------------------------------------------------------

inBrowser("a glue that answers 404", { ...plain, site: { missing: [GLUE] } }, (visit) =>
  assertFails(
    visit,
    "missing",
    `${nameOf(GLUE)} cannot be fetched (the script failed)`,
    BROWSER.missing,
    BROWSER.integrity,
  ),
);

inBrowser(
  "a glue whose bytes are not those that the loader pins is never run",
  { ...plain, site: { replace: [[GLUE, Buffer.from("console.log('it ran'); export const PINS = {};")]] } },
  (visit) =>
    assertFails(
      visit,
      "changed",
      `${nameOf(GLUE)} is not the file that this loader belongs to, or the page's policy refuses it (the script failed)`,
      BROWSER.integrity,
    ),
);

// --- The engine ---------------------------------------------------------------------------------------------------------

inBrowser("a wasm that answers 404", { ...plain, site: { missing: [WASM] } }, (visit) =>
  assertFails(visit, "missing", missing(WASM), BROWSER.missing, BROWSER.integrity),
);

inBrowser(
  "a wasm that is cut off",
  { ...plain, site: changed(WASM, (bytes) => bytes.subarray(0, 20_000)) },
  async (visit) => {
    await visit.until("error");
    const said = visit.console.find((line) => line.includes("does not run"));
    assert.match(said, /WebAssembly/, "the browser's own reason was expected in the line");
    await assertFails(visit, "webassembly", said.split("does not run: ")[1].replace(". The content inside the element stays.", ""));
  },
);

/** Holds the second language back until the test lets it through. */
const dutch = {};

inBrowser(
  "an engine that stops in the middle, because another script has taken elements out of the widget",
  {
    html: host('pack="nl" lang="en"'),
    runs: false,
    prepare: (context) => {
      const through = new Promise((resolve) => (dutch.letThrough = resolve));
      return context.route(DUTCH, (route) => through.then(() => route.continue()));
    },
  },
  async (visit) => {
    await visit.until("shown");
    // The language that comes next belongs before this one, which is gone.
    await visit.find("select.language").evaluate((select) => select.replaceChildren());
    dutch.letThrough();
    await visit.until("error");
    await visit.fallbackIsShown();
    assert.equal(
      (await visit.find("p:visible", { hasText: ui("failed", "en") }).innerText()).trim(),
      `${ui("failed", "en")} ${ui("open-page", "en")}`,
    );
    assertSaid(
      visit,
      [`error: <weg-wijzer> ${VERSION} does not run: the engine stopped. The content inside the element stays.`],
      BROWSER.yew,
    );
    const [stop, ...others] = visit.errors.splice(0);
    assert.match(stop, /RuntimeError: unreachable/, "the browser was expected to report that the engine stopped");
    assert.deepEqual(others, [], "nothing else was expected to fail");
  },
);

// --- Policies -----------------------------------------------------------------------------------------------------------

inBrowser(
  "scripts refused by policy: the content inside the element is shown",
  { ...plain, site: { csp: "script-src 'none'" } },
  async (visit) => {
    await visit.fallbackIsShown();
    assertSaid(visit, [], BROWSER.refused);
    assert.equal(
      await visit.element.evaluate((element) => element.shadowRoot),
      null,
      "nothing of ours was expected to run",
    );
  },
);

inBrowser(
  "scripts switched off: the content inside the element is shown",
  { ...plain, browser: { javaScriptEnabled: false } },
  (visit) => visit.fallbackIsShown(),
);

inBrowser(
  "a loader that answers 404: the content inside the element is shown",
  { ...plain, site: { missing: [/\/weg-wijzer\.js$/] } },
  async (visit) => {
    await visit.fallbackIsShown();
    assertSaid(visit, [], BROWSER.missing);
  },
);

inBrowser(
  "a policy without 'wasm-unsafe-eval'",
  {
    ...plain,
    site: { csp: "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'" },
  },
  async (visit) => {
    await visit.until("error");
    const said = visit.console.find((line) => line.includes("does not run"));
    assert.match(
      said,
      /Content Security Policy|wasm-unsafe-eval|unsafe-eval/,
      "the policy was expected to be named in the line",
    );
    await assertFails(
      visit,
      "webassembly",
      said.split("does not run: ")[1].replace(". The content inside the element stays.", ""),
      BROWSER.refused,
    );
  },
);

inBrowser(
  "a policy that refuses to fetch",
  {
    ...plain,
    site: { csp: "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'" },
  },
  async (visit) => {
    await visit.until("error");
    // Which of the files the browser refuses first is not ours to say; the line names one of them.
    const said = visit.console.filter((line) => line.startsWith("error: <weg-wijzer>"));
    assert.equal(said.length, 1, "one line for the developer was expected");
    assert.match(
      said[0],
      /does not run: .* cannot be fetched .*|does not run: none of its languages can be loaded/,
    );
    await visit.fallbackIsShown();
    visit.takeConsole();
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
    visit.takeConsole();
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
