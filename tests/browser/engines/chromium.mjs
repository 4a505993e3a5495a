/** Chromium, by Playwright: one process for a test file. It can all that Playwright can. */
import { chromium } from "playwright-core";
import { open } from "./playwright.mjs";
import { program } from "./programs.mjs";

export const FLAGS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-background-networking",
  "--disable-component-update",
  "--no-first-run",
];

export async function launch() {
  const browser = await chromium.launch({
    executablePath: program("CHROMIUM", "chromium"),
    args: FLAGS,
    // People go back to a page that the browser kept; Playwright switches that off.
    ignoreDefaultArgs: ["--disable-back-forward-cache"],
  });
  return { open: (opening) => open(browser, opening), close: () => browser.close() };
}
