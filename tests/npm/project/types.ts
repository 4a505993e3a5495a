// What TypeScript knows of the element. It is compiled and never run. A line after `@ts-expect-error` must be wrong, or the
// compiler says so: were everything `any`, this file would not compile.
import "weg-wijzer";
import type { WegWijzerAttributes, WegWijzerElement, WegWijzerEventMap, WegWijzerReason } from "weg-wijzer";

const found: WegWijzerElement | null = document.querySelector("weg-wijzer");
const made: WegWijzerElement = document.createElement("weg-wijzer");
const version: string = made.version;
const all: NodeListOf<WegWijzerElement> = document.querySelectorAll("weg-wijzer");

// @ts-expect-error The version is the loader's to say.
made.version = version;
// @ts-expect-error It may not be there.
found.version;
// @ts-expect-error There is no property for an attribute.
made.pack = "nl";

// On the element, and wherever its events bubble up to.
made.addEventListener("weg-wijzer-step", (event) => {
  const step: number = event.detail.number;
  // @ts-expect-error No event carries an answer.
  event.detail.answer;
  return step;
});
document.addEventListener("weg-wijzer-error", ({ detail: { reason } }) => {
  const known: WegWijzerReason = reason;
  // @ts-expect-error There is no such reason.
  return known === "weather";
});
window.addEventListener("weg-wijzer-ready", (event) => {
  const nothing: null = event.detail;
  return nothing;
});
// @ts-expect-error The number of a step is no text.
made.addEventListener("weg-wijzer-step", (event: CustomEvent<{ number: string }>) => event);

const names: Record<keyof WegWijzerEventMap, string> = {
  "weg-wijzer-shown": "",
  "weg-wijzer-ready": "",
  "weg-wijzer-start": "",
  "weg-wijzer-step": "",
  "weg-wijzer-result": "",
  "weg-wijzer-error": "",
};

const attributes: Required<WegWijzerAttributes> = {
  pack: "nl",
  lang: "en-GB",
  region: "AM14",
  "heading-level": "3",
  theme: "dark",
  loading: "eager",
  keep: "tab",
  shadow: "closed",
};
// @ts-expect-error A level of a heading is from 1 to 6.
const level: WegWijzerAttributes = { "heading-level": "7" };
// @ts-expect-error There is no such attribute.
const unknown: WegWijzerAttributes = { colour: "red" };

export { all, attributes, level, names, unknown };
