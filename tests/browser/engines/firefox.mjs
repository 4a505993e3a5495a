/**
 * Firefox as it is released, by Playwright through WebDriver BiDi (the channel "moz-firefox").
 *
 * It promises no more of the screen than it keeps: what Playwright would silently ignore there is set as a preference of
 * a Firefox process of its own, or refused.
 */
import { firefox } from "playwright-core";
import { open } from "./playwright.mjs";
import { FONTS, program } from "./programs.mjs";

/** What a context can have, and what takes a preference instead: option -> value -> preferences. */
const CONTEXT = ["locale", "viewport"];
const PREFERENCES = {
  colorScheme: {
    light: { "layout.css.prefers-color-scheme.content-override": 1 },
    dark: { "layout.css.prefers-color-scheme.content-override": 0 },
  },
  reducedMotion: { reduce: { "ui.prefersReducedMotion": 1 }, "no-preference": { "ui.prefersReducedMotion": 0 } },
};

/** Its sandbox would keep the pages from fonts that are not the system's. */
const ALWAYS = { "security.sandbox.content.read_path_whitelist": FONTS };

export async function launch() {
  const browsers = new Map();
  const withPreferences = (preferences) => {
    const key = JSON.stringify(preferences);
    if (!browsers.has(key)) {
      const executablePath = program("FIREFOX", "firefox-esr", "firefox");
      const firefoxUserPrefs = { ...ALWAYS, ...preferences };
      const options = { channel: "moz-firefox", executablePath, firefoxUserPrefs };
      browsers.set(key, firefox.launch(options));
    }
    return browsers.get(key);
  };
  return {
    async open(opening) {
      const screen = {};
      const preferences = {};
      for (const [option, value] of Object.entries(opening.screen)) {
        const preference = PREFERENCES[option]?.[value];
        if (CONTEXT.includes(option)) screen[option] = value;
        else if (preference) Object.assign(preferences, preference);
        else throw new Error(`Firefox cannot be given ${option}: ${value} here; let this test name its engines`);
      }
      return open(await withPreferences(preferences), { ...opening, screen });
    },
    close: () => Promise.all([...browsers.values()].map(async (browser) => (await browser).close())),
  };
}
