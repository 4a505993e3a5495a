/**
 * Types of the element, its attributes and its events, for TypeScript. With the import of the package,
 * `document.querySelector("weg-wijzer")` and `addEventListener("weg-wijzer-step", …)` are typed everywhere.
 */

/** `<weg-wijzer>`. It is set up by its attributes alone: see {@link WegWijzerAttributes}. */
export interface WegWijzerElement extends HTMLElement {
  /** The version of the loader, such as `0.1.0`. */
  readonly version: string;
  /** Kept with the first `weg-wijzer-ready`, for tests that come after it. It stays open where the widget cannot run. */
  readonly ready: Promise<void>;
}

/** The attributes, for templates that check them. All may be left out. */
export interface WegWijzerAttributes {
  /** The id of a pack that the package holds, such as `nl`; the first one if left out. */
  pack?: string;
  /** A language tag, such as `nl` or `en-GB`. If left out: that of the page, then those of the browser. */
  lang?: string;
  /** The official code of a region (`AM14`) or municipality (`GM0363`). If left out, the place is asked. */
  region?: string;
  /** The level of the screen's heading; `2` if left out. */
  "heading-level"?: "1" | "2" | "3" | "4" | "5" | "6";
  /** `auto` (as the device is set) if left out. */
  theme?: "auto" | "light" | "dark";
  /** `lazy` if left out: nothing is fetched until the element comes near the screen. */
  loading?: "lazy" | "eager";
  /** `none` if left out. `tab` keeps the answers of this tab for an hour, on this device. */
  keep?: "none" | "tab";
  /** `open` if left out. `closed` is for pages that are themselves made with Yew. */
  shadow?: "open" | "closed";
}

/** Why it does not run. */
export type WegWijzerReason = "webassembly" | "missing" | "changed" | "stopped" | "other";

/** The events, which bubble up to the document. None carries an answer. */
export interface WegWijzerEventMap {
  /** The first screen is drawn. */
  "weg-wijzer-shown": CustomEvent<null>;
  /** Every language has come, or is known to be missing; nothing is requested any more. */
  "weg-wijzer-ready": CustomEvent<null>;
  /** The first question is answered or skipped. */
  "weg-wijzer-start": CustomEvent<null>;
  /** Another screen is shown and its heading has the focus. The number counts from 1. */
  "weg-wijzer-step": CustomEvent<{ readonly number: number }>;
  /** The result is shown. */
  "weg-wijzer-result": CustomEvent<null>;
  /** It does not run, or has stopped. */
  "weg-wijzer-error": CustomEvent<{ readonly reason: WegWijzerReason }>;
}

/** The handlers of these events in JSX, by attributes such as `onweg-wijzer-step`. */
export type WegWijzerEventHandlers = {
  [name in keyof WegWijzerEventMap as `on${name}`]?: (event: WegWijzerEventMap[name]) => void;
};

declare global {
  interface HTMLElementTagNameMap {
    "weg-wijzer": WegWijzerElement;
  }
  interface GlobalEventHandlersEventMap extends WegWijzerEventMap {}
}
