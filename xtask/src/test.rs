//! Every check of the project, in the order in which a mistake is cheapest to find. CI runs this and nothing else.

use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};
use xshell::cmd;

use crate::{
    bench, dist,
    files::below,
    npm, packs,
    progress::{heading, seconds, step},
    project::Project,
    reproduce, setup,
};

/// A check that takes longer is one that people leave out.
const LONGEST: Duration = Duration::from_secs(60 * 60);

/// Runs every check and stops at the first that fails. The browser journeys come last, so that a log ends with their count.
pub fn test(project: &Project) -> Result<()> {
    let start = Instant::now();
    let stage = |name: &str, check: &dyn Fn() -> Result<()>| {
        heading(&format!("== {name} (after {})", seconds(start.elapsed())));
        check().with_context(|| format!("the check \"{name}\" failed"))
    };
    stage("Tools", &|| setup::for_everything(project))?;
    stage("Format", &|| format(project))?;
    stage("Lints", &|| lints(project))?;
    stage("Packs", &check_packs)?;
    stage("Tests of the crates, and tidy", &|| crates(project))?;
    stage("Speed of the engine", &|| bench::bench(project))?;
    stage("dist and its sizes", &|| dist::dist(project))?;
    stage("A host page made with Yew", &|| yew_host(project))?;
    stage("The same bytes from another folder", &|| reproduce::reproduce(project))?;
    stage("What dist promises of its files", &|| node_tests(project, "tests/dist"))?;
    stage("Settings for servers", &|| node_tests(project, "tests/hosting"))?;
    stage("npm package in a Vite project", &|| npm::npm(project).and_then(|()| node_tests(project, "tests/npm")))?;
    stage("Widget in the browser", &|| widget_in_browser(project))?;
    stage("Journeys in the browser", &|| node_tests(project, "tests/browser"))?;
    in_time(start.elapsed())
}

/// Says how long all of it took, and fails if that is too long.
fn in_time(took: Duration) -> Result<()> {
    let said = format!("{} of at most {}", seconds(took), seconds(LONGEST));
    ensure!(
        took <= LONGEST,
        "every check passed, but they took {said}: find out which has become slower, or do with fewer"
    );
    heading(&format!("Every check passed, in {said}"));
    Ok(())
}

fn format(project: &Project) -> Result<()> {
    let formatted = project.cargo().args(["fmt", "--all", "--check"]).run().is_ok();
    ensure!(formatted, "some files are not formatted. Type: cargo fmt --all");
    Ok(())
}

fn lints(project: &Project) -> Result<()> {
    let strict = ["--", "-D", "warnings"];
    project.cargo().args(["clippy", "--workspace", "--all-targets"]).args(strict).run()?;
    // One run each: in one, the features of both would be united. The site's tests do not run in a browser.
    for in_browser in [["--package=wegwijzer", "--all-targets"], ["--package=wegwijzer-site", "--bins"]] {
        let target = ["clippy", "--target", "wasm32-unknown-unknown"];
        project.cargo().args(target).args(in_browser).args(strict).run()?;
    }
    Ok(())
}

fn check_packs() -> Result<()> {
    for folder in packs::folders()? {
        step(&folder.display().to_string(), || packs::build(&folder).map(drop))?;
    }
    Ok(())
}

fn crates(project: &Project) -> Result<()> {
    ensure!(project.cargo().args(["test", "--workspace"]).run().is_ok(), "the lines above say which test, and why");
    Ok(())
}

/// The page of tests/hosts/yew, for the journey on a page that is itself made with Yew.
fn yew_host(project: &Project) -> Result<()> {
    let build =
        ["build", "--quiet", "--release", "--package", "wegwijzer-yew-host", "--target", "wasm32-unknown-unknown"];
    project.cargo().args(build).run()?;
    let shell = &project.shell;
    let arguments = ["--target", "web", "--no-typescript", "--out-dir", "target/hosts/yew"];
    let built = "target/wasm32-unknown-unknown/release/wegwijzer_yew_host.wasm";
    cmd!(shell, "wasm-bindgen {arguments...} {built}").quiet().run()?;
    Ok(())
}

/// Tests of the widget's own, which run inside the browser.
fn widget_in_browser(project: &Project) -> Result<()> {
    if !project.path("tests/web.rs").is_file() {
        println!("  there is no tests/web.rs");
        return Ok(());
    }
    let shell = &project.shell;
    let driver = setup::CHROMEDRIVER.find(project)?;
    let arguments = ["--headless", "--chrome", "--chromedriver"];
    // Compiled as what is shipped is, because it measures; with its output, because that is the figure.
    let figures = ["--", "--test", "web", "--", "--nocapture"];
    cmd!(shell, "wasm-pack test --release --mode no-install {arguments...} {driver} {figures...}").quiet().run()?;
    Ok(())
}

/// The tests of a folder that run in Node and drive a browser.
fn node_tests(project: &Project, folder: &str) -> Result<()> {
    let shell = &project.shell;
    let named = setup::BROWSERS.map(|browser| Ok(shell.push_env(browser.variable, browser.find(project)?)));
    let _environment = named.into_iter().collect::<Result<Vec<_>>>()?;
    let tests: Vec<_> =
        below(&project.path(folder)).into_iter().filter(|file| file.to_string_lossy().ends_with(".test.mjs")).collect();
    ensure!(!tests.is_empty(), "there is no test in {folder}: files that end in .test.mjs were expected");
    // The journeys are held against what the command line says of the same answers.
    project.cargo().args(["build", "--package", "wegwijzer-cli"]).run()?;
    let options = ["--test-reporter=spec", "--test-concurrency=2"];
    // Every engine, and nothing approved by a machine: these are for people who run one file by hand.
    let command = cmd!(shell, "node --test {options...} {tests...}").env_remove("ENGINES").env_remove("APPROVE");
    let passed = command.quiet().run().is_ok();
    ensure!(passed, "the lines above say which test, and why");
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn checks_that_take_longer_than_the_limit_fail() {
        assert!(in_time(LONGEST).is_ok());
        let error = in_time(LONGEST + Duration::from_millis(100)).unwrap_err().to_string();
        assert!(error.contains("they took 3600.1 s of at most 3600.0 s"), "{error}");
    }
}
