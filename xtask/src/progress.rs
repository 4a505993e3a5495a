//! What a person at the terminal sees while waiting: one line a step with its seconds, plain text, no cursor tricks, so
//! that a CI log reads the same.

use std::time::{Duration, Instant};

use anyhow::Result;

/// Runs a step, and prints its name and seconds when it is done.
pub fn step<T>(name: &str, work: impl FnOnce() -> Result<T>) -> Result<T> {
    let start = Instant::now();
    let outcome = work()?;
    println!("  {name:<52} {:>8}", seconds(start.elapsed()));
    Ok(outcome)
}

/// Announces a step that takes long, then runs it.
pub fn long_step<T>(name: &str, expect: &str, work: impl FnOnce() -> Result<T>) -> Result<T> {
    println!("  {name}: {expect} ...");
    step(name, work)
}

/// Prints a heading for what follows.
pub fn heading(text: &str) {
    println!("\n{text}");
}

/// Seconds with one decimal.
pub fn seconds(duration: Duration) -> String {
    format!("{}.{} s", duration.as_secs(), duration.subsec_millis() / 100)
}
