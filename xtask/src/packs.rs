//! Compiles the packs for dist: names with a hash, integrity, and the two sentences of each language that the loader needs
//! when nothing else has loaded.

use std::{
    fs,
    path::{Path, PathBuf},
};

use anyhow::{Context, Result, anyhow, ensure};
use serde_json::{Map, Value, json};
use wegwijzer_pack::load;

use crate::files::{integrity, short_hash};

/// A pack as it lies in dist.
pub struct BuiltPack {
    pub id: String,
    pub structure: BuiltFile,
    /// In the pack's order.
    pub languages: Vec<BuiltLanguage>,
}

/// The texts of a pack in one language.
pub struct BuiltLanguage {
    pub tag: String,
    pub file: BuiltFile,
    /// What the loader says when the questions cannot start.
    pub failed: String,
    /// How the loader names the link to the stand-alone page.
    pub open_page: String,
}

/// A file of dist, by its path there.
pub struct BuiltFile {
    pub path: String,
    pub bytes: Vec<u8>,
}

impl BuiltFile {
    /// What the loader knows of a file: where it is, and what it must be.
    pub fn entry(&self) -> Value {
        json!({ "file": self.path, "integrity": integrity(&self.bytes) })
    }
}

impl BuiltPack {
    /// What the loader knows of a pack.
    pub fn entry(&self) -> Value {
        let languages: Map<String, Value> = self
            .languages
            .iter()
            .map(|language| {
                let mut entry = language.file.entry();
                entry["failed"] = language.failed.clone().into();
                entry["open"] = language.open_page.clone().into();
                (language.tag.clone(), entry)
            })
            .collect();
        json!({ "structure": self.structure.entry(), "languages": languages })
    }
}

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

/// Checks and compiles one pack.
///
/// # Errors
/// All that an author has to repair, with file and line.
pub fn build(folder: &Path) -> Result<BuiltPack> {
    let name = folder.file_name().unwrap_or_default().to_string_lossy();
    let compiled = load(folder)
        .map_err(|diagnostics| anyhow!("the pack packs/{name} has errors, and so was not built:\n{diagnostics}"))?;
    if !compiled.warnings.0.is_empty() {
        println!("{}", compiled.warnings);
    }
    let id = compiled.pack.id;
    ensure!(id == name, "packs/{name} calls itself `{id}`: the folder and the id in its pack.toml must be the same");
    ensure!(
        compiled.texts.len() == compiled.languages.len(),
        "packs/{name}: as many files of texts as languages were expected"
    );
    let structure =
        BuiltFile { path: format!("packs/{id}.{}.pack", short_hash(&compiled.structure)), bytes: compiled.structure };
    let languages = compiled
        .languages
        .into_iter()
        .zip(compiled.texts)
        .map(|((tag, bytes), texts)| BuiltLanguage {
            file: BuiltFile { path: format!("packs/{id}.{tag}.{}.texts", short_hash(&bytes)), bytes },
            failed: texts.ui.failed().to_owned(),
            open_page: texts.ui.open_page().to_owned(),
            tag,
        })
        .collect();
    Ok(BuiltPack { id, structure, languages })
}
