/** What the widget promises to the person who uses it and to the page around it, one promise a test. */
import assert from "node:assert/strict";
import { FALLBACK, host, stage } from "./driver.mjs";
import { regionName, reviewBy, ui } from "./facts.mjs";
import { keyboard, mouse, tabTo, walk } from "./hands.mjs";

const inBrowser = stage();

/** A long journey; what the tests below change of it, they say. */
const LEARNER = {
  situation: "employed", goal: "learn", worries: ["none"], age: "27-to-66", diploma: "yes", sector: "other",
  want: "agree", know: "agree", dare: "agree", support: "agree", place: "Tilburg",
};

/** Chooses an option and goes on. */
async function answer(visit, ...options) {
  for (const option of options) await mouse.choose(visit, option);
  await visit.step(() => mouse.goOn(visit));
}

const press = (visit, action) => visit.step(() => mouse.press(visit, action));

const checked = (visit) =>
  visit.find("[data-option]:has(input:checked)").evaluateAll((rows) => rows.map((row) => row.dataset.option));

/** From the first question to the place question, with nothing said. */
async function skipToPlace(visit) {
  while ((await visit.screen) !== "place") await press(visit, "skip");
}

async function type(visit, text) {
  await visit.find("#place").click();
  await visit.page.keyboard.press("Control+A");
  await visit.page.keyboard.type(text);
  await visit.page.waitForFunction(
    (text) => document.querySelector("weg-wijzer").shadowRoot.querySelector("#place").value === text,
    text,
  );
}

const services = (visit, role) =>
  visit.find(`[data-role="${role}"]`).evaluateAll((cards) => cards.map((card) => card.dataset.service));

/** The row of an answer in the list of answers. */
const said = (visit, question) => visit.find(`.answer[data-question="${question}"]`);

// --- Back, skip, the list of answers ------------------------------------------------------------------------------------

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
  await visit.step(() => said(visit, "diploma").getByRole("button").click());
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
  await visit.step(() => said(visit, "age").getByRole("button").click());
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
  await visit.step(() => said(visit, "age").getByRole("button").click());
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
  await visit.step(() => said(visit, "situation").getByRole("button").click());
  await answer(visit, "benefit");
  assert.equal(await visit.screen, "review", "nothing new was expected to be asked");
  for (const question of ["goal", "sector", "want", "know", "dare", "support"]) {
    assert.equal(await said(visit, question).count(), 0, `${question} was expected to be off the path`);
  }
  await press(visit, "result");
  assert.deepEqual(await services(visit, "main"), ["uwv"], "the benefit alone was expected to count");
  assert.doesNotMatch(await visit.find("[part=body]").innerText(), /leren omdat|Leeroverzicht/i, "the goal was not expected to count");
  await press(visit, "review");
  await visit.step(() => said(visit, "situation").getByRole("button").click());
  await answer(visit, "employed");
  assert.equal(await visit.screen, "review", "nothing was expected to be asked twice");
  await press(visit, "result");
  assert.equal(await visit.find("[part=body]").innerText(), whole, "the first result was expected again, word for word");
});

inBrowser("an option that stands alone takes the others away, and they take it away", {}, async (visit) => {
  await answer(visit, "benefit");
  await mouse.choose(visit, "money");
  await mouse.choose(visit, "law");
  await mouse.choose(visit, "none");
  assert.deepEqual(await checked(visit), ["none"], '"none of these" was expected to stand alone');
  await mouse.choose(visit, "care");
  assert.deepEqual(await checked(visit), ["care"], "a worry was expected to take \"none of these\" away");
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

// --- Delete -------------------------------------------------------------------------------------------------------------

const WAYS = {
  question: (visit) => answer(visit, "benefit"),
  place: skipToPlace,
  regions: async (visit) => {
    await skipToPlace(visit);
    await press(visit, "list");
  },
  which: async (visit) => {
    await skipToPlace(visit);
    await type(visit, "Bergen");
    await visit.step(() => mouse.goOn(visit));
  },
  review: async (visit) => {
    await walk(visit, LEARNER);
    await press(visit, "review");
  },
  result: (visit) => walk(visit, LEARNER),
  talk: async (visit) => {
    await answer(visit, "benefit");
    await press(visit, "talk");
  },
  about: async (visit) => {
    await answer(visit, "benefit");
    await press(visit, "about");
  },
};

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
    assert.equal(await visit.find('[data-role="main"] .notice:visible').count(), 1, "nothing was expected to count any more");
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
    const there = { talk: "question", about: "about" }[screen] ?? screen;
    assert.equal(await visit.screen, there === "about" ? "question" : there, "closing was expected to lead back to where the person was");
  });
}

