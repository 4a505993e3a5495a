//! The author's format: reads a pack folder of TOML and CSV, checks it and compiles it to the files that the widget
//! loads.
//!
//! It promises: one run reports everything that is wrong, each with its file, line and column, and says what to do about
//! it; nothing that an author can write makes it panic; the same folder gives the same bytes. The format is described in
//! docs/AUTHORING.md. Whether the content keeps its promises to people is not decided here.
//!
//! ```no_run
//! match wegwijzer_pack::load("packs/nl".as_ref()) {
//!     Ok(compiled) => println!("{} bytes", compiled.structure.len()),
//!     Err(diagnostics) => eprint!("{diagnostics}"),
//! }
//! ```
#![forbid(unsafe_code)]
#![cfg_attr(not(test), warn(clippy::indexing_slicing, clippy::unwrap_used, clippy::expect_used, clippy::panic))]

mod compile;
mod copies;
mod day;
mod depth;
mod diagnostic;
mod encoding;
mod exceptions;
mod excerpt;
mod folder;
mod guard;
mod guard_lint;
mod guard_syntax;
mod icons;
mod ids;
mod kinds;
pub mod limits;
mod links;
mod literal;
mod places;
mod promises;
mod questions;
mod reading;
mod retired;
mod rows;
mod rules;
mod scale_lint;
pub mod schema;
mod services;
mod settings;
mod source;
mod steps;
mod table;
mod texts;
pub mod web;
mod words;

use std::{ops::Range, path::Path};

use wegwijzer_core::{
    Pack, Texts,
    file::{write_places, write_structure, write_texts},
};

pub use day::Day;
pub use diagnostic::{Diagnostic, Diagnostics, Level};
pub use excerpt::Excerpt;
pub use folder::Folder;
pub use promises::{Always, Claim, Promise};
pub use reading::Reading;

use crate::{
    compile::{Author, compile},
    diagnostic::Findings,
    exceptions::Exceptions,
    icons::Icons,
    promises::Promises,
    questions::Questions,
    rules::Rules,
    services::Services,
    settings::Settings,
    source::Source,
    steps::Steps,
    words::Words,
};

/// A pack that passed every check.
#[derive(Clone, Debug)]
pub struct Compiled {
    /// What the engine works with.
    pub pack: Pack,
    /// Whose pack it is: two letters of ISO 3166-1, as `pack.toml` has them; empty where it has none.
    pub country: String,
    /// What the author promises to everybody, beyond the built-in promises.
    pub promises: Vec<Promise>,
    /// The words, one entry a language, in the order of the pack's languages.
    pub texts: Vec<Texts>,
    /// The structure file.
    pub structure: Vec<u8>,
    /// The places file; an empty one, which no page needs, of a pack without places.
    pub places: Vec<u8>,
    /// The texts files: language tag and content, in the order of the pack's languages.
    pub languages: Vec<(String, Vec<u8>)>,
    /// What is probably not meant so. There are no errors among them.
    pub warnings: Diagnostics,
}

/// Reads, checks and compiles the pack in a folder, without a look at the calendar.
///
/// # Errors
/// Everything that is wrong with the pack, warnings included, if there is at least one error.
pub fn load(dir: &Path) -> Result<Compiled, Diagnostics> {
    load_from(&Folder::on_disk(dir))
}

/// As [`load`], from wherever the files are.
///
/// # Errors
/// As [`load`].
pub fn load_from(dir: &Folder) -> Result<Compiled, Diagnostics> {
    load_if_due(dir, None)
}

/// As [`load`], and warns if the content should have been reviewed by this day.
///
/// # Errors
/// As [`load`].
pub fn load_on(dir: &Path, today: Day) -> Result<Compiled, Diagnostics> {
    load_if_due(&Folder::on_disk(dir), Some(today))
}

/// Measures how hard the texts of a pack are to read, also of one with errors in them.
///
/// # Errors
/// Everything that is wrong with the pack, if its questions, steps or texts cannot be read.
pub fn reading(dir: &Path) -> Result<Reading, Diagnostics> {
    let dir = Folder::on_disk(dir);
    pack_folder(&dir)?;
    let findings = Findings::default();
    match read(&dir, None, &findings) {
        Some(Read { pack, languages, .. }) => Ok(reading::measure_all(&languages, &pack)),
        None => Err(findings.finish(dir.name())),
    }
}

/// Why a text is no guard by the grammar alone, names not looked up: where in it, in bytes, and what is wrong. `None` if it
/// is one.
pub fn guard_error(text: &str) -> Option<(Range<usize>, String)> {
    guard_syntax::parse(text).err().map(|error| (error.span, error.message))
}

