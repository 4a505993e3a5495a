//! `wegwijzer new`: a small pack to begin with, in an empty folder. It passes `check` as it stands. The files are those of
//! `template/`; the words of the widget itself (`[ui]`) come from the pack that has them all, so that a new one needs no
//! change here.

use std::{fs, path::Path, process::ExitCode};

use clap::ValueEnum;

use crate::{
    dates::days_from_now,
    terminal::{complain, say},
};

/// How long the content of a new pack may be used without a look, in days.
const HOLDS_FOR: u64 = 182;

/// The files of `template/` that are the same in every language.
const FILES: [(&str, &str); 9] = [
    ("README.md", include_str!("../template/README.md")),
    ("pack.toml", include_str!("../template/pack.toml")),
    ("questions.toml", include_str!("../template/questions.toml")),
    ("rules.toml", include_str!("../template/rules.toml")),
    ("steps.toml", include_str!("../template/steps.toml")),
    ("promises.toml", include_str!("../template/promises.toml")),
    ("services.csv", include_str!("../template/services.csv")),
    ("places/regions.csv", include_str!("../template/places/regions.csv")),
    ("places/municipalities.csv", include_str!("../template/places/municipalities.csv")),
];

/// The languages that a new pack can have.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Language {
    /// English
    En,
    /// Dutch
    Nl,
}

impl Language {
    fn tag(self) -> &'static str {
        match self {
            Language::En => "en",
            Language::Nl => "nl",
        }
    }

    /// The texts of the template, and a complete file of texts to take the other words of the widget from.
    fn sources(self) -> (&'static str, &'static str) {
        match self {
            Language::En => {
                (include_str!("../template/texts/en.toml"), include_str!("../../../packs/nl/texts/en.toml"))
            }
            Language::Nl => {
                (include_str!("../template/texts/nl.toml"), include_str!("../../../packs/nl/texts/nl.toml"))
            }
        }
    }
}

/// Writes the pack, and says what to do next.
pub(crate) fn new(dir: &Path, languages: &[Language]) -> ExitCode {
    let mut once = Vec::new();
    for language in languages {
        if !once.contains(language) {
            once.push(*language);
        }
    }
    match id_of(dir).and_then(|id| write(dir, &files(&id, &once))) {
        Ok(files) => {
            say_what_next(dir, files);
            ExitCode::SUCCESS
        }
        Err(why) => {
            complain(&format!("{}: error: {why}", dir.display()));
            ExitCode::FAILURE
        }
    }
}

/// The id of the pack: the name of its folder.
fn id_of(dir: &Path) -> Result<String, String> {
    // `.` and `..` have a name too.
    let whole = if dir.is_dir() { fs::canonicalize(dir) } else { std::path::absolute(dir) };
    let whole = whole.map_err(|error| format!("this folder cannot be found: {error}"))?;
    let name = whole.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let letter = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit();
    if name.starts_with(letter) && name.chars().all(|c| letter(c) || c == '-') {
        return Ok(name);
    }
    let better: String = name.to_lowercase().chars().map(|c| if letter(c) { c } else { '-' }).collect();
    let better = better.split('-').filter(|part| !part.is_empty()).collect::<Vec<_>>().join("-");
    let better = if better.is_empty() { "my-pack".to_owned() } else { better };
    Err(format!(
        "the name of the folder becomes the id of the pack, and `{name}` cannot be one\n  \
         expected: small letters a to z, digits and `-`, beginning with a letter or digit\n  \
         help: call the folder {better}"
    ))
}

/// Every file of the new pack, by its path in the folder.
fn files(id: &str, languages: &[Language]) -> Vec<(String, String)> {
    let mut files: Vec<(String, String)> =
        FILES.iter().map(|(path, text)| ((*path).to_owned(), (*text).to_owned())).collect();
    for (_, settings) in files.iter_mut().filter(|(path, _)| path == "pack.toml") {
        let (today, later) = (days_from_now(0), days_from_now(HOLDS_FOR));
        let tags: Vec<String> = languages.iter().map(|language| format!("\"{}\"", language.tag())).collect();
        for (key, value) in [
            ("id", format!("\"{id}\"")),
            ("version", format!("\"{}.{}.{}\"", today.year, today.month, today.day)),
            ("languages", format!("[{}]", tags.join(", "))),
            ("review-by", format!("{:04}-{:02}-{:02}", later.year, later.month, later.day)),
        ] {
            *settings = with_value(settings, key, &value);
        }
    }
    for language in languages {
        let (own, complete) = language.sources();
        files.push((format!("texts/{}.toml", language.tag()), with_all_ui(own, complete)));
    }
    files
}

/// The file with another value at a key; the note behind it keeps its column where there is room.
fn with_value(toml: &str, key: &str, value: &str) -> String {
    let lines = toml.lines().map(|line| match line.split_once(" = ") {
        Some((before, rest)) if before == key => {
            let note = rest.find('#').and_then(|at| rest.get(at..)).unwrap_or_default();
            let width = (line.chars().count() - note.chars().count()).saturating_sub(1);
            let setting = format!("{key} = {value}");
            format!("{setting:width$} {note}").trim_end().to_owned() + "\n"
        }
        _ => format!("{line}\n"),
    });
    lines.collect()
}

