/**
 * How each page of the comparison is used. All are used in the same way: a person chooses an option by a click on its label,
 * and goes on or back by a button. `screen` runs in the page and says which screen is shown: the id of its (first) question,
 * `result`, or nothing yet. The others are selectors of Playwright.
 */

export const ADAPTERS = {
  wegwijzer: {
    screen: () => {
      const widget = document.querySelector("weg-wijzer")?.shadowRoot?.querySelector(".widget");
      if (!widget?.checkVisibility()) return undefined;
      return widget.dataset.screen === "result" ? "result" : widget.querySelector("form").dataset.question;
    },
    option: ({ id, kind }, option) =>
      `[data-${kind === "statement" ? "statement" : "question"}="${id}"] [data-option="${option}"]`,
    // A question without an answer is skipped by a button of its own.
    next: (answered) => `[data-action="${answered ? "continue" : "skip"}"]`,
    back: '[data-action="back"]',
    rules: "weg-wijzer [data-rule]",
  },
  surveyjs: {
    screen: () => {
      const shown = document.querySelector("#result, .sd-question[data-name]");
      return shown?.checkVisibility() ? (shown.dataset.name ?? "result") : undefined;
    },
    option: ({ id }, option) => `[data-name="${id}"] label:has(input[value="${option}"])`,
    next: () => ".sd-navigation__next-btn:visible, .sd-navigation__complete-btn:visible",
    back: ".sd-navigation__prev-btn",
    rules: "[data-rule]",
  },
  rjsf: {
    screen: screenByName,
    // The library numbers its options: they are found by the id that it makes of their place.
    option: ({ id }, option, at) => `label:has(#root_${id}-${at})`,
    next: () => 'button[type="submit"]',
    back: '[data-action="back"]',
    rules: "[data-rule]",
  },
  floor: {
    screen: screenByName,
    option: ({ id }, option) => `label:has(input[name="${id}"][value="${option}"])`,
    next: () => "button:not([data-action])",
    back: '[data-action="back"]',
    rules: "[data-rule]",
  },
};

function screenByName() {
  const shown = document.querySelector("#result, [data-screen]");
  return shown?.checkVisibility() ? (shown.dataset.screen ?? "result") : undefined;
}
