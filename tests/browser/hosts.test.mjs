/** The widget on pages that were never made for it: heavy styles, another path. And the page untouched. */
import assert from "node:assert/strict";
import { join } from "node:path";
import { ENGINES, FALLBACK, host, stage } from "./driver.mjs";
import { LOADER, ROOT } from "./facts.mjs";
import { assertFocusInView, keyboard, mouse, walk } from "./hands.mjs";
import { JOURNEY, answer, checked } from "./steps.mjs";

const inBrowser = stage();

// --- A partner's own style ----------------------------------------------------------------------------------------------

const TEXT = {
  textTransform: "none",
  letterSpacing: "normal",
  wordSpacing: "0px",
  textAlign: "start",
  textIndent: "0px",
  fontStyle: "normal",
  fontVariant: "normal",
  textShadow: "none",
  cursor: "auto",
  visibility: "visible",
  whiteSpace: "normal",
};

inBrowser("a partner's heavy style does not reach the widget", { path: "hosts/partner.html" }, async (visit) => {
  const onEveryScreen = async () => {
    const found = await visit.find(".widget").evaluate((widget, properties) => {
      const style = getComputedStyle(widget);
      const text = Object.fromEntries(properties.map((property) => [property, style[property]]));
      const capitals = [...widget.querySelectorAll("*")].filter(
        (one) => getComputedStyle(one).textTransform !== "none",
      );
      const small = [...widget.querySelectorAll("*")].filter(
        (one) => one.innerText?.trim() && parseFloat(getComputedStyle(one).fontSize) < 14,
      );
      const rows = [...widget.querySelectorAll("[data-option]")].map((row) => row.getBoundingClientRect().height);
      return {
        size: parseFloat(style.fontSize),
        text,
        capitals: capitals.length,
        small: small.map((one) => one.className),
        rows,
      };
    }, Object.keys(TEXT));
    assert.ok(found.size >= 16, `text of at least 16 px was expected, found ${found.size}`);
    assert.deepEqual(found.text, TEXT, "what text inherits from the page was expected to be taken back");
    assert.equal(found.capitals, 0, "no capitals from the partner's style were expected");
    assert.deepEqual(found.small, [], "no text below 14 px was expected");
    assert.ok(
      found.rows.every((height) => height >= 44),
      `rows of at least 44 px were expected, found ${found.rows}`,
    );
  };
  await walk(visit, JOURNEY, mouse, onEveryScreen);
});

inBrowser(
  "a page whose text is hidden, tiny, stretched and from right to left does not reach the widget",
  {
    html: host('pack="nl"', {
      head: "<style>main{visibility:visible;font:italic small-caps 6px/3 cursive;letter-spacing:1em;word-spacing:2em;text-transform:uppercase;text-indent:5em;text-align:right;white-space:pre;cursor:wait;text-shadow:1px 1px red} weg-wijzer{visibility:hidden}</style>",
    }),
  },
  async (visit) => {
    const text = await visit.find(".widget").evaluate((widget, properties) => {
      const style = getComputedStyle(widget);
      return Object.fromEntries(properties.map((property) => [property, style[property]]));
    }, Object.keys(TEXT));
    assert.deepEqual(text, TEXT);
    assert.ok(await visit.find(".widget").evaluate((widget) => parseFloat(getComputedStyle(widget).fontSize) >= 16));
  },
);

inBrowser(
  "a partner sets colours with custom properties, and of the NL Design System the same names count",
  {
    html: host('pack="nl" theme="light"', {
      head: "<style>weg-wijzer{--weg-wijzer-brand:rgb(120, 0, 80);--utrecht-form-control-border-color:rgb(1, 2, 3)}</style>",
    }),
  },
  async (visit) => {
    const colour = (css, property) =>
      visit
        .find(css)
        .first()
        .evaluate((one, property) => getComputedStyle(one)[property], property);
    assert.equal(await colour('[data-action="continue"]', "backgroundColor"), "rgb(120, 0, 80)");
    assert.equal(await colour(".option", "borderTopColor"), "rgb(1, 2, 3)");
  },
);

