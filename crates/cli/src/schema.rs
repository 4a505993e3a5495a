//! `wegwijzer schema`: the JSON Schemas of the TOML files, for editors.

use std::{
    fs,
    io::{self, Write},
    path::Path,
    process::ExitCode,
};

use wegwijzer_pack::schema::schemas;

/// Writes every schema to a folder, which is made if it is not there.
pub(crate) fn schema(output: &Path) -> ExitCode {
    for (name, content) in schemas() {
        let file = output.join(name);
        if let Err(error) = fs::create_dir_all(output).and_then(|()| fs::write(&file, content)) {
            let _ = writeln!(io::stderr(), "{}: error: this file cannot be written: {error}", file.display());
            return ExitCode::FAILURE;
        }
        let _ = writeln!(io::stdout(), "{}", file.display());
    }
    ExitCode::SUCCESS
}
