//! Measures the engine with criterion and holds the medians against limits. The proofs of the packs are measured too, by
//! crates/proof/benches/proof.rs, which prints its own table and holds its own budgets of time and memory.

use std::{
    fs,
    path::{Path, PathBuf},
    time::Duration,
};

use anyhow::{Context, Result, ensure};
use serde_json::Value;

use crate::{
    files::{below, read_text},
    progress::heading,
    project::Project,
};

/// The longest that the median of a benchmark may take. The name is the benchmark's or its group's in criterion.
const LIMITS: [Limit; 2] = [
    Limit { benchmark: "walk", most: Duration::from_micros(20), what: "replay and result of a full walk" },
    Limit { benchmark: "postcode", most: Duration::from_micros(1), what: "a postcode to its municipality" },
];

/// The two parts of `cargo xtask bench`.
#[derive(Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum Part {
    /// The engine, and the proofs of the packs
    Engine,
    /// The widget beside other form libraries
    Compare,
}

struct Limit {
    benchmark: &'static str,
    most: Duration,
    what: &'static str,
}

/// Runs every benchmark of the workspace, and prints the medians beside their limits.
///
/// # Errors
/// A benchmark past its limit, or a limit that nothing was measured for.
pub fn bench(project: &Project) -> Result<()> {
    heading("Measuring the engine, and the proofs of the packs");
    let measured = project.path("target/criterion");
    if measured.exists() {
        // An old figure must not stand in for one that was not taken.
        fs::remove_dir_all(&measured)?;
    }
    for (package, benchmark) in benchmarks(project)? {
        project
            .cargo()
            .args(["bench", "--package", &package, "--bench", &benchmark, "--"])
            .args(["--noplot", "--warm-up-time", "1", "--measurement-time", "3"])
            .run()
            .with_context(|| format!("{package}, benchmark `{benchmark}`: the lines above say why"))?;
    }

    heading("Medians, in nanoseconds");
    println!("  {:<36} {:>10} {:>10}", "benchmark", "median", "limit");
    let mut slow = Vec::new();
    for Limit { benchmark, most, what } in LIMITS {
        let found = medians(&measured, benchmark)?;
        ensure!(!found.is_empty(), "nothing was measured under the name `{benchmark}` ({what}): is its bench gone?");
        for (name, median) in found {
            let limit = most.as_secs_f64() * 1e9;
            let verdict = if median < limit { "ok" } else { "TOO SLOW" };
            println!("  {name:<36} {median:>10.0} {limit:>10.0}  {verdict}");
            if median >= limit {
                slow.push(format!("{name} ({what}) takes {median:.0} ns of {limit:.0}"));
            }
        }
    }
    ensure!(slow.is_empty(), "past the limits in xtask/src/bench.rs: {}", slow.join(", "));
    Ok(())
}

/// Package and name of every benchmark: the files in `crates/*/benches`.
fn benchmarks(project: &Project) -> Result<Vec<(String, String)>> {
    let mut found = Vec::new();
    for crate_folder in fs::read_dir(project.path("crates"))?.flatten().map(|entry| entry.path()) {
        for file in below(&crate_folder.join("benches")) {
            let Some(name) = file.file_stem().filter(|_| file.extension().is_some_and(|end| end == "rs")) else {
                continue;
            };
            found.push((package(&crate_folder)?, name.to_string_lossy().into_owned()));
        }
    }
    found.sort();
    Ok(found)
}

fn package(crate_folder: &Path) -> Result<String> {
    let manifest = read_text(&crate_folder.join("Cargo.toml"))?;
    let name = manifest.lines().find_map(|line| line.strip_prefix("name = \"")?.strip_suffix('"'));
    Ok(name.with_context(|| format!("{} has no name", crate_folder.display()))?.to_owned())
}

/// The medians in nanoseconds of all that criterion measured under a name. It writes `…/NAME/…/new/estimates.json`.
fn medians(measured: &Path, benchmark: &str) -> Result<Vec<(String, f64)>> {
    let estimates = |file: &PathBuf| file.ends_with("new/estimates.json");
    below(measured)
        .into_iter()
        .filter(estimates)
        .filter_map(|file| {
            let inside = file.strip_prefix(measured).ok()?.parent()?.parent()?;
            let named = inside.components().any(|part| part.as_os_str() == benchmark);
            let name = inside.display().to_string();
            named.then_some((name, file))
        })
        .map(|(name, file)| {
            let estimates: Value = serde_json::from_str(&read_text(&file)?)?;
            let median = estimates["median"]["point_estimate"].as_f64();
            Ok((name, median.with_context(|| format!("{} holds no median", file.display()))?))
        })
        .collect()
}