// --- Languages ----------------------------------------------------------------------------------------------------------

const inEnglish = (visit) => visit.find("select.language").selectOption({ label: ui("language-name", "en") });

inBrowser("another language keeps the answers, the place on the way, and what is chosen but not yet said", {}, async (visit) => {
  await answer(visit, "benefit");
  await mouse.choose(visit, "money");
  await inEnglish(visit);
  await visit.find('.widget[data-language="en"][lang="en"]').waitFor();
  assert.equal(await visit.question, "worries", "the same question was expected");
  assert.deepEqual(await checked(visit), ["money"], "the choice was expected to be kept");
  assert.equal(await visit.action("continue").innerText(), ui("next", "en"));
  await visit.step(() => mouse.goOn(visit));
  await press(visit, "back");
  await press(visit, "back");
  assert.deepEqual(await checked(visit), ["benefit"], "the earlier answer was expected to be kept");
});

inBrowser("another language keeps what is typed", {}, async (visit) => {
  await skipToPlace(visit);
  await type(visit, "Til");
  await inEnglish(visit);
  await visit.find('.widget[data-language="en"]').waitFor();
  assert.equal(await visit.find("#place").inputValue(), "Til", "the typed letters were expected to be kept");
});

for (const [attributes, language, page] of [
  ['pack="nl" lang="nl-BE"', "nl", "en"],
  ['pack="nl" lang="en-GB"', "en", "nl"],
  ['pack="nl"', "en", "en-US"],
  ['pack="nl" lang="en"', "en", "nl"],
]) {
  inBrowser(`the element with ${attributes} on a page in ${page} speaks ${language}`, { html: host(attributes, { lang: page }) }, async (visit) => {
    assert.equal(await visit.find(".widget").getAttribute("data-language"), language);
  });
}

inBrowser("a page without a language: the browser's own counts", {
  html: host('pack="nl"').replace('<html lang="nl">', "<html>"),
  browser: { locale: "en-US" },
}, async (visit) => {
  assert.equal(await visit.find(".widget").getAttribute("data-language"), "en");
});

inBrowser("a language that the pack does not have warns once, and the page's is taken", { html: host('pack="nl" lang="xx"') }, async (visit) => {
  assert.equal(await visit.find(".widget").getAttribute("data-language"), "nl");
  const [line, ...others] = visit.takeConsole();
  assert.equal(line, 'warning: <weg-wijzer>: lang="xx" is not in this pack, which has nl, en.');
  assert.deepEqual(others, [], "one warning was expected");
});

inBrowser("the page may change the language later, but not over the person's choice", { html: host('pack="nl" lang="nl"') }, async (visit) => {
  await visit.element.evaluate((element) => element.setAttribute("lang", "en"));
  await visit.find('.widget[data-language="en"]').waitFor();
  await visit.find("select.language").selectOption({ label: ui("language-name", "nl") });
  await visit.find('.widget[data-language="nl"]').waitFor();
  await visit.element.evaluate((element) => element.setAttribute("lang", "nl-BE"));
  await visit.element.evaluate((element) => element.setAttribute("lang", "en"));
  await answer(visit, "benefit");
  assert.equal(await visit.find(".widget").getAttribute("data-language"), "nl", "the person's choice was expected to stay");
});

// --- Errors -------------------------------------------------------------------------------------------------------------

