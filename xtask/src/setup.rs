//! Fetches what the other commands need: pinned, into the project's own folder (`.tools`, `node_modules`), and only what
//! is missing. What only the system can give (Node, a browser) is asked for in one line that can be typed.

use std::{
    env, fs,
    path::{Path, PathBuf},
};

use anyhow::{Result, bail, ensure};
use wegwijzer_pack::web::integrity;
use xshell::cmd;

use crate::{
    files,
    progress::{heading, long_step, step},
    project::Project,
};

/// The version of the library in Cargo.toml and of the tool must be the same to the last digit.
pub const WASM_BINDGEN: &str = "0.2.130";
/// Trunk.toml asks for the same. Newer versions need a newer Rust.
pub const TRUNK: &str = "0.21.14";
const WASM_PACK: &str = "0.15.0";
const OLDEST_NODE: u32 = 20;

/// Sets up what `dist` and `serve` need.
pub fn for_building(project: &Project) -> Result<()> {
    heading("Setting up");
    building(project)
}

/// Sets up all of it: also the browser and its driver.
pub fn for_everything(project: &Project) -> Result<()> {
    heading("Setting up");
    building(project)?;
    cargo_tool(project, "wasm-pack", "wasm-pack", WASM_PACK, "about 1 minute, this once")?;
    step("Chromium", || chromium(project).map(drop))?;
    step("chromedriver", || chromedriver(project).map(drop))?;
    step("nginx, Caddy and Apache", || servers(project))
}

fn building(project: &Project) -> Result<()> {
    step("wasm32-unknown-unknown for Rust", || wasm_target(project))?;
    step(&format!("Node {OLDEST_NODE} or newer, npm"), || node(project))?;
    node_modules(project)?;
    cargo_tool(project, "trunk", "trunk", TRUNK, "about 3 minutes, this once")?;
    cargo_tool(project, "wasm-bindgen", "wasm-bindgen-cli", WASM_BINDGEN, "about 1 minute, this once")
}

/// The browser for the tests: the one that `CHROMIUM` names, else the one on PATH, else Debian's.
pub fn chromium(project: &Project) -> Result<PathBuf> {
    if let Some(named) = env::var_os("CHROMIUM").filter(|named| !named.is_empty()) {
        let named = PathBuf::from(named);
        ensure!(named.is_file(), "CHROMIUM is {}, where there is no file", named.display());
        return Ok(named);
    }
    let advice = "or name a browser: CHROMIUM=/path/to/chromium cargo xtask test";
    system_program(project, &["chromium", "chromium-browser", "google-chrome"], "chromium", advice)
}

/// The driver for the widget's own tests in the browser: the one that `CHROMEDRIVER` names, else as for the browser.
pub fn chromedriver(project: &Project) -> Result<PathBuf> {
    if let Some(named) = env::var_os("CHROMEDRIVER").filter(|named| !named.is_empty()) {
        let named = PathBuf::from(named);
        ensure!(named.is_file(), "CHROMEDRIVER is {}, where there is no file", named.display());
        return Ok(named);
    }
    let advice = "or name the driver of your browser's version: CHROMEDRIVER=/path/to/chromedriver cargo xtask test";
    system_program(project, &["chromedriver"], "chromium-driver", advice)
}

/// The servers for which settings are shipped (embed/servers/); the tests run them on ports of their own.
fn servers(project: &Project) -> Result<()> {
    let advice = "only the tests of the settings for servers need it";
    system_program(project, &["nginx"], "nginx-light", advice)?;
    system_program(project, &["caddy"], "caddy", advice)?;
    system_program(project, &["apache2", "httpd"], "apache2-bin", advice)?;
    Ok(())
}

fn system_program(project: &Project, programs: &[&str], package: &str, advice: &str) -> Result<PathBuf> {
    // Servers lie where PATH leads only those who run the system.
    let system = |program: &str| Some(Path::new("/usr/sbin").join(program)).filter(|found| found.is_file());
    let find = || programs.iter().find_map(|program| project.find(program).or_else(|| system(program)));
    if let Some(found) = find() {
        return Ok(found);
    }
    let debian = Path::new("/etc/debian_version").exists();
    if debian && is_root(project) {
        long_step(package, "apt-get install", || {
            let shell = &project.shell;
            let _environment = shell.push_env("DEBIAN_FRONTEND", "noninteractive");
            cmd!(shell, "apt-get update").quiet().ignore_stdout().run()?;
            cmd!(shell, "apt-get install --yes --no-install-recommends {package}").quiet().ignore_stdout().run()?;
            Ok(())
        })?;
    }
    match find() {
        Some(found) => Ok(found),
        None if debian => bail!("{package} is missing. Type: sudo apt-get install {package}\n  {advice}"),
        None => bail!("{} is missing. Install it\n  {advice}", programs.join(" or ")),
    }
}

