//! Compiles the packs for dist. How their files are named and pinned is decided in `crates/pack/src/web.rs`.

use std::{
    fs,
    path::{Path, PathBuf},
};

use anyhow::{Context, Result, anyhow, ensure};
use wegwijzer_pack::{load, web::WebPack};
use wegwijzer_proof::prove;

/// The folders of all packs, from the project's folder.
pub fn folders() -> Result<Vec<PathBuf>> {
    let mut folders: Vec<PathBuf> = fs::read_dir("packs")
        .context("there is no folder packs/, which holds the content")?
        .flatten()
        .map(|entry| entry.path())
        .filter(|path| path.is_dir())
        .collect();
    folders.sort();
    ensure!(!folders.is_empty(), "packs/ holds no pack: each is a folder, such as packs/nl");
    Ok(folders)
}

/// Checks, proves and compiles one pack.
///
/// # Errors
/// All that an author has to repair, with file and line; or that `wegwijzer prove` has something to tell.
pub fn build(folder: &Path) -> Result<WebPack> {
    let name = folder.file_name().unwrap_or_default().to_string_lossy();
    let compiled = load(folder)
        .map_err(|diagnostics| anyhow!("the pack packs/{name} has errors, and so was not built:\n{diagnostics}"))?;
    if !compiled.warnings.0.is_empty() {
        println!("{}", compiled.warnings);
    }
    let id = compiled.pack.id.as_str();
    ensure!(id == name, "packs/{name} calls itself `{id}`: the folder and the id in its pack.toml must be the same");
    ensure!(
        compiled.texts.len() == compiled.languages.len(),
        "packs/{name}: as many files of texts as languages were expected"
    );
    let report = prove(&compiled.pack, &compiled.promises, &|_| ())?;
    ensure!(
        report.failures.is_empty(),
        "the pack packs/{name} breaks {} of its promises, and so was not built. Look at: cargo run -p wegwijzer-cli -- prove packs/{name}",
        report.failures.len()
    );
    Ok(WebPack::new(compiled))
}
