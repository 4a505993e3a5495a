//! The size budget: what each part may weigh, measured as a server sends it that has compressed beforehand.

use anyhow::{Result, ensure};

use crate::{files, progress::heading, project::Project};

/// The most that a part may weigh, in kB of 1000 bytes, brotli 11. This table is the budget; there is no other.
const BUDGET: [(Part, f64); 5] =
    [(Part::Loader, 3.0), (Part::Glue, 5.0), (Part::Wasm, 85.0), (Part::Structure, 20.0), (Part::Language, 9.0)];

/// The parts that have a budget.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Part {
    Loader,
    Glue,
    Wasm,
    /// Of one pack, with its places.
    Structure,
    /// Of one pack in one language.
    Language,
}

/// A part as built.
pub struct Weighed<'a> {
    pub part: Part,
    pub name: String,
    /// The files that share its budget, by name.
    pub files: Vec<(String, &'a [u8])>,
}

impl<'a> Weighed<'a> {
    /// A part that is one file.
    pub fn one(part: Part, name: &str, bytes: &'a [u8]) -> Weighed<'a> {
        Weighed { part, name: name.to_owned(), files: vec![(name.to_owned(), bytes)] }
    }

    /// The same part with a further file.
    pub fn and(mut self, name: &str, bytes: &'a [u8]) -> Weighed<'a> {
        self.name += ", all";
        self.files.push((name.to_owned(), bytes));
        self
    }
}

/// Prints the weight of every part.
///
/// # Errors
/// The parts that are past their budget.
pub fn check(project: &Project, parts: &[Weighed<'_>]) -> Result<()> {
    heading("Sizes in kB (1 kB = 1000 bytes); the budget is for brotli");
    println!("  {:<24} {:>9} {:>9} {:>9} {:>9}", "part", "raw", "gzip 9", "brotli 11", "budget");
    let mut total = [0; 3];
    let mut too_big = Vec::new();
    for Weighed { part, name, files } in parts {
        let mut weights = [0; 3];
        for (file, bytes) in files {
            let of_file = [bytes.len(), files::gzip(project, bytes)?.len(), files::brotli(project, bytes)?.len()];
            if files.len() > 1 {
                let [raw, gzip, brotli] = of_file.map(kilobytes);
                println!("  {file:<24} {raw:>9.2} {gzip:>9.2} {brotli:>9.2}");
            }
            add(&mut weights, of_file);
        }
        let budget = BUDGET.iter().find(|(of, _)| of == part).map_or(0.0, |(_, budget)| *budget);
        let [raw, gzip, brotli] = weights.map(kilobytes);
        let verdict = if brotli <= budget { "ok" } else { "TOO BIG" };
        println!("  {name:<24} {raw:>9.2} {gzip:>9.2} {brotli:>9.2} {budget:>9.1}  {verdict}");
        if brotli > budget {
            too_big.push(format!("{name} weighs {brotli:.2} kB of {budget:.1}"));
        }
        add(&mut total, weights);
    }
    let [raw, gzip, brotli] = total.map(kilobytes);
    println!("  {:<24} {raw:>9.2} {gzip:>9.2} {brotli:>9.2}", "all of it");
    ensure!(
        too_big.is_empty(),
        "past the size budget: {}. Make it smaller; the budget is in xtask/src/sizes.rs and a decision of its own",
        too_big.join(", ")
    );
    Ok(())
}

fn add(sums: &mut [usize; 3], weights: [usize; 3]) {
    for (sum, weight) in sums.iter_mut().zip(weights) {
        *sum += weight;
    }
}

#[expect(clippy::cast_precision_loss, reason = "sizes of files in a table")]
fn kilobytes(bytes: usize) -> f64 {
    bytes as f64 / 1000.0
}
