/** The questions of each pack as a page of their own: for a link or a frame, and for where the widget cannot run. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { assertAccessible } from "./accessibility.mjs";
import { ENGINES, host, stage } from "./driver.mjs";
import { languageOf, packs } from "./facts.mjs";
import { walk } from "./hands.mjs";

const inBrowser = stage({}, { engines: ENGINES });
const journeys = JSON.parse(readFileSync(new URL("../journeys.json", import.meta.url), "utf8"));

/** Where the page of a pack lies. */
const pageOf = (pack) => (pack === "nl" ? "index.html" : `${pack}.html`);

for (const pack of packs()) {
  const lang = languageOf(pack);

  inBrowser(
    `where the questions of ${pack} cannot run, the link leads to their own page`,
    { html: host(`pack="${pack}"`, { lang }), runs: false, init: () => delete window.WebAssembly },
    async (visit) => {
      await visit.until("error");
      const link = await visit.element.locator("p[role=status] a").evaluate((one) => one.href);
      assert.equal(link, new URL(pageOf(pack), visit.server.url).href);
      // What is said of it is the business of failures.test.mjs.
      await visit.listen();
      visit.takeConsole();
    },
  );

  inBrowser(
    `the page of ${pack} says everything in its language, is accessible, and leads to a result`,
    { path: pageOf(pack), axe: true, browser: { locale: "de-DE" } },
    async (visit) => {
      const page = await visit.page.evaluate(() => ({
        lang: document.documentElement.lang,
        shown: document.querySelector("weg-wijzer").shadowRoot.querySelector(".widget").lang,
        around: [document.title, document.querySelector("meta[name=description]").content, document.querySelector("h1").innerText],
      }));
      assert.equal(page.lang, lang, "the language of the page was expected to be the pack's first");
      assert.equal(page.shown, lang, "the questions were expected in the language of the page");
      assert.ok(page.around.every(Boolean), `a title, a description and a heading were expected, found ${page.around}`);
      await assertAccessible(visit, pageOf(pack), "body");
      await walk(visit, journeys.find((journey) => (journey.pack ?? "nl") === pack).answers);
      assert.equal(await visit.screen, "result");
    },
  );
}

// --- Room ---------------------------------------------------------------------------------------------------------------

/** Slow enough for the page's own content to be drawn before the questions come. */
const LINK = { offline: false, latency: 150, downloadThroughput: 1_600_000 / 8, uploadThroughput: 750_000 / 8 };
const SCREENS = { "a phone": { width: 375, height: 700 }, "a desk": { width: 1000, height: 800 } };

/** Runs in the page before anything else: adds up what moved without anybody having touched the page. */
function keepShifts() {
  const shifts = { sum: 0 };
  Object.defineProperty(window, "shifts", { value: shifts });
  const add = (list) => list.getEntries().forEach((entry) => entry.hadRecentInput || (shifts.sum += entry.value));
  new PerformanceObserver(add).observe({ type: "layout-shift", buffered: true });
}

/** Opens the page of a pack on a slow link, and gives the layout shift until the questions are there. */
async function shiftOf(visit, pack) {
  const devtools = await visit.context.newCDPSession(visit.page);
  await devtools.send("Network.enable");
  await devtools.send("Network.emulateNetworkConditions", LINK);
  await visit.page.goto(new URL(pageOf(pack), visit.server.url).href);
  await visit.untilReady();
  return visit.page.evaluate(async () => {
    for (let frame = 0; frame < 2; frame += 1) await new Promise((resolve) => requestAnimationFrame(resolve));
    await new Promise((resolve) => requestIdleCallback(resolve));
    return window.shifts.sum;
  });
}

const empty = { path: "empty.html", runs: false, engines: ["chromium"], prepare: (context) => context.addInitScript(keepShifts) };
const pages = { "/empty.html": "<!doctype html><title>Empty</title>" };
const ROOM = /weg-wijzer:not\(\[hidden\]\)\{[^}]*\}/;

for (const [name, viewport] of Object.entries(SCREENS)) {
  inBrowser(`on ${name} nothing moves on the page of any pack`, { ...empty, site: { pages }, browser: { viewport } }, async (visit) => {
    for (const pack of packs()) assert.equal(await shiftOf(visit, pack), 0, `nothing was expected to move on ${pageOf(pack)}`);
  });

  inBrowser(
    `on ${name} without room the page moves`,
    {
      ...empty,
      site: { pages, replace: [["/page.css", (bytes) => Buffer.from(bytes.toString().replace(ROOM, ""))]] },
      browser: { viewport },
    },
    async (visit) => {
      const shift = await shiftOf(visit, "nl");
      assert.ok(shift > 0, "without room something was expected to move; else the test above proves nothing");
    },
  );
}

// In WebKit a window that was narrow keeps some rows as high as they were there: of a page that is opened it would say nothing.
for (const pack of packs()) {
  const page = { path: pageOf(pack), engines: ["chromium", "firefox"] };
  inBrowser(`the room on the page of ${pack} is enough for its first screen at every width`, page, async (visit) => {
    // From 340 on, because Firefox takes a scroll bar out of the width: then it is that of a phone of 320.
    for (const width of [340, 375, 412, 480, 540, 600, 640, 680, 700, 720, 768, 1000]) {
      await visit.page.setViewportSize({ width, height: 800 });
      const left = await visit.element.evaluate((element) => {
        const room = parseFloat(getComputedStyle(element).minBlockSize);
        return room - element.shadowRoot.querySelector(".widget").getBoundingClientRect().height;
      });
      assert.ok(left >= 0, `the first screen was expected to fit its room at ${width} px; it is ${-left} px too tall`);
    }
  });
}
