//! One file of a pack as text, and the way back from a place in it to a line and a column.

use std::{cell::Cell, ops::Range};

use crate::{
    depth::too_deep,
    diagnostic::{Diagnostic, Findings, Level},
    encoding,
    excerpt::{Excerpt, token_at},
    folder::Folder,
    limits,
    literal::offset_in,
};

/// A value together with where it stands in its file, in bytes.
#[derive(Clone, Debug)]
pub(crate) struct Located<T> {
    pub(crate) value: T,
    pub(crate) span: Range<usize>,
}

/// The text of a file, without a byte order mark.
#[derive(Debug)]
pub(crate) struct Source {
    /// As shown to the author: the folder as given, and the path in it with `/`.
    pub(crate) file: String,
    pub(crate) text: String,
    /// Where each line begins.
    lines: Vec<usize>,
    /// The last place whose column was counted, and that column: a file of one long line with many errors would
    /// otherwise be counted from its start for each of them.
    counted: Cell<(usize, usize)>,
    suggested: Cell<usize>,
}

impl Source {
    /// Reads a file that has to be there.
    pub(crate) fn read(dir: &Folder, name: &str, findings: &Findings) -> Option<Source> {
        let source = Source::read_if_there(dir, name, findings);
        if source.is_none() && !dir.has(name) {
            findings.add(Diagnostic::of_file(dir.shown(name), "this file is missing"));
        }
        source
    }

    pub(crate) fn new(file: String, text: String) -> Source {
        let lines = std::iter::once(0).chain(text.match_indices('\n').map(|(at, _)| at + 1)).collect();
        Source { file, text, lines, counted: Cell::new((0, 1)), suggested: Cell::default() }
    }

    /// Reads a file that a pack may leave out.
    pub(crate) fn read_if_there(dir: &Folder, name: &str, findings: &Findings) -> Option<Source> {
        let file = dir.shown(name);
        let bytes = match dir.read(name) {
            Ok(bytes) => bytes?,
            Err(message) => {
                findings.add(Diagnostic::of_file(file, message));
                return None;
            }
        };
        match String::from_utf8(bytes) {
            Ok(text) => {
                let text = text.strip_prefix('\u{feff}').map_or_else(|| text.clone(), str::to_owned);
                let source = Source::new(file, text);
                if let Some(place) = encoding::garbled(&source.text) {
                    let warning = source.warning_over(place, "", "letters were lost when this file was saved");
                    let help = "write them again, and save the file with the encoding UTF-8";
                    findings.add(warning.help(help));
                }
                if name.ends_with(".toml")
                    && let Some(at) = too_deep(&source.text)
                {
                    let message = format!(
                        "more than {} tables, lists or dotted keys stand within each other here",
                        limits::DEPTH
                    );
                    findings.add(source.error(at, "", message));
                    return None;
                }
                Some(source)
            }
            Err(error) => {
                let message = "this file is not UTF-8 text";
                let good = error.utf8_error().valid_up_to();
                if let Some(found) = encoding::as_a_whole(error.as_bytes()) {
                    let error = Diagnostic::of_file(file, message).found(found);
                    findings.add(error.help(encoding::SAVE_AS_UTF_8));
                    return None;
                }
                let found = encoding::byte(error.as_bytes().get(good).copied().unwrap_or_default());
                // What cannot be read is shown as the sign for a lost letter.
                let source = Source::new(file, String::from_utf8_lossy(error.as_bytes()).into_owned());
                let place = good..good + char::REPLACEMENT_CHARACTER.len_utf8();
                findings.add(source.error_over(place, "", message).found(found).help(encoding::SAVE_AS_UTF_8));
                None
            }
        }
    }

    /// Line and column, from 1, of a place in the text.
    pub(crate) fn position(&self, at: usize) -> (usize, usize) {
        let mut end = at.min(self.text.len());
        while !self.text.is_char_boundary(end) {
            end -= 1;
        }
        let line = self.lines.partition_point(|&start| start <= end);
        let start = line.checked_sub(1).and_then(|index| self.lines.get(index)).copied().unwrap_or_default();
        let (from, before) =
            Some(self.counted.get()).filter(|(at, _)| (start..=end).contains(at)).unwrap_or((start, 1));
        let column = before + self.text.get(from..end).unwrap_or_default().chars().count();
        self.counted.set((end, column));
        (line, column)
    }

    /// Whether one more error of this file may come with what could stand there: to look through all ids takes time, and
    /// nobody reads a thousand suggestions.
    pub(crate) fn may_suggest(&self) -> bool {
        let before = self.suggested.get();
        self.suggested.set(before.saturating_add(1));
        before < limits::SUGGESTIONS
    }

    /// Where a part of the value of a TOML string, in bytes, is written.
    pub(crate) fn within(&self, string: Range<usize>, part: Range<usize>) -> Range<usize> {
        let literal = self.text.get(string.clone()).unwrap_or_default();
        string.start + offset_in(literal, part.start)..string.start + offset_in(literal, part.end)
    }

    /// An error about the word, text, list or cell that begins at a place.
    pub(crate) fn error(&self, at: usize, key: impl Into<String>, message: impl Into<String>) -> Diagnostic {
        self.error_over(token_at(&self.file, &self.text, at), key, message)
    }

    /// An error about a part of the file.
    pub(crate) fn error_over(
        &self,
        place: Range<usize>,
        key: impl Into<String>,
        message: impl Into<String>,
    ) -> Diagnostic {
        let (line, column) = self.position(place.start);
        let excerpt = Some(Excerpt::of(&self.text, place));
        Diagnostic { line, column, key: key.into(), excerpt, ..Diagnostic::of_file(&self.file, message) }
    }

    pub(crate) fn warning(&self, at: usize, key: impl Into<String>, message: impl Into<String>) -> Diagnostic {
        Diagnostic { level: Level::Warning, ..self.error(at, key, message) }
    }

    /// A warning about a part of the file.
    pub(crate) fn warning_over(
        &self,
        place: Range<usize>,
        key: impl Into<String>,
        message: impl Into<String>,
    ) -> Diagnostic {
        Diagnostic { level: Level::Warning, ..self.error_over(place, key, message) }
    }
}