inBrowser(
  "on a page that scrolls smoothly, below a sticky header, the new heading comes into view after each step",
  { path: "hosts/partner.html" },
  async (visit) => {
    assert.equal(await visit.page.evaluate(() => getComputedStyle(document.documentElement).scrollBehavior), "smooth");
    await walk(visit, JOURNEY, keyboard, async ({ screen, question }) => {
      if (question !== "situation") await visit.assertFocus(".heading", `on the screen ${question ?? screen}`);
      await assertFocusInView(visit);
      await scrolled(visit);
      await assertFocusInView(visit);
    });
  },
);

/** Until the page stands still: its place is the same over ten frames. */
const scrolled = (visit) =>
  visit.page.evaluate(
    () =>
      new Promise((resolve) => {
        const look = (before, frames) => {
          if (frames === 10) return resolve();
          requestAnimationFrame(() => look(scrollY, scrollY === before ? frames + 1 : 0));
        };
        look(scrollY, 0);
      }),
  );

// --- Pages that do something on the way ---------------------------------------------------------------------------------

inBrowser(
  "on a page that hides it, nothing is fetched until it is shown",
  { path: "hosts/hidden.html", runs: false, engines: ENGINES },
  async (visit) => {
    await visit.page.waitForLoadState();
    await visit.page.evaluate(
      () => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))),
    );
    const fetched = () => visit.requests.filter(({ url }) => /packs|wasm|wegwijzer\./.test(url));
    assert.deepEqual(fetched(), [], "nothing but the loader was expected to be fetched");
    await visit.page.locator("#show").click();
    await visit.untilReady();
    await walk(visit, JOURNEY);
  },
);

inBrowser(
  "a router that takes it out and puts it back elsewhere takes no answer away",
  { path: "hosts/router.html", engines: ENGINES },
  async (visit) => {
    const show = (view) => visit.page.locator(`[data-view="${view}"]`).click();
    await answer(visit, "employed");
    await mouse.choose(visit, "other-work");
    await show("learn");
    assert.deepEqual(await checked(visit), ["other-work"], "the choice was expected to stay");
    await visit.step(() => mouse.goOn(visit));
    await show("work");
    assert.equal(await visit.question, "worries", "the same question was expected in the other view");
    await walk(visit, JOURNEY);
    const result = await visit.find("[part=body]").innerText();
    await show("learn");
    assert.equal(await visit.find("[part=body]").innerText(), result, "the result was expected to stay");
    assert.equal(await visit.count("ready"), 1, "one run was expected");
  },
);

inBrowser(
  "below a header that stays, on a page that scrolls smoothly, what has the focus is in view",
  { path: "hosts/sticky.html", engines: ENGINES },
  (visit) =>
    walk(visit, JOURNEY, keyboard, async ({ screen, question }) => {
      if (question !== "situation") await visit.assertFocus(".heading", `on the screen ${question ?? screen}`);
      await assertFocusInView(visit);
    }),
);

inBrowser(
  "where scripts are stripped, a plain link leads to the questions",
  { path: "hosts/stripped.html", runs: false, engines: ENGINES },
  async (visit) => {
    await visit.fallbackIsShown();
    await visit.page.locator("#start").click();
    await visit.untilReady();
    await walk(visit, JOURNEY);
  },
);

