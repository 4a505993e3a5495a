/**
 * WebKit: Debian's MiniBrowser, driven by WebKitWebDriver on a virtual screen. One driver and one screen for a test file,
 * one session with nothing kept from before for each visit.
 *
 * WebDriver tells neither console lines nor requests, and cannot run a script before the page's own. So:
 * - the test server serves `first` as the first script of every page, with a part of ours that notes console lines,
 *   errors and what the page's policy refused (not what the browser alone says: a 404, a wrong `integrity`);
 * - requests to the visit's own server are noted by that server, and every other one by a proxy: http, https and
 *   WebSockets to any host. What needs no connection (a lookup of a name) or takes another way (WebRTC) it does not see.
 */
import { once } from "node:events";
import { createServer, request as forward } from "node:http";
import { existsSync, readdirSync } from "node:fs";
import { createServer as createSocketServer } from "node:net";
import { join } from "node:path";
import { eventually, program, start, stop } from "./programs.mjs";
import { Session, send } from "./webdriver.mjs";
import { Page } from "./webkit-page.mjs";

/**
 * Where the corner of the window is put: in the middle of the screen, because there the X server leaves the pointer. A
 * window without the pointer in it has no focus where there is no window manager, and nothing in its page matches `:focus`.
 */
const CORNER = { x: 1600, y: 2200 };
const SCREEN = `${2 * CORNER.x}x${2 * CORNER.y}x24`;

/**
 * Drawn by the processor, the same page looks the same to the pixel; drawn as on a graphics card, letters have other edges
 * from one picture to the next.
 */
const PAINTING = { WEBKIT_SKIA_ENABLE_CPU_RENDERING: "1" };

export async function launch() {
  const screen = start(program("XVFB", "Xvfb"), ["-displayfd", "3", "-screen", "0", SCREEN, "-nolisten", "tcp", "-noreset"], {
    stdio: ["ignore", "ignore", "ignore", "pipe"],
  });
  const [display] = await once(screen.stdio[3], "data");
  const port = await freePort();
  const driver = start(program("WEBKIT_DRIVER", "WebKitWebDriver"), [`--port=${port}`], {
    stdio: "ignore",
    env: { ...process.env, ...PAINTING, DISPLAY: `:${String(display).trim()}`, GDK_BACKEND: "x11", NO_AT_BRIDGE: "1" },
  });
  const url = `http://127.0.0.1:${port}`;
  await eventually(
    () => send(`${url}/status`, "GET").then(({ ready }) => ready, () => false),
    () => `WebKitWebDriver was expected to answer on ${url}`,
  );
  const proxy = await serveProxy();
  return {
    open: (opening) => open(url, proxy, opening),
    async close() {
      await Promise.all([stop(driver), proxy.close()]);
      await stop(screen);
    },
  };
}

/** What of the screen WebKit can be given. */
const OPTIONS = {
  locale: (locale) => ({ first: `(${speak})(${JSON.stringify(locale)})` }),
  viewport: (viewport) => ({ viewport }),
  colorScheme: (scheme) => ({ args: scheme === "dark" ? ["--dark-mode"] : [] }),
  javaScriptEnabled: (enabled) => ({ args: [`--enable-javascript=${enabled}`] }),
};

async function open(url, proxy, { first, screen, prepare, heard, server }) {
  if (prepare) throw new Error("prepare(context) is Playwright's: give `init`, or let this test name its engines");
  let viewport;
  const scripts = [`(${listen})()`];
  const args = ["--automation", "--full-screen", `--proxy=${proxy.url}`, `--ignore-host=${new URL(server.url).host}`];
  for (const [option, value] of Object.entries(screen)) {
    if (!OPTIONS[option]) throw new Error(`WebKit cannot be given ${option} here; let this test name its engines`);
    const more = OPTIONS[option](value);
    viewport = more.viewport ?? viewport;
    args.push(...(more.args ?? []));
    if (more.first) scripts.push(more.first);
  }
  server.first = [...scripts, first].join(";\n");
  proxy.heard = heard.request;
  const notHeard = server.listen(({ path, query, headers }) =>
    heard.request({ url: new URL(path + query, server.url).href, headers }),
  );
  const binary = program("MINIBROWSER", ...miniBrowsers());
  const session = await Session.open(url, { "webkitgtk:browserOptions": { binary, args } });
  const page = new Page(session, heard, CORNER);
  await page.setViewportSize(viewport);
  return {
    page,
    cookies: () => session.get("cookie"),
    listen: () => page.listen(),
    async close() {
      notHeard();
      proxy.heard = undefined;
      server.first = undefined;
      await session.close();
    },
  };
}

