/**
 * What every server must say of the files of dist/: the one table that the settings in embed/servers/ are held against.
 */

/** Of every file. The policy and the permissions mean something for pages alone, and do no harm elsewhere. */
export const EVERY_FILE = {
  "access-control-allow-origin": "*",
  "content-security-policy":
    "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self'; connect-src 'self'; " +
    "base-uri 'none'; form-action 'none'; require-trusted-types-for 'script'; trusted-types weg-wijzer",
  "cross-origin-resource-policy": "cross-origin",
  "permissions-policy": "camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()",
  "referrer-policy": "no-referrer",
  "x-content-type-options": "nosniff",
};

/** What lies in the folder of a version. */
export const FOR_EVER = "public, max-age=31536000, immutable";

/** All else: it is kept, but looked up again each time. */
export const LOOK_UP = "no-cache";

/** @param {string} path In dist/. */
export const isOfAVersion = (path) => /^v\d[^/]*\//.test(path);

/** Types by ending, the older names of the same that servers still use included. */
const TYPES = {
  css: ["text/css"],
  html: ["text/html"],
  js: ["text/javascript", "application/javascript"],
  json: ["application/json"],
  pack: ["application/octet-stream"],
  places: ["application/octet-stream"],
  svg: ["image/svg+xml"],
  texts: ["application/octet-stream"],
  txt: ["text/plain"],
  wasm: ["application/wasm"],
};

/**
 * The types that a file may be sent as.
 *
 * @param {string} path In dist/.
 * @returns {string[]|undefined} Nothing for a file of which no browser ever asks the type, such as the settings themselves.
 */
export const typesOf = (path) => TYPES[path.split(".").at(-1)];
