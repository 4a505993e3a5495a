/**
 * The npm package as a partner gets it: packed, installed in a small project, built with Vite, and walked through under a
 * strict policy. Its script can do no more than those of dist/. Where there is no document, its import does nothing. TypeScript
 * knows the element, its events and its attributes, also in JSX, and refuses what is wrong; and what it knows is so.
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
import { parse } from "acorn";
import { buildSync } from "esbuild";
import ts from "typescript";
import { stage } from "../browser/driver.mjs";
import { packs, ROOT } from "../browser/facts.mjs";
import { mouse, walk } from "../browser/hands.mjs";
import { GLUE, shapes, shapesOfFile } from "../egress/imports.mjs";
import { WAYS_OUT, globalsOf, reviewed } from "../egress/lists.mjs";
import { reach } from "../egress/reach.mjs";

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

const SCRIPT = readFileSync(join(PACKAGE, "weg-wijzer.js"), "utf8");

test("the script uses what tests/egress/globals.txt names, and nothing else", () => {
  const found = [...reach(SCRIPT).globals.keys()].sort();
  assert.deepEqual(found, globalsOf("npm"), "look at what is new, and add it to tests/egress/globals.txt with the reason");
});

test("the script sends, keeps and loads what this test names, and nothing else: only the loader in it fetches", () => {
  const { globals, properties, modules, elements } = reach(SCRIPT);
  assert.equal(globals.get("fetch"), 2, "a file by its pin, and whether a file is there");
  const used = Object.fromEntries([...properties].filter(([property]) => WAYS_OUT.includes(property)));
  // As in dist/, of loader and glue together; but there is no second script to be named by its address.
  assert.deepEqual(used, { dispatchEvent: 1, href: 3, innerHTML: 1, open: 1, setAttribute: 1 });
  assert.equal(modules, 0, "no module was expected to be loaded");
  assert.deepEqual(elements.sort(), ["a", "by a name that is worked out", "div", "div", "p", "slot"]);
});

test("the engine reaches what it reaches in dist, by the same code", () => {
  const engine = new WebAssembly.Module(readFileSync(join(PACKAGE, "wegwijzer_bg.wasm")));
  const names = WebAssembly.Module.imports(engine).map(({ name }) => name);
  assert.deepEqual(names.sort(), reviewed("imports.txt").map(({ name }) => name));
  assert.deepEqual(shapes(SCRIPT), shapesOfFile(GLUE));
});

test("where there is no document, the import does nothing and does not fail", () => {
  const look = "import('weg-wijzer').then((module) => console.log(JSON.stringify(Object.keys(module))))";
  assert.equal(run(process.execPath, "--eval", look), "[]\n");
  // What frameworks render with on the edge has other names for it; a browser gets the script.
  for (const [conditions, file] of [[["edge-light"], "no-document.js"], [["workerd", "worker", "browser"], "no-document.js"], [["browser"], "weg-wijzer.js"]]) {
    const stdin = { contents: 'import "weg-wijzer"', resolveDir: PROJECT };
    const { metafile } = buildSync({ stdin, conditions, bundle: true, format: "esm", platform: "neutral", write: false, metafile: true });
    const [taken] = Object.keys(metafile.inputs).filter((input) => input.includes("weg-wijzer/"));
    assert.ok(taken.endsWith(`/${file}`), `${conditions}: ${file} was expected, found ${taken}`);
  }
  for (const part of ["react", "preact"]) run(process.execPath, "--eval", `import('weg-wijzer/${part}')`);
});

test("tools find the package's own description, and older ones its script and its types", () => {
  const look = "console.log(require('weg-wijzer/package.json').main, require('weg-wijzer/package.json').types)";
  const [main, types] = run(process.execPath, "--eval", look).trim().split(" ");
  assert.deepEqual([main, types], ["./weg-wijzer.js", "./weg-wijzer.d.ts"]);
  for (const file of [main, types]) assert.ok(packed.files.some(({ path }) => `./${path}` === file), `${file} was expected in the package`);
});

for (const project of ["tsconfig.json", "tsconfig.node.json", "react/tsconfig.json", "preact/tsconfig.json"]) {
  test(`TypeScript knows the element, and refuses what is wrong: ${project}`, () => {
    tool("typescript/bin/tsc", "--project", project);
  });
}

// --- What the types say is so ---------------------------------------------------------------------------------------------

const typed = readFileSync(join(PACKAGE, "weg-wijzer.d.ts"), "utf8");
const TYPES = ts.createSourceFile("weg-wijzer.d.ts", typed, ts.ScriptTarget.Latest, true);
const declared = (name) => TYPES.statements.find((statement) => statement.name?.text === name);
/** The texts that a type allows; nothing if it allows every text. */
const texts = (type) => (ts.isUnionTypeNode(type) ? type.types.map((one) => one.literal.text) : undefined);

