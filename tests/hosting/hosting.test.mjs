/**
 * The settings of dist/servers/ in the real nginx, Caddy and Apache, as they are shipped: every file of dist/ comes with
 * the right type, encoding and headers, nothing else comes, and the questionnaire runs, as a page of its own and on a page
 * of another site. The settings of static hosts, which nobody can start here, are read and held against the same table.
 */
import assert from "node:assert/strict";
import { existsSync, readFileSync, readdirSync, statSync } from "node:fs";
import { request } from "node:http";
import { join } from "node:path";
import { after, test } from "node:test";
import { brotliDecompressSync, gunzipSync } from "node:zlib";
import { FALLBACK, stage } from "../browser/driver.mjs";
import { integrityOf, LOADER, ROOT } from "../browser/facts.mjs";
import { walk } from "../browser/hands.mjs";
import { EVERY_FILE, FOR_EVER, isOfAVersion, LOOK_UP, typesOf } from "./headers.mjs";
import { NAMES, start } from "./servers.mjs";

const DIST = join(ROOT, "dist");

/** Every file, without the compressed copies of others. */
const FILES = readdirSync(DIST, { recursive: true })
  .map((name) => name.replaceAll("\\", "/"))
  .filter((name) => statSync(join(DIST, name)).isFile() && !/\.(br|gz)$/.test(name))
  .sort();

const decoded = (body, encoding) => (encoding ? { br: brotliDecompressSync, gzip: gunzipSync }[encoding](body) : body);

/** What a browser may say that it takes, and the copies that may come, best first. */
const ACCEPTED = [
  ["gzip, deflate, br, zstd", ["br", "gzip"]],
  ["gzip", ["gzip"]],
  ["GZIP;q=1.0, br;q=0", ["gzip"]],
  ["br;q=0.5,gzip;q=0", ["br"]],
  ["x-br, brr, identity", []],
  [undefined, []],
];

const servers = new Map();
after(() => Promise.all([...servers.values()].map((server) => server.close())));
for (const name of NAMES) servers.set(name, await start(name));
const inBrowser = stage();

/** One request, with its path as it stands: `fetch` would tidy it up. */
function get(server, path, headers = {}) {
  const { hostname, port } = new URL(server.url);
  return new Promise((resolve, reject) => {
    const asked = request({ hostname, port, path, headers }, (response) => {
      const parts = [];
      response.on("data", (part) => parts.push(part));
      response.on("end", () => resolve({ status: response.statusCode, headers: response.headers, body: Buffer.concat(parts) }));
      response.on("error", reject);
    });
    asked.on("error", reject).end();
  });
}

test("dist/ has what the settings tell apart", () => {
  assert.ok(FILES.some(isOfAVersion), "the folder of a version was expected in dist/");
  assert.ok(FILES.includes("index.html"), "index.html was expected in dist/");
  for (const ending of [".js", ".wasm", ".pack", ".places", ".texts", ".css", ".svg"])
    assert.ok(FILES.some((file) => file.endsWith(ending)), `a file ${ending} was expected in dist/`);
});

