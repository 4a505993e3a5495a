//! Days, for the commands that need to know which one it is. The only clock of the command line; the engine has none.

use std::time::{SystemTime, UNIX_EPOCH};

/// A day of the calendar, in UTC.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Day {
    pub(crate) year: u64,
    pub(crate) month: u64,
    pub(crate) day: u64,
}

/// Today, and a number of days from now.
pub(crate) fn days_from_now(days: u64) -> Day {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    day(since.as_secs() / 86_400 + days)
}

/// The day that is so many days after 1 January 1970.
///
/// Source of the method: Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms", `civil_from_days`. It counts in
/// years that begin in March, so that the leap day is the last one.
fn day(since_1970: u64) -> Day {
    let since_march_of_0 = since_1970 + 719_468;
    let era = since_march_of_0 / 146_097;
    let of_era = since_march_of_0 % 146_097;
    let year_of_era = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let month_from_march = (5 * of_year + 2) / 153;
    let day = of_year - (153 * month_from_march + 2) / 5 + 1;
    let month = if month_from_march < 10 { month_from_march + 3 } else { month_from_march - 9 };
    Day { year: year_of_era + era * 400 + u64::from(month <= 2), month, day }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_those_of_the_calendar() {
        for (since_1970, expected) in [
            (0, (1970, 1, 1)),
            (11_016, (2000, 2, 29)),
            (11_017, (2000, 3, 1)),
            (19_722, (2023, 12, 31)),
            (19_723, (2024, 1, 1)),
            (20_780, (2026, 11, 23)),
        ] {
            let Day { year, month, day } = day(since_1970);
            assert_eq!((year, month, day), expected, "{since_1970}");
        }
    }

    #[test]
    fn every_day_follows_the_one_before() {
        let mut before = day(0);
        for since_1970 in 1..60_000 {
            let next = day(since_1970);
            let same_month = next.day == before.day + 1 && next.month == before.month && next.year == before.year;
            let new_month = next.day == 1 && (28..=31).contains(&before.day);
            assert!(same_month || new_month, "{before:?} {next:?}");
            assert!(next > before);
            before = next;
        }
    }
}
