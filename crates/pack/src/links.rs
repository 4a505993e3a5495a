//! Links and phone numbers: web addresses are https, everything else that is called by a link is `tel:` or `mailto:`, and
//! a phone number is one that the pack's country could have given out. Whether anybody answers is not looked at.

use std::ops::Range;

use phonenumber::{Mode, country};

use crate::{diagnostic::Findings, rows::Cell, settings::Settings, source::Source, table::shorten, words::Words};

/// A number of fewer digits is a short one, such as 112: countries give them out by rules of their own.
const SHORT_NUMBER: usize = 6;

/// Reports every link in the texts of a language that is not allowed or cannot work.
pub(crate) fn check_texts(words: &Words, country: Option<country::Id>, findings: &Findings) {
    for (path, word) in &words.all {
        for text in word.texts() {
            for link in links(text.value) {
                let shown = text.value.get(link.clone()).unwrap_or_default();
                let Some((message, expected)) = fault(shown, country) else { continue };
                let place = words.source.within(text.span.clone(), link);
                findings.add(words.source.error_over(place, path.join("."), message).expected(expected));
            }
        }
    }
}

/// Whether a text is a web address that can be shown.
pub(crate) fn is_https(text: &str) -> bool {
    let host = text.strip_prefix("https://").unwrap_or_default();
    let host = host.split(['/', '?', '#']).next().unwrap_or_default();
    let letter = |c: char| c.is_alphanumeric() || matches!(c, '.' | '-' | ':');
    host.contains('.')
        && host.chars().all(letter)
        && !text.chars().any(|c| c.is_whitespace() || c.is_control() || matches!(c, '<' | '>' | '"'))
}

/// Reports a phone number in a table that is none.
pub(crate) fn check_phone(phone: Cell, key: &str, source: &Source, settings: &Settings, findings: &Findings) {
    let country = settings.country.as_ref().map(|country| country.value);
    match read_phone(phone.value, country) {
        Ok(()) => {}
        Err(NoPhone::Letters) => {
            let error = source.error(phone.at, key, "this is not a phone number");
            let expected = "three digits at least, with spaces or + - ( ) between";
            findings.add(error.found(shorten(phone.value)).expected(expected).help_if(scientific(phone.value)));
        }
        Err(NoPhone::NoSuchNumber(country)) => {
            let message = format!("there is no phone number like this in {}", country.as_ref());
            let error = source.error(phone.at, key, message).found(phone.value);
            let help = "look it up again; a number of another country begins with + and the code of the country";
            findings.add(error.help(help));
        }
        Err(NoPhone::Dialled(number)) => {
            let message = "nobody could dial this phone number";
            let error = source.error(phone.at, key, message).found(phone.value);
            findings.add(error.help(format!(
                "did you mean {number}? A spreadsheet drops the zero; mark the column as text before you type it"
            )));
        }
    }
}

enum NoPhone {
    /// There are letters in it, or too few digits.
    Letters,
    NoSuchNumber(country::Id),
    /// As it would have to be dialled.
    Dialled(String),
}

/// Without a country only the characters are looked at.
fn read_phone(text: &str, country: Option<country::Id>) -> Result<(), NoPhone> {
    let digits = digits(text);
    if digits.len() < 3 || !text.chars().all(|c| c.is_ascii_digit() || " +-()/.".contains(c)) {
        return Err(NoPhone::Letters);
    }
    let is_international = text.trim_start().starts_with('+');
    let Some(country) = country.filter(|_| is_international || digits.len() > SHORT_NUMBER) else { return Ok(()) };
    let number = phonenumber::parse(Some(country), text).map_err(|_| NoPhone::NoSuchNumber(country))?;
    if !number.is_valid() {
        return Err(NoPhone::NoSuchNumber(country));
    }
    // The library also understands a number without the zero that has to be dialled.
    let national = number.format().mode(Mode::National).to_string();
    let dialled = self::digits(&national);
    if is_international || dialled == digits {
        return Ok(());
    }
    let lost = dialled.strip_suffix(&digits);
    Err(NoPhone::Dialled(lost.map_or(national, |lost| format!("{lost}{text}"))))
}

fn digits(text: &str) -> String {
    text.chars().filter(char::is_ascii_digit).collect()
}

/// What to do about a number that a spreadsheet has shortened, such as 3,15E+10.
pub(crate) fn scientific(text: &str) -> Option<String> {
    let (number, exponent) = text.split_once(['E', 'e'])?;
    let is_number = |text: &str| !text.is_empty() && text.chars().all(|c| c.is_ascii_digit() || ".,".contains(c));
    (is_number(number) && is_number(exponent.trim_start_matches('+')))
        .then(|| "the spreadsheet has shortened the number: mark the column as text, and type it again".to_owned())
}

