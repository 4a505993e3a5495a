/**
 * The part of Playwright's page and locators that the tests of all engines use, over WebDriver: the same names with the
 * same meaning, and nothing more. What is not here, a test of WebKit cannot use.
 *
 * As in Playwright, a locator looks anew each time, reaches into open shadow roots, and what is done with it waits until
 * there is exactly one such element. Unlike there, a selector is matched within one root: "weg-wijzer .widget" finds
 * nothing, `locator("weg-wijzer").locator(".widget")` does; of Playwright's own selectors there is `:visible`, at the end.
 * Clicks are a real pointer's, keys a real keyboard's; only `selectOption` is a script's, as it is in Playwright.
 */
import { writeFile } from "node:fs/promises";
import { eventually } from "./programs.mjs";
import { ELEMENT, KEYS, MODIFIERS, PRESS, RELEASE, moveTo } from "./webdriver.mjs";

export class Page {
  #session;
  #heard;
  #corner;

  /** @param {{x: number, y: number}} corner Where the window is put. */
  constructor(session, heard, corner) {
    this.#session = session;
    this.#heard = heard;
    this.#corner = corner;
  }

  async goto(url) {
    await this.listen();
    await this.#session.post("url", { url });
  }

  async goBack() {
    await this.listen();
    await this.#session.post("back");
  }

  async reload() {
    await this.listen();
    await this.#session.post("refresh");
  }

  /** The address; known after the last thing that was done has led somewhere. */
  url() {
    return this.#session.get("url");
  }

  /** Calls a function in the page. What it is given and returns is JSON; a promise is waited for. */
  evaluate(act, argument) {
    return this.#run(`return (${act})(arguments[0])`, argument);
  }

  async waitForFunction(act, argument) {
    return eventually(
      async () => (await this.evaluate(act, argument)) || undefined,
      () => `this was expected to become true: ${act}`,
    );
  }

  /** Until everything that the page's HTML names has been loaded. */
  async waitForLoadState() {
    await this.waitForFunction(() => document.readyState === "complete");
  }

  locator(css, filter) {
    return new Locator(this, []).locator(css, filter);
  }

  keyboard = {
    /** A key by its name, or with what is held: "Shift+Tab". */
    press: async (combination) => {
      const names = combination.split("+");
      const key = names.pop();
      await this.#session.keys([KEYS[key] ?? key], names.map((name) => MODIFIERS[name]));
    },
    type: (text) => this.#session.keys([...text]),
  };

  mouse = {
    move: (x, y) => this.#session.pointer(moveTo(x, y)),
    down: () => this.#session.pointer(PRESS),
    up: () => this.#session.pointer(RELEASE),
    click: (x, y) => this.#session.pointer(moveTo(x, y), PRESS, RELEASE),
  };

  /** The window fills with the page. MiniBrowser cannot be narrower than 334 px. */
  async setViewportSize({ width, height }) {
    await this.#session.post("window/rect", { ...this.#corner, width, height });
    const size = () => this.evaluate(() => [innerWidth, innerHeight]);
    await eventually(
      async () => String(await size()) === String([width, height]),
      async () => `a window of ${width} by ${height} px was expected, but it is ${(await size()).join(" by ")}`,
    );
  }

  /** What of the page is in the window. */
  async screenshot({ path, ...others } = {}) {
    const [other] = Object.keys(others);
    if (other) throw new Error(`screenshot in WebKit knows path, not ${other}`);
    await this.evaluate(paintAnew);
    return picture(await this.#session.get("screenshot"), path);
  }

  /** Takes over what was said on the page since the last time. Everything that looks at the page does so as well. */
  async listen() {
    await this.#run("");
  }

  async #run(body, argument) {
    const script = `
      const take = () => window.said?.splice(0) ?? [];
      return (async () => { ${body} })().then(
        // JSON knows null, and tells nothing apart from it by leaving it out.
        (value) => ({ ...(value === undefined ? {} : { value }), said: take() }),
        (error) => ({ error: String(error?.stack ? error + "\\n" + error.stack : error), said: take() }),
      ).then(${toJson});`;
    const text = await this.#session.run(script, ...(argument === undefined ? [] : [argument]));
    const { value, error, said } = JSON.parse(text);
    for (const [kind, text] of said) this.#heard[kind](text);
    if (error !== undefined) throw new Error(error);
    return value;
  }

  // --- For locators alone -----------------------------------------------------------------------------------------------

  /** Calls a function with the elements that the steps lead to. */
  withFound(steps, act, argument) {
    return this.#run(`return (${act})((${find})(arguments[0].steps), arguments[0].argument)`, { steps, argument });
  }

  click(x, y) {
    return this.#session.pointer(moveTo(x, y), PRESS, RELEASE);
  }