fn load_if_due(dir: &Folder, today: Option<Day>) -> Result<Compiled, Diagnostics> {
    pack_folder(dir)?;
    let findings = Findings::default();
    let read = read(dir, today, &findings);
    let diagnostics = findings.finish(dir.name());
    match read {
        Some(read) if diagnostics.errors() == 0 => write(dir, read, diagnostics),
        _ => Err(diagnostics),
    }
}

fn pack_folder(dir: &Folder) -> Result<(), Diagnostics> {
    let refused = |message, help| Err(Diagnostics(vec![Diagnostic::of_file(dir.name(), message).help(help)]));
    if let Some((message, help)) = dir.unusable() {
        return refused(message, help);
    }
    if !dir.has("pack.toml") {
        let message = "this folder is not a pack: it has no file pack.toml".to_owned();
        return refused(message, "give the folder of a pack, such as packs/nl");
    }
    Ok(())
}

/// A pack as read, with errors or without.
struct Read {
    pack: Pack,
    country: String,
    promises: Vec<Promise>,
    languages: Vec<Words>,
}

fn read(dir: &Folder, today: Option<Day>, findings: &Findings) -> Option<Read> {
    let settings = Source::read(dir, "pack.toml", findings).map(|source| Settings::read(source, findings));
    let questions = Source::read(dir, "questions.toml", findings).map(|source| Questions::read(source, findings));
    let rules = Source::read(dir, "rules.toml", findings).map(|source| Rules::read(source, findings));
    let steps = Source::read(dir, "steps.toml", findings).map(|source| Steps::read(source, findings));
    let promises = Source::read_if_there(dir, "promises.toml", findings);
    let promises = promises.map(|source| Promises::read(source, findings));
    let icons = Icons::read(Source::read_if_there(dir, "icons.toml", findings), findings);
    // Without pack.toml nobody knows how a postcode looks or which languages there are.
    let settings = settings?;
    if let Some(today) = today {
        warn_if_due(&settings, today, findings);
    }
    let places = places::read(dir, &settings, findings);
    let services = Source::read(dir, "services.csv", findings);
    let services = services.map(|source| Services::read(source, &places, &settings, findings));
    let languages = texts::read(dir, &settings, findings);
    let exceptions = Source::read_if_there(dir, Exceptions::FILE, findings);
    let exceptions = Exceptions::read(exceptions, &settings, findings);

    let (questions, rules) = (questions.as_ref(), rules.as_ref());
    let (steps, services) = (steps.as_ref(), services.as_ref());
    retired::check(&settings, questions, rules, steps, services, findings);
    let kinds = services.map(|services| kinds::used(&settings, rules, services, findings)).unwrap_or_default();
    let author = Author {
        settings: &settings,
        questions,
        rules,
        steps,
        icons: &icons,
        services,
        promises: promises.as_ref(),
        places,
    };
    let (pack, promises) = compile(author, &kinds, findings);

    // What texts there should be is known only where the files that name them could be read.
    let complete = questions.is_some_and(|questions| questions.whole)
        && steps.is_some_and(|steps| steps.whole)
        && services.is_some_and(|services| services.whole)
        && rules.is_some_and(|rules| rules.whole);
    if let (true, Some(services)) = (complete, services) {
        texts::check(&languages, &pack, &kinds::needs(&kinds, services), &exceptions, findings);
    }
    let country = settings.country.as_ref().map(|country| country.value);
    languages.iter().for_each(|words| links::check_texts(words, country, findings));
    let country = country.map(|country| country.as_ref().to_owned()).unwrap_or_default();
    Some(Read { pack, country, promises, languages })
}

fn warn_if_due(settings: &Settings, today: Day, findings: &Findings) {
    let review_by = Day::of_number(settings.review_by);
    if settings.review_by > 0 && today > review_by {
        let message = format!("the content should have been reviewed by {review_by}, and today is {today}");
        let warning = settings.source.warning_over(settings.review_by_at.clone(), "review-by", message);
        findings.add(warning.help("look through texts, services and places; then set a later day"));
    }
}

fn write(dir: &Folder, read: Read, warnings: Diagnostics) -> Result<Compiled, Diagnostics> {
    let Read { pack, country, promises, languages } = read;
    let texts: Vec<Texts> = languages.iter().map(|words| texts::compile(words, &pack)).collect();
    let refused = |error: wegwijzer_core::file::FileError| {
        let message = format!("the engine refuses this pack: {error}");
        Diagnostics(vec![Diagnostic::of_file(dir.shown("pack.toml"), message)])
    };
    let structure = write_structure(&pack).map_err(refused)?;
    let places = write_places(&pack.places, &structure).map_err(refused)?;
    let mut languages = Vec::new();
    for one in &texts {
        languages.push((one.language.clone(), write_texts(one, &structure).map_err(refused)?));
    }
    Ok(Compiled { pack, country, promises, texts, structure, places, languages, warnings })
}
