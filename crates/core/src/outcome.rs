//! The outcome: which rules fire on a walk, and the part that each recommendation plays.
//!
//! Ranking is by integer tiers and declared order. Nothing is broken in silence: *main* rules of the same tier that
//! lead to different steps are all shown, marked as equal.

use alloc::vec::Vec;

use crate::{
    answers::Answer,
    pack::{Pack, Role, Rule, numbered},
    place::Place,
    reason::{Reason, reasons},
    replay::{State, Walk},
    service::{Service, serve},
};

/// What a walk leads to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outcome<'p> {
    /// Where the person lives, as far as said.
    pub place: Option<Place>,
    /// *First* by tier, *main*, *also* in order, *person*.
    pub recommendations: Vec<Recommendation<'p>>,
}

/// A step, who helps, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Recommendation<'p> {
    /// Its part in the result.
    pub role: Role,
    /// Shown side by side with another *main* one.
    pub equal: bool,
    /// From a rule of last resort.
    pub fallback: bool,
    /// Index of the rule.
    pub rule: u16,
    /// Index of the step.
    pub step: u16,
    /// Who helps.
    pub service: Service<'p>,
    /// Why: the person's own answers.
    pub reasons: Vec<Reason>,
}

/// Works out the result of a walk. Replies that are still missing count as skipped.
pub fn outcome<'p>(pack: &'p Pack, walk: &Walk) -> Outcome<'p> {
    let place = pack.place_question().and_then(|question| match walk.state(question) {
        State::Answered(Answer::Place(place)) => Some(place),
        _ => None,
    });
    let fires: Vec<(u16, &Rule)> =
        numbered(&pack.rules).filter(|(_, rule)| rule.when.holds(pack, &walk.states)).collect();
    let in_role = |role: Role| {
        // By tier, then as declared. Inserted in order: the standard sort alone is 5 kB of wasm.
        let mut rules: Vec<(u16, &Rule)> = Vec::new();
        for &(index, rule) in fires.iter().filter(|(_, rule)| rule.role == role) {
            rules.insert(rules.partition_point(|(_, other)| other.tier <= rule.tier), (index, rule));
        }
        rules
    };

    let mut recommendations: Vec<Recommendation> = Vec::new();
    let add = |all: &mut Vec<Recommendation<'p>>, role: Role, (index, rule): (u16, &Rule), service: Service<'p>| {
        all.push(Recommendation {
            role,
            equal: false,
            fallback: rule.fallback,
            rule: index,
            step: rule.step,
            service,
            reasons: reasons(pack, &rule.when, walk),
        });
    };
    let shown = |all: &[Recommendation], step: u16| all.iter().any(|one| one.step == step);

    for rule in in_role(Role::First) {
        if !shown(&recommendations, rule.1.step) {
            add(&mut recommendations, Role::First, rule, serve(pack, rule.1.kind, place));
        }
    }
    let main = in_role(Role::Main);
    let lowest = main.first().map(|(_, rule)| rule.tier);
    let before_main = recommendations.len();
    for &rule in main.iter().filter(|(_, rule)| Some(rule.tier) == lowest) {
        let mains = recommendations.get(before_main..).unwrap_or_default();
        if !mains.iter().any(|one| one.step == rule.1.step && one.service.kind == rule.1.kind) {
            add(&mut recommendations, Role::Main, rule, serve(pack, rule.1.kind, place));
        }
    }
    if let Some(mains @ [_, _, ..]) = recommendations.get_mut(before_main..) {
        mains.iter_mut().for_each(|one| one.equal = true);
    }
    let later = main.iter().copied().filter(|(_, rule)| Some(rule.tier) != lowest);
    for rule in later.chain(in_role(Role::Also)) {
        if !shown(&recommendations, rule.1.step) {
            add(&mut recommendations, Role::Also, rule, serve(pack, rule.1.kind, place));
        }
    }
    // A person counts only with a way to reach them: the lowest tier that has one, else the lowest tier.
    let people = in_role(Role::Person);
    let reachable = people.iter().find(|(_, rule)| serve(pack, rule.kind, place).has_channel());
    if let Some(&person) = reachable.or(people.first()) {
        add(&mut recommendations, Role::Person, person, serve(pack, person.1.kind, place));
    }
    Outcome { place, recommendations }
}
