/**
 * A page that puts the widget up and takes it down for ever, as a single-page site does, must not grow: not in the heap, not
 * in the wasm memory, not in listeners and not in nodes. Chromium alone tells these figures.
 */
import assert from "node:assert/strict";
import { host, stage } from "./driver.mjs";

const inBrowser = stage({}, { engines: ["chromium"] });

/** Until all code has run once and been compiled. */
const WARM_UP = 10;
const MOUNTS = 500;
const MOST_GROWTH = 2_000_000;

/** Puts up widgets one after the other; each answers its first question and is then taken away. */
async function mountAndRemove(times) {
  const main = document.querySelector("main");
  const heard = (element, name) =>
    new Promise((resolve) => element.addEventListener(`weg-wijzer-${name}`, resolve, { once: true }));
  for (let time = 0; time < times; time += 1) {
    const element = document.createElement("weg-wijzer");
    element.setAttribute("loading", "eager");
    const ready = heard(element, "ready");
    main.append(element);
    await ready;
    const widget = element.shadowRoot.querySelector(".widget");
    const asked = widget.querySelector("form").dataset.question;
    const step = heard(element, "step");
    widget.querySelector("[data-option] input").click();
    widget.querySelector('[data-action="continue"]').click();
    await step;
    if (element.shadowRoot.querySelector("form").dataset.question === asked) throw new Error(`${asked} is still asked`);
    element.remove();
    // The loader waits a moment, in case the element was only moved; so does whoever comes after it.
    await new Promise((resolve) => setTimeout(resolve));
  }
}

/** What the page holds when everything that can be collected has been. */
async function held(devtools) {
  // What a collection frees may free more through finalizers, which run after it.
  for (let time = 0; time < 4; time += 1) await devtools.send("HeapProfiler.collectGarbage");
  const { metrics } = await devtools.send("Performance.getMetrics");
  const metric = (name) => metrics.find((one) => one.name === name).value;
  return {
    heap: metric("JSHeapUsedSize"),
    wasm: await wasmMemory(devtools),
    listeners: metric("JSEventListeners"),
    nodes: metric("Nodes"),
  };
}

/** The bytes of every WebAssembly memory of the page, asked of the browser: the widget gives its memory to nobody. */
async function wasmMemory(devtools) {
  const objectGroup = "wasm memory";
  const { result } = await devtools.send("Runtime.evaluate", { expression: "WebAssembly.Memory.prototype", objectGroup });
  const { objects } = await devtools.send("Runtime.queryObjects", { prototypeObjectId: result.objectId, objectGroup });
  const { result: bytes } = await devtools.send("Runtime.callFunctionOn", {
    objectId: objects.objectId,
    functionDeclaration: "function () { return this.reduce((sum, memory) => sum + memory.buffer.byteLength, 0); }",
    returnByValue: true,
  });
  await devtools.send("Runtime.releaseObjectGroup", { objectGroup });
  assert.ok(bytes.value > 0, "the widget was expected to have a wasm memory");
  return bytes.value;
}

inBrowser(`${MOUNTS} widgets put up and taken away leave nothing behind`, { html: host() }, async (visit) => {
  const devtools = await visit.context.newCDPSession(visit.page);
  await devtools.send("Performance.enable");
  await devtools.send("HeapProfiler.enable");
  await visit.page.evaluate(() => document.querySelector("weg-wijzer").remove());
  await visit.page.evaluate(mountAndRemove, WARM_UP);
  const before = await held(devtools);
  await visit.page.evaluate(mountAndRemove, MOUNTS);
  const after = await held(devtools);
  await visit.untilReady(1 + WARM_UP + MOUNTS);

  const growth = { heap: after.heap - before.heap, wasm: after.wasm - before.wasm };
  console.log(`after ${MOUNTS} mounts: heap ${growth.heap} bytes more, wasm ${growth.wasm} bytes more`);
  for (const [what, bytes] of Object.entries(growth))
    assert.ok(bytes <= MOST_GROWTH, `${what}: at most ${MOST_GROWTH} bytes more were expected, found ${bytes}`);
  assert.equal(after.listeners, before.listeners, "as many listeners as before were expected");
  assert.equal(after.nodes, before.nodes, "as many nodes as before were expected");
});
