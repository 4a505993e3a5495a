//! What is wrong with a pack, for the person who has to put it right: where it is, what was found, what was expected.

use std::{
    cell::{Cell, RefCell},
    fmt,
};

use crate::limits;

/// How bad it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    /// The pack cannot be built.
    Error,
    /// The pack can be built, but probably does not say what was meant.
    Warning,
}

impl fmt::Display for Level {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Level::Error => "error",
            Level::Warning => "warning",
        })
    }
}

/// One thing that is wrong.
///
/// Shown as `packs/nl/rules.toml:12:8: error: rule dismissed, when: …`, with what was found, what was expected and what
/// to do on indented lines below it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// How bad it is.
    pub level: Level,
    /// The file, as a path that begins with the folder that was asked for.
    pub file: String,
    /// The line, from 1; 0 if it is about the file as a whole.
    pub line: usize,
    /// The column in characters, from 1; 0 if it is about the file as a whole.
    pub column: usize,
    /// The entry and the field: `rule dismissed, when`. May be empty.
    pub key: String,
    /// What is wrong, in a sentence without a full stop.
    pub message: String,
    /// What stands there.
    pub found: Option<String>,
    /// What should stand there.
    pub expected: Option<String>,
    /// What to do about it.
    pub help: Option<String>,
}

impl Diagnostic {
    /// An error about a file as a whole.
    pub(crate) fn of_file(file: impl Into<String>, message: impl Into<String>) -> Self {
        Diagnostic {
            level: Level::Error,
            file: file.into(),
            line: 0,
            column: 0,
            key: String::new(),
            message: message.into(),
            found: None,
            expected: None,
            help: None,
        }
    }

    pub(crate) fn found(mut self, found: impl Into<String>) -> Self {
        self.found = Some(found.into());
        self
    }

    pub(crate) fn expected(mut self, expected: impl Into<String>) -> Self {
        self.expected = Some(expected.into());
        self
    }

    pub(crate) fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// Adds a help line if there is something to suggest.
    pub(crate) fn help_if(mut self, help: Option<String>) -> Self {
        self.help = help.or(self.help);
        self
    }
}

impl fmt::Display for Diagnostic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.file)?;
        if self.line > 0 {
            write!(f, ":{}:{}", self.line, self.column)?;
        }
        write!(f, ": {}: ", self.level)?;
        if !self.key.is_empty() {
            write!(f, "{}: ", self.key)?;
        }
        f.write_str(&self.message)?;
        let details = [("found", &self.found), ("expected", &self.expected), ("help", &self.help)];
        for (name, detail) in details {
            if let Some(detail) = detail {
                write!(f, "\n  {name}: {detail}")?;
            }
        }
        Ok(())
    }
}

/// Everything that is wrong with a pack, in the order of the files and their lines.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Diagnostics(pub Vec<Diagnostic>);

impl Diagnostics {
    /// How many are errors.
    pub fn errors(&self) -> usize {
        self.0.iter().filter(|one| one.level == Level::Error).count()
    }

    /// How many are warnings.
    pub fn warnings(&self) -> usize {
        self.0.len() - self.errors()
    }
}

impl fmt::Display for Diagnostics {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|one| writeln!(f, "{one}"))
    }
}

impl std::error::Error for Diagnostics {}

/// Collects what is found while a pack is read. Shared by all readers, so that one run reports everything.
#[derive(Default)]
pub(crate) struct Findings {
    all: RefCell<Vec<Diagnostic>>,
    /// All errors and all warnings, also those that are not kept.
    errors: Cell<usize>,
    warnings: Cell<usize>,
}

impl Findings {
    pub(crate) fn add(&self, diagnostic: Diagnostic) {
        let count = match diagnostic.level {
            Level::Error => &self.errors,
            Level::Warning => &self.warnings,
        };
        count.set(count.get() + 1);
        if count.get() <= limits::FINDINGS {
            self.all.borrow_mut().push(diagnostic);
        }
    }

    /// Whether there is an error.
    pub(crate) fn has_errors(&self) -> bool {
        self.errors.get() > 0
    }

    /// Whether no further error would be kept, so that there is no need to look for one.
    pub(crate) fn is_full(&self) -> bool {
        self.errors.get() >= limits::FINDINGS
    }

    /// All that was found in a pack; `file` stands before the word on what is not shown.
    pub(crate) fn finish(self, file: &str) -> Diagnostics {
        let mut all = self.all.into_inner();
        all.sort_by(|a, b| (&a.file, a.line, a.column, a.level).cmp(&(&b.file, b.line, b.column, b.level)));
        all.dedup();
        for (level, count) in [(Level::Error, self.errors.get()), (Level::Warning, self.warnings.get())] {
            if count >= limits::FINDINGS {
                let message = format!("there are {} {level}s or more; the rest is not shown", limits::FINDINGS);
                let help = "put these right first, then check again";
                all.push(Diagnostic { level, ..Diagnostic::of_file(file, message).help(help) });
            }
        }
        Diagnostics(all)
    }
}
