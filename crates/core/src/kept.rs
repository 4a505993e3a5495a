//! Answers as a short plain text, for a browser tab that keeps them for a while.
//!
//! All replies are in it, also those off the path, by id: an id is never used again for something else, so a text that was
//! kept with another version of the pack says the same as before, or nothing.
//!
//! ```text
//! nl
//! situation=employed
//! worries=money,law
//! want=
//! place=municipality:GM0855
//! ```

use alloc::string::String;

use crate::{
    answers::{Answer, Answers, OptionSet, Reply},
    pack::{Pack, Question, numbered, position},
    place::Place,
    replay::fits,
};

const MUNICIPALITY: &str = "municipality";
const REGION: &str = "region";

/// The answers as a text; empty if there are none. An answer that does not fit its question is written as skipped, which is
/// what it counts as.
pub fn write(pack: &Pack, answers: &Answers) -> String {
    let mut text = String::new();
    for (index, question) in numbered(&pack.questions) {
        let Some(reply) = answers.get(index) else { continue };
        if text.is_empty() {
            text.push_str(&pack.id);
        }
        for part in ["\n", &question.id, "="] {
            text.push_str(part);
        }
        match reply {
            Reply::Answered(answer) if fits(pack, question, answer) => write_answer(&mut text, pack, question, answer),
            _ => {}
        }
    }
    text
}

fn write_answer(text: &mut String, pack: &Pack, question: &Question, answer: Answer) {
    match answer {
        Answer::Options(chosen) => {
            let mut comma = "";
            for (_, option) in numbered(&question.options).filter(|(index, _)| chosen.has(*index as u8)) {
                text.push_str(comma);
                text.push_str(&option.id);
                comma = ",";
            }
        }
        Answer::Place(place) => {
            let (kind, code) = match place {
                Place::Municipality(index) => (MUNICIPALITY, pack.places.municipality(index).map(|one| &one.code)),
                Place::Region(index) => (REGION, pack.places.region(index).map(|one| &one.code)),
            };
            for part in [kind, ":", code.map_or("", String::as_str)] {
                text.push_str(part);
            }
        }
    }
}

/// The answers that a text holds. What cannot be read, or is no answer in this pack, is left out: that question counts as
/// not yet replied to.
pub fn read(pack: &Pack, text: &str) -> Answers {
    let mut answers = Answers::default();
    let mut lines = text.split('\n');
    if lines.next() != Some(&pack.id) {
        return answers;
    }
    for (id, said) in lines.filter_map(|line| line.split_once('=')) {
        let Some(index) = pack.question_index(id) else { continue };
        let Some(question) = pack.question(index) else { continue };
        if said.is_empty() {
            answers.set(index, Reply::Skipped);
        } else if let Some(answer) = read_answer(pack, question, said).filter(|&answer| fits(pack, question, answer)) {
            answers.set(index, Reply::Answered(answer));
        }
    }
    answers
}

fn read_answer(pack: &Pack, question: &Question, said: &str) -> Option<Answer> {
    if let Some((kind, code)) = said.split_once(':') {
        let place = match kind {
            MUNICIPALITY => position(&pack.places.municipalities, |one| one.code == code).map(Place::Municipality),
            REGION => position(&pack.places.regions, |one| one.code == code).map(Place::Region),
            _ => None,
        };
        return place.map(Answer::Place);
    }
    let mut chosen = OptionSet::default();
    for id in said.split(',') {
        let option = position(&question.options, |option| option.id == id)?;
        chosen = chosen.with(OptionSet::one(u8::try_from(option).ok()?));
    }
    Some(Answer::Options(chosen))
}
