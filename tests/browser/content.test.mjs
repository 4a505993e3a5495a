/** What the widget says about its own content: who made it, from when it is, and how long it holds. */
import assert from "node:assert/strict";
import { ENGINES, host, stage } from "./driver.mjs";
import { reviewBy, ui } from "./facts.mjs";
import { walk } from "./hands.mjs";
import { press, services } from "./steps.mjs";

const inBrowser = stage({}, { engines: ENGINES });

/** Runs in the page, first of all: a clock that stands still. */
function stopTheClock(at) {
  window.Date = class extends Date {
    constructor(...parts) {
      super(...(parts.length ? parts : [at]));
    }
    static now = () => at;
  };
}

for (const [pack, lang, parts] of [
  ["nl", "nl", ["CBS", "86247NED", "GeoNames", "CC BY 4.0"]],
  ["no", "nb", ["Kartverket", "NLOD", "CC BY 4.0"]],
]) {
  inBrowser(
    `the page about the tool names who made the data, and that nobody has reviewed the content yet: ${pack}`,
    { html: host(`pack="${pack}" lang="${lang}"`, { lang }) },
    async (visit) => {
      await press(visit, "about");
      const text = await visit.find("[part=body]").innerText();
      for (const part of [...parts, ui("not-reviewed", lang, pack)]) {
        assert.ok(text.includes(part), `"${part}" was expected on the page about the tool`);
      }
    },
  );
}

inBrowser("every recommendation says where its knowledge comes from and of when that is", {}, async (visit) => {
  await walk(visit, {
    situation: "dismissed",
    worries: ["money", "law"],
    age: "under-27",
    diploma: "no",
    place: "Tilburg",
  });
  const sources = await visit.find("[data-role] .source").allTextContents();
  assert.ok(sources.length > 4, "several recommendations were expected");
  for (const text of sources) {
    assert.match(
      text,
      /^Bron: \S+.*, ((\d+ )?([a-z]+ )?\d{4}|zonder datum)\./,
      `a source and its date were expected, found: ${text}`,
    );
  }
});

inBrowser(
  "content past its day says that it may be old, and keeps the national entries",
  {
    init: [stopTheClock, Date.parse(reviewBy()) + 36 * 3600 * 1000],
  },
  async (visit) => {
    await walk(visit, { situation: "contract-ends", place: "AM14" });
    assert.ok(await visit.find("p", { hasText: ui("stale") }).isVisible(), "the person was expected to be told");
    const all = await visit.find("[data-service]").evaluateAll((cards) => cards.map((card) => card.dataset.service));
    assert.ok(all.includes("werkcentrum"), `the national entry was expected, found: ${all}`);
    assert.ok(
      all.every((service) => !/-am\d\d$/.test(service)),
      `no regional entry was expected, found: ${all}`,
    );
  },
);

inBrowser(
  "content on its last day is shown whole",
  {
    init: [stopTheClock, Date.parse(`${reviewBy()}T12:00:00`)],
  },
  async (visit) => {
    await walk(visit, { situation: "contract-ends", place: "AM14" });
    assert.equal(await visit.find("p", { hasText: ui("stale") }).count(), 0, "no notice was expected yet");
    assert.ok((await services(visit, "main")).includes("werkcentrum-am14"));
  },
);
