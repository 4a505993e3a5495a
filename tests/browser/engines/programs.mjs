/**
 * The programs that the tests start: where they are, what they write with, and that none of them outlives the tests.
 *
 * `cargo xtask test` names each by an environment variable; who runs one file by hand has them on PATH, or names them.
 */
import { spawn } from "node:child_process";
import { existsSync, mkdirSync } from "node:fs";
import { delimiter, join } from "node:path";
import { fileURLToPath } from "node:url";

const here = (path) => fileURLToPath(new URL(path, import.meta.url));

/** Every browser writes with the fonts that npm has brought, whatever others the computer has. */
export const FONTS = here("../../../node_modules/dejavu-fonts-ttf/ttf/");
process.env.FONTCONFIG_FILE = here("../../fonts/fonts.conf");
// Where it keeps what it has read of them.
mkdirSync(here("../../../target/fonts"), { recursive: true });

/** Far longer than anything takes on a slow machine; only what is broken reaches it. In milliseconds. */
export const PATIENCE = 20_000;

/**
 * The path of a program: the one that the environment variable names, else the first that is there.
 *
 * @param {string} variable Such as `CHROMIUM`.
 * @param {...string} candidates Names on PATH, or whole paths.
 */
export function program(variable, ...candidates) {
  const named = process.env[variable];
  if (named) {
    if (existsSync(named)) return named;
    throw new Error(`${variable} is ${named}, where there is no file`);
  }
  const folders = (process.env.PATH ?? "").split(delimiter);
  const paths = candidates.flatMap((name) => (name.startsWith("/") ? [name] : folders.map((folder) => join(folder, name))));
  const found = paths.find(existsSync);
  if (found) return found;
  throw new Error(
    `${candidates[0]} was expected on PATH. Type cargo xtask setup, or name it: ${variable}=/path/to/${candidates[0].split("/").at(-1)}`,
  );
}

const running = new Set();

/** Starts a program that ends with the tests, however they end. */
export function start(path, options, more) {
  const child = spawn(path, options, more);
  running.add(child);
  child.once("exit", () => running.delete(child));
  return child;
}

/** Ends a program, and waits until it has ended. */
export async function stop(child) {
  if (!running.has(child)) return;
  const ended = new Promise((resolve) => child.once("exit", resolve));
  child.kill();
  await ended;
}

process.once("exit", () => running.forEach((child) => child.kill()));
for (const signal of ["SIGINT", "SIGTERM"]) process.once(signal, () => process.exit(1));

/**
 * Looks again and again until there is something to return: `undefined` and `false` are nothing.
 *
 * @template T
 * @param {() => Promise<T|undefined|false>} look
 * @param {() => string|Promise<string>} what What was waited for, and what was there instead: said when patience is at its end.
 * @returns {Promise<T>}
 */
export async function eventually(look, what) {
  const end = Date.now() + PATIENCE;
  for (;;) {
    const found = await look();
    if (found !== undefined && found !== false) return found;
    if (Date.now() > end) throw new Error(await what());
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}
