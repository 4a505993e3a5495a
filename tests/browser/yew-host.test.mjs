/**
 * A page that is itself made with Yew (tests/hosts/yew/). Both applications keep numbers on the elements, from 1, and would
 * take each other's clicks for their own; a closed root keeps them apart.
 *
 * Nobody can look into a closed root, a test neither: the journey goes by keyboard and by the element's events.
 */
import assert from "node:assert/strict";
import { ENGINES, stage } from "./driver.mjs";
import { runEngine } from "./facts.mjs";

const inBrowser = stage({}, { engines: ENGINES });

/** The first option of every question that comes. */
const ANSWERS = { situation: "employed", goal: "stay", worries: ["money"], age: "under-27", place: "Tilburg" };
const [{ asked }] = runEngine([ANSWERS]);

const counts = (visit) =>
  visit.page.evaluate(() => ["pressed", "ticked"].map((id) => document.getElementById(id).textContent));

inBrowser(
  "a journey in a closed root, and no click of it reaches the page's own handlers, nor one of the page the widget",
  { path: "hosts/yew/index.html" },
  async (visit) => {
    const { keyboard } = visit.page;
    assert.ok(await visit.element.evaluate((element) => element.shadowRoot === null), "a closed root was expected");
    await visit.page.locator("#press").click();
    await visit.page.locator("#tick").click();
    await visit.page.waitForFunction(() => document.getElementById("ticked").textContent === "1");
    assert.deepEqual(await counts(visit), ["1", "1"], "the page was expected to count its own");
    assert.equal(await visit.count("start"), 0, "the widget was expected to take no click of the page for its own");

    // From the page's own box: the choice of language, then the first option.
    await keyboard.press("Tab");
    for (const question of asked) {
      await keyboard.press("Tab");
      if (question === "place") {
        await keyboard.type("Tilburg");
        await keyboard.press("ArrowDown");
        await keyboard.press("Enter");
      } else {
        await keyboard.press("Space");
      }
      await visit.step(() => keyboard.press("Enter"));
    }
    assert.equal(await visit.count("result"), 1, "the result was expected");
    assert.equal(await visit.count("start"), 1, "one start was expected");
    assert.deepEqual(await counts(visit), ["1", "1"], "the page was expected to count nothing of the widget's");

    await visit.page.locator("#press").click();
    await visit.page.waitForFunction(() => document.getElementById("pressed").textContent === "2");
    assert.equal(await visit.count("step"), asked.length, "the widget was expected to stay where it was");
  },
);
