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
#![warn(clippy::indexing_slicing, clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod compile;
mod diagnostic;
mod guard;
mod guard_syntax;
mod icons;
mod ids;
mod kinds;
mod literal;
mod places;
mod promises;
mod questions;
mod retired;
mod rows;
mod rules;
mod services;
mod settings;
mod source;
mod steps;
mod table;
mod texts;
pub mod web;
mod words;

use std::path::Path;

use wegwijzer_core::{
    Pack, Texts,
    file::{write_structure, write_texts},
};

pub use diagnostic::{Diagnostic, Diagnostics, Level};
pub use promises::{Always, Claim, Promise};

use crate::{
    compile::{Author, compile},
    diagnostic::Findings,
    icons::Icons,
    promises::Promises,
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
    /// What the author promises to everybody, beyond the built-in promises.
    pub promises: Vec<Promise>,
    /// The words, one entry a language, in the order of the pack's languages.
    pub texts: Vec<Texts>,
    /// The structure file.
    pub structure: Vec<u8>,
    /// The texts files: language tag and content, in the order of the pack's languages.
    pub languages: Vec<(String, Vec<u8>)>,
    /// What is probably not meant so. There are no errors among them.
    pub warnings: Diagnostics,
}

/// Reads, checks and compiles the pack in a folder.
///
/// # Errors
/// Everything that is wrong with the pack, warnings included, if there is at least one error.
pub fn load(dir: &Path) -> Result<Compiled, Diagnostics> {
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
    let findings = Findings::default();
    let read = read(dir, &findings);
    let diagnostics = findings.finish();
    match read {
        Some(read) if diagnostics.errors() == 0 => write(dir, read, diagnostics),
        _ => Err(diagnostics),
    }
}

/// A pack, its promises and its texts.
type Read = (Pack, Vec<Promise>, Vec<Texts>);

fn read(dir: &Path, findings: &Findings) -> Option<Read> {
    let settings = Source::read(dir, "pack.toml", findings).map(|source| Settings::read(source, findings));
    let questions = Source::read(dir, "questions.toml", findings).map(|source| Questions::read(source, findings));
    let rules = Source::read(dir, "rules.toml", findings).map(|source| Rules::read(source, findings));
    let steps = Source::read(dir, "steps.toml", findings).map(|source| Steps::read(source, findings));
    let promises = Source::read_if_there(dir, "promises.toml", findings);
    let promises = promises.map(|source| Promises::read(source, findings));
    let icons = Icons::read(Source::read_if_there(dir, "icons.toml", findings), findings);
    // Without pack.toml nobody knows how a postcode looks or which languages there are.
    let settings = settings?;
    let places = places::read(dir, &settings, findings);
    let services = Source::read(dir, "services.csv", findings);
    let services = services.map(|source| Services::read(source, &places, findings));
    let languages = texts::read(dir, &settings, findings);

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
        texts::check(&languages, &pack, &kinds::needs(&kinds, services), findings);
    }
    let texts = languages.iter().map(|words: &Words| texts::compile(words, &pack)).collect();
    Some((pack, promises, texts))
}

fn write(dir: &Path, (pack, promises, texts): Read, warnings: Diagnostics) -> Result<Compiled, Diagnostics> {
    let refused = |error: wegwijzer_core::file::FileError| {
        let message = format!("the engine refuses this pack: {error}");
        Diagnostics(vec![Diagnostic::of_file(shown(dir, "pack.toml"), message)])
    };
    let structure = write_structure(&pack).map_err(refused)?;
    let mut languages = Vec::new();
    for one in &texts {
        languages.push((one.language.clone(), write_texts(one, &structure).map_err(refused)?));
    }
    Ok(Compiled { pack, promises, texts, structure, languages, warnings })
}
