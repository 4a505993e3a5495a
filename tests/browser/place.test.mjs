/** The question where a person lives: typed, suggested, chosen from a list, asked further, or given by the page. */
import assert from "node:assert/strict";
import { ENGINES, host, stage } from "./driver.mjs";
import { eventually } from "./engines/programs.mjs";
import { regionName, ui } from "./facts.mjs";
import { mouse, walk } from "./hands.mjs";
import { answer, checked, press, said, services, skipToPlace, type } from "./steps.mjs";

const inBrowser = stage({}, { engines: ENGINES });

// --- Place ---

for (const [typed, region] of [
  ["1011", "AM18"],
  ["1011ab", "AM18"],
  ["1011 AB", "AM18"],
  ["tilburg", "AM26"],
  ["TILBURG", "AM26"],
  ["den haag", "AM21"],
  ["Udenhout", "AM26"],
  ["s-Gravenhage", "AM21"],
]) {
  inBrowser(`"${typed}" and Enter is a place in ${region}`, {}, async (visit) => {
    await skipToPlace(visit);
    await type(visit, typed);
    await visit.step(() => visit.page.keyboard.press("Enter"));
    assert.equal(await visit.screen, "result");
    const line = await visit.find(".region").innerText();
    assert.ok(line.includes(regionName(region)), `the region ${regionName(region)} was expected, found: ${line}`);
  });
}

for (const typed of ["Bergen", "7351"]) {
  inBrowser(`"${typed}" fits several municipalities: the person is asked which`, { axe: true }, async (visit) => {
    await skipToPlace(visit);
    await type(visit, typed);
    await visit.step(() => visit.page.keyboard.press("Enter"));
    assert.equal(await visit.screen, "which");
    await visit.assertFocus(".heading");
    assert.equal(await visit.heading(), ui("which-title").replace("{typed}", typed));
    const rows = await visit.find("[data-option]").evaluateAll((all) => all.map((row) => row.dataset.option));
    assert.ok(
      rows.length > 1 && rows.every((row) => /^GM\d{4}$/.test(row)),
      `several municipalities were expected: ${rows}`,
    );
    await visit.refused(() => mouse.goOn(visit));
    await visit.find(".errors a").click();
    await visit.find(`[data-option="${rows[0]}"] input:focus`).waitFor();
    const name = (await visit.option(rows[1]).innerText()).split("\n")[0];
    await answer(visit, rows[1]);
    assert.equal(await visit.screen, "result");
    assert.ok((await visit.find(".region").innerText()).includes(name), `${name} was expected in the result`);
  });
}

inBrowser("none of several municipalities: back to typing", {}, async (visit) => {
  await skipToPlace(visit);
  await type(visit, "Bergen");
  await visit.step(() => visit.page.keyboard.press("Enter"));
  await press(visit, "type");
  assert.equal(await visit.screen, "place");
  await press(visit, "skip");
  assert.equal(await visit.screen, "result");
});

inBrowser("a place that nobody knows is an error with the typed words, which stay to be mended", {}, async (visit) => {
  await skipToPlace(visit);
  await visit.refused(() => mouse.goOn(visit));
  assert.equal(await visit.find(".errors a").innerText(), ui("place-empty"));
  await type(visit, "Qxyzzy");
  await visit.refused(() => visit.page.keyboard.press("Enter"));
  assert.equal(await visit.find(".errors a").innerText(), ui("place-unknown").replace("{typed}", "Qxyzzy"));
  assert.equal(await visit.find("#place").inputValue(), "Qxyzzy", "what was typed was expected to stay");
  assert.equal(await visit.find("#place").getAttribute("aria-invalid"), "true");
  await visit.find(".errors a").click();
  await visit.find("#place:focus").waitFor();
  await type(visit, "Tilburg");
  await visit.step(() => visit.page.keyboard.press("Enter"));
  assert.equal(await visit.screen, "result");
});

