/**
 * Reads a script without running it: what it uses of the browser, which modules it loads, which elements it makes.
 *
 * It reads what esbuild has minified: there the script's own names have one or two letters, and no name of the browser is so
 * short. So it takes every longer name that stands by itself for the browser's. What it cannot see is a property whose name
 * is worked out while the script runs.
 */
import { parse } from "acorn";

/** What a literal says, also one between backquotes; nothing if it is worked out. */
const literal = (node) =>
  node?.type === "TemplateLiteral" && node.expressions.length === 0 ? node.quasis[0].value.cooked : node?.value;

/**
 * @param {string} script The text of an ES module.
 * @returns {{globals: Map<string, number>, properties: Map<string, number>, modules: number, elements: string[]}}
 *   How often it uses each global and each property by its name; how many modules it loads; the elements that it makes.
 *   `globalThis.x`, `window.x` and `self.x` are properties.
 */
export function reach(script) {
  const found = { globals: new Map(), properties: new Map(), modules: 0, elements: [] };
  const count = (map, name) => map.set(name, (map.get(name) ?? 0) + 1);

  const visit = (node) => {
    if (Array.isArray(node)) return node.forEach(visit);
    if (typeof node?.type !== "string") return;
    const passed = LOOK[node.type]?.(node) ?? [];
    for (const [field, child] of Object.entries(node)) if (!passed.includes(field)) visit(child);
  };
  const named = (field) => (node) => (node.computed ? [] : [field]);
  const LOOK = {
    Identifier: ({ name }) => void (name.length > 2 && count(found.globals, name)),
    MemberExpression(node) {
      const name = node.computed ? literal(node.property) : node.property.name;
      if (typeof name === "string") count(found.properties, name);
      return named("property")(node);
    },
    ObjectPattern({ properties }) {
      for (const { computed, key } of properties) {
        const name = key && ((computed ? undefined : key.name) ?? literal(key));
        if (typeof name === "string") count(found.properties, name);
      }
    },
    ImportExpression: () => void (found.modules += 1),
    ImportDeclaration: () => void (found.modules += 1),
    ExportAllDeclaration: () => void (found.modules += 1),
    CallExpression({ callee, arguments: [first] }) {
      if ((callee.property?.name ?? literal(callee.property)) === "createElement")
        found.elements.push(literal(first) ?? "by a name that is worked out");
    },
    // Names of the script's own making: keys, exports, labels.
    Property: named("key"),
    MethodDefinition: named("key"),
    PropertyDefinition: named("key"),
    ExportSpecifier: () => ["exported"],
    MetaProperty: () => ["meta", "property"],
  };
  visit(parse(script, { ecmaVersion: "latest", sourceType: "module" }));
  return found;
}