const SOURCES = ["weg-wijzer.js", "running.js", "files.apart.js", "files.inside.js", "glue.apart.js", "glue.inside.js"];
const source = (file) => parse(readFileSync(join(ROOT, "embed", file), "utf8"), { ecmaVersion: "latest", sourceType: "module" });

/** Calls a function with each node of a tree. */
function each(node, look) {
  if (Array.isArray(node)) return node.forEach((one) => each(one, look));
  if (typeof node?.type !== "string") return;
  look(node);
  Object.values(node).forEach((child) => each(child, look));
}

test("the types have the attributes and the values that the loader knows", () => {
  const known = {};
  each(source("weg-wijzer.js"), ({ type, id, init }) => {
    if (type !== "VariableDeclarator" || id.name !== "ATTRIBUTES") return;
    for (const { key, value } of init.properties) {
      const written = (one) => (one.type === "SpreadElement" ? [...one.argument.value] : [one.value]);
      known[key.name ?? key.value] = value.type === "ArrayExpression" ? value.elements.flatMap(written) : undefined;
    }
  });
  assert.ok(Object.keys(known).length > 5, "const ATTRIBUTES was expected in embed/weg-wijzer.js");
  const typed = declared("WegWijzerAttributes").members.map(({ name, type }) => [name.text, texts(type)]);
  assert.deepEqual(Object.fromEntries(typed), known);
});

test("the types have the reasons that the sources give, and the manual", () => {
  const given = new Set();
  for (const file of SOURCES)
    each(source(file), ({ type, key, value }) => {
      if (type === "Property" && key.name === "reason") each(value, ({ type, value }) => type === "Literal" && given.add(value));
    });
  const typed = texts(declared("WegWijzerReason").type).sort();
  assert.deepEqual(typed, [...given].sort());
  const manual = readFileSync(join(ROOT, "docs/EMBEDDING.md"), "utf8").split("## When it does not run")[1].split("\n## ")[0];
  const told = [...manual.matchAll(/\| `([a-z]+)` \|$/gm)].map(([, reason]) => reason);
  assert.deepEqual(typed, [...new Set(told)].sort(), "docs/EMBEDDING.md");
});

test("the types have the events that the manual lists", () => {
  const manual = readFileSync(join(ROOT, "docs/EMBEDDING.md"), "utf8").split("## Events")[1].split("\n## ")[0];
  const told = [...manual.matchAll(/^\| `(weg-wijzer-[a-z]+)` \|/gm)].map(([, event]) => event);
  assert.deepEqual(declared("WegWijzerEventMap").members.map(({ name }) => name.text), told);
});

const inBrowser = stage({ dist: BUILT, csp: "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; connect-src 'self'" });

inBrowser("a journey in what Vite built", {}, async (visit) => {
  await walk(visit, { situation: "employed", goal: "learn" });
  await visit.step(() => mouse.press(visit, "review"));
  const outside = visit.requests.map(({ url }) => url).filter((url) => !url.startsWith(visit.server.url));
  assert.deepEqual(outside, [], "no request to anywhere else was expected");
});
