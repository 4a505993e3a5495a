// The other files, each on its own and fetched with its pin: the only code of this project that fetches.
//
// A file is named after what it is, the first characters of its pin, and its kind.

import { url } from "wegwijzer-places";

const PRIVATELY = { credentials: "omit", referrerPolicy: "no-referrer" };

export { url };
export const named = (stem, pin, kind) => `${stem}.${pin.slice(0, 8).replace(/\W/g, "-")}.${kind}`;
export const integrity = (pin) => `sha384-${pin}`;

// A file that is not there fails as a changed one does: an error page does not have the bytes of the pin.
export const response = (stem, pin, kind) => {
  const file = named(stem, pin, kind);
  return fetch(url(file), { ...PRIVATELY, integrity: integrity(pin) }).catch((error) => unfetched(file, error));
};

export const bytes = async (...file) => new Uint8Array(await (await response(...file)).arrayBuffer());

// Tells the two apart. Whatever else a server answers to HEAD, as some refuse it, the file may well be there.
export async function unfetched(file, error) {
  const gone = await fetch(url(file), { ...PRIVATELY, method: "HEAD" }).then(({ status }) => status === 404 || status === 410, () => true);
  const what = gone ? "cannot be fetched" : "is not the file that this loader belongs to, or the page's policy refuses it";
  throw Object.assign(new Error(`${file} ${what} (${error.message})`), { reason: gone ? "missing" : "changed" });
}
