/**
 * What an author sees: `wegwijzer preview` of a new pack, with the widget of dist/, while files change.
 */
import assert from "node:assert/strict";
import { spawn, spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { after, before, test } from "node:test";
import { launch, Visit } from "./driver.mjs";
import { program, ROOT } from "./facts.mjs";

let browser;
let folder;
let preview;
let url;

before(async () => {
  browser = await launch();
  folder = mkdtempSync(join(tmpdir(), "wegwijzer-preview-"));
  const made = spawnSync(program(), ["new", "ours", "--language", "en,nl"], { cwd: folder, encoding: "utf8" });
  assert.equal(made.status, 0, made.stderr);
  const options = ["--widget", join(ROOT, "dist"), "--port", "0"];
  preview = spawn(program(), ["preview", "ours", ...options], { cwd: folder, stdio: ["ignore", "pipe", "ignore"] });
  url = await new Promise((resolve, reject) => {
    const lines = createInterface(preview.stdout);
    lines.on("line", (line) => /^Preview of ours on (http:\S+)/.test(line) && resolve(RegExp.$1));
    preview.once("exit", () => reject(new Error("the preview was expected to go on")));
  });
});

after(async () => {
  preview?.kill();
  await browser?.close();
  if (folder) rmSync(folder, { recursive: true });
});

/** Saves a change as editors do: the file is whole at every moment. */
function change(name, from, to) {
  const file = join(folder, "ours", name);
  const text = readFileSync(file, "utf8");
  assert.equal(text.split(from).length, 2, `“${from}” was expected once in ${name}`);
  writeFileSync(`${file}.part`, text.replace(from, to));
  renameSync(`${file}.part`, file);
}

test("an author sees the pack, every change of it, and what is wrong with it", { timeout: 120_000 }, async () => {
  const visit = await Visit.open(browser, { url }, { axe: true });
  const heading = (text) => visit.find(".heading", { hasText: text }).waitFor();
  const problems = visit.page.locator("#problems li");
  const note = visit.page.locator("#note:visible");
  try {
    await heading("What fits you best right now?");
    await visit.page.getByText(/^4 questions, 6 rules, .*: no errors, no warnings$/).waitFor();
    assert.deepEqual([await problems.count(), await note.count()], [0, 0]);

    change("texts/en.toml", "What fits you best right now?", "How are things at work?");
    await heading("How are things at work?");

    change("rules.toml", "tier = 9", "tier = 999");
    await problems.first().waitFor();
    assert.match(await problems.innerText(), /^ours\/rules\.toml:\d+:\d+: error: rule nothing-known, tier: /);
    assert.equal(await note.innerText(), "Below is the last version without errors.");
    await heading("How are things at work?");
    const violations = await visit.page.evaluate(async () => (await window.axe.run()).violations.map(({ id }) => id));
    assert.deepEqual(violations, [], "axe-core was expected to find nothing wrong");

    change("rules.toml", "tier = 999", "tier = 8");
    await problems.first().waitFor({ state: "detached" });
    await visit.step(() => visit.action("skip").click());
    await heading("What would you like most?");

    assert.deepEqual(visit.takeConsole(), [], "no console line was expected");
    assert.deepEqual(visit.errors, [], "no error on the page was expected");
    preview.kill();
    await visit.page.getByText("The preview has ended.").waitFor();
  } finally {
    await visit.close();
  }
});
