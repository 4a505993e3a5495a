//! The pack file: what `wegwijzer build` writes and the widget reads.
//!
//! | bytes | content |
//! | --- | --- |
//! | 0..4 | `WGWZ` |
//! | 4..6 | format number, little endian |
//! | 6 | what it is: `S` structure, `P` places, `T` texts |
//! | 7 | 0 |
//! | 8..16 | for places and texts, the content hash of the structure that they belong to; for a structure 0 |
//! | 16..24 | content hash: FNV-1a, 64 bits, little endian, over bytes 0..16 and the body |
//! | 24.. | body: a [`Pack`] without its places, [`Places`] or [`Texts`], in postcard 1 |
//!
//! Places are a file of their own because they weigh most and the first question does not need them.
//!
//! The hash finds damage, not malice: against that stands the integrity attribute of the web page.

use alloc::{
    string::{String, ToString},
    vec::Vec,
};
use core::fmt;

use serde::Serialize;

use crate::{
    pack::Pack,
    place::Places,
    texts::Texts,
    wire::{Body, Lists},
};

/// The number of the format that this engine reads and writes.
pub const FORMAT: u16 = 2;

/// The most bytes of a structure file with its places that are written, and that [`read_structure`] reads; a country takes
/// some hundred kilobytes. What is read takes up to forty times its file.
pub const MOST_BYTES: usize = 8_000_000;

const MAGIC: &[u8; 4] = b"WGWZ";
const HEAD: usize = 24;

/// Why a file cannot be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum FileError {
    /// It does not begin as a pack file does.
    Foreign,
    /// It is a pack file, but not of the kind that is wanted here.
    OtherKind,
    /// It has a format that this engine does not know.
    Format(u16),
    /// It is cut off or changed.
    Damaged,
    /// Its texts or places belong to another structure.
    OtherStructure,
    /// It was written by something that is not `wegwijzer build`.
    Invalid(&'static str),
}

impl FileError {
    /// What is wrong, in a sentence.
    pub fn message(self) -> String {
        match self {
            FileError::Foreign => "not a Wegwijzer pack file".into(),
            FileError::OtherKind => "a pack file of another kind: structure, places or texts were swapped".into(),
            FileError::Format(found) => {
                let found = found.to_string();
                ["pack format ", &found, ", but this engine reads format 2: use a loader and packs of one version"]
                    .concat()
            }
            FileError::Damaged => "pack file cut off or damaged".into(),
            FileError::OtherStructure => "texts or places of another version than the structure".into(),
            FileError::Invalid(what) => ["pack file with ", what].concat(),
        }
    }
}

impl fmt::Display for FileError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message())
    }
}

impl core::error::Error for FileError {}

/// Writes a structure file: all of the pack but its places.
///
/// # Errors
/// [`FileError::Invalid`] if the pack does not pass [`Pack::check`] or takes more than [`MOST_BYTES`].
pub fn write_structure(pack: &Pack) -> Result<Vec<u8>, FileError> {
    pack.check().map_err(FileError::Invalid)?;
    let bytes = write(b'S', 0, pack)?;
    fits(bytes.len())?;
    Ok(bytes)
}

/// Writes the places file that belongs to a structure file.
///
/// # Errors
/// As [`read_structure`].
pub fn write_places(places: &Places, structure: &[u8]) -> Result<Vec<u8>, FileError> {
    let bytes = write(b'P', content_hash(structure)?, places)?;
    read_structure(structure, &bytes)?;
    Ok(bytes)
}

/// Writes the texts file that belongs to a structure file.
///
/// # Errors
/// As [`read_structure_unproven`], and [`FileError::Invalid`] if the texts do not fit the structure.
pub fn write_texts(texts: &Texts, structure: &[u8]) -> Result<Vec<u8>, FileError> {
    texts.fits(&read_structure_unproven(structure)?).map_err(FileError::Invalid)?;
    write(b'T', content_hash(structure)?, texts)
}

/// Reads a structure file and its places, and proves every index in them.
///
/// # Errors
/// Any [`FileError`]. Never panics, whatever the bytes are.
pub fn read_structure(structure: &[u8], places: &[u8]) -> Result<Pack, FileError> {
    fits(structure.len().saturating_add(places.len()))?;
    let mut pack = read_structure_unproven(structure)?;
    pack.places = read_places(places, structure)?;
    pack.check().map_err(FileError::Invalid)?;
    Ok(pack)
}

