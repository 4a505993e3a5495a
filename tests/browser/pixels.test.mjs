/**
 * Every page of tests/hosts/, pixel by pixel, in every engine, on the same journey.
 *
 * - The widget looks as on the neutral page, of the same width: exactly so on the hosts that are marked "same"; on those that
 *   are marked "themed" as on the neutral page with the documented custom properties that hosts.json names ("css"), and not
 *   as without them.
 * - The page around it looks as the same page without our script, with an empty block of the same size in its place: on the
 *   first screen and on the last.
 */
import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { test } from "node:test";
import { ENGINES, stage } from "./driver.mjs";
import { LOADER, ROOT } from "./facts.mjs";
import { mouse, walk } from "./hands.mjs";
import { ROOTS, keepClosedRoot, noteKeys, playKeys } from "./keys.mjs";
import { aroundTheWidget, assertApproved, assertSame, emptyThePlaces, isSame, ofTheWidget, picture } from "./pixels.mjs";
import { JOURNEY } from "./steps.mjs";

const FOLDER = join(ROOT, "tests/hosts");
const HOSTS = JSON.parse(readFileSync(join(FOLDER, "hosts.json"), "utf8"));

/** Every screen of the journey is in the window as a whole, so that nothing scrolls. */
const WINDOW = { width: 1000, height: 3600 };

/** The screens that are compared: options, several statements, a field, the result. */
const LOOKED_AT = ["situation", "want", "place", "result"];

/** The one that people approve, where the mark is "themed": it has the typeface and most of the colours. */
const APPROVED = "situation";

/** Those on which the page around the widget is compared. */
const AROUND = ["situation", "result"];

/** What a page needs before its widget starts, as a person would do it. */
const OPEN = {
  "hidden.html": (visit) => visit.page.locator("#show").click(),
  "lazy.html": (visit) => visit.page.evaluate(() => scrollTo(0, 6000)),
  "yew/index.html": (visit) => visit.page.locator("weg-wijzer").waitFor({ state: "attached" }),
};

/** What must hold on a page after the journey. */
const AFTERWARDS = {
  "form.html": async (visit) => {
    assert.deepEqual(await visit.page.evaluate(() => window.sent), [], "the page's form was expected not to be sent");
    const theirs = await visit.page.evaluate(() => [...new FormData(document.querySelector("#theirs"))].join());
    assert.equal(theirs, "situation,theirs", "nothing but the page's own field was expected in its form");
  },
  "late.html": async (visit) => {
    for (const { name, bubbles, composed } of await visit.events())
      assert.ok(bubbles && composed, `${name} was expected to bubble and to be composed, whatever the page does to events`);
  },
};

const read = (file) => readFileSync(join(FOLDER, file), "utf8");
const loader = readFileSync(join(ROOT, "dist", LOADER), "utf8");
const files = {
  "/hosts/copy/same/weg-wijzer.js": Buffer.from(loader),
  "/hosts/copy/other/weg-wijzer.js": Buffer.from(loader.replace(/version:"[^"]+"/, 'version:"0.0.0"')),
};
/**
 * A page without our script, and without what its frame would show; and where it is served: beside the page itself, for the
 * sake of its other files.
 */
const withoutLoader = (html) =>
  html
    .replace(/<script type="module" src="[^"]*\/(latest|weg-wijzer)\.js[^"]*"><\/script>|<script>import\([^)]*\);<\/script>/g, "")
    .replace('<iframe src="../index.html"', "<iframe");
const emptied = (file) => `/hosts/${join(dirname(file), `empty-${basename(file)}`)}`;
for (const { file } of HOSTS) files[emptied(file)] = Buffer.from(withoutLoader(read(file)).replaceAll('="../', '="/'));

const inBrowser = stage({ files }, { engines: ENGINES });

/**
 * The neutral page with the widget at a place and of a width, dressed with some CSS; its address. The place is the same to
 * the pixel, because browsers draw the edges of curves a little otherwise elsewhere.
 */
