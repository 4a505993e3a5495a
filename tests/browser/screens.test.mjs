/**
 * Every kind of screen, at every width, light and dark: nothing runs over, nothing is cut off, every target is big enough.
 * The pictures go to tests/screenshots/, for people to look at.
 */
import assert from "node:assert/strict";
import { mkdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { assertAccessible } from "./accessibility.mjs";
import { ENGINES, host, stage } from "./driver.mjs";
import { mouse, walk } from "./hands.mjs";
import { answer, press, type } from "./steps.mjs";

const PICTURES = fileURLToPath(new URL("../screenshots/", import.meta.url));
mkdirSync(PICTURES, { recursive: true });

const WIDTHS = [320, 768, 1280];

// What needs pictures of whole pages, another medium in the middle of a visit, or a window of 320 px is for Chromium.
const inBrowser = stage();

/** Goes to every kind of screen; `look` is called on each with a name. */
async function tour(visit, look) {
  await look("question");
  await visit.refused(() => mouse.goOn(visit));
  await look("question-error");
  await mouse.choose(visit, "employed");
  await look("question-chosen");
  await answer(visit, "employed");
  await answer(visit, "learn");
  await mouse.choose(visit, "money");
  await mouse.choose(visit, "language");
  await look("many");
  await answer(visit, "law", "basic-skills", "care");
  await answer(visit, "other-reason");
  await answer(visit, "27-to-66");
  await answer(visit, "no");
  await answer(visit, "technical");
  await mouse.choose(visit, "agree", "want");
  await mouse.choose(visit, "partly", "know");
  await look("statements");
  await mouse.choose(visit, "disagree", "dare");
  await visit.step(() => mouse.goOn(visit));
  await look("place");
  await type(visit, "Berg");
  await visit.find('#place[aria-expanded="true"]').waitFor();
  await visit.page.keyboard.press("ArrowDown");
  await visit.find('#place[aria-activedescendant="suggestion-0"]').waitFor();
  await look("place-suggestions");
  await type(visit, "Qxyzzy-aan-de-Lange-Rivier-in-het-Verre-Noorden");
  await visit.refused(() => mouse.goOn(visit));
  await look("place-error");
  await press(visit, "list");
  await look("regions");
  await press(visit, "type");
  await type(visit, "Bergen");
  await visit.step(() => mouse.goOn(visit));
  await look("which");
  await press(visit, "type");
  await type(visit, "Waalwijk");
  await visit.step(() => mouse.goOn(visit));
  await look("result");
  for (const more of await visit.find("summary:visible").all()) await more.click();
  await look("result-more");
  await press(visit, "review");
  await look("review");
  await press(visit, "talk");
  await look("talk");
  await press(visit, "close");
  await press(visit, "about");
  await look("about");
  await press(visit, "delete");
  await walk(visit, { situation: "employed", goal: "change-workplace", worries: ["none"], place: "Amersfoort" });
  await look("result-equals");
  await press(visit, "delete");
  await walk(visit, {
    situation: "dismissed",
    goal: "money-rights",
    worries: ["law"],
    age: "27-to-66",
    place: "Groningen",
  });
  await look("result-first");
  await press(visit, "delete");
  await walk(visit, {});
  await look("result-fallback");
  await press(visit, "delete");
  await visit.find("select.language").selectOption({ index: 1 });
  await look("question-english");
}

/** Nothing is wider than its place, nothing is cut off, and every target can be hit. */
async function assertFits(visit, where) {
  const { page, outside, small } = await visit.page.evaluate(() => {
    const root = document.querySelector("weg-wijzer").shadowRoot;
    const widget = root.querySelector(".widget");
    const box = widget.getBoundingClientRect();
    const name = (one) =>
      `${one.tagName.toLowerCase()}.${one.className.baseVal ?? one.className} "${one.textContent.trim().slice(0, 40)}"`;
    const drawn = [...widget.querySelectorAll("*")].filter(
      (one) => one.checkVisibility() && !one.closest(".unseen, .status, option"),
    );
    const outside = [];
    for (const one of drawn) {
      const at = one.getBoundingClientRect();
      if (
        at.width &&
        (at.left < box.left - 1 || at.right > box.right + 1 || at.top < box.top - 1 || at.bottom > box.bottom + 1)
      ) {
        outside.push(
          `${name(one)} ends outside the widget: ${Math.round(at.left - box.left)} to ${Math.round(at.right - box.left)} of ${Math.round(box.width)}`,
        );
      }
      const inline = getComputedStyle(one).display === "inline";
      if (!inline && one instanceof HTMLElement && !["SELECT", "INPUT", "PROGRESS"].includes(one.tagName)) {
        if (one.scrollWidth > one.clientWidth + 1)
          outside.push(`${name(one)} holds ${one.scrollWidth} px in ${one.clientWidth}`);
        const cut = getComputedStyle(one).overflowY !== "visible";
        if (cut && one.scrollHeight > one.clientHeight + 1)
          outside.push(`${name(one)} is cut off: ${one.scrollHeight} px in ${one.clientHeight}`);
      }
      if (one.tagName === "SELECT" || one.id === "place") {
        if (at.right > one.parentElement.getBoundingClientRect().right + 1)
          outside.push(`${name(one)} is wider than its place`);
      }
    }
    const small = [];
    for (const one of drawn.filter((one) =>
      one.matches("a, button, select, summary, input:not([type=radio], [type=checkbox]), .option, [role=option]"),
    )) {
      const { width, height } = one.getBoundingClientRect();
      const least = one.matches(".option") ? 44 : 24;
      if (width < 24 || height < least) small.push(`${name(one)} is ${Math.round(width)} by ${Math.round(height)} px`);
    }
    const html = document.documentElement;
    return { page: html.scrollWidth - html.clientWidth, outside, small };
  });
  assert.deepEqual(outside, [], `everything was expected inside and whole on ${where}`);
  assert.ok(page <= 0, `no sideways scrolling was expected on ${where}, but the page is ${page} px too wide`);
  assert.deepEqual(small, [], `targets of at least 24 by 24 px, and rows of 44, were expected on ${where}`);
}

const resize = (visit, width) => visit.page.setViewportSize({ width, height: width < 500 ? 720 : 900 });

/** Adds rules inside the shadow root, as a person's own style sheet or browser does. */
const addRules = (visit, css) =>
  visit.element.evaluate((element, css) => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(css);
    element.shadowRoot.adoptedStyleSheets.push(sheet);
  }, css);

