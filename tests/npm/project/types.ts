// What TypeScript knows of the element. It is compiled and never run. A line after `@ts-expect-error` must be wrong, or the
// compiler says so: were everything `any`, this file would not compile. Nothing here is given a type where it is looked up,
// which a compiler could take for what it finds.
import "weg-wijzer";
import type { WegWijzerAttributes, WegWijzerElement, WegWijzerEventMap, WegWijzerReason } from "weg-wijzer";

/** Whether two types are the same, `any` included. */
type Same<One, Other> = (<T>() => T extends One ? 1 : 2) extends <T>() => T extends Other ? 1 : 2 ? true : false;

const made = document.createElement("weg-wijzer");
true satisfies Same<typeof made, WegWijzerElement>;
document.querySelector("weg-wijzer")!.version satisfies string;
document.querySelectorAll("weg-wijzer").forEach((one) => void (one.ready satisfies Promise<void>));
made satisfies HTMLElement;

// @ts-expect-error The version is a text.
document.querySelector("weg-wijzer")!.version satisfies number;
// @ts-expect-error It may not be there.
document.querySelector("weg-wijzer").version;
// @ts-expect-error Another element has no version.
document.querySelector("p")!.version;
// @ts-expect-error The version is the loader's to say.
made.version = "0.1.0";
// @ts-expect-error There is no property for an attribute.
made.pack = "nl";

// On the element, and wherever its events bubble up to.
document.body.addEventListener("weg-wijzer-shown", ({ detail }) => {
  true satisfies Same<typeof detail, null>;
});
made.addEventListener("weg-wijzer-step", (event) => {
  true satisfies Same<typeof event, WegWijzerEventMap["weg-wijzer-step"]>;
  true satisfies Same<typeof event.detail.number, number>;
  // @ts-expect-error No event carries an answer.
  event.detail.answer;
});
document.addEventListener("weg-wijzer-step", ({ detail: { number } }) => {
  true satisfies Same<typeof number, number>;
});
made.addEventListener("weg-wijzer-error", ({ detail: { reason } }) => {
  true satisfies Same<typeof reason, WegWijzerReason>;
});
document.addEventListener("weg-wijzer-error", ({ detail: { reason } }) => {
  true satisfies Same<typeof reason, WegWijzerReason>;
  // @ts-expect-error There is no such reason.
  return reason === "weather";
});
window.addEventListener("weg-wijzer-ready", ({ detail }) => {
  true satisfies Same<typeof detail, null>;
});
document.addEventListener("weg-wijzer-weather", (event) => {
  // @ts-expect-error An event of no known name carries nothing.
  event.detail;
});
// @ts-expect-error The number of a step is no text.
made.addEventListener("weg-wijzer-step", (event: CustomEvent<{ number: string }>) => event);

export const attributes: Required<WegWijzerAttributes> = {
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
({ "heading-level": "7" }) satisfies WegWijzerAttributes;
// @ts-expect-error There is no such attribute.
({ colour: "red" }) satisfies WegWijzerAttributes;
