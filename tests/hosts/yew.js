// A page that is itself a Yew application, with the element deep inside what Yew draws and listens to.
//
// The application is our own questionnaire, drawn straight into the page by a second copy of engine and glue: a Yew module of
// its own, which numbers its roots and marks its nodes with the same names as the one inside the element.
(async function () {
  const { files } = await (await fetch("../manifest.json")).json();
  const named = (pattern) => new URL("../" + Object.keys(files).find((path) => pattern.test(path)), location.href).href;
  const bytes = async (pattern) => new Uint8Array(await (await fetch(named(pattern))).arrayBuffer());
  const { start, mount } = await import(named(/\/wegwijzer\.[^/]+\.js$/) + "?page");
  await start(await fetch(named(/\.wasm$/)));
  const texts = await bytes(/packs\/nl\.nl\.[^/]+\.texts$/);
  const app = document.querySelector("#app");
  await new Promise(async (resolve) => {
    const hear = (name) => name === "shown" && resolve();
    window.app = mount(app, await bytes(/packs\/nl\.[^./]+\.pack$/), texts, undefined, 1, hear);
  });
  const element = document.createElement("weg-wijzer");
  element.setAttribute("pack", "nl");
  element.setAttribute("shadow", "closed");
  app.querySelector("form").append(element);
  app.dataset.drawn = "";
})();
