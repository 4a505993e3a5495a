//! How hard texts are to read: sentences, words and LIX (Björnsson, *Läsbarhet*, 1968) of every question and step, and
//! what is over the bar.
//!
//! LIX is the mean number of words in a sentence plus the share, in percent, of words of more than six letters. It says
//! something about a passage and nothing about a label of three words, so it is taken over all that a person reads at
//! once: title, hint and options of a question, title and actions of a step. The length of a sentence is judged for each
//! (docs/decisions/0007-reading-level.md).

use std::{fmt, ops::Range};

use wegwijzer_core::Pack;

use crate::{
    diagnostic::Findings,
    exceptions::{Exceptions, Rule},
    source::Located,
    words::Words,
};

/// The highest LIX of a question or a step: the upper end of "easy" is 30 to 40.
const MOST_LIX: usize = 35;
/// The most words of a sentence.
const LONGEST_SENTENCE: usize = 15;
/// With fewer words than this LIX is not judged: one long word more would be ten points or more.
const FEWEST_WORDS: usize = 10;
/// A word with more letters than this is a long one.
const SHORT_WORD: usize = 6;
/// Languages for which LIX was made, or on which its bounds carry over: Dutch and the Scandinavian ones. Others are
/// measured and not judged.
const JUDGED: [&str; 6] = ["nl", "nb", "nn", "no", "sv", "da"];
/// How many of the hardest questions and steps are shown.
const WORST: usize = 10;

/// How hard the texts of a pack are to read, one entry a language.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reading(Vec<LanguageReading>);

#[derive(Clone, Debug, PartialEq, Eq)]
struct LanguageReading {
    language: String,
    whole: Measure,
    /// Path and measure of every question and step, the hardest first.
    units: Vec<(String, Measure)>,
}

/// What is counted in texts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Measure {
    words: usize,
    long_words: usize,
    sentences: usize,
    /// Words of the longest sentence.
    longest: usize,
}

impl Measure {
    fn add(&mut self, other: Measure) {
        self.words += other.words;
        self.long_words += other.long_words;
        self.sentences += other.sentences;
        self.longest = self.longest.max(other.longest);
    }

    /// LIX in tenths, rounded up, so that what is shown as the bar is not over it.
    fn lix(self) -> usize {
        // Both parts over one denominator, or each would be rounded by itself.
        let Measure { words, long_words, sentences, .. } = self;
        (10 * (words * words + 100 * long_words * sentences)).div_ceil((words * sentences).max(1))
    }
}

/// Reports questions and steps that are too hard and sentences that are too long.
pub(crate) fn check(words: &Words, pack: &Pack, exceptions: &Exceptions, findings: &Findings) {
    if !is_judged(&words.language) {
        return;
    }
    for unit in units(words, pack) {
        let mut whole = Measure::default();
        for text in &unit.read {
            whole.add(measure(text.value));
        }
        let lix = whole.lix();
        if lix > MOST_LIX * 10
            && whole.words >= FEWEST_WORDS
            && !exceptions.excuse(&words.language, &unit.path, Rule::Lix)
            && let Some(first) = unit.read.first()
        {
            let key = unit.path.clone();
            let message = format!("the reading level is LIX {}, and the most is {MOST_LIX}", tenths(lix));
            findings.add(words.source.error(first.span.start, key, message).found(counted(&unit.read, whole)).help(
                "use shorter words and sentences; what cannot be shorter goes into texts/exceptions.toml, with a reason",
            ));
        }
        for (path, text) in &unit.texts {
            for sentence in sentences(text.value) {
                let count = words_of(text.value.get(sentence.clone()).unwrap_or_default()).count();
                if count > LONGEST_SENTENCE && !exceptions.excuse(&words.language, path, Rule::Sentence) {
                    let message = format!("this sentence has {count} words, and the most is {LONGEST_SENTENCE}");
                    let place = words.source.within(text.span.clone(), sentence);
                    findings.add(
                        words
                            .source
                            .error_over(place, path.clone(), message)
                            .help("make two sentences of it, or say less"),
                    );
                }
            }
        }
    }
}