  async screenshotOf(steps, path) {
    const script = `return (${find})(arguments[0])[0]`;
    const element = await this.#session.run(script, steps);
    return picture(await this.#session.get(`element/${element[ELEMENT]}/screenshot`), path);
  }
}

class Locator {
  #page;
  #steps;

  constructor(page, steps) {
    this.#page = page;
    this.#steps = steps;
  }

  #with(...steps) {
    return new Locator(this.#page, [...this.#steps, ...steps]);
  }

  locator(css, filter = {}) {
    const [, plain, visible] = css.match(/^(.*?)(:visible)?$/s);
    if (plain.includes(":visible")) throw new Error(`:visible is known at the end of a selector only, found ${css}`);
    const found = this.#with({ css: plain });
    return (visible ? found.#with({ visible: true }) : found).filter(filter);
  }

  filter({ hasText, ...others }) {
    const [other] = Object.keys(others);
    if (other) throw new Error(`a filter in WebKit knows hasText, not ${other}`);
    return hasText === undefined ? this : this.#with({ text: hasText.replace(/\s+/g, " ").toLowerCase() });
  }

  nth(at) {
    return this.#with({ at });
  }

  first() {
    return this.nth(0);
  }

  last() {
    return this.nth(-1);
  }

  // --- At once ------------------------------------------------------------------------------------------------------------

  evaluateAll(act, argument) {
    return this.#page.withFound(this.#steps, act, argument);
  }

  count() {
    return this.evaluateAll((all) => all.length);
  }

  async all() {
    return Array.from({ length: await this.count() }, (_, at) => this.nth(at));
  }

  async allInnerTexts() {
    return (await this.evaluateAll((all) => all.map((one) => one.innerText))).map(withoutLastBreak);
  }

  allTextContents() {
    return this.evaluateAll((all) => all.map((one) => one.textContent));
  }

  async isVisible() {
    return (await this.#with({ visible: true }).count()) > 0;
  }

  // --- As soon as there is exactly one ------------------------------------------------------------------------------------

  async evaluate(act, argument) {
    const { value } = await eventually(
      async () => {
        const source = `async (found, argument) => {
          const value = found.length === 1 ? await (${act})(found[0], argument) : undefined;
          return { count: found.length, ...(value === undefined ? {} : { value }) };
        }`;
        const one = await this.#page.withFound(this.#steps, source, argument);
        if (one.count > 1) throw new Error(`${this} was expected once, but is there ${one.count} times`);
        return one.count === 1 && one;
      },
      () => `${this} was expected on the page`,
    );
    return value;
  }

  getAttribute(name) {
    return this.evaluate((one, name) => one.getAttribute(name), name);
  }

  async innerText() {
    return withoutLastBreak(await this.evaluate((one) => one.innerText));
  }

  textContent() {
    return this.evaluate((one) => one.textContent);
  }

  inputValue() {
    return this.evaluate((one) => one.value);
  }

  isChecked() {
    return this.evaluate((one) => one.checked);
  }

  boundingBox() {
    return this.evaluate((one) => {
      const { x, y, width, height } = one.getBoundingClientRect();
      return { x, y, width, height };
    });
  }

  scrollIntoViewIfNeeded() {
    return this.evaluate((one) => one.scrollIntoView({ block: "nearest", behavior: "instant" }));
  }

  /** @param {{state?: "visible"|"attached"|"hidden"|"detached"}} [options] */
  async waitFor({ state = "visible" } = {}) {
    const shown = state === "visible" || state === "hidden" ? this.#with({ visible: true }) : this;
    const wanted = state === "visible" || state === "attached";
    await eventually(
      async () => {
        const count = await shown.count();
        if (wanted && count > 1) throw new Error(`${this} was expected once, but is there ${count} times`);
        return wanted === count > 0;
      },
      () => `${this} was expected to be ${state}`,
    );
  }

  /** Moves the pointer to the middle of the element and presses, once the element stands still and nothing covers it. */
  async click() {
    let hindrance;
    const { x, y } = await eventually(
      async () => {
        const place = await this.evaluate(placeToClick);
        hindrance = place.hindrance;
        return hindrance ? undefined : place;
      },
      () => `${this} was expected to be clicked, but ${hindrance}`,
    );
    await this.#page.click(x, y);
  }

  async check() {
    if (!(await this.isChecked())) await this.click();
  }

  /** Chooses in a list, by `{label}`, `{index}` or value, and tells the page as the browser would. */
  async selectOption(wanted) {
    const by = typeof wanted === "string" ? { value: wanted } : wanted;
    await eventually(
      () =>
        this.evaluate((select, by) => {
          const [[key, value]] = Object.entries(by);
          const option = [...select.options].find((one) => String(one[key]).trim() === String(value));
          if (!option) return false;
          select.value = option.value;
          for (const type of ["input", "change"]) {
            select.dispatchEvent(new Event(type, { bubbles: true, composed: type === "input" }));
          }
          return true;
        }, by),
      () => `${this} was expected to offer ${JSON.stringify(by)}`,
    );
  }

  /** The part of the element that is in the window, once it has been scrolled there. */
  async screenshot({ path } = {}) {
    await this.waitFor();
    return this.#page.screenshotOf(this.#steps, path);
  }

  toString() {
    const words = { css: (css) => css, text: (text) => `with "${text}"`, visible: () => "visible", at: (at) => `number ${at}` };
    return this.#steps
      .flatMap((step) => Object.entries(step))
      .map(([kind, value]) => words[kind](value))
      .join(" » ");
  }
}

/** WebKit ends the text of some blocks with a line break that the standard does not have. */
const withoutLastBreak = (text) => text.replace(/\n+$/, "");

async function picture(base64, path) {
  const bytes = Buffer.from(base64, "base64");
  if (path) await writeFile(path, bytes);
  return bytes;
}

/** Runs in the page: draws all of it once more. What WebKit draws again in part has edges a shade otherwise. */
async function paintAnew() {
  const drawn = () => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
  const { style } = document.documentElement;
  const [before, priority] = [style.getPropertyValue("opacity"), style.getPropertyPriority("opacity")];
  style.setProperty("opacity", ".5", "important");
  await drawn();
  style.setProperty("opacity", before, priority);
  await drawn();
}

/** Runs in the page: as JSON, whatever a library of the page has taught its arrays and texts to become there. */
function toJson(outcome) {
  const taught = [Object, Array, String, Number].map(({ prototype }) => [prototype, prototype.toJSON]).filter(([, own]) => own);
  for (const [prototype] of taught) delete prototype.toJSON;
  const text = JSON.stringify(outcome);
  for (const [prototype, own] of taught) prototype.toJSON = own;
  return text;
}

/** Runs in the page: the elements that the steps lead to, in the order of the page, open shadow roots included. */
function find(steps) {
  const rootsIn = (scope) => {
    const within = [...scope.querySelectorAll("*")].filter((one) => one.shadowRoot);
    return [scope, ...[scope, ...within].flatMap((one) => (one.shadowRoot ? rootsIn(one.shadowRoot) : []))];
  };
  const isVisible = (one) => {
    const { width, height } = one.getBoundingClientRect();
    return width > 0 && height > 0 && getComputedStyle(one).visibility === "visible";
  };
  const text = (one) => one.textContent.replace(/\s+/g, " ").toLowerCase();
  return steps.reduce(
    (found, step) => {
      if (step.css !== undefined) {
        const below = found.flatMap(rootsIn).flatMap((root) => [...root.querySelectorAll(step.css)]);
        return [...new Set(below)];
      }
      if (step.text !== undefined) return found.filter((one) => text(one).includes(step.text));
      if (step.visible) return found.filter(isVisible);
      return found.slice(step.at, step.at + 1 || undefined);
    },
    [document],
  );
}

/** Runs in the page: the middle of the element in the window, or what hinders a pointer from meeting it there. */
async function placeToClick(element) {
  const box = () => element.getBoundingClientRect();
  const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
  const stands = async () => {
    const before = box();
    await frame();
    const after = box();
    return before.x === after.x && before.y === after.y && before.width === after.width && before.height === after.height;
  };
  const place = () => {
    const { left, top, width, height } = box();
    // A pixel, as the pointer has it: the last half of one is no longer in the window.
    return { x: Math.floor(left + width / 2), y: Math.floor(top + height / 2) };
  };
  const met = ({ x, y }) => {
    let at = document.elementFromPoint(x, y);
    for (;;) {
      const inner = at?.shadowRoot?.elementFromPoint(x, y);
      if (!inner || inner === at) return at;
      at = inner;
    }
  };
  const isWithin = (one) => one === element || (one && isWithin(one.parentNode ?? one.host));

  if (!box().width || !box().height || getComputedStyle(element).visibility !== "visible") return { hindrance: "it is hidden" };
  if (element.disabled) return { hindrance: "it is disabled" };
  await frame();
  if (!(await stands())) return { hindrance: "it moves" };
  if (!isWithin(met(place()))) {
    element.scrollIntoView({ block: "center", inline: "nearest", behavior: "instant" });
    if (!(await stands())) return { hindrance: "it moves" };
    const other = met(place());
    if (!isWithin(other)) return { hindrance: `this lies over it: ${other?.cloneNode(false).outerHTML ?? "nothing"}` };
  }
  return place();
}
