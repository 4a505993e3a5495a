/** The watch that all other tests stand on, tried in each engine: it must see what it is there to see. */
import assert from "node:assert/strict";
import { DAY, ENGINES, host, stage } from "./driver.mjs";
import { packs, reviewBy } from "./facts.mjs";
import { eventually } from "./engines/programs.mjs";

const inBrowser = stage({}, { engines: ENGINES });
const html = host('pack="nl"');

/** Chromium says afterwards, on the console, that a request has failed; Firefox as an error of the page. */
const isTold = ({ engine, console, errors }) => engine === "webkit" || console.length + errors.length > 0;

/** Waits until the watch has seen it, and that a test which ended now would fail; then lets it pass. */
async function assertNoticed(visit, what, seen) {
  await eventually(
    async () => {
      await visit.listen();
      return seen(visit);
    },
    () => `${what} was expected to be noticed; noticed were ${JSON.stringify([visit.console, visit.errors, visit.requests])}`,
  );
  assert.throws(() => visit.assertQuiet(), /was expected/);
  visit.takeConsole();
  visit.errors.splice(0);
  await visit.untilReady(); // What comes from here on counts.
}

for (const [what, happen, seen] of [
  ["a line on the console", () => console.warn("one", 2), ({ console }) => console.includes("warning: one 2")],
  [
    "an error that nobody catches",
    () => void setTimeout(() => Promise.reject(new Error("nobody cares"))),
    ({ errors }) => errors.some((error) => error.includes("nobody cares")),
  ],
  [
    "a request to a host that is not there",
    () => fetch("http://nowhere.invalid/?situation=employed").catch(() => {}),
    (visit) => visit.requests.some(({ url }) => url === "http://nowhere.invalid/?situation=employed") && isTold(visit),
  ],
  [
    "an encrypted request to a host that is not there",
    () => fetch("https://nowhere.invalid/").catch(() => {}),
    (visit) => visit.requests.some(({ url }) => url === "https://nowhere.invalid/") && isTold(visit),
  ],
]) {
  inBrowser(`${what} is noticed, and is no success`, { html }, async (visit) => {
    visit.assertQuiet();
    await visit.page.evaluate(happen);
    await assertNoticed(visit, what, seen);
  });
}

inBrowser(
  "what the page's policy refuses is noticed",
  { html, site: { csp: "script-src 'self' 'wasm-unsafe-eval'; img-src 'none'" } },
  async (visit) => {
    await visit.page.evaluate(() => void document.body.append(Object.assign(new Image(), { src: "/refused.png" })));
    const refused = ({ console, errors }) => [...console, ...errors].some((line) => /(policy|violates).*refused\.png|refused\.png.*(policy|violates)/is.test(line));
    await assertNoticed(visit, "the refusal", refused);
  },
);

inBrowser(
  "what a test lets the page do first comes before the page's own scripts, with its argument",
  {
    html: html.replace("<title>", "<script>window.own = window.early + 1</script><title>"),
    init: [(value) => (window.early = value), 41],
  },
  async (visit) => {
    assert.equal(await visit.page.evaluate(() => window.own), 42);
  },
);

inBrowser(
  "on every page it is a day on which all packs hold, and time goes on; a test can set the clock otherwise",
  { html: html.replace("<title>", "<script>window.early = new Date()</script><title>") },
  async (visit) => {
    const { early, ...clock } = await visit.page.evaluate(async () => {
      const day = (date) => [date.getFullYear(), date.getMonth() + 1, date.getDate()].map((part) => `${part}`.padStart(2, "0")).join("-");
      const before = Date.now();
      await new Promise((resolve) => setTimeout(resolve, 20));
      return {
        early: day(window.early),
        told: Date().slice(0, 15) === new Date().toString().slice(0, 15),
        goesOn: Date.now() - before >= 15 && Date.now() - before < 10_000,
        same: Math.abs(Date.now() - new Date()) < 1_000,
        given: new Date(0).getTime() === 0 && new Date(2027, 0, 31).getDate() === 31,
        kind: new Date() instanceof Date,
        hidden: !Object.keys(window).includes("Date"),
      };
    });
    assert.equal(early, DAY);
    for (const pack of packs()) assert.ok(early <= reviewBy(pack), `${pack} was expected to hold on ${early}`);
    for (const [what, holds] of Object.entries(clock)) assert.ok(holds, what);
  },
);

inBrowser(
  "keys and clicks are a person's: the page is told that they are",
  { html: host('pack="nl"', { after: '<input id="own-field">' }) },
  async (visit) => {
    await visit.page.evaluate(() => {
      window.trusted = {};
      for (const type of ["keydown", "input", "click"])
        addEventListener(type, (event) => (window.trusted[type] = event.isTrusted), { capture: true, once: true });
    });
    await visit.page.locator("#own-field").click();
    await visit.page.keyboard.type("a");
    assert.deepEqual(await visit.page.evaluate(() => window.trusted), { click: true, keydown: true, input: true });
  },
);
