/**
 * The walks that `wegwijzer walks` finds: together they choose every option, skip every question, show every rule, meet
 * every guard both ways and live in every group of places. Each by mouse, in the pack's own language, against the engine.
 */
import assert from "node:assert/strict";
import { test } from "node:test";
import { host, stage } from "./driver.mjs";
import { coveringWalks, languageOf, packs, runEngine } from "./facts.mjs";
import { mouse } from "./hands.mjs";
import { travel } from "./travel.mjs";

// What the engine decides does not depend on the browser; the journeys go through all three.
const inBrowser = stage();

for (const pack of packs()) {
  const walks = coveringWalks(pack);
  const lang = languageOf(pack);
  const results = runEngine(
    walks.map((walk) => walk.answers),
    pack,
  );

  test(`${pack}: there are walks that meet everything`, () => {
    assert.ok(walks.length > 0, "walks were expected");
    assert.ok(
      walks.every((walk) => walk.meets.length > 0),
      "each walk was expected to meet something that none before it met",
    );
  });

  walks.forEach(({ name, answers }, at) => {
    const html = host(`pack="${pack}" lang="${lang}"`, { lang });
    inBrowser(name, { html }, (visit) => travel(visit, { pack, lang, answers }, results[at], mouse));
  });
}
