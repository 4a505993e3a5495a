//! Makes what wasm-bindgen writes small: optimises the wasm, and shortens the names by which wasm and glue know each other.
//!
//! The names carry a hash each. Nobody reads them, both files hold them, and they hardly compress: 1.7 kB of the wasm and
//! 0.6 kB of the glue, after brotli.

use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
};

use anyhow::{Context, Result, ensure};
use serde::Deserialize;
use xshell::cmd;

use crate::{
    files::{cached, read, read_text, write},
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
    /// What the wasm imports: its short name, and the one that wasm-bindgen gave it.
    pub imports: BTreeMap<String, String>,
}

/// What binaryen says of its renaming.
#[derive(Deserialize)]
struct Renamed {
    /// Module, name, short name.
    imports: Vec<(String, String, String)>,
    /// Name, short name.
    exports: Vec<(String, String)>,
}

/// Wasm and glue of a folder that wasm-bindgen wrote, made small.
pub fn small(project: &Project, folder: &Path) -> Result<Engine> {
    let optimised = optimised(project, &folder.join("wegwijzer_bg.wasm"))?;
    let work = project.path("target/engine");
    let (long, short) = (work.join("long.wasm"), work.join("short.wasm"));
    write(&long, &optimised)?;
    let shell = &project.shell;
    let rename = "--minify-imports-and-exports-and-modules";
    let told = cmd!(shell, "wasm-opt {long} {rename} -o {short}").quiet().read()?;
    let names: Renamed = serde_json::from_str(&told).context("wasm-opt did not tell which names it gave")?;
    let glue = renamed(&read_text(&folder.join("wegwijzer.js"))?, &names)?;
    let file = work.join("wegwijzer.js");
    write(&file, glue.as_bytes())?;
    let imports = names.imports.into_iter().map(|(_, name, short)| (short, name)).collect();
    Ok(Engine { wasm: read(&short)?, glue: file, imports })
}

/// Kept until the file, the arguments or the tool change.
fn optimised(project: &Project, input: &Path) -> Result<Vec<u8>> {
    let shell = &project.shell;
    let bytes = read(input)?;
    let tool = read(&project.path("package-lock.json"))?;
    cached(project, &[&bytes, OPTIMISE.join(" ").as_bytes(), &tool], || {
        let output = project.path("target/wasm-opt.wasm");
        cmd!(shell, "wasm-opt {OPTIMISE...} {input} -o {output}").quiet().run()?;
        read(&output)
    })
}

/// The glue with the names that the wasm has now.
///
/// # Errors
/// A name of the wasm that the glue does not have in the one place where wasm-bindgen writes it.
fn renamed(glue: &str, names: &Renamed) -> Result<String> {
    let mut glue = glue.to_owned();
    let mut replace = |from: String, to: String, least: usize| {
        let found = glue.matches(&from).count();
        ensure!(
            found >= least,
            "the glue was expected to have `{from}`: does wasm-bindgen write it in another way now?"
        );
        glue = glue.replace(&from, &to);
        Ok(())
    };
    for (module, name, short) in &names.imports {
        replace(format!("        {name}: "), format!("        {short}: "), 1)?;
        // The first import of a module renames it, the others find it done.
        replace(format!("        \"{module}\": "), "        \"a\": ".to_owned(), 0)?;
    }
    for (name, short) in &names.exports {
        for end in ["(", ".", ",", ")", ";", " "] {
            replace(format!("wasm.{name}{end}"), format!("wasm.\u{1}{short}{end}"), 0)?;
        }
    }
    // The mark keeps a short name from being taken for a long one that is still to come.
    let glue = glue.replace('\u{1}', "");
    let old = |line: &&str| {
        line.contains("wasm.__wb") || line.trim_start().starts_with("__wb") && line.contains(": function")
    };
    let left = glue.lines().find(old);
    ensure!(left.is_none(), "the glue still has a name that the wasm has not: {}", left.unwrap_or_default().trim());
    Ok(glue)
}
