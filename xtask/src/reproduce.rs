//! Builds `dist/` a second time and compares: the same sources give the same bytes, so that anyone can check that what a
//! partner serves was made of the sources that they can read.
//!
//! The second build is another process in a copy of the sources, in a folder with a longer path, with nothing kept from the
//! first: every crate is compiled again, every file optimised and compressed again. The user has another name and another home,
//! Cargo's home has another path too, and the clock another zone. What is the same is the machine: its compiler, its tools, and
//! the sources of other people's crates, which Cargo.lock pins.

use std::{
    env, fs,
    path::{Path, PathBuf},
};

use anyhow::{Result, bail, ensure};
use xshell::cmd;

use crate::{
    dist,
    files::{below, read},
    progress::{long_step, step},
    project::Project,
};

const SECOND: &str = "target/reproduce/a folder with a longer name/second";
/// Of the second user, who has nothing there.
const HOME: &str = "home/somebody else";
/// What is no source.
const LEFT_OUT: [&str; 5] = [".git", ".tools", "dist", "node_modules", "target"];

/// Builds a second time, and fails at the first file that differs from that of `dist/`.
pub fn reproduce(project: &Project) -> Result<()> {
    let second = project.path(SECOND);
    clear(project)?;
    step("copy of the sources", || {
        copy(&project.root, &second)?;
        for tools in [".tools", "node_modules"] {
            link(project.path(tools), second.join(tools))?;
        }
        if let Some(home) = dist::cargo_home() {
            link(&home, second.join("cargo-home"))?;
        }
        Ok(fs::create_dir_all(second.join(HOME))?)
    })?;
    long_step("second build of dist/", "1 to 3 minutes, nothing is kept from the first", || build(project, &second))?;
    step("comparison, byte for byte", || compare(&project.path("dist"), &second.join("dist")))?;
    clear(project)
}

fn build(project: &Project, second: &Path) -> Result<()> {
    let shell = &project.shell;
    let xtask = env::current_exe()?;
    // Where Rust came through rustup, it looks for the compiler below the user's home unless it is told.
    let compilers = env::var_os("RUSTUP_HOME").map(PathBuf::from).or_else(|| Some(env::home_dir()?.join(".rustup")));
    let _compilers = compilers.map(|folder| shell.push_env("RUSTUP_HOME", folder));
    let home = second.join(HOME);
    let output = cmd!(shell, "{xtask} dist")
        // By this the other process knows where its project is.
        .env("CARGO_MANIFEST_DIR", second.join("xtask"))
        .env("CARGO_TARGET_DIR", second.join("target"))
        .env("CARGO_HOME", second.join("cargo-home"))
        .envs([("HOME", home.as_path()), ("USER", "somebody-else".as_ref()), ("LOGNAME", "somebody-else".as_ref())])
        .env("TZ", "Pacific/Kiritimati")
        .env("LC_ALL", "C")
        .quiet()
        .ignore_status()
        .output()?;
    if !output.status.success() {
        eprint!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
        bail!("the second build failed, although the first did not: the lines above say why");
    }
    Ok(())
}

/// Fails at the first file that is not the same in both folders.
fn compare(first: &Path, second: &Path) -> Result<()> {
    let names = |folder: &Path| -> Result<Vec<PathBuf>> {
        Ok(below(folder)
            .iter()
            .map(|file| file.strip_prefix(folder).map(Path::to_path_buf))
            .collect::<Result<_, _>>()?)
    };
    let (here, there) = (names(first)?, names(second)?);
    ensure!(!here.is_empty(), "{} holds no file: build it first with cargo xtask dist", first.display());
    let mut all: Vec<&PathBuf> = here.iter().chain(&there).collect();
    all.sort();
    all.dedup();
    for name in all {
        let difference = match (here.contains(name), there.contains(name)) {
            (true, false) => {
                "is not in the second build: a name that holds a hash differs where the bytes do".to_owned()
            }
            (false, true) => {
                "is in the second build alone: a name that holds a hash differs where the bytes do".to_owned()
            }
            _ => {
                let (here, there) = (read(&first.join(name))?, read(&second.join(name))?);
                if here == there {
                    continue;
                }
                let at = here.iter().zip(&there).take_while(|(here, there)| here == there).count();
                format!("differs from byte {at} on ({} bytes, then {})", here.len(), there.len())
            }
        };
        bail!(
            "two builds of the same sources give other bytes: dist/{} {difference}.\n  Both are kept, in {} and {}. Look for \
             a path, a time, or an order that is left to chance; `remapping` in xtask/src/dist.rs keeps paths out.",
            name.display(),
            first.display(),
            second.display()
        );
    }
    println!("  {} files are the same", here.len());
    Ok(())
}

fn copy(from: &Path, to: &Path) -> Result<()> {
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        let name = entry.file_name();
        if LEFT_OUT.iter().any(|left_out| name == *left_out) {
            continue;
        }
        if entry.file_type()?.is_dir() {
            copy(&entry.path(), &to.join(&name))?;
        } else {
            fs::copy(entry.path(), to.join(&name))?;
        }
    }
    Ok(())
}

fn clear(project: &Project) -> Result<()> {
    let folder = project.path("target/reproduce");
    if folder.exists() {
        fs::remove_dir_all(folder)?;
    }
    Ok(())
}

#[cfg(unix)]
use std::os::unix::fs::symlink as link;
#[cfg(windows)]
use std::os::windows::fs::symlink_dir as link;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::files::write;

    /// Two folders, and what the comparison says of them.
    fn said(name: &str, first: &[(&str, &str)], second: &[(&str, &str)]) -> String {
        let folder = env::temp_dir().join(format!("wegwijzer-reproduce-{name}-{}", std::process::id()));
        for (build, files) in [("first", first), ("second", second)] {
            fs::create_dir_all(folder.join(build)).unwrap();
            for (file, text) in files {
                write(&folder.join(build).join(file), text.as_bytes()).unwrap();
            }
        }
        let outcome = compare(&folder.join("first"), &folder.join("second"));
        fs::remove_dir_all(&folder).unwrap();
        outcome.map_or_else(|error| error.to_string(), |()| String::new())
    }

    #[test]
    fn the_same_files_are_the_same_build() {
        assert_eq!(said("same", &[("a", "1"), ("b/c", "2")], &[("b/c", "2"), ("a", "1")]), "");
    }

    #[test]
    fn the_first_file_that_differs_is_named() {
        let said =
            said("bytes", &[("a", "1"), ("b/c", "same?"), ("d", "x")], &[("a", "1"), ("b/c", "same!"), ("d", "y")]);
        assert!(said.contains("dist/b/c differs from byte 4 on (5 bytes, then 5)"), "{said}");
    }

    #[test]
    fn a_file_of_one_build_alone_is_named() {
        let first = said("first", &[("a", "1"), ("b.0a", "2")], &[("a", "1")]);
        assert!(first.contains("dist/b.0a is not in the second build"), "{first}");
        let second = said("second", &[("a", "1")], &[("a", "1"), ("b.0b", "2")]);
        assert!(second.contains("dist/b.0b is in the second build alone"), "{second}");
    }

    #[test]
    fn nothing_is_no_build() {
        assert!(said("empty", &[], &[]).contains("holds no file"));
    }
}
