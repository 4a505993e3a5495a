//! Every walk of thousands of small packs, walked one by one, and counted: a proof must say exactly the same.

use std::{
    collections::{BTreeMap, HashMap, HashSet},
    thread,
};

use num_bigint::BigUint;
use wegwijzer_core::{Answers, Pack, replay};
use wegwijzer_pack::{Always, Promise};
use wegwijzer_proof::{Failure, Length, Report, What, prove};

use crate::{
    oracle::{Cost, Expected, Walked, cost, differ_only_in, every_walk, is_broken, same_results},
    random::Random,
    small_packs::small_pack,
};

const PACKS: u64 = 2_400;
/// With more walks than this a pack is left out, and another one made.
const MOST_WALKS: usize = 4_000;
/// All pairs of more walks than this would take too long.
const MOST_WALKS_FOR_PAIRS: usize = 500;

#[test]
fn both_methods_agree_with_plain_enumeration() {
    let threads = thread::available_parallelism().map_or(1, usize::from) as u64;
    let shares: Vec<Tally> = thread::scope(|scope| {
        let share =
            |first: u64| (first..PACKS).step_by(threads as usize).map(enumerate).fold(Tally::default(), Tally::and);
        let running: Vec<_> = (0..threads).map(|first| scope.spawn(move || share(first))).collect();
        running.into_iter().map(|thread| thread.join().expect("an enumeration that ends")).collect()
    });
    let tally = shares.into_iter().fold(Tally::default(), Tally::and);
    println!("{PACKS} packs, {} walks, {} obligations kept, broken: {:?}", tally.walks, tally.kept, tally.broken);
    if let Some((walks, what)) = tally.smallest {
        panic!("{} packs are proven wrong; the smallest has {walks} walks:\n{what}", tally.wrong);
    }
    // A test of nothing must not pass: each obligation is broken by many of the packs.
    for what in
        ["Asked", "Chosen", "Reached", "Fires", "NotShadowed", "Main", "OneMain", "Person", "Fallback", "SelfHelp"]
    {
        assert!(
            tally.broken.get(what).is_some_and(|&packs| packs >= 20),
            "{what} is broken too seldom: {:?}",
            tally.broken
        );
    }
    assert!(tally.broken["Promise"] >= 500 && tally.broken["Pairs"] >= 50, "{:?}", tally.broken);
    assert!(tally.kept >= 10_000, "{} obligations kept", tally.kept);
    assert!(tally.walks >= 400_000, "{} walks", tally.walks);
}

/// What the packs were.
#[derive(Default)]
struct Tally {
    walks: usize,
    kept: usize,
    /// By the name of the obligation.
    broken: BTreeMap<String, usize>,
    wrong: usize,
    /// The smallest of the packs with a wrong proof: its walks, and what is wrong.
    smallest: Option<(usize, String)>,
}

impl Tally {
    fn and(mut self, other: Tally) -> Tally {
        for (what, times) in other.broken {
            *self.broken.entry(what).or_default() += times;
        }
        Tally {
            walks: self.walks + other.walks,
            kept: self.kept + other.kept,
            broken: self.broken,
            wrong: self.wrong + other.wrong,
            smallest: self.smallest.into_iter().chain(other.smallest).min(),
        }
    }
}

/// Makes the pack of a number, proves it and counts its walks.
fn enumerate(number: u64) -> Tally {
    let mut random = Random::new(number);
    loop {
        let (pack, promises) = small_pack(&mut random);
        assert_eq!(pack.check(), Ok(()), "pack {number} is none");
        let two_walks = promises.iter().any(|promise| matches!(promise.always, Always::Independent { .. }));
        let most = if two_walks { MOST_WALKS_FOR_PAIRS } else { MOST_WALKS };
        if let Some(walks) = every_walk(&pack, &promises, most) {
            return compare(number, &pack, &promises, &walks);
        }
    }
}

fn compare(number: u64, pack: &Pack, promises: &[Promise], walks: &[Walked]) -> Tally {
    let expected = Expected::count(pack, promises, walks);
    let mut broken = BTreeMap::new();
    for what in expected.failures.keys() {
        let name = match what {
            What::Promise(index) if matches!(promises[*index].always, Always::Independent { .. }) => "Pairs".to_owned(),
            what => format!("{what:?}").split('(').next().unwrap_or_default().to_owned(),
        };
        *broken.entry(name).or_default() += 1;
    }
    let wrong = match prove(pack, promises, &|_| {}) {
        Err(disagreement) => Some(disagreement.to_string()),
        Ok(report) => difference(pack, promises, walks, &expected, &report),
    };
    let smallest = wrong.map(|wrong| (walks.len(), format!("pack {number}: {wrong}\n{promises:#?}\n{pack:#?}")));
    Tally { walks: walks.len(), kept: expected.proven.len(), broken, wrong: usize::from(smallest.is_some()), smallest }
}

