/**
 * Every journey of tests/journeys.json, from the first question to the result, by mouse and by keyboard alone. A journey
 * names its pack and language; without them it is Dutch, in Dutch.
 *
 * On every screen: axe-core finds nothing, the focus is where it belongs, the console is silent, nothing is requested. The
 * result is the one that the engine gives outside of any browser, and the one that the journey promises.
 */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { assertAccessible } from "./accessibility.mjs";
import { host, stage } from "./driver.mjs";
import { regionName, runEngine, ui } from "./facts.mjs";
import { assertFocusInView, keyboard, mouse, walk } from "./hands.mjs";

const journeys = JSON.parse(readFileSync(new URL("../journeys.json", import.meta.url), "utf8")).map((journey) => ({
  pack: "nl",
  lang: "nl",
  ...journey,
}));
/** The result of each journey, outside of any browser; the engine is asked once for each pack. */
const results = new Map();
for (const pack of new Set(journeys.map((journey) => journey.pack))) {
  const group = journeys.filter((journey) => journey.pack === pack);
  const answers = group.map((journey) => journey.answers);
  runEngine(answers, pack).forEach((result, at) => results.set(group[at], result));
}

// The partner's page scrolls smoothly. Whoever looks waits for that, at the cost of minutes over all journeys.
const inBrowser = stage({
  rewrite: (html) => html.replace("</head>", "<style>html{scroll-behavior:auto!important}</style></head>"),
});

test("there is a journey for each situation that the design names", () => {
  const dutch = journeys.filter(({ pack }) => pack === "nl");
  assert.ok(dutch.length >= 18, `at least 18 Dutch journeys were expected, there are ${dutch.length}`);
});

journeys.forEach((journey) => {
  const result = results.get(journey);

  test(`the engine leads where the journey promises: ${journey.name}`, () => {
    assert.equal(result.error, undefined, "the engine was expected to take the answers");
    assert.deepEqual(result.ignored, [], "a journey was expected to name only questions that are asked on it");
    assert.equal(result.needs, undefined, "the place was expected to fit one municipality");
    const kinds = (role) => result.recommendations.filter((one) => one.role === role).map((one) => one.kind);
    assert.deepEqual(
      kinds("main"),
      journey.main,
      "these kinds of service were expected as the main step, in this order",
    );
    for (const role of ["first", "also", "person"]) {
      const missing = (journey[role] ?? []).filter((kind) => !kinds(role).includes(kind));
      assert.deepEqual(missing, [], `these kinds were expected with the role ${role}, beside ${kinds(role)}`);
    }
    const main = result.recommendations.filter((one) => one.role === "main");
    assert.ok(
      main.every((one) => one.fallback === Boolean(journey.fallback)),
      "a fallback was expected only where nothing is known",
    );
    assert.ok(
      main.every((one) => one.equal === main.length > 1),
      "several main steps were expected to be marked as equal",
    );
  });

  // Dutch: the stand-alone page by mouse; by keyboard a partner's page, with its own stops and its sticky header. Those
  // two pages are Dutch; the journeys of other packs have a page of their own.
  const page = (path) =>
    journey.pack === "nl" && journey.lang === "nl"
      ? { path }
      : { html: host(`pack="${journey.pack}" lang="${journey.lang}"`, { lang: journey.lang }) };
  inBrowser(`by mouse: ${journey.name}`, { axe: true, ...page("") }, (visit) => travel(visit, journey, result, mouse));
  inBrowser(`by keyboard: ${journey.name}`, { axe: true, ...page("hosts/partner.html") }, (visit) =>
    travel(visit, journey, result, keyboard),
  );
});

async function travel(visit, journey, result, hand) {
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
    await assertAccessible(visit, where);
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
    journey.fallback ? [text("fallback")] : [],
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
