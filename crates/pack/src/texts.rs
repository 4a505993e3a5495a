//! Texts: that every language has every text, none too many, none empty, and the same places such as `{n}` in each; then
//! the lists that the widget shows.

use std::{
    collections::{BTreeMap, BTreeSet},
    ops::Bound,
};

use wegwijzer_core::{
    Pack, Texts,
    texts::{KindTexts, OptionTexts, QuestionTexts, StepTexts, Ui},
};

use crate::{
    copies,
    diagnostic::Findings,
    exceptions::Exceptions,
    folder::Folder,
    ids::{list, nearest},
    reading,
    settings::{Settings, is_tag},
    source::{Located, Source},
    words::{Word, Words, places_in},
};

/// The most sentences on how to take a step.
pub(crate) const MOST_ACTIONS: usize = 4;

/// The places that the widget fills in the texts of `[ui]`; it fills none elsewhere.
const FILLED: [(&str, &[&str]); 14] = [
    ("progress", &["n", "total"]),
    ("place-count", &["n"]),
    ("place-unknown", &["typed"]),
    ("which-title", &["typed"]),
    ("about-version", &["version"]),
    ("reviewed", &["who"]),
    ("change-what", &["question"]),
    ("because-place", &["place"]),
    ("for-region", &["region"]),
    ("open-site", &["site"]),
    ("call", &["phone"]),
    ("source", &["source", "date"]),
    ("source-undated", &["source"]),
    ("more", &["n"]),
];

/// How many names `months` has.
const MONTHS: usize = 12;

/// What a text has to be.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Shape {
    Text,
    Paragraphs,
    Actions,
}

/// Whether a text has to be there.
#[derive(Clone, PartialEq, Eq)]
enum Need {
    Required,
    /// In every language or in none.
    AllOrNone,
    /// The reason why, for the message.
    Because(String),
    /// May be there; used elsewhere or not at all.
    Allowed,
}

/// The texts that a pack needs, by path.
struct Wanted {
    all: BTreeMap<Vec<String>, (Shape, Need)>,
    /// Where words of the author's own go that this pack leaves out: kinds that no rule uses.
    spare_kinds: BTreeSet<String>,
}

impl Wanted {
    /// The paths that begin so, in order.
    fn below(&self, part: &[String]) -> impl Iterator<Item = &Vec<String>> {
        let from = (Bound::Included(part), Bound::Unbounded);
        self.all.range::<[String], _>(from).map(|(path, _)| path).take_while(move |path| path.starts_with(part))
    }
}

/// What of the services matters to the texts.
pub(crate) struct KindNeeds<'k> {
    /// Kinds that have no usable channel for the whole country.
    pub(crate) without_channel: BTreeSet<&'k str>,
    /// Kinds that are left out of the pack.
    pub(crate) spare: BTreeSet<String>,
}

/// Reads the files of texts of all languages, the default one first.
pub(crate) fn read(dir: &Folder, settings: &Settings, findings: &Findings) -> Vec<Words> {
    let mut read: Vec<Words> = Vec::new();
    for language in settings.languages.iter().filter(|language| is_tag(&language.value)) {
        if read.iter().any(|words| words.language == language.value) {
            continue;
        }
        if let Some(source) = Source::read(dir, &format!("texts/{}.toml", language.value), findings) {
            read.push(Words::read(source, &language.value, findings));
        }
    }
    warn_of_other_files(dir, settings, findings);
    read
}

fn warn_of_other_files(dir: &Folder, settings: &Settings, findings: &Findings) {
    for name in dir.names("texts") {
        if let Some(language) = name.strip_suffix(".toml")
            && !Exceptions::FILE.ends_with(&name)
            && !settings.languages.iter().any(|known| known.value == language)
        {
            let at = settings.languages.first().map_or(0, |first| first.span.start);
            let message =
                format!("there is a file {}, but its language is not listed", dir.shown(&format!("texts/{name}")));
            findings.add(settings.source.warning(at, "languages", message));
        }
    }
}

/// Checks the texts of all languages against the pack and against each other.
pub(crate) fn check(languages: &[Words], pack: &Pack, kinds: &KindNeeds, exceptions: &Exceptions, findings: &Findings) {
    let wanted = wanted(pack, kinds);
    let default = languages.first();
    for words in languages {
        if findings.is_full() {
            return;
        }
        check_there(words, &wanted, languages, findings);
        check_labels(words, pack, findings);
        check_content(words, &wanted, findings);
        check_filled(words, findings);
        check_months(words, findings);
        if let Some(default) = default.filter(|default| default.language != words.language) {
            check_placeholders(words, default, findings);
        }
        reading::check(words, pack, exceptions, findings);
    }
    copies::check(languages, exceptions, findings);
    if languages.iter().all(|words| words.whole) {
        let units = wanted.all.keys().filter_map(|path| path.get(..2));
        let paths: Vec<String> = wanted.all.keys().map(Vec::as_slice).chain(units).map(|path| path.join(".")).collect();
        exceptions.warn_of_unneeded(&paths, findings);
    }
}

