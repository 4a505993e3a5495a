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
mod diagnostic;
mod encoding;
mod exceptions;
mod excerpt;
mod guard;
mod guard_lint;
mod guard_syntax;
mod icons;
mod ids;
mod kinds;
mod links;
mod literal;
mod places;
mod questions;
mod reading;
mod retired;
mod rows;
mod rules;
mod scale_lint;
mod services;
mod settings;
mod source;
mod steps;
mod table;
mod texts;
mod words;

use std::path::Path;

use wegwijzer_core::{
    Pack, Texts,
    file::{write_structure, write_texts},
};

pub use day::Day;
pub use diagnostic::{Diagnostic, Diagnostics, Level};
pub use excerpt::Excerpt;
pub use reading::Reading;

use crate::{
    compile::{Author, compile},
    diagnostic::Findings,
    exceptions::Exceptions,
    icons::Icons,
    questions::Questions,
    rules::Rules,
    services::Services,
    settings::Settings,
    source::{Source, shown},
    steps::Steps,
    words::Words,
};

/// A pack that passed every check.
#[derive(Clone, Debug)]
pub struct Compiled {
    /// What the engine works with.
    pub pack: Pack,
    /// The words, one entry a language, in the order of the pack's languages.
    pub texts: Vec<Texts>,
    /// The structure file.
    pub structure: Vec<u8>,
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
    load_if_due(dir, None)
}

/// The same, and warns if the content should have been reviewed by this day.
///
/// # Errors
/// Everything that is wrong with the pack, warnings included, if there is at least one error.
pub fn load_on(dir: &Path, today: Day) -> Result<Compiled, Diagnostics> {
    load_if_due(dir, Some(today))
}

/// Measures how hard the texts of a pack are to read, also of one with errors in them.
///
/// # Errors
/// Everything that is wrong with the pack, if its questions, steps or texts cannot be read.
pub fn reading(dir: &Path) -> Result<Reading, Diagnostics> {
    let findings = Findings::default();
    match pack_folder(dir).map(|()| read(dir, None, &findings)) {
        Ok(Some(Read { pack, languages, .. })) => Ok(reading::measure_all(&languages, &pack)),
        Ok(None) => Err(findings.finish()),
        Err(diagnostics) => Err(diagnostics),
    }
}

fn load_if_due(dir: &Path, today: Option<Day>) -> Result<Compiled, Diagnostics> {
    pack_folder(dir)?;
    let findings = Findings::default();
    let read = read(dir, today, &findings);
    let diagnostics = findings.finish();
    match read {
        Some(Read { pack, texts, .. }) if diagnostics.errors() == 0 => write(dir, pack, texts, diagnostics),
        _ => Err(diagnostics),
    }
}

fn pack_folder(dir: &Path) -> Result<(), Diagnostics> {
    if !dir.join("pack.toml").is_file() {
        let message = if dir.is_dir() {
            "this folder is not a pack: it has no file pack.toml"
        } else {
            "there is no such folder"
        };
        let file = dir.display().to_string();
        let help = "give the folder of a pack, such as packs/nl";
        return Err(Diagnostics(vec![Diagnostic::of_file(file, message).help(help)]));
    }
    Ok(())
}

/// A pack as read, with errors or without.
struct Read {
    pack: Pack,
    languages: Vec<Words>,
    texts: Vec<Texts>,
}

fn read(dir: &Path, today: Option<Day>, findings: &Findings) -> Option<Read> {
    let settings = Source::read(dir, "pack.toml", findings).map(|source| Settings::read(source, findings));
    let questions = Source::read(dir, "questions.toml", findings).map(|source| Questions::read(source, findings));
    let rules = Source::read(dir, "rules.toml", findings).map(|source| Rules::read(source, findings));
    let steps = Source::read(dir, "steps.toml", findings).map(|source| Steps::read(source, findings));
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
    let author = Author { settings: &settings, questions, rules, steps, icons: &icons, services, places };
    let pack = compile(author, &kinds, findings);

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
    let texts = languages.iter().map(|words: &Words| texts::compile(words, &pack)).collect();
    Some(Read { pack, languages, texts })
}

fn warn_if_due(settings: &Settings, today: Day, findings: &Findings) {
    let review_by = Day::of_number(settings.review_by);
    if settings.review_by > 0 && today > review_by {
        let message = format!("the content should have been reviewed by {review_by}, and today is {today}");
        let warning = settings.source.warning_over(settings.review_by_at.clone(), "review-by", message);
        findings.add(warning.help("look through texts, services and places; then set a later day"));
    }
}

fn write(dir: &Path, pack: Pack, texts: Vec<Texts>, warnings: Diagnostics) -> Result<Compiled, Diagnostics> {
    let refused = |error: wegwijzer_core::file::FileError| {
        let message = format!("the engine refuses this pack: {error}");
        Diagnostics(vec![Diagnostic::of_file(shown(dir, "pack.toml"), message)])
    };
    let structure = write_structure(&pack).map_err(refused)?;
    let mut languages = Vec::new();
    for one in &texts {
        languages.push((one.language.clone(), write_texts(one, &structure).map_err(refused)?));
    }
    Ok(Compiled { pack, texts, structure, languages, warnings })
}
