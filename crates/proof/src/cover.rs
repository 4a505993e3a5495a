//! A small set of walks that together meet everything a pack can do: every option, every question skipped, every guard
//! both ways, every rule shown, and every group of places. For tests that walk the real interface.

use std::collections::HashSet;

use wegwijzer_core::{Answers, Guard, Op, Pack};

use crate::{
    condition::{Condition, Results},
    encode::Encoder,
    formula::Formula,
    search::Graph,
    space::Space,
};

/// A walk of the set.
#[derive(Clone, Debug)]
pub struct Covering {
    /// The replies to every question that is asked.
    pub answers: Answers,
    /// What this walk meets first, in words: `rule money-first is shown`.
    pub meets: Vec<String>,
}

/// What no walk can meet is left out; `prove` reports it.
pub fn cover(pack: &Pack) -> Vec<Covering> {
    let regions: Vec<u16> = (0..pack.places.regions.len() as u16).collect();
    let asked_for = regions.iter().filter(|region| asks_for(pack, **region)).copied().collect::<Vec<_>>();
    let space = Space::of_pack(pack, &asked_for);
    let mut encoder = Encoder::new(&space);
    let constraints = encoder.constraints();
    let graph = Graph::new(&mut encoder.formulas, &constraints);
    let mut open: Vec<(String, Formula)> = Vec::new();
    for (name, condition) in targets(pack, &space) {
        let formula = encoder.condition(0, &condition);
        // A guard that always holds has no other way.
        if formula != Formula::FALSE {
            open.push((name, formula));
        }
    }
    let mut met: HashSet<(u32, u32)> = HashSet::new();
    let mut walks = Vec::new();
    while let Some((_, target)) = open.first() {
        // The walk that meets the target and, beside it, as many values as it can that no walk has met.
        let cost = |variable: u32, value: u32| match space.slots.iter().any(|slot| slot.state == variable) {
            true if met.contains(&(variable, value)) => 2,
            true => u64::from(value == 0),
            false => u64::from(value == 1 && met.contains(&(variable, value))),
        };
        let Some(values) = graph.cheapest(&mut encoder.formulas, *target, cost) else {
            open.remove(0);
            continue;
        };
        met.extend((0u32..).zip(values.iter().copied()));
        let mut meets = Vec::new();
        open.retain(|(name, formula)| {
            let left = (0u32..)
                .zip(&values)
                .fold(*formula, |left, (variable, &value)| encoder.formulas.known(left, variable, value));
            if left == Formula::TRUE {
                meets.push(name.clone());
            }
            left != Formula::TRUE
        });
        walks.push(Covering { answers: space.answers(0, &values), meets });
    }
    walks
}

fn asks_for(pack: &Pack, region: u16) -> bool {
    let guards = pack.questions.iter().map(|question| &question.when).chain(pack.rules.iter().map(|rule| &rule.when));
    guards.flat_map(|guard| &guard.0).any(|op| *op == Op::Region(region))
}

fn targets(pack: &Pack, space: &Space) -> Vec<(String, Condition)> {
    let results = Results::new(space, 0);
    let op = |op: Op| Condition::Guard(Guard(vec![op]));
    let mut all = Vec::new();
    // Rules are the hardest to meet, so they come first and bring much of the rest along.
    for (index, rule) in pack.rules.iter().enumerate() {
        all.push((format!("rule {} is shown", rule.id), results.shown(index)));
        all.push((format!("rule {} fires", rule.id), results.fires(index)));
        all.push((format!("rule {} does not fire", rule.id), results.fires(index).not()));
    }
    for (index, question) in (0u16..).zip(&pack.questions) {
        all.push((format!("question {} is not asked", question.id), op(Op::Asked(index)).not()));
        all.push((format!("question {} is skipped", question.id), op(Op::Skipped(index))));
        for (option, one) in (0u8..).zip(&question.options) {
            all.push((format!("{} is {}", question.id, one.id), op(Op::Chose(index, option))));
        }
    }
    for (index, class) in space.classes.iter().enumerate() {
        let classes = (0..space.classes.len()).map(|other| other == index).collect();
        let name = class.codes.first().map_or("", String::as_str);
        all.push((format!("a place as {name}"), Condition::Place { classes, unknown: false }));
    }
    all
}
