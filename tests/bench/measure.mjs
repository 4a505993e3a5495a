/**
 * Measures the pages of the comparison in Chromium, all in one run and in turns, so that what else the machine does falls on
 * all of them: a processor slowed four times, a link of 1.6 Mbit/s and 150 ms, an empty cache.
 *
 *   node tests/bench/measure.mjs QUESTIONNAIRE.json FOLDER LOADS FIGURES.json
 *
 * What is measured, and that it is the same on all pages:
 *
 * - When a screen is painted: in every frame, before it is drawn, the page is asked which screen it holds. The first frame
 *   that holds the one waited for counts, at the moment when the browser has drawn it: a message that is posted in the frame
 *   arrives after it. That asks nothing of the page's code, and looks into shadow roots, which Element Timing does not.
 * - To the first question: from the start of the navigation until the first question is painted.
 * - A click: from the moment that the browser gives to the click itself, so waiting counts, until the next screen is painted.
 *   The button is held for a moment, as by a finger: how it looks when it is pressed is drawn before that.
 * - Bytes: the bodies of all that is fetched until the network is still, as compressed.
 * - After a change of branch: a person answers, goes back to the first question, answers it otherwise and goes on. What is
 *   asked and what is recommended must be the same as for someone who answered so at once, on the same page.
 */
import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { chromium } from "playwright-core";
import { FLAGS } from "../browser/engines/chromium.mjs";
import { program } from "../browser/engines/programs.mjs";
import { serve } from "../server.mjs";
import { ADAPTERS } from "./adapters.mjs";
import { PAGES, buildPages, versionOf } from "./build.mjs";

const SLOWER = 4;
/** How long a button is held, in milliseconds. */
const HELD = 100;
const LINK = { offline: false, latency: 150, downloadThroughput: 1_600_000 / 8, uploadThroughput: 750_000 / 8 };

/** Far longer than anything takes; only a broken page reaches it. */
const PATIENCE = 20_000;

/** Whole walks, each through other branches; what is not named is left open. */
const WALKS = [
  { situation: "employed", goal: "learn", worries: ["none"], age: "27-to-66", diploma: "no", sector: "technical", want: "agree", know: "agree", dare: "partly", support: "agree" },
  { situation: "employed", goal: "change-workplace", worries: ["money", "health"], age: "27-to-66" },
  { situation: "dismissed", goal: "unsure", worries: ["law", "language"], arrival: "for-work", age: "27-to-66", union: "member" },
  { situation: "study", goal: "other-work", worries: ["basic-skills"], age: "under-27", diploma: "no", want: "disagree", know: "partly", dare: "partly", support: "agree" },
  { situation: "ill", worries: ["health", "care"], employer: "yes", age: "67-plus" },
];
/** The first walk, then its first answer changed, which closes the branch of its second. */
const CHANGE = { from: WALKS[0], to: { ...WALKS[0], situation: "benefit" } };

/** Runs in the page before anything else: tells when a screen has been painted. */
function keepTime(screen) {
  const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
  const drawn = () =>
    new Promise((resolve) => {
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = () => resolve(performance.now());
      port2.postMessage(undefined);
    });
  const until = async (shown) => {
    for (;;) {
      await frame();
      if (shown(screen())) return drawn();
    }
  };
  window.bench = {
    screen,
    first: until((now) => now !== undefined),
    /** From now on it looks for the next click, and then for the next screen. */
    watch() {
      const before = screen();
      window.bench.next = new Promise((resolve) => {
        const clicked = async ({ timeStamp }) => {
          const painted = await until((now) => now !== undefined && now !== before);
          resolve(painted - timeStamp);
        };
        addEventListener("click", clicked, { capture: true, once: true });
      });
    },
  };
}

/** What the page promises, or an error when that takes too long. */
async function inTime(promise, expected) {
  let late;
  const patience = new Promise((_, reject) => (late = setTimeout(() => reject(new Error(expected())), PATIENCE)));
  return Promise.race([promise, patience]).finally(() => clearTimeout(late));
}

class Person {
  clicks = [];

  constructor(page, id, questions) {
    Object.assign(this, { page, questions, use: ADAPTERS[id] });
  }

  screen() {
    return this.page.evaluate(() => window.bench.screen());
  }

  /** By the pointer alone: a locator's click would run scripts of its own in the page, while the time is taken. */
  async press(selector) {
    const button = this.page.locator(selector);
    await button.scrollIntoViewIfNeeded();
    const { x, y, width, height } = await button.boundingBox();
    await this.page.evaluate(() => window.bench.watch());
    const painted = this.page.evaluate(() => window.bench.next);
    const { mouse } = this.page;
    await mouse.move(x + width / 2, y + height / 2);
    await mouse.down();
    await new Promise((resolve) => setTimeout(resolve, HELD));
    await mouse.up();
    return inTime(painted, () => `a click on ${selector} was expected to lead to another screen`);
  }

  /** Chooses what is not chosen yet on this screen, and goes on. */
  async goOn(answers, given) {
    const screen = await this.screen();
    const here = this.questions.filter((question) => question.screen === screen && answers[question.id]);
    for (const question of here) {
      const { id, options } = question;
      const wanted = [answers[id]].flat();
      if (JSON.stringify(given[id]) === JSON.stringify(wanted)) continue;
      for (const option of wanted) {
        const at = options.findIndex((other) => other.id === option);
        await this.page.locator(this.use.option(question, option, at)).click();
      }
      given[id] = wanted;
    }
    this.clicks.push(await this.press(this.use.next(here.length > 0)));
    return screen;
  }

