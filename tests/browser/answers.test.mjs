/** What a person can do with answers: give, skip, see, change and delete them; and what is said when one is missing. */
import assert from "node:assert/strict";
import { ENGINES, stage } from "./driver.mjs";
import { ui } from "./facts.mjs";
import { keyboard, mouse, tabTo, walk } from "./hands.mjs";
import { LEARNER, WAYS, answer, checked, press, said, services } from "./steps.mjs";

const inBrowser = stage({}, { engines: ENGINES });

// --- Back, skip, the list of answers ---

inBrowser("Back shows every earlier answer as it was given", {}, async (visit) => {
  await answer(visit, "employed");
  await answer(visit, "learn");
  await answer(visit, "money", "care");
  await answer(visit, "under-27");
  await press(visit, "back");
  assert.deepEqual(await checked(visit), ["under-27"], "the age was expected to be chosen still");
  await press(visit, "back");
  assert.deepEqual(await checked(visit), ["money", "care"], "both worries were expected to be chosen still");
  await press(visit, "back");
  assert.deepEqual(await checked(visit), ["learn"], "the goal was expected to be chosen still");
  await press(visit, "back");
  assert.deepEqual(await checked(visit), ["employed"], "the situation was expected to be chosen still");
  assert.equal(await visit.action("back").isVisible(), false, "no way back was expected on the first screen");
  await visit.step(() => mouse.goOn(visit));
  assert.deepEqual(await checked(visit), ["learn"], "going on again was expected to lead to the answered goal");
});

inBrowser("Back from the result leads to the last question", {}, async (visit) => {
  await walk(visit, {});
  await press(visit, "review");
  assert.equal(await visit.screen, "review");
  await press(visit, "result");
  assert.equal(await visit.screen, "result", "the list of answers was expected to lead back to the result");
});

inBrowser("every question can be skipped, and the list of answers says so", {}, async (visit) => {
  const { asked } = await walk(visit, {});
  await press(visit, "review");
  for (const question of asked) {
    const text = await said(visit, question).locator("dd").first().innerText();
    assert.equal(text, ui("skipped"), `the answer to ${question} was expected to be "${ui("skipped")}"`);
  }
});

inBrowser("skipping a question that was answered takes the answer back", {}, async (visit) => {
  await answer(visit, "employed");
  await press(visit, "back");
  await press(visit, "skip");
  await press(visit, "back");
  assert.deepEqual(await checked(visit), [], "no option was expected to be chosen after the question was skipped");
});

inBrowser("a changed answer leads back to the list of answers", {}, async (visit) => {
  await walk(visit, LEARNER);
  await press(visit, "review");
  await visit.step(() => said(visit, "diploma").locator("button").click());
  assert.equal(await visit.question, "diploma");
  assert.deepEqual(await checked(visit), ["yes"], "the earlier answer was expected to be chosen");
  await answer(visit, "no");
  assert.equal(await visit.screen, "review", "Continue was expected to lead back to the list of answers");
  assert.match(await said(visit, "diploma").innerText(), /Nee/, "the new answer was expected in the list");
});

inBrowser("a question that comes up by a change is asked before the list of answers", {}, async (visit) => {
  await walk(visit, { situation: "benefit", worries: ["none"], age: "27-to-66", place: "Tilburg" });
  await press(visit, "review");
  assert.equal(await said(visit, "diploma").count(), 0, "the diploma was not expected to be asked of this person");
  await visit.step(() => said(visit, "age").locator("button").click());
  await answer(visit, "under-27");
  assert.equal(await visit.question, "diploma", "the question that came up was expected next");
  await answer(visit, "no");
  assert.equal(await visit.screen, "review", "then the list of answers was expected");
  await press(visit, "result");
  assert.ok((await services(visit, "also")).some((service) => service.startsWith("doorstroompunt")));
});