inBrowser(
  "every screen of the stand-alone page fits at 320, 768 and 1280 px, light and dark",
  { browser: { reducedMotion: "reduce" } },
  (visit) =>
    tour(visit, async (name) => {
      for (const width of WIDTHS) {
        await resize(visit, width);
        await assertFits(visit, `${name} at ${width} px`);
        for (const colorScheme of ["light", "dark"]) {
          await visit.page.emulateMedia({ colorScheme });
          await visit.page.screenshot({ path: `${PICTURES}${name}-${width}-${colorScheme}.png`, fullPage: true });
        }
        await visit.page.emulateMedia({ colorScheme: "light" });
      }
    }),
);

const ON_PARTNER = [
  "question",
  "many",
  "statements",
  "place-suggestions",
  "question-error",
  "result",
  "review",
  "talk",
];

inBrowser("every screen fits on a partner's page", { path: "hosts/partner.html" }, (visit) =>
  tour(visit, async (name) => {
    for (const width of [320, 1280]) {
      await resize(visit, width);
      await assertFits(visit, `${name} on the partner's page at ${width} px`);
      if (ON_PARTNER.includes(name)) {
        await visit.page.screenshot({ path: `${PICTURES}partner-${name}-${width}.png`, fullPage: true });
      }
    }
  }),
);

for (const colorScheme of ["light", "dark"]) {
  inBrowser(
    `axe-core finds nothing wrong on any screen, ${colorScheme}`,
    { engines: ENGINES, axe: true, path: "hosts/plain.html", browser: { colorScheme } },
    (visit) => tour(visit, (name) => assertAccessible(visit, `${name}, ${colorScheme}`)),
  );
}

inBrowser(
  "every screen fits in a column of 280 px on a wide screen",
  {
    engines: ENGINES,
    html: host('pack="nl"').replace("<main>", '<main style="inline-size:280px">'),
    browser: { viewport: { width: 1280, height: 900 } },
  },
  (visit) => tour(visit, (name) => assertFits(visit, `${name} in a column of 280 px`)),
);

inBrowser("a person's own text spacing loses nothing (WCAG 1.4.12)", { path: "hosts/plain.html" }, async (visit) => {
  await addRules(
    visit,
    "*{line-height:1.5!important;letter-spacing:.12em!important;word-spacing:.16em!important}p{margin-block-end:2em!important}",
  );
  await tour(visit, async (name) => {
    for (const width of [320, 1280]) {
      await resize(visit, width);
      await assertFits(visit, `${name} with wide spacing at ${width} px`);
      if (width === 320)
        await visit.page.screenshot({ path: `${PICTURES}spacing-${name}-${width}.png`, fullPage: true });
    }
  });
});

inBrowser(
  "text at 200 % loses nothing (WCAG 1.4.4)",
  { html: host('pack="nl"', { head: "<style>html{font-size:200%}</style>" }) },
  (visit) =>
    tour(visit, async (name) => {
      for (const width of [320, 640, 1280]) {
        await resize(visit, width);
        await assertFits(visit, `${name} with text at 200 % at ${width} px`);
        if (width === 640)
          await visit.page.screenshot({ path: `${PICTURES}large-${name}-${width}.png`, fullPage: true });
      }
    }),
);

inBrowser(
  "in forced colours every screen fits, and edges tell what is chosen and what has the focus",
  {
    path: "hosts/plain.html",
    browser: { forcedColors: "active" },
  },
  async (visit) => {
    await tour(visit, async (name) => {
      await resize(visit, 768);
      await assertFits(visit, `${name} in forced colours`);
      await visit.page.screenshot({ path: `${PICTURES}forced-${name}-768.png`, fullPage: true });
      if (name === "question-chosen") {
        const outline = (css) =>
          visit
            .find(css)
            .first()
            .evaluate((row) => getComputedStyle(row).outlineStyle);
        assert.notEqual(await outline('[data-option="employed"]'), "none", "an edge was expected on what is chosen");
        assert.equal(await outline('[data-option="benefit"]'), "none", "no edge was expected on what is not");
      }
      for (const card of name.startsWith("result") ? await visit.find(".card:visible").all() : []) {
        const border = await card.evaluate((one) => parseFloat(getComputedStyle(one).borderTopWidth));
        assert.ok(border > 0, "an edge was expected around each card");
      }
    });
  },
);

inBrowser(
  "what the page shows when the widget fails fits as well",
  { path: "hosts/partner.html", runs: false, site: { missing: [/\.wasm$/] } },
  async (visit) => {
    await visit.until("error");
    for (const width of [320, 1280]) {
      await resize(visit, width);
      await visit.page.screenshot({ path: `${PICTURES}failed-${width}.png`, fullPage: true });
      const wide = await visit.page.evaluate(
        () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
      );
      assert.ok(wide <= 0, `no sideways scrolling was expected at ${width} px`);
    }
    visit.takeConsole();
  },
);