inBrowser("a region from the list is a place, and is shown again when it is changed", {}, async (visit) => {
  await skipToPlace(visit);
  await press(visit, "list");
  assert.equal(await visit.screen, "regions");
  assert.equal(await visit.find("#region option").count(), 36, "35 regions and one empty entry were expected");
  await visit.refused(() => mouse.goOn(visit));
  await visit.find(".errors a").click();
  await visit.find("#region:focus").waitFor();
  await visit.find("#region").selectOption({ label: regionName("AM14") });
  await visit.step(() => mouse.goOn(visit));
  assert.ok((await visit.find(".region").innerText()).includes(regionName("AM14")));
  assert.ok((await services(visit, "main")).includes("werkcentrum-am14"), "the region's own entry was expected");
  await press(visit, "change");
  assert.equal(
    await visit.find("#place").inputValue(),
    regionName("AM14"),
    "the region was expected to be shown again",
  );
});

/** The list of suggestions as assistive technology is told of it. */
const combobox = (visit) =>
  visit.find("#place").evaluate((box) => {
    const active = box.getAttribute("aria-activedescendant");
    const list = box.getRootNode().getElementById(box.getAttribute("aria-controls"));
    const open = Boolean(list) && list.getClientRects().length > 0;
    return {
      expanded: box.getAttribute("aria-expanded"),
      open,
      active: active ? box.getRootNode().getElementById(active)?.getAttribute("aria-selected") : null,
      selected: open ? [...list.querySelectorAll('[aria-selected="true"]')].map((one) => one.id) : [],
      value: box.value,
    };
  });

inBrowser(
  "suggestions by keyboard: arrows move, Escape closes, Enter takes one and does not yet go on",
  { axe: true },
  async (visit) => {
    await skipToPlace(visit);
    const key = async (name, state) => {
      await visit.page.keyboard.press(name);
      await visit.find(`#place${state}`).waitFor();
    };
    const closed = { expanded: "false", open: false, active: null, selected: [] };
    const at = (id) => ({ expanded: "true", open: true, active: "true", selected: [id] });
    await type(visit, "Til");
    await visit.find('#place[aria-expanded="true"]').waitFor();
    assert.deepEqual(await combobox(visit), { expanded: "true", open: true, active: null, selected: [], value: "Til" });
    const count = await visit.find("[role=option]").count();
    await key("ArrowDown", '[aria-activedescendant="suggestion-0"]');
    assert.deepEqual(await combobox(visit), { ...at("suggestion-0"), value: "Til" });
    await key("ArrowUp", `[aria-activedescendant="suggestion-${count - 1}"]`);
    await key("ArrowDown", '[aria-activedescendant="suggestion-0"]');
    await key("ArrowDown", '[aria-activedescendant="suggestion-1"]');
    assert.deepEqual(await combobox(visit), { ...at("suggestion-1"), value: "Til" });
    await key("Escape", '[aria-expanded="false"]');
    assert.deepEqual(
      await combobox(visit),
      { ...closed, value: "Til" },
      "Escape was expected to close and keep what was typed",
    );
    await key("ArrowDown", '[aria-activedescendant="suggestion-0"]');
    await key("Enter", '[aria-expanded="false"]');
    assert.deepEqual(
      await combobox(visit),
      { ...closed, value: "Tilburg" },
      "Enter was expected to take the suggestion",
    );
    assert.equal(await visit.screen, "place", "a suggestion that is taken was expected not to go on by itself");
    await visit.assertFocus("#place", "after a suggestion was taken");
    await visit.step(() => visit.page.keyboard.press("Enter"));
    assert.match(await visit.find(".region").innerText(), /Tilburg/);
  },
);

inBrowser("a suggestion by mouse is taken and the box keeps the focus", {}, async (visit) => {
  await skipToPlace(visit);
  await type(visit, "Berg");
  await visit.find("[role=option]", { hasText: "Limburg" }).first().waitFor();
  const wanted = visit.find('[role=option][data-place="GM0893"]').first();
  const name = await wanted.locator("span").innerText();
  await wanted.click();
  await visit.find('#place[aria-expanded="false"]').waitFor();
  assert.equal(await visit.find("#place").inputValue(), name);
  await visit.assertFocus("#place", "after a suggestion was clicked");
  await visit.step(() => mouse.goOn(visit));
  assert.equal(
    await visit.screen,
    "result",
    "a suggestion that was taken was expected to be clear: no further question",
  );
});