fn wanted(pack: &Pack, kinds: &KindNeeds) -> Wanted {
    let mut all = BTreeMap::new();
    let mut want = |path: &[&str], shape: Shape, need: Need| {
        all.insert(path.iter().map(|part| (*part).to_owned()).collect::<Vec<_>>(), (shape, need));
    };
    want(&["about"], Shape::Paragraphs, Need::Required);
    for key in Ui::keys() {
        want(&["ui", &key], Shape::Text, Need::Required);
    }
    for question in &pack.questions {
        let id = question.id.as_str();
        want(&["question", id, "title"], Shape::Text, Need::Required);
        want(&["question", id, "hint"], Shape::Text, Need::AllOrNone);
        for option in &question.options {
            // Whether there is a label, here or in `[labels]`, is `check_labels`'s to say.
            want(&["labels", &option.id], Shape::Text, Need::Allowed);
            want(&["question", id, "options", &option.id, "label"], Shape::Text, Need::Allowed);
            want(&["question", id, "options", &option.id, "because"], Shape::Text, Need::Required);
        }
    }
    for step in &pack.steps {
        want(&["step", &step.id, "title"], Shape::Text, Need::Required);
        want(&["step", &step.id, "actions"], Shape::Actions, Need::Required);
    }
    for kind in &pack.kinds {
        want(&["service", kind, "name"], Shape::Text, Need::Required);
        want(&["service", kind, "about"], Shape::Text, Need::Required);
        let find = match kinds.without_channel.contains(kind.as_str()) {
            true => {
                Need::Because(format!("no row of `{kind}` for the whole country has a web address, phone or address"))
            }
            false => Need::AllOrNone,
        };
        want(&["service", kind, "find"], Shape::Text, find);
    }
    Wanted { all, spare_kinds: kinds.spare.clone() }
}

fn check_there(words: &Words, wanted: &Wanted, languages: &[Words], findings: &Findings) {
    if words.whole {
        report_missing(words, wanted, languages, findings);
    }
    let mut reported: BTreeSet<&[String]> = BTreeSet::new();
    for (path, word) in &words.all {
        if let [first, kind, ..] = path.as_slice()
            && first == "service"
            && wanted.spare_kinds.contains(kind)
        {
            continue;
        }
        // One report for the outermost part that is not known, not one for every text in it.
        let known = |part: &[String]| wanted.below(part).next().is_some();
        let part = (1..=path.len()).filter_map(|length| path.get(..length)).find(|part| !known(part));
        let part = match part {
            Some(part) => part,
            None if wanted.all.contains_key(path) => continue,
            None => path.as_slice(),
        };
        if reported.insert(part) && !findings.is_full() {
            let (last, parent) = part.split_last().map_or(("", part), |(last, parent)| (last.as_str(), parent));
            let mut beside: Vec<&str> =
                wanted.below(parent).filter_map(|other| other.get(parent.len())).map(String::as_str).collect();
            beside.dedup();
            let at = words.start(part).unwrap_or(word.span.start);
            let message = "nothing in this pack uses this";
            let error = words.source.error(at, part.join("."), message).help_if(nearest(last, beside.into_iter()));
            findings.add(error);
        }
    }
}

