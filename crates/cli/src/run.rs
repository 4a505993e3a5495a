//! `wegwijzer run`: opens the answers and prints the results, as JSON or in the words of the pack. What a line says and
//! what comes of it is decided in [`wegwijzer_cli::results`].

use std::{
    fs::File,
    io::{self, BufReader, BufWriter, ErrorKind, IsTerminal, Read, Write},
    path::Path,
    process::ExitCode,
};

use wegwijzer_cli::{
    replies::{Replies, Unusable},
    results::{stream, stream_told},
};
use wegwijzer_core::{Pack, Texts};
use wegwijzer_pack::Compiled;

use crate::{
    check::load_or_explain,
    progress::{self, Counter},
    terminal::complain,
    walk,
};

/// Runs every line of a file, or of the standard input if the file is `-`.
pub(crate) fn run(dir: &Path, answers: &Path, in_words: bool) -> ExitCode {
    let Some(compiled) = load_or_explain(dir) else { return ExitCode::FAILURE };
    let output = BufWriter::new(io::stdout().lock());
    let result = if answers == Path::new("-") {
        results(io::stdin(), output, &compiled, in_words)
    } else {
        let file = |counter: &Counter| {
            let file = File::open(answers)?;
            counter.expect(file.metadata()?.len());
            results(Counted { file, counter }, output, &compiled, in_words)
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

fn results(input: impl Read, output: impl Write, compiled: &Compiled, in_words: bool) -> io::Result<bool> {
    let (input, pack) = (BufReader::new(input), &compiled.pack);
    match compiled.texts.first().filter(|_| in_words) {
        Some(texts) => stream_told(input, output, pack, |read| told(pack, texts, read)),
        None => stream(input, output, pack),
    }
}

/// What a person answered and where that leads, with an empty line behind it.
fn told(pack: &Pack, texts: &Texts, read: Result<Replies, Unusable>) -> String {
    match read {
        Ok(Replies { answers, which, .. }) => {
            let mut lines = walk::told(pack, texts, &answers);
            let fitting = which.map(|(_, fitting)| fitting).unwrap_or_default();
            let fitting: Vec<String> = fitting
                .into_iter()
                .filter_map(|index| pack.places.municipality(index))
                .map(|one| format!("{} ({})", one.name, one.code))
                .collect();
            if !fitting.is_empty() {
                lines.push(format!("which place is meant? {}", fitting.join(", ")));
            }
            lines.push(String::new());
            lines.extend(walk::result(pack, texts, &answers));
            lines.push(String::new());
            lines.join("\n")
        }
        Err(Unusable { place, found, expected }) => {
            format!("{place}: error: these answers cannot be used\n  found: {found}\n  expected: {expected}\n")
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