/// What a report says that is not so.
fn difference(
    pack: &Pack,
    promises: &[Promise],
    walks: &[Walked],
    expected: &Expected,
    report: &Report,
) -> Option<String> {
    let big = |number: usize| BigUint::from(number);
    let length = |length: &Length, (shortest, longest, sum): (u64, u64, u64)| {
        (length.shortest, length.longest, &length.sum) == (shortest, longest, &BigUint::from(sum))
    };
    let figures = [
        ("walks", report.walks == big(expected.walks)),
        ("walks by place", report.walks_by_place == big(expected.walks_by_place)),
        ("screens", length(&report.screens, expected.screens)),
        ("tenths", length(&report.tenths, expected.tenths)),
        ("only fallback", report.only_fallback == big(expected.only_fallback)),
    ];
    if let Some((figure, _)) = figures.iter().find(|(_, same)| !same) {
        return Some(format!("{figure} are wrong\n{report:#?}\nwhere these were counted: {expected:#?}"));
    }
    let rules: Vec<[BigUint; 3]> =
        report.rules.iter().map(|rule| [rule.fires.clone(), rule.shown.clone(), rule.leads.clone()]).collect();
    let counted: Vec<[BigUint; 3]> = expected.rules.iter().map(|rule| rule.map(big)).collect();
    if rules != counted {
        return Some(format!("rules (fires, shown, leads): {rules:?}, where {counted:?} were counted"));
    }
    let mut services: BTreeMap<(u16, String), BigUint> = BTreeMap::new();
    for service in &report.services {
        let twice = services.insert((service.kind, service.id.clone()), service.walks.clone());
        if twice.is_some() {
            return Some(format!("the service {} is listed twice", service.id));
        }
    }
    services.retain(|_, walks| *walks != BigUint::default());
    let counted: BTreeMap<_, _> = expected.services.iter().map(|(id, walks)| (id.clone(), big(*walks))).collect();
    if services != counted {
        return Some(format!("services: {services:?}, where {counted:?} were counted"));
    }
    let mut proven: HashSet<What> = report.proven.iter().copied().collect();
    if let Some(what) = proven.iter().find(|what| expected.failures.contains_key(what)) {
        return Some(format!("{what:?} is called proven, and is not so: {:?}", expected.failures[what]));
    }
    proven.retain(|what| !matches!(what, What::OneMain(..)));
    if proven != expected.proven {
        return Some(format!("proven: {proven:?}, where these hold: {:?}", expected.proven));
    }
    if report.failures.len() != expected.failures.len() {
        return Some(format!("failures: {:?}, where these were counted: {:?}", report.failures, expected.failures));
    }
    let wrong = |failure: &Failure| wrong_failure(pack, promises, walks, &expected.failures, failure);
    report.failures.iter().find_map(|failure| Some(format!("{failure:?}: {}", wrong(failure)?)))
}

/// What is wrong with a failure: that it is none, how often, or its example.
fn wrong_failure(
    pack: &Pack,
    promises: &[Promise],
    walks: &[Walked],
    failures: &HashMap<What, (usize, Option<Cost>)>,
    failure: &Failure,
) -> Option<String> {
    let Some((broken, shortest)) = failures.get(&failure.what) else { return Some("this holds".into()) };
    if failure.walks != BigUint::from(*broken) {
        return Some(format!("{broken} were counted"));
    }
    let examples: Option<Vec<&Walked>> = failure.example.iter().map(|answers| replayed(pack, answers, walks)).collect();
    let Some(examples) = examples else { return Some("the example is no complete walk".into()) };
    let fails = match (examples.as_slice(), failure.what) {
        ([], _) => shortest.is_none(),
        ([one, other], What::Promise(index)) => match promises[index].always {
            Always::Independent { of, but_for } => {
                let meant = |walked: &Walked| promises[index].when.holds(pack, &walked.walk.states);
                meant(one)
                    && meant(other)
                    && differ_only_in(&one.walk, &other.walk, of)
                    && !same_results(&one.outcome, &other.outcome, but_for)
            }
            Always::Each(_) => false,
        },
        ([one], what) => is_broken(pack, promises, one, what),
        _ => false,
    };
    if !fails {
        return Some("the example does not show it".into());
    }
    let costs = examples.iter().map(|walked| cost(&walked.walk));
    let found = costs.reduce(|one, other| (one.0 + other.0, one.1 + other.1));
    (found != *shortest).then(|| format!("the example has {found:?} (asked, said), and the shortest {shortest:?}"))
}

/// The walk of an example, if it is one of all walks, with nothing left to reply to and nothing said off its path.
fn replayed<'w, 'p>(pack: &'p Pack, answers: &Answers, walks: &'w [Walked<'p>]) -> Option<&'w Walked<'p>> {
    let walk = replay(pack, answers);
    let beside = (0..pack.questions.len() as u16)
        .any(|question| answers.get(question).is_some() && walk.state(question) == wegwijzer_core::State::NotAsked);
    walks.iter().find(|walked| walked.walk == walk && !beside && walk.next.is_none())
}
