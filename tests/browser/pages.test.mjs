/** The questions of each pack as a page of their own: for a link or a frame, and for where the widget cannot run. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { assertAccessible } from "./accessibility.mjs";
import { ENGINES, host, stage } from "./driver.mjs";
import { languageOf, packs } from "./facts.mjs";
import { walk } from "./hands.mjs";

const inBrowser = stage({}, { engines: ENGINES });
const journeys = JSON.parse(readFileSync(new URL("../journeys.json", import.meta.url), "utf8"));

/** Where the page of a pack lies. */
const pageOf = (pack) => (pack === "nl" ? "index.html" : `${pack}.html`);

for (const pack of packs()) {
  const lang = languageOf(pack);

  inBrowser(
    `where the questions of ${pack} cannot run, the link leads to their own page`,
    { html: host(`pack="${pack}"`, { lang }), runs: false, init: () => delete window.WebAssembly },
    async (visit) => {
      await visit.until("error");
      const link = await visit.element.locator("p[role=status] a").evaluate((one) => one.href);
      assert.equal(link, new URL(pageOf(pack), visit.server.url).href);
      // What is said of it is the business of failures.test.mjs.
      await visit.listen();
      visit.takeConsole();
    },
  );

  inBrowser(
    `the page of ${pack} says everything in its language, is accessible, and leads to a result`,
    { path: pageOf(pack), axe: true, browser: { locale: "de-DE" } },
    async (visit) => {
      const page = await visit.page.evaluate(() => ({
        lang: document.documentElement.lang,
        shown: document.querySelector("weg-wijzer").shadowRoot.querySelector(".widget").lang,
        around: [document.title, document.querySelector("meta[name=description]").content, document.querySelector("h1").innerText],
      }));
      assert.equal(page.lang, lang, "the language of the page was expected to be the pack's first");
      assert.equal(page.shown, lang, "the questions were expected in the language of the page");
      assert.ok(page.around.every(Boolean), `a title, a description and a heading were expected, found ${page.around}`);
      await assertAccessible(visit, pageOf(pack), "body");
      await walk(visit, journeys.find((journey) => (journey.pack ?? "nl") === pack).answers);
      assert.equal(await visit.screen, "result");
    },
  );
}