/// What is wrong with a link, and what would be right.
fn fault(link: &str, country: Option<country::Id>) -> Option<(String, &'static str)> {
    let (scheme, rest) = link.split_once(':')?;
    match scheme.to_ascii_lowercase().as_str() {
        "https" => (!is_https(link)).then(|| {
            let message = "this is not a web address that can be shown".to_owned();
            (message, "an address that begins with https://, without spaces")
        }),
        "tel" => read_phone(rest, country).is_err().then(|| {
            ("this is not a phone number that can be dialled".to_owned(), "tel: and the number as it is dialled")
        }),
        "mailto" => {
            let good = rest.split_once('@').is_some_and(|(name, host)| !name.is_empty() && host.contains('.'));
            (!good).then(|| {
                ("this is not an e-mail address".to_owned(), "mailto: and an address such as name@example.org")
            })
        }
        other => Some((format!("a link cannot begin with `{other}:`"), "https://, tel: or mailto:")),
    }
}

/// The links in a text: a scheme and what follows it without a space. Plain text that holds a colon is none.
fn links(text: &str) -> Vec<Range<usize>> {
    const OPAQUE: [&str; 8] = ["tel", "mailto", "javascript", "data", "vbscript", "sms", "file", "whatsapp"];
    let mut links = Vec::new();
    let mut at = 0;
    for word in text.split(|c: char| c.is_whitespace() || "(<>\"“”„«»".contains(c)) {
        let start = at + text.get(at..).and_then(|rest| rest.find(word)).unwrap_or_default();
        at = start + word.len();
        let link = word.trim_end_matches([')', '.', ',', ';', '!', '?', '’', '\'']);
        if let Some((scheme, rest)) = link.split_once(':')
            && !rest.is_empty()
            && scheme.starts_with(|c: char| c.is_ascii_alphabetic())
            && scheme.chars().all(|c| c.is_ascii_alphanumeric() || "+-.".contains(c))
            && (rest.starts_with("//") || OPAQUE.contains(&scheme.to_ascii_lowercase().as_str()))
        {
            links.push(start..start + link.len());
        }
    }
    links
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_are_found_in_running_text_and_colons_are_not_links() {
        let found = |text: &'static str| links(text).into_iter().map(|link| &text[link]).collect::<Vec<_>>();
        assert_eq!(
            found("Kijk op https://a.example/b (of http://c.example)."),
            ["https://a.example/b", "http://c.example"]
        );
        assert_eq!(found("Bel tel:112, mail “mailto:a@b.example”."), ["tel:112", "mailto:a@b.example"]);
        assert_eq!(found("nl: zeg: “Hallo”, om 9:00 of 10:30"), Vec::<&str>::new());
        assert_eq!(found("javascript:alert(1)"), ["javascript:alert"]);
    }

    #[test]
    fn a_link_is_https_tel_or_mailto() {
        let fault = |link| fault(link, Some(country::NL)).map(|(message, _)| message);
        for good in ["https://a.example/b?c#d", "HTTPS://a.example", "tel:112", "tel:0800-8020", "mailto:a@b.example"] {
            // A scheme is the same in capitals, but nobody writes it so on purpose.
            assert_eq!(fault(good).is_none(), !good.starts_with("HTTPS"), "{good}");
        }
        for (link, message) in [
            ("http://a.example", "a link cannot begin with `http:`"),
            ("ftp://a.example", "a link cannot begin with `ftp:`"),
            ("JavaScript:alert", "a link cannot begin with `javascript:`"),
            ("https://nowhere", "this is not a web address that can be shown"),
            ("tel:call-us", "this is not a phone number that can be dialled"),
            ("mailto:a@b", "this is not an e-mail address"),
        ] {
            assert_eq!(fault(link).as_deref(), Some(message));
        }
    }

    #[test]
    fn a_phone_number_is_one_of_its_country() {
        let kind = |country, text| match read_phone(text, country) {
            Ok(()) => "good".to_owned(),
            Err(NoPhone::Letters) => "letters".to_owned(),
            Err(NoPhone::NoSuchNumber(_)) => "none".to_owned(),
            Err(NoPhone::Dialled(number)) => number,
        };
        for (country, text, expected) in [
            (country::NL, "112", "good"),
            (country::NL, "0800-8020", "good"),
            (country::NL, "013-5325775", "good"),
            (country::NL, "013-532577", "none"),
            (country::NL, "8008020", "08008020"),
            (country::NL, "+47 55 55 33 33", "good"),
            (country::NL, "+47 55", "none"),
            (country::NO, "55 55 33 33", "good"),
            (country::NO, "55 55 33 3", "none"),
            (country::SE, "0771-416 416", "good"),
            (country::SE, "771-416 416", "0771-416 416"),
            (country::SE, "call us", "letters"),
        ] {
            assert_eq!(kind(Some(country), text), expected, "{text}");
        }
        assert_eq!(kind(None, "0123 45 67 89"), "good");
    }

    #[test]
    fn a_number_that_a_spreadsheet_has_shortened_is_known() {
        assert!(scientific("3,15E+10").is_some() && scientific("8.01E+06").is_some());
        assert!(scientific("E").is_none() && scientific("0800-8020").is_none() && scientific("een").is_none());
    }
}
