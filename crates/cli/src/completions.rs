//! `wegwijzer completions`: what a shell needs to know to finish commands and options while somebody types.

use std::{
    io::{self, Write},
    process::ExitCode,
};

use clap::Command;
use clap_complete::{Shell, generate};

/// Prints the script for a shell.
pub(crate) fn completions(shell: Shell, mut command: Command) -> ExitCode {
    let mut script = Vec::new();
    let name = command.get_name().to_owned();
    generate(shell, &mut command, name, &mut script);
    // Whoever closed the pipe has read enough.
    let _ = io::stdout().write_all(&script);
    ExitCode::SUCCESS
}
