//! Kept answers: what is read back counts as it did before, and rubbish is never an answer.

use proptest::prelude::*;
use wegwijzer_core::{
    Answer, Answers, Kind, Municipality, Opt, OptionSet, Pack, Place, Places, Question, Region, Reply, kept, outcome,
    replay,
};

use crate::{
    oracle::possible,
    sample::{USUAL, people},
};

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1000))]

    #[test]
    fn kept_answers_give_the_same_walk_and_result((sample, answers) in people(USUAL)) {
        let pack = &sample.pack;
        let text = kept::write(pack, &answers);
        let back = kept::read(pack, &text);
        let (walk, before) = (replay(pack, &back), replay(pack, &answers));
        prop_assert_eq!(&walk, &before, "{}", text);
        prop_assert_eq!(outcome(pack, &walk), outcome(pack, &before));
        // Off the path as well: each reply that could be given is there again, and what could not counts as skipped.
        for question in 0..pack.questions.len() as u16 {
            let expected = answers.get(question).map(|reply| match reply {
                Reply::Answered(answer) if possible(pack, question, answer) => reply,
                _ => Reply::Skipped,
            });
            prop_assert_eq!(back.get(question), expected, "question {} of {}", question, text);
        }
        prop_assert_eq!(kept::write(pack, &back), text);
    }

    #[test]
    fn a_text_with_anything_changed_holds_no_answer_that_the_pack_does_not_allow(
        (sample, answers) in people(USUAL), cut in 0usize..400, put in ".{0,12}", gone in 0usize..12,
    ) {
        let pack = &sample.pack;
        let mut letters: Vec<char> = kept::write(pack, &answers).chars().collect();
        let from = cut.min(letters.len());
        let to = (from + gone).min(letters.len());
        letters.splice(from..to, put.chars());
        let text: String = letters.into_iter().collect();
        let read = kept::read(pack, &text);
        for question in 0..pack.questions.len() as u16 + 2 {
            if let Some(Reply::Answered(answer)) = read.get(question) {
                prop_assert!(possible(pack, question, answer), "question {} of {:?}", question, text);
            }
        }
    }

    #[test]
    fn any_text_at_all_can_be_read(text in "(?s)(pack\n)?.{0,200}", (sample, _) in people(USUAL)) {
        let read = kept::read(&sample.pack, &text);
        prop_assert_eq!(kept::read(&sample.pack, &kept::write(&sample.pack, &read)), read);
    }
}

/// work or study; worries: money, law, none; place: the region R1 and the municipality R1.
fn pack() -> Pack {
    let options = |ids: &[&str]| -> Vec<Opt> {
        ids.iter().map(|id| Opt { id: (*id).to_owned(), exclusive: *id == "none", open: false, icon: None }).collect()
    };
    let question = |id: &str, kind, ids: &[&str]| Question {
        id: id.to_owned(),
        kind,
        when: Default::default(),
        options: options(ids),
    };
    Pack {
        id: "small".to_owned(),
        questions: vec![
            question("situation", Kind::One, &["work", "study"]),
            question("worries", Kind::Many, &["money", "law", "none"]),
            question("place", Kind::Place, &[]),
        ],
        places: Places {
            regions: vec![Region { code: "R1".to_owned(), name: "North".to_owned(), aliases: vec![] }],
            municipalities: vec![Municipality { code: "R1".to_owned(), ..Municipality::default() }],
            ..Places::default()
        },
        ..Pack::default()
    }
}

fn said() -> Answers {
    let mut answers = Answers::default();
    answers.set(0, Reply::Skipped);
    answers.set(1, Reply::Answered(Answer::Options(OptionSet::one(0).with(OptionSet::one(1)))));
    answers.set(2, Reply::Answered(Answer::Place(Place::Municipality(0))));
    answers
}

const TEXT: &str = "small\nsituation=\nworries=money,law\nplace=municipality:R1";

#[test]
fn answers_are_kept_by_id_one_reply_a_line() {
    assert_eq!(kept::write(&pack(), &said()), TEXT);
    assert_eq!(kept::read(&pack(), TEXT), said());
    assert_eq!(kept::write(&pack(), &Answers::default()), "", "nothing said, nothing kept");
}

#[test]
fn a_region_and_a_municipality_of_one_code_are_told_apart() {
    let read = kept::read(&pack(), &TEXT.replace("municipality:", "region:"));
    assert_eq!(read.get(2), Some(Reply::Answered(Answer::Place(Place::Region(0)))));
}

#[test]
fn what_cannot_be_said_is_left_out_and_the_rest_stays() {
    for (part, question) in [
        ("situation=both", 0),
        ("situation=work,study", 0),
        ("situation=work,", 0),
        ("situation=municipality:R1", 0),
        ("worries=money,none", 1),
        ("worries=money,gone", 1),
        ("worries=,", 1),
        ("place=R1", 2),
        ("place=region:R2", 2),
        ("place=country:R1", 2),
        ("place=work", 2),
        ("placeregion:R1", 2),
    ] {
        let (id, _) = part.split_once('=').unwrap_or((part, ""));
        let text = TEXT.lines().map(|line| if line.starts_with(id.get(..5).unwrap()) { part } else { line });
        let text = text.collect::<Vec<_>>().join("\n");
        let mut expected = said();
        expected.clear(question);
        assert_eq!(kept::read(&pack(), &text), expected, "{part}");
    }
}

#[test]
fn answers_of_another_pack_are_no_answers_of_this_one() {
    for text in
        ["", "\n", "other\nsituation=work", "situation=work", "small2\nsituation=work", " small\nsituation=work"]
    {
        assert_eq!(kept::read(&pack(), text), Answers::default(), "{text:?}");
    }
}
