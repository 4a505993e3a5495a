/**
 * docs/TESTING.md: its journeys as they stand there, each of at most ten lines, do what they say; and its table of names is
 * what the widget has, in its sources and on every kind of screen.
 */
import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { Builder, By } from "selenium-webdriver";
import chrome from "selenium-webdriver/chrome.js";
import { chromium, firefox } from "playwright-core";
import { FLAGS } from "./engines/chromium.mjs";
import { program } from "./engines/programs.mjs";
import { host, stage } from "./driver.mjs";
import { ROOT } from "./facts.mjs";
import { walk } from "./hands.mjs";
import { JOURNEY, WAYS, type } from "./steps.mjs";
import { serve } from "../server.mjs";

const page = readFileSync(new URL("../../docs/TESTING.md", import.meta.url), "utf8");

/** A block of the page as a function of the names that it uses. */
function journey(kind, ...names) {
  const [, code] = page.match(new RegExp("```js " + kind + "\n([^]*?)```"));
  const lines = code.trim().split("\n").length;
  assert.ok(lines <= 10, `ten lines were promised, ${kind} has ${lines}`);
  const AsyncFunction = (async () => {}).constructor;
  return new AsyncFunction("assert", "address", ...names, code);
}

async function onAPage(act) {
  const server = await serve({ pages: { "/host.html": host() } });
  try {
    await act(new URL("host.html", server.url).href);
  } finally {
    await server.close();
  }
}

const BROWSERS = {
  chromium: () => chromium.launch({ executablePath: program("CHROMIUM", "chromium"), args: FLAGS }),
  firefox: () => firefox.launch({ channel: "moz-firefox", executablePath: program("FIREFOX", "firefox-esr", "firefox") }),
};

for (const [engine, launch] of Object.entries(BROWSERS)) {
  test(`${engine}: the journey with Playwright`, () =>
    onAPage(async (address) => {
      const browser = await launch();
      try {
        await journey("playwright", "browser")(assert, address, browser);
      } finally {
        await browser.close();
      }
    }));
}

test("chromium: the journey with WebDriver", () =>
  onAPage(async (address) => {
    const options = new chrome.Options().addArguments("--headless", ...FLAGS);
    options.setChromeBinaryPath(program("CHROMIUM", "chromium"));
    const service = new chrome.ServiceBuilder(program("CHROMEDRIVER", "chromedriver"));
    const driver = await new Builder()
      .forBrowser("chrome")
      .setChromeOptions(options)
      .setChromeService(service)
      .build();
    try {
      await journey("webdriver", "driver", "By")(assert, address, driver, By);
    } finally {
      await driver.quit();
    }
  }));

// --- The table of names -------------------------------------------------------------------------------------------------

/** The rows of the table: the name, and the values that it lists; none where it tells what the values are. */
const rows = page
  .slice(page.indexOf("\n## Names that stay"), page.indexOf("\n## Which browsers"))
  .split("\n")
  .filter((line) => line.startsWith("| `data-"))
  .flatMap((line) => {
    const [names, , values] = line.split("|").slice(1).map((cell) => cell.trim());
    const listed = /^`[\w-]+`(, `[\w-]+`)*$/.test(values) ? values.match(/[\w-]+/g) : [];
    return names.match(/data-[\w]+/g).map((name) => ({ name, listed: listed.length > 1 ? listed : [] }));
  });
const promised = new Map(rows.map(({ name, listed }) => [name, listed]));
/** What the page says is there and may change. */
const unpromised = page.match(/\n\n(`data-.*) for the widget's own style sheet/)[1].match(/data-\w+/g);

const rust = (folder) =>
  readdirSync(join(ROOT, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.name.endsWith(".rs") && !entry.parentPath.includes("src/site"))
    .map((entry) => readFileSync(join(entry.parentPath, entry.name), "utf8"))
    .join("\n");

test("each name of the table, and each value that it lists, is in the sources", () => {
  const sources = rust("src") + rust("crates/core/src");
  assert.deepEqual([...promised].filter(([, listed]) => listed.length).map(([name]) => name).sort(), ["data-action", "data-role", "data-screen"]);
  for (const [name, listed] of promised)
    for (const word of [name, ...listed]) assert.ok(sources.includes(`"${word}"`), `docs/TESTING.md names ${word}, which the sources do not have`);
});

/** All `data-*` in the widget now, each with its values. */
const onScreen = (visit) =>
  visit.page.evaluate(() => {
    const inside = [...document.querySelector("weg-wijzer").shadowRoot.querySelectorAll("*")];
    const all = inside.flatMap(({ attributes }) => [...attributes]).filter(({ name }) => name.startsWith("data-"));
    return all.map(({ name, value }) => [name, value]);
  });

const inBrowser = stage({ pages: { "/keep.html": host('pack="nl" keep="tab"') } });

inBrowser("what is on screens of every kind is in the table, and what the table lists is on them", { path: "keep.html" }, async (visit) => {
  const seen = new Map();
  const note = async () => {
    for (const [name, value] of await onScreen(visit)) seen.set(name, (seen.get(name) ?? new Set()).add(value));
  };
  for (const [screen, way] of Object.entries({ ...WAYS, result: (visit) => walk(visit, JOURNEY, undefined, note) })) {
    await visit.page.evaluate(() => sessionStorage.clear());
    await visit.page.reload();
    await visit.untilReady();
    await note();
    await way(visit);
    assert.equal(await visit.screen, screen);
    await note();
    if (screen !== "place") continue;
    await type(visit, "Til");
    await visit.find("[data-place]").first().waitFor();
    await note();
  }
  const names = [...seen.keys()].filter((name) => !unpromised.includes(name));
  assert.deepEqual(names.sort(), [...promised.keys()].sort(), "docs/TESTING.md: the names of the table were expected on the screens");
  for (const [name, listed] of [...promised].filter(([, listed]) => listed.length))
    assert.deepEqual([...seen.get(name)].sort(), [...listed].sort(), `docs/TESTING.md: these values of ${name} were expected`);
});
