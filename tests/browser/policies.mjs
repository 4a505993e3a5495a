/**
 * Content security policies: what docs/EMBEDDING.md tells partners to allow, taken out of that page so that the two cannot
 * drift apart; an ear for whatever a policy refuses; and the pages that they are tried on.
 */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { FALLBACK } from "./driver.mjs";
import { LOADER, ROOT, integrityOf } from "./facts.mjs";
import { serve } from "../server.mjs";

/** Nothing is allowed but the icon that browsers ask for by themselves. */
export const NOTHING = "default-src 'none'; img-src http://127.0.0.1:*/favicon.ico";

/** The other host in docs/EMBEDDING.md, and the nonce. */
const OTHER = "https://host.example";
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

const frame = section.match(/```text\n\s*(frame-src .*)\n/)?.[1];
const sandbox = page.match(/<iframe .* sandbox="([^"]+)"/)?.[1];

assert.deepEqual(
  rows.map(([directive]) => directive),
  ["script-src", "connect-src", "trusted-types"],
  'docs/EMBEDDING.md, "Security policy": the rows that allow something were expected to be these',
);
assert.ok(dynamic?.includes("'strict-dynamic'") && nonced && !more.length, 'docs/EMBEDDING.md: two policies with a nonce were expected');

assert.ok(frame?.includes(OTHER) && sandbox, "docs/EMBEDDING.md: a policy for a frame and the words of its sandbox were expected");

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

/** The same for a frame: the policy of the page around it, and the words of the attribute. */
export const FRAME = { policy: (at) => frame.replaceAll(OTHER, at), sandbox };

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

/**
 * A partner's page with the two lines and nothing else.
 *
 * @param {object} [options]
 * @param {string} [options.at] The host of the folder, if it is another one.
 * @param {string} [options.script] The loader or the single file.
 * @param {string} [options.nonce] Of the script.
 */
export function partner({ at = "", script = LOADER, nonce } = {}) {
  const attributes = `type="module" src="${at}${script}" integrity="${integrityOf(script)}" crossorigin="anonymous"`;
  return `<!doctype html>
<html lang="nl"><head><meta charset="utf-8"><title>Partner</title>
<script ${attributes}${nonce ? ` nonce="${nonce}"` : ""}></script></head>
<body><weg-wijzer pack="nl">${FALLBACK}</weg-wijzer></body></html>`;
}

/** Where a visit begins that goes on with `onAnotherHost`. */
export const ELSEWHERE = { site: { pages: { "/empty.html": "<!doctype html><title>Empty</title>" } }, path: "empty.html", runs: false };

/** What docs/EMBEDDING.md asks of the host of the folder. */
export const SHARED = { "Access-Control-Allow-Origin": "*", "Cross-Origin-Resource-Policy": "cross-origin" };

/**
 * Goes to a partner's page whose folder is on another host, which is another port here.
 *
 * @param {import("./driver.mjs").Visit} visit
 * @param {object} options
 * @param {string} [options.csp] The policy of the page, with the host of docs/EMBEDDING.md.
 * @param {string} [options.nonce]
 * @param {Parameters<typeof serve>[0]} [options.folder] What is different on the other host.
 * @param {(at: string) => Promise<void>} body Gets the address of the other host.
 */
export async function onAnotherHost(visit, { csp, nonce, folder = {} }, body) {
  const host = await serve({ headers: SHARED, ...folder });
  const at = host.url.slice(0, -1);
  const page = await serve({ csp: csp?.replaceAll(OTHER, at), pages: { "/partner.html": partner({ at, nonce }) } });
  try {
    // WebKit is heard through a script that comes with each page.
    for (const server of [host, page]) server.first = visit.server.first;
    await visit.page.goto(`${page.url}partner.html`);
    await body(at);
  } finally {
    await host.close();
    await page.close();
  }
}
