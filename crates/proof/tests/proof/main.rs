//! The prover, held against plain enumeration through the engine, against random walks on the real packs and on a
//! larger one, and against packs that were broken on purpose.
//!
//! One program, so that it is linked once.

mod broken;
mod changes;
mod covering;
mod differences;
mod edges;
mod enumeration;
mod oracle;
mod random;
#[path = "../../../pack/tests/small/mod.rs"]
#[expect(dead_code, reason = "what only other tests of packs use")]
mod small;
mod small_packs;
mod synthetic;
mod walks;
