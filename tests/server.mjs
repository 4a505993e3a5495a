/**
 * A small static server for the tests and for `cargo xtask serve`: dist/ as a partner would serve it, and the pages of
 * tests/hosts/ that embed it. It listens on this computer alone. Its options let a test take a file away, put other bytes
 * in its place, hold it back, break the connection, set a content security policy, or move dist/ to another path.
 *
 *   node tests/server.mjs [--port 8080]
 */
import { createServer } from "node:http";
import { readFile, realpath } from "node:fs/promises";
import { dirname, extname, join, sep } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

const HERE = dirname(fileURLToPath(import.meta.url));
const DIST = join(HERE, "..", "dist");
const HOSTS = join(HERE, "hosts");
/** What is built of tests/hosts/yew/. */
const YEW_HOST = join(HERE, "..", "target", "hosts", "yew");

const TYPES = {
  ".css": "text/css; charset=utf-8",
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".json": "application/json",
  ".svg": "image/svg+xml",
  ".txt": "text/plain; charset=utf-8",
  ".wasm": "application/wasm",
  ".xhtml": "application/xhtml+xml; charset=utf-8",
};
const isPage = (type) => type === TYPES[".html"] || type === TYPES[".xhtml"];

/** Compressed copies, best first, by the name that a browser calls them. */
const ENCODINGS = [["br", ".br"], ["gzip", ".gz"]];

/** How a test names files: a regular expression, or the end of the path. */
const matches = (rule, path) => (rule instanceof RegExp ? rule.test(path) : path.endsWith(rule));

/**
 * Starts the server.
 *
 * @param {object} [options]
 * @param {number} [options.port] 0 takes any free port.
 * @param {string} [options.at] The path under which dist/ lies, with a slash at both ends.
 * @param {string} [options.csp] The Content-Security-Policy of every page.
 * @param {Record<string, string>} [options.headers] Further headers of every answer.
 * @param {(RegExp|string)[]} [options.missing] Files that answer 404.
 * @param {number} [options.head] How HEAD is answered, instead of as GET is.
 * @param {(RegExp|string)[]} [options.gone] Files for which the connection is broken off.
 * @param {(RegExp|string)[]} [options.held] Files that wait, when they are asked for, until they are let through.
 * @param {[RegExp|string, Record<string, string>][]} [options.headersOf] Further headers of these files, or other ones.
 * @param {[RegExp|string, Buffer|((bytes: Buffer) => Buffer)][]} [options.replace] Files that hold other bytes.
 * @param {Record<string, string>} [options.pages] Further pages: path to HTML.
 * @param {Record<string, Buffer>} [options.files] Further files, or other bytes for those that are there: path to bytes.
 * @param {(html: string, path: string) => string} [options.rewrite] Changes every page of tests/hosts/.
 * @param {string} [options.dist] Another folder than dist/.
 *
 * @typedef {{path: string, query: string, headers: Record<string, string>, status: number}} Request
 * @returns {Promise<{url: string, port: number, requests: Request[], listen: (hear: (request: Request) => void) => (() => void),
 *   pages: Record<string, string>, waiting: (() => void)[], first?: string, close: () => Promise<void>}>}
 *   `url` ends in a slash. `pages` may get further pages. `requests` grows with every answer, and `listen` calls somebody for
 *   each until the function that it returns is called; a favicon, which browsers ask for by themselves, is left out.
 *   `waiting` has, for each request for a file that is held, the function that lets it through. `first` may be set to a
 *   script: then it is the first of every page, as a file of its own, so that it may run where the page's policy lets ours
 *   run.
 */