fn is_root(project: &Project) -> bool {
    let shell = &project.shell;
    cmd!(shell, "id -u").quiet().ignore_stderr().read().is_ok_and(|user| user == "0")
}

fn wasm_target(project: &Project) -> Result<()> {
    let shell = &project.shell;
    let sysroot = cmd!(shell, "rustc --print sysroot").quiet().read()?;
    if Path::new(&sysroot).join("lib/rustlib/wasm32-unknown-unknown/lib").is_dir() {
        return Ok(());
    }
    ensure!(
        project.find("rustup").is_some(),
        "this Rust has no wasm32-unknown-unknown and there is no rustup to add it. Install Rust through rustup, or the \
         target through the package manager that Rust came from"
    );
    cmd!(shell, "rustup target add wasm32-unknown-unknown").quiet().run()?;
    Ok(())
}

fn node(project: &Project) -> Result<()> {
    let shell = &project.shell;
    let found = project.find("node").and_then(|_| cmd!(shell, "node --version").quiet().read().ok());
    let Some(version) = found else {
        bail!("Node is missing. Install Node {OLDEST_NODE} or newer with npm, and start again");
    };
    ensure!(
        major(&version).is_some_and(|major| major >= OLDEST_NODE),
        "Node is {version}, and the tools need {OLDEST_NODE} or newer. Install a newer Node, and start again"
    );
    let npm = project.find("npm").or_else(|| project.find("npm.cmd"));
    ensure!(npm.is_some(), "npm is missing. Install it, on Debian with: sudo apt-get install npm");
    Ok(())
}

/// `v20.20.2` -> 20.
fn major(version: &str) -> Option<u32> {
    version.trim().trim_start_matches('v').split('.').next()?.parse().ok()
}

fn node_modules(project: &Project) -> Result<()> {
    let lock = files::read(&project.path("package-lock.json"))?;
    let wanted = integrity(&lock);
    let mark = project.path("node_modules/.wegwijzer");
    if fs::read_to_string(&mark).is_ok_and(|installed| installed == wanted) {
        return step("npm packages", || Ok(()));
    }
    long_step("npm packages", "npm ci, about 10 seconds, this once", || {
        let shell = &project.shell;
        // No package of ours needs its install script, and none gets to run one.
        cmd!(shell, "npm ci --ignore-scripts --no-audit --no-fund --loglevel=error").quiet().ignore_stdout().run()?;
        files::write(&mark, wanted.as_bytes())
    })
}

fn cargo_tool(project: &Project, program: &str, package: &str, version: &str, expect: &str) -> Result<()> {
    let name = format!("{program} {version}");
    let binary = project.path(format!(".tools/bin/{program}{}", env::consts::EXE_SUFFIX));
    if is_version(project, &binary, version) {
        return step(&name, || Ok(()));
    }
    long_step(&name, &format!("building it from source, {expect}"), || {
        install(project, package, version, true).or_else(|_| {
            println!("  {name}: its own lock file names a version that is not to be had, trying without it ...");
            install(project, package, version, false)
        })?;
        ensure!(is_version(project, &binary, version), "{} is not version {version}", binary.display());
        Ok(())
    })
}

fn install(project: &Project, package: &str, version: &str, locked: bool) -> Result<()> {
    let shell = &project.shell;
    let build = project.path(".tools/build");
    let _environment = [
        // These tools wait for files and for us: building them optimised takes longer than they will ever save.
        shell.push_env("CARGO_PROFILE_RELEASE_OPT_LEVEL", "0"),
        shell.push_env("CARGO_PROFILE_RELEASE_LTO", "off"),
        shell.push_env("CARGO_PROFILE_RELEASE_CODEGEN_UNITS", "16"),
        shell.push_env("CARGO_PROFILE_RELEASE_DEBUG", "0"),
        shell.push_env("CARGO_TARGET_DIR", &build),
    ];
    let locked = locked.then_some("--locked");
    let mut command = project
        .cargo()
        .args(["install", "--quiet", "--force", "--root", ".tools", "--version", version])
        .args(locked)
        .arg(package);
    // The first try may fail without anything being wrong; the second then says what is.
    command.set_ignore_stderr(locked.is_some());
    let outcome = command.run();
    if build.exists() {
        fs::remove_dir_all(&build)?;
    }
    Ok(outcome?)
}

/// Whether the program says exactly this version: `trunk 0.21.14`.
fn is_version(project: &Project, binary: &Path, version: &str) -> bool {
    let shell = &project.shell;
    binary.is_file()
        && cmd!(shell, "{binary} --version")
            .quiet()
            .ignore_stderr()
            .read()
            .is_ok_and(|said| said.split_whitespace().nth(1) == Some(version))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_major_version_of_node_is_read() {
        assert_eq!(major("v20.20.2\n"), Some(20));
        assert_eq!(major("nonsense"), None);
    }
}