inBrowser("going on without an answer says what is missing, twice, and leads to the field", { axe: true }, async (visit) => {
  await visit.refused(() => mouse.goOn(visit));
  assert.equal(await visit.question, "situation");
  const link = visit.find(".errors a");
  assert.equal(await link.innerText(), ui("choose-one"), "the summary was expected to say what is missing");
  assert.equal(await visit.find("#problem").innerText(), ui("choose-one"), "the same words were expected beside the options");
  const [hash, length] = await visit.page.evaluate(() => [location.hash, history.length]);
  await link.click();
  await visit.find('[data-option="employed"] input:focus').waitFor();
  assert.deepEqual(await visit.page.evaluate(() => [location.hash, history.length]), [hash, length], "the page's address was expected to stay");
  await visit.page.keyboard.press("Space");
  await visit.step(() => visit.page.keyboard.press("Enter"));
  assert.equal(await visit.question, "goal", "an answer was expected to be taken after the error");
  assert.equal(await visit.find(".errors").isVisible(), false, "no error was expected on the next screen");
});

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

// --- Place --------------------------------------------------------------------------------------------------------------

for (const [typed, region] of [
  ["1011", "AM18"],
  ["1011ab", "AM18"],
  ["1011 AB", "AM18"],
  ["tilburg", "AM26"],
  ["TILBURG", "AM26"],
  ["den haag", "AM21"],
  ["Udenhout", "AM26"],
  ["s-Gravenhage", "AM21"],
]) {
  inBrowser(`"${typed}" and Enter is a place in ${region}`, {}, async (visit) => {
    await skipToPlace(visit);
    await type(visit, typed);
    await visit.step(() => visit.page.keyboard.press("Enter"));
    assert.equal(await visit.screen, "result");
    const line = await visit.find(".region").innerText();
    assert.ok(line.includes(regionName(region)), `the region ${regionName(region)} was expected, found: ${line}`);
  });
}

for (const typed of ["Bergen", "7351"]) {
  inBrowser(`"${typed}" fits several municipalities: the person is asked which`, { axe: true }, async (visit) => {
    await skipToPlace(visit);
    await type(visit, typed);
    await visit.step(() => visit.page.keyboard.press("Enter"));
    assert.equal(await visit.screen, "which");
    await visit.assertFocus(".heading");
    assert.equal(await visit.heading(), ui("which-title").replace("{typed}", typed));
    const rows = await visit.find("[data-option]").evaluateAll((all) => all.map((row) => row.dataset.option));
    assert.ok(rows.length > 1 && rows.every((row) => /^GM\d{4}$/.test(row)), `several municipalities were expected: ${rows}`);
    await visit.refused(() => mouse.goOn(visit));
    await visit.find(".errors a").click();
    await visit.find(`[data-option="${rows[0]}"] input:focus`).waitFor();
    const name = (await visit.option(rows[1]).innerText()).split("\n")[0];
    await answer(visit, rows[1]);
    assert.equal(await visit.screen, "result");
    assert.ok((await visit.find(".region").innerText()).includes(name), `${name} was expected in the result`);
  });
}

inBrowser("none of several municipalities: back to typing", {}, async (visit) => {
  await skipToPlace(visit);
  await type(visit, "Bergen");
  await visit.step(() => visit.page.keyboard.press("Enter"));
  await press(visit, "type");
  assert.equal(await visit.screen, "place");
  await press(visit, "skip");
  assert.equal(await visit.screen, "result");
});

inBrowser("a place that nobody knows is an error with the typed words, which stay to be mended", {}, async (visit) => {
  await skipToPlace(visit);
  await visit.refused(() => mouse.goOn(visit));
  assert.equal(await visit.find(".errors a").innerText(), ui("place-empty"));
  await type(visit, "Qxyzzy");
  await visit.refused(() => visit.page.keyboard.press("Enter"));
  assert.equal(await visit.find(".errors a").innerText(), ui("place-unknown").replace("{typed}", "Qxyzzy"));
  assert.equal(await visit.find("#place").inputValue(), "Qxyzzy", "what was typed was expected to stay");
  assert.equal(await visit.find("#place").getAttribute("aria-invalid"), "true");
  await visit.find(".errors a").click();
  await visit.find("#place:focus").waitFor();
  await type(visit, "Tilburg");
  await visit.step(() => visit.page.keyboard.press("Enter"));
  assert.equal(await visit.screen, "result");
});

