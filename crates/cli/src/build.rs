//! `wegwijzer build`: the files that a web page loads, written beside each other.

use std::{
    fs, io,
    path::{Path, PathBuf},
    process::ExitCode,
};

use crate::{
    check::{load_or_explain, print_all},
    prove::is_proven,
    terminal::{complain, say},
};

/// Writes the structure to `output`, and the places, if it has any, and each language to files beside it.
pub(crate) fn build(dir: &Path, output: &Path) -> ExitCode {
    let Some(compiled) = load_or_explain(dir) else { return ExitCode::FAILURE };
    print_all(&compiled.warnings);
    if !is_proven(dir, &compiled) {
        return ExitCode::FAILURE;
    }
    let mut files: Vec<(PathBuf, &[u8])> = vec![(output.to_owned(), &compiled.structure)];
    if !compiled.pack.places.is_empty() {
        files.push((output.with_extension("places"), &compiled.places));
    }
    for (language, bytes) in &compiled.languages {
        files.push((texts_file(output, language), bytes));
    }
    for (file, bytes) in files {
        if let Err(error) = write(&file, bytes) {
            complain(&format!("{}: error: this file cannot be written: {error}", file.display()));
            return ExitCode::FAILURE;
        }
        say(&format!("{}: {} bytes", file.display(), bytes.len()));
    }
    ExitCode::SUCCESS
}

/// `out/nl.pack` and `en` give `out/nl.en.texts`.
fn texts_file(output: &Path, language: &str) -> PathBuf {
    let mut name = output.file_stem().unwrap_or_default().to_owned();
    name.push(format!(".{language}.texts"));
    output.with_file_name(name)
}

fn write(file: &Path, bytes: &[u8]) -> io::Result<()> {
    if let Some(folder) = file.parent().filter(|folder| !folder.as_os_str().is_empty()) {
        fs::create_dir_all(folder)?;
    }
    fs::write(file, bytes)
}