inBrowser("what is below the suggestions stays under the pointer while the mouse is pressed", {}, async (visit) => {
  await skipToPlace(visit);
  await type(visit, "Tilburg");
  await visit.find('#place[aria-expanded="true"]').waitFor();
  const at = () => visit.action("continue").boundingBox();
  const { x, y, width, height } = await at();
  await visit.page.mouse.move(x + width / 2, y + height / 2);
  await visit.page.mouse.down();
  await visit.find('[data-action="continue"]:active').waitFor();
  // Whatever the press has led to is drawn by now.
  await visit.page.evaluate(
    () => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))),
  );
  assert.deepEqual(await at(), { x, y, width, height }, "the button was expected where it was pressed");
  await visit.step(() => visit.page.mouse.up());
  assert.equal(await visit.screen, "result");
});

inBrowser("Tab leaves the box and closes its suggestions", {}, async (visit) => {
  await skipToPlace(visit);
  await type(visit, "Til");
  await visit.find('#place[aria-expanded="true"]').waitFor();
  await visit.page.keyboard.press("Tab");
  await visit.find('#place[aria-expanded="false"]').waitFor();
  assert.ok(await visit.hasFocus("form *:not(#place)"), "the focus was expected on the next stop of the screen");
  assert.equal(await visit.find("#place").inputValue(), "Til", "what was typed was expected to stay");
});

inBrowser("suggestions are told to a screen reader by their number", {}, async (visit) => {
  await skipToPlace(visit);
  await type(visit, "Til");
  await visit.find('#place[aria-expanded="true"]').waitFor();
  const count = await visit.find("[role=option]").count();
  const told = await visit.find("[role=status]").allInnerTexts();
  assert.ok(
    told.includes(ui("place-count").replace("{n}", count)),
    `the number ${count} was expected to be told, found: ${told}`,
  );
});

// --- A region that the page gives ---

inBrowser(
  "a page's own region is not asked for, is named in the result and can be changed",
  { html: host('pack="nl" region="AM14"') },
  async (visit) => {
    const { asked } = await walk(visit, {});
    assert.ok(!asked.includes("place"), "the place was expected not to be asked");
    assert.ok((await visit.find(".region").innerText()).includes(regionName("AM14")));
    assert.ok((await services(visit, "main")).includes("werkcentrum-am14"));
    await press(visit, "change");
    assert.equal(await visit.screen, "place");
    await type(visit, "Tilburg");
    await visit.step(() => mouse.goOn(visit));
    assert.equal(await visit.screen, "result", "back to where the change began");
    assert.ok(
      (await visit.find(".region").innerText()).includes(regionName("AM26")),
      "the person's own region was expected to count",
    );
    await visit.element.evaluate((element) => element.setAttribute("region", "AM01"));
    await press(visit, "review");
    await press(visit, "result");
    assert.ok(
      (await visit.find(".region").innerText()).includes(regionName("AM26")),
      "the page was expected never to override the person",
    );
  },
);

inBrowser(
  "who gives the place back, on a page with its own region, has none",
  { html: host('pack="nl" region="AM14"') },
  async (visit) => {
    await walk(visit, {});
    await press(visit, "change");
    await press(visit, "skip");
    assert.ok((await visit.find(".region").innerText()).includes(ui("for-nobody")));
  },
);

inBrowser(
  "a region that the pack does not know warns once, and the question is asked",
  { html: host('pack="nl" region="Atlantis"') },
  async (visit) => {
    const [line, ...others] = visit.takeConsole();
    assert.match(line, /^warning: <weg-wijzer>: .*region="Atlantis"/, "a warning that names the value was expected");
    assert.deepEqual(others, [], "one warning was expected");
    await visit.element.evaluate((element) => element.setAttribute("region", "Atlantis"));
    const { asked } = await walk(visit, {}); // A further warning would be unexplained.
    assert.ok(asked.includes("place"), "the place was expected to be asked");
  },
);

// --- Places that come late ---

/** The server holds the places back. */
const late = (attributes) => ({ html: host(attributes), runs: false, site: { held: [/\.places$/] } });

