//! Outcomes: who plays which part.

use std::collections::HashSet;

use proptest::prelude::*;
use wegwijzer_core::{Guard, Op, Role, Rule, outcome, replay, serve};

use crate::sample::{Sample, USUAL, people};

/// What the design says of roles, word by word: for each recommendation its role, its rule, and whether it is an equal.
fn expected(sample: &Sample, fires: &[u16], reachable: impl Fn(&Rule) -> bool) -> Vec<(Role, u16, bool)> {
    let rule = |index: u16| &sample.pack.rules[usize::from(index)];
    let of = |role: Role| {
        let mut tiers: Vec<Vec<u16>> = vec![Vec::new(); 256];
        fires
            .iter()
            .filter(|&&one| rule(one).role == role)
            .for_each(|&one| tiers[usize::from(rule(one).tier)].push(one));
        tiers.retain(|tier| !tier.is_empty());
        tiers
    };
    let mut all: Vec<(Role, u16, bool)> = Vec::new();
    // First: all that fire, by tier.
    for one in of(Role::First).concat() {
        if !all.iter().any(|&(_, other, _)| rule(other).step == rule(one).step) {
            all.push((Role::First, one, false));
        }
    }
    // Main: the lowest tier; several are shown as equals.
    let mut mains: Vec<u16> = Vec::new();
    for one in of(Role::Main).into_iter().next().unwrap_or_default() {
        if !mains.iter().any(|&other| rule(other).step == rule(one).step && rule(other).kind == rule(one).kind) {
            mains.push(one);
        }
    }
    all.extend(mains.iter().map(|&one| (Role::Main, one, mains.len() > 1)));
    // Also: the next tiers of main, then also, no step twice.
    for one in of(Role::Main).into_iter().skip(1).chain(of(Role::Also)).flatten() {
        if !all.iter().any(|&(_, other, _)| rule(other).step == rule(one).step) {
            all.push((Role::Also, one, false));
        }
    }
    // Person: the lowest tier that can be reached.
    let people = of(Role::Person).concat();
    let person = people.iter().copied().find(|&one| reachable(rule(one))).or(people.first().copied());
    all.extend(person.map(|one| (Role::Person, one, false)));
    all
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    #[test]
    fn every_rule_that_fires_plays_its_part_and_no_other((sample, answers) in people(USUAL)) {
        let pack = &sample.pack;
        let walk = replay(pack, &answers);
        let fires: Vec<u16> =
            (0u16..).zip(&sample.fires_when).filter(|(_, when)| when.holds(pack, &walk.states)).map(|(at, _)| at).collect();
        let outcome = outcome(pack, &walk);
        let found: Vec<(Role, u16, bool)> = outcome.recommendations.iter().map(|one| (one.role, one.rule, one.equal)).collect();
        let reachable = |rule: &Rule| serve(pack, rule.kind, outcome.place).has_channel();
        prop_assert_eq!(found, expected(&sample, &fires, reachable));
        for one in &outcome.recommendations {
            let rule = &pack.rules[usize::from(one.rule)];
            prop_assert_eq!((one.step, one.service.kind, one.fallback), (rule.step, rule.kind, rule.fallback));
            prop_assert_eq!(&one.service, &serve(pack, rule.kind, outcome.place));
        }
    }

    #[test]
    fn no_step_is_shown_twice((sample, answers) in people(USUAL)) {
        let outcome = outcome(&sample.pack, &replay(&sample.pack, &answers));
        let steps = |role: Role| outcome.recommendations.iter().filter(move |one| one.role == role).map(|one| one.step);
        let mut seen: HashSet<u16> = steps(Role::Main).collect();
        prop_assert!(steps(Role::Also).all(|step| seen.insert(step)));
        let mut seen: HashSet<u16> = steps(Role::Also).collect();
        prop_assert!(steps(Role::First).all(|step| seen.insert(step)));
        let mut mains = HashSet::new();
        let equals = outcome.recommendations.iter().filter(|one| one.role == Role::Main);
        prop_assert!(equals.clone().all(|one| mains.insert((one.step, one.service.kind))));
        prop_assert!(equals.clone().all(|one| one.equal == (mains.len() > 1)));
    }

    #[test]
    fn skipping_every_question_still_ends_at_a_main_step_and_a_person_if_the_pack_has_them_for_all((sample, answers) in people(USUAL)) {
        let mut pack = sample.pack;
        for role in [Role::Main, Role::Person] {
            pack.rules.push(Rule { role, tier: 255, ..everyone(0) });
        }
        for answers in [answers, Default::default()] {
            let outcome = outcome(&pack, &replay(&pack, &answers));
            let count = |role: Role| outcome.recommendations.iter().filter(|one| one.role == role).count();
            prop_assert!(count(Role::Main) >= 1);
            prop_assert_eq!(count(Role::Person), 1);
        }
    }
}

fn everyone(step: u16) -> Rule {
    Rule {
        id: "everyone".into(),
        when: Guard::always(),
        role: Role::Main,
        tier: 0,
        step,
        kind: 0,
        fallback: false,
        equal: None,
    }
}

#[test]
fn nobody_is_led_by_a_rule_that_does_not_fire() {
    let mut sample = crate::sample::pack(&mut crate::sample::Draw::from_seed(1, 300), USUAL);
    for rule in &mut sample.pack.rules {
        rule.when = Guard(vec![Op::AtLeast(0, 0), Op::Not]);
    }
    let outcome = outcome(&sample.pack, &replay(&sample.pack, &Default::default()));
    assert!(outcome.recommendations.is_empty());
}
