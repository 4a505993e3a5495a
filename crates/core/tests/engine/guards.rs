//! Guards: what holds, and which guards a pack may have.

use proptest::prelude::*;
use wegwijzer_core::{Guard, Kind, Op, Opt, Pack, Question, State, replay};

use crate::{
    oracle::Tree,
    sample::{USUAL, draws, packs, people, tree},
};

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1500))]

    #[test]
    fn a_guard_holds_exactly_when_its_meaning_does((sample, answers) in people(USUAL), mut draw in draws()) {
        let walk = replay(&sample.pack, &answers);
        for _ in 0..8 {
            let tree = tree(&mut draw, &sample.pack, sample.pack.questions.len(), 5);
            prop_assert_eq!(tree.guard().holds(&sample.pack, &walk.states), tree.holds(&sample.pack, &walk.states), "{:?}", tree);
        }
    }

    #[test]
    fn every_random_pack_is_a_valid_one(sample in packs(USUAL)) {
        prop_assert_eq!(sample.pack.check(), Ok(()));
    }

    #[test]
    fn a_guard_is_either_so_or_not_so((sample, answers) in people(USUAL)) {
        let states = replay(&sample.pack, &answers).states;
        for rule in &sample.pack.rules {
            let mut not = rule.when.clone();
            if not.0.is_empty() {
                not = Tree::AtLeast(0, Vec::new()).guard();
            }
            not.0.push(Op::Not);
            prop_assert_ne!(rule.when.holds(&sample.pack, &states), not.holds(&sample.pack, &states));
        }
    }

    #[test]
    fn a_list_of_operations_that_is_no_guard_holds_or_not_but_never_panics(
        ops in proptest::collection::vec((0u8..10, any::<u16>(), any::<u8>(), any::<u8>()), 0..200),
        (sample, answers) in people(USUAL),
    ) {
        let guard = Guard(ops.into_iter().map(|(op, wide, one, two)| match op {
            0 => Op::Chose(wide % 16, one),
            1 => Op::Asked(wide),
            2 => Op::Answered(wide % 16),
            3 => Op::Skipped(wide % 16),
            4 => Op::Band(wide % 4, one % 8),
            5 => Op::Region(wide % 8),
            6 => Op::AtLeast(one, two),
            7 => Op::Not,
            8 => Op::And,
            _ => Op::Or,
        }).collect());
        guard.holds(&sample.pack, &replay(&sample.pack, &answers).states);
        let mut pack = sample.pack;
        pack.fallback_when = guard;
        let _ = pack.check();
    }
}

#[test]
fn an_empty_guard_always_holds() {
    assert!(Guard::always().holds(&Pack::default(), &[]));
}

#[test]
fn sixty_four_values_may_wait_and_no_more() {
    let mut pack = two_questions();
    let asked = |count: usize| vec![Op::Asked(0); count];
    let at_least = |least: u8, of: u8| Guard([asked(of.into()), vec![Op::AtLeast(least, of)]].concat());
    for of in [0, 1, 63, 64] {
        for least in 0..=of {
            pack.fallback_when = at_least(least, of);
            assert_eq!(pack.check(), Ok(()));
            assert!(pack.fallback_when.holds(&pack, &[State::Skipped]), "at least {least} of {of}, all so");
            assert_eq!(
                pack.fallback_when.holds(&pack, &[State::NotAsked]),
                least == 0,
                "at least {least} of {of}, none"
            );
        }
    }
    pack.fallback_when = at_least(1, 65);
    assert_eq!(pack.check(), Err("a guard that is nested too deep"));
    // The other way to need room: brackets inside brackets.
    let nested = |depth: usize| Guard([asked(depth), vec![Op::And; depth - 1]].concat());
    pack.fallback_when = nested(64);
    assert_eq!(pack.check(), Ok(()));
    assert!(pack.fallback_when.holds(&pack, &[State::Skipped]));
    pack.fallback_when = nested(65);
    assert_eq!(pack.check(), Err("a guard that is nested too deep"));
}

#[test]
fn a_guard_looks_only_back() {
    let mut pack = two_questions();
    for ahead in [Op::Asked(1), Op::Answered(1), Op::Skipped(1), Op::Chose(1, 0), Op::Asked(0), Op::Asked(u16::MAX)] {
        pack.questions[0].when = Guard(vec![ahead]);
        assert!(pack.check().is_err(), "{ahead:?}");
    }
    pack.questions[0].when = Guard::always();
    pack.questions[1].when = Guard(vec![Op::Chose(0, 1)]);
    assert_eq!(pack.check(), Ok(()));
}

#[test]
fn a_guard_that_is_wrong_says_how() {
    let wrong = [
        (vec![Op::And], "a guard without enough operands"),
        (vec![Op::Asked(0), Op::Or], "a guard without enough operands"),
        (vec![Op::Not], "a guard without enough operands"),
        (vec![Op::Asked(0), Op::AtLeast(1, 2)], "a guard without enough operands"),
        (vec![Op::Asked(0), Op::AtLeast(2, 1)], "a guard that asks for more than there is"),
        (vec![Op::Asked(0), Op::Asked(0)], "a guard with too many operands"),
        (vec![Op::Chose(0, 2)], "a guard over an option that is not there"),
        (vec![Op::Chose(9, 0)], "a guard over an option that is not there"),
        (vec![Op::Band(0, 0)], "a guard over a band that is not there"),
        (vec![Op::Region(0)], "a guard over a region that is not there"),
        (vec![Op::Answered(2)], "a guard that looks at a question that comes later"),
    ];
    for (ops, says) in wrong {
        let mut pack = two_questions();
        pack.fallback_when = Guard(ops);
        assert_eq!(pack.check(), Err(says));
    }
}

fn two_questions() -> Pack {
    let option = |id: &str| Opt { id: id.into(), exclusive: false, open: false, icon: None };
    let question = |id: &str| Question {
        id: id.into(),
        kind: Kind::One,
        when: Guard::always(),
        options: vec![option("yes"), option("no")],
    };
    Pack { languages: vec!["nl".into()], questions: vec![question("a"), question("b")], ..Pack::default() }
}