inBrowser(
  "who answers before the places are there keeps answers and screen, and ready waits for the places",
  late('pack="nl"'),
  async (visit) => {
    await visit.until("shown");
    const letThrough = await visit.heldBack();
    await answer(visit, "employed");
    await answer(visit, "other-work");
    await mouse.choose(visit, "money");
    assert.equal(await visit.count("ready"), 0, "ready was expected to wait for the places");
    letThrough();
    await visit.untilReady();
    assert.equal(await visit.question, "worries", "the same screen was expected");
    assert.deepEqual(await checked(visit), ["money"], "what was chosen was expected to stay");
    await visit.step(() => mouse.goOn(visit));
    await skipToPlace(visit);
    await type(visit, "Udenhout");
    await visit.step(() => visit.page.keyboard.press("Enter"));
    assert.ok((await visit.find(".region").innerText()).includes(regionName("AM26")));
    await press(visit, "review");
    for (const question of ["situation", "goal", "worries"]) {
      const row = await said(visit, question).innerText();
      assert.ok(!row.includes(ui("skipped")), `the answer to ${question} was expected to be kept, found: ${row}`);
    }
  },
);

inBrowser(
  "who comes to the place question before the places are there is told so, and can try again when they are",
  late('pack="nl"'),
  async (visit) => {
    await visit.until("shown");
    const letThrough = await visit.heldBack();
    await skipToPlace(visit);
    await type(visit, "Tilburg");
    await visit.refused(() => visit.page.keyboard.press("Enter"));
    assert.equal(await visit.find(".errors a").innerText(), ui("place-unknown").replace("{typed}", "Tilburg"));
    letThrough();
    await visit.untilReady();
    await visit.assertFocus(".errors", "which nothing was expected to take");
    assert.equal(await visit.find("#place").inputValue(), "Tilburg", "what was typed was expected to stay");
    await visit.step(() => mouse.goOn(visit));
    assert.ok((await visit.find(".region").innerText()).includes(regionName("AM26")));
  },
);

for (const attributes of ['pack="nl" region="AM14"', 'pack="nl" keep="tab"'])
  inBrowser(`with ${attributes} the first screen comes with the places`, late(attributes), async (visit) => {
    const letThrough = await visit.heldBack();
    // All else has come, and time enough has passed to draw it.
    await visit.page.waitForFunction(() =>
      ["wasm", "pack", "nl\\.[\\w-]+\\.texts"].every((file) =>
        performance.getEntriesByType("resource").some(({ name, responseEnd }) => name.match(`${file}$`) && responseEnd),
      ),
    );
    await visit.page.evaluate(() => new Promise((resolve) => setTimeout(resolve, 300)));
    await visit.fallbackIsShown();
    letThrough();
    await visit.untilReady();
    const { asked } = await walk(visit, {});
    assert.equal(asked.includes("place"), !attributes.includes("region"));
  });

inBrowser(
  "a region that the page sets before the places are there counts when they come",
  late('pack="nl"'),
  async (visit) => {
    await visit.until("shown");
    const letThrough = await visit.heldBack();
    await visit.element.evaluate((element) => element.setAttribute("region", "AM14"));
    letThrough();
    await visit.untilReady();
    const { asked } = await walk(visit, {});
    assert.ok(!asked.includes("place"), "the place was expected not to be asked");
    assert.ok((await visit.find(".region").innerText()).includes(regionName("AM14")));
  },
);

inBrowser("a widget that is taken away before the places are there starts empty when it is put back", late('pack="nl"'), async (visit) => {
  await visit.until("shown");
  const letThrough = await visit.heldBack();
  await answer(visit, "employed");
  await visit.page.evaluate(async () => {
    const element = document.querySelector("weg-wijzer");
    element.remove();
    // A task later the element has noticed.
    await new Promise((resolve) => setTimeout(resolve));
    document.body.append(element);
  });
  await visit.until("shown", 2);
  // Those of the first run are nobody's by now.
  letThrough();
  // Nor does every engine ask twice for what is still on its way.
  await eventually(
    async () => {
      visit.server.waiting.splice(0).forEach((go) => go());
      return (await visit.count("ready")) > 0;
    },
    () => "the second run was expected to be ready",
  );
  await visit.untilReady();
  assert.equal(await visit.question, "situation");
  assert.deepEqual(await checked(visit), [], "nothing was expected to be chosen");
  assert.equal(await visit.count("ready"), 1);
});
