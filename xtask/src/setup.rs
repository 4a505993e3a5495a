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

/// Sets up all of it: also the browsers and what drives them.
pub fn for_everything(project: &Project) -> Result<()> {
    heading("Setting up");
    building(project)?;
    cargo_tool(project, "wasm-pack", "wasm-pack", WASM_PACK, "about 1 minute, this once")?;
    for browser in BROWSERS {
        step(browser.programs[0], || browser.find(project).map(drop))?;
    }
    step("nginx, Caddy and Apache", || servers(project))
}

fn building(project: &Project) -> Result<()> {
    step("wasm32-unknown-unknown for Rust", || wasm_target(project))?;
    step(&format!("Node {OLDEST_NODE} or newer, npm"), || node(project))?;
    node_modules(project)?;
    cargo_tool(project, "trunk", "trunk", TRUNK, "about 3 minutes, this once")?;
    cargo_tool(project, "wasm-bindgen", "wasm-bindgen-cli", WASM_BINDGEN, "about 1 minute, this once")
}

/// A program that only the system can give. An environment variable names another one than the system's, and hands the
/// one that is used to the tests in Node.
pub struct SystemProgram {
    pub variable: &'static str,
    /// Its names, the usual one first.
    programs: &'static [&'static str],
    /// Debian's package that brings it along.
    package: &'static str,
}

pub const CHROMIUM: SystemProgram = SystemProgram {
    variable: "CHROMIUM",
    programs: &["chromium", "chromium-browser", "google-chrome"],
    package: "chromium",
};
pub const CHROMEDRIVER: SystemProgram =
    SystemProgram { variable: "CHROMEDRIVER", programs: &["chromedriver"], package: "chromium-driver" };

/// The three engines of the tests, and what drives them; WebKit needs a screen, so it gets one that nobody sees.
pub const BROWSERS: [SystemProgram; 6] = [
    CHROMIUM,
    CHROMEDRIVER,
    SystemProgram { variable: "FIREFOX", programs: &["firefox-esr", "firefox"], package: "firefox-esr" },
    SystemProgram { variable: "WEBKIT_DRIVER", programs: &["WebKitWebDriver"], package: "webkit2gtk-driver" },
    // Part of WebKit's library, which the driver needs.
    SystemProgram { variable: "MINIBROWSER", programs: &["MiniBrowser"], package: "webkit2gtk-driver" },
    SystemProgram { variable: "XVFB", programs: &["Xvfb"], package: "xvfb" },
];

impl SystemProgram {
    /// The one that the environment variable names, else the system's, which is installed if that can be done.
    pub fn find(&self, project: &Project) -> Result<PathBuf> {
        let Self { variable, programs, package } = self;
        if let Some(named) = env::var_os(variable).filter(|named| !named.is_empty()) {
            let named = PathBuf::from(named);
            ensure!(named.is_file(), "{variable} is {}, where there is no file", named.display());
            return Ok(named);
        }
        let advice = format!("or name one: {variable}=/path/to/{} cargo xtask test", programs[0]);
        system_program(project, programs, package, &advice)
    }
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
    let find = || programs.iter().find_map(|program| project.find(program).or_else(|| off_path(program)));
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

/// Servers lie where PATH leads only those who run the system, and WebKit's MiniBrowser beside its library:
/// /usr/lib/<machine>/webkit2gtk-<interface>/.
fn off_path(program: &str) -> Option<PathBuf> {
    let folders = |folder: &Path| -> Vec<PathBuf> {
        fs::read_dir(folder).into_iter().flatten().filter_map(|entry| Some(entry.ok()?.path())).collect()
    };
    let is_webkit =
        |folder: &PathBuf| folder.file_name().is_some_and(|name| name.to_string_lossy().starts_with("webkit"));
    let mut webkit: Vec<_> = folders(Path::new("/usr/lib"))
        .iter()
        .flat_map(|machine| folders(machine))
        .filter(is_webkit)
        .map(|folder| folder.join(program))
        .collect();
    webkit.sort();
    // The newest first.
    let sbin = Path::new("/usr/sbin").join(program);
    std::iter::once(sbin).chain(webkit.into_iter().rev()).find(|found| found.is_file())
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
            println!("  {name}: its own lock file names a version that is not available, trying without it ...");
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
