//! `wegwijzer check`: what is wrong with a pack, and one line that sums up.

use std::{io::Write, path::Path, process::ExitCode};

use wegwijzer_pack::{Compiled, Day, Diagnostics, load, load_on, reading};

use crate::{
    dates::days_from_now,
    progress,
    terminal::{complain, say},
};

/// Prints what is wrong to the error stream, then how hard the texts are to read if that is asked for, and the closing
/// line.
pub(crate) fn check(dir: &Path, today: Option<Day>, with_reading: bool) -> ExitCode {
    let shown = dir.display();
    let load = |_: &progress::Counter| load_on(dir, today.unwrap_or_else(|| days_from_now(0)));
    let (line, code) = match progress::during(&format!("reading {shown}"), load) {
        Ok(compiled) => {
            print_all(&compiled.warnings);
            let verdict = counts(0, compiled.warnings.warnings());
            (format!("{shown}: {}: {verdict}", contents(&compiled)), ExitCode::SUCCESS)
        }
        Err(diagnostics) => {
            print_all(&diagnostics);
            (format!("{shown}: {}", counts(diagnostics.errors(), diagnostics.warnings())), ExitCode::FAILURE)
        }
    };
    // A folder that is no pack is told by then.
    if with_reading && let Ok(reading) = reading(dir) {
        say(&reading.to_string());
    }
    say(&line);
    code
}

/// Loads a pack for another command; `None` if it has errors, which are printed.
pub(crate) fn load_or_explain(dir: &Path) -> Option<Compiled> {
    match load_slowly(dir) {
        Ok(compiled) => Some(compiled),
        Err(diagnostics) => {
            print_all(&diagnostics);
            let counts = counts(diagnostics.errors(), diagnostics.warnings());
            complain(&format!("{}: {counts}", dir.display()));
            None
        }
    }
}

/// Loads a pack, and says so if it takes long.
fn load_slowly(dir: &Path) -> Result<Compiled, Diagnostics> {
    progress::during(&format!("reading {}", dir.display()), |_| load(dir))
}

/// Prints to the error stream, in colour if it is a terminal.
pub(crate) fn print_all(diagnostics: &Diagnostics) {
    // Whoever closed the pipe does not want to read on.
    let _ = write!(anstream::stderr(), "{}", diagnostics.drawn_in_colour());
}

/// What is in a pack, in numbers.
pub(crate) fn contents(compiled: &Compiled) -> String {
    let pack = &compiled.pack;
    [
        count(pack.questions.len(), "question", "questions"),
        count(pack.rules.len(), "rule", "rules"),
        count(pack.services.len(), "service", "services"),
        count(pack.places.municipalities.len(), "municipality", "municipalities"),
        count(pack.languages.len(), "language", "languages"),
    ]
    .join(", ")
}

/// How many errors and warnings, in words.
pub(crate) fn counts(errors: usize, warnings: usize) -> String {
    let errors = if errors == 0 { "no errors".to_owned() } else { count(errors, "error", "errors") };
    let warnings = if warnings == 0 { "no warnings".to_owned() } else { count(warnings, "warning", "warnings") };
    format!("{errors}, {warnings}")
}

fn count(number: usize, one: &str, several: &str) -> String {
    format!("{number} {}", if number == 1 { one } else { several })
}