/** Where Debian has it: /usr/lib/<machine>/webkit2gtk-<interface>/MiniBrowser, never on PATH. The newest comes first. */
function miniBrowsers() {
  const below = (folder) => (existsSync(folder) ? readdirSync(folder).map((name) => join(folder, name)) : []);
  const folders = below("/usr/lib").flatMap((folder) => (/-linux-gnu/.test(folder) ? below(folder) : []));
  const found = folders.filter((folder) => /webkit2?gtk-[\d.]+$/.test(folder)).map((folder) => join(folder, "MiniBrowser"));
  return ["MiniBrowser", ...found.sort().reverse()];
}

async function freePort() {
  const server = createSocketServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address();
  server.close();
  return port;
}

/** Notes every request that comes to it. Those to this computer go on, to another server of the test; no other does. */
async function serveProxy() {
  const proxy = { heard: undefined };
  const server = createServer(({ url, method, headers, ...request }, response) => {
    proxy.heard?.({ url, headers });
    const { hostname } = new URL(url);
    if (!["127.0.0.1", "localhost"].includes(hostname)) return response.writeHead(403).end();
    const onward = forward(url, { method, headers }, (answer) => {
      response.writeHead(answer.statusCode, answer.headers);
      answer.pipe(response);
    });
    onward.on("error", () => response.writeHead(502).end());
    onward.end();
  });
  server.on("connect", ({ url, headers }, socket) => {
    proxy.heard?.({ url: `https://${url.replace(/:443$/, "")}/`, headers });
    socket.end("HTTP/1.1 403 Forbidden\r\n\r\n");
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  proxy.url = `http://127.0.0.1:${server.address().port}`;
  proxy.close = () =>
    new Promise((resolve) => {
      server.close(resolve);
      server.closeAllConnections();
    });
  return proxy;
}

/** Runs in the page, first of all: notes what is said on the console, fails, or is refused. The page looks as without it. */
function listen() {
  const said = [];
  Object.defineProperty(window, "said", { value: said });
  document.currentScript?.remove();
  for (const [name, type] of [["debug"], ["log"], ["info"], ["warn", "warning"], ["error"], ["assert"], ["trace"]]) {
    const original = console[name];
    console[name] = (...values) => {
      said.push(["console", `${type ?? name}: ${values.map(String).join(" ")}`]);
      original.apply(console, values);
    };
  }
  const failed = (error) => said.push(["error", error?.stack ? `${error}\n${error.stack}` : String(error)]);
  addEventListener("unhandledrejection", ({ reason }) => failed(reason));
  addEventListener(
    "error",
    ({ target, error, message }) => {
      if (target === window) failed(error ?? message);
      else said.push(["console", `error: Failed to load resource: ${target.src ?? target.href}`]);
    },
    true,
  );
  addEventListener("securitypolicyviolation", ({ effectiveDirective, blockedURI }) =>
    said.push(["console", `error: Content Security Policy: ${effectiveDirective} refused ${blockedURI}`]),
  );
}

/** Runs in the page, first of all: the languages that the browser asks for, as the page sees them. */
function speak(locale) {
  Object.defineProperty(Navigator.prototype, "language", { get: () => locale, configurable: true });
  Object.defineProperty(Navigator.prototype, "languages", { get: () => [locale], configurable: true });
}
