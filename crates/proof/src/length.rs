//! How long a walk is: in screens, and in seconds of a person's time.
//!
//! Seconds are a measure to compare packs with, not a promise. What each screen takes is declared here, once:
//!
//! | screen | seconds | source |
//! | --- | --- | --- |
//! | a statement to agree with | 4.2 each | 60 short statements, median 250 s, 1,117 people: a public data set of an interest test, our calculation |
//! | a question with options | 13 | 12 forced choices, median 155 s, 1,584 people: the same data set |
//! | a question with several answers | 13 | taken as the one above: no source of its own |
//! | a place | 13 | taken as the one above: no source of its own |

use wegwijzer_core::{Kind, Pack};

/// Tenths of a second for a question that is asked.
pub(crate) fn tenths(kind: Kind) -> u64 {
    match kind {
        Kind::Statement => 42,
        Kind::One | Kind::Many | Kind::Place => 130,
    }
}

/// Whether a question is the first on its screen: statements that are asked together share one.
pub(crate) fn opens_screen(pack: &Pack, question: u16) -> bool {
    pack.screen(question).start == question
}
