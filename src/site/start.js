// Starts the configurator, and is the second and last file of this project that fetches. It fetches one thing, the wasm
// beside it, pinned as the loader pins its own. Nobody answers questions here: those are the widget's.
//
// SITE is put in by `cargo xtask dist`: the name and the hash of the wasm.

import init from "wegwijzer-site-glue";

const wasm = fetch(new URL(SITE.file, import.meta.url), {
  integrity: SITE.integrity,
  credentials: "omit",
  referrerPolicy: "no-referrer",
});
init({ module_or_path: wasm }).catch((error) => {
  // The page keeps its own words, which say what to do then.
  console.error(`the configurator does not run: ${error.message ?? error}`);
});
