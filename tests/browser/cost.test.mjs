/**
 * What the widget costs the page that it is on, before anyone touches it: bytes of script, time of the main thread, and moved
 * content. In Chromium, on a processor four times as slow and a link of 1.6 Mbit/s and 150 ms.
 *
 * A task is as long as the time that the processor spent on it, four times. Chromium could be slowed itself, but it goes by the
 * clock, on which the other programs of this machine run as well.
 */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { FALLBACK, host, stage } from "./driver.mjs";
import { ROOT, packs } from "./facts.mjs";

const SLOWER = 4;
const LINK = { offline: false, latency: 150, downloadThroughput: 1_600_000 / 8, uploadThroughput: 750_000 / 8 };
const MOST_SCRIPT = 3_000;
const LONGEST_TASK = 50;

/** What the browser is asked to tell: its tasks, and which thread reads the page. */
const CATEGORIES = "devtools.timeline,disabled-by-default-devtools.timeline";

/** What an editor pastes to keep room, as the manual has it. */
const ROOM = readFileSync(join(ROOT, "docs/EMBEDDING.md"), "utf8").match(/^weg-wijzer.* \{ display: block; .*\}$/m)[0];

const PHONE = { width: 375, height: 700 };
const DESK = { width: 1000, height: 800 };
const AHEAD = '<div style="block-size: 3000px">A long page</div>';
const AFTER = "<p>What the page has after the widget.</p>";

const style = (room) => `<style>body { margin: 1em; font: 1em/1.5 serif } ${room}</style>`;
const pages = {
  "/empty.html": "<!doctype html><title>Empty</title>",
  "/below.html": host('pack="nl"', { head: style(ROOM), before: AHEAD, after: AFTER }),
  "/above.html": host('pack="nl"', { head: style(ROOM), after: AFTER }),
  "/above-without.html": host('pack="nl"', { head: style(""), after: AFTER }),
};
const inBrowser = stage({ pages }, { engines: ["chromium"] });

/** Runs in the page before anything else: adds up what moved without anybody having touched the page. */
function keepShifts() {
  const shifts = { sum: 0 };
  Object.defineProperty(window, "shifts", { value: shifts });
  const add = (list) => list.getEntries().forEach((entry) => entry.hadRecentInput || (shifts.sum += entry.value));
  new PerformanceObserver(add).observe({ type: "layout-shift", buffered: true });
}

/**
 * Opens a page on the slow machine.
 *
 * @param {import("./driver.mjs").Visit} visit
 * @param {() => Promise<void>} settled Until when it is watched.
 */
async function onSlowMachine(visit, path, settled) {
  const devtools = await visit.context.newCDPSession(visit.page);
  await devtools.send("Network.enable");
  await devtools.send("Network.emulateNetworkConditions", LINK);
  const asked = visit.requests.length;
  const traced = [];
  devtools.on("Tracing.dataCollected", ({ value }) => traced.push(...value));
  await devtools.send("Tracing.start", { transferMode: "ReportEvents", categories: CATEGORIES });
  await visit.page.goto(new URL(path, visit.server.url).href);
  await settled();
  // Two frames later everything that has happened so far is drawn, and the browser has told what moved.
  await visit.page.evaluate(async () => {
    for (let frame = 0; frame < 2; frame += 1) await new Promise((resolve) => requestAnimationFrame(resolve));
    await new Promise((resolve) => requestIdleCallback(resolve));
  });
  const done = new Promise((resolve) => devtools.once("Tracing.tracingComplete", resolve));
  await devtools.send("Tracing.end");
  await done;
  return {
    requested: visit.requests.slice(asked).map(({ url }) => new URL(url).pathname),
    longest: longestTask(traced, path),
    shift: await visit.page.evaluate(() => window.shifts.sum),
    script: await visit.page.evaluate(() => {
      const scripts = performance.getEntriesByType("resource").filter(({ initiatorType }) => initiatorType === "script");
      return scripts.reduce((sum, { encodedBodySize }) => sum + encodedBodySize, 0);
    }),
  };
}

/** Milliseconds that the longest task of the page's main thread would take on the slow processor. */
function longestTask(traced, path) {
  const { pid, tid } = traced.find(({ name, args }) => name === "ParseHTML" && args.beginData?.url.endsWith(path));
  const tasks = traced.filter((one) => one.name === "RunTask" && one.pid === pid && one.tid === tid);
  assert.ok(tasks.length > 0, "the browser was expected to tell the tasks of the page");
  return (Math.max(...tasks.map(({ tdur = 0 }) => tdur)) / 1000) * SLOWER;
}

function assertNoLongTask({ longest }) {
  assert.ok(longest > 0, "the browser was expected to tell how long its tasks took");
  assert.ok(longest <= LONGEST_TASK, `no task over ${LONGEST_TASK} ms was expected, found ${longest}`);
}

