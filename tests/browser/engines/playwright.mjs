/** What Chromium and Firefox share: both are driven by Playwright, each visit in a context of its own. */
import { PATIENCE } from "./programs.mjs";

/**
 * Opens an empty page that tells what happens in it.
 *
 * @param {import("playwright-core").Browser} browser
 * @param {import("../driver.mjs").Opening} opening
 */
export async function open(browser, { first, screen, prepare, heard }) {
  const context = await browser.newContext(screen);
  context.setDefaultTimeout(PATIENCE);
  await context.addInitScript(first);
  await prepare?.(context);
  context.on("request", (request) => heard.request({ url: request.url(), headers: request.headers() }));
  const page = await context.newPage();
  page.on("console", (line) => heard.console(`${line.type()}: ${line.text()}`));
  page.on("pageerror", (error) => heard.error(error.stack ?? String(error)));
  return { context, page, cookies: () => context.cookies(), listen: async () => {}, close: () => context.close() };
}