for (const [name, server] of servers) {
  test(`${name}: every file comes as it is, with its type and headers`, async () => {
    for (const file of FILES) {
      for (const [accepts, copies] of ACCEPTED) {
        const where = `${name}, ${file}, Accept-Encoding: ${accepts}:`;
        const { status, headers, body } = await get(server, `/wegwijzer/${file}`, accepts && { "Accept-Encoding": accepts });
        assert.equal(status, 200, where);
        const encoding = headers["content-encoding"];
        const there = copies.find((copy) => existsSync(join(DIST, `${file}.${copy === "gzip" ? "gz" : copy}`)));
        if (there) assert.equal(encoding, there, `${where} this copy was expected`);
        else assert.ok([undefined, ...copies].includes(encoding), `${where} ${encoding} was not asked for`);
        assert.ok(decoded(body, encoding).equals(readFileSync(join(DIST, file))), `${where} other bytes than the file's`);

        const vary = new Set(headers.vary?.toLowerCase().split(/,\s*/));
        assert.deepEqual([...vary], ["accept-encoding"], `${where} Vary, so that no cache mixes up the copies`);
        const [type, parameter] = (headers["content-type"] ?? "").split(/;\s*/);
        const types = typesOf(file);
        if (types) assert.ok(types.includes(type), `${where} one of the types ${types} was expected, found ${type}`);
        if (/html|plain/.test(type)) assert.equal(parameter?.toLowerCase(), "charset=utf-8", where);
        assert.equal(headers["cache-control"], isOfAVersion(file) ? FOR_EVER : LOOK_UP, `${where} Cache-Control`);
        for (const [header, value] of Object.entries(EVERY_FILE)) assert.equal(headers[header], value, `${where} ${header}`);
        assert.equal(headers["set-cookie"], undefined, `${where} no cookie was expected`);
      }
    }
  });

  test(`${name}: what is looked up again and has not changed is not sent again`, async () => {
    for (const accepts of ["br", "gzip", "identity"]) {
      const first = await get(server, "/wegwijzer/index.html", { "Accept-Encoding": accepts });
      const known = first.headers.etag
        ? { "If-None-Match": first.headers.etag }
        : { "If-Modified-Since": first.headers["last-modified"] };
      const { status } = await get(server, "/wegwijzer/index.html", { "Accept-Encoding": accepts, ...known });
      assert.equal(status, 304, `${name}: index.html, ${accepts}`);
    }
  });

  test(`${name}: the folder itself is its page`, async () => {
    for (const accepts of ["br", "gzip", "identity"]) {
      const { status, headers, body } = await get(server, "/wegwijzer/", { "Accept-Encoding": accepts });
      assert.equal(status, 200);
      assert.match(headers["content-type"], /^text\/html/);
      assert.equal(headers["cache-control"], LOOK_UP);
      const page = decoded(body, headers["content-encoding"]);
      assert.ok(page.equals(readFileSync(join(DIST, "index.html"))), "index.html was expected");
    }
  });

  test(`${name}: what is missing is 404, and nobody keeps that for a year`, async () => {
    const version = FILES.find(isOfAVersion).split("/")[0];
    for (const path of ["gone.js", `${version}/gone.wasm`, `${version}/gone.pack`, `${version}/`, "gone/"]) {
      for (const accepts of ["br", "identity"]) {
        const { status, headers } = await get(server, `/wegwijzer/${path}`, { "Accept-Encoding": accepts });
        assert.ok([403, 404].includes(status), `${name}: ${path}: 404 was expected, found ${status}`);
        assert.doesNotMatch(headers["cache-control"] ?? "", /max-age=[1-9]|immutable/, `${name}: ${path}`);
      }
    }
    const { status } = await get(server, `/wegwijzer/${version}/gone.wasm`);
    assert.equal(status, 404);
  });

  test(`${name}: nothing outside of the folder comes`, async () => {
    for (const path of ["../../secret.txt", "..%2f..%2fsecret.txt", "%2e%2e/%2e%2e/secret.txt", "..\\..\\secret.txt"]) {
      const { status, body } = await get(server, `/wegwijzer/${path}`);
      assert.notEqual(status, 200, `${name}: ${path}`);
      assert.doesNotMatch(body.toString(), /not in the site/, `${name}: ${path}`);
    }
  });

  inBrowser(`${name}: a journey on the page of its own`, { path: server.url }, (visit) => walk(visit, {}));

  inBrowser(
    `${name}: a journey on a page of another site that lets in only what says so`,
    {
      site: { pages: {}, headers: { "Cross-Origin-Embedder-Policy": "require-corp", "Cross-Origin-Opener-Policy": "same-origin" } },
      html: `<!doctype html><html lang="nl"><head><meta charset="utf-8"><title>Host</title>
        <script type="module" src="${new URL(`.${LOADER}`, server.url)}" integrity="${integrityOf(LOADER)}" crossorigin="anonymous"></script>
        </head><body><main><weg-wijzer pack="nl">${FALLBACK}</weg-wijzer></main></body></html>`,
    },
    (visit) => walk(visit, {}),
  );
}

test("nginx: the log of the site learns nothing of who comes for these files", () => {
  const logged = servers.get("nginx").logged();
  assert.match(logged, /token\.txt/, "the site itself was expected to keep a log");
  // An address that leads out of the folder is none of its.
  assert.doesNotMatch(logged, /"GET \/wegwijzer\/[^"]*" (?!400)/, "no line about the folder was expected");
});

test("static hosts: each file gets the same headers, each from one rule", () => {
  const rules = readHeadersFile(readFileSync(join(DIST, "servers/_headers"), "utf8"));
  for (const file of FILES) {
    // Where two rules say the same header, one host joins the values and another takes the last: so none may.
    const said = rules.filter(({ fits }) => fits(`/wegwijzer/${file}`)).flatMap(({ headers }) => headers);
    const expected = { ...EVERY_FILE, ...(isOfAVersion(file) && { "cache-control": FOR_EVER }) };
    assert.deepEqual(said.map(([header]) => header).sort(), Object.keys(expected).sort(), `_headers, ${file}: these headers`);
    assert.deepEqual(Object.fromEntries(said), expected, `_headers, ${file}`);
  }
  assert.deepEqual(rules.filter(({ fits }) => fits("/index.html")), [], "no rule about the rest of the site was expected");
});

/** The rules of a `_headers` file, in the form that Netlify and Cloudflare Pages both read. */
function readHeadersFile(text) {
  const rules = [];
  for (const [at, line] of text.split("\n").entries()) {
    const where = `_headers:${at + 1}:`;
    assert.ok(line.length <= 2000, `${where} a host reads lines of at most 2000 characters`);
    if (line.trim() === "" || line.trim().startsWith("#")) continue;
    if (line.startsWith("/")) {
      assert.match(line, /^[^*:]+\*?$/, `${where} a path was expected, with one * at most, at its end`);
      const start = line.replace(/\*$/, "");
      rules.push({ fits: (path) => (line === start ? path === start : path.startsWith(start)), headers: [] });
    } else {
      const [, header, value] = line.match(/^ {2}([A-Za-z-]+): (\S.*)$/) ?? [];
      assert.ok(header && rules.length > 0, `${where} a header of a rule was expected: two spaces, name, colon, value`);
      rules.at(-1).headers.push([header.toLowerCase(), value]);
    }
  }
  return rules;
}