const open = (viewport) => ({
  path: "empty.html",
  runs: false,
  browser: { viewport },
  prepare: (context) => context.addInitScript(keepShifts),
});
const said = (where, { longest, shift, script }) =>
  console.log(`${where}: script ${script} bytes, longest task ${longest.toFixed(1)} ms, layout shift ${shift.toFixed(3)}`);

inBrowser("below the fold it costs the loader alone, and nobody notices", open(PHONE), async (visit) => {
  const cost = await onSlowMachine(visit, "below.html", () => visit.page.waitForLoadState("load"));
  said("below the fold", cost);
  const loader = cost.requested.filter((path) => path !== "/below.html");
  assert.equal(loader.length, 1, `one request was expected, the loader's, found ${loader}`);
  assert.ok(cost.script <= MOST_SCRIPT, `at most ${MOST_SCRIPT} bytes of script were expected, found ${cost.script}`);
  assertNoLongTask(cost);
  assert.equal(cost.shift, 0, "nothing was expected to move");
});

for (const [name, viewport] of Object.entries({ phone: PHONE, desk: DESK })) {
  inBrowser(`above the fold on a ${name} nothing moves, and no task is long`, open(viewport), async (visit) => {
    const cost = await onSlowMachine(visit, "above.html", () => visit.until("ready"));
    said(`above the fold, ${name}`, cost);
    assertNoLongTask(cost);
    assert.equal(cost.shift, 0, "nothing was expected to move, because the page keeps room");
  });

  inBrowser(`above the fold on a ${name} without room the page moves`, open(viewport), async (visit) => {
    const cost = await onSlowMachine(visit, "above-without.html", () => visit.until("ready"));
    said(`above the fold, ${name}, without room`, cost);
    assert.ok(cost.shift > 0, "without room something was expected to move; else the test above proves nothing");
  });
}

/** What the manual gives for a narrow column of a wide page, and such columns in pixels. */
const COLUMN_ROOM = readFileSync(join(ROOT, "docs/EMBEDDING.md"), "utf8").match(/narrow column[^`]*`(min-block-size: \d+em)`/)[1];
const COLUMNS = [280, 360, 440];

/** The least and the most that stays free below the first screen, over pages with little and much margin. */
const WIDTHS = [320, 375, 412, 480, 600, 768, 1000];
const TYPE = ["14px serif", "16px serif", "20px serif", "16px sans-serif"]; // The last is wider than most pages use.

/** How much of the room that is kept the widget leaves; less than nothing, if it needs more. In the page. */
const roomLeft = (element) =>
  parseFloat(getComputedStyle(element).minBlockSize) -
  element.shadowRoot.querySelector(".widget").getBoundingClientRect().height;

/** The same in a narrow column of this page. */
const roomLeftInColumn = (element, width) => {
  const main = element.closest("main");
  main.className = "column";
  element.style.inlineSize = `${width}px`;
  const left =
    parseFloat(getComputedStyle(element).minBlockSize) -
    element.shadowRoot.querySelector(".widget").getBoundingClientRect().height;
  element.style.inlineSize = main.className = "";
  return left;
};

inBrowser("the room that the manual gives is enough for every first screen", open(DESK), async (visit) => {
  const free = [];
  for (const pack of packs()) {
    for (const type of TYPE) {
      for (const margin of ["0", "20px"]) {
        const column = `.column weg-wijzer:not([hidden]) { ${COLUMN_ROOM} }`;
        const head = `<style>html { font: ${type} } body { margin: ${margin} } ${ROOM} ${column}</style>`;
        visit.server.pages["/room.html"] = host(`pack="${pack}"`, { head });
        await visit.page.goto(new URL("room.html", visit.server.url).href);
        await visit.until("ready");
        const languages = await visit.find(".language option").evaluateAll((all) => all.map(({ value }) => value));
        for (const language of languages) {
          await visit.find(".language").selectOption(language);
          const tag = await visit.find(`.language option[value="${language}"]`).getAttribute("lang");
          await visit.find(`.widget[data-language="${tag}"]`).waitFor();
          const where = `${pack} in ${tag}, text of ${type}, margin ${margin}`;
          for (const width of WIDTHS) {
            await visit.page.setViewportSize({ width, height: 800 });
            free.push({ left: await visit.element.evaluate(roomLeft), where: `${where}, ${width} px wide` });
          }
          for (const width of type.startsWith("20") ? [] : COLUMNS) {
            const left = await visit.element.evaluate(roomLeftInColumn, width);
            free.push({ left, where: `${where}, a column of ${width} px` });
          }
        }
      }
    }
  }
  const least = free.reduce((one, other) => (other.left < one.left ? other : one));
  const most = free.reduce((one, other) => (other.left > one.left ? other : one));
  console.log(`free below the first screen: least ${least.left.toFixed(0)} px (${least.where}), most ${most.left.toFixed(0)} px (${most.where})`);
  assert.ok(least.left >= 0, `the first screen was expected to fit its room: ${least.where}, ${-least.left} px too tall`);
});
