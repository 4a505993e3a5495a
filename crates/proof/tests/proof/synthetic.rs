//! A pack as large as no country has: 500 questions and 300 rules, made from a seed, that can be proven.
//!
//! Guards look back at up to four of the twenty questions before. Rules look at up to four of twenty neighbours. Roles stand
//! to each other as in the packs of this project; main rules of one tier are declared equal, and everybody gets a last
//! resort and a person. A guard is kept only if it holds for some of a thousand random people, so that nothing is in the
//! pack that nobody meets.

use std::ops::Range;

use wegwijzer_core::{
    Answer, Confidence, Guard, Kind, Op, Opt, OptionSet, Pack, Question, Role, Rule, Scope, ServiceRow, State, Status,
    Step,
};

use crate::random::Random;

const OPTIONS: usize = 3;
const WINDOW: usize = 20;
const CONDITIONS: usize = 4;
/// Random people, and for how many of them a guard must hold.
const PEOPLE: usize = 1000;
const ENOUGH: usize = 20;
/// The tiers of rules but for the last resort.
const TIERS: usize = 4;
/// Of 42 rules of the Dutch pack 21 are main, 7 first, 13 also and 1 a person.
const ROLES: [(Role, usize); 4] = [(Role::Main, 21), (Role::First, 7), (Role::Also, 13), (Role::Person, 1)];
/// So many rules go to one step, and so many steps belong to one kind of service.
const RULES_A_STEP: usize = 2;
const STEPS_A_KIND: usize = 5;

/// The pack of a seed.
pub fn pack(seed: u64, questions: usize, rules: usize) -> Pack {
    let mut random = Random::new(seed);
    let steps = rules.div_ceil(RULES_A_STEP);
    let kinds = (steps + 1).div_ceil(STEPS_A_KIND);
    let mut pack = Pack {
        id: "synthetic".into(),
        version: "1".into(),
        languages: vec!["en".into()],
        // One more for the last resort, so that it shadows no rule.
        steps: (0..=steps).map(|at| Step { id: format!("step-{at}"), self_help: false }).collect(),
        kinds: (0..kinds).map(|at| format!("kind-{at}")).collect(),
        services: (0..kinds).map(national).collect(),
        ..Pack::default()
    };
    let mut people: Vec<Vec<State>> = vec![Vec::new(); PEOPLE];
    for at in 0..questions {
        let options = (0..OPTIONS).map(|at| Opt { id: format!("o{at}"), exclusive: false, open: false, icon: None });
        let when = guard(&mut random, at.saturating_sub(WINDOW)..at, &pack, &people);
        for person in &mut people {
            let state = match random.between(0, OPTIONS) {
                _ if !when.holds(&pack, person) => State::NotAsked,
                OPTIONS => State::Skipped,
                option => State::Answered(Answer::Options(OptionSet::one(option as u8))),
            };
            person.push(state);
        }
        pack.questions.push(Question { id: format!("q{at}"), kind: Kind::One, when, options: options.collect() });
    }
    let parts: usize = ROLES.iter().map(|(_, part)| part).sum();
    for at in 0..rules {
        let mut ticket = random.between(0, parts - 1);
        let role = ROLES.iter().find(|(_, part)| ticket.checked_sub(*part).map(|rest| ticket = rest).is_none());
        let role = role.map_or(Role::Main, |(role, _)| *role);
        let tier = random.between(1, TIERS) as u8;
        let first = random.between(0, questions.saturating_sub(WINDOW));
        let step = random.between(0, steps - 1);
        // One that always fires would shadow all tiers behind it.
        let mut when = Guard::always();
        while when == Guard::always() {
            when = guard(&mut random, first..questions.min(first + WINDOW), &pack, &people);
        }
        pack.rules.push(Rule { id: format!("rule-{at}"), when, tier, ..rule(role, step) });
    }
    // Everybody has somewhere to go, and somebody to talk to.
    let last = pack.rules.len() - 2;
    pack.rules[last] = Rule { id: "last-resort".into(), tier: u8::MAX, fallback: true, ..rule(Role::Main, steps) };
    pack.rules[last + 1] = Rule { id: "somebody".into(), tier: u8::MAX, ..rule(Role::Person, steps) };
    pack
}

fn rule(role: Role, step: usize) -> Rule {
    Rule {
        id: String::new(),
        when: Guard::always(),
        role,
        tier: 0,
        step: step as u16,
        kind: (step / STEPS_A_KIND) as u16,
        fallback: false,
        equal: (role == Role::Main).then_some(0),
    }
}

fn national(kind: usize) -> ServiceRow {
    ServiceRow {
        id: format!("service-{kind}"),
        kind: kind as u16,
        status: Status::Active,
        scope: Scope::Country,
        confidence: Confidence::High,
        name: None,
        url: Some(format!("https://service-{kind}.example")),
        phone: None,
        address: None,
        source: "made from a seed".into(),
        source_date: String::new(),
        second_hand: false,
    }
}

/// Up to four conditions `q is o`, joined as it comes; one that holds for enough people.
fn guard(random: &mut Random, questions: Range<usize>, pack: &Pack, people: &[Vec<State>]) -> Guard {
    if questions.is_empty() {
        return Guard::always();
    }
    loop {
        let mut ops = Vec::new();
        for at in 0..random.between(0, CONDITIONS) {
            let question = random.between(questions.start, questions.end - 1);
            ops.push(Op::Chose(question as u16, random.between(0, OPTIONS - 1) as u8));
            if at > 0 {
                ops.push(*random.pick(&[Op::And, Op::Or]));
            }
        }
        let guard = Guard(ops);
        if people.iter().filter(|person| guard.holds(pack, person)).count() >= ENOUGH {
            return guard;
        }
    }
}
