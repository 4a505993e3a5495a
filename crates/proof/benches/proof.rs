//! How long a proof takes and how much memory, for each pack of this project and for one that is larger than any: 500
//! questions and 300 rules, made from a seed. Each is proven in a process of its own, so that the peak of its memory is
//! its own, and held against its budget. On systems that do not tell the peak it is not measured.

#[path = "../tests/proof/random.rs"]
#[expect(dead_code, reason = "what only the tests use")]
mod random;
#[path = "../tests/proof/synthetic.rs"]
mod synthetic;

use std::{
    env, fs,
    path::{Path, PathBuf},
    process::{Command, ExitCode, Stdio},
    time::{Duration, Instant},
};

use wegwijzer_core::Pack;
use wegwijzer_pack::Promise;
use wegwijzer_proof::prove;

const SYNTHETIC: &str = "synthetic";
const SEED: u64 = 2026;
const QUESTIONS: usize = 500;
const RULES: usize = 300;

/// Set for the process that proves one pack, to its name.
const ONE: &str = "WEGWIJZER_BENCH_PROOF";

/// What a proof may take.
struct Budget {
    time: Duration,
    megabytes: u64,
}

fn budget(name: &str) -> Budget {
    match name {
        SYNTHETIC => Budget { time: Duration::from_secs(60), megabytes: 4096 },
        _ => Budget { time: Duration::from_secs(5), megabytes: 1024 },
    }
}

fn main() -> ExitCode {
    if let Ok(name) = env::var(ONE) {
        return prove_one(&name);
    }
    println!("\nProofs: time and peak memory, of a budget");
    let mut names: Vec<String> = fs::read_dir(packs())
        .expect("the folder of the packs")
        .flatten()
        .filter(|entry| entry.path().is_dir())
        .map(|entry| entry.file_name().to_string_lossy().into_owned())
        .collect();
    names.sort();
    names.push(SYNTHETIC.to_owned());
    // All of them, also after one that fails.
    let failed: Vec<&String> = names.iter().filter(|name| !runs(name)).collect();
    if failed.is_empty() {
        return ExitCode::SUCCESS;
    }
    eprintln!("not within the budgets of crates/proof/benches/proof.rs: {failed:?}");
    ExitCode::FAILURE
}

fn packs() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../packs")
}

fn runs(name: &str) -> bool {
    let this = env::current_exe().expect("this program");
    let status = Command::new(this).env(ONE, name).stdin(Stdio::null()).status();
    status.is_ok_and(|status| status.success())
}

fn prove_one(name: &str) -> ExitCode {
    let (pack, promises) = read(name);
    let start = Instant::now();
    let report = match prove(&pack, &promises, &|_| {}) {
        Ok(report) => report,
        Err(disagreement) => {
            eprintln!("  {name}: {disagreement}");
            return ExitCode::FAILURE;
        }
    };
    let time = start.elapsed();
    let Budget { time: most, megabytes } = budget(name);
    let peak = peak_kilobytes().map(|kilobytes| kilobytes / 1024);
    let within = time <= most && peak.is_none_or(|peak| peak <= megabytes);
    let peak = peak.map_or("not measured".to_owned(), |peak| format!("{peak} MB"));
    let verdict = if within { "ok" } else { "OVER BUDGET" };
    println!(
        "  {name:<10} {:>4} questions {:>4} rules  {:>9} walks  {:>6} nodes  {:>7.2} s of {} s  {peak:>8} of {megabytes} MB  {verdict}",
        pack.questions.len(),
        pack.rules.len(),
        shortened(&report.walks.to_string()),
        report.nodes.1,
        time.as_secs_f64(),
        most.as_secs(),
    );
    if !report.failures.is_empty() {
        let what: Vec<_> = report.failures.iter().map(|failure| failure.what).collect();
        eprintln!("  {name}: {} promises are not kept: {what:?}", what.len());
        return ExitCode::FAILURE;
    }
    if within { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

fn read(name: &str) -> (Pack, Vec<Promise>) {
    if name == SYNTHETIC {
        return (synthetic::pack(SEED, QUESTIONS, RULES), Vec::new());
    }
    match wegwijzer_pack::load(&packs().join(name)) {
        Ok(compiled) => (compiled.pack, compiled.promises),
        Err(diagnostics) => panic!("packs/{name} does not compile:\n{diagnostics}"),
    }
}

/// A count that no table holds, by its first digits.
fn shortened(digits: &str) -> String {
    match digits.len() {
        0..=15 => digits.to_owned(),
        length => format!("{}.{} e{}", &digits[..1], &digits[1..3], length - 1),
    }
}

/// The most memory that this process ever had, where the system tells it.
fn peak_kilobytes() -> Option<u64> {
    let status = fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    line.split_whitespace().next()?.parse().ok()
}