inBrowser(
  "printed with the page, the result is whole, and what can be pressed is not on the paper",
  { path: "hosts/print.html" },
  async (visit) => {
    await walk(visit, JOURNEY);
    const links = await visit.find("a:visible").count();
    await visit.page.emulateMedia({ media: "print" });
    assert.equal(await visit.find("button:visible, select:visible, input:visible").count(), 0, "no control was expected");
    assert.equal(await visit.find("a:visible").count(), links, "the ways to every service were expected");
    const { cut, folded } = await visit.find(".widget").evaluate((widget) => {
      const all = [widget, ...widget.querySelectorAll("*")].filter((one) => one.checkVisibility());
      const clips = (one) => !["visible"].includes(getComputedStyle(one).overflow) && !one.matches(".status");
      const over = (one) => one.scrollHeight > one.clientHeight || one.scrollWidth > one.clientWidth;
      const details = [...widget.querySelectorAll("details:not([hidden]) > :not(summary)")];
      return {
        cut: all.filter((one) => one instanceof HTMLElement && clips(one) && over(one)).map((one) => one.className),
        folded: details.filter((one) => !one.checkVisibility({ contentVisibilityAuto: true })).map((one) => one.className),
      };
    });
    assert.deepEqual(cut, [], "nothing was expected to be cut off");
    assert.deepEqual(folded, [], "nobody can open what is folded on paper: it was expected to be open");
    await visit.page.screenshot({ path: join(ROOT, "tests/screenshots/print.png"), fullPage: true });
  },
);

inBrowser(
  'printed, theme="dark" is dark words on white paper',
  { html: host('pack="nl" theme="dark"') },
  async (visit) => {
    const scheme = () => visit.find(".widget").evaluate((widget) => getComputedStyle(widget).colorScheme);
    assert.equal(await scheme(), "dark");
    await visit.page.emulateMedia({ media: "print" });
    assert.equal(await scheme(), "light");
  },
);

// --- The page untouched -------------------------------------------------------------------------------------------------

/** Notes which listeners our script puts on what belongs to the page, and what was there before any script ran. */
const keepTheHost = (context) =>
  context.addInitScript(() => {
    const listeners = [];
    const original = EventTarget.prototype.addEventListener;
    EventTarget.prototype.addEventListener = function (type, ...rest) {
      const inside = this instanceof Node && (this.getRootNode() instanceof ShadowRoot || !this.isConnected);
      // Playwright listens as well, to know where its clicks arrive.
      const ours = /weg-?wijzer\.[^/]*js/.test(new Error().stack);
      if (ours && !inside) listeners.push(`${this === window ? "window" : this.nodeName} ${type}`);
      return original.call(this, type, ...rest);
    };
    const prototypes = [Object, Array, EventTarget, Element, HTMLElement, Document, Event].map((one) => one.prototype);
    const state = () => prototypes.map((one) => Object.getOwnPropertyNames(one).join());
    Object.defineProperty(window, "host", {
      value: { listeners, state, before: state(), globals: Object.getOwnPropertyNames(window) },
    });
  });

inBrowser(
  "the page is not touched: no global, no listener, no style, no element, no attribute",
  { path: "hosts/partner.html", prepare: keepTheHost },
  async (visit) => {
    const plain = await (await fetch(new URL("hosts/partner.html", visit.server.url))).text();
    await walk(visit, JOURNEY);
    const found = await visit.page.evaluate((html) => {
      const fresh = new DOMParser().parseFromString(html, "text/html");
      const text = (page) => page.documentElement.outerHTML.replace(/\s+/g, " ");
      const named = [...document.querySelectorAll("[id]")].map((one) => one.id);
      const expected = [...window.host.globals, ...named, "host"];
      return {
        globals: Object.getOwnPropertyNames(window).filter((name) => !expected.includes(name) && !/^\d+$/.test(name)),
        prototypes: window.host.state().join() === window.host.before.join(),
        listeners: window.host.listeners,
        same: text(document) === text(fresh),
        sheets: document.styleSheets.length,
        adopted: document.adoptedStyleSheets.length,
      };
    }, plain);
    assert.deepEqual(found.globals, [], "no global was expected");
    assert.ok(found.prototypes, "no change of a prototype was expected");
    assert.deepEqual(found.listeners, [], "no listener on the page was expected");
    assert.ok(found.same, "the page's own elements and attributes were expected as the server sent them");
    assert.deepEqual([found.sheets, found.adopted], [1, 0], "the page's own stylesheet alone was expected");
  },
);

