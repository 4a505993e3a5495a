//! A pack with one of its files changed, read from memory.

use wegwijzer_core::{
    Pack,
    file::{read_places, read_structure, read_structure_unproven, read_texts},
};
use wegwijzer_pack::{Compiled, Diagnostics, Folder, load_from};

use super::{See, Verdict, answers, require};
use crate::{
    corpus::{Base, Corpus},
    mutate::text,
    random::Random,
};

pub fn toml(corpus: &Corpus, random: &mut Random, see: See) -> Verdict {
    changed(corpus, ".toml", random, see)
}

pub fn csv(corpus: &Corpus, random: &mut Random, see: See) -> Verdict {
    changed(corpus, ".csv", random, see)
}

fn changed(corpus: &Corpus, ending: &str, random: &mut Random, see: See) -> Verdict {
    // The small pack is read ten times as fast as a real one, and has all that a pack can have.
    let base = if random.one_in(20) { random.pick(&corpus.bases) } else { &corpus.bases[0] };
    let of_kind: Vec<_> = base.words.iter().filter(|(file, _)| file.ends_with(ending)).collect();
    let (file, words) = *random.pick(&of_kind);
    // Words of another file of the pack: ids and texts in places where they do not belong.
    let (_, others) = random.pick(&base.words);
    let edits = 1 + random.below(4) / 3 * random.below(8);
    let bytes = text(words, others, edits, random);
    see(&(&base.name, file, String::from_utf8_lossy(&bytes)));
    let mut files = base.files.clone();
    files.insert(file.clone(), bytes);
    match load_from(&Folder::in_memory(&base.name, files.clone())) {
        Ok(compiled) => {
            require(compiled.warnings.errors() == 0, "there are no errors among warnings")?;
            places(&compiled.warnings, base, &files)?;
            loaded(&compiled, random)?;
            Ok(true)
        }
        Err(diagnostics) => {
            require(diagnostics.errors() > 0, "a pack is refused with an error")?;
            places(&diagnostics, base, &files)?;
            Ok(false)
        }
    }
}

type Files = std::collections::BTreeMap<String, Vec<u8>>;

/// Every error points into a file of the pack.
fn places(diagnostics: &Diagnostics, base: &Base, files: &Files) -> Result<(), String> {
    for diagnostic in &diagnostics.0 {
        let inside = || -> Option<bool> {
            if diagnostic.line == 0 {
                return Some(diagnostic.column == 0);
            }
            let name = diagnostic.file.strip_prefix(&base.name)?.strip_prefix('/')?;
            let text = String::from_utf8_lossy(files.get(name)?);
            let text = text.strip_prefix('\u{feff}').unwrap_or(&text);
            let line = text.split('\n').nth(diagnostic.line - 1)?;
            Some((1..=line.chars().count() + 1).contains(&diagnostic.column))
        };
        if inside() != Some(true) {
            return Err(format!("an error has a place that is there: {diagnostic}"));
        }
        require(!diagnostic.message.is_empty(), "an error says something")?;
    }
    Ok(())
}

/// What was accepted is written, reads back equal and answers anybody.
fn loaded(compiled: &Compiled, random: &mut Random) -> Result<(), String> {
    let read = read_structure(&compiled.structure, &compiled.places);
    require(read.as_ref() == Ok(&compiled.pack), "what was written reads back equal")?;
    let read = read_structure_unproven(&compiled.structure)
        .and_then(|pack| Ok(Pack { places: read_places(&compiled.places, &compiled.structure)?, ..pack }));
    require(read.as_ref() == Ok(&compiled.pack), "what was written reads back equal in the widget")?;
    require(compiled.texts.len() == compiled.languages.len(), "there is a file for each language")?;
    for (texts, (language, bytes)) in compiled.texts.iter().zip(&compiled.languages) {
        let read = read_texts(bytes, &compiled.structure, &compiled.pack);
        require(read.as_ref() == Ok(texts) && texts.language == *language, "texts read back equal")?;
    }
    for _ in 0..2 {
        answers::check(&compiled.pack, random)?;
    }
    Ok(())
}
