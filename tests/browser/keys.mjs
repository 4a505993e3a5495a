/**
 * A journey as a list of keys, for widgets that nobody can look into: it is noted where one can, and played where one
 * cannot drive it by name. Before each key the widget must be in the state in which it was when that key was noted, so that
 * nothing waits for a time, and a key that does something else is noticed.
 */
import { keyboard, walk } from "./hands.mjs";

/** More Tab presses than any host page of the tests has stops before the widget. */
const MOST_STOPS = 60;

/** Ways to the root of the widget; each runs in the page. */
export const ROOTS = {
  open: () => document.querySelector("weg-wijzer").shadowRoot,
  closed: () => window.closedRoot,
  frame: () => frames[0].document.querySelector("weg-wijzer").shadowRoot,
};

/** Runs in the page before its own scripts: a test keeps a closed root for itself, so that it can see what keys did. */
export function keepClosedRoot() {
  const attach = Element.prototype.attachShadow;
  Element.prototype.attachShadow = function (options) {
    const root = attach.call(this, options);
    if (options.mode === "closed") Object.defineProperty(window, "closedRoot", { value: root });
    return root;
  };
}

/**
 * Walks by keyboard and notes each key, with the state of the widget before it.
 *
 * @returns {Promise<{before: string, press?: string, type?: string}[]>} The last has no key: the state of the result.
 */
export async function noteKeys(visit, answers, onScreen) {
  const noted = [];
  const own = visit.page.keyboard;
  const { press, type } = own;
  const note = (kind, act) => async (value) => {
    noted.push({ before: await state(visit, ROOTS.open), [kind]: value });
    return act.call(own, value);
  };
  Object.assign(own, { press: note("press", press), type: note("type", type) });
  try {
    await walk(visit, answers, keyboard, onScreen);
  } finally {
    Object.assign(own, { press, type });
  }
  return [...noted, { before: await state(visit, ROOTS.open) }];
}

/** Plays noted keys; `onScreen` is called on every screen as `walk` does. */
export async function playKeys(visit, noted, root, onScreen) {
  // The page may have stops of its own before the first one of the widget.
  const first = noted.findIndex(({ before }) => JSON.parse(before).focus);
  for (let stop = 0; stop < MOST_STOPS && !JSON.parse(await state(visit, root)).focus; stop += 1) {
    if (stop === 0) await onScreen(JSON.parse(noted[0].before));
    await visit.page.keyboard.press("Tab");
  }
  let shown = JSON.parse(noted[0].before).heading;
  for (const { before, press, type } of noted.slice(first)) {
    await until(visit, root, before);
    const { heading, ...screen } = JSON.parse(before);
    if (heading !== shown) await onScreen(screen);
    shown = heading;
    if (press) await visit.page.keyboard.press(press);
    if (type) await visit.page.keyboard.type(type);
  }
}

async function until(visit, root, wanted) {
  await visit.page
    .waitForFunction(
      ([state, root, wanted]) => new Function(`return (${state})((${root})())`)() === wanted,
      [String(look), String(root), wanted],
    )
    .catch(async (error) => {
      throw new Error(`the widget was expected to be at ${wanted}, but is at ${await state(visit, root)}`, { cause: error });
    });
}

const state = (visit, root) =>
  visit.page.evaluate(
    ([state, root]) => new Function(`return (${state})((${root})())`)(),
    [String(look), String(root)],
  );

/** Runs in the page: what a key can change in the widget, as text. */
function look(root) {
  const active = root.activeElement;
  const count = (css) => root.querySelectorAll(css).length;
  const of = (one, name) => one?.closest?.(`[data-${name}]`)?.getAttribute(`data-${name}`) ?? null;
  return JSON.stringify({
    screen: root.querySelector(".widget").dataset.screen,
    question: root.querySelector("form")?.dataset.question,
    heading: root.querySelector(".heading").textContent,
    focus: active && [active.className || active.localName, of(active, "statement"), of(active, "option"), of(active, "action")].join(" "),
    chosen: [...root.querySelectorAll("[data-option]")].filter((row) => row.querySelector(":checked")).map((row) => row.dataset.option),
    open: count('[aria-expanded="true"]'),
    selected: count('[aria-selected="true"]'),
    typed: root.querySelector("#place")?.value,
    advice: [...root.querySelectorAll("[data-role]")].map((card) => `${card.dataset.role} ${card.dataset.service}`),
  });
}
