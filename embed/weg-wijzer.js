// <weg-wijzer>: the custom element that partners put on their pages, and the only file of this project that fetches.
//
// It promises: the host page is not touched (no global, no listener on document, no style outside the shadow root);
// what is fetched never depends on what a person does; the content inside the element stays until the widget runs, and
// if it does not run. `integrity` on the script tag pins this file, and this file pins everything else.
//
// FILES is put in by `cargo xtask dist`: names, hashes and, for each language, the two lines that must be there when the
// pack is not.

import init, { css, mount } from "wegwijzer-glue";

const TAG = "weg-wijzer";
const HERE = new URL(".", import.meta.url);

// Attribute -> the values that it may have; `null`: decided elsewhere.
const ATTRIBUTES = {
  pack: Object.keys(FILES.packs),
  lang: null,
  region: null,
  "heading-level": ["1", "2", "3", "4", "5", "6"],
  theme: ["auto", "light", "dark"],
  loading: ["lazy", "eager"],
  shadow: ["open", "closed"],
};

// Attributes that any element may have.
const ANYWHERE = /^(aria-|data-|on|[_@:]|v-|x-|exportparts$|accesskey$|id$|class$|style$|hidden$|slot$|part$|title$|dir$|role$|tabindex$|translate$|inert$|nonce$|is$)/;

const LOADER_CSS = ":host{display:block}:host([hidden]),[hidden]{display:none}p{margin-block:1em}";

let engine;
let sheet;

// The engine is started once for all elements of the page.
function startEngine() {
  engine ??= init({ module_or_path: get(FILES.wasm) }).catch((error) => {
    engine = undefined;
    throw error;
  });
  return engine;
}

// A file that is not there fails as a changed one does: an error page does not have the bytes that `integrity` names.
async function get({ file, integrity }) {
  try {
    return await fetch(new URL(file, HERE), { integrity, credentials: "omit", referrerPolicy: "no-referrer" });
  } catch (error) {
    throw new Error(`${file} cannot be fetched, or is not the file that this loader belongs to (${error.message})`);
  }
}

async function bytes(file) {
  return new Uint8Array(await (await get(file)).arrayBuffer());
}

// The first wanted language that is there: the same tag, else the same language.
function nearest(wanted, there) {
  for (const tag of wanted) {
    const language = (tag) => tag.toLowerCase().split("-")[0].replace(/^no$/, "nb");
    const found =
      there.find((other) => other.toLowerCase() === tag?.toLowerCase()) ??
      there.find((other) => tag && language(other) === language(tag));
    if (found) return found;
  }
}

class WegWijzer extends HTMLElement {
  static version = FILES.version;
  static observedAttributes = ["lang", "region", "heading-level"];

  #root; // where the widget is drawn
  #slot; // the content of the host page
  #line; // what is said if the widget does not run
  #app;
  #started = false;
  #run = 0; // goes up with every start, stop and failure: what belongs to an earlier run is over
  #warned = new Set();
  #missing = new Set(); // languages that could not be fetched
  #observer;
  #shown;

  get version() {
    return WegWijzer.version;
  }

