//! Fuzzing on stable Rust, without instruments: inputs are made from the project's own files by a mutator that knows their
//! shape, and each reader is held to what it promises. `cargo xtask fuzz` runs it; docs/fuzzing.md records what was run.
//!
//! A case is named by its target, seed and number, and gives the same input on every machine. Inputs do not grow from each
//! other, so a case can be run again alone.
#![forbid(unsafe_code)]

pub mod corpus;
pub mod mutate;
pub mod random;
pub mod targets;

use std::{
    fmt::Debug,
    panic::{AssertUnwindSafe, catch_unwind},
    time::{Duration, Instant},
};

use crate::{
    corpus::Corpus,
    random::Random,
    targets::{See, Target},
};

/// The most findings of a target that are kept; there is enough to do then.
const MOST: usize = 20;

/// What came of the cases of a target.
#[derive(Debug, Default)]
pub struct Tally {
    /// How many inputs there were.
    pub inputs: u64,
    /// How many of them the reader took.
    pub accepted: u64,
    /// The case that took longest, and how long.
    pub slowest: (u64, Duration),
    /// The whole time.
    pub time: Duration,
    /// The cases that broke a promise, and which.
    pub findings: Vec<(u64, String)>,
}

/// Runs the cases of a target from 0 on.
pub fn run(target: &Target, corpus: &Corpus, seed: u64, inputs: u64, mut progress: impl FnMut(u64)) -> Tally {
    let mut tally = Tally::default();
    let start = Instant::now();
    for case in 0..inputs {
        let begun = Instant::now();
        match one(target, corpus, seed, case, &mut |_| {}) {
            Ok(accepted) => tally.accepted += u64::from(accepted),
            Err(promise) => {
                tally.findings.push((case, promise));
                if tally.findings.len() == MOST {
                    tally.inputs = case + 1;
                    break;
                }
            }
        }
        let took = begun.elapsed();
        if took > tally.slowest.1 {
            tally.slowest = (case, took);
        }
        tally.inputs = case + 1;
        progress(tally.inputs);
    }
    tally.time = start.elapsed();
    tally
}

/// Runs one case, and catches what must not happen.
///
/// # Errors
/// The promise that does not hold.
pub fn one(target: &Target, corpus: &Corpus, seed: u64, case: u64, see: See) -> Result<bool, String> {
    let mut random = Random::of_case(seed, target.name, case);
    catch_unwind(AssertUnwindSafe(|| (target.one)(corpus, &mut random, see)))
        .unwrap_or_else(|panic| Err(format!("nothing panics: {}", said(&*panic))))
}

fn said(panic: &(dyn std::any::Any + Send)) -> &str {
    let text = panic.downcast_ref::<&str>().copied();
    text.or_else(|| panic.downcast_ref::<String>().map(String::as_str)).unwrap_or("without a word")
}

/// Prints an input of a case that is run again.
pub fn print(input: &dyn Debug) {
    println!("{input:#?}");
}
