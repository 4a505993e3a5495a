//! Texts that are the same in two languages: most often one was copied and never translated.

use crate::{
    diagnostic::Findings,
    exceptions::{Exceptions, Rule},
    words::Words,
};

/// A text of fewer words may well be the same in two languages: "Data", "Ring {phone}", a name.
const FEWEST_WORDS: usize = 3;

/// Warns of every text of a language that an earlier one has word for word.
pub(crate) fn check(languages: &[Words], exceptions: &Exceptions, findings: &Findings) {
    for (index, words) in languages.iter().enumerate() {
        for (path, word) in words.all.iter().filter(|(path, _)| is_compared(path)) {
            let key = path.join(".");
            for text in word.texts() {
                let is_name_of_language = path.last().is_some_and(|last| last == "language-name");
                if !is_name_of_language && count(text.value) < FEWEST_WORDS {
                    continue;
                }
                let same = languages.iter().take(index).find(|other| {
                    let texts = other.all.get(path).map(|word| word.texts()).unwrap_or_default();
                    texts.iter().any(|other| other.value.trim() == text.value.trim())
                });
                if let Some(other) = same
                    && !exceptions.excuse(&words.language, &key, Rule::Same)
                {
                    let message = format!("this text is the same in {} and in {}", other.language, words.language);
                    let help = "translate it; if it is right, list it in texts/exceptions.toml, with a reason";
                    findings.add(words.source.warning(text.span.start, key.clone(), message).help(help));
                }
            }
        }
    }
}

/// Names of services are names in every language; the direction is a word of the format.
fn is_compared(path: &[String]) -> bool {
    let path: Vec<&str> = path.iter().map(String::as_str).collect();
    !matches!(path.as_slice(), ["service", _, "name"] | ["ui", "direction"])
}

/// The words of a text, without places such as `{n}` and numbers.
fn count(text: &str) -> usize {
    let is_word = |word: &&str| word.starts_with(char::is_alphabetic);
    text.split(|c: char| !c.is_alphanumeric() && !"{}'’-".contains(c)).filter(is_word).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_and_numbers_are_no_words() {
        assert_eq!(count("{n} / {total}"), 0);
        assert_eq!(count("Ring {phone}, 24 t"), 2);
        assert_eq!(count("Hvor bor du?"), 3);
    }
}
