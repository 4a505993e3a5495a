//! `wegwijzer walks`: a small set of walks that meets everything in a pack, as data for tests.

use std::{
    fs,
    io::{self, Write},
    path::Path,
    process::ExitCode,
};

use serde_json::{Map, Value, json};
use wegwijzer_core::{Answer, Answers, Kind, Pack, Place, Reply, Resolved};
use wegwijzer_proof::{Covering, cover};

use crate::{check::load_or_explain, terminal::complain, walk};

/// Writes the walks to a file, or to the standard output.
pub(crate) fn walks(dir: &Path, output: Option<&Path>) -> ExitCode {
    let Some(compiled) = load_or_explain(dir) else { return ExitCode::FAILURE };
    let pack = &compiled.pack;
    let walks: Vec<Value> = cover(pack).iter().enumerate().map(|(at, one)| told(pack, at, one)).collect();
    let text = format!("{:#}\n", Value::Array(walks));
    let written = match output {
        Some(file) => fs::write(file, text),
        None => io::stdout().write_all(text.as_bytes()),
    };
    match (written, output) {
        (Err(error), Some(file)) => {
            complain(&format!("{}: error: this file cannot be written: {error}", file.display()));
            ExitCode::FAILURE
        }
        _ => ExitCode::SUCCESS,
    }
}

fn told(pack: &Pack, at: usize, walk: &Covering) -> Value {
    json!({
        "name": format!("{} {}: {}", pack.id, at + 1, walk.meets.first().map_or("", String::as_str)),
        "pack": pack.id,
        "answers": replies(pack, &walk.answers),
        "meets": walk.meets,
    })
}

/// Every question that is asked, in order, with what a person types or taps; null where it is skipped.
fn replies(pack: &Pack, answers: &Answers) -> Map<String, Value> {
    let mut all = Map::new();
    for (index, question) in (0u16..).zip(&pack.questions) {
        let id = |option: u8| question.options.get(usize::from(option)).map(|option| option.id.clone());
        let value = match answers.get(index) {
            None => continue,
            Some(Reply::Skipped) => Value::Null,
            Some(Reply::Answered(Answer::Place(place))) => typed(pack, place).into(),
            Some(Reply::Answered(Answer::Options(chosen))) if question.kind == Kind::Many => {
                chosen.iter().filter_map(id).collect()
            }
            Some(Reply::Answered(Answer::Options(chosen))) => json!(chosen.iter().find_map(id)),
        };
        all.insert(question.id.clone(), value);
    }
    all
}

/// What a person types to be at home there: a name if no other place has it, else a postcode, else the code. A region is
/// chosen from a list, and stands here by its code.
fn typed(pack: &Pack, place: Place) -> String {
    let places = &pack.places;
    let leads_there = |text: &String| places.resolve(text) == Resolved::One(place);
    let text = match place {
        Place::Region(_) => None,
        Place::Municipality(index) => {
            let digits = usize::from(places.postcode_digits);
            let runs = places.postcodes.iter().filter(|run| run.municipality == index);
            let postcode = runs.map(|run| format!("{:0digits$}", run.first)).find(leads_there);
            places.municipality(index).map(|one| one.name.clone()).filter(leads_there).or(postcode)
        }
    };
    text.unwrap_or_else(|| walk::code(pack, place).to_owned())
}
