/**
 * Reads what the engine's imports do: the functions that stand under their names in the code that wasm-bindgen makes.
 *
 * That code is `target/loader/glue.js`, where everything still has its name. What is shipped is the same after esbuild, where
 * the script's own names have one or two letters; `shapes` shows that it is the same.
 */
import { fileURLToPath } from "node:url";
import { parse } from "acorn";
import { buildSync } from "esbuild";

/** The code that wasm-bindgen has made for the last dist or npm package. */
export const GLUE = fileURLToPath(new URL("../../target/loader/glue.js", import.meta.url));

/** Reads a script, without its comments: what it is in the tree, and in the text. */
function read(script) {
  const comments = [];
  const tree = parse(script, { ecmaVersion: "latest", sourceType: "module", onComment: comments });
  const letters = script.split("");
  for (const { start, end } of comments) letters.fill("", start, end);
  // The names of closures end in a hash that changes with the compiler.
  const text = ({ start, end }) => oneLine(letters.slice(start, end).join("").replace(/__h[0-9a-f]{16}\b/g, ""));
  return { tree, text };
}

/** Code as one line: where it is broken says nothing. */
export const oneLine = (code) => code.replace(/\s+/g, " ").trim();

/** Calls a function with each node of a tree. */
function each(node, look) {
  if (Array.isArray(node)) return node.forEach((one) => each(one, look));
  if (typeof node?.type !== "string") return;
  look(node);
  Object.values(node).forEach((child) => each(child, look));
}

/** All that a script gives to the engine: the module of each import, its name, and the function. */
function given(tree) {
  const objects = new Map();
  each(tree, ({ type, id, init }) => {
    if (type === "VariableDeclarator" && init?.type === "ObjectExpression") objects.set(id.name, init);
  });
  const found = [];
  each(tree, ({ type, key, value }) => {
    if (type !== "Property" || key.type !== "Literal" || !String(key.value).startsWith("./")) return;
    const { properties } = value.type === "Identifier" ? objects.get(value.name) : value;
    for (const { key: name, value: act } of properties)
      if (name.name !== "__proto__") found.push({ module: key.value, name: name.name ?? name.value, act });
  });
  return found;
}

/**
 * @param {string} glue The text of target/loader/glue.js.
 * @returns {{imports: {module: string, name: string, code: string}[], helpers: {name: string, code: string}[]}} In the order
 *   of the alphabet; `helpers` are the glue's own functions and constants that the imports reach.
 */
export function imports(glue) {
  const { tree, text } = read(glue);
  const own = new Map();
  for (const node of tree.body) {
    if (node.type === "FunctionDeclaration") own.set(node.id.name, node);
    if (node.type === "VariableDeclaration" && node.kind === "const")
      for (const one of node.declarations) own.set(one.id.name, one);
  }
  const reached = new Set();
  const follow = (node) =>
    each(node, ({ type, name }) => {
      if (type !== "Identifier" || !own.has(name) || reached.has(name)) return;
      reached.add(name);
      follow(own.get(name));
    });
  const all = given(tree);
  all.forEach(({ act }) => follow(act));
  const key = ({ name, code }) => `${name} ${code}`;
  const byName = (one, other) => (key(one) < key(other) ? -1 : 1);
  return {
    imports: all.map(({ module, name, act }) => ({ module, name, code: text(act) })).sort(byName),
    helpers: [...reached].map((name) => ({ name: name.replace(/__h[0-9a-f]{16}$/, ""), code: text(own.get(name)) })).sort(byName),
  };
}

/**
 * The same functions of a script that esbuild has minified, with a dash for each name that it may have chosen.
 *
 * @param {string} script
 * @returns {string[]} One for each import: its module, its name, and the function.
 */
export function shapes(script) {
  const { tree } = read(script);
  const shape = (act) => {
    const names = [];
    each(act, ({ type, name, start, end }) => type === "Identifier" && name.length < 3 && names.push([start, end]));
    const { start, end } = act;
    let [shaped, at] = ["", start];
    for (const [from, to] of names.sort(([one], [other]) => one - other)) {
      shaped += `${script.slice(at, from)}-`;
      at = to;
    }
    return shaped + script.slice(at, end);
  };
  return given(tree).map(({ module, name, act }) => `${module} ${name} ${shape(act)}`).sort();
}

/** The same functions of a script that is not minified yet: as dist is, but by itself. */
export function shapesOfFile(file) {
  const flags = { bundle: true, minify: true, format: "esm", target: "es2022", define: { fetch: "undefined" }, write: false };
  const [{ text }] = buildSync({ entryPoints: [file], ...flags }).outputFiles;
  return shapes(text);
}

/** An entry as the lists have it, but for the reason: what is long has a line for each statement. */
export function asListed({ name, code }) {
  const lines = code.length < 115 ? [code] : code.split(/(?<=[{;])(?<!\bfor \([^)]*) /);
  let depth = 0;
  const shown = lines.map((line) => {
    if (line.startsWith("}")) depth -= 1;
    const indented = " ".repeat(4 + 2 * depth) + line;
    const [opened, closed] = [/\{/g, /\}/g].map((brace) => line.match(brace)?.length ?? 0);
    depth += opened - closed + (line.startsWith("}") ? 1 : 0);
    return indented;
  });
  return [name, ...shown].join("\n");
}
