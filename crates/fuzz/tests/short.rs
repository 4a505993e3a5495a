//! A few thousand inputs of every target, with each run of the tests. The long run is `cargo xtask fuzz`, recorded in
//! docs/fuzzing.md.

use std::sync::LazyLock;

use wegwijzer_fuzz::{corpus::Corpus, one, run, targets::TARGETS};

static CORPUS: LazyLock<Corpus> = LazyLock::new(|| Corpus::read().expect("the packs of the project"));

/// Runs some of the cases that the long run has, and wants some inputs to get through and some not: where all are refused,
/// nothing is tested.
#[track_caller]
fn holds(name: &str, inputs: u64, accepted: std::ops::RangeInclusive<u64>) {
    let target = TARGETS.iter().find(|target| target.name == name).expect("a target of this name");
    let tally = run(target, &CORPUS, 1, inputs, |_| {});
    assert!(tally.findings.is_empty(), "cargo xtask fuzz --seed 1 --target {name} --case …: {:?}", tally.findings);
    assert_eq!(tally.inputs, inputs);
    assert!(accepted.contains(&tally.accepted), "{} of {inputs} got through", tally.accepted);
}

#[test]
fn guards() {
    holds("guard", 4_000, 1_000..=3_000);
}

#[test]
fn toml_files() {
    holds("toml", 200, 10..=100);
}

#[test]
fn tables() {
    holds("csv", 200, 10..=100);
}

#[test]
fn structure_files() {
    holds("structure", 3_000, 300..=2_000);
}

#[test]
fn texts_files() {
    holds("texts", 3_000, 200..=2_000);
}

#[test]
fn replies_of_anybody() {
    holds("answers", 2_000, 2_000..=2_000);
}

#[test]
fn lines_of_answers() {
    holds("lines", 1_000, 100..=800);
}

#[test]
fn a_case_gives_the_same_input_each_time_and_another_seed_another_one() {
    for target in &TARGETS {
        let input = |seed: u64, case: u64| {
            let mut seen = String::new();
            let verdict = one(target, &CORPUS, seed, case, &mut |input| seen.push_str(&format!("{input:?}")));
            (seen, verdict)
        };
        assert_eq!(input(1, 7), input(1, 7), "{}", target.name);
        let all: std::collections::BTreeSet<_> = (1..4)
            .flat_map(|seed| (0..4).map(move |case| (seed, case)))
            .map(|(seed, case)| input(seed, case).0)
            .collect();
        assert_eq!(all.len(), 12, "{}", target.name);
    }
}

#[test]
fn what_panics_is_a_finding_and_not_the_end() {
    let target = wegwijzer_fuzz::targets::Target {
        name: "panics",
        about: "",
        share: 0,
        one: |_, random, _| match random.below(2) {
            0 => panic!("here"),
            _ => Ok(true),
        },
    };
    let tally = run(&target, &CORPUS, 1, 30, |_| {});
    assert!((5..20).contains(&tally.findings.len()), "{tally:?}");
    assert_eq!((tally.inputs, tally.accepted), (30, 30 - tally.findings.len() as u64));
    assert_eq!(tally.findings[0].1, "nothing panics: here");
}
