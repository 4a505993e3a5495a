//! Reasons: the smallest set of a person's answers that by itself makes a guard hold.
//!
//! "By itself": with only those answers known, the guard holds whatever the other answers are (a *sufficient reason*,
//! as the explanation literature calls it). What was skipped or not asked is known and no answer, so it never counts
//! as a reason. Of several smallest sets it is the one that was said first.

use alloc::{vec, vec::Vec};

use crate::{
    answers::OptionSet,
    guard::{Guard, Known, Truth, options_of},
    pack::Pack,
    replay::{State, Walk},
};

/// Up to this many answers all sets are tried, smallest first; past it answers are left out one by one, from the last,
/// which still gives a set of which none can be missed.
const TRY_ALL: usize = 12;

/// A part of what a person said.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reason {
    /// The question.
    pub question: u16,
    /// The chosen options that matter. For a place: none.
    pub options: OptionSet,
}

/// The reasons why a guard holds on a walk, in the order of the questions. Empty if it holds without any answer.
pub(crate) fn reasons(pack: &Pack, guard: &Guard, walk: &Walk) -> Vec<Reason> {
    let candidates = candidates(pack, guard, walk);
    let mut known = vec![OptionSet::default(); pack.questions.len()];
    let mut holds = |chosen: &[(u16, u8)]| {
        known.fill(OptionSet::default());
        for &(question, option) in chosen {
            if let Some(set) = known.get_mut(usize::from(question)) {
                *set = set.with(OptionSet::one(option));
            }
        }
        guard.truth(pack, &walk.states, Known::Only(&known)) == Truth::Yes
    };
    let smallest = if candidates.len() <= TRY_ALL {
        (0..=candidates.len()).find_map(|size| first_of_size(&candidates, size, &mut holds))
    } else {
        let mut kept = candidates.clone();
        for at in (0..kept.len()).rev() {
            let mut fewer = kept.clone();
            fewer.remove(at);
            if holds(&fewer) {
                kept = fewer;
            }
        }
        Some(kept)
    };
    collect(pack, smallest.unwrap_or_default())
}

/// The answers that the guard could rest on: every chosen option of every question that it looks at.
fn candidates(pack: &Pack, guard: &Guard, walk: &Walk) -> Vec<(u16, u8)> {
    let mut questions: Vec<u16> = guard.questions(pack).collect();
    questions.sort_unstable();
    questions.dedup();
    let mut all = Vec::new();
    for question in questions {
        if let State::Answered(answer) = walk.state(question) {
            all.extend(options_of(answer).iter().map(|option| (question, option)));
        }
    }
    all
}

/// The first set of a size, in the order of the candidates, with which the guard holds.
fn first_of_size(
    candidates: &[(u16, u8)],
    size: usize,
    holds: &mut impl FnMut(&[(u16, u8)]) -> bool,
) -> Option<Vec<(u16, u8)>> {
    let mut picked: Vec<usize> = (0..size).collect();
    loop {
        let set: Vec<(u16, u8)> = picked.iter().filter_map(|&at| candidates.get(at).copied()).collect();
        if holds(&set) {
            return Some(set);
        }
        // The next combination in lexicographic order: move the last position that still can move.
        let room = |at: usize| candidates.len().saturating_sub(size.saturating_sub(at));
        let at = (0..size).rev().find(|&at| picked.get(at).is_some_and(|&value| value < room(at)))?;
        let start = picked.get(at).copied()?.saturating_add(1);
        for (slot, value) in picked.iter_mut().skip(at).zip(start..) {
            *slot = value;
        }
    }
}

fn collect(pack: &Pack, chosen: Vec<(u16, u8)>) -> Vec<Reason> {
    let mut reasons: Vec<Reason> = Vec::new();
    for (question, option) in chosen {
        let is_place = Some(question) == pack.place_question();
        let option = if is_place { OptionSet::default() } else { OptionSet::one(option) };
        match reasons.last_mut() {
            Some(last) if last.question == question => last.options = last.options.with(option),
            _ => reasons.push(Reason { question, options: option }),
        }
    }
    reasons
}
