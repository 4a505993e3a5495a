mod formula;
mod search;
pub mod proto;
