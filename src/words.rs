//! Words: fills the places in a text of the pack (`{n}`, `{region}`) and puts lists together.

/// The text with each `{key}` replaced by its value.
pub fn fill(text: &str, values: &[(&str, &str)]) -> String {
    values.iter().fold(text.to_owned(), |text, (key, value)| text.replace(&["{", key, "}"].concat(), value))
}

/// A web address as people say it: without `https://`, `www.` and what follows the name.
pub fn site(url: &str) -> &str {
    let name = url.split("://").last().unwrap_or(url).split('/').next().unwrap_or(url);
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