function neutral(visit, { widget: { x, y, width }, scroll }, css = "") {
  const rules = [
    `main { left: ${x}px; top: ${y + scroll}px; width: ${width}px }`,
    "main > :not(weg-wijzer) { display: none }",
    scroll ? `html { min-height: ${scroll + WINDOW.height}px }` : "",
    css,
  ];
  const style = rules.join(" ");
  const path = `/neutral/${encodeURIComponent(style)}.html`;
  const html = read("neutral.html").replaceAll('="../', '="/').replace("</style>", `${style}</style>`);
  visit.server.pages[decodeURIComponent(path)] = html;
  return path;
}

/** What was seen of neutral pages, by engine, address and how it was walked: pictures of the screens, keys, advice. */
const seen = new Map();

/** The journey on the page that is open; what each screen that is looked at looks like, with the page around it on some. */
async function journey(visit, go, closed, around) {
  const pictures = {};
  const onScreen = async ({ screen, question }) => {
    const name = screen === "result" ? screen : question;
    if (LOOKED_AT.includes(name)) pictures[name] = await picture(visit, closed, around.includes(name));
  };
  const keys = await go(onScreen);
  assert.deepEqual(Object.keys(pictures), LOOKED_AT, "these screens were expected, in this order");
  return { pictures, keys };
}

const advice = (visit) =>
  visit.find("[data-role]").evaluateAll((cards) => cards.map((card) => `${card.dataset.role} ${card.dataset.service}`));

/**
 * What the journey looks like on a neutral page, or what a page of ours looks like as a whole. The page that was open is
 * left.
 */
async function expected(visit, path, { scroll = 0, byKeys = false, whole = false } = {}) {
  const name = [visit.engine, path, byKeys].join(" ");
  if (!seen.has(name)) {
    await visit.page.goto(new URL(path, visit.server.url).href);
    await visit.page.evaluate((scroll) => scrollTo(0, scroll), scroll);
    await visit.untilReady();
    const go = (onScreen) => (byKeys ? noteKeys(visit, JOURNEY, onScreen) : walk(visit, JOURNEY, mouse, onScreen));
    const { pictures, keys } = await journey(visit, go, false, whole ? LOOKED_AT : []);
    const radius = whole ? 0 : pictures.result.widget.radius;
    const widgets = Object.entries(pictures).map(([screen, one]) => [screen, whole ? one.image : ofTheWidget(one)]);
    seen.set(name, { widgets: Object.fromEntries(widgets), radius, keys, advice: await advice(visit) });
  }
  return seen.get(name);
}

/** Until the widget on the host page is ready. */
async function untilOpen(visit, host) {
  await OPEN[host.file]?.(visit);
  if (host.inside === "frame") {
    // Events do not leave a frame, but its element can be asked.
    await visit.page.waitForFunction(() => window.frames[0]?.document.querySelector("weg-wijzer")?.ready?.then(() => true));
    await visit.untilReady(0); // From here on the page is quiet, as it is after an event of its own.
  } else {
    await visit.untilReady(host.widgets);
  }
}

/** On each picture the page around the widget is as it is without our script, with an empty block in its place. */
async function assertAroundIsSame(visit, host, pictures, what) {
  await visit.page.goto(new URL(emptied(host.file), visit.server.url).href);
  await OPEN[host.file]?.(visit);
  // What a block is set to and what it measures may differ by less than a browser can draw, where a page is zoomed.
  const isThere = (one, other) => ["x", "y", "width", "height"].every((side) => Math.abs(one[side] - other[side]) < 0.05);
  for (const screen of AROUND) {
    const found = pictures[screen];
    await emptyThePlaces(visit, found);
    const empty = await picture(visit, true);
    found.places.forEach((place, at) => {
      const block = empty.places[at];
      const where = `${what(screen)}: the empty block was expected at ${JSON.stringify(place)}, but is at ${JSON.stringify(block)}`;
      assert.ok(isThere(place, block), where);
    });
    const [page, without] = [found, empty].map((one) => aroundTheWidget(one, found.places));
    assertSame(page, without, `${what(screen)}, around the widget`);
  }
}

