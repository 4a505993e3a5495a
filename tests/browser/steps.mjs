/** Short ways through the widget that several tests take, always by mouse. */
import { mouse, walk } from "./hands.mjs";

/** A long journey; what the tests below change of it, they say. */
export const LEARNER = {
  situation: "employed",
  goal: "learn",
  worries: ["none"],
  age: "27-to-66",
  diploma: "yes",
  sector: "other",
  want: "agree",
  know: "agree",
  dare: "agree",
  support: "agree",
  place: "Tilburg",
};

/** A short journey, to the result in six screens: for host pages, which are many. */
export const JOURNEY = {
  situation: "employed",
  goal: "other-work",
  worries: ["money"],
  age: "27-to-66",
  want: "agree",
  know: "agree",
  dare: "agree",
  support: "agree",
  place: "Tilburg",
};

/** Chooses an option and goes on. */
export async function answer(visit, ...options) {
  for (const option of options) await mouse.choose(visit, option);
  await visit.step(() => mouse.goOn(visit));
}

/** Presses a button that leads to another screen. */
export const press = (visit, action) => visit.step(() => mouse.press(visit, action));

/** The options that are chosen on this screen. */
export const checked = (visit) =>
  visit.find("[data-option]:has(input:checked)").evaluateAll((rows) => rows.map((row) => row.dataset.option));

/** From the first question to the place question, with nothing said. */
export async function skipToPlace(visit) {
  while ((await visit.screen) !== "place") await press(visit, "skip");
}

/** Types into the place box, in the place of what is there. */
export async function type(visit, text) {
  await visit.find("#place").click();
  await visit.page.keyboard.press("Control+A");
  await visit.page.keyboard.type(text);
  await visit.page.waitForFunction(
    (text) => document.querySelector("weg-wijzer").shadowRoot.querySelector("#place").value === text,
    text,
  );
}

/** The services of the recommendations of a role. */
export const services = (visit, role) =>
  visit.find(`[data-role="${role}"]`).evaluateAll((cards) => cards.map((card) => card.dataset.service));

/** The row of an answer in the list of answers. */
export const said = (visit, question) => visit.find(`.answer[data-question="${question}"]`);

/** Until the configurator is drawn: its own wasm may come after the widget is ready. */
export async function configuratorIsDrawn(visit) {
  await visit.page.locator("#brand").waitFor();
  await visit.untilReady();
}

/** How to get to each kind of screen. */
export const WAYS = {
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
