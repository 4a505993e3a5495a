//! A walk as an author reads it: each question with its answer in the words of the pack, and a line that replays it.

use serde_json::{Map, Value, json};
use wegwijzer_core::{Answer, Answers, OptionSet, Pack, Place, Reply, Role, State, Texts, outcome, replay};

/// One line a question that is asked: what it asks and what was answered, in columns.
pub(crate) fn told(pack: &Pack, texts: &Texts, answers: &Answers) -> Vec<String> {
    let skipped = || format!("({})", texts.ui.skipped());
    let lines: Vec<(String, String)> =
        rows(pack, texts, answers).into_iter().map(|(title, answer)| (title, answer.unwrap_or_else(skipped))).collect();
    let width = lines.iter().map(|(title, _)| title.chars().count()).max().unwrap_or(0);
    lines.into_iter().map(|(title, answer)| format!("{title:width$}  {answer}")).collect()
}

/// What was answered, on one line, without what was skipped.
pub(crate) fn said(pack: &Pack, texts: &Texts, answers: &Answers) -> String {
    let said: Vec<String> = rows(pack, texts, answers)
        .into_iter()
        .filter_map(|(title, answer)| answer.map(|answer| format!("{title} {answer}")))
        .collect();
    if said.is_empty() { "every question skipped".to_owned() } else { said.join("; ") }
}

/// Each question that is asked, with its answer; `None`: skipped.
fn rows(pack: &Pack, texts: &Texts, answers: &Answers) -> Vec<(String, Option<String>)> {
    let walk = replay(pack, answers);
    let mut rows = Vec::new();
    for question in walk.asked() {
        let Some(words) = texts.questions.get(usize::from(question)) else { continue };
        let answer = match walk.state(question) {
            State::Answered(Answer::Options(set)) => {
                let labels = set.iter().filter_map(|option| words.options.get(usize::from(option)));
                Some(labels.map(|option| option.label.as_str()).collect::<Vec<_>>().join(" + "))
            }
            State::Answered(Answer::Place(place)) => Some(place_name(pack, texts, place)),
            State::Skipped | State::NotAsked => None,
        };
        rows.push((words.title.clone(), answer));
    }
    rows
}

/// One line a recommendation: role, step, and who helps.
pub(crate) fn result(pack: &Pack, texts: &Texts, answers: &Answers) -> Vec<String> {
    let walk = replay(pack, answers);
    let outcome = outcome(pack, &walk);
    let mut lines = Vec::new();
    for one in &outcome.recommendations {
        let step = texts.steps.get(usize::from(one.step)).map_or("", |step| step.title.as_str());
        let kind = texts.kinds.get(usize::from(one.service.kind)).map_or("", |kind| kind.name.as_str());
        let rule = pack.rules.get(usize::from(one.rule)).map_or("", |rule| rule.id.as_str());
        let marks =
            [(one.equal, ", equal"), (one.fallback, ", fallback"), (!one.service.has_channel(), ", no channel")];
        let marks: String = marks.iter().filter(|(is, _)| *is).map(|(_, mark)| *mark).collect();
        lines.push(format!("{:7} {step} - {} [{rule}{marks}]", one.role.id(), one.service.name.unwrap_or(kind)));
    }
    if !outcome.recommendations.iter().any(|one| one.role == Role::Main) {
        lines.insert(0, "main    nothing at all".to_owned());
    }
    lines
}

/// The answers as `wegwijzer run` reads them; what is skipped is left out.
pub(crate) fn line(pack: &Pack, answers: &Answers) -> Value {
    let mut given = Map::new();
    for (index, question) in (0u16..).zip(&pack.questions) {
        let Some(Reply::Answered(answer)) = answers.get(index) else { continue };
        let id = |option: u8| question.options.get(usize::from(option)).map_or("", |option| option.id.as_str());
        let value = match answer {
            Answer::Place(place) => json!(code(pack, place)),
            Answer::Options(set) if question.kind == wegwijzer_core::Kind::Many => set.iter().map(id).collect(),
            Answer::Options(set) => json!(OptionSet::iter(set).map(id).next()),
        };
        given.insert(question.id.clone(), value);
    }
    json!({ "answers": given })
}

/// The command that shows what the engine makes of some answers.
pub(crate) fn command(dir: &str, pack: &Pack, answers: &Answers) -> String {
    format!("echo '{}' | wegwijzer run {dir} --words --answers -", line(pack, answers))
}

/// The official code of a place.
pub(crate) fn code(pack: &Pack, place: Place) -> &str {
    match place {
        Place::Municipality(index) => pack.places.municipality(index).map_or("", |one| &one.code),
        Place::Region(index) => pack.places.region(index).map_or("", |one| &one.code),
    }
}

fn place_name(pack: &Pack, texts: &Texts, place: Place) -> String {
    match place {
        Place::Municipality(index) => pack.places.municipality(index).map_or(String::new(), |one| one.name.clone()),
        Place::Region(index) => {
            let name = pack.places.region(index).map_or("", |one| &one.name);
            format!("{} {name}", texts.ui.place_region())
        }
    }
}
