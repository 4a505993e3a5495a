//! The npm package: what wasm-pack makes of the widget, with the same optimisation, and beside it the loader and the packs
//! of dist.

use std::{
    fs,
    path::{Path, PathBuf},
};

use anyhow::{Context, Result};
use serde_json::{Value, json};
use xshell::cmd;

use crate::{
    dist, engine,
    files::{below, read_text, write},
    progress::{heading, step},
    project::Project,
    setup,
};

const PACKAGE: &str = "target/npm";

/// Builds the package into target/npm, and lists what is in it.
pub fn npm(project: &Project) -> Result<()> {
    setup::for_everything(project)?;
    dist::dist(project)?;
    heading("Building the npm package");
    step("wasm-pack", || wasm_pack(project))?;
    step("the same optimisation as dist/", || {
        let engine = engine::small(project, &project.path(PACKAGE))?;
        write(&project.path(PACKAGE).join("wegwijzer_bg.wasm"), &engine.wasm)
    })?;
    // wasm-pack writes it to keep the package out of git; npm would read it as "pack nothing".
    fs::remove_file(project.path(PACKAGE).join(".gitignore")).ok();
    step("loader and packs", || add_loader_and_packs(project))?;
    heading(&format!("{PACKAGE}/ is ready"));
    let folder = project.path(PACKAGE);
    for file in below(&folder) {
        let size = fs::metadata(&file)?.len();
        println!("  {size:>9} bytes  {}", file.strip_prefix(&folder)?.display());
    }
    Ok(())
}

fn wasm_pack(project: &Project) -> Result<()> {
    let shell = &project.shell;
    let folder = project.path(PACKAGE);
    let _flags = shell.push_env("CARGO_ENCODED_RUSTFLAGS", dist::remapping(project));
    let arguments = ["--target", "web", "--release", "--mode", "no-install", "--no-opt", "--no-pack", "--out-dir"];
    cmd!(shell, "wasm-pack --quiet build {arguments...} {folder}").quiet().run()?;
    Ok(())
}

fn add_loader_and_packs(project: &Project) -> Result<()> {
    let (package, dist) = (project.path(PACKAGE), project.path("dist"));
    let shipped = |file: &PathBuf| {
        let extension = file.extension().and_then(|extension| extension.to_str()).unwrap_or_default();
        matches!(extension, "js" | "wasm" | "pack" | "texts")
    };
    let mut names = vec!["wegwijzer.js".to_owned(), "wegwijzer.d.ts".into(), "wegwijzer_bg.wasm".into()];
    for file in below(&dist).iter().filter(|file| shipped(file)) {
        let name = file.strip_prefix(&dist)?;
        write(&package.join(name), &fs::read(file)?)?;
        names.push(name.to_string_lossy().replace('\\', "/"));
    }
    let manifest = json!({
        "name": "weg-wijzer",
        "version": dist::version(project)?,
        "description": description(&project.root)?,
        "license": "MIT OR Apache-2.0",
        "type": "module",
        "main": "weg-wijzer.js",
        "types": "wegwijzer.d.ts",
        "sideEffects": ["weg-wijzer.js"],
        "files": names,
    });
    write(&package.join("package.json"), format!("{manifest:#}\n").as_bytes())
}

fn description(root: &Path) -> Result<Value> {
    let manifest = read_text(&root.join("Cargo.toml"))?;
    let line = manifest.lines().find_map(|line| line.strip_prefix("description = \"")?.strip_suffix('"'));
    Ok(line.context("the root Cargo.toml has no description")?.into())
}