/// Reads a structure file, without places, that was proven when it was written and is pinned by a hash since: the widget's
/// case, which the proof would cost 2 kB. On an unproven pack the engine may give a poor result, but it never panics.
///
/// # Errors
/// As [`read_structure`], but for what only the proof finds.
pub fn read_structure_unproven(bytes: &[u8]) -> Result<Pack, FileError> {
    let (_, pack): (u64, Pack) = read(bytes, b'S')?;
    Ok(pack)
}

/// Reads the places that belong to a structure file, as unproven as [`read_structure_unproven`] does.
///
/// # Errors
/// As [`read_structure`], but for what only the proof finds.
pub fn read_places(bytes: &[u8], structure: &[u8]) -> Result<Places, FileError> {
    read_part(bytes, b'P', structure)
}

/// Reads the texts of a pack; `structure` is the structure file, `pack` what was read from it.
///
/// # Errors
/// Any [`FileError`]. Never panics, whatever the bytes are.
pub fn read_texts(bytes: &[u8], structure: &[u8], pack: &Pack) -> Result<Texts, FileError> {
    let texts: Texts = read_part(bytes, b'T', structure)?;
    texts.fits(pack).map_err(FileError::Invalid)?;
    Ok(texts)
}

/// Not asked by the widget ([`read_structure_unproven`]), whose files were written here.
fn fits(bytes: usize) -> Result<(), FileError> {
    if bytes > MOST_BYTES {
        return Err(FileError::Invalid("more than 8 MB, the most that a pack may have"));
    }
    Ok(())
}

fn write(kind: u8, of: u64, body: &impl Serialize) -> Result<Vec<u8>, FileError> {
    let body = postcard::to_allocvec(body).map_err(|_| FileError::Invalid("content that does not fit the format"))?;
    let mut bytes = Vec::with_capacity(HEAD.saturating_add(body.len()));
    bytes.extend_from_slice(MAGIC);
    bytes.extend_from_slice(&FORMAT.to_le_bytes());
    bytes.extend_from_slice(&[kind, 0]);
    bytes.extend_from_slice(&of.to_le_bytes());
    let hash = fnv1a(&[&bytes, &body]);
    bytes.extend_from_slice(&hash.to_le_bytes());
    bytes.extend_from_slice(&body);
    Ok(bytes)
}

/// Reads a file that belongs to a structure file.
fn read_part<T: Body>(bytes: &[u8], kind: u8, structure: &[u8]) -> Result<T, FileError> {
    let (of, part) = read(bytes, kind)?;
    if of != content_hash(structure)? {
        return Err(FileError::OtherStructure);
    }
    Ok(part)
}

fn read<T: Body>(bytes: &[u8], wanted: u8) -> Result<(u64, T), FileError> {
    let (of, lists) = lists(bytes, wanted)?;
    Ok((of, T::from_lists(lists).ok_or(FileError::Damaged)?))
}

/// The hash of the structure that a file belongs to, and its body.
fn lists(bytes: &[u8], wanted: u8) -> Result<(u64, Lists), FileError> {
    if !bytes.starts_with(MAGIC) {
        return Err(FileError::Foreign);
    }
    let (format, rest) = bytes.get(4..).and_then(<[u8]>::split_first_chunk).ok_or(FileError::Damaged)?;
    match u16::from_le_bytes(*format) {
        FORMAT => {}
        other => return Err(FileError::Format(other)),
    }
    let (&[kind, _], rest) = rest.split_first_chunk().ok_or(FileError::Damaged)?;
    let (of, rest) = rest.split_first_chunk().ok_or(FileError::Damaged)?;
    let (hash, body) = rest.split_first_chunk().ok_or(FileError::Damaged)?;
    let head = bytes.get(..16).ok_or(FileError::Damaged)?;
    if fnv1a(&[head, body]) != u64::from_le_bytes(*hash) {
        return Err(FileError::Damaged);
    }
    if kind != wanted {
        return Err(FileError::OtherKind);
    }
    match postcard::take_from_bytes(body) {
        Ok((lists, [])) => Ok((u64::from_le_bytes(*of), lists)),
        _ => Err(FileError::Damaged),
    }
}

/// The content hash of a file, which names the version of its content.
///
/// # Errors
/// [`FileError::Damaged`] if the file is too short to hold one.
pub fn content_hash(bytes: &[u8]) -> Result<u64, FileError> {
    let hash = bytes.get(16..24).and_then(|slice| slice.first_chunk()).ok_or(FileError::Damaged)?;
    Ok(u64::from_le_bytes(*hash))
}

/// FNV-1a with 64 bits (Fowler, Noll, Vo; RFC 9923).
fn fnv1a(parts: &[&[u8]]) -> u64 {
    let bytes = parts.iter().flat_map(|part| part.iter());
    bytes.fold(0xcbf2_9ce4_8422_2325, |hash, &byte| (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3))
}
