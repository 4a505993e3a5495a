/**
 * Content security policies: what docs/EMBEDDING.md tells partners to allow, taken out of that page so that the two cannot
 * drift apart, and an ear for whatever a policy refuses.
 */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { ROOT } from "./facts.mjs";

/** Nothing is allowed but the icon that browsers ask for by themselves. */
export const NOTHING = "default-src 'none'; img-src http://127.0.0.1:*/favicon.ico";

/** The other host in docs/EMBEDDING.md, and the nonce. */
export const OTHER = "https://host.example";
export const NONCE = "R4nd0m";

const page = readFileSync(join(ROOT, "docs/EMBEDDING.md"), "utf8");
const section = page.slice(page.indexOf("\n## Security policy"), page.indexOf("\n## When it does not run"));

/** The rows of the table that allow something: directive, own host, other host, single file. */
const rows = section
  .split("\n")
  .filter((line) => line.startsWith("| `"))
  .map((line) => line.split("|").slice(1, 5).map((cell) => cell.trim()))
  .map(([directives, ...values]) => [directives.match(/`([\w-]+)`/)[1], ...values.map((value) => value.match(/^`(.+)`$/)?.[1])])
  .filter(([, ...values]) => values.some(Boolean));

/** One column of the table as a policy, without what is there for trusted types. */
const column = (at) =>
  rows.filter(([directive]) => directive.endsWith("-src")).map((row) => `${row[0]} ${row[at]}`).join("; ");
const types = (at) => `require-trusted-types-for 'script'; trusted-types ${rows.find(([name]) => name === "trusted-types")[at]}`;
const [dynamic, nonced, ...more] = [...section.matchAll(/```text\n\s*(.*'nonce-.*)\n/g)].map(([, line]) => line);

assert.deepEqual(
  rows.map(([directive]) => directive),
  ["script-src", "connect-src", "trusted-types"],
  'docs/EMBEDDING.md, "Security policy": the rows that allow something were expected to be these',
);
assert.ok(dynamic?.includes("'strict-dynamic'") && nonced && !more.length, 'docs/EMBEDDING.md: two policies with a nonce were expected');

/** What partners are told to allow. */
export const ALLOWED = {
  own: column(1),
  other: column(2),
  single: column(3),
  ownTypes: types(1),
  singleTypes: types(3),
  dynamic,
  nonced,
};

/** For `init` of a visit: notes what the policies of the page refuse, from the first moment. */
export function keepViolations() {
  const violations = [];
  Object.defineProperty(window, "violations", { value: violations });
  window.addEventListener(
    "securitypolicyviolation",
    ({ effectiveDirective, blockedURI, sample }) => violations.push(`${effectiveDirective} ${blockedURI} ${sample}`.trim()),
    true,
  );
}

/** What was refused so far. */
export const violations = (visit) => visit.page.evaluate(() => window.violations);