inBrowser("a region from the list is a place, and is shown again when it is changed", {}, async (visit) => {
  await skipToPlace(visit);
  await press(visit, "list");
  assert.equal(await visit.screen, "regions");
  assert.equal(await visit.find("#region option").count(), 36, "35 regions and one empty entry were expected");
  await visit.refused(() => mouse.goOn(visit));
  await visit.find(".errors a").click();
  await visit.find("#region:focus").waitFor();
  await visit.find("#region").selectOption({ label: regionName("AM14") });
  await visit.step(() => mouse.goOn(visit));
  assert.ok((await visit.find(".region").innerText()).includes(regionName("AM14")));
  assert.ok((await services(visit, "main")).includes("werkcentrum-am14"), "the region's own entry was expected");
  await press(visit, "change");
  assert.equal(await visit.find("#place").inputValue(), regionName("AM14"), "the region was expected to be shown again");
});

/** The list of suggestions as assistive technology is told of it. */
const combobox = (visit) =>
  visit.find("#place").evaluate((box) => {
    const active = box.getAttribute("aria-activedescendant");
    const list = box.getRootNode().getElementById(box.getAttribute("aria-controls"));
    const open = Boolean(list) && list.getClientRects().length > 0;
    return {
      expanded: box.getAttribute("aria-expanded"),
      open,
      active: active ? box.getRootNode().getElementById(active)?.getAttribute("aria-selected") : null,
      selected: open ? [...list.querySelectorAll('[aria-selected="true"]')].map((one) => one.id) : [],
      value: box.value,
    };
  });

inBrowser("suggestions by keyboard: arrows move, Escape closes, Enter takes one and does not yet go on", { axe: true }, async (visit) => {
  await skipToPlace(visit);
  const key = async (name, state) => {
    await visit.page.keyboard.press(name);
    await visit.find(`#place${state}`).waitFor();
  };
  const closed = { expanded: "false", open: false, active: null, selected: [] };
  const at = (id) => ({ expanded: "true", open: true, active: "true", selected: [id] });
  await type(visit, "Til");
  await visit.find('#place[aria-expanded="true"]').waitFor();
  assert.deepEqual(await combobox(visit), { expanded: "true", open: true, active: null, selected: [], value: "Til" });
  const count = await visit.find("[role=option]").count();
  await key("ArrowDown", '[aria-activedescendant="suggestion-0"]');
  assert.deepEqual(await combobox(visit), { ...at("suggestion-0"), value: "Til" });
  await key("ArrowUp", `[aria-activedescendant="suggestion-${count - 1}"]`);
  await key("ArrowDown", '[aria-activedescendant="suggestion-0"]');
  await key("ArrowDown", '[aria-activedescendant="suggestion-1"]');
  assert.deepEqual(await combobox(visit), { ...at("suggestion-1"), value: "Til" });
  await key("Escape", '[aria-expanded="false"]');
  assert.deepEqual(await combobox(visit), { ...closed, value: "Til" }, "Escape was expected to close and keep what was typed");
  await key("ArrowDown", '[aria-activedescendant="suggestion-0"]');
  await key("Enter", '[aria-expanded="false"]');
  assert.deepEqual(await combobox(visit), { ...closed, value: "Tilburg" }, "Enter was expected to take the suggestion");
  assert.equal(await visit.screen, "place", "a suggestion that is taken was expected not to go on by itself");
  await visit.assertFocus("#place", "after a suggestion was taken");
  await visit.step(() => visit.page.keyboard.press("Enter"));
  assert.match(await visit.find(".region").innerText(), /Tilburg/);
});