  /** From the screen that is shown to the result. */
  async walk(answers, given = {}) {
    const asked = [];
    while ((await this.screen()) !== "result") {
      asked.push(await this.goOn(answers, given));
      assert.ok(asked.length < 50, `the walk was expected to end; asked so far: ${asked}`);
    }
    const rules = await this.page.locator(this.use.rules).evaluateAll((all) => all.map((one) => one.dataset.rule));
    return { asked, rules };
  }
}

async function open(browser, server, { id, name }, link) {
  const context = await browser.newContext({ viewport: { width: 412, height: 823 } });
  context.setDefaultTimeout(PATIENCE);
  const tab = await context.newPage();
  const errors = [];
  tab.on("pageerror", (error) => errors.push(error.stack));
  const devtools = await context.newCDPSession(tab);
  await devtools.send("Network.enable");
  if (link) await devtools.send("Network.emulateNetworkConditions", link);
  await devtools.send("Emulation.setCPUThrottlingRate", { rate: SLOWER });
  await tab.addInitScript(`(${keepTime})(${ADAPTERS[id].screen})`);
  await tab.goto(new URL(`${id}/page.html`, server.url).href, { waitUntil: "commit" });
  const close = async () => {
    await context.close();
    assert.deepEqual(errors, [], `${name} was expected to run without errors on its page`);
  };
  return { tab, first: await tab.evaluate(() => window.bench.first), close };
}

/** Milliseconds to the first question, and the bytes of all that was fetched. */
async function load(browser, server, page) {
  const { tab, first, close } = await open(browser, server, page, LINK);
  await tab.waitForLoadState("networkidle");
  const bytes = await tab.evaluate(() => {
    const all = [...performance.getEntriesByType("navigation"), ...performance.getEntriesByType("resource")];
    return all.reduce((sum, { encodedBodySize }) => sum + encodedBodySize, 0);
  });
  await close();
  return { first, bytes };
}

async function withPerson(browser, server, page, questions, act) {
  const { tab, close } = await open(browser, server, page);
  const person = new Person(tab, page.id, questions);
  const outcome = await act(person);
  await close();
  return { ...outcome, clicks: person.clicks };
}

/** Answers all but the last screen, goes back to the first question, answers it otherwise and goes on. */
async function changeOfBranch(person, { from, to }) {
  const given = {};
  const first = await person.screen();
  const last = person.questions.at(-1).screen;
  while ((await person.screen()) !== last) await person.goOn(from, given);
  while ((await person.screen()) !== first) await person.press(person.use.back);
  return person.walk(to, given);
}

/** What one walk has that the other has not, in words; nothing if they are the same. */
function difference(changed, fresh) {
  const beyond = (one, other) => one.filter((name) => !other.includes(name));
  const told = [
    ["asks", beyond(changed.asked, fresh.asked)],
    ["does not ask", beyond(fresh.asked, changed.asked)],
    ["recommends", beyond(changed.rules, fresh.rules)],
    ["does not recommend", beyond(fresh.rules, changed.rules)],
  ];
  return told.filter(([, names]) => names.length).map(([what, names]) => `${what} ${names.join(", ")}`).join("; ");
}

const [questionnaireFile, folder, rounds, figuresFile] = process.argv.slice(2);
const questionnaire = JSON.parse(readFileSync(questionnaireFile, "utf8"));
const { questions } = questionnaire;
await buildPages(questionnaire, folder);
const browser = await chromium.launch({ executablePath: program("CHROMIUM", "chromium"), args: FLAGS });
const server = await serve({ dist: folder });
try {
  const measured = new Map(PAGES.map((page) => [page, { loads: [], clicks: [], walks: [] }]));
  for (let round = 0; round < Number(rounds); round += 1) {
    for (const [page, { loads }] of measured) loads.push(await load(browser, server, page));
    for (const [number, answers] of WALKS.entries()) {
      for (const [page, { clicks, walks }] of measured) {
        const walked = await withPerson(browser, server, page, questions, (person) => person.walk(answers));
        clicks.push(...walked.clicks);
        walks[number] = { asked: walked.asked, rules: walked.rules };
      }
    }
    console.log(`  round ${round + 1} of ${rounds} is measured`);
  }
  const [[, ours], ...others] = measured;
  for (const [{ name }, { walks }] of others)
    assert.deepEqual(walks, ours.walks, `${name} was expected to ask and recommend what our widget does, on every walk`);

  const figures = [];
  for (const [{ id, name, packages = [] }, { loads, clicks }] of measured) {
    const page = { id, name };
    const fresh = await withPerson(browser, server, page, questions, (person) => person.walk(CHANGE.to));
    const changed = await withPerson(browser, server, page, questions, (person) => changeOfBranch(person, CHANGE));
    figures.push({
      id,
      name,
      versions: packages.map((name) => (packages.length > 1 ? `${name} ${versionOf(name)}` : versionOf(name))),
      first: loads.map(({ first }) => first),
      bytes: loads[0].bytes,
      clicks,
      branch: difference(changed, fresh),
    });
  }
  writeFileSync(figuresFile, JSON.stringify({ day: new Date().toISOString().slice(0, 10), browser: browser.version(), figures }));
} finally {
  await browser.close();
  await server.close();
}