  connectedCallback() {
    if (this.#root) {
      if (!this.#app && !this.#started) this.#wait();
      return;
    }
    this.#look();
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
    if (!this.#app) return;
    if (name === "lang") this.#app.set_language(this.#language());
    if (name === "region") this.#app.set_region(this.getAttribute("region") ?? undefined);
    if (name === "heading-level") this.#app.set_heading_level(Number(this.#value("heading-level")));
  }

  get #pack() {
    return FILES.packs[this.#value("pack")];
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

  // The person's choice is made in the widget; this is the choice of the page.
  #language() {
    const there = Object.keys(this.#pack.languages);
    const own = this.getAttribute("lang");
    if (own && !nearest([own], there)) this.#warn(`lang="${own}" is not in this pack, which has ${there.join(", ")}.`);
    const page = (this.parentElement?.closest("[lang]") ?? document.documentElement).lang;
    return nearest([own, page, ...navigator.languages], there) ?? there[0];
  }

  #look() {
    for (const { name } of this.attributes) {
      if (!(name in ATTRIBUTES) && !ANYWHERE.test(name))
        this.#warn(`the attribute ${name} is not known; there are ${Object.keys(ATTRIBUTES).join(", ")}.`);
    }
    this.#value("theme");
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
      const { structure, languages } = this.#pack;
      const [first, [tag, texts]] = await Promise.all([bytes(structure), this.#firstTexts(), startEngine()]);
      if (over()) return;
      if (!sheet) {
        sheet = new CSSStyleSheet();
        sheet.replaceSync(css());
      }
      const shadow = this.#root.getRootNode();
      shadow.adoptedStyleSheets = [...shadow.adoptedStyleSheets.slice(0, 1), sheet];
      const shown = new Promise((resolve) => (this.#shown = resolve));
      const mountPoint = this.#root.appendChild(document.createElement("div"));
      const region = this.getAttribute("region") ?? undefined;
      const level = Number(this.#value("heading-level"));
      this.#app = mount(mountPoint, first, texts, region, level, (name, number) => over() || this.#hear(name, number));
      this.#app.set_language(this.#language()); // the page may have changed it meanwhile
      // The other languages follow at once, the same for everybody.
      const others = Object.keys(languages).filter((other) => other !== tag && !this.#missing.has(other));
      await Promise.all([shown, ...others.map((other) => this.#add(other, languages[other]))]);
      if (!over()) this.#tell("ready");
    } catch (error) {
      if (!over()) this.#fail(error);
    }
  }

  // The texts of the page's language; where they are not to be had, of another one: better than no way at all.
  async #firstTexts() {
    const { languages } = this.#pack;
    const best = this.#language();
    for (const tag of [best, ...Object.keys(languages).filter((other) => other !== best)]) {
      try {
        return [tag, await bytes(languages[tag])];
      } catch (error) {
        this.#warnMissing(tag, error);
      }
    }
    throw new Error("none of its languages can be loaded");
  }

  async #add(tag, file) {
    try {
      const texts = await bytes(file);
      this.#app?.add_language(texts);
    } catch (error) {
      if (this.#app) this.#warnMissing(tag, error); // else the engine has stopped, and that has been said
    }
  }

  #warnMissing(tag, error) {
    this.#missing.add(tag);
    this.#warn(`the language ${tag} is missing: ${error.message ?? error}. The others work.`);
  }

  // What the widget reports: that something happened, never what was answered.
  #hear(name, number) {
    if (name === "error") return this.#fail(new Error("the engine stopped"));
    if (name === "shown") {
      this.#root.hidden = false;
      this.#slot.hidden = true;
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
    this.#run += 1;
    this.#app = undefined;
    this.#root.hidden = true;
    this.#slot.hidden = false;
    const tag = this.#language();
    const { failed, open } = this.#pack.languages[tag];
    this.#line.hidden = false;
    this.#line.lang = tag;
    this.#line.textContent = `${failed} `;
    const page = new URL("index.html", HERE);
    const address = ({ origin, pathname }) => origin + pathname.replace(/index\.html$/, "");
    if (address(page) !== address(location)) {
      const link = document.createElement("a");
      link.href = page.href;
      link.referrerPolicy = "no-referrer";
      link.textContent = open;
      this.#line.append(link);
    }
    this.#tell("error");
  }

  #stop() {
    this.#run += 1;
    this.#observer?.disconnect();
    this.#missing.clear();
    this.#line.hidden = true;
    this.#app?.destroy();
    this.#app = undefined;
    this.#started = false;
    this.#root.replaceChildren();
    this.#root.hidden = true;
    this.#slot.hidden = false;
  }
}

const before = customElements.get(TAG);
if (!before) customElements.define(TAG, WegWijzer);
else if (before.version !== FILES.version)
  console.warn(`<${TAG}> ${FILES.version} is loaded beside ${before.version}, which stays in use: load one of them.`);
