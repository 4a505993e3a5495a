//! The walks that cover a small pack meet everything that any of its walks meets.

use std::collections::BTreeSet;

use wegwijzer_core::{Answer, Pack, Place, State, Walk, outcome, replay};
use wegwijzer_proof::cover;

use crate::{
    oracle::{Walked, every_walk},
    random::Random,
    small_packs::small_pack,
};

const PACKS: u64 = 400;

#[test]
fn what_any_walk_meets_is_met_by_a_covering_one() {
    let (mut walks, mut covering, mut targets) = (0, 0, 0);
    for number in 0..PACKS {
        let mut random = Random::new(number);
        let (pack, all) = loop {
            let (pack, _) = small_pack(&mut random);
            if let Some(all) = every_walk(&pack, &[], 1_000) {
                let all: Vec<BTreeSet<String>> = all.iter().map(|Walked { walk, .. }| met(&pack, walk)).collect();
                break (pack, all);
            }
        };
        let cover = cover(&pack);
        let mut by_cover = BTreeSet::new();
        for one in &cover {
            let walk = replay(&pack, &one.answers);
            assert_eq!(walk.next, None, "pack {number}: {one:?} is not complete\n{pack:#?}");
            let here = met(&pack, &walk);
            // What it is said to meet it does meet, and it meets something that none before it does.
            let wrong: Vec<&String> = one.meets.iter().filter(|name| !here.contains(*name)).collect();
            assert!(wrong.is_empty(), "pack {number}: {one:?} does not meet {wrong:?}\n{pack:#?}");
            let new: BTreeSet<String> = here.difference(&by_cover).cloned().collect();
            assert_eq!(new, one.meets.iter().cloned().collect(), "pack {number}: {one:?}\n{pack:#?}");
            assert!(!new.is_empty(), "pack {number}: {one:?} brings nothing\n{pack:#?}");
            by_cover.extend(new);
        }
        let by_any: BTreeSet<String> = all.iter().flatten().cloned().collect();
        assert_eq!(by_cover, by_any, "pack {number} (covered, met by any walk)\n{pack:#?}");
        (walks, covering, targets) = (walks + all.len(), covering + cover.len(), targets + by_any.len());
    }
    println!("{covering} walks of {walks} meet all {targets} targets");
    assert!(targets > 5_000 && covering * 4 < walks, "{covering} of {walks} walks, {targets} targets");
}

/// What a walk meets, in the words of `cover`, but for the name of a place.
fn met(pack: &Pack, walk: &Walk) -> BTreeSet<String> {
    let mut met = BTreeSet::new();
    let outcome = outcome(pack, walk);
    for (index, rule) in pack.rules.iter().enumerate() {
        if outcome.recommendations.iter().any(|one| usize::from(one.rule) == index) {
            met.insert(format!("rule {} is shown", rule.id));
        }
        let fires = if rule.when.holds(pack, &walk.states) { "fires" } else { "does not fire" };
        met.insert(format!("rule {} {fires}", rule.id));
    }
    for (question, state) in pack.questions.iter().zip(&walk.states) {
        match state {
            State::NotAsked => drop(met.insert(format!("question {} is not asked", question.id))),
            State::Skipped => drop(met.insert(format!("question {} is skipped", question.id))),
            State::Answered(Answer::Options(chosen)) => met.extend(
                chosen.iter().map(|option| format!("{} is {}", question.id, question.options[usize::from(option)].id)),
            ),
            State::Answered(Answer::Place(place)) => drop(met.insert(format!("a place as {}", alike(pack, *place)))),
        }
    }
    met
}

/// The code of the first place that `cover` does not tell apart from this one: the same services, and the same region if
/// a guard asks for either.
fn alike(pack: &Pack, place: Place) -> String {
    let asked = format!("{:?} {:?}", pack.questions, pack.rules);
    let told = |place: Place| {
        let region = pack.places.region_of(place).filter(|region| asked.contains(&format!("Region({region})")));
        let services: Vec<_> =
            (0..pack.kinds.len() as u16).map(|kind| wegwijzer_core::serve(pack, kind, Some(place))).collect();
        (region, services)
    };
    let municipalities = (0..pack.places.municipalities.len() as u16).map(Place::Municipality);
    let regions = (0..pack.places.regions.len() as u16).map(Place::Region);
    let first = municipalities.chain(regions).find(|other| told(*other) == told(place)).unwrap_or(place);
    match first {
        Place::Municipality(index) => pack.places.municipalities[usize::from(index)].code.clone(),
        Place::Region(index) => pack.places.regions[usize::from(index)].code.clone(),
    }
}
