//! The prover, held against plain enumeration through the engine, against random walks on the real packs, and against
//! packs that were broken on purpose.

mod enumeration;
mod oracle;
mod random;
mod small_packs;