/// Measures the texts of all languages.
pub(crate) fn measure_all(languages: &[Words], pack: &Pack) -> Reading {
    let of_language = |words: &Words| {
        let mut whole = Measure::default();
        let mut all = Vec::new();
        for unit in units(words, pack) {
            let mut own = Measure::default();
            unit.read.iter().for_each(|text| own.add(measure(text.value)));
            whole.add(own);
            all.push((unit.path, own));
        }
        all.sort_by_key(|(_, measure)| std::cmp::Reverse(measure.lix()));
        LanguageReading { language: words.language.clone(), whole, units: all }
    };
    Reading(languages.iter().map(of_language).collect())
}

impl fmt::Display for Reading {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for LanguageReading { language, whole, units } in &self.0 {
            let bar = match is_judged(language) {
                true => format!("at most LIX {MOST_LIX} and {LONGEST_SENTENCE} words in a sentence"),
                false => "measured, not judged".to_owned(),
            };
            writeln!(
                f,
                "{language}: LIX {} over all questions and steps, longest sentence {} words ({bar})",
                tenths(whole.lix()),
                whole.longest
            )?;
            writeln!(f, "    LIX  longest sentence  question or step")?;
            for (path, measure) in units.iter().take(WORST) {
                writeln!(f, "  {:>5}  {:>16}  {path}", tenths(measure.lix()), measure.longest)?;
            }
        }
        Ok(())
    }
}

fn is_judged(language: &str) -> bool {
    JUDGED.contains(&language.split('-').next().unwrap_or_default())
}

fn tenths(number: usize) -> String {
    format!("{}.{}", number / 10, number % 10)
}

/// Why the figure is what it is, for the message.
fn counted(texts: &[Located<&str>], measure: Measure) -> String {
    let mut long: Vec<&str> = Vec::new();
    for word in texts.iter().flat_map(|text| words_of(text.value)).filter(|word| is_long(word)) {
        if !long.contains(&word) {
            long.push(word);
        }
    }
    let Measure { words, sentences, long_words, .. } = measure;
    format!("words: {words}, sentences: {sentences}, long words: {long_words} ({})", long.join(", "))
}

/// What a person reads at once.
struct Unit<'w> {
    path: String,
    /// What LIX is taken over.
    read: Vec<Located<&'w str>>,
    /// The texts whose sentences are judged, with the path of each.
    texts: Vec<(String, Located<&'w str>)>,
}

fn units<'w>(words: &'w Words, pack: &Pack) -> Vec<Unit<'w>> {
    let mut units = Vec::new();
    for question in &pack.questions {
        let mut unit = Unit { path: format!("question.{}", question.id), read: Vec::new(), texts: Vec::new() };
        unit.take(words, &["question", &question.id, "title"], true);
        unit.take(words, &["question", &question.id, "hint"], true);
        for option in &question.options {
            let label = ["question", &question.id, "options", &option.id, "label"];
            if !unit.take(words, &label, true) {
                unit.take(words, &["labels", &option.id], true);
            }
            // Read on another screen, and nearly the same words once more.
            unit.take(words, &["question", &question.id, "options", &option.id, "because"], false);
        }
        units.push(unit);
    }
    for step in &pack.steps {
        let mut unit = Unit { path: format!("step.{}", step.id), read: Vec::new(), texts: Vec::new() };
        unit.take(words, &["step", &step.id, "title"], true);
        unit.take(words, &["step", &step.id, "actions"], true);
        units.push(unit);
    }
    units
}

impl<'w> Unit<'w> {
    /// Whether there is such a text.
    fn take(&mut self, words: &'w Words, path: &[&str], is_read_at_once: bool) -> bool {
        let Some(word) = words.get(path) else { return false };
        for text in word.texts() {
            if is_read_at_once {
                self.read.push(text.clone());
            }
            self.texts.push((path.join("."), text));
        }
        true
    }
}

fn measure(text: &str) -> Measure {
    let mut measure = Measure::default();
    for sentence in sentences(text) {
        let mut count = 0;
        for word in words_of(text.get(sentence).unwrap_or_default()) {
            count += 1;
            measure.long_words += usize::from(is_long(word));
        }
        measure.words += count;
        measure.sentences += 1;
        measure.longest = measure.longest.max(count);
    }
    measure
}

