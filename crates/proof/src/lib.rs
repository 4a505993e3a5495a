//! Proves what a pack promises, over every walk, every place and every skip.
//!
//! It promises: a promise that is reported as kept holds on all walks, none left out; a promise that is broken comes with
//! the exact number of walks that break it and the shortest of them, which the engine itself confirms. Everything is
//! decided twice, by two methods that share nothing but the question: a search that merges walks after which the same is
//! left to decide ([`search`](Report::nodes)), and binary decision diagrams. Where their counts differ nothing is
//! reported but that ([`NotProven`]).
//!
//! ```text
//! Pack -> space (a slot a question) --> encode -> search  --\
//!   \--> condition (what a result holds) -> diagram --------- same counts -> Report
//! ```
#![forbid(unsafe_code)]

mod condition;
mod cover;
mod diagram;
mod diff;
mod encode;
mod formula;
mod length;
mod prove;
mod search;
mod space;
mod tally;

pub use condition::Condition;
pub use cover::{Covering, cover};
pub use diff::{AskedChange, Difference, Example, MainChange, OtherChange, ServiceChange, Shift, diff};
pub use prove::{Failure, Length, NotProven, Report, RuleReach, ServiceReach, What, prove, steps};
pub use space::{Class, Space};
