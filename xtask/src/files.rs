//! Small work on files: compressed copies, and a cache for what is slow to make and depends on bytes alone.

use std::{
    fs,
    io::Write,
    path::{Path, PathBuf},
};

use anyhow::{Context, Result};
use flate2::{Compression, write::GzEncoder};
use sha2::{Digest, Sha256, Sha384};

use crate::project::Project;

/// Compressed with gzip, level 9, without name or time.
pub fn gzip(project: &Project, bytes: &[u8]) -> Result<Vec<u8>> {
    cached(project, &[b"gzip 9", bytes], || {
        let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
        encoder.write_all(bytes)?;
        Ok(encoder.finish()?)
    })
}

/// Compressed with brotli, quality 11, window 22: what a server sends that has compressed beforehand.
pub fn brotli(project: &Project, bytes: &[u8]) -> Result<Vec<u8>> {
    cached(project, &[b"brotli 11 22", bytes], || {
        let mut compressed = Vec::new();
        let parameters = brotli::enc::BrotliEncoderParams { quality: 11, lgwin: 22, ..Default::default() };
        brotli::BrotliCompress(&mut &*bytes, &mut compressed, &parameters)?;
        Ok(compressed)
    })
}

/// The result of `make`, kept under the hash of all that it depends on.
pub fn cached(project: &Project, depends_on: &[&[u8]], make: impl FnOnce() -> Result<Vec<u8>>) -> Result<Vec<u8>> {
    let mut hasher = Sha256::new();
    for part in depends_on {
        // The length keeps ("a", "bc") and ("ab", "c") apart.
        hasher.update((part.len() as u64).to_le_bytes());
        hasher.update(part);
    }
    let folder = project.path("target/dist-cache");
    let file = folder.join(hex(&hasher.finalize()));
    if let Ok(kept) = fs::read(&file) {
        return Ok(kept);
    }
    let made = make()?;
    fs::create_dir_all(&folder)?;
    // Renamed into place: a run that is broken off leaves no half file behind.
    let unfinished = file.with_extension("unfinished");
    fs::write(&unfinished, &made)?;
    fs::rename(&unfinished, &file)?;
    Ok(made)
}

/// Reads a file, or says which one it could not.
pub fn read(path: &Path) -> Result<Vec<u8>> {
    fs::read(path).with_context(|| format!("cannot read {}", path.display()))
}

/// Reads a text file, or says which one it could not.
pub fn read_text(path: &Path) -> Result<String> {
    fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))
}

/// Writes a file and the folders above it.
pub fn write(path: &Path, bytes: &[u8]) -> Result<()> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)?;
    }
    fs::write(path, bytes).with_context(|| format!("cannot write {}", path.display()))
}

/// All files below a folder, in the order of their names. Nothing if there is no such folder.
pub fn below(folder: &Path) -> Vec<PathBuf> {
    let Ok(entries) = fs::read_dir(folder) else { return Vec::new() };
    let mut paths: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).collect();
    paths.sort();
    paths.into_iter().flat_map(|path| if path.is_dir() { below(&path) } else { vec![path] }).collect()
}

/// The SHA-384 of a file in hexadecimal digits, as `sha384sum` prints it.
pub fn sha384(bytes: &[u8]) -> String {
    hex(&Sha384::digest(bytes))
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
