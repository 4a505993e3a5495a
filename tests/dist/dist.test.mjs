/**
 * What `dist/` promises of its files, looked at with Node alone: the sums, the compressed copies, the manifest, the lines of
 * README.txt; its pages under the policy that the settings for servers send; and that the commands which docs/PRIVACY.md gives
 * to repeat a check do run one.
 */
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { existsSync, readFileSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { brotliDecompressSync, gunzipSync } from "node:zlib";
import { parse } from "acorn";
import { ENGINES, stage } from "../browser/driver.mjs";
import { LOADER, ROOT, SINGLE, manifest, packs, version } from "../browser/facts.mjs";
import { walk } from "../browser/hands.mjs";
import { keepViolations, violations } from "../browser/policies.mjs";
import { configuratorIsDrawn } from "../browser/steps.mjs";
import { EVERY_FILE, isOfAVersion } from "../hosting/headers.mjs";

const DIST = join(ROOT, "dist");
const FILES = readdirSync(DIST, { recursive: true })
  .map((name) => name.replaceAll("\\", "/"))
  .filter((name) => statSync(join(DIST, name)).isFile())
  .sort();
const bytes = (file) => readFileSync(join(DIST, file));
const text = (file) => bytes(file).toString("utf8");
const sha384 = (file, encoding) => createHash("sha384").update(bytes(file)).digest(encoding);
const isCopy = (file) => /\.(br|gz)$/.test(file);

test("SHA384SUMS has the sum of every file, in the form that sha384sum --check reads", () => {
  const lines = text("SHA384SUMS").split("\n");
  assert.equal(lines.pop(), "", "a line end was expected at the end");
  const sums = lines.map((line) => line.match(/^([0-9a-f]{96}) {2}(\S.*)$/)?.slice(1) ?? assert.fail(`no sum and name: ${line}`));
  assert.deepEqual(sums.map(([, file]) => file).sort(), FILES.filter((file) => file !== "SHA384SUMS"));
  for (const [sum, file] of sums) assert.equal(sum, sha384(file, "hex"), file);
});

test("every file that servers send compressed has both copies, and they hold its bytes", () => {
  // All that a widget fetches, and the style sheets. Pages and notes are small, and sent as they are.
  const expected = FILES.filter((file) => !isCopy(file) && (isOfAVersion(file) || file.endsWith(".css")));
  assert.deepEqual(FILES.filter(isCopy), expected.flatMap((file) => [`${file}.br`, `${file}.gz`]).sort());
  for (const file of expected) {
    assert.ok(brotliDecompressSync(bytes(`${file}.br`)).equals(bytes(file)), `${file}.br`);
    assert.ok(gunzipSync(bytes(`${file}.gz`)).equals(bytes(file)), `${file}.gz`);
    for (const copy of [`${file}.br`, `${file}.gz`]) assert.ok(bytes(copy).length < bytes(file).length, `${copy} is larger`);
  }
});

test("manifest.json names every file, with its size and the value for integrity", () => {
  const others = FILES.filter((file) => !isCopy(file) && !["manifest.json", "SHA384SUMS"].includes(file));
  assert.deepEqual(Object.keys(manifest.files).sort(), others);
  for (const [file, said] of Object.entries(manifest.files)) {
    const copy = existsSync(join(DIST, `${file}.br`)) && { brotli: bytes(`${file}.br`).length };
    assert.deepEqual(said, { integrity: `sha384-${sha384(file, "base64")}`, bytes: bytes(file).length, ...copy }, file);
  }
  for (const [part, path] of [["loader", LOADER], ["single", SINGLE]])
    assert.deepEqual(manifest[part], { path: path.slice(1), integrity: manifest.files[path.slice(1)].integrity });
  assert.equal(manifest.version, version());
  assert.deepEqual(Object.keys(manifest.packs), packs());
});

test("README.txt has the tag of this very loader, and names every pack and its page", () => {
  const readme = text("README.txt");
  const [, src, integrity, ...more] = readme.match(/<script type="module" src="([^"]+)" integrity="([^"]+)" crossorigin="anonymous"><\/script>/);
  assert.deepEqual(more, []);
  assert.equal(src, `/wegwijzer${LOADER}`);
  assert.equal(integrity, `sha384-${sha384(LOADER.slice(1), "base64")}`);
  assert.equal(readme.match(/^Packs in this folder: (.*)$/m)[1], packs().join(", "));
  const pages = [...readme.matchAll(/(\S+\.html) \(pack (\w+)\)/g)].map(([, page, pack]) => [pack, page]);
  assert.deepEqual(pages.map(([pack]) => pack), packs());
  for (const [pack, page] of pages) assert.match(text(page), new RegExp(`<weg-wijzer[^>]* pack="${pack}"`), page);
});

test("latest.js leads to this loader", () => {
  assert.equal(text("latest.js"), `import ".${LOADER}";\n`);
});

// --- The pages under the policy of the settings for servers -------------------------------------------------------------

const PAGES = FILES.filter((file) => file.endsWith(".html"));
const inBrowser = stage({ headers: { "Content-Security-Policy": EVERY_FILE["content-security-policy"] } }, { engines: ENGINES });

/** The configurator shows the widget too; a page of a pack is the widget. */
for (const page of PAGES) {
  inBrowser(`${page} runs under the policy that the settings for servers send`, { path: page, init: keepViolations }, async (visit) => {
    if (page === "configurator.html") await configuratorIsDrawn(visit);
    else await walk(visit, {});
    assert.deepEqual(await violations(visit), [], "no violation was expected");
  });
}

test("the configurator and the page of each pack are among the pages", () => {
  assert.equal(PAGES.length, packs().length + 1, `${PAGES}`);
  assert.ok(PAGES.includes("configurator.html"));
});

// --- The commands of docs/PRIVACY.md ------------------------------------------------------------------------------------

/** What a test's file says of the names of its tests: each text, or part of one between what is put in, in a first argument. */
function names(file) {
  const found = [];
  const each = (node, look) => {
    if (Array.isArray(node)) return node.forEach((one) => each(one, look));
    if (typeof node?.type !== "string") return;
    look(node);
    Object.values(node).forEach((child) => each(child, look));
  };
  each(parse(readFileSync(join(ROOT, file), "utf8"), { ecmaVersion: "latest", sourceType: "module" }), (node) => {
    if (node.type !== "CallExpression" || !["test", "inBrowser"].includes(node.callee.name)) return;
    const [name] = node.arguments;
    if (typeof name.value === "string") found.push(name.value);
    if (name.type === "TemplateLiteral") found.push(...name.quasis.map(({ value }) => value.cooked));
  });
  return found;
}

test("each command of docs/PRIVACY.md runs a test: node says nothing of a pattern that fits none", () => {
  const page = readFileSync(join(ROOT, "docs/PRIVACY.md"), "utf8");
  const commands = [...page.matchAll(/`node --test (?:--test-name-pattern "([^"]+)" )?(\S+)`/g)];
  assert.equal(commands.length, page.match(/node --test/g).length, "each command was expected to be one that this test can read");
  assert.ok(commands.some(([, pattern]) => pattern), "commands with a pattern were expected");
  for (const [command, pattern, file] of commands) {
    assert.ok(existsSync(join(ROOT, file)), `${command}: there is no such file`);
    if (pattern) assert.ok(names(file).some((name) => new RegExp(pattern).test(name)), `${command} runs no test`);
  }
});
