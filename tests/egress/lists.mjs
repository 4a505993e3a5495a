/** The lists of this folder as the tests read them, and what else a script may not use without being named. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { oneLine } from "./imports.mjs";

/**
 * The entries of a list, without its comments. An entry is one line, a name and the reason why it is there; what is indented
 * below it is code.
 *
 * @param {string} file In this folder.
 * @returns {{name: string, reason: string, code: string}[]} `code` is one line.
 */
export function reviewed(file) {
  const entries = [];
  for (const line of readFileSync(new URL(file, import.meta.url), "utf8").split("\n")) {
    const [, name, reason] = line.match(/^([^\s#]\S*)(?:\s+(\S.*))?$/) ?? [];
    if (name) {
      assert.ok(reason, `${file}: ${name} has no reason`);
      entries.push({ name, reason, code: "" });
    } else if (line.startsWith(" ")) {
      entries.at(-1).code = oneLine(`${entries.at(-1).code} ${line}`);
    }
  }
  const names = entries.map(({ name }) => name);
  assert.deepEqual(names, [...names].sort(), `${file} was expected in the order of the alphabet`);
  return entries;
}

/** The globals that a script may use: `loader`, `glue`, `single` or `npm`. */
export const globalsOf = (script) =>
  reviewed("globals.txt").filter(({ reason }) => reason.split(/\s/)[0].split(",").includes(script)).map(({ name }) => name);

/** Properties by which a script can send, go somewhere, keep something, or run what it was sent. */
export const WAYS_OUT = [
  ..."fetch sendBeacon open location navigate href src srcset srcdoc action formAction submit requestSubmit".split(" "),
  ..."postMessage serviceWorker importScripts dispatchEvent cookie cookieStore title localStorage sessionStorage".split(" "),
  ..."indexedDB caches history pushState replaceState innerHTML outerHTML insertAdjacentHTML setHTMLUnsafe write".split(" "),
  ..."setAttribute setAttributeNS eval Function Worker WebSocket EventSource RTCPeerConnection XMLHttpRequest Image".split(" "),
];
