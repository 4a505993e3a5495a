/** The journeys of docs/TESTING.md, as they stand there: each is at most ten lines, and does what it says. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { Builder, By } from "selenium-webdriver";
import chrome from "selenium-webdriver/chrome.js";
import { chromium } from "playwright-core";
import { FLAGS } from "./engines/chromium.mjs";
import { program } from "./engines/programs.mjs";
import { host } from "./driver.mjs";
import { serve } from "../server.mjs";

const page = readFileSync(new URL("../../docs/TESTING.md", import.meta.url), "utf8");

/** A block of the page as a function of the names that it uses. */
function journey(kind, ...names) {
  const [, code] = page.match(new RegExp("```js " + kind + "\n([^]*?)```"));
  const lines = code.trim().split("\n").length;
  assert.ok(lines <= 10, `ten lines were promised, ${kind} has ${lines}`);
  const AsyncFunction = (async () => {}).constructor;
  return new AsyncFunction("assert", "address", ...names, code);
}

async function onAPage(act) {
  const server = await serve({ pages: { "/host.html": host() } });
  try {
    await act(new URL("host.html", server.url).href);
  } finally {
    await server.close();
  }
}

test("the journey with Playwright", () =>
  onAPage(async (address) => {
    const browser = await chromium.launch({ executablePath: program("CHROMIUM", "chromium"), args: FLAGS });
    try {
      await journey("playwright", "browser")(assert, address, browser);
    } finally {
      await browser.close();
    }
  }));

test("the journey with WebDriver", () =>
  onAPage(async (address) => {
    const options = new chrome.Options().addArguments("--headless", ...FLAGS);
    options.setChromeBinaryPath(program("CHROMIUM", "chromium"));
    const service = new chrome.ServiceBuilder(program("CHROMEDRIVER", "chromedriver"));
    const driver = await new Builder()
      .forBrowser("chrome")
      .setChromeOptions(options)
      .setChromeService(service)
      .build();
    try {
      await journey("webdriver", "driver", "By")(assert, address, driver, By);
    } finally {
      await driver.quit();
    }
  }));
