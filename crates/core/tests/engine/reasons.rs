//! Reasons: enough by themselves, and no more than that.
//!
//! Two oracles. The strict one tries every answer that the person could have given in place of those left out. The
//! other one weighs conditions one by one, as the engine says it does, and so cannot see that of `a or not a` one
//! always holds: there it keeps an answer that was not needed, which makes a reason longer and never untrue.

use proptest::prelude::*;
use wegwijzer_core::{
    Answer, Answers, Guard, Kind, Op, Opt, Pack, Question, Reply, Role, Rule, Scale, State, Step, outcome, replay,
};

use crate::{
    oracle::{Tree, all_answers, band_of_sum, set},
    sample::{TINY, USUAL, draws, people, tree},
    scales::{said, statements},
};

/// What is known: for each question the options; a place counts as option 0.
type Known = Vec<Vec<u8>>;

proptest! {
    #![proptest_config(ProptestConfig::with_cases(3000))]

    #[test]
    fn with_the_reasons_alone_a_rule_fires_whatever_else_a_person_might_have_said((sample, answers) in people(TINY)) {
        let states = replay(&sample.pack, &answers).states;
        let when = &sample.fires_when[0];
        if let Some(known) = engine(&sample.pack, &sample.pack.rules[0].when, &answers) {
            prop_assert!(enough(&sample.pack, when, &states, &known), "{known:?} is not enough for {when:?}");
        }
    }

    #[test]
    fn no_smaller_set_of_answers_makes_a_rule_fire_condition_by_condition((sample, answers) in people(TINY)) {
        let states = replay(&sample.pack, &answers).states;
        let when = &sample.fires_when[0];
        if let Some(known) = engine(&sample.pack, &sample.pack.rules[0].when, &answers) {
            let smallest = smallest(&sample.pack, when, &states, |known| is_enough(&sample.pack, when, &states, known));
            prop_assert_eq!(Some(known), smallest, "{:?} in {:?}", when, states);
        }
    }

    #[test]
    fn a_rule_that_mentions_each_question_once_gets_the_truly_smallest_reason((sample, answers) in people(TINY), mut draw in draws()) {
        let pack = &sample.pack;
        let states = replay(pack, &answers).states;
        for when in (0..16).map(|_| tree(&mut draw, pack, pack.questions.len(), 3)) {
            let mut mentions = when.mentions(pack);
            mentions.sort();
            let once = mentions.windows(2).all(|two| two[0] != two[1]);
            if once && first_scale(&when).is_none() && let Some(known) = engine(pack, &when.guard(), &answers) {
                let smallest = smallest(pack, &when, &states, |known| enough(pack, &when, &states, known));
                prop_assert_eq!(Some(known), smallest, "{:?} in {:?}", when, states);
            }
        }
    }

    #[test]
    fn a_band_and_a_choice_of_neighbouring_bands_get_the_truly_smallest_reason(
        options in proptest::collection::vec(proptest::option::of(0u8..3), 4), needs in 1u8..5, lowest in -2i8..3,
        thresholds in proptest::collection::vec(-8i16..17, 0..4), first in 0u8..4, more in 0u8..4, unknown in any::<bool>(),
    ) {
        let mut thresholds = thresholds;
        thresholds.sort();
        let pack = statements(4, &[lowest + 2, lowest + 1, lowest], needs, &thresholds);
        let answers = said((0u16..).zip(options).filter_map(|(question, option)| Some((question, option?))));
        let states = replay(&pack, &answers).states;
        // Neighbouring bands, as in `low or middle or unknown`. Between two that are not, the engine does not ask whether
        // any sum falls there, and may keep an answer too many.
        let highest = thresholds.len() as u8;
        let first = first.min(highest);
        let bands = (first..=first + more).filter(|&band| band <= highest).chain(unknown.then_some(highest + 1));
        let when = Tree::AtLeast(1, bands.map(|band| Tree::Band(0, band)).collect());
        if let Some(known) = engine(&pack, &when.guard(), &answers) {
            let smallest = smallest(&pack, &when, &states, |known| enough(&pack, &when, &states, known));
            prop_assert_eq!(Some(known), smallest);
        }
    }

    #[test]
    fn two_scales_in_one_rule_are_each_weighed(
        options in proptest::collection::vec(0u8..3, 4), bands in proptest::collection::vec(0u8..4, 4), form in 0usize..3,
    ) {
        let mut pack = statements(4, &[2, 1, 0], 1, &[2, 3]);
        let second = pack.scales[0].items.split_off(2);
        pack.scales.push(Scale { items: second, ..pack.scales[0].clone() });
        let is = |scale: u16, band: u8| Tree::Band(scale, band);
        let either = |scale: u16, at: usize| {
            Box::new(Tree::Or(Box::new(is(scale, bands[at])), Box::new(is(scale, bands[at + 1]))))
        };
        let when = match form {
            0 => Tree::And(either(0, 0), either(1, 2)),
            1 => Tree::Or(either(0, 0), Box::new(Tree::Not(either(1, 2)))),
            _ => Tree::AtLeast(2, bands.iter().zip([0, 1, 1, 0]).map(|(&band, scale)| is(scale, band)).collect()),
        };
        let answers = said((0u16..).zip(options));
        let states = replay(&pack, &answers).states;
        if let Some(known) = engine(&pack, &when.guard(), &answers) {
            prop_assert!(enough(&pack, &when, &states, &known));
            prop_assert_eq!(Some(known), smallest(&pack, &when, &states, |known| is_enough(&pack, &when, &states, known)));
        }
    }

    #[test]
    fn a_reason_is_something_that_the_person_said((sample, answers) in people(USUAL)) {
        let walk = replay(&sample.pack, &answers);
        for one in outcome(&sample.pack, &walk).recommendations {
            prop_assert!(one.reasons.windows(2).all(|two| two[0].question < two[1].question));
            for reason in one.reasons {
                match walk.state(reason.question) {
                    State::Answered(Answer::Options(chosen)) => {
                        prop_assert!(chosen.has_all(reason.options) && !reason.options.is_empty());
                    }
                    State::Answered(Answer::Place(_)) => prop_assert!(reason.options.is_empty()),
                    other => prop_assert!(false, "a reason that is {:?}", other),
                }
            }
        }
    }
}

