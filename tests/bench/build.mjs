/**
 * Builds the pages of the comparison: the same questionnaire in our widget, in SurveyJS, in react-jsonschema-form and in a
 * floor written by hand. Each is bundled as its users would, by esbuild, minified, content included, with a copy compressed
 * by brotli 11 beside each file. Our widget is the folder that partners get, on a page with the lines that they paste; like the
 * others it does not wait until somebody scrolls to it.
 */
import { cpSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { brotliCompressSync } from "node:zlib";
import { build } from "esbuild";
import { LOADER, integrityOf } from "../browser/facts.mjs";
import { formModel, surveyModel } from "./models.mjs";

const HERE = fileURLToPath(new URL(".", import.meta.url));
const ROOT = join(HERE, "../..");
const manifest = (name) => JSON.parse(readFileSync(join(ROOT, "node_modules", name, "package.json"), "utf8"));

/** The pages, in the order of the table. `packages`: whose versions stand behind the name. */
export const PAGES = [
  { id: "wegwijzer", name: "Wegwijzer" },
  { id: "surveyjs", name: "SurveyJS", packages: ["survey-core"], entry: "surveyjs.js", model: surveyModel },
  { id: "rjsf", name: "react-jsonschema-form", packages: ["@rjsf/core"], entry: "rjsf.jsx", model: formModel, jsx: "react" },
  { id: "floor", name: "written by hand", packages: ["preact", "json-logic-js"], entry: "floor.jsx", jsx: "preact" },
];

export const versionOf = (name) => manifest(name).version;

/**
 * @param {object} questionnaire As xtask/src/questionnaire.rs writes it.
 * @param {string} folder Where the pages go; what is there is removed.
 */
export async function buildPages(questionnaire, folder) {
  rmSync(folder, { recursive: true, force: true });
  for (const page of PAGES) {
    const to = join(folder, page.id);
    mkdirSync(to, { recursive: true });
    if (page.entry) await bundle(page, questionnaire, to);
    else cpSync(join(ROOT, "dist"), to, { recursive: true });
    writeFileSync(join(to, "page.html"), html(page, questionnaire));
    for (const file of readdirSync(to).filter((name) => /\.(js|css|html)$/.test(name))) {
      const bytes = readFileSync(join(to, file));
      writeFileSync(join(to, `${file}.br`), brotliCompressSync(bytes));
    }
  }
}

async function bundle({ entry, model, jsx }, questionnaire, to) {
  await build({
    entryPoints: { app: join(HERE, "pages", entry) },
    outdir: to,
    bundle: true,
    minify: true,
    format: "esm",
    target: "es2022",
    charset: "utf8",
    legalComments: "none",
    jsx: "automatic",
    jsxImportSource: jsx,
    define: { "process.env.NODE_ENV": '"production"' },
    logLevel: "warning",
    plugins: [
      {
        name: "model",
        setup({ onResolve, onLoad }) {
          onResolve({ filter: /^model$/ }, ({ path }) => ({ path, namespace: "model" }));
          onLoad({ filter: /.*/, namespace: "model" }, () => ({
            contents: JSON.stringify(model ? model(questionnaire) : questionnaire),
            loader: "json",
          }));
        },
      },
    ],
  });
}

function html({ entry, jsx }, { language, ui }) {
  // The plain theme of react-jsonschema-form brings no style sheet.
  const style = jsx === "react" ? "" : '<link rel="stylesheet" href="app.css">';
  const head = entry
    ? `${style}<script type="module" src="app.js"></script>`
    : `<script type="module" src="${LOADER.slice(1)}" integrity="${integrityOf(LOADER)}" crossorigin="anonymous"></script>`;
  const body = entry ? '<div id="form"></div>' : `<weg-wijzer pack="${language}" loading="eager"></weg-wijzer>`;
  return `<!doctype html>
<html lang="${language}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>${ui.name}</title>${head}</head><body>${body}</body></html>
`;
}
