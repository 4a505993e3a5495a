//! What is wrong with a pack, for the person who has to put it right: where it is, what was found, what was expected.
//! In one line and a few below it (`Display`), or drawn with the line of the file.

use std::{
    cell::{Cell, RefCell},
    fmt,
};

use crate::limits;

use annotate_snippets::{AnnotationKind, Group, Origin, Renderer, Snippet};

use crate::excerpt::Excerpt;

/// How wide an excerpt may be: it is read in a terminal, and in the log of another program.
const WIDTH: usize = 110;

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
    /// The line with the place marked; `None` if it is about the file as a whole.
    pub excerpt: Option<Excerpt>,
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
            excerpt: None,
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

    /// What is wrong, the place marked in its line, and below it what was found and expected and what to do.
    fn draw(&self, renderer: &Renderer) -> String {
        let level = match self.level {
            Level::Error => annotate_snippets::Level::ERROR,
            Level::Warning => annotate_snippets::Level::WARNING,
        };
        let title = if self.key.is_empty() { self.message.clone() } else { format!("{}: {}", self.key, self.message) };
        let title = level.primary_title(title);
        let mut group: Group = match &self.excerpt {
            Some(Excerpt { skipped, text, mark }) => {
                // Spaces stand for what was cut off, so that the column that is shown is that of the file.
                let line = format!("{}{text}", " ".repeat(*skipped));
                let mark = mark.start + skipped..mark.end + skipped;
                let snippet = Snippet::source(line).path(&self.file).line_start(self.line);
                title.element(snippet.annotation(AnnotationKind::Primary.span(mark)))
            }
            None => title.element(Origin::path(&self.file)),
        };
        for (name, detail) in self.details() {
            group = group.element(annotate_snippets::Level::NOTE.with_name(name).message(detail));
        }
        renderer.render(&[group])
    }

    fn details(&self) -> impl Iterator<Item = (&'static str, &str)> {
        let details = [("found", &self.found), ("expected", &self.expected), ("help", &self.help)];
        details.into_iter().filter_map(|(name, detail)| Some((name, detail.as_deref()?)))
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
        self.details().try_for_each(|(name, detail)| write!(f, "\n  {name}: {detail}"))
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

    /// All of it with the lines of the files and the places marked, drawn with ASCII signs and an empty line behind each.
    pub fn drawn(&self) -> String {
        self.draw(&Renderer::plain())
    }

    /// The same with the colours of a terminal.
    pub fn drawn_in_colour(&self) -> String {
        self.draw(&Renderer::styled())
    }

    fn draw(&self, renderer: &Renderer) -> String {
        let renderer = renderer.clone().term_width(WIDTH);
        self.0.iter().map(|one| one.draw(&renderer) + "\n\n").collect()
    }
}

impl fmt::Display for Diagnostics {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|one| writeln!(f, "{one}"))
    }
}

impl std::error::Error for Diagnostics {}

/// Cuts a text that is too long for a message.
fn cut(text: &mut String) {
    const MOST: usize = 500;
    if let Some((end, _)) = text.char_indices().nth(MOST) {
        text.truncate(end);
        text.push('…');
    }
}

/// Collects what is found while a pack is read. Shared by all readers, so that one run reports everything.
#[derive(Default)]
pub(crate) struct Findings {
    all: RefCell<Vec<Diagnostic>>,
    /// All errors and all warnings, also those that are not kept.
    errors: Cell<usize>,
    warnings: Cell<usize>,
}

impl Findings {
    pub(crate) fn add(&self, mut diagnostic: Diagnostic) {
        let count = match diagnostic.level {
            Level::Error => &self.errors,
            Level::Warning => &self.warnings,
        };
        count.set(count.get() + 1);
        if count.get() > limits::FINDINGS {
            return;
        }
        // Messages quote what the author wrote, and that may be of any length.
        let Diagnostic { key, message, found, expected, help, .. } = &mut diagnostic;
        [key, message].into_iter().chain([found, expected, help].into_iter().flatten()).for_each(cut);
        self.all.borrow_mut().push(diagnostic);
    }

    /// How much was found so far.
    pub(crate) fn len(&self) -> usize {
        self.errors.get() + self.warnings.get()
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
