//! `wegwijzer`: what an author does with a pack from the command line. It only reads arguments and writes what comes out;
//! reading a pack is the work of `wegwijzer-pack`, deciding is the work of `wegwijzer-core`.
#![forbid(unsafe_code)]

mod build;
mod check;
mod completions;
mod dates;
mod diff;
mod new;
mod preview;
mod progress;
mod prove;
mod run;
mod schema;
mod terminal;
mod walk;
mod walks;

use std::{env, path::PathBuf, process::ExitCode};

use clap::{CommandFactory, Parser, Subcommand};
use clap_complete::Shell;
use wegwijzer_pack::Day;

use crate::{new::Language, terminal::Color};

/// Makes, checks, shows and builds the content of Wegwijzer
///
/// All content of one country or organisation - questions, rules, services, places and texts - is a folder of plain
/// files, called a pack. You change them with a text editor and a spreadsheet. docs/AUTHORING.md tells how.
#[derive(Parser)]
#[command(name = "wegwijzer", version, after_long_help = AFTER_HELP, max_term_width = 100)]
#[command(disable_help_subcommand = true)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
    /// Colours: auto (on a terminal, unless NO_COLOR is set), always or never
    #[arg(long, value_name = "WHEN", default_value = "auto", global = true, display_order = 900)]
    #[arg(hide_possible_values = true, hide_default_value = true)]
    color: Color,
}

const AFTER_HELP: &str = "\
To begin:
  wegwijzer new my-pack        makes a small pack that works
  wegwijzer preview my-pack    shows it in your browser, again with every change

Every command ends with a number that another program can look at:
  0  all is well
  1  the pack has errors, or something else went wrong that the lines on the screen tell
  2  the command was not typed as it should be";

const INSTALLING: &str = "\
Where to save it:
  bash         wegwijzer completions bash > ~/.local/share/bash-completion/completions/wegwijzer
  zsh          wegwijzer completions zsh > ~/.zfunc/_wegwijzer
               and in ~/.zshrc, above the line with compinit: fpath+=~/.zfunc
  fish         wegwijzer completions fish > ~/.config/fish/completions/wegwijzer.fish
  elvish       wegwijzer completions elvish >> ~/.config/elvish/rc.elv
  powershell   wegwijzer completions powershell >> $PROFILE";

