//! `wegwijzer diff`: what a change of content means for people, in words: who is led elsewhere, how many, an example of
//! each; then what changed in the texts, the services and the places.

use std::{collections::BTreeMap, fmt::Write as _, path::Path, process::ExitCode};

use num_bigint::BigUint;
use wegwijzer_core::{Pack, Texts};
use wegwijzer_pack::Compiled;
use wegwijzer_proof::{Difference, Example, Shift, diff as difference};

use crate::{
    check::load_or_explain,
    progress,
    prove::{grouped, percent},
    terminal::say,
    walk,
};

/// The most characters of a text that are shown.
const SHOWN: usize = 100;
/// The most names in a list.
const NAMES: usize = 6;

/// Compares two packs and prints what differs.
pub(crate) fn diff(old: &Path, new: &Path) -> ExitCode {
    let (Some(before), Some(now)) = (load_or_explain(old), load_or_explain(new)) else { return ExitCode::FAILURE };
    let compare = |_: &progress::Counter| difference(&before.pack, &now.pack);
    let difference = progress::during(&format!("comparing {} and {}", old.display(), new.display()), compare);
    let mut told = Told { before: &before, now: &now, walks: &difference.walks, text: String::new() };
    told.line(&format!("{} -> {}: {} walks compared", old.display(), new.display(), grouped(&difference.walks)));
    told.summary(&difference);
    told.main(&difference);
    told.last_resort(&difference);
    told.services(&difference);
    told.others(&difference);
    told.questions(&difference);
    told.content();
    say(told.text.trim_end());
    ExitCode::SUCCESS
}

struct Told<'a> {
    before: &'a Compiled,
    now: &'a Compiled,
    walks: &'a BigUint,
    text: String,
}

impl Told<'_> {
    fn line(&mut self, line: &str) {
        self.text += line;
        self.text += "\n";
    }

    fn count(&self, walks: &BigUint) -> String {
        if *walks == BigUint::default() {
            return "no walk".to_owned();
        }
        let noun = if *walks == BigUint::from(1u8) { "walk" } else { "walks" };
        format!("{} {noun} ({})", grouped(walks), percent(walks, self.walks))
    }

    fn summary(&mut self, difference: &Difference) {
        let alone =
            [(&difference.only_old, "before", &self.before.pack), (&difference.only_new, "now", &self.now.pack)];
        let mut lines = Vec::new();
        for (questions, when, pack) in alone {
            if !questions.is_empty() {
                let ids =
                    questions.iter().filter_map(|&index| pack.question(index)).map(|question| question.id.as_str());
                let ids = ids.collect::<Vec<_>>().join(", ");
                lines.push(format!(
                    "  only {when}: {ids}: not compared; a walk counts as changed if it leads elsewhere for some answer to it"
                ));
            }
        }
        let rows = [
            (&difference.main_walks, "led to another main step"),
            (&difference.service_walks, "led to the same main step, but to another service or another way to reach it"),
            (&difference.any_walks, "shown another result in some way"),
        ];
        lines.extend(rows.map(|(walks, what)| format!("  {}: {what}", self.count(walks))));
        lines.iter().for_each(|line| self.line(line));
    }

    fn main(&mut self, difference: &Difference) {
        if difference.main.is_empty() {
            return;
        }
        self.line("\nanother main step");
        for change in &difference.main {
            let led =
                |pack: &Pack, texts: &[Texts], rule: Option<usize>| match rule.and_then(|rule| pack.rules.get(rule)) {
                    Some(rule) => {
                        let step = texts.first().and_then(|texts| texts.steps.get(usize::from(rule.step)));
                        let kind = pack.kinds.get(usize::from(rule.kind)).map_or("", String::as_str);
                        format!("{}: \"{}\" ({kind})", rule.id, step.map_or("", |step| &step.title))
                    }
                    None => "nothing".to_owned(),
                };
            let before = led(&self.before.pack, &self.before.texts, change.before);
            let now = led(&self.now.pack, &self.now.texts, change.now);
            self.line(&format!("  {before}"));
            self.line(&format!("    -> {now}"));
            self.example(&change.example);
        }
    }

    fn last_resort(&mut self, difference: &Difference) {
        let Shift { no_longer, now } = &difference.last_resort;
        for (example, how) in [(no_longer, "no longer a last resort"), (now, "now only a last resort")] {
            if let Some(example) = example {
                self.line(&format!("\n{how}"));
                self.example(example);
            }
        }
    }

    fn services(&mut self, difference: &Difference) {
        if difference.services.is_empty() {
            return;
        }
        self.line("\nanother service, or another way to reach it");
        for change in &difference.services {
            let name = change.region.as_ref().map(|code| region_name(&self.now.pack, &self.before.pack, code));
            let region = name.map_or("where the place is not known".to_owned(), |name| format!("in {name}"));
            self.line(&format!("  {} {region}", change.kind));
            self.example(&change.example);
        }
    }

    fn others(&mut self, difference: &Difference) {
        if difference.others.is_empty() && difference.order.is_none() {
            return;
        }
        self.line("\nbeside the main step");
        for change in &difference.others {
            let what = format!("{} {} ({})", change.role.id(), change.step, change.kind);
            for (example, how) in [(&change.shift.no_longer, "no longer"), (&change.shift.now, "now")] {
                if let Some(example) = example {
                    self.line(&format!("  {how}: {what}"));
                    self.example(example);
                }
            }
        }
        if let Some(example) = &difference.order {
            self.line("  in another order");
            self.example(example);
        }
    }

    fn questions(&mut self, difference: &Difference) {
        if difference.asked.is_empty() {
            return;
        }
        self.line("\nother questions");
        for change in &difference.asked {
            for (example, how) in [(&change.shift.no_longer, "no longer asked"), (&change.shift.now, "asked now")] {
                if let Some(example) = example {
                    self.line(&format!("  {how}: {}", change.question));
                    self.example(example);
                }
            }
        }
    }

    fn example(&mut self, example: &Example) {
        let (pack, texts) = (&self.now.pack, self.now.texts.first());
        let line = format!("    {}; the shortest: ", self.count(&example.walks));
        let said = texts.map_or(String::new(), |texts| walk::said(pack, texts, &example.now));
        let replay = walk::line(pack, &example.now).to_string();
        // What only the old pack asks stands in its own line of answers.
        let before = walk::line(&self.before.pack, &example.before).to_string();
        self.line(&(line + &said));
        self.line(&format!("    {replay}"));
        if before != replay {
            self.line(&format!("    before: {before}"));
        }
    }

    fn content(&mut self) {
        let (before, now) = (self.before, self.now);
        for new in &now.texts {
            let Some(old) = before.texts.iter().find(|old| old.language == new.language) else {
                self.line(&format!("\ntexts {}: a new language", new.language));
                continue;
            };
            let title = format!("texts {}", new.language);
            self.changes(&title, &words(&before.pack, old), &words(&now.pack, new));
        }
        for old in before.texts.iter().filter(|old| now.texts.iter().all(|new| new.language != old.language)) {
            self.line(&format!("\ntexts {}: gone", old.language));
        }
        self.changes("services", &services(&before.pack), &services(&now.pack));
        self.changes("places", &places(&before.pack), &places(&now.pack));
    }

    fn changes(&mut self, title: &str, old: &BTreeMap<String, String>, new: &BTreeMap<String, String>) {
        let gone: Vec<&String> = old.keys().filter(|key| !new.contains_key(*key)).collect();
        let added: Vec<&String> = new.keys().filter(|key| !old.contains_key(*key)).collect();
        let changed: Vec<&String> =
            old.keys().filter(|key| new.get(*key).is_some_and(|text| *text != old[*key])).collect();
        if gone.is_empty() && added.is_empty() && changed.is_empty() {
            return;
        }
        self.line(&format!("\n{title}: {} changed, {} new, {} gone", changed.len(), added.len(), gone.len()));
        for key in changed {
            self.line(&format!("  {key}"));
            self.line(&format!("    - {}", shorten(&old[key])));
            self.line(&format!("    + {}", shorten(&new[key])));
        }
        for (keys, what) in [(added, "new"), (gone, "gone")] {
            if !keys.is_empty() {
                let more = keys.len().saturating_sub(NAMES);
                let names = keys.iter().take(NAMES).map(|key| key.as_str()).collect::<Vec<_>>().join(", ");
                let more = if more > 0 { format!(" and {more} more") } else { String::new() };
                self.line(&format!("  {what}: {names}{more}"));
            }
        }
    }
}

