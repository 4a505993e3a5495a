//! The text of a guard: one that the packs have, or one made by the grammar, then some of its words changed.

use wegwijzer_pack::guard_error;

use super::{See, Verdict, require};
use crate::{
    corpus::Corpus,
    mutate::{text, words},
    random::Random,
};

/// Words that a guard may have.
const WORDS: [&str; 20] = [
    "and",
    "or",
    "not",
    "is",
    "has",
    "asked",
    "answered",
    "skipped",
    "region",
    "at",
    "least",
    "of",
    "(",
    ")",
    ",",
    "2",
    "age",
    "under-27",
    "confidence",
    "low",
];

pub fn one(corpus: &Corpus, random: &mut Random, see: See) -> Verdict {
    let base = match random.below(3) {
        0 => random.pick(&corpus.guards).clone(),
        _ => made(random, 4),
    };
    let others: Vec<String> = WORDS.iter().map(|word| (*word).to_owned()).collect();
    let edits = random.below(4);
    let bytes = text(&words(&base), &others, edits, random);
    let guard = String::from_utf8_lossy(&bytes);
    see(&guard);
    check(&guard, edits == 0)
}

fn check(guard: &str, untouched: bool) -> Verdict {
    let error = guard_error(guard);
    require(error == guard_error(guard), "the same text is read in the same way")?;
    if let Some((span, message)) = error {
        require(
            span.start <= span.end && guard.get(span).is_some(),
            "an error lies inside the text, between characters",
        )?;
        require(!message.is_empty(), "an error says something")?;
        require(!untouched || is_limit(&message), "what the grammar makes is a guard")?;
        return Ok(false);
    }
    for around in [format!("({guard})"), format!("not ({guard})"), format!("\t{}\r\n", guard.replace(' ', "\n "))] {
        let error = guard_error(&around);
        let fine = error.is_none_or(|(_, message)| is_limit(&message));
        require(fine, "brackets, `not` and white space around a guard leave it a guard")?;
    }
    Ok(true)
}

/// An error that is about the size of a guard, not about its words.
fn is_limit(message: &str) -> bool {
    message.contains("the most is") || message.contains("brackets within brackets")
}

/// A guard by the grammar.
fn made(random: &mut Random, depth: usize) -> String {
    let name = |random: &mut Random| *random.pick(&["age", "situation", "worries", "x", "2", "under-27", "q_1", "A"]);
    match random.below(if depth == 0 { 4 } else { 9 }) {
        0 => format!("{} is {}", name(random), name(random)),
        1 => format!("{} has {}", name(random), name(random)),
        2 => format!("{} {}", random.pick(&["asked", "answered", "skipped"]), name(random)),
        3 => format!("region is {}", name(random)),
        4 => format!("not {}", bracketed(random, depth - 1)),
        5 => format!("({})", made(random, depth - 1)),
        6 => {
            let list: Vec<String> = (0..1 + random.below(4)).map(|_| made(random, depth - 1)).collect();
            format!("at least {} of ({})", random.below(5), list.join(", "))
        }
        sign => {
            let sign = if sign == 7 { " and " } else { " or " };
            let parts: Vec<String> = (0..2 + random.below(3)).map(|_| made(random, depth - 1)).collect();
            parts.join(sign)
        }
    }
}

fn bracketed(random: &mut Random, depth: usize) -> String {
    format!("({})", made(random, depth))
}
