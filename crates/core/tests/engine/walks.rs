//! Walks: which questions are asked, and which answers count.

use proptest::prelude::*;
use wegwijzer_core::{
    Answer, Answers, Guard, Kind, Opt, OptionSet, Pack, Place, Question, Reply, State, outcome, replay,
};

use crate::{
    oracle::{path, possible, set},
    sample::{USUAL, draws, people, reply},
};

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1000))]

    #[test]
    fn the_path_is_that_of_the_guards_question_by_question((sample, answers) in people(USUAL)) {
        let walk = replay(&sample.pack, &answers);
        let (states, next) = path(&sample.pack, &sample.asked_when, &answers);
        prop_assert_eq!(&walk.states, &states);
        prop_assert_eq!(walk.next, next);
        let asked: Vec<u16> = walk.asked().collect();
        let expected: Vec<u16> = (0..states.len()).filter(|&at| states[at] != State::NotAsked).map(|at| at as u16).collect();
        prop_assert_eq!(asked, expected);
    }

    #[test]
    fn answers_off_the_path_never_count((sample, answers) in people(USUAL), mut draw in draws()) {
        let pack = &sample.pack;
        let walk = replay(pack, &answers);
        let (mut restricted, mut noisy) = (Answers::default(), answers.clone());
        for question in 0..pack.questions.len() as u16 + 3 {
            match (walk.state(question), answers.get(question)) {
                (State::NotAsked, _) => match reply(&mut draw, pack, question) {
                    Some(other) => noisy.set(question, other),
                    None => noisy.clear(question),
                },
                (_, Some(reply)) => restricted.set(question, reply),
                (_, None) => {}
            }
        }
        for same in [restricted, noisy] {
            prop_assert_eq!(&replay(pack, &same), &walk);
            prop_assert_eq!(outcome(pack, &replay(pack, &same)), outcome(pack, &walk));
        }
    }

    #[test]
    fn answers_come_back_with_their_branch((sample, answers) in people(USUAL), mut draw in draws()) {
        let pack = &sample.pack;
        let before = replay(pack, &answers);
        let mut now = answers.clone();
        for question in 0..pack.questions.len() as u16 {
            // Another turn is taken, and then taken back.
            match reply(&mut draw, pack, question) {
                Some(other) => now.set(question, other),
                None => now.clear(question),
            }
            for kept in (0..pack.questions.len() as u16).filter(|&kept| kept != question) {
                prop_assert_eq!(now.get(kept), answers.get(kept));
            }
            match answers.get(question) {
                Some(reply) => now.set(question, reply),
                None => now.clear(question),
            }
            prop_assert_eq!(&replay(pack, &now), &before);
        }
    }

    #[test]
    fn the_same_answers_give_the_same_result_in_whatever_order_they_came(
        (sample, answers) in people(USUAL), order in Just((0u16..12).collect::<Vec<u16>>()).prop_shuffle(),
    ) {
        let mut shuffled = Answers::default();
        for question in order {
            shuffled.set(question, Reply::Skipped);
            match answers.get(question) {
                Some(reply) => shuffled.set(question, reply),
                None => shuffled.clear(question),
            }
        }
        prop_assert_eq!(&shuffled, &answers);
        let walk = replay(&sample.pack, &shuffled);
        prop_assert_eq!(&walk, &replay(&sample.pack, &answers));
        prop_assert_eq!(outcome(&sample.pack, &walk), outcome(&sample.pack, &replay(&sample.pack, &answers)));
    }

    #[test]
    fn an_answer_that_does_not_fit_counts_as_skipped((sample, answers) in people(USUAL)) {
        let pack = &sample.pack;
        let mut cleaned = answers.clone();
        for question in 0..pack.questions.len() as u16 {
            if let Some(Reply::Answered(answer)) = answers.get(question)
                && !possible(pack, question, answer)
            {
                cleaned.set(question, Reply::Skipped);
            }
        }
        prop_assert_eq!(replay(pack, &cleaned), replay(pack, &answers));
    }

    #[test]
    fn answering_what_is_next_again_and_again_ends((sample, _) in people(USUAL), mut draw in draws()) {
        let pack = &sample.pack;
        let mut answers = Answers::default();
        let mut seen = Vec::new();
        while let Some(next) = replay(pack, &answers).next {
            prop_assert!(seen.last().is_none_or(|&last| last < next), "{} after {:?}", next, seen);
            seen.push(next);
            answers.set(next, reply(&mut draw, pack, next).unwrap_or(Reply::Skipped));
        }
        let asked: Vec<u16> = replay(pack, &answers).asked().collect();
        prop_assert_eq!(asked, seen);
    }

    #[test]
    fn a_missing_reply_leads_where_a_skipped_one_does((sample, answers) in people(USUAL)) {
        let pack = &sample.pack;
        let mut filled = answers.clone();
        for question in 0..pack.questions.len() as u16 {
            if answers.get(question).is_none() {
                filled.set(question, Reply::Skipped);
            }
        }
        prop_assert_eq!(replay(pack, &filled).states, replay(pack, &answers).states);
        prop_assert_eq!(replay(pack, &filled).next, None);
    }
}