// In the order in which an author meets them.
#[derive(Subcommand)]
enum Command {
    /// Makes a small pack to begin with
    ///
    /// Fills a new or empty folder with a pack that works: four questions, a few rules, services, two regions, and notes
    /// in the files that explain them. What it says about services and places is made up; README.md in the folder says
    /// what to replace. The name of the folder becomes the id of the pack.
    New {
        /// The folder to make, such as my-pack: small letters, digits and -
        #[arg(value_name = "DIR")]
        dir: PathBuf,
        /// The language of the words, or several with a comma between them: the first is the default. README.md in the
        /// new folder says how to add one that is not here
        #[arg(long, value_name = "LANGUAGE", default_value = "en", value_delimiter = ',')]
        language: Vec<Language>,
    },
    /// Tells what is wrong with a pack, where, and what to do about it
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
    /// Proves that nobody who fills in the pack is left without a step and a person
    ///
    /// Looks at every possible walk, with any questions skipped and in every place: that each question, option and rule
    /// can be reached, that everybody gets one main step and a person who can be reached, and that every promise of
    /// promises.toml is kept. Prints how often each rule and each service is reached. Where something is broken, it
    /// shows the shortest walk on which it is, in the words of the pack, and a line that replays it.
    Prove {
        /// The folder of the pack, such as packs/nl
        #[arg(value_name = "DIR")]
        dir: PathBuf,
        /// Prints JSON for another program instead of tables
        #[arg(long)]
        json: bool,
    },
    /// Shows a pack in your browser, again with every change that you save
    ///
    /// Open the address that is printed. The page shows the pack as visitors of a web site will see it. Save a file of
    /// the pack, and the page loads again. While there are errors, it lists them, and keeps showing the last version
    /// without errors. The page can be seen on this computer only. Ctrl+C ends it.
    ///
    /// A preview checks the pack, and does not prove its promises.
    Preview {
        /// The folder of the pack, such as packs/nl
        #[arg(value_name = "DIR")]
        dir: PathBuf,
        /// The folder of the built widget; if left out, `dist` in this folder or beside the program
        #[arg(long, value_name = "FOLDER")]
        widget: Option<PathBuf>,
        /// The port of the address, or 0 for any that is free; if left out, 8090 or the next one that is free
        #[arg(long, value_name = "NUMBER", value_parser = port)]
        port: Option<u16>,
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
        /// Prints each walk and its result in the words of the pack, instead of JSON
        #[arg(long)]
        words: bool,
    },
    /// Tells what a change of content means for people
    ///
    /// Lays two versions of a pack side by side over all walks: how many people are now led to another main step or
    /// service, by which rule and in which region, with the shortest example of each; then which texts, services and
    /// places changed. Keep a copy of the old folder, or take it from version control.
    Diff {
        /// The folder of the pack as it was
        #[arg(value_name = "OLD")]
        old: PathBuf,
        /// The folder of the pack as it is now
        #[arg(value_name = "NEW")]
        new: PathBuf,
    },
    /// Writes a small set of walks that together meet everything in the pack, for tests
    ///
    /// Every option, every question skipped and not asked, every rule shown and every guard both ways, every group of
    /// places: as JSON, with what each walk meets first. The browser tests of the widget take them.
    Walks {
        /// The folder of the pack, such as packs/nl
        #[arg(value_name = "DIR")]
        dir: PathBuf,
        /// Where to write them; without it they are printed
        #[arg(short, long, value_name = "FILE")]
        output: Option<PathBuf>,
    },
    /// Makes the files that a web page loads
    ///
    /// Writes the pack to FILE, and its places and the words of each language beside it: `-o out/nl.pack` also gives
    /// out/nl.places, out/nl.nl.texts, out/nl.en.texts and so on. A pack with errors, or one that breaks a promise, is not built.
    Build {
        /// The folder of the pack, such as packs/nl
        #[arg(value_name = "DIR")]
        dir: PathBuf,
        /// Where to write the pack, such as out/nl.pack
        #[arg(short, long, value_name = "FILE")]
        output: PathBuf,
    },
    /// Writes schemas by which an editor helps with the TOML files
    ///
    /// An editor that knows these JSON Schemas completes and checks the files of a pack while you type.
    /// docs/AUTHORING.md, "Editor support", says how to tell an editor of them.
    Schema {
        /// The folder to write them to
        #[arg(short, long, value_name = "DIR")]
        output: PathBuf,
    },
    /// Lets your shell finish commands while you type
    ///
    /// Prints a script for your shell. Save it where the shell looks for such scripts (make the folder if it is not
    /// there), and open a new terminal; then the Tab key finishes the names of commands, options and files.
    #[command(after_long_help = INSTALLING)]
    Completions {
        /// Your shell
        #[arg(value_name = "SHELL")]
        shell: Shell,
    },
    /// Tells about a command, such as: wegwijzer help new
    Help {
        /// The command
        #[arg(value_name = "COMMAND")]
        command: Option<String>,
    },
}

fn port(text: &str) -> Result<u16, String> {
    text.parse().map_err(|_| "a number from 0 to 65535 was expected".to_owned())
}

fn main() -> ExitCode {
    terminal::follow_color_option(env::args_os().skip(1));
    match Arguments::parse().command {
        Command::New { dir, language } => new::new(&dir, &language),
        Command::Check { dir, reading, today } => check::check(&dir, today, reading),
        Command::Prove { dir, json } => prove::prove(&dir, json),
        Command::Preview { dir, widget, port } => preview::preview(&dir, widget.as_deref(), port),
        Command::Run { dir, answers, words } => run::run(&dir, &answers, words),
        Command::Diff { old, new } => diff::diff(&old, &new),
        Command::Walks { dir, output } => walks::walks(&dir, output.as_deref()),
        Command::Build { dir, output } => build::build(&dir, &output),
        Command::Schema { output } => schema::schema(&output),
        // The same as `wegwijzer COMMAND --help`; this ends the program.
        Command::Help { command } => {
            let arguments = ["wegwijzer".to_owned()].into_iter().chain(command).chain(["--help".to_owned()]);
            Arguments::parse_from(arguments);
            ExitCode::SUCCESS
        }
        Command::Completions { shell } => completions::completions(shell, Arguments::command()),
    }
}
