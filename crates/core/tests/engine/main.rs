//! What the engine promises, each promise as a test. Random packs and answers come from [`sample`], and what a guard,
//! a scale, a result or a reason ought to be from [`oracle`], which is written for being obviously right.
//!
//! One program, so that it is linked once.

mod files;
mod guards;
mod hostile;
mod kept;
mod oracle;
mod outcomes;
mod packs;
mod places;
mod reasons;
mod sample;
mod scales;
mod services;
mod walks;
