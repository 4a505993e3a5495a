/** The element on a page: its events, attributes and life, what it leaves behind, and the way out and back. */
import assert from "node:assert/strict";
import { ENGINES, FALLBACK, host, stage } from "./driver.mjs";
import { LOADER, regionName, version } from "./facts.mjs";
import { mouse, walk } from "./hands.mjs";
import { LEARNER, answer, checked, press } from "./steps.mjs";

const inBrowser = stage({}, { engines: ENGINES });

// --- What the page around it sees ---

inBrowser("events come in order, bubble, and carry no answer", { html: host('pack="nl" id="w"') }, async (visit) => {
  await walk(visit, LEARNER);
  const events = await visit.events();
  const names = events.map((event) => event.name);
  assert.deepEqual(names.slice(0, 4), ["shown", "ready", "start", "step"], "these were expected first, in this order");
  assert.equal(names.filter((name) => name === "start").length, 1, "one start was expected");
  assert.equal(names.at(-1), "result", "the result was expected last");
  for (const { name, detail, bubbles, composed, element } of events) {
    assert.ok(bubbles && composed && element === "w", `${name} was expected to bubble from the element`);
    if (name === "step")
      assert.deepEqual(Object.keys(detail), ["number"], "a step was expected to have a number and nothing else");
    else assert.equal(detail, null, `${name} was expected to carry nothing`);
  }
  const numbers = events.filter((event) => event.name === "step").map((event) => event.detail.number);
  assert.deepEqual(
    numbers,
    numbers.map((_, at) => at + 1),
    "steps were expected to be counted from 1",
  );
});

inBrowser(
  "a whole journey leaves no trace in storage, cookies, history, title, address or on the element",
  { html: host('pack="nl" id="w"') },
  async (visit) => {
    const traces = () =>
      visit.page.evaluate(async () => ({
        local: { ...localStorage },
        session: { ...sessionStorage },
        cookies: document.cookie,
        databases: (await indexedDB.databases()).length,
        history: history.length,
        state: history.state,
        title: document.title,
        address: location.href,
        page: document.documentElement.outerHTML,
        name: window.name,
      }));
    const before = await traces();
    await walk(visit, LEARNER);
    await press(visit, "review");
    await press(visit, "talk");
    await press(visit, "close");
    assert.deepEqual(await traces(), before, "nothing was expected to have changed");
    assert.deepEqual(await visit.cookies(), [], "no cookie was expected");
  },
);

for (const [level, first, second] of [
  ["1", "H1", "H2"],
  ["3", "H3", "H4"],
  ["6", "H6", "H6"],
]) {
  inBrowser(
    `heading-level="${level}" puts ${first} on the screen and ${second} on the cards`,
    { html: host(`pack="nl" heading-level="${level}"`) },
    async (visit) => {
      const tag = (css) =>
        visit
          .find(css)
          .first()
          .evaluate((element) => element.tagName);
      assert.equal(await tag(".heading"), first);
      await walk(visit, {});
      assert.equal(await tag(".heading"), first);
      assert.equal(await tag(".card-title"), second);
    },
  );
}

inBrowser("heading-level can be changed later, and the answers stay", { html: host('pack="nl"') }, async (visit) => {
  await mouse.choose(visit, "benefit");
  await visit.element.evaluate((element) => element.setAttribute("heading-level", "4"));
  await visit.find("h4.heading").waitFor();
  assert.deepEqual(await checked(visit), ["benefit"]);
});

inBrowser("the element tells its version", {}, async (visit) => {
  const found = await visit.element.evaluate((element) => element.version);
  assert.equal(found, version(), "the version of the project was expected");
});

