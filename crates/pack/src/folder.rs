//! Where the files of a pack come from: a folder on disk, or texts in memory, for a tool that has no folder. Nothing is
//! read that is not a file or is larger than [`limits`] allows: the size is asked for before the content.

use std::{
    cell::Cell,
    collections::BTreeMap,
    fs::{self, File},
    io::{self, ErrorKind, Read},
    path::{Path, PathBuf},
};

use crate::limits;

/// The files of a pack.
#[derive(Clone, Debug)]
pub struct Folder {
    /// As the author named it.
    name: String,
    place: Place,
    /// The bytes that were read so far.
    read: Cell<u64>,
}

#[derive(Clone, Debug)]
enum Place {
    Disk(PathBuf),
    Memory(BTreeMap<String, Vec<u8>>),
}

impl Folder {
    /// A folder on disk.
    pub fn on_disk(dir: &Path) -> Folder {
        Folder { name: dir.display().to_string(), place: Place::Disk(dir.to_owned()), read: Cell::new(0) }
    }

    /// Files in memory, by their path in the pack with `/`, such as `places/towns.csv`. The name goes before them in
    /// messages.
    pub fn in_memory(name: &str, files: BTreeMap<String, Vec<u8>>) -> Folder {
        Folder { name: name.to_owned(), place: Place::Memory(files), read: Cell::new(0) }
    }

    /// The folder as the author sees it.
    pub(crate) fn name(&self) -> &str {
        &self.name
    }

    /// The name of a file as the author sees it.
    pub(crate) fn shown(&self, file: &str) -> String {
        let dir = self.name.trim_end_matches(['/', '\\']);
        if dir.is_empty() { format!("/{file}") } else { format!("{dir}/{file}") }
    }

    /// Why this is no folder to read a pack from, and what to do.
    pub(crate) fn unusable(&self) -> Option<(String, &'static str)> {
        const GIVE: &str = "give the folder of a pack, such as packs/nl";
        match &self.place {
            Place::Memory(_) => None,
            Place::Disk(dir) => match fs::metadata(dir) {
                Ok(found) if found.is_dir() => None,
                Ok(_) => Some(("this is a file, and a pack is a folder".to_owned(), GIVE)),
                Err(error) if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) => {
                    Some(("there is no such folder".to_owned(), GIVE))
                }
                Err(error) => Some((format!("this folder cannot be read: {error}"), GIVE)),
            },
        }
    }

    /// Whether there is anything of this name, readable or not.
    pub(crate) fn has(&self, file: &str) -> bool {
        match &self.place {
            Place::Memory(files) => files.contains_key(file),
            Place::Disk(dir) => {
                !matches!(fs::metadata(dir.join(file)), Err(error) if error.kind() == ErrorKind::NotFound)
            }
        }
    }

    /// Whether there is a folder of this name in it.
    pub(crate) fn has_folder(&self, folder: &str) -> bool {
        match &self.place {
            Place::Memory(files) => files.keys().any(|file| is_in(file, folder).is_some()),
            Place::Disk(dir) => dir.join(folder).is_dir(),
        }
    }

    /// The names of what is in a folder in it, in no order.
    pub(crate) fn names(&self, folder: &str) -> Vec<String> {
        match &self.place {
            Place::Memory(files) => files.keys().filter_map(|file| is_in(file, folder)).map(str::to_owned).collect(),
            Place::Disk(dir) => {
                let entries = fs::read_dir(dir.join(folder)).into_iter().flatten().flatten();
                entries.filter_map(|entry| entry.file_name().into_string().ok()).collect()
            }
        }
    }

    /// The content of a file; `None` if it is not there.
    ///
    /// # Errors
    /// Why it cannot be read, in a sentence.
    pub(crate) fn read(&self, file: &str) -> Result<Option<Vec<u8>>, String> {
        let most = limits::bytes(file);
        let bytes = match &self.place {
            Place::Memory(files) => files.get(file).cloned(),
            Place::Disk(dir) => match read_file(&dir.join(file), most) {
                Ok(Content::Bytes(bytes)) => Some(bytes),
                Ok(Content::NoFile) => return Err("this is not a file".to_owned()),
                Ok(Content::TooLarge(found)) => return Err(limits::too_large(found, most)),
                Err(error) if error.kind() == ErrorKind::NotFound => None,
                Err(error) => return Err(format!("this file cannot be read: {error}")),
            },
        };
        let Some(bytes) = bytes else { return Ok(None) };
        let length = bytes.len() as u64;
        if length > most {
            return Err(limits::too_large(length, most));
        }
        let together = self.read.get().saturating_add(length);
        if together > limits::PACK_BYTES {
            let most = limits::size(limits::PACK_BYTES);
            return Err(format!("with this file the pack is {}; the most is {most}", limits::size(together)));
        }
        self.read.set(together);
        Ok(Some(bytes))
    }
}

enum Content {
    Bytes(Vec<u8>),
    TooLarge(u64),
    NoFile,
}

fn read_file(path: &Path, most: u64) -> io::Result<Content> {
    // Asked before it is opened: to open a pipe is to wait for somebody who writes to it.
    let found = fs::metadata(path)?;
    if !found.is_file() {
        return Ok(Content::NoFile);
    }
    if found.len() > most {
        return Ok(Content::TooLarge(found.len()));
    }
    let mut bytes = Vec::new();
    // It may have grown since, and some files of an operating system do not tell their size.
    File::open(path)?.take(most.saturating_add(1)).read_to_end(&mut bytes)?;
    Ok(Content::Bytes(bytes))
}

fn is_in<'f>(file: &'f str, folder: &str) -> Option<&'f str> {
    file.strip_prefix(folder)?.strip_prefix('/')
}
