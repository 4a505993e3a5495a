//! Which day it is, for the commands that need to know. The only clock of the command line; the engine has none.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use wegwijzer_pack::Day;

/// The day in UTC, so many days from now. A clock that is set before 1970 says that it is 1970.
pub(crate) fn days_from_now(days: u64) -> Day {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or(Duration::ZERO);
    Day::of_unix_time(since.as_secs() + days * 86_400)
}