inBrowser("a suggestion by mouse is taken and the box keeps the focus", {}, async (visit) => {
  await skipToPlace(visit);
  await type(visit, "Berg");
  await visit.find("[role=option]", { hasText: "Limburg" }).first().waitFor();
  const wanted = visit.find('[role=option][data-place="GM0893"]').first();
  const name = await wanted.locator("span").innerText();
  await wanted.click();
  await visit.find('#place[aria-expanded="false"]').waitFor();
  assert.equal(await visit.find("#place").inputValue(), name);
  await visit.assertFocus("#place", "after a suggestion was clicked");
  await visit.step(() => mouse.goOn(visit));
  assert.equal(await visit.screen, "result", "a suggestion that was taken was expected to be clear: no further question");
});

inBrowser("what is below the suggestions stays under the pointer while the mouse is pressed", {}, async (visit) => {
  await skipToPlace(visit);
  await type(visit, "Tilburg");
  await visit.find('#place[aria-expanded="true"]').waitFor();
  const at = () => visit.action("continue").boundingBox();
  const { x, y, width, height } = await at();
  await visit.page.mouse.move(x + width / 2, y + height / 2);
  await visit.page.mouse.down();
  await visit.find('[data-action="continue"]:active').waitFor();
  // Whatever the press has led to is drawn by now.
  await visit.page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))));
  assert.deepEqual(await at(), { x, y, width, height }, "the button was expected where it was pressed");
  await visit.step(() => visit.page.mouse.up());
  assert.equal(await visit.screen, "result");
});

inBrowser("Tab leaves the box and closes its suggestions", {}, async (visit) => {
  await skipToPlace(visit);
  await type(visit, "Til");
  await visit.find('#place[aria-expanded="true"]').waitFor();
  await visit.page.keyboard.press("Tab");
  await visit.find('#place[aria-expanded="false"]').waitFor();
  assert.ok(await visit.hasFocus("form *:not(#place)"), "the focus was expected on the next stop of the screen");
  assert.equal(await visit.find("#place").inputValue(), "Til", "what was typed was expected to stay");
});

inBrowser("suggestions are told to a screen reader by their number", {}, async (visit) => {
  await skipToPlace(visit);
  await type(visit, "Til");
  await visit.find('#place[aria-expanded="true"]').waitFor();
  const count = await visit.find("[role=option]").count();
  const told = await visit.find("[role=status]").allInnerTexts();
  assert.ok(told.includes(ui("place-count").replace("{n}", count)), `the number ${count} was expected to be told, found: ${told}`);
});

// --- A region that the page gives ---------------------------------------------------------------------------------------

inBrowser("a page's own region is not asked for, is named in the result and can be changed", { html: host('pack="nl" region="AM14"') }, async (visit) => {
  const { asked } = await walk(visit, {});
  assert.ok(!asked.includes("place"), "the place was expected not to be asked");
  assert.ok((await visit.find(".region").innerText()).includes(regionName("AM14")));
  assert.ok((await services(visit, "main")).includes("werkcentrum-am14"));
  await press(visit, "change");
  assert.equal(await visit.screen, "place");
  await type(visit, "Tilburg");
  await visit.step(() => mouse.goOn(visit));
  await press(visit, "result");
  assert.ok((await visit.find(".region").innerText()).includes(regionName("AM26")), "the person's own region was expected to count");
  await visit.element.evaluate((element) => element.setAttribute("region", "AM01"));
  await press(visit, "review");
  await press(visit, "result");
  assert.ok((await visit.find(".region").innerText()).includes(regionName("AM26")), "the page was expected never to override the person");
});

inBrowser("who gives the place back, on a page with its own region, has none", { html: host('pack="nl" region="AM14"') }, async (visit) => {
  await walk(visit, {});
  await press(visit, "change");
  await press(visit, "skip");
  await press(visit, "result");
  assert.ok((await visit.find(".region").innerText()).includes(ui("for-nobody")));
});

inBrowser("a region that the pack does not know warns once, and the question is asked", { html: host('pack="nl" region="Atlantis"') }, async (visit) => {
  const [line, ...others] = visit.takeConsole();
  assert.match(line, /^warning: <weg-wijzer>: .*region="Atlantis"/, "a warning that names the value was expected");
  assert.deepEqual(others, [], "one warning was expected");
  const { asked } = await walk(visit, {});
  assert.ok(asked.includes("place"), "the place was expected to be asked");
});

