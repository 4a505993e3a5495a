//! The engine of Wegwijzer: from a pack and a person's answers to the next step, the service and the reasons.
//!
//! It promises: the same pack and answers give the same result, always; nothing here reads a clock, a file or a
//! random number, uses a float or unsafe code, or panics, whatever the bytes of a pack or the answers are.
//! It keeps no state: everything is replayed from the first question ([`replay`]), each time.
//!
//! ```text
//! bytes -> file::read_structure -> Pack --\
//!                                          replay -> Walk -> outcome -> Recommendation
//! person's taps -> Answers --------------/
//! ```
#![no_std]
#![forbid(unsafe_code)]
#![warn(
    clippy::indexing_slicing,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::arithmetic_side_effects
)]

extern crate alloc;

mod answers;
pub mod file;
mod guard;
pub mod kept;
mod outcome;
mod pack;
mod place;
mod reason;
mod replay;
mod scale;
mod service;
pub mod texts;
mod wire;

pub use answers::{Answer, Answers, OptionSet, Reply};
pub use guard::{Guard, Op};
pub use outcome::{Outcome, Recommendation, outcome};
pub use pack::{
    Band, Confidence, Kind, Opt, Pack, Question, Role, Rule, Scale, ScaleItem, Scope, ServiceRow, Status, Step,
};
pub use place::{Municipality, Place, Places, PostcodeRun, Region, Resolved, SplitPostcode, Suggestion, fold};
pub use reason::Reason;
pub use replay::{State, Walk, replay};
pub use scale::{Reading, band, read};
pub use service::{Service, serve};
pub use texts::Texts;