/// The texts of the template with every word that the widget needs: its own words of `[ui]`, and the others from a
/// complete file.
fn with_all_ui(own: &str, complete: &str) -> String {
    let own_lines = ui_lines(own);
    let key = |line: &str| line.split_once(" = ").map(|(key, _)| key.to_owned());
    let all = ui_lines(complete).into_iter().map(|line| {
        let other = own_lines.iter().find(|own| key(own).is_some() && key(own) == key(line));
        *other.unwrap_or(&line)
    });
    // A word of the template that the complete file lacks stays, so that `check` tells of it.
    let spare = own_lines.iter().copied().filter(|own| !ui_lines(complete).iter().any(|line| key(line) == key(own)));
    let section: String = all.chain(spare).map(|line| format!("{line}\n")).collect();
    let text = |lines: &mut dyn Iterator<Item = &str>| lines.map(|line| format!("{line}\n")).collect::<String>();
    let before = text(&mut own.lines().take_while(|line| *line != "[ui]"));
    let own_part = own.lines().skip_while(|line| *line != "[ui]").skip(1);
    let after = text(&mut own_part.skip_while(|line| line.contains(" = ")));
    format!("{before}[ui]\n{section}{after}")
}

/// The lines of `[ui]` that give a word, each on a line of its own.
fn ui_lines(texts: &str) -> Vec<&str> {
    let section = texts.lines().skip_while(|line| *line != "[ui]").skip(1).take_while(|line| !line.starts_with('['));
    section.filter(|line| line.contains(" = ") && !line.starts_with('#')).collect()
}

fn write(dir: &Path, files: &[(String, String)]) -> Result<usize, String> {
    match fs::read_dir(dir) {
        Ok(mut inside) => {
            if inside.next().is_some() {
                return Err("this folder is not empty\n  help: give a new folder, or an empty one".to_owned());
            }
        }
        Err(_) if dir.is_file() => {
            return Err("there is a file of this name\n  help: give a new folder, or an empty one".to_owned());
        }
        // Where it cannot be written, that is told below.
        Err(_) => {}
    }
    for (path, text) in files {
        let file = dir.join(path);
        file.parent()
            .map_or(Ok(()), fs::create_dir_all)
            .and_then(|()| fs::write(&file, text))
            .map_err(|error| format!("the file {path} cannot be written: {error}"))?;
    }
    Ok(files.len())
}

fn say_what_next(dir: &Path, files: usize) {
    let folder = quoted(dir);
    say(&format!("{}: a new pack of {} files, ready to be changed", dir.display(), files));
    say("");
    say("Begin with README.md in that folder: it says what each file is for, and what to replace.");
    say("Then, with every change:");
    say("");
    for (command, what) in [
        ("check", "tells what is wrong, and where"),
        ("preview", "shows the pack in your browser"),
        ("prove", "makes sure that nobody is left without a next step"),
    ] {
        say(&format!("  wegwijzer {:<width$}  {what}", format!("{command} {folder}"), width = 8 + folder.len()));
    }
}

/// A path as it can be typed after a command.
fn quoted(path: &Path) -> String {
    let path = path.display().to_string();
    if path.contains(char::is_whitespace) { format!("\"{path}\"") } else { path }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use wegwijzer_core::texts::Ui;

    use super::*;

    #[test]
    fn every_file_of_the_template_becomes_a_file_of_the_pack() {
        let template = Path::new(env!("CARGO_MANIFEST_DIR")).join("template");
        let mut there = BTreeSet::new();
        for folder in ["", "places", "texts"] {
            for entry in fs::read_dir(template.join(folder)).expect("the template").flatten() {
                if entry.path().is_file() {
                    let path = Path::new(folder).join(entry.file_name());
                    there.insert(path.to_string_lossy().replace('\\', "/"));
                }
            }
        }
        let made: BTreeSet<String> = files("x", Language::value_variants()).into_iter().map(|(path, _)| path).collect();
        assert_eq!(made, there);
    }

    #[test]
    fn the_words_of_the_widget_are_complete_in_every_language() {
        let expected: BTreeSet<String> = Ui::keys().collect();
        for language in Language::value_variants() {
            let (own, complete) = language.sources();
            let text = with_all_ui(own, complete);
            let keys =
                ui_lines(&text).into_iter().filter_map(|line| line.split_once(" = ")).map(|(key, _)| key.to_owned());
            assert_eq!(keys.collect::<BTreeSet<_>>(), expected, "{language:?}");
        }
    }

    #[test]
    fn words_of_the_template_go_before_those_of_the_complete_file() {
        let own = "# a\n[ui]\nnext = \"On\"\nspare = \"!\"\n\n[labels]\nyes = \"Yes\"\n";
        let complete = "[ui]\nback = \"Back\"\n\n# b\nnext = \"Next\"\n\n[labels]\nno = \"No\"\n";
        let expected = "# a\n[ui]\nback = \"Back\"\nnext = \"On\"\nspare = \"!\"\n\n[labels]\nyes = \"Yes\"\n";
        assert_eq!(with_all_ui(own, complete), expected);
    }

    #[test]
    fn a_value_changes_and_its_note_stays_where_it_was() {
        let toml = "# id = \"no\"\nid = \"example\"    # the id\nother = 1\n";
        assert_eq!(with_value(toml, "id", "\"ab\""), "# id = \"no\"\nid = \"ab\"         # the id\nother = 1\n");
        assert_eq!(
            with_value(toml, "id", "\"longer-than-it\""),
            "# id = \"no\"\nid = \"longer-than-it\" # the id\nother = 1\n"
        );
        assert_eq!(with_value(toml, "other", "2"), "# id = \"no\"\nid = \"example\"    # the id\nother = 2\n");
    }
}
