//! Makes what wasm-bindgen writes small: optimises the wasm, and gives its imports plain names.

use std::path::{Path, PathBuf};

use anyhow::Result;
use xshell::cmd;

use crate::{
    files::{cached, read, read_text, write},
    imports,
    project::Project,
};

/// Never `--all-features`: binaryen then writes types that browsers refuse, and itself calls the file valid.
const OPTIMISE: [&str; 6] = [
    "-Oz",
    "--converge",
    "--strip-producers",
    // Found by trying. Putting a function into its only caller saves raw bytes, but costs 3 kB of brotli.
    "--one-caller-inline-max-function-size=20",
    "--skip-pass=local-cse",
    // Rust puts nothing into the first 1,024 bytes: they are the far end of the stack.
    "--low-memory-unused",
];

/// Wasm and glue that fit each other and nothing else.
pub struct Engine {
    pub wasm: Vec<u8>,
    /// The glue, to be bundled.
    pub glue: PathBuf,
}

/// Wasm and glue of a folder that wasm-bindgen wrote, made small.
pub fn small(project: &Project, folder: &Path) -> Result<Engine> {
    let wasm = optimised(project, &folder.join("wegwijzer_bg.wasm"))?;
    let (wasm, glue) = imports::without_hashes(&wasm, &read_text(&folder.join("wegwijzer.js"))?)?;
    let file = project.path("target/loader/glue.js");
    write(&file, glue.as_bytes())?;
    Ok(Engine { wasm, glue: file })
}

/// The wasm file, optimised. Kept until the file, the arguments or the tool change.
pub fn optimised(project: &Project, input: &Path) -> Result<Vec<u8>> {
    let shell = &project.shell;
    let bytes = read(input)?;
    let tool = read(&project.path("package-lock.json"))?;
    cached(project, &[&bytes, OPTIMISE.join(" ").as_bytes(), &tool], || {
        let output = project.path("target/wasm-opt.wasm");
        cmd!(shell, "wasm-opt {OPTIMISE...} {input} -o {output}").quiet().run()?;
        read(&output)
    })
}