inBrowser(
  "two widgets on a page do not know of each other",
  {
    html: host('pack="nl" id="one"', { after: `<weg-wijzer pack="nl" id="two" lang="en">${FALLBACK}</weg-wijzer>` }),
    runs: false,
  },
  async (visit) => {
    await visit.untilReady(2);
    const two = visit.page.locator("#two");
    await answer(visit, "benefit");
    assert.equal(
      await two.locator("form").getAttribute("data-question"),
      "situation",
      "the other was expected to stay",
    );
    assert.equal(await two.locator("input:checked").count(), 0);
    await visit.step(async () => {
      await two.locator('[data-option="dismissed"]').click();
      await two.locator('[data-action="continue"]').click();
    });
    assert.equal(await two.locator("form").getAttribute("data-question"), "goal");
    assert.equal(await visit.question, "worries", "the first was expected to stay");
    assert.equal(await two.locator(".widget").getAttribute("data-language"), "en");
    const loaded = visit.requests.map(({ url }) => url);
    for (const ending of [/\.wasm$/, /weg-wijzer\.js$/, /wegwijzer\.[^/]+\.js$/]) {
      assert.equal(loaded.filter((url) => ending.test(url)).length, 1, `${ending} was expected to be fetched once`);
    }
  },
);

inBrowser(
  "a widget that is moved keeps its answers",
  { html: host('pack="nl"', { after: '<div id="elsewhere"></div>' }) },
  async (visit) => {
    await answer(visit, "benefit");
    await mouse.choose(visit, "money");
    await visit.page.evaluate(() => document.querySelector("#elsewhere").append(document.querySelector("weg-wijzer")));
    await visit.page.evaluate(() => new Promise((resolve) => setTimeout(resolve)));
    assert.equal(await visit.question, "worries");
    assert.deepEqual(await checked(visit), ["money"]);
    await visit.step(() => mouse.goOn(visit));
    assert.equal(await visit.question, "age", "the moved widget was expected to go on");
  },
);

inBrowser("a widget that is taken away and put back starts afresh", { html: host('pack="nl"') }, async (visit) => {
  await answer(visit, "benefit");
  await visit.page.evaluate(
    () =>
      new Promise((resolve) => {
        const element = document.querySelector("weg-wijzer");
        const parent = element.parentElement;
        element.remove();
        // Later than the element's own look at whether it is still on the page.
        setTimeout(() => setTimeout(() => resolve(parent.append(element))));
      }),
  );
  await visit.untilReady(2);
  assert.equal(await visit.question, "situation");
  assert.deepEqual(await checked(visit), [], "no answer was expected to be left");
  await walk(visit, LEARNER);
});

inBrowser(
  "another pack, set later, starts afresh with that pack",
  { html: host('pack="nl"'), engines: ENGINES },
  async (visit) => {
    await answer(visit, "benefit");
    await visit.element.evaluate((element) => element.setAttribute("pack", "no"));
    await visit.untilReady(2);
    assert.equal(await visit.question, "situation", "the first question was expected");
    assert.deepEqual(await checked(visit), [], "no answer to the other pack was expected");
    assert.equal(await visit.find(".widget").getAttribute("data-language"), "nb", "a language of that pack was expected");
    await walk(visit, {});
    assert.equal(await visit.find('[data-role="person"]').first().getAttribute("data-service"), "karriereveiledning");
  },
);

inBrowser("the same pack, named again, leaves the answers where they are", { html: host('pack="nl"') }, async (visit) => {
  await answer(visit, "benefit");
  // A framework writes all attributes anew; nl is the first pack, and so what is meant without a name as well.
  await visit.element.evaluate((element) => {
    element.setAttribute("pack", "nl");
    element.removeAttribute("pack");
  });
  assert.equal(await visit.question, "worries");
  await press(visit, "skip");
  assert.equal(await visit.count("shown"), 1, "one run was expected");
});

