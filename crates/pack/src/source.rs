//! One file of a pack as text, and the way back from a place in it to a line and a column.

use std::{cell::Cell, ops::Range};

use crate::{
    depth::too_deep,
    diagnostic::{Diagnostic, Findings, Level},
    folder::Folder,
    limits,
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

    fn new(file: String, text: String) -> Source {
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
                let good = error.utf8_error().valid_up_to();
                let text = String::from_utf8_lossy(error.as_bytes().get(..good).unwrap_or_default()).into_owned();
                let source = Source::new(file, text);
                findings.add(
                    source
                        .error(good, "", "this file is not UTF-8 text")
                        .found(format!("the byte 0x{:02x}", error.as_bytes().get(good).copied().unwrap_or_default()))
                        .help("save the file with the encoding UTF-8"),
                );
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

    pub(crate) fn error(&self, at: usize, key: impl Into<String>, message: impl Into<String>) -> Diagnostic {
        let (line, column) = self.position(at);
        Diagnostic { line, column, key: key.into(), ..Diagnostic::of_file(&self.file, message) }
    }

    pub(crate) fn warning(&self, at: usize, key: impl Into<String>, message: impl Into<String>) -> Diagnostic {
        Diagnostic { level: Level::Warning, ..self.error(at, key, message) }
    }
}