fn report_missing(words: &Words, wanted: &Wanted, languages: &[Words], findings: &Findings) {
    // Where a whole entry is missing, such as all texts of a question or an option, one report says so.
    let mut entries: BTreeMap<&[String], Vec<String>> = BTreeMap::new();
    for (path, (_, need)) in wanted.all.iter().filter(|(path, _)| !words.all.contains_key(*path)) {
        if findings.is_full() {
            return;
        }
        let error = || words.source.error(words.nearest_table(path), path.join("."), "this text is missing");
        let outer = (2..path.len()).filter_map(|length| path.get(..length));
        match (need, outer.into_iter().find(|part| words.start(part).is_none())) {
            (Need::Required | Need::Because(_), Some(entry)) => {
                entries.entry(entry).or_default().push(path.get(entry.len()..).unwrap_or_default().join("."));
            }
            (Need::Required, _) => findings.add(error()),
            (Need::Because(why), _) => findings.add(error().help(why)),
            (Need::AllOrNone, _) => {
                if let Some(other) = languages.iter().find(|other| other.all.contains_key(path)) {
                    let help = format!("{} has it; give it in every language or in none", other.source.file);
                    findings.add(error().help(help));
                }
            }
            (Need::Allowed, _) => {}
        }
    }
    for (entry, mut fields) in entries {
        if let [_, _, _, option] = entry
            && words.get(&["labels", option]).is_none()
        {
            fields.push("label".to_owned());
        }
        let error = words.source.error(words.nearest_table(entry), entry.join("."), "these texts are missing");
        // What is marked is only something of the same sort: there is no line of its own to point at.
        let help = match entry {
            [question, id, options, option] => {
                format!("write `{option} = {{ … }}` with them under `[{question}.{id}.{options}]`")
            }
            _ => format!("write them under a line `[{}]`", entry.join(".")),
        };
        findings.add(error.expected(list(fields.iter().map(String::as_str))).help(help));
    }
}

fn check_labels(words: &Words, pack: &Pack, findings: &Findings) {
    if !words.whole || findings.is_full() {
        return;
    }
    let mut all: BTreeSet<&str> = BTreeSet::new();
    let mut shared: BTreeSet<&str> = BTreeSet::new();
    for question in &pack.questions {
        for option in &question.options {
            all.insert(&option.id);
            let own = ["question", &question.id, "options", &option.id, "label"];
            if words.get(&own).is_some() {
                continue;
            }
            shared.insert(&option.id);
            let path = own.map(str::to_owned);
            // Where the whole option is missing, that is reported already.
            let option_is_there = path.get(..4).is_some_and(|option| words.start(option).is_some());
            if words.get(&["labels", &option.id]).is_none() && option_is_there {
                let error = words.source.error(words.nearest_table(&path), path.join("."), "this text is missing");
                findings.add(error.help(format!("write it here, or for all questions as labels.{}", option.id)));
            }
        }
    }
    for (path, word) in &words.all {
        if let [first, option] = path.as_slice()
            && first == "labels"
            && !shared.contains(option.as_str())
            && all.contains(option.as_str())
        {
            let message = "nothing in this pack uses this text: every question has a label of its own for this option";
            findings.add(words.source.error(word.span.start, path.join("."), message));
        }
    }
}

fn check_content(words: &Words, wanted: &Wanted, findings: &Findings) {
    for (path, word) in &words.all {
        let Some((shape, _)) = wanted.all.get(path) else { continue };
        let error = |message: String| words.source.error(word.span.start, path.join("."), message);
        match (&word.value, shape) {
            (Word::Text(text), Shape::Text) => {
                if text.trim().is_empty() {
                    findings.add(error("this text is empty".to_owned()));
                }
            }
            (Word::List(list), Shape::Paragraphs | Shape::Actions) => {
                if list.is_empty() || list.iter().any(|text| text.value.trim().is_empty()) {
                    findings.add(error("this text is empty".to_owned()));
                }
                if *shape == Shape::Actions && list.len() > MOST_ACTIONS {
                    findings.add(error(format!("these are {} sentences; the most is {MOST_ACTIONS}", list.len())));
                }
            }
            (Word::List(_), Shape::Text) => findings.add(error("this is a list, but it should be one text".to_owned())),
            (Word::Text(_), Shape::Paragraphs | Shape::Actions) => {
                let error = error("this is one text, but it should be a list of texts".to_owned());
                findings.add(error.expected("texts between square brackets: [\"…\", \"…\"]"));
            }
        }
    }
}

/// The places that are filled in the text of a path.
fn filled(path: &[String]) -> &'static [&'static str] {
    match path {
        [table, key] if table == "ui" => FILLED.iter().find(|(name, _)| name == key).map_or(&[], |(_, places)| places),
        _ => &[],
    }
}

fn check_filled(words: &Words, findings: &Findings) {
    for (path, word) in &words.all {
        let filled = filled(path);
        for text in word.texts() {
            for name in places_in(text.value).into_iter().filter(|name| !filled.contains(name)) {
                let from = text.value.find(&format!("{{{name}}}")).unwrap_or_default();
                let place = words.source.within(text.span.clone(), from..from + name.len() + 2);
                let message = format!("nothing is ever filled in for `{{{name}}}` in this text");
                let error = words.source.error_over(place, path.join("."), message);
                let expected = match filled {
                    [] => "a text without curly brackets".to_owned(),
                    _ => places(&filled.iter().copied().collect()),
                };
                findings.add(error.expected(expected).help_if(nearest(name, filled.iter().copied())));
            }
        }
    }
}