for (const host of HOSTS.filter(({ mark }) => mark !== "elsewhere")) {
  const options = {
    path: `hosts/${host.file}`,
    engines: host.engines,
    runs: false, // Frames have no element of ours; untilOpen() waits.
    browser: { viewport: WINDOW },
    init: host.inside === "closed" ? keepClosedRoot : undefined,
  };
  inBrowser(`${host.file} (${host.mark}): ${host.about}`, options, async (visit) => {
    const what = (screen) => `${visit.engine} ${host.file} ${screen}`;
    const inside = host.inside ?? "open";
    const closed = inside !== "open";

    await untilOpen(visit, host);
    const first = await picture(visit, closed);
    let model;
    if (inside === "frame") {
      await visit.page.setViewportSize({ width: first.widget.width, height: first.widget.height });
      model = await expected(visit, "index.html", { byKeys: true, whole: true });
      await visit.page.setViewportSize(WINDOW);
    } else {
      const { scroll } = first;
      model = await expected(visit, neutral(visit, first, host.css), { scroll, byKeys: closed });
      if (host.mark === "themed") model.plain = await expected(visit, neutral(visit, first), { scroll });
    }

    const isHere = async () => new URL(await visit.page.url()).pathname === `/hosts/${host.file}`;
    if (!(await isHere())) {
      await visit.page.goto(new URL(`hosts/${host.file}`, visit.server.url).href);
      await untilOpen(visit, host);
    }
    const asked = visit.served.length;
    const { pictures } = await journey(
      visit,
      (onScreen) =>
        closed ? playKeys(visit, model.keys, ROOTS[inside], onScreen) : walk(visit, JOURNEY, mouse, onScreen),
      closed,
      AROUND,
    );
    if (!closed) assert.deepEqual(await advice(visit), model.advice, "the same advice was expected as on the neutral page");
    await AFTERWARDS[host.file]?.(visit);
    assert.ok(await isHere(), "the page was expected to stay");
    await visit.listen();
    const isExpected = (line) => [host.says, host.browser].some((words) => words && new RegExp(words).test(line));
    const said = visit.takeConsole();
    assert.deepEqual(said.filter((line) => !isExpected(line)), [], "no other console line was expected");
    if (host.says) assert.ok(said.length > 0, `${host.says} was expected on the console`);
    visit.assertQuiet();
    assert.deepEqual(visit.served.slice(asked), [], "no request was expected on the journey");

    for (const screen of LOOKED_AT.filter((screen) => !host.except?.[visit.engine]?.includes(screen))) {
      assertSame(ofTheWidget(pictures[screen], model.radius), model.widgets[screen], what(screen), host.tolerance);
    }
    if (host.mark === "themed") {
      const name = host.approved ?? host.file.replace(/\.\w+$/, "");
      assertApproved(ofTheWidget(pictures[APPROVED], model.radius), `${name}.${visit.engine}`);
    }
    if (model.plain) {
      assert.ok(
        LOOKED_AT.some((screen) => !isSame(model.widgets[screen], model.plain.widgets[screen])),
        "a host that is marked as themed was expected to change the widget: mark it as same",
      );
    }

    const before = [visit.requests, visit.served].map((list) => list.length);
    await assertAroundIsSame(visit, host, pictures, what);
    visit.requests.splice(before[0]);
    visit.served.splice(before[1]);
    assert.deepEqual(visit.takeConsole().filter((line) => !isExpected(line)), [], "no other console line was expected");
  });
}

test("every page of tests/hosts/ is listed in hosts.json", () => {
  const pages = readdirSync(FOLDER, { recursive: true }).filter((name) => /html$/.test(name));
  assert.deepEqual(HOSTS.map(({ file }) => file).sort(), pages.sort());
  for (const { file, mark } of HOSTS) assert.ok(["same", "themed", "elsewhere"].includes(mark), `${file} is marked ${mark}`);
});
