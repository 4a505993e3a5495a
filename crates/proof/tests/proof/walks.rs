//! Random walks through the engine with the packs of this project: none shows what their proofs rule out.

use std::{
    collections::{BTreeSet, HashSet},
    fs,
    path::Path,
};

use num_bigint::BigUint;
use wegwijzer_core::{Answer, Answers, Kind, OptionSet, Pack, Place, Reply, State, kept, outcome, read, replay};
use wegwijzer_pack::{Always, Promise};
use wegwijzer_proof::{Report, What, prove};

use crate::{
    oracle::{Walked, differ_only_in, is_broken, length_of, same_results},
    random::Random,
    synthetic,
};

const WALKS: usize = 20_000;

#[test]
fn no_random_walk_shows_what_is_proven_not_to_be() {
    let packs = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../packs");
    let mut folders: Vec<_> = fs::read_dir(packs).expect("the packs").flatten().map(|entry| entry.path()).collect();
    folders.retain(|path| path.is_dir());
    folders.sort();
    assert!(!folders.is_empty());
    for folder in folders {
        let name = folder.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let compiled = match wegwijzer_pack::load(&folder) {
            Ok(compiled) => compiled,
            Err(diagnostics) => panic!("packs/{name} does not compile:\n{diagnostics}"),
        };
        hold_against(&format!("packs/{name}"), &compiled.pack, &compiled.promises);
    }
}

#[test]
fn no_random_walk_shows_what_is_proven_not_to_be_of_a_large_pack() {
    let pack = synthetic::pack(1, 150, 90);
    assert_eq!(pack.check(), Ok(()));
    hold_against("a pack made from a seed", &pack, &[]);
}

/// Proves a pack, and takes random walks through it.
fn hold_against(name: &str, pack: &Pack, promises: &[Promise]) {
    let report = prove(pack, promises, &|_| {}).expect("two methods that agree");
    assert!(report.failures.is_empty(), "{name}: {:?}", report.failures);
    let mut random = Random::new(1);
    let (mut rules, mut lengths, mut two_walks) = (BTreeSet::new(), BTreeSet::new(), 0);
    for number in 0..WALKS {
        let answers = random_walk(&mut random, pack, Answers::default());
        assert_eq!(kept::read(pack, &kept::write(pack, &answers)), answers, "{name}: a tab keeps all of this");
        let walk = replay(pack, &answers);
        let outcome = outcome(pack, &walk);
        let walked = Walked { walk, outcome, places: 1 };
        if let Some(wrong) = not_so(pack, promises, &report, &walked) {
            panic!("{name}, walk {number}: {wrong}\n{answers:?}\n{:#?}", walked.outcome);
        }
        rules.extend(walked.outcome.recommendations.iter().map(|one| one.rule));
        lengths.insert(length_of(pack, &walked.walk));
        two_walks += beside(&mut random, pack, promises, &report, (&answers, &walked), name);
    }
    let (all, lengths) = (pack.rules.len(), (lengths.first(), lengths.last()));
    println!("{name}: {} of {all} rules were shown, {lengths:?} screens, {two_walks} pairs of walks", rules.len());
    // Walks that all go one way would see nothing.
    assert!(rules.len() * 10 >= all * 9, "{name}: the walks see too little: {rules:?}");
    let pairs_expected = promises.iter().any(|promise| matches!(promise.always, Always::Independent { .. }));
    assert!(!pairs_expected || two_walks > WALKS / 10, "{name}: {two_walks} pairs of walks");
}

/// Replies to everything that is asked and not replied to.
fn random_walk(random: &mut Random, pack: &Pack, mut answers: Answers) -> Answers {
    while let Some(next) = replay(pack, &answers).next {
        let reply = random_reply(random, pack, next);
        answers.set(next, reply);
    }
    answers
}