inBrowser(
  "another pack, set before all languages of the first are there, hears nothing of them",
  {
    html: host('pack="nl"'),
    runs: false,
    site: { held: [/nl\.en\./] },
  },
  async (visit) => {
    await visit.until("shown");
    const letThrough = await visit.heldBack();
    await visit.element.evaluate((element) => element.setAttribute("pack", "se"));
    await visit.untilReady();
    letThrough();
    await visit.page.waitForFunction(() =>
      performance.getEntriesByType("resource").some(({ name, responseEnd }) => /nl\.en\./.test(name) && responseEnd),
    );
    await visit.page.evaluate(() => new Promise((resolve) => setTimeout(resolve)));
    const languages = await visit.find(".language option").evaluateAll((all) => all.map((one) => one.lang));
    assert.deepEqual(languages, ["sv", "en"]);
    visit.takeRequests(); // It was asked for before.
  },
);

inBrowser(
  "a widget that is moved as it is keeps even a choice that has not been sent, and does not start again",
  { html: host('pack="nl"', { after: '<div id="elsewhere"></div>' }), engines: ENGINES },
  async (visit) => {
    await answer(visit, "benefit");
    await mouse.choose(visit, "money");
    await visit.page.evaluate(() => {
      const element = document.querySelector("weg-wijzer");
      const to = document.querySelector("#elsewhere");
      // Browsers without it, WebKit among them, take the element out and put it in.
      if (to.moveBefore) to.moveBefore(element, null);
      else to.append(element);
    });
    assert.deepEqual(await checked(visit), ["money"]);
    await visit.step(() => mouse.goOn(visit));
    assert.equal(await visit.question, "age");
    assert.equal(await visit.count("shown"), 1, "one run was expected");
  },
);

/** What the manual gives to keep room; with it a page says how the element is displayed. */
const ROOM = `<style>weg-wijzer { display: block; min-block-size: 60em }</style>`;

inBrowser(
  "a widget that the page hides for a while is gone from the page, and comes back with its answers",
  { html: host('pack="nl"', { head: ROOM }), engines: ENGINES },
  async (visit) => {
    await answer(visit, "benefit");
    await mouse.choose(visit, "money");
    const height = () => visit.element.evaluate((element) => element.getBoundingClientRect().height);
    await visit.element.evaluate((element) => (element.hidden = true));
    assert.equal(await height(), 0, "no room was expected to be taken");
    assert.equal(await visit.page.locator("#own:visible").count(), 0, "the page's own content was expected not to be shown");
    await visit.element.evaluate((element) => (element.hidden = false));
    assert.ok((await height()) > 0, "it was expected to be shown again");
    assert.deepEqual(await checked(visit), ["money"]);
    assert.equal(await visit.count("shown"), 1, "one run was expected");
  },
);

inBrowser("another theme, set later, is shown at once", { html: host('pack="nl" theme="light"') }, async (visit) => {
  const scheme = () => visit.find(".widget").evaluate((widget) => getComputedStyle(widget).colorScheme);
  assert.equal(await scheme(), "light");
  await visit.element.evaluate((element) => element.setAttribute("theme", "dark"));
  assert.equal(await scheme(), "dark");
});

inBrowser(
  "another region, set later, counts, and no region asks for the place",
  { html: host('pack="nl" region="AM14"') },
  async (visit) => {
    await walk(visit, { situation: "job-seeking" });
    const main = () => visit.find('[data-role="main"]').getAttribute("data-service");
    assert.equal(await main(), "werkcentrum-am14");
    await visit.element.evaluate((element) => element.setAttribute("region", "AM26"));
    await visit.find(".region", { hasText: regionName("AM26") }).waitFor();
    assert.notEqual(await main(), "werkcentrum-am14", "another region was expected to have another centre");
  },
);