#[test]
fn none_of_these_stands_alone_and_one_of_these_is_one() {
    let option = |id: &str| Opt { id: id.into(), exclusive: id == "none", open: false, icon: None };
    let question = |kind: Kind| Question {
        id: "q".into(),
        kind,
        when: Guard::always(),
        options: vec![option("money"), option("law"), option("none")],
    };
    let pack = Pack { questions: vec![question(Kind::Many), question(Kind::One)], ..Pack::default() };
    let counts = |question: u16, options: &[u8]| {
        let mut answers = Answers::default();
        answers.set(question, Reply::Answered(Answer::Options(set(options))));
        replay(&pack, &answers).state(question) != State::Skipped
    };
    for options in [&[0][..], &[1], &[2], &[0, 1]] {
        assert!(counts(0, options), "{options:?} of many");
        assert_eq!(counts(1, options), options.len() == 1, "{options:?} of one");
    }
    for options in [&[][..], &[0, 2], &[1, 2], &[0, 1, 2], &[3], &[0, 3], &[31]] {
        assert!(!counts(0, options) && !counts(1, options), "{options:?}");
    }
}

#[test]
fn answers_that_are_taken_back_leave_no_trace() {
    let mut answers = Answers::default();
    assert!(answers.is_empty());
    answers.set(7, Reply::Skipped);
    answers.set(2, Reply::Answered(Answer::Place(Place::Region(1))));
    assert!(!answers.is_empty());
    answers.clear(7);
    answers.clear(2);
    answers.clear(u16::MAX);
    assert!(answers.is_empty());
    assert_eq!(answers, Answers::default());
}

#[test]
fn the_last_question_that_a_number_can_name_can_be_answered() {
    let mut answers = Answers::default();
    answers.set(u16::MAX, Reply::Skipped);
    assert_eq!(answers.get(u16::MAX), Some(Reply::Skipped));
    assert_eq!(answers.get(0), None);
}

#[test]
fn a_set_of_options_holds_what_was_put_in() {
    for option in 0..=u8::MAX {
        let one = OptionSet::one(option);
        assert_eq!(one.has(option), option < 32);
        assert_eq!(one.len(), u32::from(option < 32));
        assert_eq!(one.iter().collect::<Vec<u8>>(), if option < 32 { vec![option] } else { vec![] });
    }
    let three = OptionSet::one(0).with(OptionSet::one(5)).with(OptionSet::one(31));
    assert_eq!(three.iter().collect::<Vec<u8>>(), [0, 5, 31]);
    assert_eq!(three.without(OptionSet::one(5)).iter().collect::<Vec<u8>>(), [0, 31]);
    assert!(three.has_all(OptionSet::one(31)) && three.has_all(OptionSet::default()));
    assert!(!OptionSet::one(31).has_all(three) && OptionSet::default().is_empty());
}