fn is_long(word: &str) -> bool {
    word.chars().filter(|c| c.is_alphabetic()).count() > SHORT_WORD
}

/// The sentences of a text that hold at least one word. A sentence ends at `.`, `!`, `?` or `…` before white space or a
/// closing mark, before words in quotation marks that follow a colon, and where the text ends.
fn sentences(text: &str) -> Vec<Range<usize>> {
    let mut all = Vec::new();
    let mut start = 0;
    for (at, c) in text.char_indices() {
        let behind = at + c.len_utf8();
        let rest = text.get(behind..).unwrap_or_default();
        let ends = match c {
            '.' | '!' | '?' | '…' => {
                rest.is_empty() || rest.starts_with(|c: char| c.is_whitespace() || "”’\"'»)".contains(c))
            }
            ':' => rest.trim_start().starts_with(['“', '‘', '"', '«', '„', '”', '»']),
            _ => false,
        };
        if ends {
            all.push(start..behind);
            start = behind;
        }
    }
    all.push(start..text.len());
    let trimmed = all.into_iter().filter_map(|range| {
        let sentence = text.get(range.clone())?;
        let from = sentence.find(char::is_alphanumeric)?;
        let to = sentence.rfind(|c: char| !c.is_whitespace())?;
        let last = sentence.get(to..)?.chars().next()?.len_utf8();
        Some(range.start + from..range.start + to + last)
    });
    trimmed.collect()
}

/// The words of a text: letters and digits, with marks such as `-`, `'` and `.` inside.
fn words_of(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| c.is_whitespace() || "/(){}“”\"«»„—–".contains(c))
        .map(|word| word.trim_matches(|c: char| !c.is_alphanumeric()))
        .filter(|word| !word.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn split(text: &str) -> Vec<&str> {
        sentences(text).into_iter().map(|range| &text[range]).collect()
    }

    #[test]
    fn sentences_end_where_a_reader_stops() {
        assert_eq!(split("Bel. Of mail?  Ja!"), ["Bel.", "Of mail?", "Ja!"]);
        assert_eq!(split("Zeg: “Ik zoek werk. Wie helpt?”"), ["Zeg:", "Ik zoek werk.", "Wie helpt?"]);
        assert_eq!(split("Kijk op karriere.no, of bel 3.5 keer"), ["Kijk op karriere.no, of bel 3.5 keer"]);
        assert_eq!(split("Een lijst: mbo, hbo."), ["Een lijst: mbo, hbo."]);
        assert_eq!(split("… “”"), Vec::<&str>::new());
    }

    #[test]
    fn words_are_letters_and_digits_with_marks_inside() {
        let words = |text: &'static str| words_of(text).collect::<Vec<_>>();
        assert_eq!(
            words("Zo'n WIN-punt (Work in NL), 0800-8020."),
            ["Zo'n", "WIN-punt", "Work", "in", "NL", "0800-8020"]
        );
        assert_eq!(words("“één” – twee/drie"), ["één", "twee", "drie"]);
        assert!(is_long("WIN-punt") && !is_long("0800-8020") && !is_long("meedoe") && is_long("bezoekt"));
    }

    /// The worked example: 20 words in 2 sentences with 4 long words are 10 + 20.
    #[test]
    fn lix_is_words_a_sentence_and_the_share_of_long_words() {
        let sentence = "Aa bb cc dd ee ff gg hh langere woorden.";
        let measure = measure(&format!("{sentence} {sentence}"));
        assert_eq!(measure, Measure { words: 20, long_words: 4, sentences: 2, longest: 10 });
        assert_eq!(tenths(measure.lix()), "30.0");
        assert_eq!(tenths(Measure { words: 7, long_words: 1, sentences: 3, longest: 5 }.lix()), "16.7");
        assert_eq!(Measure::default().lix(), 0);
    }

    #[test]
    fn only_languages_with_a_bar_are_judged() {
        assert!(["nl", "nl-BE", "nb", "nn", "no", "sv", "da"].into_iter().all(is_judged));
        assert!(!["en", "ar", "nds"].into_iter().any(is_judged));
    }
}
