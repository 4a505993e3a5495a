// <weg-wijzer>: the custom element that partners put on their pages.
//
// It promises: the host page is not touched (no global, no listener on document, no style outside the shadow root);
// what is fetched never depends on what a person does; the content inside the element stays until the widget runs, and
// if it does not run. `integrity` on the script tag pins this file, and this file pins everything else.
//
// `cargo xtask dist` makes FILES (the version, the pins of glue and wasm and, for each language, the two lines that must be
// there when nothing else is), and decides whether glue and files lie beside this file or in it (embed/*.apart.js,
// embed/*.inside.js). The pins of the packs come with the glue, so that this file stays small however many there are.

import { FILES } from "wegwijzer-files";
import { bytes, response, url } from "wegwijzer-files-module";
import { loadGlue } from "wegwijzer-glue-module";

const TAG = "weg-wijzer";

// As it is now: some pages replace it later by one that forgets `composed`.
const { CustomEvent } = window;

// Attribute -> the values that it may have; `null`: decided elsewhere.
const ATTRIBUTES = {
  pack: Object.keys(FILES.packs),
  lang: null,
  region: null,
  "heading-level": [..."123456"],
  theme: ["auto", "light", "dark"],
  loading: ["lazy", "eager"],
  keep: ["none", "tab"],
  shadow: ["open", "closed"],
};

// What has the focus inside shows it itself: a ring that the page draws around whatever has the focus would be around it all.
// And `hidden` hides, also where the page says `display: block`, as the line does that keeps room.
const LOADER_CSS =
  ":host{display:block}:host(:focus){outline:0!important}:host([hidden]),[hidden]{display:none!important}p{margin-block:1em}";

// Once for all elements of the page: the glue, and the style sheet that comes with the engine.
let glue;
let sheet;
// Why the engine has stopped, if it has: what it holds is broken, and it can not be started again on this page.
let stopped;

function startEngine(root) {
  if (stopped) throw stopped;
  glue ??= loadGlue(root);
  sheet ??= Promise.all([glue, response("wegwijzer", FILES.wasm, "wasm")]).then(([{ start }, wasm]) => start(wasm));
}

// The first wanted language that is there: the same tag, else the same language.
function nearest(wanted, there) {
  const language = (tag) => tag.split("-")[0].replace("no", "nb");
  for (const tag of wanted.filter(Boolean).map((tag) => tag.toLowerCase())) {
    const found =
      there.find((other) => other.toLowerCase() === tag) ?? there.find((other) => language(other.toLowerCase()) === language(tag));
    if (found) return found;
  }
}

class WegWijzer extends HTMLElement {
  static version = FILES.version;
  static observedAttributes = ["pack", "lang", "region", "heading-level"];

  #root; // where the widget is drawn
  #slot; // the content of the host page
  #line; // what is said if the widget does not run
  #running; // what came with the glue
  #pack; // the id of the pack that is shown, or is about to be
  #place; // where the answers of this tab are kept
  #app;
  #started = false;
  #run = 0; // goes up with every start, stop and failure: what belongs to an earlier run is over
  #warned = new Set();
  #missing = new Set(); // languages that could not be fetched
  #observer;
  #shown;

