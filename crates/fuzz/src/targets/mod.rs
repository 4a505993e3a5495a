//! What is fuzzed: one file for each reader. A target makes an input from the chance that it is given, hands it to its
//! reader and says whether it was accepted, or which of the reader's promises does not hold.

mod answers;
mod guard;
mod lines;
mod pack;
mod structure;

use std::fmt::Debug;

use crate::{corpus::Corpus, random::Random};

/// Whether the reader took the input; an error is a promise that was broken.
pub type Verdict = Result<bool, String>;

/// Gets to see the input before it is used, to print it where a case is run again.
pub type See<'s> = &'s mut dyn FnMut(&dyn Debug);

/// A reader and how many of the inputs it gets.
pub struct Target {
    /// As on the command line.
    pub name: &'static str,
    /// What it reads and which promises are held.
    pub about: &'static str,
    /// Of a thousand inputs.
    pub share: u64,
    /// Makes one input and hands it over.
    pub one: fn(&Corpus, &mut Random, See) -> Verdict,
}

/// All of them. The quick readers get the most inputs.
pub const TARGETS: [Target; 7] = [
    Target {
        name: "guard",
        about: "text of a guard: an error lies inside the text; brackets, `not` and white space around a guard keep it one",
        share: 400,
        one: guard::one,
    },
    Target {
        name: "toml",
        about: "a pack with one TOML file changed: each error has a place that is there; what loads reads back equal and answers",
        share: 8,
        one: pack::toml,
    },
    Target { name: "csv", about: "the same with one CSV table changed", share: 5, one: pack::csv },
    Target {
        name: "structure",
        about: "structure file and its places with right hashes around changed bodies: what is read answers anybody, twice the same",
        share: 225,
        one: structure::structure,
    },
    Target {
        name: "texts",
        about: "texts file with a right hash around a changed body: what is read fits its pack",
        share: 112,
        one: structure::texts,
    },
    Target {
        name: "answers",
        about: "any replies to the real packs: the same result whenever they came, all of it in the pack",
        share: 170,
        one: answers::one,
    },
    Target {
        name: "lines",
        about: "lines of answers for `wegwijzer run`: one line of JSON for each, a result or an error",
        share: 80,
        one: lines::one,
    },
];

fn require(holds: bool, promise: &str) -> Result<(), String> {
    if holds { Ok(()) } else { Err(promise.to_owned()) }
}
