// The glue as a file of its own beside the loader, fetched when the first widget starts: a page that nobody has scrolled
// down carries the loader alone.
//
// `import()` cannot be pinned, and not every browser holds `modulepreload` to its integrity; all hold a script to it. So
// the script comes first, and `import()` then gets that same module from the page's map of modules.
//
// On a page of XHTML, WebKit starts no such script and says nothing of it. There the file is fetched and held to its pin
// first, and `import()` takes it from what the browser has just stored.

import { FILES } from "wegwijzer-files";
import { bytes, integrity, named, unfetched, url } from "wegwijzer-files-module";

const FILE = named("wegwijzer", FILES.glue, "js");
let address;

export async function loadGlue(root) {
  await (document.contentType === "text/html" ? runScript(root) : bytes("wegwijzer", FILES.glue, "js"));
  return import(url(FILE));
}

async function runScript(root) {
  const script = document.createElement("script");
  await new Promise((resolve, reject) => {
    script.onload = resolve;
    script.onerror = () => reject(new Error("the script failed"));
    // The one script that this policy lets through, for pages that demand trusted types.
    address ??=
      window.trustedTypes?.createPolicy("weg-wijzer", { createScriptURL: () => url(FILE) }).createScriptURL("") ??
      url(FILE);
    script.type = "module";
    script.integrity = integrity(FILES.glue);
    script.crossOrigin = "";
    script.referrerPolicy = "no-referrer";
    script.src = address;
    root.append(script);
  })
    .catch((error) => unfetched(FILE, error))
    .finally(() => script.remove());
}