fn random_reply(random: &mut Random, pack: &Pack, question: u16) -> Reply {
    let asked = &pack.questions[usize::from(question)];
    let answer = match asked.kind {
        Kind::Place => {
            let (municipalities, regions) = (pack.places.municipalities.len(), pack.places.regions.len());
            let at = random.between(0, municipalities + regions - 1);
            let region = at.checked_sub(municipalities).map(|region| Place::Region(region as u16));
            Answer::Place(region.unwrap_or(Place::Municipality(at as u16)))
        }
        Kind::One | Kind::Statement => {
            Answer::Options(OptionSet::one(random.between(0, asked.options.len() - 1) as u8))
        }
        Kind::Many => {
            let all = 0..asked.options.len() as u8;
            let chosen =
                all.filter(|_| random.chance(3)).map(OptionSet::one).fold(OptionSet::default(), OptionSet::with);
            let alone = chosen.iter().find(|&option| asked.options[usize::from(option)].exclusive);
            Answer::Options(alone.map_or(chosen, OptionSet::one))
        }
    };
    // A set with nothing in it is no answer, and the engine takes it as passed over.
    if random.chance(1) || answer == Answer::Options(OptionSet::default()) {
        return Reply::Skipped;
    }
    Reply::Answered(answer)
}

/// What a walk shows and the report denies.
fn not_so(pack: &Pack, promises: &[Promise], report: &Report, walked: &Walked) -> Option<String> {
    let none = BigUint::default();
    for (index, question) in (0u16..).zip(&pack.questions) {
        let state = walked.walk.state(index);
        if state != State::NotAsked && !report.proven.contains(&What::Asked(index)) {
            return Some(format!("{} is asked", question.id));
        }
        let State::Answered(Answer::Options(chosen)) = state else { continue };
        if let Some(option) = chosen.iter().find(|&option| !report.proven.contains(&What::Chosen(index, option))) {
            return Some(format!("option {option} of {} is chosen", question.id));
        }
    }
    for (index, scale) in (0u16..).zip(&pack.scales) {
        if let Some(band) = read(scale, &walked.walk).band
            && !report.proven.contains(&What::Reached(index, band))
        {
            return Some(format!("{} is in band {band}", scale.id));
        }
    }
    for (rule, reach) in pack.rules.iter().zip(&report.rules) {
        if rule.when.holds(pack, &walked.walk.states) && reach.fires == none {
            return Some(format!("{} fires", rule.id));
        }
    }
    for one in &walked.outcome.recommendations {
        let reach = &report.rules[usize::from(one.rule)];
        if reach.shown == none || (one.role == wegwijzer_core::Role::Main && reach.leads == none) {
            return Some(format!("{} is shown as {}", pack.rules[usize::from(one.rule)].id, one.role.id()));
        }
        let service =
            |other: &&wegwijzer_proof::ServiceReach| other.kind == one.service.kind && other.id == one.service.id;
        if report.services.iter().find(service).is_none_or(|service| service.walks == none) {
            return Some(format!("{} is named", one.service.id));
        }
    }
    let screens = length_of(pack, &walked.walk);
    if !(report.screens.shortest..=report.screens.longest).contains(&screens) {
        return Some(format!("it has {screens} screens"));
    }
    let broken = report.proven.iter().find(|what| is_broken(pack, promises, walked, **what));
    broken.map(|what| format!("{what:?} is broken"))
}

/// Holds a walk against another of the same person, for each promise over two walks; how many there were.
fn beside(
    random: &mut Random,
    pack: &Pack,
    promises: &[Promise],
    report: &Report,
    (answers, walked): (&Answers, &Walked),
    name: &str,
) -> usize {
    let proven: HashSet<What> = report.proven.iter().copied().collect();
    let mut looked_at = 0;
    for (index, promise) in promises.iter().enumerate() {
        let Always::Independent { of, but_for } = promise.always else { continue };
        let mut other = answers.clone();
        if walked.walk.state(of) == State::NotAsked || !proven.contains(&What::Promise(index)) {
            continue;
        }
        let reply = random_reply(random, pack, of);
        other.set(of, reply);
        let other = random_walk(random, pack, other);
        let walk = replay(pack, &other);
        let meant = promise.when.holds(pack, &walked.walk.states) && promise.when.holds(pack, &walk.states);
        if meant && differ_only_in(&walked.walk, &walk, of) {
            looked_at += 1;
            let same = same_results(&walked.outcome, &outcome(pack, &walk), but_for);
            assert!(same, "{name}, {}: {answers:?} and {other:?} lead elsewhere", promise.id);
        }
    }
    looked_at
}
