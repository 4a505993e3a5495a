/**
 * The npm package as a partner gets it: packed, installed in a small project, built with Vite, and walked through under a
 * strict policy. TypeScript knows the element, its events and its attributes, and refuses what is wrong.
 *
 * Vite and TypeScript are found in the node_modules of the project, because the copy of the small project lies below it; so
 * nothing is fetched here.
 */
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, readFileSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { stage } from "../browser/driver.mjs";
import { packs, ROOT } from "../browser/facts.mjs";
import { mouse, walk } from "../browser/hands.mjs";

const PACKAGE = join(ROOT, "target/npm");
const PROJECT = join(ROOT, "target/npm-test");
const BUILT = join(PROJECT, "dist");

/** Runs a program in the small project, and gives what it said. */
function run(program, ...given) {
  const { status, stdout, stderr, error } = spawnSync(program, given, { cwd: PROJECT, encoding: "utf8" });
  assert.equal(status, 0, `${program} ${given.join(" ")} was expected to succeed:\n${error ?? ""}${stdout}${stderr}`);
  return stdout;
}

const tool = (path, ...given) => run(process.execPath, join(ROOT, "node_modules", path), ...given);

assert.ok(existsSync(join(PACKAGE, "package.json")), "target/npm was expected: type cargo xtask npm");
rmSync(PROJECT, { recursive: true, force: true });
mkdirSync(PROJECT, { recursive: true });
cpSync(fileURLToPath(new URL("project", import.meta.url)), PROJECT, { recursive: true });
const [packed] = JSON.parse(run("npm", "pack", "--json", "--ignore-scripts", PACKAGE));
run("npm", "install", "--offline", "--no-save", "--no-package-lock", "--ignore-scripts", "--no-audit", "--no-fund", `./${packed.filename}`);
tool("vite/bin/vite.js", "build", "--logLevel", "warn");

test("the package holds what it names, and nothing else", () => {
  const manifest = JSON.parse(readFileSync(join(PACKAGE, "package.json"), "utf8"));
  const inside = packed.files.map((file) => file.path).filter((path) => !/^(package\.json|README\.md|LICENSE.*)$/.test(path));
  assert.deepEqual(inside.sort(), [...manifest.files].sort());
  assert.ok(inside.some((path) => path.endsWith(".d.ts")), "types were expected");
  assert.deepEqual(manifest.dependencies ?? {}, {}, "it was expected to bring nothing along");
});

test("what Vite builds has the files of every pack, each once", () => {
  const files = readdirSync(join(BUILT, "assets"));
  assert.equal(files.filter((file) => file.endsWith(".wasm")).length, 1, `one engine was expected: ${files}`);
  for (const pack of packs())
    assert.equal(files.filter((file) => file.startsWith(pack) && file.endsWith(".pack")).length, 1, `${pack}: ${files}`);
});

test("TypeScript knows the element, and refuses what is wrong", () => {
  tool("typescript/bin/tsc", "--project", "tsconfig.json");
});

const inBrowser = stage({ dist: BUILT, csp: "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; connect-src 'self'" });

inBrowser("a journey in what Vite built", {}, async (visit) => {
  await walk(visit, { situation: "employed", goal: "learn" });
  await visit.step(() => mouse.press(visit, "review"));
  const outside = visit.requests.map(({ url }) => url).filter((url) => !url.startsWith(visit.server.url));
  assert.deepEqual(outside, [], "no request to anywhere else was expected");
});
