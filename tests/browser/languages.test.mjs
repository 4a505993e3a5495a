/** Which language the widget speaks, and that another one costs the person nothing. */
import assert from "node:assert/strict";
import { ENGINES, host, stage } from "./driver.mjs";
import { ui } from "./facts.mjs";
import { mouse } from "./hands.mjs";
import { answer, checked, press, skipToPlace, type } from "./steps.mjs";

const inBrowser = stage({}, { engines: ENGINES });

const inEnglish = (visit) => visit.find("select.language").selectOption({ label: ui("language-name", "en") });

inBrowser(
  "another language keeps the answers, the place on the way, and what is chosen but not yet said",
  {},
  async (visit) => {
    await answer(visit, "benefit");
    await mouse.choose(visit, "money");
    await inEnglish(visit);
    await visit.find('.widget[data-language="en"][lang="en"]').waitFor();
    assert.equal(await visit.question, "worries", "the same question was expected");
    assert.deepEqual(await checked(visit), ["money"], "the choice was expected to be kept");
    assert.equal(await visit.action("continue").innerText(), ui("next", "en"));
    await visit.step(() => mouse.goOn(visit));
    await press(visit, "back");
    await press(visit, "back");
    assert.deepEqual(await checked(visit), ["benefit"], "the earlier answer was expected to be kept");
  },
);

inBrowser("another language keeps what is typed", {}, async (visit) => {
  await skipToPlace(visit);
  await type(visit, "Til");
  await inEnglish(visit);
  await visit.find('.widget[data-language="en"]').waitFor();
  assert.equal(await visit.find("#place").inputValue(), "Til", "the typed letters were expected to be kept");
});

for (const [attributes, language, page] of [
  ['pack="nl" lang="nl-BE"', "nl", "en"],
  ['pack="nl" lang="en-GB"', "en", "nl"],
  ['pack="nl"', "en", "en-US"],
  ['pack="nl" lang="en"', "en", "nl"],
]) {
  inBrowser(
    `the element with ${attributes} on a page in ${page} speaks ${language}`,
    { html: host(attributes, { lang: page }) },
    async (visit) => {
      assert.equal(await visit.find(".widget").getAttribute("data-language"), language);
    },
  );
}

inBrowser(
  "a page without a language: the browser's own counts",
  {
    html: host('pack="nl"').replace('<html lang="nl">', "<html>"),
    browser: { locale: "en-US" },
  },
  async (visit) => {
    assert.equal(await visit.find(".widget").getAttribute("data-language"), "en");
  },
);

inBrowser(
  "a language that the pack does not have warns once, and the page's is taken",
  { html: host('pack="nl" lang="xx"') },
  async (visit) => {
    assert.equal(await visit.find(".widget").getAttribute("data-language"), "nl");
    const [line, ...others] = visit.takeConsole();
    assert.equal(line, 'warning: <weg-wijzer>: lang="xx" is not in this pack, which has nl, en.');
    assert.deepEqual(others, [], "one warning was expected");
  },
);

inBrowser(
  "the page may change the language later, but not over the person's choice",
  { html: host('pack="nl" lang="nl"') },
  async (visit) => {
    await visit.element.evaluate((element) => element.setAttribute("lang", "en"));
    await visit.find('.widget[data-language="en"]').waitFor();
    await visit.find("select.language").selectOption({ label: ui("language-name", "nl") });
    await visit.find('.widget[data-language="nl"]').waitFor();
    await visit.element.evaluate((element) => element.setAttribute("lang", "nl-BE"));
    await visit.element.evaluate((element) => element.setAttribute("lang", "en"));
    await answer(visit, "benefit");
    assert.equal(
      await visit.find(".widget").getAttribute("data-language"),
      "nl",
      "the person's choice was expected to stay",
    );
  },
);
