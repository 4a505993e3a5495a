//! What the inputs are made from: the project's own packs and the small pack of the tests, as files in memory. Of long
//! tables a few rows are kept: a thousand postcodes find nothing that twenty do not.

use std::{collections::BTreeMap, fs, io, path::Path};

use wegwijzer_core::texts::Ui;
use wegwijzer_pack::{Compiled, Folder, load_from};

use crate::mutate::words;

/// The most rows of a table that are kept.
const ROWS: usize = 400;

/// A pack that loads, and its files cut into words.
pub struct Base {
    /// The name of its folder.
    pub name: String,
    /// Content by path.
    pub files: BTreeMap<String, Vec<u8>>,
    /// The same files, cut into words.
    pub words: Vec<(String, Vec<String>)>,
    /// What came of it.
    pub compiled: Compiled,
}

/// The small pack first, then those of the project.
pub struct Corpus {
    /// All of them.
    pub bases: Vec<Base>,
    /// Every guard that is written in them.
    pub guards: Vec<String>,
}

impl Corpus {
    /// Reads the packs of the project.
    ///
    /// # Errors
    /// What cannot be read, or what is wrong with a pack.
    pub fn read() -> Result<Corpus, String> {
        let project = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
        let mut bases = vec![small(&project.join("crates/pack/tests/fixtures/small"))?];
        let packs = project.join("packs");
        let mut folders: Vec<_> = fs::read_dir(&packs)
            .map_err(|error| format!("{}: {error}", packs.display()))?
            .filter_map(|entry| Some(entry.ok()?.path()))
            .filter(|path| path.join("pack.toml").is_file())
            .collect();
        folders.sort();
        for folder in folders {
            bases.push(base(&folder, files(&folder)?)?);
        }
        let guards = bases.iter().flat_map(|base| base.files.values()).flat_map(|bytes| guards(bytes)).collect();
        Ok(Corpus { bases, guards })
    }
}

/// The small pack lacks the words of the widget, which the tests add from the engine's own list.
fn small(folder: &Path) -> Result<Base, String> {
    let mut files = files(folder)?;
    let more = |key: &str| match key {
        "progress" => " {n} of {total}",
        "months" => " 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12",
        _ => "",
    };
    let ui: String = Ui::keys().map(|key| format!("{key} = \"{key}{}\"\n", more(&key))).collect();
    for (name, bytes) in &mut files {
        if name.starts_with("texts/") {
            bytes.extend(format!("\n[ui]\n{ui}").bytes());
        }
    }
    base(folder, files)
}

fn base(folder: &Path, files: BTreeMap<String, Vec<u8>>) -> Result<Base, String> {
    let name = folder.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let compiled = load_from(&Folder::in_memory(&name, files.clone())).map_err(|error| error.to_string())?;
    let text = |bytes: &Vec<u8>| String::from_utf8_lossy(bytes).into_owned();
    let words = files.iter().map(|(file, bytes)| (file.clone(), words(&text(bytes)))).collect();
    Ok(Base { name, files, words, compiled })
}

fn files(folder: &Path) -> Result<BTreeMap<String, Vec<u8>>, String> {
    let mut all = BTreeMap::new();
    for part in ["", "places", "texts"] {
        let path = folder.join(part);
        let entries = match fs::read_dir(&path) {
            Ok(entries) => entries,
            Err(error) if error.kind() == io::ErrorKind::NotFound => continue,
            Err(error) => return Err(format!("{}: {error}", path.display())),
        };
        for entry in entries.flatten() {
            let name = entry.file_name().to_string_lossy().into_owned();
            if !name.ends_with(".toml") && !name.ends_with(".csv") {
                continue;
            }
            let bytes = fs::read(entry.path()).map_err(|error| format!("{}: {error}", entry.path().display()))?;
            let name = if part.is_empty() { name } else { format!("{part}/{name}") };
            let bytes = if name.ends_with(".csv") { shortened(&bytes) } else { bytes };
            all.insert(name, bytes);
        }
    }
    Ok(all)
}

/// The head of a table and every so manieth row of a long one, its first rows among them.
fn shortened(bytes: &[u8]) -> Vec<u8> {
    let lines: Vec<&[u8]> = bytes.split_inclusive(|&byte| byte == b'\n').collect();
    let every = lines.len().div_ceil(ROWS).max(1);
    let every = if every > 1 { every * 10 } else { 1 };
    let kept = lines.iter().enumerate().filter(|(at, _)| *at == 0 || at % every == 1 % every);
    kept.flat_map(|(_, line)| line.iter().copied()).collect()
}

fn guards(file: &[u8]) -> Vec<String> {
    let text = String::from_utf8_lossy(file);
    let quoted = text.lines().filter_map(|line| line.split_once("when = \"")?.1.strip_suffix('"'));
    quoted.map(str::to_owned).collect()
}