inBrowser(
  "a page can style header, body and footer, and no recommendation",
  { html: host('pack="nl"', { head: "<style>weg-wijzer::part(header) { border-top: 7px solid red }</style>" }) },
  async (visit) => {
    const edge = await visit.find(".top").evaluate((top) => getComputedStyle(top).borderTopWidth);
    assert.equal(edge, "7px", "the part `header` was expected to take the page's style");
    await walk(visit, LEARNER);
    const parts = await visit.find("[part]").evaluateAll((all) => all.map((one) => one.getAttribute("part")));
    assert.deepEqual(parts, ["header", "body", "footer"]);
    assert.equal(await visit.find("[data-role] [part], [data-role][part]").count(), 0, "no card was expected to have a part");
  },
);

inBrowser(
  "what is typed does not leave the widget, and other keys do",
  { html: host('pack="nl"') },
  async (visit) => {
    await visit.page.evaluate(() => {
      const heard = [];
      Object.defineProperty(window, "heard", { value: heard });
      for (const name of ["keydown", "keypress", "keyup", "beforeinput", "input"])
        document.addEventListener(name, ({ key, data }) => heard.push(key ?? data));
    });
    while ((await visit.screen) !== "place") await press(visit, "skip");
    await visit.find("input").click();
    await visit.page.keyboard.press("t");
    await visit.page.keyboard.press("i");
    await visit.page.keyboard.press("Escape");
    const heard = await visit.page.evaluate(() => window.heard);
    assert.deepEqual([...new Set(heard)], ["Escape"], "a shortcut of one letter must not meet who writes a name");
    assert.equal(await visit.find("input").inputValue(), "ti");
  },
);

/** The server holds the engine back. */
const heldBack = { html: host('pack="nl" loading="eager"'), runs: false, site: { held: [/\.wasm$/] } };

inBrowser(
  "a widget that is taken away while it loads does no harm, and runs when it is put back",
  heldBack,
  async (visit) => {
    const letThrough = await visit.heldBack();
    await visit.page.evaluate(() => {
      window.away = document.querySelector("weg-wijzer");
      window.away.remove();
    });
    letThrough();
    await visit.page.waitForFunction(() =>
      performance.getEntriesByType("resource").some(({ name, responseEnd }) => name.endsWith(".wasm") && responseEnd),
    );
    await visit.page.evaluate(() => document.body.append(window.away));
    await visit.untilReady();
    assert.equal(await visit.question, "situation");
    assert.equal(await visit.count("shown"), 1, "one run was expected, and not that of the time off the page");
  },
);

inBrowser("who is on a link that makes way goes on in the widget", heldBack, async (visit) => {
  const letThrough = await visit.heldBack();
  await visit.page.evaluate(() => {
    const link = document.createElement("a");
    link.href = "#";
    document.querySelector("#own").append(link);
    link.focus();
  });
  letThrough();
  await visit.untilReady();
  await visit.assertFocus(".heading", "once the link is gone");
});

inBrowser(
  "a widget that is taken away and put back before the engine is there runs once",
  heldBack,
  async (visit) => {
    const letThrough = await visit.heldBack();
    await visit.page.evaluate(async () => {
      const element = document.querySelector("weg-wijzer");
      element.remove();
      // A task later the element has noticed.
      await new Promise((resolve) => setTimeout(resolve));
      document.body.append(element);
    });
    letThrough();
    await visit.untilReady();
    assert.equal(await visit.count("shown"), 1, "the first run was expected to be over");
    assert.equal(await visit.find(".widget").count(), 1, "one questionnaire was expected");
  },
);

inBrowser(
  "the script may be on the page twice",
  { html: host('pack="nl"', { after: `<script type="module" src="${LOADER}?again"></script>` }) },
  async (visit) => {
    await visit.page.waitForLoadState();
    assert.equal(await visit.page.locator("weg-wijzer").count(), 1);
    await answer(visit, "benefit");
  },
);

