//! `wegwijzer`: checks, builds and runs packs from the command line. It only reads arguments and writes what comes out;
//! reading a pack is the work of `wegwijzer-pack`, deciding is the work of `wegwijzer-core`.
#![forbid(unsafe_code)]

mod build;
mod check;
mod replies;
mod run;

use std::{path::PathBuf, process::ExitCode};

use clap::{Parser, Subcommand};
use wegwijzer_pack::Day;

/// Checks, builds and tries out the content of Wegwijzer.
///
/// All content of one country or organisation - questions, rules, services, places and texts - is a folder of plain
/// files, called a pack. docs/AUTHORING.md tells how to write one.
#[derive(Parser)]
#[command(name = "wegwijzer", version, about, long_about)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Looks through a pack and tells what is wrong, where, and what to do about it
    ///
    /// Shows every mistake at once: the file with line and column, the line itself with the place marked, what was
    /// expected there, and what to do.
    ///
    /// An error has to be put right before the pack can be used. A warning is worth a look: the pack works, but
    /// probably does not say what you meant.
    ///
    /// It looks at ids and guards, tables as spreadsheets save them, missing and copied texts, how hard the texts are
    /// to read, links and phone numbers, and whether it is time to look through the content again. docs/AUTHORING.md
    /// tells what each rule asks for.
    Check {
        /// The folder of the pack, such as packs/nl
        #[arg(value_name = "DIR")]
        dir: PathBuf,
        /// Also shows how hard the texts are to read: figures for each language, and the ten hardest questions and steps
        #[arg(long)]
        reading: bool,
        /// Acts as if it were this day, such as 2027-02-01: is the content due for a look? (Otherwise: today)
        #[arg(long, value_name = "DAY")]
        today: Option<Day>,
    },
    /// Makes the files that a web page loads
    ///
    /// Writes the pack to FILE and the words of each language beside it: `-o out/nl.pack` also gives out/nl.nl.texts,
    /// out/nl.en.texts and so on. A pack with errors is not built.
    Build {
        /// The folder of the pack, such as packs/nl
        #[arg(value_name = "DIR")]
        dir: PathBuf,
        /// Where to write the pack, such as out/nl.pack
        #[arg(short, long, value_name = "FILE")]
        output: PathBuf,
    },
    /// Tells where people with given answers are led
    ///
    /// Reads one person a line, such as
    ///
    ///   {"answers":{"situation":"dismissed","worries":["money"],"place":"1011"}}
    ///
    /// and writes one line for each: the questions that are asked, the scales, the place, what is recommended, by which
    /// rule and why, and the answers that did not count. A question that is left out or null is skipped. A line that
    /// cannot be used gives {"error":…} and the others still run.
    Run {
        /// The folder of the pack, such as packs/nl
        #[arg(value_name = "DIR")]
        dir: PathBuf,
        /// The file of answers, or - to read them from the keyboard or another program
        #[arg(long, value_name = "FILE")]
        answers: PathBuf,
    },
}

fn main() -> ExitCode {
    match Arguments::parse().command {
        Command::Check { dir, reading, today } => check::check(&dir, today, reading),
        Command::Build { dir, output } => build::build(&dir, &output),
        Command::Run { dir, answers } => run::run(&dir, &answers),
    }
}