// --- About, sources, age of content -------------------------------------------------------------------------------------

inBrowser("the page about the tool names who made the data, and that nobody has reviewed the content yet", {}, async (visit) => {
  await press(visit, "about");
  const text = await visit.find("[part=body]").innerText();
  for (const part of ["CBS", "86247NED", "GeoNames", "CC BY 4.0", ui("not-reviewed")]) {
    assert.ok(text.includes(part), `"${part}" was expected on the page about the tool`);
  }
});

inBrowser("every recommendation says where its knowledge comes from and of when that is", {}, async (visit) => {
  await walk(visit, { situation: "dismissed", worries: ["money", "law"], age: "under-27", diploma: "no", place: "Tilburg" });
  const sources = await visit.find("[data-role] .source").allTextContents();
  assert.ok(sources.length > 4, "several recommendations were expected");
  for (const text of sources) {
    assert.match(text, /^Bron: \S+.*, ((\d+ )?([a-z]+ )?\d{4}|zonder datum)\./, `a source and its date were expected, found: ${text}`);
  }
});

inBrowser("content past its day says that it may be old, and keeps the national entries", {
  prepare: (context) => context.clock.setFixedTime(new Date(Date.parse(reviewBy()) + 36 * 3600 * 1000)),
}, async (visit) => {
  await walk(visit, { situation: "contract-ends", place: "AM14" });
  assert.ok(await visit.find("p", { hasText: ui("stale") }).isVisible(), "the person was expected to be told");
  const all = await visit.find("[data-service]").evaluateAll((cards) => cards.map((card) => card.dataset.service));
  assert.ok(all.includes("werkcentrum"), `the national entry was expected, found: ${all}`);
  assert.ok(all.every((service) => !/-am\d\d$/.test(service)), `no regional entry was expected, found: ${all}`);
});

inBrowser("content on its last day is shown whole", {
  prepare: (context) => context.clock.setFixedTime(new Date(`${reviewBy()}T12:00:00`)),
}, async (visit) => {
  await walk(visit, { situation: "contract-ends", place: "AM14" });
  assert.equal(await visit.find("p", { hasText: ui("stale") }).count(), 0, "no notice was expected yet");
  assert.ok((await services(visit, "main")).includes("werkcentrum-am14"));
});

// --- What the page around it sees ---------------------------------------------------------------------------------------

inBrowser("events come in order, bubble, and carry no answer", { html: host('pack="nl" id="w"') }, async (visit) => {
  await walk(visit, LEARNER);
  const events = await visit.events();
  const names = events.map((event) => event.name);
  assert.deepEqual(names.slice(0, 4), ["shown", "ready", "start", "step"], "these were expected first, in this order");
  assert.equal(names.filter((name) => name === "start").length, 1, "one start was expected");
  assert.equal(names.at(-1), "result", "the result was expected last");
  for (const { name, detail, bubbles, composed, element } of events) {
    assert.ok(bubbles && composed && element === "w", `${name} was expected to bubble from the element`);
    if (name === "step") assert.deepEqual(Object.keys(detail), ["number"], "a step was expected to have a number and nothing else");
    else assert.equal(detail, null, `${name} was expected to carry nothing`);
  }
  const numbers = events.filter((event) => event.name === "step").map((event) => event.detail.number);
  assert.deepEqual(numbers, numbers.map((_, at) => at + 1), "steps were expected to be counted from 1");
});

inBrowser("a whole journey leaves no trace in storage, cookies, history, title, address or on the element", { html: host('pack="nl" id="w"') }, async (visit) => {
  const traces = () =>
    visit.page.evaluate(async () => ({
      local: { ...localStorage },
      session: { ...sessionStorage },
      cookies: document.cookie,
      databases: (await indexedDB.databases()).length,
      history: history.length,
      state: history.state,
      title: document.title,
      address: location.href,
      page: document.documentElement.outerHTML,
      name: window.name,
    }));
  const before = await traces();
  await walk(visit, LEARNER);
  await press(visit, "review");
  await press(visit, "talk");
  await press(visit, "close");
  assert.deepEqual(await traces(), before, "nothing was expected to have changed");
  assert.deepEqual(await visit.context.cookies(), [], "no cookie was expected");
});

