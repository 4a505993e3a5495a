/**
 * The configurator, as an editor uses it: what is chosen is on the live widget and in the lines; what fails is refused in
 * words; and the lines that it gives, pasted on a page of another server under the policy that it gives, run.
 *
 * Every test is served under a strict policy. A violation would be a console line, and so fail the test.
 */
import assert from "node:assert/strict";
import { mkdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { serve } from "../server.mjs";
import { assertAccessible } from "./accessibility.mjs";
import { ENGINES, stage } from "./driver.mjs";
import { LOADER, ROOT, integrityOf, languageOf, packs, regionName, ui } from "./facts.mjs";
import { walk } from "./hands.mjs";
import { configuratorIsDrawn } from "./steps.mjs";

const PICTURES = fileURLToPath(new URL("../screenshots/", import.meta.url));
mkdirSync(PICTURES, { recursive: true });

const POLICY =
  "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; connect-src 'self'; img-src 'self'";
const configurator = { path: "configurator.html" };

/** For what an editor does first of all: choose, be refused, copy. */
const everywhere = { engines: ENGINES };

/** The rule for a style sheet, with what is chosen. */
const rule = (...chosen) =>
  ["display: block", "font-size: max(1em, 16px)", "min-block-size: max(70em, 129em - 125vw)", ...chosen].reduce(
    (lines, one) => `${lines}\n  ${one};`,
    "weg-wijzer:not([hidden]) {",
  ) + "\n}";

/** The light colours that go with a brand or a paper: what is not chosen is the widget's own. */
const light = ({ brand = "#0a5c58", paper = "#ffffff" }) => [
  `--weg-wijzer-brand: ${brand}`,
  "--weg-wijzer-on-brand: #ffffff",
  `--weg-wijzer-paper: ${paper}`,
  "--weg-wijzer-ink: #16212b",
  "--weg-wijzer-line: #6d7d88",
];

const stagedBrowser = stage({
  csp: POLICY,
  headers: { "Access-Control-Allow-Origin": "*", "Cross-Origin-Resource-Policy": "cross-origin" },
});

/** Declares a test whose page is drawn when the body begins. */
function inBrowser(name, options, body) {
  stagedBrowser(name, { ...configurator, ...options }, async (visit) => {
    await configuratorIsDrawn(visit);
    await body(visit);
  });
}

const field = (visit, id) => visit.page.locator(`#${id}`);
const lines = (visit, id) => visit.page.locator(`#lines-${id} pre`).innerText();

/** Types into a field and leaves it, as a person does. */
async function type(visit, id, text) {
  await field(visit, id).click();
  await visit.page.keyboard.press("Control+A");
  await visit.page.keyboard.press("Backspace");
  await visit.page.keyboard.type(text);
  await visit.page.keyboard.press("Tab");
}

const choose = (visit, id, label) => field(visit, id).selectOption({ label });

/** The colour of something in the widget, as `rgb(...)`. */
const colour = (visit, css, property) =>
  visit
    .find(css)
    .first()
    .evaluate((one, property) => getComputedStyle(one)[property], property);

// --- Choosing -----------------------------------------------------------------------------------------------------------

inBrowser("with nothing chosen there are two lines, and the room", everywhere, async (visit) => {
  const [script, element] = (await lines(visit, "html")).split("\n");
  assert.equal(
    script,
    `<script type="module" src="${LOADER}" integrity="${integrityOf(LOADER)}" crossorigin="anonymous"></script>`,
  );
  assert.match(element, /^<weg-wijzer pack="nl"><p><a href="https:[^"]+">[^<]+<\/a>\. [^<]+<\/p><p><a href="[^"]+index\.html">[^<]+<\/a><\/p><\/weg-wijzer>$/);
  assert.equal((await lines(visit, "css")).trim(), rule());
});

inBrowser("what is chosen is on the live widget and in the lines", everywhere, async (visit) => {
  await choose(visit, "language", ui("language-name", "en"));
  await choose(visit, "region", regionName("AM14"));
  await choose(visit, "heading-level", "Level 4 (h4)");
  await choose(visit, "corners", "Square");
  await type(visit, "brand", "#7a0050");
  await type(visit, "paper", "#fffdf8");
  await visit.find('.widget[data-language="en"]').waitFor();
  await visit.find("h4.heading").waitFor();
  assert.equal(await visit.element.getAttribute("region"), "AM14");
  assert.equal(await colour(visit, '[data-action="continue"]', "backgroundColor"), "rgb(122, 0, 80)");
  assert.equal(await colour(visit, ".widget", "backgroundColor"), "rgb(255, 253, 248)");
  assert.equal(await colour(visit, ".option", "borderTopLeftRadius"), "0px");
  assert.match(await lines(visit, "html"), /<weg-wijzer pack="nl" lang="en" region="AM14" heading-level="4">/);
  assert.equal(
    (await lines(visit, "css")).trim(),
    rule(...light({ brand: "#7a0050", paper: "#fffdf8" }), "--weg-wijzer-radius: 0"),
  );

  // Back to nothing chosen: nothing stays behind.
  await choose(visit, "language", "The language of your page");
  await choose(visit, "region", "None: ask for the place");
  await choose(visit, "heading-level", "Level 2 (h2)");
  await choose(visit, "corners", "As in Wegwijzer");
  await type(visit, "brand", "");
  await type(visit, "paper", "");
  await visit.find('.widget[data-language="nl"]').waitFor();
  assert.match(await lines(visit, "html"), /<weg-wijzer pack="nl"><p>/);
  assert.equal((await lines(visit, "css")).trim(), rule());
  assert.equal(await visit.element.evaluate((element) => element.style.length), 0, "no property was expected to stay");
});

inBrowser("every pack can be chosen, and offers what it has", {}, async (visit) => {
  let ready = 1;
  for (const [index, pack] of packs().entries()) {
    const name = { nl: "Netherlands", no: "Norway", se: "Sweden" }[pack];
    const label = await field(visit, "pack").locator("option").nth(index).innerText();
    assert.ok(label.startsWith(`${name} (${pack}): ${ui("language-name", languageOf(pack), pack)}`), `a country was expected, found ${label}`);
    await field(visit, "pack").selectOption({ index });
    if (pack !== "nl") await visit.untilReady((ready += 1));
    await visit.page.locator(`weg-wijzer[pack="${pack}"]`).waitFor();
    assert.match(await lines(visit, "html"), new RegExp(`<weg-wijzer pack="${pack}">`));
    const regions = await field(visit, "region").isVisible();
    assert.equal(regions, pack !== "se", `regions to choose from: ${pack}`);
    const page = pack === "nl" ? "index.html" : `${pack}.html`;
    for (const block of ["frame", "page"]) assert.ok((await lines(visit, block)).includes(`/${page}"`), `${page} was expected`);
    const title = `${ui("name", languageOf(pack), pack)}: ${ui("result-title", languageOf(pack), pack)}`;
    assert.ok((await lines(visit, "frame")).includes(`title="${title}"`), `a frame called ${title} was expected`);
  }
});

inBrowser("light and dark: the visitor's device, or always one of them", {}, async (visit) => {
  await type(visit, "dark-brand", "#f4a6d7");
  assert.equal(await visit.element.getAttribute("theme"), "light");
  await field(visit, "scheme-dark").check();
  assert.equal(await visit.element.getAttribute("theme"), "dark");
  assert.equal(await colour(visit, '[data-action="continue"]', "backgroundColor"), "rgb(244, 166, 215)");
  assert.match(await lines(visit, "html"), /<weg-wijzer pack="nl"><p>/, "the element follows the device");
  await choose(visit, "theme", "Always light");
  assert.equal(await visit.element.getAttribute("theme"), "light");
  assert.ok(!(await field(visit, "dark-brand").isVisible()), "what never shows was expected not to be asked");
  assert.match(await lines(visit, "html"), /<weg-wijzer pack="nl" theme="light">/);
  assert.doesNotMatch(await lines(visit, "css"), /dark/);
  await choose(visit, "theme", "Always dark");
  assert.equal(await visit.element.getAttribute("theme"), "dark");
  assert.match(await lines(visit, "css"), /--weg-wijzer-dark-brand: #f4a6d7;/);
});

inBrowser("the colour picker and the field say the same", {}, async (visit) => {
  const picker = visit.page.locator('input[type="color"]').first();
  assert.equal(await picker.inputValue(), "#0a5c58", "the widget's own colour was expected, as long as there is no other");
  await picker.fill("#7a0050");
  assert.equal(await field(visit, "brand").inputValue(), "#7a0050");
  await type(visit, "brand", "036");
  assert.equal(await picker.inputValue(), "#003366");
  assert.match(await lines(visit, "css"), /--weg-wijzer-brand: #003366;/);
});

// --- What is refused ----------------------------------------------------------------------------------------------------

inBrowser(
  "a colour without contrast is refused with the reason, and one key takes the nearest that passes",
  { axe: true, ...everywhere },
  async (visit) => {
    await type(visit, "brand", "#ffcc00");
    const problem = field(visit, "brand-problem");
    await problem.locator(".message").waitFor();
    const reason = "The words on buttons would be hard to see: the contrast is 1.51 to 1, and 4.5 to 1 is needed.";
    assert.equal(await problem.locator(".message").innerText(), reason);
    assert.equal(await field(visit, "brand").getAttribute("aria-invalid"), "true");
    assert.ok(!(await visit.page.locator("#lines-html").isVisible()), "no lines were expected while something is wrong");
    assert.equal(await colour(visit, '[data-action="continue"]', "backgroundColor"), "rgb(132, 104, 0)");
    const samples = await problem.locator(".samples li").evaluateAll((all) =>
      all.map((one) => [one.innerText.replace(/\s+/g, " ").trim(), getComputedStyle(one.querySelector(".sample")).backgroundColor]),
    );
    assert.deepEqual(
      samples.map(([, colour]) => colour),
      ["rgb(255, 204, 0)", "rgb(132, 104, 0)"],
      "what is refused and what is offered were expected beside each other",
    );
    const [refused, offered] = samples.map(([words]) => words.match(/(Refused|Offered) ([\d.]+) to 1$/));
    assert.deepEqual([refused[1], Number(refused[2])], ["Refused", 1.51]);
    assert.ok(offered[1] === "Offered" && Number(offered[2]) >= 4.5, `a contrast that passes was expected, found ${offered[2]}`);
    await assertAccessible(visit, "the page with a refused colour", "body");

    // The summary leads to the field, the next stops are the picker and the offer.
    const entry = visit.page.locator(".wrong li");
    assert.equal(await entry.innerText(), `Brand, light: ${reason}`);
    await entry.locator("a").click();
    await visit.assertFocus("#brand", "after the link in the summary");
    await visit.page.keyboard.press("Tab");
    // In one engine of three the picker is no stop.
    if (!(await visit.hasFocus("#brand-problem button"))) await visit.page.keyboard.press("Tab");
    await visit.assertFocus("#brand-problem button");
    await visit.page.keyboard.press("Enter");
    await visit.page.locator("#lines-html").waitFor();
    assert.equal(await field(visit, "brand").inputValue(), "#846800");
    await visit.assertFocus("#brand", "after the offer was taken");
    assert.equal(await problem.innerText(), "");
    assert.match(await lines(visit, "css"), /--weg-wijzer-brand: #846800;/);
  },
);

inBrowser("who is named, the link and the sentence stay together when the language changes", {}, async (visit) => {
  const said = field(visit, "instead-language");
  const own = visit.page.locator("#own-instead");
  assert.match(await said.innerText(), /^Now in Nederlands\./);
  const link = await field(visit, "link").inputValue();
  await type(visit, "name", "Onze balie");
  await choose(visit, "language", ui("language-name", "en"));
  assert.match(await said.innerText(), /^You wrote this for the pack nl in Nederlands, and now the pack nl in English is chosen\./);
  assert.equal(await field(visit, "name").inputValue(), "Onze balie");
  assert.equal(await field(visit, "link").inputValue(), link);
  await own.click();
  await visit.assertFocus("#name", "after the pack's own was taken again");
  assert.match(await said.innerText(), /^Now in English\./);
  assert.notEqual(await field(visit, "name").inputValue(), "Onze balie");
  assert.ok(!(await own.isVisible()));
});

inBrowser("what cannot be read is told with an example", {}, async (visit) => {
  for (const [id, text, message] of [
    [
      "dark-paper",
      "purple",
      "“purple” is no colour that this page can read. Write # and six characters of 0 to 9 and a to f, such as #7a0050.",
    ],
    ["path", "wegwijzer", "“wegwijzer” is no path. It begins with a slash and has no spaces, such as /wegwijzer/."],
    [
      "link",
      "javascript:alert(1)",
      "“javascript:alert(1)” is no link. It begins with https://, tel:, mailto: or a slash, and has no spaces.",
    ],
    ["name", " ", "Say who people can turn to. This is what they see when the questions cannot run."],
  ]) {
    const before = await field(visit, id).inputValue();
    await type(visit, id, text);
    assert.equal(await visit.page.locator(`#${id}-problem .message`).innerText(), message);
    assert.ok(!(await visit.page.locator("#lines-html").isVisible()));
    await type(visit, id, before);
    await visit.page.locator("#lines-html").waitFor();
  }
});

/** axe-core has its own reading of contrast, and looks at what the browser has mixed. */
for (const scheme of ["light", "dark"]) {
  inBrowser(`what is offered for refused colours is legible by axe-core's own account: ${scheme}`, { axe: true }, async (visit) => {
    const [brand, paper] = scheme === "dark" ? ["dark-brand", "dark-paper"] : ["brand", "paper"];
    await field(visit, `scheme-${scheme}`).check();
    await visit.find(".option").first().click();
    for (const [wanted, behind] of [
      ["#ffcc00", "#c0d0e0"],
      ["#777777", "#888888"],
      ["#e4007c", "#ffe8d0"],
      ["#102080", "#203040"],
    ]) {
      await type(visit, paper, behind);
      await type(visit, brand, wanted);
      for (const id of [paper, brand]) {
        const offer = visit.page.locator(`#${id}-problem button`);
        if (await offer.count()) await offer.click();
      }
      await visit.page.locator("#lines-css").waitFor();
      await assertAccessible(visit, `the widget in the nearest of ${wanted} on ${behind}`);
    }
  });
}

// --- Copying ------------------------------------------------------------------------------------------------------------

const mayRead = { prepare: (context) => context.grantPermissions(["clipboard-read", "clipboard-write"]) };

/** Copies by the button, and reads what is on the clipboard then. */
async function copied(visit, id, name) {
  await visit.page.locator(`#lines-${id} button`).click();
  await visit.page.locator(`#lines-${id} .said[role="status"]`, { hasText: `Copied: ${name}` }).waitFor();
  return visit.page.evaluate(() => navigator.clipboard.readText());
}

/** A partner's page on a server of its own, under a policy that allows its style sheet and what the configurator says. */
async function onPartnersPage(visit, { body, css = "", policy }, act) {
  const page = `<!doctype html><html lang="nl"><head><meta charset="utf-8"><title>Partner</title>
<link rel="stylesheet" href="/partner.css"></head><body><main><h1>Partner</h1>${body}</main></body></html>`;
  const partner = await serve({
    pages: { "/page.html": page },
    files: { "/partner.css": Buffer.from(css) },
    csp: `default-src 'none'; style-src 'self'; ${policy.trim()}`,
  });
  try {
    await visit.page.goto(`${partner.url}page.html`);
    await act();
  } finally {
    await visit.page.goto("about:blank");
    await partner.close();
  }
}

inBrowser("the copied lines run on a page of the same site, under the copied policy", { ...mayRead, axe: true }, async (visit) => {
  await choose(visit, "region", regionName("AM14"));
  await choose(visit, "theme", "Always light");
  await type(visit, "brand", "#7a0050");
  const body = await copied(visit, "html", "Script and element");
  const css = await copied(visit, "css", "Style");
  const policy = await copied(visit, "policy", "Security policy");
  assert.equal(policy.trim(), "script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'");
  await onPartnersPage(visit, { body, css, policy }, async () => {
    await visit.untilReady();
    assert.equal(await colour(visit, '[data-action="continue"]', "backgroundColor"), "rgb(122, 0, 80)");
    await walk(visit, { situation: "employed", goal: "other-work" });
    assert.match(await visit.find(".region").innerText(), new RegExp(regionName("AM14")));
    await assertAccessible(visit, "the result in the colours that were chosen");
  });
});

/** The tokens of a page that has the NL Design System. */
const TOKENS = readFileSync(`${ROOT}tests/hosts/nlds.html`, "utf8").match(/:root \{[^}]*\}/)[0];

for (const [id, wanted] of [["brand", "#846800"], ["paper", "#fff4e0"]]) {
  inBrowser(
    `on a page with tokens of the NL Design System the copied colours are what was judged: ${id}`,
    { ...mayRead, axe: true },
    async (visit) => {
      const seen = async () => ({
        paper: await colour(visit, ".widget", "backgroundColor"),
        ink: await colour(visit, ".widget", "color"),
        line: await colour(visit, ".option", "borderTopColor"),
        brand: await colour(visit, '[data-action="continue"]', "backgroundColor"),
        onBrand: await colour(visit, '[data-action="continue"]', "color"),
      });
      await choose(visit, "theme", "Always light");
      await type(visit, id, wanted);
      const judged = await seen();
      const body = await copied(visit, "html", "Script and element");
      const css = await copied(visit, "css", "Style");
      const policy = await copied(visit, "policy", "Security policy");
      await onPartnersPage(visit, { body, css: `${TOKENS}\n${css}`, policy }, async () => {
        await visit.untilReady();
        assert.deepEqual(await seen(), judged, "the colours of the configurator were expected");
        await visit.find(".option").first().click();
        await assertAccessible(visit, "the first question");
        await walk(visit, { situation: "employed", goal: "other-work", worries: ["money"] });
        await assertAccessible(visit, "the result");
      });
    },
  );
}

inBrowser("the copied lines run on a page of another site, under the copied policy", mayRead, async (visit) => {
  await field(visit, "home-other").check();
  assert.equal(await field(visit, "address").inputValue(), visit.server.url, "the folder of this page was expected");
  assert.match(await field(visit, "address-notice").innerText(), /Nobody but this computer can open that/);
  const body = await copied(visit, "html", "Script and element");
  const policy = await copied(visit, "policy", "Security policy");
  const host = visit.server.url.replace(/\/$/, "");
  assert.equal(policy.trim(), `script-src ${host} 'wasm-unsafe-eval'; connect-src ${host}`);
  await onPartnersPage(visit, { body, policy }, async () => {
    await visit.untilReady();
    await walk(visit, {});
  });
});

inBrowser(
  "where scripts are stripped: the frame runs under its policy, and a link in it leaves it",
  {
    prepare: async (context) => {
      await mayRead.prepare(context);
      await context.route(/^https:/, (route) => route.fulfill({ contentType: "text/html", body: "<title>There</title>" }));
    },
  },
  async (visit) => {
    await field(visit, "home-other").check();
    const body = await copied(visit, "frame", "Frame");
    const policy = await copied(visit, "frame-policy", "Security policy for the frame");
    const link = await copied(visit, "page", "Link");
    assert.equal(link.trim(), `<a href="${visit.server.url}index.html">${ui("open-page")}</a>`);
    await onPartnersPage(visit, { body: body + link, policy }, async () => {
      const frame = visit.page.frameLocator("iframe");
      await frame.locator("weg-wijzer").evaluate((element) => element.ready);
      await frame.locator('weg-wijzer [data-action="talk"]').click();
      const away = frame.locator('weg-wijzer .widget a[href^="https:"]').first();
      const address = await away.getAttribute("href");
      await away.click();
      await visit.page.waitForURL((url) => url.href.startsWith(address));
      // The link that a person opens is the one request that may come after ready.
      visit.takeRequests();
    });
  },
);

inBrowser(
  "where the browser gives no clipboard the lines are selected, and the page says so",
  { init: () => Object.defineProperty(Navigator.prototype, "clipboard", { value: undefined }), ...everywhere },
  async (visit) => {
    await visit.page.locator("#lines-html button").click();
    const said = visit.page.locator('#lines-html .said[role="status"]');
    await said.filter({ hasText: "Selected: Script and element. Press Ctrl+C" }).waitFor();
    const selected = await visit.page.evaluate(() => getSelection().toString());
    assert.equal(selected.trim(), (await lines(visit, "html")).trim());
    await choose(visit, "corners", "Square");
    await visit.page.waitForFunction(() => document.querySelectorAll(".said:not(:empty)").length === 0);
  },
);

inBrowser("each press of a button is told again, beside the button that was pressed", mayRead, async (visit) => {
  await visit.page.evaluate(() => {
    const heard = [];
    Object.defineProperty(window, "heard", { value: heard });
    // What a screen reader hears of a status: what is put into it.
    const listen = (changes) => changes.forEach(({ addedNodes }) => addedNodes.forEach((node) => heard.push(node.textContent)));
    for (const said of document.querySelectorAll(".said")) new MutationObserver(listen).observe(said, { childList: true });
  });
  const presses = ["html", "html", "css", "html"];
  for (const [at, id] of presses.entries()) {
    await visit.page.locator(`#lines-${id} button`).click();
    await visit.page.waitForFunction((count) => window.heard.length === count, at + 1);
    const full = await visit.page.locator(".said:not(:empty)").evaluateAll((all) => all.map((one) => one.closest("section").id));
    assert.deepEqual(full, [`lines-${id}`], "one message was expected, beside its button");
  }
  assert.deepEqual(await visit.page.evaluate(() => window.heard), [
    "Copied: Script and element",
    "Copied: Script and element",
    "Copied: Style",
    "Copied: Script and element",
  ]);
});

// --- The page itself ----------------------------------------------------------------------------------------------------

for (const colorScheme of ["light", "dark"]) {
  for (const width of [320, 768, 1400]) {
    inBrowser(`accessible, and nothing runs over: ${width} px, ${colorScheme}`, {
      axe: true,
      browser: { viewport: { width, height: 900 }, colorScheme },
    }, async (visit) => {
      if (colorScheme === "dark") await field(visit, "scheme-dark").check();
      const over = await visit.page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
      assert.equal(over, 0, "nothing was expected to run over the side");
      await assertAccessible(visit, `the configurator at ${width} px`, "body");
      await visit.page.screenshot({ path: `${PICTURES}configurator-${width}-${colorScheme}.png`, fullPage: true });
    });
  }
}

inBrowser("what stays in sight while one chooses never lies over the lines to copy", { browser: { viewport: { width: 1280, height: 860 } } }, async (visit) => {
  const bottom = await visit.page.locator("#page").evaluate((page) => {
    scrollTo(0, document.documentElement.scrollHeight);
    return page.getBoundingClientRect().bottom;
  });
  const top = await visit.page.locator(".copy").evaluate((copy) => copy.getBoundingClientRect().top);
  assert.ok(bottom <= top, `the made-up page was expected to end at ${top} px, and ends at ${bottom}`);
});

stagedBrowser(
  "without its wasm the page says where the lines are, and the widget on it runs",
  { ...configurator, site: { missing: [/\/site\..*\.wasm$/] } },
  async (visit) => {
    await visit.page.locator("#choices", { hasText: "README.txt" }).waitFor();
    await visit.page.locator("#choices", { hasText: "This page has to come from a web server" }).waitFor();
    await visit.page.waitForFunction(() => performance.getEntriesByType("resource").some(({ name }) => /site\..*\.wasm$/.test(name)));
    const said = () => visit.console.find((line) => line.startsWith("error: the configurator does not run: site."));
    while (!said()) await visit.page.evaluate(() => new Promise(requestAnimationFrame));
    assert.match(said(), /site\.[\w-]+\.wasm cannot be fetched/);
    visit.takeConsole();
    visit.requests.splice(0);
    visit.served.splice(0);
  },
);

stagedBrowser("the stand-alone page leads here", {}, async (visit) => {
  await visit.page.locator('footer a[href="configurator.html"]').click();
  await configuratorIsDrawn(visit);
});
