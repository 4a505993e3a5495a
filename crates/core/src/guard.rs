//! Guards: conditions over earlier answers, as a flat list of operations in postfix order.
//!
//! Flat, so that no pack file can nest deep enough to overflow a stack. One evaluator works with three truth values:
//! when every answer is known (asking, firing) it never gives [`Truth::Open`]; when some are withheld (reasons) it gives
//! `Yes` only if the guard holds whatever the withheld answers are.

use alloc::vec::Vec;

use crate::{
    answers::{Answer, OptionSet},
    pack::{Kind, Pack, require},
    replay::State,
    scale,
};

/// The most values that a guard may have waiting while it is evaluated.
const DEPTH: u32 = 64;

/// One operation of a guard. Questions, options, scales, bands and regions are indices into the pack.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Op {
    /// `q is o`, `q has o`: answered, and the option is among those chosen.
    Chose(u16, u8),
    /// `asked q`.
    Asked(u16),
    /// `answered q`.
    Answered(u16),
    /// `skipped q`: asked and passed over.
    Skipped(u16),
    /// `scale is band`; the number of bands stands for `unknown`.
    Band(u16, u8),
    /// `region is r`.
    Region(u16),
    /// `at least n of (…)`: how many, and of how many values before it.
    AtLeast(u8, u8),
    /// `not`.
    Not,
    /// `and`.
    And,
    /// `or`.
    Or,
}

/// A condition. Empty: always.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Guard(pub Vec<Op>);

