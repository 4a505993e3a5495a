//! Reasons: the smallest set of a person's answers that by itself makes a guard hold.
//!
//! "By itself": with only those answers known, the guard holds whatever the other answers are (a *sufficient reason*,
//! as the explanation literature calls it). What was skipped or not asked is known and no answer, so it never counts
//! as a reason. Of several smallest sets it is the one that was said first.
//!
//! Conditions are weighed one by one, except that a scale is always in one of its bands. Where a guard looks at one
//! answer twice and holds either way, as in `a or not a`, that answer is still given as a reason: longer than need be,
//! never untrue.

use alloc::{vec, vec::Vec};

use crate::{
    answers::OptionSet,
    guard::{Guard, Known, Op, Truth, options_of},
    pack::Pack,
    replay::{State, Walk},
    scale::in_band,
};

/// With up to this many answers to choose from all sets are tried, smallest first; past it answers are left out one by
/// one, from the last, which still gives a set of which none can be missed.
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
    candidates.iter().for_each(|&one| put(&mut known, one));
    let holds = |known: &[OptionSet]| is_enough(pack, guard, walk, known);
    // To know more never undoes a guard, so what it cannot do without is in every set that is enough, and only the
    // rest need be searched.
    let mut rest = Vec::new();
    for &one in &candidates {
        take(&mut known, one);
        if holds(&known) {
            rest.push(one);
        }
        put(&mut known, one);
    }
    if rest.len() <= TRY_ALL {
        rest.iter().for_each(|&one| take(&mut known, one));
        for size in 0..=rest.len() {
            if find_of_size(&rest, size, &mut known, holds) {
                break;
            }
        }
    } else {
        for &one in rest.iter().rev() {
            take(&mut known, one);
            if !holds(&known) {
                put(&mut known, one);
            }
        }
    }
    let place = pack.place_question();
    (0..=u16::MAX)
        .zip(known)
        .filter(|(_, options)| !options.is_empty())
        .map(|(question, options)| {
            let options = if Some(question) == place { OptionSet::default() } else { options };
            Reason { question, options }
        })
        .collect()
}

/// Whether a guard holds with only these answers known. Band by band for the first scale that it looks at: so `low or
/// middle` is not open between the two.
fn is_enough(pack: &Pack, guard: &Guard, walk: &Walk, known: &[OptionSet]) -> bool {
    let truth = |known: Known| guard.truth(pack, &walk.states, known);
    let scale_of = |op: &Op| match *op {
        Op::Band(index, _) => pack.scales.get(usize::from(index)).map(|scale| (index, scale)),
        _ => None,
    };
    match guard.0.iter().find_map(scale_of) {
        None => truth(Known::Only(known)) == Truth::Yes,
        Some((index, scale)) => (0..=u8::MAX)
            .take(scale.bands.len().saturating_add(1))
            .filter(|&band| in_band(scale, band, &walk.states, Known::Only(known)) != Truth::No)
            .all(|band| truth(Known::OnlyAndBand(known, index, band)) == Truth::Yes),
    }
}

/// The answers that the guard could rest on: every chosen option of every question that it looks at.
fn candidates(pack: &Pack, guard: &Guard, walk: &Walk) -> Vec<(u16, u8)> {
    let mut all = Vec::new();
    for question in walk.asked() {
        if let State::Answered(answer) = walk.state(question)
            && guard.questions(pack).any(|other| other == question)
        {
            all.extend(options_of(answer).iter().map(|option| (question, option)));
        }
    }
    all
}

/// Adds the first set of a size, in the order in which it was said, with which the guard holds; or nothing.
fn find_of_size(
    rest: &[(u16, u8)],
    size: usize,
    known: &mut [OptionSet],
    holds: impl Fn(&[OptionSet]) -> bool,
) -> bool {
    let mut picked: Vec<usize> = (0..size).collect();
    loop {
        picked.iter().filter_map(|&at| rest.get(at)).for_each(|&one| put(known, one));
        if holds(known) {
            return true;
        }
        picked.iter().filter_map(|&at| rest.get(at)).for_each(|&one| take(known, one));
        // The next combination in lexicographic order: move the last position that still can move.
        let room = |at: usize| rest.len().saturating_sub(size.saturating_sub(at));
        let Some(at) = (0..size).rev().find(|&at| picked.get(at).is_some_and(|&value| value < room(at))) else {
            return false;
        };
        let start = picked.get(at).map_or(0, |value| value.saturating_add(1));
        for (slot, value) in picked.iter_mut().skip(at).zip(start..) {
            *slot = value;
        }
    }
}

fn put(known: &mut [OptionSet], (question, option): (u16, u8)) {
    if let Some(set) = known.get_mut(usize::from(question)) {
        *set = set.with(OptionSet::one(option));
    }
}

fn take(known: &mut [OptionSet], (question, option): (u16, u8)) {
    if let Some(set) = known.get_mut(usize::from(question)) {
        *set = set.without(OptionSet::one(option));
    }
}