export async function serve(options = {}) {
  const { port = 0, at = "/", csp, head, headers = {}, headersOf = [], dist = DIST } = options;
  const { missing = [], gone = [], held = [], replace = [], files = {}, rewrite } = options;
  const pages = { ...options.pages };
  const requests = [];
  const listeners = new Set();
  const waiting = [];
  const served = { first: undefined };

  const server = createServer(async (request, response) => {
    const answer = (status, more = {}, body = "") => {
      response.writeHead(status, { "Cache-Control": "no-cache", "X-Content-Type-Options": "nosniff", ...headers, ...more });
      response.end(request.method === "HEAD" ? undefined : body);
    };
    let path = "";
    let query = "";
    const note = (status) => {
      const noted = { path, query, headers: request.headers, status };
      requests.push(noted);
      listeners.forEach((hear) => hear(noted));
    };
    const plain = (status, text) => {
      note(status);
      answer(status, { "Content-Type": "text/plain; charset=utf-8" }, text);
    };
    try {
      const address = new URL(request.url, "http://localhost");
      path = decodeURIComponent(address.pathname);
      query = address.search;
    } catch {
      return plain(400, "This address cannot be read.\n");
    }
    if (request.method !== "GET" && request.method !== "HEAD") return plain(405, "Only GET and HEAD.\n");
    if (request.method === "HEAD" && head) return plain(head, "");
    if (path === "/favicon.ico") return answer(204);
    if (path === FIRST && served.first !== undefined) return answer(200, { "Content-Type": TYPES[".js"] }, served.first);
    if (gone.some((rule) => matches(rule, path))) {
      note(0);
      return request.socket.destroy();
    }
    if (held.some((rule) => matches(rule, path))) await new Promise((letThrough) => waiting.push(letThrough));
    if (missing.some((rule) => matches(rule, path))) return plain(404, `${path} is taken away for this test.\n`);

    let found;
    if (Object.hasOwn(pages, path)) {
      found = { bytes: Buffer.from(pages[path]), type: TYPES[".html"] };
    } else if (Object.hasOwn(files, path)) {
      found = { bytes: files[path], type: TYPES[extname(path)] ?? "application/octet-stream" };
    } else if (path.startsWith("/hosts/yew/built/")) {
      found = await file(YEW_HOST, path.slice("/hosts/yew/built/".length));
    } else if (path.startsWith("/hosts/")) {
      found = await file(HOSTS, path.slice("/hosts/".length));
      if (isPage(found?.type)) {
        // The host pages name dist/ by a relative path; it may lie elsewhere.
        let html = found.bytes.toString("utf8").replaceAll('="../', `="${at}`);
        if (rewrite) html = rewrite(html, path);
        found.bytes = Buffer.from(html);
      }
    } else if (path.startsWith(at)) {
      found = await file(dist, path.slice(at.length));
    }
    if (!found) return plain(404, `There is no ${path} here.\n`);

    const more = { "Content-Type": found.type };
    if (csp && isPage(found.type)) more["Content-Security-Policy"] = csp;
    const other = replace.find(([rule]) => matches(rule, path));
    if (other) {
      found.bytes = typeof other[1] === "function" ? other[1](found.bytes) : other[1];
    } else if (found.file?.startsWith(await realpath(dist).catch(() => dist))) {
      const accepted = String(request.headers["accept-encoding"] ?? "");
      more.Vary = "Accept-Encoding";
      for (const [name, ending] of ENCODINGS) {
        const copy = new RegExp(`\\b${name}\\b`).test(accepted) && (await readFile(found.file + ending).catch(() => null));
        if (copy) {
          more["Content-Encoding"] = name;
          found.bytes = copy;
          break;
        }
      }
    }
    if (served.first !== undefined && isPage(found.type)) {
      found.bytes = Buffer.from(withFirst(found.bytes.toString("utf8"), csp));
    }
    for (const [rule, others] of headersOf) if (matches(rule, path)) Object.assign(more, others);
    note(200);
    answer(200, { ...more, "Content-Length": found.bytes.length }, found.bytes);
  });

  await new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, "127.0.0.1", resolve);
  });
  const taken = server.address().port;
  return Object.assign(served, {
    url: `http://127.0.0.1:${taken}/`,
    port: taken,
    pages,
    requests,
    waiting,
    listen: (hear) => {
      listeners.add(hear);
      return () => listeners.delete(hear);
    },
    close: () =>
      new Promise((resolve) => {
        server.close(resolve);
        server.closeAllConnections();
      }),
  });
}

const FIRST = "/first.js";

/**
 * The page with the script before everything else that it names: with the policy's nonce, and from the place that the
 * policy lets scripts come from. Where none may run, this one does not either.
 */
function withFirst(html, csp = "") {
  const nonce = csp.match(/'nonce-([^']+)'/)?.[1];
  const [, from] = csp.match(/script-src ([^;]*)/) ?? csp.match(/default-src ([^;]*)/) ?? [undefined, "'self'"];
  const origin = from.includes("'self'") ? "" : from.match(/https?:\/\/[^/\s;]+/)?.[0] ?? "";
  const tag = `<script src="${origin}${FIRST}"${nonce ? ` nonce="${nonce}"` : ""}></script>`;
  const [opening] = html.match(/<head[^>]*>/i) ?? html.match(/<html[^>]*>/i) ?? html.match(/<!doctype[^>]*>/i) ?? [""];
  return html.replace(opening, () => opening + tag);
}

/** A file inside a folder, or nothing: also for a path that leads out of it, by dots or by a link. */
async function file(folder, inside) {
  if (inside.includes("\0") || inside.includes("\\")) return undefined;
  const name = inside === "" || inside.endsWith("/") ? `${inside}index.html` : inside;
  try {
    const root = await realpath(folder);
    const found = await realpath(join(root, name));
    if (!found.startsWith(root + sep)) return undefined;
    const type = TYPES[extname(found)] ?? "application/octet-stream";
    return { bytes: await readFile(found), type, file: found };
  } catch {
    return undefined;
  }
}

/** The first free port from the one that was asked for. */
async function serveFrom(first) {
  for (let port = first; port < first + 50; port += 1) {
    try {
      return await serve({ port });
    } catch (error) {
      if (error.code !== "EADDRINUSE") throw error;
    }
  }
  throw new Error(`no port is free from ${first} to ${first + 49}: name another with --port`);
}

if (process.argv[1] && import.meta.url === pathToFileURL(await realpath(process.argv[1])).href) {
  const given = process.argv.indexOf("--port");
  const port = given < 0 ? 8080 : Number(process.argv[given + 1]);
  if (!Number.isInteger(port) || port < 1 || port > 65485) {
    console.error("--port takes a number from 1 to 65485");
    process.exit(1);
  }
  const { url } = await serveFrom(port);
  console.log(`
Wegwijzer runs on this computer:

  the page of its own     ${url}
  on a partner's page     ${url}hosts/partner.html
  on a page without CSS   ${url}hosts/plain.html

Stop with Ctrl+C.`);
  for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => process.exit(0));
}
