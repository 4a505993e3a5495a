//! The line of a file in which something is wrong, with the place marked: taken when the error is found, drawn when it is
//! shown. A line that is very long keeps only what stands around the place.

use std::ops::Range;

/// What is kept of a line on each side of the place, in bytes. More than a terminal is wide.
const AROUND: usize = 160;

/// A line of a file and the place in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Excerpt {
    /// How many characters of the line stand before what is kept of it.
    pub(crate) skipped: usize,
    /// The line, or what is kept of it.
    pub(crate) text: String,
    /// The place, in bytes of `text`.
    pub(crate) mark: Range<usize>,
}

impl Excerpt {
    /// Takes the line in which a place begins. What is marked ends with the line.
    pub(crate) fn of(text: &str, place: Range<usize>) -> Excerpt {
        let from = boundary(text, place.start);
        let start = text.get(..from).and_then(|before| before.rfind('\n')).map_or(0, |newline| newline + 1);
        let rest = text.get(from..).unwrap_or_default();
        let end = rest.find(['\n', '\r']).map_or(text.len(), |length| from + length);
        let kept_from = boundary(text, start.max(from.saturating_sub(AROUND)));
        let kept_to = boundary(text, end.min(from + AROUND));
        let mark_to = boundary(text, place.end.clamp(from, kept_to));
        Excerpt {
            skipped: text.get(start..kept_from).unwrap_or_default().chars().count(),
            text: text.get(kept_from..kept_to).unwrap_or_default().to_owned(),
            mark: from - kept_from..mark_to - kept_from,
        }
    }
}

/// The word, the text in quotation marks, the list or the cell that begins at a place: what an error that knows only
/// where it begins is about.
pub(crate) fn token_at(file: &str, text: &str, at: usize) -> Range<usize> {
    let rest = text.get(at..).unwrap_or_default();
    let line = rest.lines().next().unwrap_or_default();
    let length = match line.chars().next() {
        Some(quote @ ('"' | '\'')) => quoted(line, quote),
        _ if file.ends_with(".csv") => line.find([',', ';', '\t']).unwrap_or(line.len()),
        Some('[' | '{') => bracketed(line),
        _ => line.find(|c: char| c.is_whitespace() || ",;]})(\"'=".contains(c)).unwrap_or(line.len()),
    };
    at..at + length
}

/// The length of a text in quotation marks at the start of a line.
fn quoted(line: &str, quote: char) -> usize {
    if line.get(1..).is_some_and(|rest| rest.starts_with(quote) && rest.get(1..).unwrap_or_default().starts_with(quote))
    {
        return line.len();
    }
    let mut escaped = false;
    for (at, c) in line.char_indices().skip(1) {
        match c {
            _ if escaped => escaped = false,
            '\\' if quote == '"' => escaped = true,
            _ if c == quote => return at + 1,
            _ => {}
        }
    }
    line.len()
}

/// The length of a list, a table or a heading such as `[[rule]]` at the start of a line.
fn bracketed(line: &str) -> usize {
    let mut depth = 0usize;
    let mut in_text = false;
    for (at, c) in line.char_indices() {
        match c {
            '"' => in_text = !in_text,
            '[' | '{' if !in_text => depth += 1,
            ']' | '}' if !in_text => depth = depth.saturating_sub(1),
            _ => {}
        }
        if depth == 0 {
            return at + 1;
        }
    }
    line.len()
}

/// The place itself, or the start of the character that it is inside of.
fn boundary(text: &str, at: usize) -> usize {
    (0..=at.min(text.len())).rev().find(|&at| text.is_char_boundary(at)).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn marks(file: &str, text: &str, from: &str, expected: &str) {
        let at = text.find(from).expect("the text holds it");
        assert_eq!(&text[token_at(file, text, at)], expected);
    }

    #[test]
    fn the_whole_of_a_word_a_text_a_list_or_a_cell_is_marked() {
        marks("a.toml", "tier = 999 # high", "999", "999");
        marks("a.toml", "tier = 999", "tier", "tier");
        marks("a.toml", r#"role = "a \" b" # c"#, "\"a", r#""a \" b""#);
        marks("a.toml", "when = '''a", "'''", "'''a");
        marks("a.toml", "text = \"\" # empty", "\"\"", "\"\"");
        marks("a.toml", "[[rule]] # the first", "[[", "[[rule]]");
        marks("a.toml", "options = [\"a]\", \"b\"]\n", "[", "[\"a]\", \"b\"]");
        marks("a.toml", "when = \"a is (b or c)\"", "b or", "b");
        marks("a.csv", "desk,call us,high", "call", "call us");
        marks("a.csv", "desk;\"a; b\";high", "\"a", "\"a; b\"");
        marks("a.csv", "desk,high\n", "high", "high");
        marks("a.csv", "desk,,high\n", ",high", "");
    }

    #[test]
    fn of_a_long_line_only_the_surroundings_are_kept() {
        let text = format!("first\n{}here{}\nlast", "é".repeat(50_000), "ü".repeat(50_000));
        let at = text.find("here").expect("it is there");
        let Excerpt { skipped, text, mark } = Excerpt::of(&text, at..at + 4);
        assert_eq!(&text[mark.clone()], "here");
        assert_eq!(skipped + text[..mark.start].chars().count(), 50_000);
        assert!(text.len() <= 2 * AROUND + 4, "{}", text.len());
    }

    #[test]
    fn a_place_over_several_lines_is_marked_to_the_end_of_its_first() {
        let excerpt = Excerpt::of("one\r\ntwo\r\nthree", 5..12);
        assert_eq!((excerpt.text.as_str(), excerpt.mark), ("two", 0..3));
        assert_eq!(Excerpt::of("one", 99..120), Excerpt { skipped: 0, text: "one".to_owned(), mark: 3..3 });
        assert_eq!(Excerpt::of("", 0..0), Excerpt { skipped: 0, text: String::new(), mark: 0..0 });
    }
}
