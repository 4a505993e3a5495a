//! `wegwijzer run`: opens the answers and prints the results. What a line says and what comes of it is decided in
//! [`wegwijzer_cli::results`].

use std::{
    fs::File,
    io::{self, BufReader, BufWriter, ErrorKind, Write},
    path::Path,
    process::ExitCode,
};

use wegwijzer_cli::results::stream;

use crate::check::load_or_explain;

/// Runs every line of a file, or of the standard input if the file is `-`.
pub(crate) fn run(dir: &Path, answers: &Path) -> ExitCode {
    let Some(compiled) = load_or_explain(dir) else { return ExitCode::FAILURE };
    let output = BufWriter::new(io::stdout().lock());
    let result = if answers == Path::new("-") {
        stream(BufReader::new(io::stdin()), output, &compiled.pack)
    } else {
        match File::open(answers) {
            Ok(file) => stream(BufReader::new(file), output, &compiled.pack),
            Err(error) => Err(error),
        }
    };
    match result {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        // Whoever closed the pipe has read enough.
        Err(error) if error.kind() == ErrorKind::BrokenPipe => ExitCode::SUCCESS,
        Err(error) => {
            let _ = writeln!(io::stderr(), "{}: error: the answers cannot be read: {error}", answers.display());
            ExitCode::FAILURE
        }
    }
}
