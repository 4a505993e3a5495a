/**
 * keep="tab": off unless the page asks; said to the person and refusable; over after an hour; and a browser that allows no
 * storage takes nothing away.
 */
import assert from "node:assert/strict";
import { ENGINES, FALLBACK, host, stage } from "./driver.mjs";
import { ui, version } from "./facts.mjs";
import { mouse, walk } from "./hands.mjs";
import { LEARNER, answer, checked, press } from "./steps.mjs";

const inBrowser = stage({}, { engines: ENGINES });

const KEY = `weg-wijzer ${version()} nl 0`;
const page = { html: host('pack="nl" keep="tab"') };

const stored = (visit) => visit.page.evaluate(() => ({ ...sessionStorage }));

/** Opens the same page again in the same tab. */
async function again(visit) {
  await visit.page.reload();
  await visit.untilReady();
}

inBrowser("without keep nothing is stored, and a reload begins anew", { html: host('pack="nl"') }, async (visit) => {
  await answer(visit, "benefit");
  assert.deepEqual(await stored(visit), {});
  assert.ok(!(await visit.action("forget").isVisible()), "nothing was expected to be said of keeping");
  await again(visit);
  assert.equal(await visit.question, "situation");
});

inBrowser("with keep, who comes back in the middle is at the question where they were", page, async (visit) => {
  assert.deepEqual(await stored(visit), {}, "nothing was expected to be stored before an answer");
  assert.ok((await visit.find("[part=body]").innerText()).includes(ui("keep")), "the person was expected to be told");
  await answer(visit, "benefit");
  await again(visit);
  assert.equal(await visit.question, "worries");
  assert.ok(await visit.hasFocus("body"), "the focus was expected to stay with the page");
  await press(visit, "back");
  assert.deepEqual(await checked(visit), ["benefit"]);
});

inBrowser("with keep, who comes back after the end sees the same result", page, async (visit) => {
  await walk(visit, LEARNER);
  const result = await visit.find("[part=body]").innerText();
  await again(visit);
  assert.equal(await visit.screen, "result");
  assert.equal(await visit.find("[part=body]").innerText(), result);
});

inBrowser("the person can refuse: what was kept goes, and nothing is kept from then on", page, async (visit) => {
  await answer(visit, "benefit");
  assert.deepEqual(Object.keys(await stored(visit)), [KEY]);
  await press(visit, "back");
  await visit.action("forget").click();
  await visit.page.waitForFunction((key) => /^\d+ refused$/.test(sessionStorage[key]), KEY);
  const nothing = await stored(visit);
  await answer(visit, "employed");
  assert.deepEqual(await stored(visit), nothing, "the refusal alone was expected, without an answer");
  assert.equal(await visit.question, "goal", "the answers themselves were expected to stay");
  await again(visit);
  assert.equal(await visit.question, "situation", "nothing was expected to have been kept");
  assert.ok(!(await visit.action("forget").isVisible()), "the refusal was expected to hold on the next page too");
  await answer(visit, "benefit");
  assert.deepEqual(await stored(visit), nothing);
});

inBrowser(
  "two widgets keep their answers apart",
  { html: host('pack="nl" keep="tab"', { after: `<weg-wijzer pack="nl" keep="tab" id="two">${FALLBACK}</weg-wijzer>` }), runs: false },
  async (visit) => {
    await visit.untilReady(2);
    const two = visit.page.locator("#two");
    await answer(visit, "benefit");
    await visit.step(async () => {
      await two.locator('[data-option="employed"]').click();
      await two.locator('[data-action="continue"]').click();
    });
    assert.deepEqual(Object.keys(await stored(visit)).sort(), [KEY, KEY.replace(/0$/, "two")].sort());
    await visit.page.reload();
    await visit.untilReady(2);
    assert.equal(await visit.question, "worries");
    assert.equal(await two.locator("form").getAttribute("data-question"), "goal");
    await press(visit, "delete");
    assert.deepEqual(Object.keys(await stored(visit)), [KEY.replace(/0$/, "two")], "the other's were expected to stay");
  },
);

inBrowser("what was answered before a reload is not told again, and a result that comes back is", page, async (visit) => {
  await walk(visit, LEARNER);
  await again(visit);
  const names = (await visit.events()).map(({ name }) => name);
  assert.deepEqual(names, ["shown", "result", "ready"]);
});

inBrowser("deleting the answers deletes what is kept", page, async (visit) => {
  await answer(visit, "benefit");
  await press(visit, "delete");
  assert.deepEqual(await stored(visit), {});
});

inBrowser("after an hour nothing comes back, and it is gone from the tab", page, async (visit) => {
  await answer(visit, "benefit");
  const [until] = Object.values(await stored(visit))[0].split(" ");
  const left = Number(until) - (await visit.page.evaluate(() => Date.now()));
  assert.ok(left > 3_500_000 && left <= 3_600_000, `an hour was expected, found ${left} ms`);
  await visit.page.evaluate(
    (key) => (sessionStorage[key] = sessionStorage[key].replace(/^\d+/, String(Date.now() - 1))),
    KEY,
  );
  await again(visit);
  assert.equal(await visit.question, "situation");
  assert.deepEqual(await stored(visit), {});
});

for (const rubbish of ["", "x", "9999999999999", "9999999999999 nl\nsituation=\u{0}\nworries=none,none\nnothing=1\n=\n==", "NaN nl"]) {
  inBrowser(
    `something else in the place of what was kept: ${JSON.stringify(rubbish)}`,
    { ...page, init: [([key, text]) => location.protocol === "http:" && sessionStorage.setItem(key, text), [KEY, rubbish]] },
    async (visit) => {
      assert.equal(await visit.question, "situation");
      assert.ok(await visit.action("forget").isVisible(), "the person was expected to be told that answers are kept");
      await walk(visit, {});
    },
  );
}

inBrowser(
  "a browser that allows no storage",
  {
    ...page,
    init: () =>
      Object.defineProperty(window, "sessionStorage", {
        get() {
          throw new DOMException("The operation is insecure.", "SecurityError");
        },
      }),
  },
  async (visit) => {
    await walk(visit, LEARNER);
  },
);

inBrowser(
  "a storage that is full",
  {
    ...page,
    // Writing throws, as it does when there is no room left.
    init: () => Object.defineProperty(window, "sessionStorage", { value: Object.freeze({}) }),
  },
  async (visit) => {
    await mouse.choose(visit, "benefit");
    await walk(visit, LEARNER);
  },
);
