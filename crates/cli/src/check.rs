//! `wegwijzer check`: what is wrong with a pack, and one line that sums up.

use std::{path::Path, process::ExitCode};

use wegwijzer_pack::{Compiled, Diagnostics, load};

use crate::{
    progress,
    terminal::{complain, say},
};

/// Prints what is wrong to the error stream, and the closing line.
pub(crate) fn check(dir: &Path) -> ExitCode {
    let shown = dir.display();
    let (line, code) = match load_slowly(dir) {
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

/// Prints to the error stream.
pub(crate) fn print_all(diagnostics: &Diagnostics) {
    diagnostics.0.iter().for_each(|one| complain(&one.to_string()));
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
