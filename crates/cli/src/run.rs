//! `wegwijzer run`: opens the answers and prints the results. What a line says and what comes of it is decided in
//! [`wegwijzer_cli::results`].

use std::{
    fs::File,
    io::{self, BufReader, BufWriter, ErrorKind, IsTerminal, Read},
    path::Path,
    process::ExitCode,
};

use wegwijzer_cli::results::stream;

use crate::{
    check::load_or_explain,
    progress::{self, Counter},
    terminal::complain,
};

/// Runs every line of a file, or of the standard input if the file is `-`.
pub(crate) fn run(dir: &Path, answers: &Path) -> ExitCode {
    let Some(compiled) = load_or_explain(dir) else { return ExitCode::FAILURE };
    let output = BufWriter::new(io::stdout().lock());
    let result = if answers == Path::new("-") {
        stream(BufReader::new(io::stdin()), output, &compiled.pack)
    } else {
        let file = |counter: &Counter| {
            let file = File::open(answers)?;
            counter.expect(file.metadata()?.len());
            stream(BufReader::new(Counted { file, counter }), output, &compiled.pack)
        };
        // Results that pass by on the screen are sign of life enough.
        match io::stdout().is_terminal() {
            true => file(&Counter::default()),
            false => progress::during(&format!("running {}", answers.display()), file),
        }
    };
    match result {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        // Whoever closed the pipe has read enough.
        Err(error) if error.kind() == ErrorKind::BrokenPipe => ExitCode::SUCCESS,
        Err(error) => {
            complain(&format!("{}: error: the answers cannot be read: {error}", answers.display()));
            ExitCode::FAILURE
        }
    }
}

/// A file that counts the bytes that are read of it.
struct Counted<'c> {
    file: File,
    counter: &'c Counter,
}

impl Read for Counted<'_> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let bytes = self.file.read(into)?;
        self.counter.add(bytes as u64);
        Ok(bytes)
    }
}
