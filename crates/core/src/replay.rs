//! Replay: from the answers to the path, from the first question on, each time.
//!
//! An answer to a question that is not asked is as if it were not there. It stays in [`Answers`], so that it counts
//! again when its branch comes back.

use alloc::vec::Vec;

use crate::{
    answers::{Answer, Answers, OptionSet, Reply},
    pack::{Kind, Pack, Question, numbered},
};

/// What became of a question on a walk.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// Its guard did not hold.
    NotAsked,
    /// Asked and passed over, or not replied to.
    Skipped,
    /// Asked and answered.
    Answered(Answer),
}

/// A person's way through the questions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Walk {
    /// One state for each question of the pack.
    pub states: Vec<State>,
    /// The first question that is asked and not replied to.
    pub next: Option<u16>,
}

impl Walk {
    /// The questions that are asked, in order.
    pub fn asked(&self) -> impl Iterator<Item = u16> + '_ {
        self.states
            .iter()
            .enumerate()
            .filter(|(_, state)| **state != State::NotAsked)
            .filter_map(|(index, _)| u16::try_from(index).ok())
    }

    /// The state of a question.
    pub fn state(&self, question: u16) -> State {
        self.states.get(usize::from(question)).copied().unwrap_or(State::NotAsked)
    }
}

/// Works out which questions are asked and what counts. An answer that does not fit its question counts as skipped.
pub fn replay(pack: &Pack, answers: &Answers) -> Walk {
    let mut states = Vec::with_capacity(pack.questions.len());
    let mut next = None;
    for (index, question) in numbered(&pack.questions) {
        let state = if !question.when.holds(pack, &states) {
            State::NotAsked
        } else {
            match answers.get(index) {
                Some(Reply::Answered(answer)) if fits(pack, question, answer) => State::Answered(answer),
                Some(_) => State::Skipped,
                None => {
                    next = next.or(Some(index));
                    State::Skipped
                }
            }
        };
        states.push(state);
    }
    Walk { states, next }
}

pub(crate) fn fits(pack: &Pack, question: &Question, answer: Answer) -> bool {
    match (question.kind, answer) {
        (Kind::Place, Answer::Place(place)) => pack.places.has(place),
        (Kind::One | Kind::Statement, Answer::Options(chosen)) => chosen.len() == 1 && in_range(question, chosen),
        (Kind::Many, Answer::Options(chosen)) => {
            let exclusive = (0..=u8::MAX).zip(&question.options).any(|(option, o)| o.exclusive && chosen.has(option));
            !chosen.is_empty() && in_range(question, chosen) && (!exclusive || chosen.len() == 1)
        }
        _ => false,
    }
}

fn in_range(question: &Question, chosen: OptionSet) -> bool {
    chosen.iter().all(|option| usize::from(option) < question.options.len())
}