#[test]
fn who_skipped_everything_gets_no_reason() {
    let pack = pack(&[3]);
    assert_eq!(engine(&pack, &Guard::always(), &Answers::default()), Some(vec![vec![]]));
    assert_eq!(engine(&pack, &Guard(vec![Op::Skipped(0)]), &Answers::default()), Some(vec![vec![]]));
}

#[test]
fn of_several_answers_that_would_each_do_it_is_the_one_that_was_said_first() {
    let pack = pack(&[2, 2, 2]);
    let all = said([(0, 0), (1, 0), (2, 0)].into_iter());
    let two_of_three = Tree::AtLeast(2, vec![Tree::Chose(0, 0), Tree::Chose(1, 0), Tree::Chose(2, 0)]);
    assert_eq!(engine(&pack, &two_of_three.guard(), &all), Some(vec![vec![0], vec![0], vec![]]));
    let either = Tree::Or(Box::new(Tree::Chose(2, 0)), Box::new(Tree::Chose(1, 0)));
    assert_eq!(engine(&pack, &either.guard(), &all), Some(vec![vec![], vec![0], vec![]]));
}

#[test]
fn one_short_reason_is_taken_over_two_that_came_earlier() {
    let pack = pack(&[2, 2, 2]);
    let both = Tree::And(Box::new(Tree::Chose(0, 0)), Box::new(Tree::Chose(1, 0)));
    let guard = Tree::Or(Box::new(both), Box::new(Tree::Chose(2, 0))).guard();
    let all = said([(0, 0), (1, 0), (2, 0)].into_iter());
    assert_eq!(engine(&pack, &guard, &all), Some(vec![vec![], vec![], vec![0]]));
}