inBrowser(
  "the page's own form keeps its Enter, and its radio buttons their group",
  {
    html: host('pack="nl"', {
      after:
        '<form id="theirs"><input type="radio" name="situation" id="r1"><input type="radio" name="situation" id="r2" checked><input id="text"></form>',
    }),
    engines: ENGINES,
  },
  async (visit) => {
    await mouse.choose(visit, "employed");
    assert.ok(await visit.page.locator("#r2").isChecked(), "the page's own choice was expected to stay");
    await visit.page.locator("#r1").click();
    assert.ok(await visit.option("employed").locator("input").isChecked(), "the widget's choice was expected to stay");
    await visit.page.evaluate(() => {
      const form = document.querySelector("#theirs");
      form.addEventListener("submit", (event) => (event.preventDefault(), form.append("sent")));
    });
    await visit.page.locator("#text").click();
    await visit.page.keyboard.press("Enter");
    await visit.page.waitForFunction(() => document.querySelector("#theirs").textContent === "sent");
    assert.equal(await visit.question, "situation", "the widget was expected to stay where it is");
  },
);

inBrowser(
  "a widget inside a form of the page does not submit it",
  {
    html: host('pack="nl"')
      .replace("<main>", '<main><form action="/elsewhere" id="outer">')
      .replace("</main>", "</form></main>"),
    engines: ENGINES,
  },
  async (visit) => {
    await mouse.choose(visit, "benefit");
    await visit.step(() => visit.page.keyboard.press("Enter"));
    assert.ok((await visit.page.url()).endsWith("/host.html"), "the page was expected to stay");
    const sent = await visit.page.evaluate(() => [...new FormData(document.querySelector("#outer"))].length);
    assert.equal(sent, 0, "no answer was expected in the page's own form");
  },
);

// --- Paths --------------------------------------------------------------------------------------------------------------

inBrowser(
  "the folder works under another path",
  { site: { at: "/a/b/c/" }, path: "hosts/partner.html" },
  async (visit) => {
    await walk(visit, JOURNEY);
    const paths = visit.requests.map(({ url }) => new URL(url).pathname).filter((path) => !path.startsWith("/hosts/"));
    assert.ok(
      paths.length >= 4 && paths.every((path) => path.startsWith("/a/b/c/")),
      `only files below /a/b/c/ were expected: ${paths}`,
    );
  },
);

inBrowser("the stand-alone page works under another path", { site: { at: "/a/b/c/" }, path: "a/b/c/" }, (visit) =>
  walk(visit, {}),
);

inBrowser(
  "the folder works with packs behind a query on the script's address",
  {
    html: host('pack="nl"', { script: `${LOADER}?v=1#x` }),
  },
  (visit) => walk(visit, {}),
);

inBrowser(
  "what is fetched is the same for everybody, and nothing tells of the page or the person",
  { html: host('pack="nl" region="AM14"') },
  async (visit) => {
    await walk(visit, JOURNEY);
    for (const { url, headers } of visit.requests.filter(({ url }) => /packs|wasm/.test(url))) {
      assert.equal(new URL(url).search, "", "no query was expected");
      assert.ok(!headers.referer, `no referrer was expected, found ${headers.referer}`);
      assert.equal(headers.cookie, undefined, "no cookie was expected");
    }
  },
);

inBrowser(
  "a closed root beside an open one: both run",
  {
    html: host('pack="nl"', { after: `<weg-wijzer pack="nl" shadow="closed">${FALLBACK}</weg-wijzer>` }),
    runs: false,
  },
  async (visit) => {
    await visit.untilReady(2);
    await walk(visit, {});
  },
);
