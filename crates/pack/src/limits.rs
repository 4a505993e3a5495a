//! How large and how deep the files of a pack may be, all in one place. The limits are far above any real pack and far
//! below what would take this computer's memory or patience: whatever is handed to `wegwijzer`, a clear error comes soon.
//! docs/AUTHORING.md lists them ("Limits"); tests/limits.rs holds the list against this file.

/// The most bytes of a TOML file.
pub const TOML_BYTES: u64 = 1_000_000;
/// The most bytes of a CSV file.
pub const CSV_BYTES: u64 = 8_000_000;
/// The most bytes of all files of a pack together.
pub const PACK_BYTES: u64 = 24_000_000;
/// The most rows of a table, its head not counted.
pub const ROWS: usize = 100_000;
/// The most rows of services.csv.
pub const SERVICES: usize = 20_000;
/// The most rows of places/regions.csv.
pub const REGIONS: usize = 2_000;
/// The most rows of places/municipalities.csv: the engine counts them in 16 bits.
pub const MUNICIPALITIES: usize = 65_000;
/// The most columns of a table. The rest is not looked at, so that a file of commas gives one error and not a million.
pub const COLUMNS: usize = 100;
/// The most entries of one kind, such as `[[rule]]`, and the most values of one list.
pub const ENTRIES: usize = 2_000;
/// The most languages.
pub const LANGUAGES: usize = 40;
/// The most tables, lists and dotted keys within each other.
pub const DEPTH: usize = 16;
/// The most errors that are told in one run, and the most warnings.
pub const FINDINGS: usize = 1_000;
/// The most bytes of a line of answers for `wegwijzer run`.
pub const ANSWER_BYTES: u64 = 64_000;
/// The most ids that are looked through for a "did you mean …?", and the most characters of such an id.
pub(crate) const ALIKE: (usize, usize) = (2_000, 64);
/// The most errors of one file that come with a list of what could stand there or a "did you mean …?".
pub(crate) const SUGGESTIONS: usize = 50;

/// The most bytes of a file of a pack, by its name.
pub(crate) fn bytes(name: &str) -> u64 {
    if name.ends_with(".csv") { CSV_BYTES } else { TOML_BYTES }
}

/// A size for a message: `104 MB`, `12 kB`. Rounded up, so that what is too large never looks as large as the limit.
pub(crate) fn size(bytes: u64) -> String {
    match bytes {
        0..1_000 => format!("{bytes} bytes"),
        1_000..1_000_000 => format!("{} kB", bytes.div_ceil(1_000)),
        _ => format!("{} MB", bytes.div_ceil(1_000_000)),
    }
}

/// The sentence for a file that is too large.
pub(crate) fn too_large(found: u64, most: u64) -> String {
    format!("this file is {}; the most is {}", size(found), size(most))
}