#[test]
fn having_any_worry_is_shown_by_one_worry() {
    let mut pack = pack(&[4]);
    pack.questions[0].kind = Kind::Many;
    pack.questions[0].options[3].exclusive = true;
    let mut answers = Answers::default();
    answers.set(0, Reply::Answered(Answer::Options(set(&[1, 2]))));
    let none = Tree::Not(Box::new(Tree::Chose(0, 3)));
    // Who has one worry cannot have said "none of these": the other worry is not needed.
    let guard = Tree::And(Box::new(Tree::Answered(0)), Box::new(none)).guard();
    assert_eq!(engine(&pack, &guard, &answers), Some(vec![vec![1]]));
    // That a worry is absent takes the whole answer.
    assert_eq!(engine(&pack, &Tree::Not(Box::new(Tree::Chose(0, 0))).guard(), &answers), Some(vec![vec![1, 2]]));
}

#[test]
fn what_holds_either_way_is_weighed_condition_by_condition() {
    let pack = pack(&[2]);
    let either = Tree::Or(Box::new(Tree::Chose(0, 0)), Box::new(Tree::Not(Box::new(Tree::Chose(0, 0)))));
    assert_eq!(engine(&pack, &either.guard(), &said([(0, 0)].into_iter())), Some(vec![vec![0]]));
}

#[test]
fn of_very_many_answers_none_that_is_kept_can_be_missed() {
    let pack = pack(&[2; 30]);
    let all = said((0..30).map(|question| (question, 0)));
    let parts = |of: std::ops::Range<u16>| of.map(|question| Tree::Chose(question, 0)).collect::<Vec<Tree>>();
    let named = |known: Known| known.iter().filter(|options| !options.is_empty()).count();
    for least in [0, 1, 7, 29, 30] {
        let guard = Tree::AtLeast(least, parts(0..30)).guard();
        assert_eq!(engine(&pack, &guard, &all).map(named), Some(usize::from(least)));
    }
    // Where there are too many to try them all, what was said first is kept.
    let seven = engine(&pack, &Tree::AtLeast(7, parts(0..30)).guard(), &all).unwrap();
    assert!(seven.iter().take(7).all(|options| options == &[0]));
    // The first twenty are all needed, so the search is small and finds the smallest set all the same.
    let (both, one) = (Tree::And(Box::new(Tree::Chose(20, 0)), Box::new(Tree::Chose(21, 0))), Tree::Chose(29, 0));
    let guard = Tree::And(Box::new(Tree::AtLeast(20, parts(0..20))), Box::new(Tree::Or(Box::new(both), Box::new(one))));
    let known = engine(&pack, &guard.guard(), &all).unwrap();
    assert_eq!(known[29], [0]);
    assert_eq!(named(known), 21);
}

/// The reasons that the engine gives for a guard; `None` if it does not hold.
fn engine(pack: &Pack, guard: &Guard, answers: &Answers) -> Option<Known> {
    let mut pack = pack.clone();
    pack.steps = vec![Step { id: "step".into(), self_help: false }];
    pack.kinds = vec!["kind".into()];
    let rule = |role| Rule {
        id: "rule".into(),
        when: guard.clone(),
        role,
        tier: 0,
        step: 0,
        kind: 0,
        fallback: false,
        equal: None,
    };
    pack.rules = vec![rule(Role::Main)];
    pack.services.clear();
    pack.check().unwrap();
    let outcome = outcome(&pack, &replay(&pack, answers));
    let mut known = vec![Vec::new(); pack.questions.len()];
    for reason in &outcome.recommendations.first()?.reasons {
        let place = pack.questions[usize::from(reason.question)].kind == Kind::Place;
        known[usize::from(reason.question)] = if place { vec![0] } else { reason.options.iter().collect() };
    }
    Some(known)
}