fn region_name(now: &Pack, before: &Pack, code: &str) -> String {
    let regions = now.places.regions.iter().chain(&before.places.regions);
    let name = regions.filter(|region| region.code == code).map(|region| region.name.as_str()).next();
    format!("{} ({code})", name.unwrap_or_default())
}

/// Every text with its path in the author's file.
fn words(pack: &Pack, texts: &Texts) -> BTreeMap<String, String> {
    let mut all = BTreeMap::new();
    let mut put = |path: String, text: &str| {
        if !text.is_empty() {
            all.insert(path, text.to_owned());
        }
    };
    put("about".to_owned(), &texts.about.join(" / "));
    wegwijzer_core::texts::Ui::keys().zip(texts.ui.words()).for_each(|(key, text)| put(format!("ui.{key}"), text));
    for (question, words) in pack.questions.iter().zip(&texts.questions) {
        let path = format!("question.{}", question.id);
        put(format!("{path}.title"), &words.title);
        put(format!("{path}.hint"), &words.hint);
        for (option, words) in question.options.iter().zip(&words.options) {
            put(format!("{path}.options.{}.label", option.id), &words.label);
            put(format!("{path}.options.{}.because", option.id), &words.because);
        }
    }
    for (step, words) in pack.steps.iter().zip(&texts.steps) {
        put(format!("step.{}.title", step.id), &words.title);
        put(format!("step.{}.actions", step.id), &words.actions.join(" / "));
    }
    for (kind, words) in pack.kinds.iter().zip(&texts.kinds) {
        put(format!("service.{kind}.name"), &words.name);
        put(format!("service.{kind}.about"), &words.about);
        put(format!("service.{kind}.find"), &words.find);
    }
    all
}

fn services(pack: &Pack) -> BTreeMap<String, String> {
    let row = |row: &wegwijzer_core::ServiceRow| {
        let mut text = String::new();
        for field in [&row.name, &row.url, &row.phone, &row.address].into_iter().flatten() {
            let _ = write!(text, "{field}, ");
        }
        let _ = write!(text, "{:?}, {:?}, {}, {}", row.status, row.confidence, row.source, row.source_date);
        (row.id.clone(), text)
    };
    pack.services.iter().map(row).collect()
}

fn places(pack: &Pack) -> BTreeMap<String, String> {
    let municipalities = pack.places.municipalities.iter().map(|one| {
        let region = pack.places.region(one.region).map_or("", |region| &region.name);
        (format!("{} {}", one.code, one.name), format!("in {region}"))
    });
    let regions = pack.places.regions.iter().map(|region| (format!("{} {}", region.code, region.name), String::new()));
    municipalities.chain(regions).collect()
}

fn shorten(text: &str) -> String {
    match text.char_indices().nth(SHOWN) {
        Some((end, _)) => format!("{}…", text.get(..end).unwrap_or_default()),
        None => text.to_owned(),
    }
}
