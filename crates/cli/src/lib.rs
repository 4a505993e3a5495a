//! The part of `wegwijzer` that works without arguments, files or a terminal: from a line of answers to a line of result.
//! It is a library so that fuzzing reaches it (crates/fuzz); everything else is the program's own.
#![forbid(unsafe_code)]

pub mod replies;
pub mod results;
