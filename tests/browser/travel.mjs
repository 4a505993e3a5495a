/** One whole walk through the widget, and what its result must show. */
import assert from "node:assert/strict";
import { regionName, ui } from "./facts.mjs";
import { assertFocusInView, walk } from "./hands.mjs";

/**
 * Walks from the first question to the result, and holds it against what the engine says outside of any browser. On every
 * screen the focus is where it belongs, the console is silent and nothing is requested.
 *
 * @param {import("./driver.mjs").Visit} visit
 * @param {{pack: string, lang: string, answers: Record<string, string|string[]|null>}} journey
 * @param {ReturnType<typeof import("./facts.mjs").runEngine>[number]} result
 * @param {typeof import("./hands.mjs").mouse} hand
 * @param {(visit: import("./driver.mjs").Visit, where: string) => Promise<void>} [look] Called on every screen.
 */
export async function travel(visit, journey, result, hand, look = async () => {}) {
  const text = (key) => ui(key, journey.lang, journey.pack);
  assert.equal(await visit.find(".widget").getAttribute("data-language"), journey.lang, "this language was expected");
  assert.ok(await visit.hasFocus("body"), "the focus was expected to stay with the page on the first screen");
  let screens = 0;
  const { asked, place } = await walk(visit, journey.answers, hand, async ({ screen, question }) => {
    const where = `the screen ${question ?? screen}`;
    if (screens > 0) {
      await visit.assertFocus(".heading", `on ${where}`);
      await assertFocusInView(visit);
    }
    screens += 1;
    await look(visit, where);
    visit.assertQuiet();
  });
  await visit.assertNoRequestAfterReady();

  assert.deepEqual(asked, result.asked, "the questions were expected in the order of the engine");
  if (place) assert.equal(place, result.municipality, "the place was expected to be in this municipality");
  assert.deepEqual(
    await recommendations(visit, text),
    expected(result),
    "the recommendations of the engine were expected",
  );

  const region = await visit.find(".region").innerText();
  const somewhere = result.region ? regionName(result.region, journey.pack) : text("for-nobody");
  const says = result.asked.includes("place") ? somewhere : "";
  assert.ok(region.includes(says), `the result was expected to say "${says}", but says "${region}"`);
  const fallback = await visit.find('[data-role="main"] .notice:visible').allInnerTexts();
  assert.deepEqual(
    fallback,
    result.recommendations.filter((one) => one.role === "main" && one.fallback).map(() => text("fallback")),
    "who said nothing was expected to be told so, and nobody else",
  );
}

/** What the cards of the result show, in the order of the page, those behind "more" included. */
function recommendations(visit, text) {
  const words = { equal: text("role-main-equal"), nothing: text("because-nothing") };
  return visit.find("[data-role]").evaluateAll(
    (cards, words) =>
      cards.map((card) => ({
        role: card.dataset.role,
        equal: card.querySelector(".role").textContent === words.equal,
        fallback: !card.querySelector(".notice").hidden,
        rule: card.dataset.rule,
        step: card.dataset.step,
        service: card.dataset.service,
        links: [...card.querySelectorAll(".channels a")].map((link) => link.getAttribute("href")),
        address: !card.querySelector(".address").hidden,
        becauseOfAnswers: !card.querySelector(".because").textContent.includes(words.nothing),
      })),
    words,
  );
}

function expected({ recommendations }) {
  return recommendations.map(({ role, equal, fallback, rule, step, service, channels, reasons }) => ({
    role,
    equal,
    fallback,
    rule,
    step,
    service,
    links: [channels.url, channels.phone && `tel:${channels.phone.replace(/[^0-9+]/g, "")}`].filter(Boolean),
    address: Boolean(channels.address),
    becauseOfAnswers: reasons.length > 0,
  }));
}
