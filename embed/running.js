// What the loader needs only once a widget starts, and so comes with the glue: the pins of the packs, the engine, the look at
// the attributes, what is typed, and what keep="tab" keeps. It promises that nothing is kept or looked up unless the page asks
// for it.

import init, { css, mount as mountAt } from "wegwijzer-glue";
import { PINS } from "wegwijzer-pins";

export { PINS };

// Attributes that any element may have, and the marks that pages' own programs put on elements.
const ANYWHERE =
  /^(aria-|data-|on|item|[_@:*#([]|(v|x|hx|ng|wire|xml|xmlns)[-:]|(exportparts|accesskey|id|class|style|hidden|slot|part|title|dir|role|tabindex|translate|inert|nonce|is|popover|draggable|contenteditable|spellcheck|autofocus|autocapitalize|autocorrect|enterkeyhint|inputmode|anchor|writingsuggestions|xmlns)$)/;

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
  // What the page itself wants to do comes in between: no task of ours is long, on an old phone either.
  await new Promise((next) => setTimeout(next));
  return sheet;
}

// Puts a widget into an element of its own below `root`.
export const mount = (root, ...more) => mountAt(root.appendChild(document.createElement("div")), ...more);

// Tells of the attributes of the element that mean nothing to it, if it has any.
export function unknown(element, known) {
  const odd = [...element.attributes].map(({ name }) => name).filter((name) => !(name in known) && !ANYWHERE.test(name));
  if (odd[0]) return `not known among its attributes: ${odd.join(", ")}; there are ${Object.keys(known).join(", ")}.`;
}

// What is typed in the widget stays there: pages have shortcuts of one letter, and programs that note every key. Keys that do
// something else than write, such as Escape, and a shortcut with Control go on to the page.
const TYPING = "keydown keypress keyup beforeinput input paste compositionstart compositionupdate compositionend".split(" ");

const hold = (event) => {
  const { target, key, ctrlKey, altKey, metaKey } = event;
  const writes = !(key?.length > 1 || ctrlKey || altKey || metaKey);
  if (writes && target.matches("input, select")) event.stopPropagation();
};

// Makes a shadow root, which has the loader's own style sheet, ready for the widget.
export function prepare(root, sheet) {
  root.adoptedStyleSheets = [root.adoptedStyleSheets[0], sheet];
  for (const name of TYPING) root.addEventListener(name, hold);
}

// Where the answers of an element are kept: by its id, else by how many of ours stand before it. What was kept for the
// questions of another version is not read.
export const placeOf = (element, pack) => {
  const all = [...element.getRootNode().querySelectorAll(element.localName)];
  return `${element.localName} ${PINS.version} ${pack} ${element.id || all.indexOf(element)}`;
};

// The answers of this tab, as the widget wrote them down; nothing where they are too old or the browser allows no storage.
export function kept(place) {
  try {
    const [until, text = ""] = sessionStorage[place].split(/ (.*)/s);
    const left = until - Date.now();
    if (left > 0 && left <= KEPT_FOR) return text;
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
