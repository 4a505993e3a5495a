//! `cargo xtask fuzz`: runs all targets or one, or one case again, and ends with a table of what was run.
#![forbid(unsafe_code)]

use std::{process::ExitCode, time::Instant};

use clap::Parser;
use wegwijzer_fuzz::{
    Tally,
    corpus::Corpus,
    one, print, run,
    targets::{TARGETS, Target},
};

#[derive(Parser)]
#[command(name = "cargo xtask fuzz", about = "Throws inputs that nobody would write at every reader of the project")]
struct Arguments {
    /// How many inputs, over all targets
    #[arg(long, default_value_t = 200_000)]
    inputs: u64,
    /// The seed: the same one gives the same inputs
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// One target alone, which then gets all inputs
    #[arg(long)]
    target: Option<String>,
    /// One case of that target again, with its input printed
    #[arg(long, requires = "target")]
    case: Option<u64>,
}

fn main() -> ExitCode {
    match fuzz(&Arguments::parse()) {
        Ok(0) => ExitCode::SUCCESS,
        Ok(findings) => {
            println!("\n{findings} findings");
            ExitCode::FAILURE
        }
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

/// How many findings there were.
fn fuzz(arguments: &Arguments) -> Result<usize, String> {
    let corpus = Corpus::read()?;
    let names: Vec<&str> = TARGETS.iter().map(|target| target.name).collect();
    let wanted = |target: &&Target| arguments.target.as_ref().is_none_or(|name| name == target.name);
    let targets: Vec<&Target> = TARGETS.iter().filter(wanted).collect();
    if targets.is_empty() {
        return Err(format!("there is no such target; there are {}", names.join(", ")));
    }
    if let (Some(case), [target]) = (arguments.case, targets.as_slice()) {
        let verdict = one(target, &corpus, arguments.seed, case, &mut print);
        println!("{verdict:?}");
        return Ok(usize::from(verdict.is_err()));
    }
    let start = Instant::now();
    let mut tallies = Vec::new();
    for target in &targets {
        let inputs = match targets.len() {
            1 => arguments.inputs,
            _ => arguments.inputs * target.share / TARGETS.iter().map(|target| target.share).sum::<u64>(),
        };
        let mut told = Instant::now();
        let tally = run(target, &corpus, arguments.seed, inputs, |done| {
            if told.elapsed().as_secs() >= 10 {
                told = Instant::now();
                eprintln!("{}: {done} of {inputs}", target.name);
            }
        });
        for (case, promise) in &tally.findings {
            println!("{}: case {case}: broken: {promise}", target.name);
            println!("  cargo xtask fuzz --seed {} --target {} --case {case}", arguments.seed, target.name);
        }
        tallies.push((*target, tally));
    }
    table(&tallies, start.elapsed().as_secs());
    Ok(tallies.iter().map(|(_, tally)| tally.findings.len()).sum())
}

fn table(tallies: &[(&Target, Tally)], seconds: u64) {
    println!("| target | inputs | accepted | seconds | slowest | findings |");
    println!("| --- | ---: | ---: | ---: | ---: | ---: |");
    for (target, Tally { inputs, accepted, slowest, time, findings }) in tallies {
        let (name, findings, slowest) = (target.name, findings.len(), slowest.1.as_millis());
        println!("| {name} | {inputs} | {accepted} | {} | {slowest} ms | {findings} |", time.as_secs());
    }
    let sum = |number: fn(&Tally) -> u64| tallies.iter().map(|(_, tally)| number(tally)).sum::<u64>();
    let findings = sum(|tally| tally.findings.len() as u64);
    println!("| all | {} | {} | {seconds} | | {findings} |", sum(|tally| tally.inputs), sum(|tally| tally.accepted));
}
