//! One file of a pack as text, and the way back from a place in it to a line and a column.

use std::{fs, io::ErrorKind, ops::Range, path::Path};

use crate::{
    diagnostic::{Diagnostic, Findings, Level},
    encoding,
    excerpt::{Excerpt, token_at},
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
}

impl Source {
    /// Reads a file that has to be there.
    pub(crate) fn read(dir: &Path, name: &str, findings: &Findings) -> Option<Source> {
        let source = Source::read_if_there(dir, name, findings);
        if source.is_none() && !dir.join(name).exists() {
            findings.add(Diagnostic::of_file(shown(dir, name), "this file is missing"));
        }
        source
    }

    /// Reads a file that a pack may leave out.
    pub(crate) fn read_if_there(dir: &Path, name: &str, findings: &Findings) -> Option<Source> {
        let file = shown(dir, name);
        let bytes = match fs::read(dir.join(name)) {
            Ok(bytes) => bytes,
            Err(error) if error.kind() == ErrorKind::NotFound => return None,
            Err(error) => {
                findings.add(Diagnostic::of_file(file, format!("this file cannot be read: {error}")));
                return None;
            }
        };
        match String::from_utf8(bytes) {
            Ok(text) => {
                let text = text.strip_prefix('\u{feff}').map_or_else(|| text.clone(), str::to_owned);
                let source = Source { file, text };
                if let Some(place) = encoding::garbled(&source.text) {
                    let warning = source.warning_over(place, "", "letters were lost when this file was saved");
                    let help = "write them again, and save the file with the encoding UTF-8";
                    findings.add(warning.help(help));
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
                let source = Source { file, text: String::from_utf8_lossy(error.as_bytes()).into_owned() };
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
        let before = self.text.get(..end).unwrap_or_default();
        let line_start = before.rfind('\n').map_or(0, |newline| newline + 1);
        let column = before.get(line_start..).unwrap_or_default().chars().count() + 1;
        (before.bytes().filter(|&byte| byte == b'\n').count() + 1, column)
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

/// The name of a file as the author sees it.
pub(crate) fn shown(dir: &Path, name: &str) -> String {
    let dir = dir.display().to_string();
    let dir = dir.trim_end_matches(['/', '\\']);
    if dir.is_empty() { format!("/{name}") } else { format!("{dir}/{name}") }
}
