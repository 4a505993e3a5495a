//! A day of the calendar. This crate has no clock: whoever calls it says which day it is.

use std::{fmt, str::FromStr};

/// A day, in the order of the calendar.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Day {
    /// Of the calendar.
    pub year: u16,
    /// From 1.
    pub month: u8,
    /// Of the month, from 1.
    pub day: u8,
}

impl Day {
    /// The day in UTC, so many seconds after the start of 1970.
    ///
    /// ```
    /// # use wegwijzer_pack::Day;
    /// assert_eq!(Day::of_unix_time(1_795_000_000).to_string(), "2026-11-18");
    /// ```
    pub fn of_unix_time(seconds: u64) -> Day {
        // Years that begin on 1 March have their leap day at the end; 400 of them are 146,097 days.
        let days = seconds / 86_400 + 719_468;
        let (era, of_era) = (days / 146_097, days % 146_097);
        let year_of_era = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
        let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
        let month_from_march = (5 * of_year + 2) / 153;
        let day = of_year - (153 * month_from_march + 2) / 5 + 1;
        let month = if month_from_march < 10 { month_from_march + 3 } else { month_from_march - 9 };
        let year = era * 400 + year_of_era + u64::from(month <= 2);
        Day {
            year: u16::try_from(year).unwrap_or(u16::MAX),
            month: u8::try_from(month).unwrap_or(12),
            day: u8::try_from(day).unwrap_or(31),
        }
    }

    /// From the number `yyyymmdd`.
    pub(crate) fn of_number(number: u32) -> Day {
        let part = |number: u32| u8::try_from(number % 100).unwrap_or_default();
        Day { year: u16::try_from(number / 10_000).unwrap_or(u16::MAX), month: part(number / 100), day: part(number) }
    }
}

impl FromStr for Day {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Day, Self::Err> {
        match text.parse::<toml::value::Datetime>() {
            Ok(toml::value::Datetime { date: Some(date), time: None, offset: None }) => {
                Ok(Day { year: date.year, month: date.month, day: date.day })
            }
            _ => Err("this is not a day: write it as 2027-01-31"),
        }
    }
}

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}-{:02}", self.year, self.month, self.day)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_follow_the_calendar() {
        let of = |days: u64| Day::of_unix_time(days * 86_400 + 86_399).to_string();
        assert_eq!(of(0), "1970-01-01");
        assert_eq!(of(59), "1970-03-01");
        assert_eq!(of(11_016), "2000-02-29");
        assert_eq!(of(11_017), "2000-03-01");
        assert_eq!(of(20_819), "2027-01-01");
        assert_eq!(of(20_818), "2026-12-31");
        assert_eq!(of(47_540), "2100-02-28");
        assert_eq!(of(47_541), "2100-03-01");
        let all: Vec<Day> = (0..60_000).map(|day| Day::of_unix_time(day * 86_400)).collect();
        assert!(all.is_sorted_by(|a, b| a < b));
    }

    #[test]
    fn a_day_is_read_as_it_is_shown() {
        let day: Day = "2027-01-31".parse().expect("a day");
        assert_eq!(day.to_string(), "2027-01-31");
        assert_eq!(day, Day::of_number(20_270_131));
        for text in ["", "2027", "2027-13-01", "2027-02-30", "31-01-2027", "2027-01-31T10:00:00", "2027-01-31 "] {
            assert!(text.parse::<Day>().is_err(), "{text}");
        }
    }

    fn of_number_of_days(days: u64) -> Day {
        Day::of_unix_time(days * 86_400)
    }

    #[test]
    fn every_day_follows_the_one_before() {
        let mut before = of_number_of_days(0);
        for since_1970 in 1..60_000 {
            let next = of_number_of_days(since_1970);
            let same_month = next.day == before.day + 1 && next.month == before.month && next.year == before.year;
            let new_month = next.day == 1 && (28..=31).contains(&before.day);
            assert!(same_month || new_month, "{before:?} {next:?}");
            assert!(next > before);
            before = next;
        }
    }
}
