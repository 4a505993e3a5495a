/**
 * What the tests hold the widget against, and did not take from it: the author's files of a pack, the Dutch one
 * unless said otherwise, and the engine as `wegwijzer run` runs it.
 */
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

export const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const folder = (pack) => join(ROOT, "packs", pack);

/** The ids of all packs, in the order of the loader. */
export function packs() {
  const entries = readdirSync(join(ROOT, "packs"), { withFileTypes: true });
  return entries.flatMap((entry) => (entry.isDirectory() ? [entry.name] : [])).sort();
}

/** The names of a pack's regions by code; none in a pack without places. */
function regions(pack) {
  const file = join(folder(pack), "places/regions.csv");
  if (!existsSync(file)) return new Map();
  const lines = readFileSync(file, "utf8").trim().split("\n").slice(1);
  return new Map(lines.map((line) => line.split(",")).map(([code, name]) => [code, name]));
}

/** Whether a text is the code of a region. */
export const isRegion = (text, pack = "nl") => regions(pack).has(text);

export function regionName(code, pack = "nl") {
  const name = regions(pack).get(code);
  if (!name) throw new Error(`${code} was expected among the codes of packs/${pack}/places/regions.csv`);
  return name;
}

/** A text of `[ui]`, as the pack's author wrote it. */
export function ui(key, language = "nl", pack = "nl") {
  const file = readFileSync(join(folder(pack), `texts/${language}.toml`), "utf8");
  const table = file.slice(file.indexOf("[ui]")).split(/\n\[/)[0];
  const line = table.match(new RegExp(`^${key}\\s*=\\s*"((?:[^"\\\\]|\\\\.)*)"`, "m"));
  if (!line) throw new Error(`a text ${key} was expected in [ui] of packs/${pack}/texts/${language}.toml`);
  return JSON.parse(`"${line[1]}"`);
}

/** The day until when a pack holds, as `yyyy-mm-dd`. */
export function reviewBy(pack = "nl") {
  return readFileSync(join(folder(pack), "pack.toml"), "utf8").match(/^review-by\s*=\s*(\d{4}-\d{2}-\d{2})/m)[1];
}

/** The last day on which every pack holds. */
export const lastDay = () => packs().map((pack) => reviewBy(pack)).sort()[0];

/** The version in the root Cargo.toml, which everything shares. */
export function version() {
  return readFileSync(join(ROOT, "Cargo.toml"), "utf8").match(/^version = "([^"]+)"/m)[1];
}

export const manifest = JSON.parse(readFileSync(join(ROOT, "dist/manifest.json"), "utf8"));

/** The loader and the single file, each by its path on a site that serves dist/ at its root. */
export const LOADER = `/${manifest.loader.path}`;
export const SINGLE = `/${manifest.single.path}`;

/** The value of the `integrity` attribute for a file of dist/. */
export const integrityOf = (path) => manifest.files[path.replace(/^\//, "")].integrity;

function distFiles(pattern) {
  const all = readdirSync(join(ROOT, "dist"), { recursive: true }).map((name) => name.replaceAll("\\", "/"));
  return all.filter((name) => pattern.test(name) && !/\.(br|gz)$/.test(name));
}

/** The bytes of the one file of dist/ whose name fits. */
export function distFile(pattern) {
  const [name, ...others] = distFiles(pattern);
  if (!name || others.length) throw new Error(`one file ${pattern} was expected in dist/, found ${[name, ...others]}`);
  return { name, bytes: readFileSync(join(ROOT, "dist", name)) };
}

/** The author's command line. */
export function program() {
  const name = process.platform === "win32" ? "wegwijzer.exe" : "wegwijzer";
  const program = process.env.WEGWIJZER ?? join(ROOT, "target/debug", name);
  if (!existsSync(program)) throw new Error(`${program} is missing: type cargo build -p wegwijzer-cli`);
  return program;
}

/** The walks that together meet everything in a pack. */
export function coveringWalks(pack) {
  const { stdout, stderr, status } = spawnSync(program(), ["walks", folder(pack)], { encoding: "utf8" });
  if (status !== 0) throw new Error(`wegwijzer walks was expected to write walks of ${pack}:\n${stderr}`);
  return JSON.parse(stdout);
}

/** The default language of a pack. */
export function languageOf(pack) {
  return readFileSync(join(folder(pack), "pack.toml"), "utf8").match(/^languages\s*=\s*\["([^"]+)"/m)[1];
}

/** What the engine makes of answers, outside of any browser: one result for each. */
export function runEngine(answers, pack = "nl") {
  const input = answers.map((one) => JSON.stringify({ answers: one })).join("\n");
  const { stdout, stderr } = spawnSync(program(), ["run", folder(pack), "--answers", "-"], {
    input: `${input}\n`,
    encoding: "utf8",
  });
  const results = stdout
    .trim()
    .split("\n")
    .filter(Boolean)
    .map((line) => JSON.parse(line));
  if (results.length !== answers.length)
    throw new Error(`${answers.length} results were expected of wegwijzer run:\n${stderr}`);
  return results;
}
