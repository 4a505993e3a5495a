/**
 * keep="tab": off unless the page asks; said to the person and refusable; over after an hour; and a browser that allows no
 * storage takes nothing away.
 */
import assert from "node:assert/strict";
import { ENGINES, host, stage } from "./driver.mjs";
import { ui, version } from "./facts.mjs";
import { mouse, walk } from "./hands.mjs";
import { LEARNER, answer, checked, press } from "./steps.mjs";

const inBrowser = stage({}, { engines: ENGINES });

const KEY = `weg-wijzer ${version()} nl`;
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
  assert.ok(await visit.find(`text=${ui("keep")}`).isVisible(), "the person was expected to be told");
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
  await visit.page.waitForFunction(() => sessionStorage.length === 0);
  await answer(visit, "employed");
  assert.deepEqual(await stored(visit), {});
  assert.equal(await visit.question, "goal", "the answers themselves were expected to stay");
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
    { ...page, init: [([key, text]) => sessionStorage.setItem(key, text), [KEY, rubbish]] },
    async (visit) => {
      assert.equal(await visit.question, "situation");
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
