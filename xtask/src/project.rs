//! Where things are: the project's folder, its tools, and a shell in which they come first.

use std::{
    env,
    ffi::OsString,
    path::{Path, PathBuf},
};

use anyhow::{Context, Result};
use xshell::{Cmd, Shell};

/// The project's folder, with a shell in it that finds the pinned tools before any other.
pub struct Project {
    pub root: PathBuf,
    pub shell: Shell,
}

impl Project {
    pub fn open() -> Result<Project> {
        let root = root();
        // So that messages name files from here, as an author would.
        env::set_current_dir(&root).with_context(|| format!("cannot enter {}", root.display()))?;
        let shell = Shell::new()?;
        let before = env::var_os("PATH").unwrap_or_default();
        let folders = [root.join(".tools/bin"), root.join("node_modules/.bin")];
        let path = env::join_paths(folders.into_iter().chain(env::split_paths(&before)))
            .context("the project's path holds a character that PATH cannot carry: move the clone to a plainer path")?;
        shell.set_var("PATH", path);
        Ok(Project { root, shell })
    }

    /// A path inside the project.
    pub fn path(&self, inside: impl AsRef<Path>) -> PathBuf {
        self.root.join(inside)
    }

    /// The cargo that runs xtask, so that its version is the one of rust-toolchain.toml.
    pub fn cargo(&self) -> Cmd<'_> {
        self.shell.cmd(env::var_os("CARGO").unwrap_or_else(|| "cargo".into())).quiet()
    }

    /// Whether a program is to be had, and where.
    pub fn find(&self, program: &str) -> Option<PathBuf> {
        let path: OsString = self.shell.var_os("PATH").unwrap_or_default();
        let file = format!("{program}{}", env::consts::EXE_SUFFIX);
        env::split_paths(&path).map(|folder| folder.join(&file)).find(|candidate| candidate.is_file())
    }
}

/// The project's folder, as known when xtask was compiled, which is in that folder.
pub fn root() -> PathBuf {
    let here = env::var_os("CARGO_MANIFEST_DIR").map_or_else(|| env!("CARGO_MANIFEST_DIR").into(), PathBuf::from);
    here.parent().map(Path::to_path_buf).unwrap_or(here)
}