inBrowser(
  "an element far below is not loaded before it comes near, and then by itself",
  {
    html: host('pack="nl"', { before: '<div id="far" style="height:5000px"></div>' }),
    runs: false,
  },
  async (visit) => {
    await visit.page.waitForLoadState();
    const packs = () => visit.requests.filter(({ url }) => /packs|wasm/.test(url));
    await visit.page.evaluate(
      () => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))),
    );
    assert.deepEqual(packs(), [], "nothing but the loader was expected to be fetched");
    assert.ok(await visit.page.locator("#own").isVisible(), "the page's own content was expected until then");
    await visit.element.scrollIntoViewIfNeeded();
    await visit.untilReady();
    assert.equal(await visit.question, "situation");
  },
);

inBrowser(
  'shadow="closed" runs as well, for pages that are themselves made with Yew',
  { html: host('pack="nl" shadow="closed"') },
  async (visit) => {
    assert.equal(await visit.element.evaluate((element) => element.shadowRoot), null, "a closed root was expected");
  },
);

for (const [theme, scheme] of [
  ["dark", "light"],
  ["light", "dark"],
]) {
  inBrowser(
    `theme="${theme}" is ${theme} on a ${scheme} screen`,
    { html: host(`pack="nl" theme="${theme}"`), browser: { colorScheme: scheme } },
    async (visit) => {
      const style = await visit.find(".widget").evaluate((widget) => getComputedStyle(widget).colorScheme);
      assert.equal(style, theme);
    },
  );
}

// --- Out and back ---

inBrowser(
  "following a link and going back shows the result again, and the link tells nothing",
  {
    // WebKit's driver has nothing that stands for a foreign https host; on the way back Playwright loses sight of Firefox.
    engines: ["chromium"],
    path: "hosts/plain.html",
    prepare: (context) =>
      context.route(/^https:/, (route) =>
        route.fulfill({ contentType: "text/html", body: "<title>Werkcentrum</title>" }),
      ),
  },
  async (visit) => {
    await walk(visit, LEARNER);
    const result = await visit.find("[part=body]").innerText();
    const link = visit.find('[data-role="person"] .channels a[href^="https:"]').first();
    const address = await link.getAttribute("href");
    const before = visit.requests.length;
    await Promise.all([visit.page.waitForURL((url) => url.protocol === "https:"), link.click()]);
    const [{ url, headers }] = visit.requests.splice(before);
    assert.equal(new URL(url).href, new URL(address).href, "the address of the service and nothing else was expected");
    assert.equal(headers.referer, undefined, "no referrer was expected");
    // A page that the browser kept fires no "load" again.
    await visit.page.goBack({ waitUntil: "commit" });
    await visit.find('[data-screen="result"]').waitFor();
    assert.equal(await visit.find("[part=body]").innerText(), result, "the result was expected as it was left");
    await press(visit, "review");
    assert.equal(await visit.screen, "review", "the widget was expected to go on working");
  },
);

inBrowser(
  "going to another page of the partner and back shows the result again",
  { html: host('pack="nl"', { before: '<a id="on" href="/hosts/plain.html">On</a>' }) },
  async (visit) => {
    await walk(visit, LEARNER);
    // By script, because Playwright's locators do not find back to a page that Firefox has kept.
    const body = () =>
      document.querySelector("weg-wijzer")?.shadowRoot?.querySelector('[data-screen="result"] [part=body]')?.innerText;
    const result = await visit.page.evaluate(body);
    await visit.page.locator("#on").click();
    await visit.page.waitForFunction(() => location.pathname === "/hosts/plain.html");
    await visit.untilReady();
    await visit.page.evaluate(() => void setTimeout(() => history.back()));
    await visit.page.waitForFunction(body);
    assert.equal(await visit.page.evaluate(body), result, "the result was expected as it was left");
    await visit.step(() =>
      visit.page.evaluate(() => document.querySelector("weg-wijzer").shadowRoot.querySelector('[data-action="review"]').click()),
    );
    const screen = () => document.querySelector("weg-wijzer").shadowRoot.querySelector(".widget").dataset.screen;
    assert.equal(await visit.page.evaluate(screen), "review", "the widget was expected to go on working");
  },
);