/// What is known of the answers on a path: all of them, or only some (see [`crate::reason`]).
#[derive(Clone, Copy)]
pub(crate) enum Known<'a> {
    All,
    /// For each question the chosen options that are known; for a place, option 0.
    Only(&'a [OptionSet]),
    /// The same, and that a scale is in a band.
    OnlyAndBand(&'a [OptionSet], u16, u8),
}

impl Known<'_> {
    /// The part of what was chosen that is known.
    pub(crate) fn part(self, question: u16, chosen: OptionSet) -> OptionSet {
        match self {
            Known::All => chosen,
            Known::Only(sets) | Known::OnlyAndBand(sets, ..) => {
                let known = sets.get(usize::from(question)).copied().unwrap_or_default();
                chosen.without(chosen.without(known))
            }
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Truth {
    No,
    Open,
    Yes,
}

impl From<bool> for Truth {
    fn from(holds: bool) -> Self {
        if holds { Truth::Yes } else { Truth::No }
    }
}

impl Guard {
    /// The guard that always holds.
    pub fn always() -> Self {
        Guard::default()
    }

    /// Whether the guard holds on a path. States beyond the slice count as not asked.
    pub fn holds(&self, pack: &Pack, states: &[State]) -> bool {
        self.truth(pack, states, Known::All) == Truth::Yes
    }

    pub(crate) fn truth(&self, pack: &Pack, states: &[State], known: Known) -> Truth {
        // Two stacks of bits: "surely so" and "surely not". A bit lost at the top or missing at the bottom is a
        // wrong guard, which `check` refuses; here it only reads as 0.
        let (mut so, mut not) = (0u64, 0u64);
        for &op in &self.0 {
            match op {
                Op::Not => {
                    let (yes, no) = (so & 1, not & 1);
                    so = so & !1 | no;
                    not = not & !1 | yes;
                }
                Op::And => {
                    let (yes, no) = (so & so >> 1 & 1, (not | not >> 1) & 1);
                    so = so >> 2 << 1 | yes;
                    not = not >> 2 << 1 | no;
                }
                Op::Or => {
                    let (yes, no) = ((so | so >> 1) & 1, not & not >> 1 & 1);
                    so = so >> 2 << 1 | yes;
                    not = not >> 2 << 1 | no;
                }
                Op::AtLeast(least, of) => {
                    let mask = 1u64.checked_shl(of.into()).map_or(u64::MAX, |bit| bit.wrapping_sub(1));
                    let yes = u64::from((so & mask).count_ones() >= least.into());
                    let possible = u32::from(of).saturating_sub((not & mask).count_ones());
                    let no = u64::from(possible < least.into());
                    so = so.checked_shr(of.into()).unwrap_or(0) << 1 | yes;
                    not = not.checked_shr(of.into()).unwrap_or(0) << 1 | no;
                }
                atom => {
                    let truth = atom_truth(atom, pack, states, known);
                    so = so << 1 | u64::from(truth == Truth::Yes);
                    not = not << 1 | u64::from(truth == Truth::No);
                }
            }
        }
        match (self.0.is_empty() || so & 1 == 1, not & 1 == 1) {
            (true, _) => Truth::Yes,
            (false, true) => Truth::No,
            (false, false) => Truth::Open,
        }
    }

    /// The questions that the guard looks at, scales included, each once a mention.
    pub fn questions<'a>(&'a self, pack: &'a Pack) -> impl Iterator<Item = u16> + 'a {
        self.0.iter().flat_map(move |&op| {
            let direct = match op {
                Op::Chose(question, _) | Op::Asked(question) | Op::Answered(question) | Op::Skipped(question) => {
                    Some(question)
                }
                Op::Region(_) => pack.place_question(),
                _ => None,
            };
            let items = match op {
                Op::Band(scale, _) => pack.scales.get(usize::from(scale)).map_or(&[][..], |scale| &scale.items),
                _ => &[],
            };
            direct.into_iter().chain(items.iter().map(|item| item.question))
        })
    }

    /// Proves that the guard is well-formed and looks only at questions before `before`; `place` is the pack's question
    /// for a place, which is not looked up for each operation.
    pub(crate) fn check(&self, pack: &Pack, place: Option<u16>, before: usize) -> Result<(), &'static str> {
        let early = |question: u16| {
            require(usize::from(question) < before, "a guard that looks at a question that comes later")
        };
        let mut waiting = 0u32;
        for &op in &self.0 {
            let takes = match op {
                Op::Not => 1,
                Op::And | Op::Or => 2,
                Op::AtLeast(least, of) => {
                    require(least <= of, "a guard that asks for more than there is")?;
                    u32::from(of)
                }
                Op::Chose(question, option) => {
                    let known = pack.question(question).is_some_and(|question| {
                        question.kind != Kind::Place && usize::from(option) < question.options.len()
                    });
                    require(known, "a guard over an option that is not there")?;
                    early(question)?;
                    0
                }
                Op::Band(scale, band) => {
                    let known = pack.scales.get(usize::from(scale)).filter(|s| usize::from(band) <= s.bands.len());
                    let scale = known.ok_or("a guard over a band that is not there")?;
                    scale.items.iter().try_for_each(|item| early(item.question))?;
                    0
                }
                Op::Region(region) => {
                    require(pack.places.region(region).is_some(), "a guard over a region that is not there")?;
                    place.map_or(Ok(()), early)?;
                    0
                }
                Op::Asked(question) | Op::Answered(question) | Op::Skipped(question) => {
                    early(question)?;
                    0
                }
            };
            waiting = waiting.checked_sub(takes).ok_or("a guard without enough operands")?.saturating_add(1);
            require(waiting <= DEPTH, "a guard that is nested too deep")?;
        }
        require(waiting <= 1, "a guard with too many operands")
    }
}

fn atom_truth(op: Op, pack: &Pack, states: &[State], known: Known) -> Truth {
    let state = |question: u16| states.get(usize::from(question)).copied().unwrap_or(State::NotAsked);
    match op {
        Op::Chose(question, option) => match state(question) {
            State::Answered(Answer::Options(chosen)) => {
                let part = known.part(question, chosen);
                if part.has(option) {
                    Truth::Yes
                } else if part == chosen || (!part.is_empty() && is_exclusive(pack, question, option)) {
                    Truth::No
                } else {
                    Truth::Open
                }
            }
            _ => Truth::No,
        },
        Op::Asked(question) => (state(question) != State::NotAsked).into(),
        Op::Answered(question) => answered(question, state(question), known),
        Op::Skipped(question) => match state(question) {
            State::Skipped => Truth::Yes,
            other => match answered(question, other, known) {
                Truth::Open => Truth::Open,
                _ => Truth::No,
            },
        },
        Op::Band(scale, band) => match (known, pack.scales.get(usize::from(scale))) {
            (Known::OnlyAndBand(_, of, is), _) if of == scale => (is == band).into(),
            (_, Some(scale)) => scale::in_band(scale, band, states, known),
            (_, None) => Truth::No,
        },
        Op::Region(region) => match pack.place_question().map(|question| (question, state(question))) {
            Some((question, State::Answered(Answer::Place(place)))) => {
                if answered(question, State::Answered(Answer::Place(place)), known) == Truth::Open {
                    Truth::Open
                } else {
                    (pack.places.region_of(place) == Some(region)).into()
                }
            }
            _ => Truth::No,
        },
        Op::AtLeast(..) | Op::Not | Op::And | Op::Or => Truth::No,
    }
}

fn is_exclusive(pack: &Pack, question: u16, option: u8) -> bool {
    let option = pack.question(question).and_then(|question| question.options.get(usize::from(option)));
    option.is_some_and(|option| option.exclusive)
}

fn answered(question: u16, state: State, known: Known) -> Truth {
    match state {
        State::Answered(answer) => {
            if known.part(question, options_of(answer)).is_empty() {
                Truth::Open
            } else {
                Truth::Yes
            }
        }
        State::Skipped | State::NotAsked => Truth::No,
    }
}

/// The options of an answer; a place, which has none, is as if its only option were chosen.
pub(crate) fn options_of(answer: Answer) -> OptionSet {
    match answer {
        Answer::Options(chosen) => chosen,
        Answer::Place(_) => OptionSet::one(0),
    }
}