/// Every state that a question could have, given what is known of it.
fn could_be(pack: &Pack, question: usize, state: State, known: &[u8]) -> Vec<State> {
    let State::Answered(answer) = state else { return vec![state] };
    let all = all_answers(pack, question as u16).into_iter();
    match answer {
        _ if known.is_empty() => all.map(State::Answered).chain([State::Skipped]).collect(),
        Answer::Options(chosen) if chosen != set(known) => all
            .filter(|other| matches!(other, Answer::Options(other) if other.has_all(set(known))))
            .map(State::Answered)
            .collect(),
        _ => vec![state],
    }
}

/// Whether the guard holds for everybody who gave the known answers.
fn enough(pack: &Pack, when: &Tree, states: &[State], known: &Known) -> bool {
    fn all(pack: &Pack, when: &Tree, worlds: &[Vec<State>], fixed: &mut Vec<State>) -> bool {
        match worlds.get(fixed.len()) {
            None => when.holds(pack, fixed),
            Some(here) => here.iter().all(|&state| {
                fixed.push(state);
                let holds = all(pack, when, worlds, fixed);
                fixed.pop();
                holds
            }),
        }
    }
    let mentions = when.mentions(pack);
    let worlds: Vec<Vec<State>> = (0..states.len())
        .map(|at| {
            if mentions.contains(&(at as u16)) { could_be(pack, at, states[at], &known[at]) } else { vec![states[at]] }
        })
        .collect();
    all(pack, when, &worlds, &mut Vec::new())
}

/// The first of the smallest sets of the person's answers with which something holds.
fn smallest(pack: &Pack, when: &Tree, states: &[State], holds: impl Fn(&Known) -> bool) -> Option<Known> {
    let mut mentions = when.mentions(pack);
    mentions.sort();
    mentions.dedup();
    let mut candidates = Vec::new();
    for question in mentions {
        match states[usize::from(question)] {
            State::Answered(Answer::Options(chosen)) => {
                candidates.extend(chosen.iter().map(|option| (question, option)))
            }
            State::Answered(Answer::Place(_)) => candidates.push((question, 0)),
            _ => {}
        }
    }
    // Bit 0 stands for the last candidate, so that among sets of one size the largest number was said first.
    let mut sets: Vec<u32> = (0..1 << candidates.len()).collect();
    sets.sort_by_key(|bits: &u32| (bits.count_ones(), std::cmp::Reverse(*bits)));
    sets.into_iter()
        .map(|bits| {
            let mut known = vec![Vec::new(); states.len()];
            for (at, &(question, option)) in candidates.iter().rev().enumerate().rev() {
                if bits >> at & 1 == 1 {
                    known[usize::from(question)].push(option);
                }
            }
            known
        })
        .find(holds)
}

/// Whether a guard surely holds, condition by condition, whichever band its first scale may be in.
fn is_enough(pack: &Pack, when: &Tree, states: &[State], known: &Known) -> bool {
    match first_scale(when) {
        None => truth(pack, when, states, known, None) == Some(true),
        Some(scale) => (0..=pack.scales[usize::from(scale)].bands.len() as u8)
            .filter(|&band| truth(pack, &Tree::Band(scale, band), states, known, None) != Some(false))
            .all(|band| truth(pack, when, states, known, Some((scale, band))) == Some(true)),
    }
}