for (const [level, first, second] of [["1", "H1", "H2"], ["3", "H3", "H4"], ["6", "H6", "H6"]]) {
  inBrowser(`heading-level="${level}" puts ${first} on the screen and ${second} on the cards`, { html: host(`pack="nl" heading-level="${level}"`) }, async (visit) => {
    const tag = (css) => visit.find(css).first().evaluate((element) => element.tagName);
    assert.equal(await tag(".heading"), first);
    await walk(visit, {});
    assert.equal(await tag(".heading"), first);
    assert.equal(await tag(".card-title"), second);
  });
}

inBrowser("heading-level can be changed later, and the answers stay", { html: host('pack="nl"') }, async (visit) => {
  await mouse.choose(visit, "benefit");
  await visit.element.evaluate((element) => element.setAttribute("heading-level", "4"));
  await visit.find("h4.heading").waitFor();
  assert.deepEqual(await checked(visit), ["benefit"]);
});

inBrowser("the element tells its version", {}, async (visit) => {
  const version = await visit.element.evaluate((element) => element.version);
  assert.match(version, /^\d+\.\d+\.\d+$/);
});

inBrowser("two widgets on a page do not know of each other", { html: host('pack="nl" id="one"', { after: `<weg-wijzer pack="nl" id="two" lang="en">${FALLBACK}</weg-wijzer>` }), runs: false }, async (visit) => {
  await visit.untilReady(2);
  const two = visit.page.locator("#two");
  await answer(visit, "benefit");
  assert.equal(await two.locator("form").getAttribute("data-question"), "situation", "the other was expected to stay");
  assert.equal(await two.locator("input:checked").count(), 0);
  await visit.step(async () => {
    await two.locator('[data-option="dismissed"]').click();
    await two.locator('[data-action="continue"]').click();
  });
  assert.equal(await two.locator("form").getAttribute("data-question"), "goal");
  assert.equal(await visit.question, "worries", "the first was expected to stay");
  assert.equal(await two.locator(".widget").getAttribute("data-language"), "en");
  const loaded = visit.requests.map(({ url }) => url);
  for (const ending of [/\.wasm$/, /weg-wijzer\.js$/]) {
    assert.equal(loaded.filter((url) => ending.test(url)).length, 1, `${ending} was expected to be fetched once`);
  }
});

inBrowser("a widget that is moved keeps its answers", { html: host('pack="nl"', { after: '<div id="elsewhere"></div>' }) }, async (visit) => {
  await answer(visit, "benefit");
  await mouse.choose(visit, "money");
  await visit.page.evaluate(() => document.querySelector("#elsewhere").append(document.querySelector("weg-wijzer")));
  await visit.page.evaluate(() => new Promise((resolve) => setTimeout(resolve)));
  assert.equal(await visit.question, "worries");
  assert.deepEqual(await checked(visit), ["money"]);
  await visit.step(() => mouse.goOn(visit));
  assert.equal(await visit.question, "age", "the moved widget was expected to go on");
});

inBrowser("a widget that is taken away and put back starts afresh", { html: host('pack="nl"') }, async (visit) => {
  await answer(visit, "benefit");
  await visit.page.evaluate(
    () =>
      new Promise((resolve) => {
        const element = document.querySelector("weg-wijzer");
        const parent = element.parentElement;
        element.remove();
        // Later than the element's own look at whether it is still on the page.
        setTimeout(() => setTimeout(() => resolve(parent.append(element))));
      }),
  );
  await visit.untilReady(2);
  assert.equal(await visit.question, "situation");
  assert.deepEqual(await checked(visit), [], "no answer was expected to be left");
  await walk(visit, LEARNER);
});

