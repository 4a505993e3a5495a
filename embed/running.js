// What the loader needs only once a widget starts, and so comes with the glue: the pins of the packs, the engine, the look at
// the attributes, and what keep="tab" keeps. It promises that nothing is kept or looked up unless the page asks for it.

import init, { css, mount } from "wegwijzer-glue";

export { mount };
export { PINS } from "wegwijzer-pins";

// Attributes that any element may have.
const ANYWHERE = /^(aria-|data-|on|[_@:]|v-|x-|exportparts$|accesskey$|id$|class$|style$|hidden$|slot$|part$|title$|dir$|role$|tabindex$|translate$|inert$|nonce$|is$)/;

// How long a tab keeps the answers of somebody who has not come back, in milliseconds.
const KEPT_FOR = 3_600_000;

// Starts the engine. What refuses WebAssembly says so in many ways; they all mean the same to the page.
export async function start(wasm) {
  try {
    await init({ module_or_path: wasm });
  } catch (error) {
    throw Object.assign(error, { reason: "webassembly" });
  }
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(css());
  return sheet;
}

// The attributes of the element that mean nothing to it.
export const unknown = (element, known) =>
  [...element.attributes].map(({ name }) => name).filter((name) => !(name in known) && !ANYWHERE.test(name));

// The answers of this tab, as the widget wrote them down; nothing where they are too old or the browser allows no storage.
export function kept(place) {
  try {
    const [until, text] = sessionStorage[place].split(/ (.*)/s);
    if (Date.now() < until) return text;
  } catch {
    return "";
  }
  keep(place, "");
  return "";
}

export function keep(place, text) {
  try {
    if (text) sessionStorage[place] = `${Date.now() + KEPT_FOR} ${text}`;
    else sessionStorage.removeItem(place);
  } catch {
    // Without storage it is as if the page had not asked for it.
  }
}