/// Whether a guard surely holds, surely does not, or is open, each condition by itself, with one scale in a band.
fn truth(pack: &Pack, when: &Tree, states: &[State], known: &Known, fixed: Option<(u16, u8)>) -> Option<bool> {
    match when {
        Tree::Not(one) => truth(pack, one, states, known, fixed).map(|holds| !holds),
        Tree::And(one, two) => match (truth(pack, one, states, known, fixed), truth(pack, two, states, known, fixed)) {
            (Some(false), _) | (_, Some(false)) => Some(false),
            (Some(true), Some(true)) => Some(true),
            _ => None,
        },
        Tree::Or(one, two) => match (truth(pack, one, states, known, fixed), truth(pack, two, states, known, fixed)) {
            (Some(true), _) | (_, Some(true)) => Some(true),
            (Some(false), Some(false)) => Some(false),
            _ => None,
        },
        Tree::AtLeast(least, parts) => {
            let truths: Vec<Option<bool>> = parts.iter().map(|part| truth(pack, part, states, known, fixed)).collect();
            let (so, open) = [Some(true), None].map(|of| truths.iter().filter(|&&one| one == of).count()).into();
            match usize::from(*least) {
                least if so >= least => Some(true),
                least if so + open < least => Some(false),
                _ => None,
            }
        }
        Tree::Band(scale, band) if fixed.is_some_and(|(of, _)| of == *scale) => Some(fixed == Some((*scale, *band))),
        Tree::Band(scale, band) => {
            // Each statement left out is skipped, or gives anything between the least and the most that any of them can.
            let scale = &pack.scales[usize::from(*scale)];
            let (mut sum, mut answered, mut withheld, mut least, mut most) = (0i64, 0, 0, i64::MAX, i64::MIN);
            for item in &scale.items {
                if let State::Answered(Answer::Options(chosen)) = states[usize::from(item.question)] {
                    if known[usize::from(item.question)].is_empty() {
                        withheld += 1;
                        least = least.min((*item.points.iter().min().unwrap()).into());
                        most = most.max((*item.points.iter().max().unwrap()).into());
                    } else {
                        sum += i64::from(item.points[usize::from(chosen.iter().next().unwrap())]);
                        answered += 1;
                    }
                }
            }
            let mut could_be = vec![band_of_sum(scale, sum, answered)];
            for more in 1..=withheld {
                could_be
                    .extend((least * more..=most * more).map(|gain| band_of_sum(scale, sum + gain, answered + more)));
            }
            let wanted = Some(usize::from(*band)).filter(|&band| band < scale.bands.len());
            let inside = could_be.iter().filter(|&&one| one == wanted).count();
            // Between two sums that can be reached there may be a band that none reaches; whole bands are compared.
            let between = could_be.iter().flatten().any(|&band| Some(band) < wanted)
                && could_be.iter().flatten().any(|&band| Some(band) > wanted);
            match inside {
                0 if !between => Some(false),
                all if all == could_be.len() => Some(true),
                _ => None,
            }
        }
        condition => {
            let mentions = condition.mentions(pack);
            let at = mentions.first().map(|&question| usize::from(question));
            let mut states = states.to_vec();
            let mut found = Vec::new();
            match at {
                None => found.push(condition.holds(pack, &states)),
                Some(at) => {
                    for state in could_be(pack, at, states[at], &known[at]) {
                        states[at] = state;
                        found.push(condition.holds(pack, &states));
                    }
                }
            }
            found.iter().all(|&holds| holds == found[0]).then_some(found[0])
        }
    }
}

fn first_scale(tree: &Tree) -> Option<u16> {
    match tree {
        Tree::Band(scale, _) => Some(*scale),
        Tree::Not(one) => first_scale(one),
        Tree::And(one, two) | Tree::Or(one, two) => first_scale(one).or(first_scale(two)),
        Tree::AtLeast(_, parts) => parts.iter().find_map(first_scale),
        _ => None,
    }
}

/// A pack of questions of one choice each, with so many options.
fn pack(options: &[usize]) -> Pack {
    let option = |at: usize| Opt { id: format!("o{at}"), exclusive: false, open: false, icon: None };
    let question = |(at, &count): (usize, &usize)| Question {
        id: format!("q{at}"),
        kind: Kind::One,
        when: Guard::always(),
        options: (0..count).map(option).collect(),
    };
    Pack {
        languages: vec!["nl".into()],
        questions: options.iter().enumerate().map(question).collect(),
        ..Pack::default()
    }
}
