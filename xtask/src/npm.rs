//! The npm package: what wasm-pack makes of the widget, made as small as in `dist/`, with the loader for bundlers, the packs
//! and the types.

use std::{
    fs,
    path::{Path, PathBuf},
};

use anyhow::{Context, Result};
use serde_json::{Map, Value, json};
use wegwijzer_pack::web::{WebFile, WebPack};
use xshell::cmd;

use crate::{
    dist, engine,
    files::{read, read_text, write},
    loader, packs,
    progress::{heading, step},
    project::Project,
};

const PACKAGE: &str = "target/npm";
const WASM_PACK_OUTPUT: &str = "target/wasm-pack";
const TYPES: &str = "weg-wijzer.d.ts";
/// What the import gives where there is no document.
const NOTHING: &str = "no-document.js";
/// Where frameworks without a document take modules from: rendering in Node, Deno and Bun, and on the edge.
const WITHOUT_DOCUMENT: [&str; 3] = ["node", "edge-light", "workerd"];
/// The frameworks whose JSX is told of the element.
const JSX: [&str; 2] = ["react", "preact"];

/// Builds the package into target/npm, and lists what is in it.
pub fn npm(project: &Project) -> Result<()> {
    heading("Building the npm package");
    step("wasm-pack", || wasm_pack(project))?;
    let engine = step("engine, made small (wasm-opt)", || engine::small(project, &project.path(WASM_PACK_OUTPUT)))?;
    let wasm = WebFile::new("wegwijzer", engine.wasm, "wasm");
    let packs: Vec<WebPack> = step("packs", || packs::folders()?.iter().map(|f| packs::build(f)).collect())?;
    let version = dist::version(project)?;
    let (loader, mut files) =
        step("loader for bundlers (esbuild)", || loader::bundled(project, &version, &engine.glue, &wasm, &packs))?;
    files.push(WebFile { path: dist::LOADER.into(), bytes: loader });
    let jsx = JSX.map(|framework| format!("{framework}.d.ts"));
    for file in [TYPES, NOTHING].into_iter().chain(jsx.iter().map(String::as_str)) {
        files.push(WebFile { path: file.into(), bytes: read(&project.path("embed").join(file))? });
    }
    let manifest = manifest(project, &version, &files)?;
    files.push(WebFile { path: "package.json".into(), bytes: manifest.into_bytes() });
    for license in ["LICENSE-APACHE", "LICENSE-MIT"] {
        files.push(WebFile { path: license.into(), bytes: read(&project.path(license))? });
    }

    let folder = project.path(PACKAGE);
    if folder.exists() {
        fs::remove_dir_all(&folder)?;
    }
    heading(&format!("{PACKAGE}/ is ready"));
    for WebFile { path, bytes } in &files {
        write(&folder.join(path), bytes)?;
        println!("  {:>9} bytes  {path}", bytes.len());
    }
    Ok(())
}

fn wasm_pack(project: &Project) -> Result<()> {
    let shell = &project.shell;
    let folder: PathBuf = project.path(WASM_PACK_OUTPUT);
    let _flags = shell.push_env("CARGO_ENCODED_RUSTFLAGS", dist::remapping(project));
    let arguments = ["--target", "web", "--release", "--mode", "no-install", "--no-opt", "--no-pack", "--out-dir"];
    cmd!(shell, "wasm-pack --quiet build {arguments...} {folder}").quiet().run()?;
    Ok(())
}

fn manifest(project: &Project, version: &str, files: &[WebFile]) -> Result<String> {
    let names: Vec<&str> = files.iter().map(|file| file.path.as_str()).collect();
    let (types, loader, nothing) = (format!("./{TYPES}"), format!("./{}", dist::LOADER), format!("./{NOTHING}"));
    // Whoever imports takes the first that fits, so the order counts.
    let mut element = Map::from_iter([("types".to_owned(), types.clone().into())]);
    element.extend(WITHOUT_DOCUMENT.map(|condition| (condition.to_owned(), nothing.clone().into())));
    element.insert("default".into(), loader.clone().into());
    let mut exports = Map::from_iter([(".".to_owned(), element.into())]);
    for framework in JSX {
        let types = format!("./{framework}.d.ts");
        exports.insert(format!("./{framework}"), json!({ "types": types, "default": nothing }));
    }
    exports.insert("./package.json".into(), "./package.json".into());
    let manifest = json!({
        "name": "weg-wijzer",
        "version": version,
        "description": description(&project.root)?,
        "license": "MIT OR Apache-2.0",
        "type": "module",
        "exports": exports,
        // For tools that are older than exports.
        "main": loader,
        "types": types,
        // It defines an element, which is all that it is imported for.
        "sideEffects": true,
        "files": names,
    });
    Ok(format!("{manifest:#}\n"))
}

fn description(root: &Path) -> Result<Value> {
    let manifest = read_text(&root.join("Cargo.toml"))?;
    let line = manifest.lines().find_map(|line| line.strip_prefix("description = \"")?.strip_suffix('"'));
    Ok(line.context("the root Cargo.toml has no description")?.into())
}