/** Holds the engine back until the test lets it through. */
const engine = {};

inBrowser("a widget that is taken away while it loads does no harm, and runs when it is put back", {
  html: host('pack="nl" loading="eager"'),
  runs: false,
  prepare: (context) => {
    const through = new Promise((resolve) => (engine.letThrough = resolve));
    engine.asked = context.waitForEvent("request", (request) => request.url().endsWith(".wasm"));
    return context.route(/\.wasm$/, (route) => through.then(() => route.continue()));
  },
}, async (visit) => {
  await engine.asked;
  const gone = await visit.page.evaluateHandle(() => {
    const element = document.querySelector("weg-wijzer");
    element.remove();
    return element;
  });
  engine.letThrough();
  await visit.page.waitForLoadState("networkidle");
  assert.equal(await visit.count("shown"), 0, "a widget that is not on the page was expected not to run");
  await gone.evaluate((element) => document.body.append(element));
  await visit.untilReady();
  assert.equal(await visit.question, "situation");
});

inBrowser("the script may be on the page twice", { html: host('pack="nl"', { after: '<script type="module" src="/weg-wijzer.js?again"></script>' }) }, async (visit) => {
  await visit.page.waitForLoadState();
  assert.equal(await visit.page.locator("weg-wijzer").count(), 1);
  await answer(visit, "benefit");
});

inBrowser("an element far below is not loaded before it comes near, and then by itself", {
  html: host('pack="nl"', { before: '<div id="far" style="height:5000px"></div>' }),
  runs: false,
}, async (visit) => {
  await visit.page.waitForLoadState();
  const packs = () => visit.requests.filter(({ url }) => /packs|wasm/.test(url));
  await visit.page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))));
  assert.deepEqual(packs(), [], "nothing but the loader was expected to be fetched");
  assert.ok(await visit.page.locator("#own").isVisible(), "the page's own content was expected until then");
  await visit.element.scrollIntoViewIfNeeded();
  await visit.untilReady();
  assert.equal(await visit.question, "situation");
});

inBrowser('shadow="closed" runs as well, for pages that are themselves made with Yew', { html: host('pack="nl" shadow="closed"') }, async (visit) => {
  assert.equal(await visit.element.evaluate((element) => element.shadowRoot), null, "a closed root was expected");
});

for (const [theme, scheme] of [["dark", "light"], ["light", "dark"]]) {
  inBrowser(`theme="${theme}" is ${theme} on a ${scheme} screen`, { html: host(`pack="nl" theme="${theme}"`), browser: { colorScheme: scheme } }, async (visit) => {
    const style = await visit.find(".widget").evaluate((widget) => getComputedStyle(widget).colorScheme);
    assert.equal(style, theme);
  });
}

// --- Out and back -------------------------------------------------------------------------------------------------------

inBrowser("following a link and going back shows the result again, and the link tells nothing", {
  path: "hosts/plain.html",
  prepare: (context) =>
    context.route(/^https:/, (route) => route.fulfill({ contentType: "text/html", body: "<title>Werkcentrum</title>" })),
}, async (visit) => {
  await walk(visit, LEARNER);
  const result = await visit.find("[part=body]").innerText();
  const link = visit.find('[data-role="person"] .channels a[href^="https:"]').first();
  const address = await link.getAttribute("href");
  const before = visit.requests.length;
  await Promise.all([visit.page.waitForURL((url) => url.protocol === "https:"), link.click()]);
  const [{ url, headers }] = visit.requests.splice(before);
  assert.equal(new URL(url).href, new URL(address).href, "the address of the service and nothing else was expected");
  assert.equal(headers.referer, undefined, "no referrer was expected");
  // A page that the browser kept fires no "load" again.
  await visit.page.goBack({ waitUntil: "commit" });
  await visit.find('[data-screen="result"]').waitFor();
  assert.equal(await visit.find("[part=body]").innerText(), result, "the result was expected as it was left");
  await press(visit, "review");
  assert.equal(await visit.screen, "review", "the widget was expected to go on working");
});
