/**
 * A screen is drawn while the button that leads to it is held, so that it is there at once when the button comes up. Until
 * then it is there for nobody; and if the button comes up elsewhere, nothing was done. Keys do without: the journeys are
 * walked both ways.
 */
import assert from "node:assert/strict";
import { ENGINES, host, stage } from "./driver.mjs";
import { mouse, walk } from "./hands.mjs";
import { LEARNER, answer } from "./steps.mjs";

const inBrowser = stage({}, { engines: ENGINES });

/** Puts the pointer on a button and presses; the screen that it leads to is drawn then. */
async function hold(visit, action) {
  const button = visit.action(action).first();
  await button.scrollIntoViewIfNeeded();
  const { x, y, width, height } = await button.boundingBox();
  await visit.page.mouse.move(Math.round(x + width / 2), Math.round(y + height / 2));
  await visit.page.mouse.down();
  await visit.find(".ahead").waitFor({ state: "attached" });
}

/** While a button is held there are two screens, and one of them is seen. */
const question = (visit) => visit.find("form:visible").getAttribute("data-question");

const ahead = (visit, look) => visit.find(".ahead").evaluate(look);

/** Both screens use the same ids, and the first element that has one counts: those that the shown screen means must be its own. */
const strayNames = (visit) =>
  visit.find(".ahead").evaluate((ahead) => {
    const shown = ahead.previousElementSibling;
    const meant = ["aria-labelledby", "aria-describedby", "for"].flatMap((name) =>
      [...shown.querySelectorAll(`[${name}]`)].flatMap((one) => one.getAttribute(name).split(" ")),
    );
    return meant.length ? meant.filter((id) => !shown.contains(shown.getRootNode().getElementById(id))) : ["no name at all"];
  });

const size = (visit) =>
  visit.element.evaluate((widget) => {
    const { width, height } = widget.getBoundingClientRect();
    return [width, height, document.documentElement.scrollHeight];
  });

inBrowser("while a button is held the next screen is laid out, and there for nobody", {}, async (visit) => {
  await mouse.choose(visit, "employed");
  const before = await size(visit);
  await hold(visit, "continue");
  assert.deepEqual(await size(visit), before, "neither widget nor page was expected to grow");
  assert.equal(await question(visit), "situation");

  const next = await ahead(visit, (ahead) => ({
    question: ahead.querySelector("form").dataset.question,
    isLaidOut: ahead.querySelector(".option").offsetWidth === ahead.previousElementSibling.querySelector(".option").offsetWidth,
    isSeen: [...ahead.querySelectorAll("*")].some((one) => getComputedStyle(one).visibility !== "hidden"),
    takesFocus: [...ahead.querySelectorAll("button, input, [tabindex]")].some((one) => {
      one.focus();
      return one.matches(":focus");
    }),
  }));
  assert.deepEqual(next, { question: "goal", isLaidOut: true, isSeen: false, takesFocus: false });
  assert.deepEqual(await strayNames(visit), [], "the shown screen was expected to be named and described by itself");

  await visit.step(() => visit.page.mouse.up());
  assert.equal(await visit.question, "goal");
});

for (const layout of ["display: grid; gap: 2rem", "display: flex; gap: 2rem"]) {
  const html = host('pack="nl"', { head: `<style>weg-wijzer::part(body) { ${layout} }</style>` });
  inBrowser(`nothing moves under a held button where the host gives the body ${layout}`, { html }, async (visit) => {
    const button = () => visit.action("skip").first().boundingBox();
    await visit.action("skip").scrollIntoViewIfNeeded();
    const before = [await size(visit), await button()];
    await hold(visit, "skip");
    assert.deepEqual([await size(visit), await button()], before);
    await visit.step(() => visit.page.mouse.up());
    assert.equal(await visit.question, "goal");
  });
}

inBrowser("what is drawn ahead is not printed", { engines: ["chromium", "firefox"] }, async (visit) => {
  await walk(visit, LEARNER);
  await visit.page.emulateMedia({ media: "print" });
  const before = await size(visit);
  await visit.page.emulateMedia({ media: null });
  await hold(visit, "review");
  await visit.page.emulateMedia({ media: "print" });
  assert.deepEqual(await size(visit), before);
  await visit.page.emulateMedia({ media: null });
  await visit.step(() => visit.page.mouse.up());
  assert.equal(await visit.screen, "review");
});

inBrowser("when the button comes up, the very elements that were drawn are shown", {}, async (visit) => {
  await mouse.choose(visit, "employed");
  await hold(visit, "continue");
  await ahead(visit, (ahead) => ahead.querySelectorAll("*").forEach((one) => (one.wasAhead = true)));
  await visit.step(() => visit.page.mouse.up());
  const shown = await visit.find(".body").evaluate((body) => ({
    screens: [...body.querySelectorAll(".screen")].map(({ className }) => className),
    isNew: [...body.querySelectorAll(".screen *")].filter((one) => !one.wasAhead).map(({ outerHTML }) => outerHTML),
  }));
  assert.deepEqual(shown, { screens: ["screen"], isNew: [] });
  await visit.assertFocus(".heading");
});

inBrowser("a button that comes up elsewhere does nothing, and what is answered then counts", {}, async (visit) => {
  await mouse.choose(visit, "employed");
  await hold(visit, "continue");
  await visit.page.mouse.move(1, 1);
  await visit.page.mouse.up();
  assert.deepEqual([await question(visit), await visit.count("step")], ["situation", 0]);
  await mouse.choose(visit, "ill");
  assert.equal(await visit.find(".ahead").count(), 0, "nothing of the other way was expected to stay");
  await visit.step(() => mouse.goOn(visit));
  assert.equal(await visit.question, "worries");
});

inBrowser("a button without a usable answer is refused as ever, and one may hold another after it", {}, async (visit) => {
  await answer(visit, "employed");
  await visit.refused(() => mouse.goOn(visit));
  await hold(visit, "back");
  await visit.step(() => visit.page.mouse.up());
  assert.equal(await visit.question, "situation");
  await visit.assertFocus(".heading");
});
