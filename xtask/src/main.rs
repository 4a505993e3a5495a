//! `cargo xtask`: everything that is done to the project, behind one command.
//!
//! Each command sets up what it needs first, pinned and inside the project's folder, so that a fresh clone needs no
//! preparation. Nothing here is shipped: what a person's browser gets is in `src/`, `embed/` and `packs/`.

mod bench;
mod compare;
mod dist;
mod engine;
mod files;
mod imports;
mod loader;
mod npm;
mod packs;
mod plot;
mod progress;
mod project;
mod questionnaire;
mod reproduce;
mod serve;
mod setup;
mod site;
mod sizes;
mod test;
#[cfg(test)]
mod tidy;

use std::process::ExitCode;

use anyhow::ensure;
use clap::{Parser, Subcommand};

use crate::{compare::Then, progress::heading, project::Project};

#[derive(Parser)]
#[command(bin_name = "cargo xtask", about = "Builds, serves and tests Wegwijzer. Start with: cargo xtask serve")]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Build everything and serve it on this computer: the page and a demo partner page
    Serve {
        /// The first port to try; the next free one is taken
        #[arg(long, default_value_t = 8080)]
        port: u16,
    },
    /// Run every check, as CI does
    Test,
    /// Build dist/, the folder that a partner copies, and hold it against the size budget
    Dist,
    /// Build dist/ twice, in two folders, and compare every byte
    Reproduce,
    /// Measure the engine, and the widget beside other form libraries, and hold both against their limits
    Bench {
        /// One of the two alone
        part: Option<bench::Part>,
        /// How often every page of the comparison is loaded, and every walk is walked on it
        #[arg(long, default_value_t = 5)]
        rounds: u32,
        /// Write the table and the plot of the comparison into docs/
        #[arg(long)]
        publish: bool,
    },
    /// Throw inputs that nobody would write at every reader: --inputs N, --seed S, --target NAME, --case K
    Fuzz {
        /// Handed on as they are
        #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
        arguments: Vec<String>,
    },
    /// Fetch what the other commands need, which they also do themselves
    Setup,
    /// Build the npm package into target/npm
    Npm,
}

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    match run(arguments.command) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("\nStopped: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run(command: Command) -> anyhow::Result<()> {
    let project = Project::open()?;
    match command {
        Command::Serve { port } => serve::serve(&project, port),
        Command::Test => test::test(&project),
        Command::Dist => {
            setup::for_building(&project)?;
            dist::dist(&project)
        }
        Command::Reproduce => {
            setup::for_building(&project)?;
            dist::dist(&project)?;
            heading("Building dist/ again");
            reproduce::reproduce(&project)
        }
        Command::Bench { part, rounds, publish } => {
            if part != Some(bench::Part::Compare) {
                bench::bench(&project)?;
            }
            if part != Some(bench::Part::Engine) {
                setup::for_everything(&project)?;
                dist::dist(&project)?;
                compare::compare(&project, rounds, if publish { Then::Publish } else { Then::Print })?;
            }
            Ok(())
        }
        Command::Fuzz { arguments } => fuzz(&project, &arguments),
        Command::Setup => setup::for_everything(&project),
        Command::Npm => {
            setup::for_everything(&project)?;
            npm::npm(&project)
        }
    }
}

/// Compiled as the tools are: a debug build takes ten times as long for the same inputs.
fn fuzz(project: &Project, arguments: &[String]) -> anyhow::Result<()> {
    let run = ["run", "--profile", "native", "--package", "wegwijzer-fuzz", "--"];
    ensure!(
        project.cargo().args(run).args(arguments).run().is_ok(),
        "the lines above say which case, and how to run it again"
    );
    Ok(())
}