  #isReady;
  // For tests that come after the event.
  ready = new Promise((resolve) => (this.#isReady = resolve));

  get version() {
    return WegWijzer.version;
  }

  connectedCallback() {
    this.#pack = this.#value("pack");
    if (this.#root) {
      if (!this.#app && !this.#started) this.#wait();
      return;
    }
    const shadow = this.attachShadow({ mode: this.#value("shadow") });
    this.#root = document.createElement("div");
    this.#slot = document.createElement("slot");
    this.#line = document.createElement("p");
    this.#root.hidden = true;
    this.#line.hidden = true;
    this.#line.role = "status";
    // First of all the host's own content has its place again, whatever an old browser refuses after this.
    shadow.append(this.#root, this.#slot, this.#line);
    try {
      const style = new CSSStyleSheet();
      style.replaceSync(LOADER_CSS);
      shadow.adoptedStyleSheets = [style];
      this.#wait();
    } catch (error) {
      this.#started = true;
      this.#fail(error);
    }
  }

  // An element that is moved is first taken out and then put in: what a person said must outlive that.
  disconnectedCallback() {
    setTimeout(() => {
      if (!this.isConnected) this.#stop();
    });
  }

  // Being here makes `moveBefore()` keep the element as it is.
  connectedMoveCallback() {}

  attributeChangedCallback(name) {
    if (!this.#started) return;
    if (name === "pack") {
      if (this.#value("pack") === this.#pack) return;
      this.#stop();
      return this.connectedCallback();
    }
    if (!this.#app) return;
    if (name === "lang") this.#app.set_language(this.#language());
    if (name === "region") this.#app.set_region(this.getAttribute("region"));
    if (name === "heading-level") this.#app.set_heading_level(Number(this.#value("heading-level")));
  }

  // The value of an attribute; one that is not known falls back to the first and is told once.
  #value(name) {
    const value = this.getAttribute(name);
    const known = ATTRIBUTES[name];
    const usual = name === "heading-level" ? "2" : known[0];
    if (value === null || known.includes(value)) return value ?? usual;
    this.#warn(`${name}="${value}" is not known; use ${known.join(", ")}. Taken as "${usual}".`);
    return usual;
  }

  #languages() {
    return Object.keys(FILES.packs[this.#pack]);
  }

  // The person's choice is made in the widget; this is the choice of the page.
  #language() {
    const there = this.#languages();
    const own = this.getAttribute("lang");
    if (own && !nearest([own], there)) this.#warn(`lang="${own}" is not in this pack, which has ${there.join(", ")}.`);
    // Around a shadow root stands its host.
    let around = this;
    do around = around.parentNode ?? around.host;
    while (around && !around.lang);
    return nearest([own, around?.lang, ...navigator.languages], there) ?? there[0];
  }

  #warn(text) {
    if (this.#warned.has(text)) return;
    this.#warned.add(text);
    console.warn(`<${TAG}>: ${text}`);
  }

  // Nothing is fetched until the element comes near the screen.
  #wait() {
    this.#observer?.disconnect();
    if (this.#value("loading") === "eager") return void this.#start();
    this.#observer = new IntersectionObserver(
      (entries) => {
        if (entries.some((entry) => entry.isIntersecting)) this.#start();
      },
      { rootMargin: "400px" },
    );
    this.#observer.observe(this);
  }

  async #start() {
    if (this.#started) return;
    this.#started = true;
    this.#observer?.disconnect();
    const run = ++this.#run;
    const over = () => run !== this.#run;
    try {
      const shadow = this.#root.getRootNode();
      const pack = this.#pack;
      startEngine(shadow);
      sheet.catch(() => {}); // It is waited for below.
      const running = (this.#running = await glue);
      const pins = running.PINS.packs[pack];
      const file = (kind) => pins[kind] && bytes(`packs/${pack}`, pins[kind], kind);
      const keeps = this.#value("keep") === "tab";
      const [style, structure, [tag, texts], early] = await Promise.all([
        sheet,
        file("pack"),
        this.#firstTexts(),
        // The first screen may depend on them. Whether anything was kept does not count: it would show in what is fetched when.
        keeps || this.hasAttribute("region") ? file("places") : null,
      ]);
      if (over()) return;
      const odd = running.unknown(this, ATTRIBUTES);
      if (odd) this.#warn(odd);
      this.#value("theme");
      running.prepare(shadow, style);
      const shown = new Promise((resolve) => (this.#shown = resolve));
      const level = Number(this.#value("heading-level"));
      const hear = (name, number, text) => over() || this.#hear(name, number, text);
      const kept = keeps ? running.kept((this.#place = running.placeOf(this, pack))) : null;
      this.#app = running.mount(this.#root, structure, early, texts, this.getAttribute("region"), level, kept, hear);
      this.#app.set_language(this.#language()); // the page may have changed it meanwhile
      await shown;
      // The places and the other languages follow at once, the same for everybody.
      const others = this.#languages().filter((other) => other !== tag && !this.#missing.has(other));
      const places = early || file("places")?.then((places) => over() || this.#app.add_places(places));
      await Promise.all([places, ...others.map((other) => this.#add(other, over))]);
      if (over()) return;
      this.#isReady();
      this.#tell("ready");
    } catch (error) {
      glue = sheet = undefined; // Another start tries again.
      if (!over()) this.#fail(error);
    }
  }

  // The texts of the page's language; where they are not to be had, of another one: better than no way at all.
  async #firstTexts() {
    const best = this.#language();
    const missing = [];
    for (const tag of [best, ...this.#languages().filter((other) => other !== best)]) {
      try {
        const texts = await this.#texts(tag);
        missing.forEach((one) => this.#warnMissing(...one));
        return [tag, texts];
      } catch (error) {
        missing.push([tag, error]);
      }
    }
    const [[, { message, reason }]] = missing; // One line says it all: nothing is told of each language.
    throw Object.assign(new Error(`none of its languages can be loaded: ${message}`), { reason });
  }

  #texts(tag) {
    return bytes(`packs/${this.#pack}.${tag}`, this.#running.PINS.packs[this.#pack].languages[tag], "texts");
  }

  async #add(tag, over) {
    try {
      const texts = await this.#texts(tag);
      if (!over()) this.#app.add_language(texts);
    } catch (error) {
      if (!over()) this.#warnMissing(tag, error);
    }
  }

  #warnMissing(tag, error) {
    this.#missing.add(tag);
    this.#warn(`the language ${tag} is missing: ${error.message ?? error}. The others work.`);
  }

  // What the widget reports: that something happened, never what was answered.
  #hear(name, number, text) {
    if (name === "error") return this.#fail((stopped = Object.assign(new Error("the engine stopped"), { reason: "stopped" })));
    if (name === "keep") return this.#running.keep(this.#place, text);
    if (name === "shown") {
      const reader = this.contains(this.getRootNode().activeElement);
      this.#root.hidden = false;
      this.#slot.hidden = true;
      // Who is on a link that makes way goes on here, not at the top of the page.
      if (reader) this.#root.querySelector(".heading").focus();
      this.#shown();
    }
    this.#tell(name, name === "step" ? { number } : null);
  }

  #tell(name, detail = null) {
    this.dispatchEvent(new CustomEvent(`${TAG}-${name}`, { bubbles: true, composed: true, detail }));
  }

  // The content of the host page stays, with one clear line and the way to the page of its own.
  #fail(error) {
    console.error(`<${TAG}> ${WegWijzer.version} does not run: ${error.message ?? error}. The content inside the element stays.`);
    this.#clear();
    const tag = this.#language();
    const { failed, open } = FILES.packs[this.#pack][tag];
    this.#line.hidden = false;
    this.#line.lang = tag;
    this.#line.dir = "auto";
    this.#line.textContent = `${failed} `;
    const file = FILES.pages?.[this.#pack];
    const page = file && new URL(url(file));
    const address = ({ origin, pathname }) => origin + pathname.replace(/index\.html$/, "");
    if (page && address(page) !== address(location)) {
      const link = document.createElement("a");
      link.href = page.href;
      link.referrerPolicy = "no-referrer";
      link.textContent = open;
      this.#line.append(link);
    }
    this.#tell("error", { reason: error.reason ?? "other" });
  }

  #stop() {
    this.#clear();
    this.#observer?.disconnect();
    this.#missing.clear();
    this.#line.hidden = true;
    this.#started = false;
    this.#root.replaceChildren();
  }

  // What was answered is gone, and the content of the host page has its place again.
  #clear() {
    this.#run += 1;
    if (!stopped) this.#app?.destroy();
    this.#app = undefined;
    this.#root.hidden = true;
    this.#slot.hidden = false;
  }
}

const before = customElements.get(TAG);
if (!before) customElements.define(TAG, WegWijzer);
else if (before.version !== FILES.version)
  console.warn(`<${TAG}> ${FILES.version} is loaded beside ${before.version}, which stays in use: load one of them.`);
