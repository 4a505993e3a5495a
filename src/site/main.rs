//! x

mod colour;
mod contrast;
fn main() {}
