// Starts the configurator: gets its wasm as the loader gets its files, with its pin and by the same code, which is the only
// one of this project that fetches. `cargo xtask dist` makes SITE, the pin.

import init from "wegwijzer-site-glue";
import { response } from "wegwijzer-files-module";
import { SITE } from "wegwijzer-site-files";

init({ module_or_path: response("site", SITE.wasm, "wasm") }).catch((error) => {
  // The page keeps its own words, which say what to do then.
  console.error(`the configurator does not run: ${error.message ?? error}`);
});
