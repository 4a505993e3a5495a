//! Words: fills the places in a text of the pack (`{n}`, `{region}`) and puts lists together.

/// The text with each `{key}` replaced by its value; a key without a value stays as it is.
pub fn fill(text: &str, values: &[(&str, &str)]) -> String {
    let mut filled = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('{') {
        filled.push_str(before);
        let known = after.split_once('}').and_then(|(key, behind)| {
            values.iter().find(|(other, _)| *other == key).map(|(_, value)| (*value, behind))
        });
        match known {
            Some((value, behind)) => {
                filled.push_str(value);
                rest = behind;
            }
            None => {
                filled.push('{');
                rest = after;
            }
        }
    }
    filled.push_str(rest);
    filled
}

/// A web address as people say it: without `https://`, `www.` and what follows the name.
pub fn site(url: &str) -> &str {
    let name = url.strip_prefix("https://").unwrap_or(url);
    let name = name.split_once('/').map_or(name, |(name, _)| name);
    name.strip_prefix("www.").unwrap_or(name)
}

/// A phone number as a link: `tel:08008020`.
pub fn tel(phone: &str) -> String {
    let digits: String = phone.chars().filter(|c| c.is_ascii_digit() || *c == '+').collect();
    ["tel:", &digits].concat()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_in_a_text_are_filled() {
        assert_eq!(fill("{n} of {total}", &[("n", "3"), ("total", "7")]), "3 of 7");
        assert_eq!(fill("{typed} {", &[("typed", "{n}"), ("n", "3")]), "{n} {", "what a person typed is never filled");
        assert_eq!(fill("{other} {n}", &[("n", "3")]), "{other} 3");
    }

    #[test]
    fn a_web_address_is_named_as_people_say_it() {
        assert_eq!(site("https://www.tilburg.nl/inwoners/"), "tilburg.nl");
        assert_eq!(site("https://geldfit.nl"), "geldfit.nl");
    }

    #[test]
    fn a_phone_link_holds_digits_only() {
        assert_eq!(tel("0800-8020"), "tel:08008020");
        assert_eq!(tel("+47 23 30 12 00"), "tel:+4723301200");
    }
}
