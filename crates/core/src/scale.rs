//! Scales: sums over statements, and the band that a sum falls in.
//!
//! `sum x items` is compared with `threshold x answered`, in integers, so that skipping a statement neither lowers nor
//! raises a person. Fewer answered statements than the scale needs give the band `unknown`.

use crate::{
    answers::Answer,
    guard::{Known, Truth},
    pack::{Scale, ScaleItem},
    replay::{State, Walk},
};

/// Where a person stands on a scale.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reading {
    /// The sum of the points of the answered statements.
    pub sum: i32,
    /// How many statements were answered.
    pub answered: u8,
    /// Index into the bands of the scale; `None` is `unknown`.
    pub band: Option<u8>,
}

/// Reads a scale off a walk.
pub fn read(scale: &Scale, walk: &Walk) -> Reading {
    let (sum, answered) = known_sum(scale, &walk.states, Known::All);
    Reading { sum, answered, band: band(scale, sum, answered) }
}

fn known_sum(scale: &Scale, states: &[State], known: Known) -> (i32, u8) {
    scale
        .items
        .iter()
        .filter_map(|item| points(item, states, known))
        .fold((0i32, 0u8), |(sum, count), points| (sum.saturating_add(points), count.saturating_add(1)))
}

/// The points of a statement, if it is answered and the answer is known.
fn points(item: &ScaleItem, states: &[State], known: Known) -> Option<i32> {
    match states.get(usize::from(item.question)) {
        Some(State::Answered(Answer::Options(chosen))) => {
            let option = known.part(item.question, *chosen).iter().next()?;
            item.points.get(usize::from(option)).map(|&points| points.into())
        }
        _ => None,
    }
}

/// The band of a sum over so many answered statements; `None` is `unknown`.
pub fn band(scale: &Scale, sum: i32, answered: u8) -> Option<u8> {
    if answered < scale.needs {
        return None;
    }
    let reached = |from: i16| {
        let items = i32::try_from(scale.items.len()).unwrap_or(i32::MAX);
        sum.saturating_mul(items) >= i32::from(from).saturating_mul(answered.into())
    };
    (0..=u8::MAX)
        .zip(&scale.bands)
        .skip(1)
        .take_while(|(_, band)| reached(band.from))
        .map(|(index, _)| index)
        .last()
        .or(Some(0))
}

/// Whether a person is in a band; `band` equal to the number of bands stands for `unknown`.
pub(crate) fn in_band(scale: &Scale, wanted: u8, states: &[State], known: Known) -> Truth {
    let wanted = (usize::from(wanted) < scale.bands.len()).then_some(wanted);
    let (sum, answered) = known_sum(scale, states, known);
    let withheld = scale
        .items
        .iter()
        .filter(|item| points(item, states, Known::All).is_some() && points(item, states, known).is_none());
    let (mut least, mut most, mut count) = (i32::MAX, i32::MIN, 0u8);
    for item in withheld {
        least = item.points.iter().map(|&points| points.into()).fold(least, i32::min);
        most = item.points.iter().map(|&points| points.into()).fold(most, i32::max);
        count = count.saturating_add(1);
    }
    // A withheld statement may have been skipped or answered in any way. `least` and `most` bound what one of them
    // adds, and bands rise with the sum, so what lies between two ends lies between their bands.
    let (mut some_in, mut some_out) = (false, false);
    for more in 0..=count {
        let at = |each: i32| {
            let sum = sum.saturating_add(each.saturating_mul(more.into()));
            band(scale, sum, answered.saturating_add(more))
        };
        let (low, high) = (at(least), at(most));
        some_in |= low <= wanted && wanted <= high;
        some_out |= low != wanted || high != wanted;
    }
    match (some_in, some_out) {
        (true, false) => Truth::Yes,
        (false, _) => Truth::No,
        (true, true) => Truth::Open,
    }
}