inBrowser("Back from a changed answer leads to the list of answers and changes nothing", {}, async (visit) => {
  await walk(visit, { ...LEARNER, place: null });
  await press(visit, "review");
  const before = await visit.find(".answers").innerText();
  await visit.step(() => said(visit, "age").locator("button").click());
  await mouse.choose(visit, "67-plus");
  await press(visit, "back");
  assert.equal(await visit.screen, "review");
  assert.equal(await visit.find(".answers").innerText(), before, "no answer was expected to have changed");
});

inBrowser("answers off the path never count, and come back with their branch", {}, async (visit) => {
  await walk(visit, LEARNER);
  assert.deepEqual(await services(visit, "main"), ["leeroverzicht"]);
  const whole = await visit.find("[part=body]").innerText();
  await press(visit, "review");
  await visit.step(() => said(visit, "situation").locator("button").click());
  await answer(visit, "benefit");
  assert.equal(await visit.screen, "review", "nothing new was expected to be asked");
  for (const question of ["goal", "sector", "want", "know", "dare", "support"]) {
    assert.equal(await said(visit, question).count(), 0, `${question} was expected to be off the path`);
  }
  await press(visit, "result");
  assert.deepEqual(await services(visit, "main"), ["uwv"], "the benefit alone was expected to count");
  assert.doesNotMatch(
    await visit.find("[part=body]").innerText(),
    /leren omdat|Leeroverzicht/i,
    "the goal was not expected to count",
  );
  await press(visit, "review");
  await visit.step(() => said(visit, "situation").locator("button").click());
  await answer(visit, "employed");
  assert.equal(await visit.screen, "review", "nothing was expected to be asked twice");
  await press(visit, "result");
  assert.equal(
    await visit.find("[part=body]").innerText(),
    whole,
    "the first result was expected again, word for word",
  );
});

inBrowser("an option that stands alone takes the others away, and they take it away", {}, async (visit) => {
  await answer(visit, "benefit");
  await mouse.choose(visit, "money");
  await mouse.choose(visit, "law");
  await mouse.choose(visit, "none");
  assert.deepEqual(await checked(visit), ["none"], '"none of these" was expected to stand alone');
  await mouse.choose(visit, "care");
  assert.deepEqual(await checked(visit), ["care"], 'a worry was expected to take "none of these" away');
});

inBrowser("Enter in a field goes on, as the button does", {}, async (visit) => {
  await keyboard.choose(visit, "benefit");
  assert.ok(await visit.hasFocus("input"), "the focus was expected in the field");
  await visit.step(() => visit.page.keyboard.press("Enter"));
  assert.equal(await visit.question, "worries");
});

inBrowser("the way back is reached from the heading with Shift and Tab", {}, async (visit) => {
  await answer(visit, "benefit");
  await visit.assertFocus(".heading");
  await tabTo(visit, '[data-action="back"]', { back: true });
  await visit.step(() => visit.page.keyboard.press("Enter"));
  assert.equal(await visit.question, "situation");
});

inBrowser("the progress is told in words and numbers that fit", {}, async (visit) => {
  await answer(visit, "benefit");
  const { value, max } = await visit.find("progress").evaluate((one) => ({ value: one.value, max: one.max }));
  const words = ui("progress").replace("{n}", value).replace("{total}", max);
  assert.equal(value, 2, "the second of the screens was expected");
  assert.equal(await visit.find("#progress").innerText(), words, "words and bar were expected to say the same");
});

// --- Delete ---