/// Dates are written with the names of the months, by number.
fn check_months(words: &Words, findings: &Findings) {
    let Some((path, word)) = words.all.iter().find(|(path, _)| *path == &["ui", "months"]) else { return };
    for text in word.texts() {
        let count = text.value.split(", ").filter(|name| !name.trim().is_empty()).count();
        if count != MONTHS {
            let error = words.source.error(word.span.start, path.join("."), "these are not the names of the months");
            findings.add(
                error.found(format!("{count} of them")).expected("twelve names, with a comma and a space between them"),
            );
        }
    }
}

fn check_placeholders(words: &Words, default: &Words, findings: &Findings) {
    for (path, word) in &words.all {
        let Some(model) = default.all.get(path) else { continue };
        let is_known = |word: &Located<Word>| word.placeholders().iter().all(|name| filled(path).contains(name));
        if !is_known(word) || !is_known(model) {
            continue;
        }
        let (found, expected) = (word.placeholders(), model.placeholders());
        if found != expected {
            findings.add(
                words
                    .source
                    .error(word.span.start, path.join("."), "this text holds other places than the default language")
                    .found(places(&found))
                    .expected(format!("{}, as in {}", places(&expected), default.source.file)),
            );
        }
    }
}

fn places(names: &BTreeSet<&str>) -> String {
    if names.is_empty() {
        return "none".to_owned();
    }
    names.iter().map(|name| format!("{{{name}}}")).collect::<Vec<_>>().join(", ")
}

/// The texts of a language in the order of the pack. Means nothing if [`check`] found an error.
pub(crate) fn compile(words: &Words, pack: &Pack) -> Texts {
    let ui = Ui::from_words(|key| words.text(&["ui", &key]));
    let questions = pack.questions.iter().map(|question| {
        let option = |option: &wegwijzer_core::Opt| {
            let path = |field| ["question", &question.id, "options", &option.id, field];
            let own = words.text(&path("label"));
            let label = if own.is_empty() { words.text(&["labels", &option.id]) } else { own };
            OptionTexts { label, because: words.text(&path("because")) }
        };
        QuestionTexts {
            title: words.text(&["question", &question.id, "title"]),
            hint: words.text(&["question", &question.id, "hint"]),
            options: question.options.iter().map(option).collect(),
        }
    });
    let steps = pack.steps.iter().map(|step| StepTexts {
        title: words.text(&["step", &step.id, "title"]),
        actions: words.list(&["step", &step.id, "actions"]),
    });
    let kinds = pack.kinds.iter().map(|kind| KindTexts {
        name: words.text(&["service", kind, "name"]),
        about: words.text(&["service", kind, "about"]),
        find: words.text(&["service", kind, "find"]),
    });
    Texts {
        language: words.language.clone(),
        ui,
        questions: questions.collect(),
        steps: steps.collect(),
        kinds: kinds.collect(),
        about: words.list(&["about"]),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What the widget fills is in its own code; this list has to say the same.
    #[test]
    fn the_widget_fills_the_places_that_are_declared() {
        let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../src/screens");
        let mut seen: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
        for file in std::fs::read_dir(folder).expect("the screens of the widget") {
            let code = std::fs::read_to_string(file.expect("a file").path()).expect("its code");
            for call in code.split("fill(").skip(1) {
                let (text, values) = call.split_once(", &[").expect("fill(text, &[...");
                let values = values.split_once("])").expect("the end of the list").0;
                let names = values.split("(\"").skip(1).filter_map(|rest| rest.split_once('"'));
                let names: BTreeSet<String> = names.map(|(name, _)| name.to_owned()).collect();
                // One call fills one of two texts.
                let keys = match text.trim_end_matches("()").rsplit_once("ui.") {
                    Some((_, key)) => vec![key.replace('_', "-")],
                    None => vec!["source".to_owned()],
                };
                keys.into_iter().for_each(|key| seen.entry(key).or_default().extend(names.clone()));
            }
        }
        let declared = FILLED.into_iter().filter(|(key, _)| *key != "source-undated");
        let declared: BTreeMap<String, BTreeSet<String>> = declared
            .map(|(key, places)| (key.to_owned(), places.iter().map(|place| (*place).to_owned()).collect()))
            .collect();
        assert_eq!(seen, declared);
        let keys: Vec<String> = Ui::keys().collect();
        assert!(FILLED.iter().all(|(key, _)| keys.iter().any(|known| known == key)));
    }
}
