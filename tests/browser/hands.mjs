/**
 * Two ways to use the widget: with a mouse, and with a keyboard alone. Both do the same things by the same names, so
 * that every journey is walked both ways.
 *
 * A hand uses what a person has: a pointer, or Tab, arrows, Space and Enter. Nothing is focused or changed by script.
 */
import assert from "node:assert/strict";
import { isRegion, regionName } from "./facts.mjs";

/** More Tab presses than any screen has stops: then what was looked for cannot be reached. */
const MOST_STOPS = 60;

export const mouse = {
  async choose(visit, option, statement) {
    await visit.option(option, statement).click();
    await visit.option(option, statement).locator("input:checked").waitFor();
  },
  async place(visit, typed) {
    await visit.find("#place").click();
    await visit.page.keyboard.type(typed);
    const suggestion = visit.find("#suggestion-0");
    const code = await suggestion.getAttribute("data-place");
    await suggestion.click();
    await visit.find('#place[aria-expanded="false"]').waitFor();
    return code;
  },
  async region(visit, name) {
    await visit.find("#region").selectOption({ label: name });
  },
  goOn: (visit) => visit.action("continue").click(),
  press: (visit, action) => visit.action(action).click(),
};

export const keyboard = {
  async choose(visit, option, statement) {
    const group = statement ? `[data-statement="${statement}"] ` : "";
    const input = `[data-option="${option}"] input`;
    const { keyboard } = visit.page;
    const several = (await visit.option(option, statement).locator("input").getAttribute("type")) === "checkbox";
    if (several) {
      await tabTo(visit, input);
      await keyboard.press("Space");
    } else {
      await tabTo(visit, `${group}[data-option] input`);
      const rows = await visit.find(`${group}[data-option]`).count();
      for (let at = 0; at < rows && !(await visit.hasFocus(input)); at += 1) {
        await keyboard.press("ArrowDown");
        // The arrow has moved on and chosen; the widget has drawn that before the next key comes.
        await visit.find(`${group}input:checked:focus`).waitFor();
      }
      await visit.assertFocus(input, "after the arrow keys");
      if (!(await visit.hasFocus(":checked"))) await keyboard.press("Space");
    }
    await visit.option(option, statement).locator("input:checked").waitFor();
  },
  async place(visit, typed) {
    await tabTo(visit, "#place");
    await visit.page.keyboard.type(typed);
    await visit.find('#place[aria-expanded="true"]').waitFor();
    await visit.page.keyboard.press("ArrowDown");
    const chosen = visit.find('#suggestion-0[aria-selected="true"]');
    const code = await chosen.getAttribute("data-place");
    await visit.page.keyboard.press("Enter");
    await visit.find('#place[aria-expanded="false"]').waitFor();
    return code;
  },
  async region(visit, name) {
    await tabTo(visit, "#region");
    // As people do in a list: the first letters of the name.
    await visit.page.keyboard.type(name);
  },
  async goOn(visit) {
    // Enter in a field goes on as the button does.
    if (!(await visit.hasFocus("input"))) await tabTo(visit, '[data-action="continue"]');
    await visit.page.keyboard.press("Enter");
  },
  async press(visit, action) {
    await tabTo(visit, `[data-action="${action}"]`);
    await visit.page.keyboard.press("Enter");
  },
};

/**
 * Goes from stop to stop until the focus is where it should; each stop shows that it has the focus. To what stands before the
 * focus it goes back, as a person does.
 */
export async function tabTo(visit, css, { back } = {}) {
  back ??= await visit.page.evaluate((css) => {
    const root = document.querySelector("weg-wijzer").shadowRoot;
    const [from, to] = [root?.activeElement, root?.querySelector(css)];
    return Boolean(from && to && from.compareDocumentPosition(to) & Node.DOCUMENT_POSITION_PRECEDING);
  }, css);
  for (let stop = 0; stop < MOST_STOPS && !(await visit.hasFocus(css)); stop += 1) {
    await visit.page.keyboard.press(back ? "Shift+Tab" : "Tab");
    await assertFocusIsSeen(visit);
  }
  await visit.assertFocus(css, `after at most ${MOST_STOPS} times Tab`);
}

/**
 * WCAG 2.4.7: in the widget, what has the focus shows it. Behind the last stop of a page, Firefox gives the focus to the
 * window around it: nothing on the page has it then.
 */
async function assertFocusIsSeen(visit) {
  const seen = visit.page.waitForFunction(() => {
    const active = document.querySelector("weg-wijzer").shadowRoot?.activeElement;
    if (!active || !document.hasFocus()) return true;
    const marked = [active, active.closest("label")].filter(Boolean).map((one) => getComputedStyle(one));
    return marked.some((style) => style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2);
  });
  await seen.catch(async () => assert.fail(`a visible sign of the focus was expected on ${await visit.focused()}`));
  await assertFocusInView(visit);
}

/**
 * WCAG 2.4.11: what has the focus in the widget is on the screen and not below a header of the host. Some pages scroll
 * smoothly: then it is there when the scrolling has ended.
 */
export async function assertFocusInView(visit) {
  const seen = visit.page.waitForFunction(() => {
    const active = document.querySelector("weg-wijzer").shadowRoot?.activeElement;
    if (!active) return true;
    const { left, top, width, height } = active.getBoundingClientRect();
    return document.elementFromPoint(left + width / 2, top + height / 2)?.tagName === "WEG-WIJZER";
  });
  await seen.catch(async () =>
    assert.fail(`what has the focus was expected in view and not covered: ${await visit.focused()}`),
  );
}

/**
 * Answers every question that comes, until the result. What the answers do not name is skipped.
 *
 * @param {import("./driver.mjs").Visit} visit
 * @param {Record<string, string|string[]|null>} answers
 * @param {typeof mouse} hand
 * @param {(screen: {screen: string, question?: string}) => Promise<void>} [onScreen] Called on every screen.
 * @returns {Promise<{asked: string[], place?: string}>} The questions in the order in which they came.
 */
export async function walk(visit, answers, hand = mouse, onScreen = async () => {}) {
  const pack = (await visit.pack) ?? undefined;
  const asked = [];
  let place;
  while ((await visit.screen) !== "result") {
    const question = await visit.question;
    await onScreen({ screen: await visit.screen, question });
    const statements = await visit
      .find("[data-statement]")
      .evaluateAll((all) => all.map((one) => one.dataset.statement));
    asked.push(...(statements.length ? statements : [question]));
    const before = asked.length;
    assert.ok(before < 100, "the questionnaire was expected to end");
    if (question === "place" && answers.place) {
      if (isRegion(answers.place, pack)) {
        await visit.step(() => hand.press(visit, "list"));
        await onScreen({ screen: "regions", question: "regions" });
        await hand.region(visit, regionName(answers.place, pack));
      } else {
        place = await hand.place(visit, answers.place);
      }
      await visit.step(() => hand.goOn(visit));
    } else if (statements.some((statement) => answers[statement])) {
      for (const statement of statements)
        if (answers[statement]) await hand.choose(visit, answers[statement], statement);
      await visit.step(() => hand.goOn(visit));
    } else if (answers[question]) {
      for (const option of [answers[question]].flat()) await hand.choose(visit, option);
      await visit.step(() => hand.goOn(visit));
    } else {
      await visit.step(() => hand.press(visit, "skip"));
    }
  }
  await onScreen({ screen: "result" });
  return { asked, place };
}