for (const [screen, go] of Object.entries(WAYS)) {
  inBrowser(`my answers can be deleted on the screen ${screen}, and are gone`, {}, async (visit) => {
    await go(visit);
    assert.equal(await visit.screen, screen);
    await press(visit, "delete");
    assert.equal(await visit.question, "situation", "the first question was expected");
    assert.deepEqual(await checked(visit), [], "no answer was expected to be left");
    assert.equal(await visit.find(".status").innerText(), ui("deleted"), "the person was expected to be told");
    await visit.assertFocus(".heading", "after the answers were deleted");
    await walk(visit, {});
    assert.equal(
      await visit.find('[data-role="main"] .notice:visible').count(),
      1,
      "nothing was expected to count any more",
    );
  });

  inBrowser(`a person to talk to is one tap away from the screen ${screen}, with 113 and 112`, {}, async (visit) => {
    await go(visit);
    if (screen !== "talk") await press(visit, "talk");
    assert.equal(await visit.screen, "talk");
    await visit.assertFocus(".heading", "on the screen with people to talk to");
    for (const number of ["113", "112"]) {
      const link = visit.find(`[data-service="${number}"] a[href="tel:${number}"]`);
      assert.ok(await link.isVisible(), `${number} was expected, ready to be called`);
    }
    await press(visit, "close");
    const before = { talk: "question", about: "question" }[screen] ?? screen;
    assert.equal(await visit.screen, before, "closing was expected to lead back to where the person was");
  });
}

// --- Errors ---

inBrowser(
  "going on without an answer says what is missing, twice, and leads to the field",
  { axe: true },
  async (visit) => {
    await visit.refused(() => mouse.goOn(visit));
    assert.equal(await visit.question, "situation");
    const link = visit.find(".errors a");
    assert.equal(await link.innerText(), ui("choose-one"), "the summary was expected to say what is missing");
    assert.equal(
      await visit.find("#problem").innerText(),
      ui("choose-one"),
      "the same words were expected beside the options",
    );
    const [hash, length] = await visit.page.evaluate(() => [location.hash, history.length]);
    await link.click();
    await visit.find('[data-option="employed"] input:focus').waitFor();
    assert.deepEqual(
      await visit.page.evaluate(() => [location.hash, history.length]),
      [hash, length],
      "the page's address was expected to stay",
    );
    await visit.page.keyboard.press("Space");
    await visit.step(() => visit.page.keyboard.press("Enter"));
    assert.equal(await visit.question, "goal", "an answer was expected to be taken after the error");
    assert.equal(await visit.find(".errors").isVisible(), false, "no error was expected on the next screen");
  },
);

inBrowser("the link of an error works by keyboard", {}, async (visit) => {
  await answer(visit, "benefit");
  await visit.refused(() => keyboard.goOn(visit));
  assert.equal(await visit.find(".errors a").innerText(), ui("choose-many"));
  await tabTo(visit, ".errors a");
  await visit.page.keyboard.press("Enter");
  await visit.find('[data-option="money"] input:focus').waitFor();
  assert.equal(await visit.page.evaluate(() => location.hash), "", "the page's address was expected to stay");
});

inBrowser("the same error twice puts the focus on its summary twice", {}, async (visit) => {
  await visit.refused(() => mouse.goOn(visit));
  await visit.find(".errors a").click();
  await visit.find('[data-option="employed"] input:focus').waitFor();
  await visit.refused(() => mouse.goOn(visit));
});

inBrowser("statements left open among answered ones are passed over; all open is an error", {}, async (visit) => {
  await answer(visit, "employed");
  await answer(visit, "other-work");
  await answer(visit, "none");
  await answer(visit, "27-to-66");
  assert.equal(await visit.question, "want");
  await visit.refused(() => mouse.goOn(visit));
  assert.equal(await visit.find(".errors a").innerText(), ui("choose-each"));
  await visit.find(".errors a").click();
  await visit.find('[data-statement="want"] [data-option="agree"] input:focus').waitFor();
  await mouse.choose(visit, "agree", "dare");
  await visit.step(() => mouse.goOn(visit));
  assert.equal(await visit.screen, "place");
  await press(visit, "skip");
  await press(visit, "review");
  assert.equal(await said(visit, "want").locator("dd").first().innerText(), ui("skipped"));
  assert.notEqual(await said(visit, "dare").locator("dd").first().innerText(), ui("skipped"));
});
