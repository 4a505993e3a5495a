/**
 * Every journey of tests/journeys.json, from the first question to the result, by mouse and by keyboard alone. A journey
 * names its pack and language; without them it is Dutch, in Dutch.
 *
 * On every screen: the focus is where it belongs, the console is silent, nothing is requested, and axe-core finds nothing; by
 * keyboard it looks in Chromium alone, because the screens are those that it sees by mouse in all. The result is the one that
 * the engine gives outside of any browser, and the one that the journey promises.
 */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { assertAccessible } from "./accessibility.mjs";
import { ENGINES, host, stage } from "./driver.mjs";
import { runEngine } from "./facts.mjs";
import { keyboard, mouse } from "./hands.mjs";
import { travel } from "./travel.mjs";

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
const inBrowser = stage(
  { rewrite: (html) => html.replace("</head>", "<style>html{scroll-behavior:auto!important}</style></head>") },
  { engines: ENGINES },
);

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
  inBrowser(`by mouse: ${journey.name}`, { axe: true, ...page("") }, (visit) => 
    travel(visit, journey, result, mouse, assertAccessible),
  );
  inBrowser(`by keyboard: ${journey.name}`, { axe: true, ...page("hosts/partner.html") }, (visit) =>
    travel(visit, journey, result, keyboard, visit.engine === "chromium" ? assertAccessible : undefined),
  );
});
