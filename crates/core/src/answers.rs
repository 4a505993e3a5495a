//! What a person said: one reply a question, kept by question and never thrown away when the path changes.
//!
//! Whether a reply counts is decided by [`crate::replay`], not here.

use alloc::vec::Vec;

use crate::place::Place;

/// A set of options of one question; option `i` is bit `i`. A question has at most [`OptionSet::MOST`] options.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct OptionSet(u32);

impl OptionSet {
    /// The largest number of options that a question may have.
    pub const MOST: usize = 32;

    /// The set that holds one option, or the empty set if the index is out of range.
    pub fn one(option: u8) -> Self {
        OptionSet(1u32.checked_shl(option.into()).unwrap_or(0))
    }

    /// This set and another together.
    pub fn with(self, other: OptionSet) -> Self {
        OptionSet(self.0 | other.0)
    }

    /// This set less the options of another.
    pub fn without(self, other: OptionSet) -> Self {
        OptionSet(self.0 & !other.0)
    }

    /// Whether every option of `other` is in this set.
    pub fn has_all(self, other: OptionSet) -> bool {
        self.0 & other.0 == other.0
    }

    /// Whether the option is in the set.
    pub fn has(self, option: u8) -> bool {
        self.0 & OptionSet::one(option).0 != 0
    }

    /// Whether no option is in the set.
    pub fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// The number of options in the set.
    pub fn len(self) -> u32 {
        self.0.count_ones()
    }

    /// The options of the set in declared order.
    pub fn iter(self) -> impl Iterator<Item = u8> {
        (0..OptionSet::MOST as u8).filter(move |&option| self.has(option))
    }
}

/// An answer: options of a closed question, or a place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Answer {
    /// The chosen options: exactly one, or for `many` at least one.
    Options(OptionSet),
    /// A municipality, or a region alone.
    Place(Place),
}

/// What a person did with a question that was shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Reply {
    /// "I'd rather not say, or I don't know."
    Skipped,
    /// An answer.
    Answered(Answer),
}

/// All replies of one person, by the index of the question. No entry: not replied to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Answers(Vec<Option<Reply>>);

impl Answers {
    /// The reply to a question, if there is one.
    pub fn get(&self, question: u16) -> Option<Reply> {
        self.0.get(usize::from(question)).copied().flatten()
    }

    /// Keeps a reply in place of an earlier one.
    pub fn set(&mut self, question: u16, reply: Reply) {
        self.put(question, Some(reply));
    }

    /// Takes a reply back: the question counts as not yet replied to.
    pub fn clear(&mut self, question: u16) {
        self.put(question, None);
    }

    /// Whether nothing has been replied yet.
    pub fn is_empty(&self) -> bool {
        self.0.iter().all(Option::is_none)
    }

    fn put(&mut self, question: u16, reply: Option<Reply>) {
        let index = usize::from(question);
        if index >= self.0.len() {
            self.0.resize(index.saturating_add(1), None);
        }
        if let Some(slot) = self.0.get_mut(index) {
            *slot = reply;
        }
        // Nothing is left behind, so that equal answers are equal however they came about.
        while self.0.last() == Some(&None) {
            self.0.pop();
        }
    }
}
