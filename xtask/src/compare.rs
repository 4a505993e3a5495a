//! Compares the widget with SurveyJS, react-jsonschema-form and a floor written by hand, in one run, and holds what must hold
//! of it. `tests/bench/` builds the pages and measures them; here are the limits, and the table and plot that
//! docs/COMPARE.md shows.

use anyhow::{Context, Result, anyhow, ensure};
use serde::Deserialize;
use wegwijzer_pack::load;
use xshell::cmd;

use crate::{
    files::{read_text, write},
    plot::{Panel, plot},
    progress::heading,
    project::Project,
    questionnaire::questionnaire,
    setup,
};

/// The pack whose questions all pages ask, in its first language.
const PACK: &str = "packs/nl";
const PAGE: &str = "docs/COMPARE.md";
const PLOT: &str = "docs/compare.svg";
const FEWEST_ROUNDS: u32 = 5;
/// What stands around the table on the page.
pub const MARKS: [&str; 2] = ["<!-- the table of cargo xtask bench -->", "<!-- end of the table -->"];
pub const HEADER: &str =
    "| page | bytes, brotli | first question | click: median | 95 % | worst | after a change of branch |";

/// What one run measured, as `tests/bench/measure.mjs` writes it.
#[derive(Deserialize)]
struct Run {
    day: String,
    browser: String,
    figures: Vec<Figures>,
}

#[derive(Deserialize)]
struct Figures {
    id: String,
    name: String,
    versions: Vec<String>,
    /// Milliseconds, one for each load.
    first: Vec<f64>,
    bytes: f64,
    /// Milliseconds, one for each click to another screen.
    clicks: Vec<f64>,
    /// What is wrong after a change of branch; empty if nothing is.
    branch: String,
}

/// What is done with the figures of a run.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Then {
    /// Printed.
    Print,
    /// Printed, and written into docs/COMPARE.md.
    Publish,
}

/// Measures so many rounds: in each, every page is loaded once and every walk is walked once on it.
///
/// # Errors
/// Pages that do not ask the same, or a limit that does not hold.
pub fn compare(project: &Project, rounds: u32, then: Then) -> Result<()> {
    ensure!(
        then == Then::Print || rounds >= FEWEST_ROUNDS,
        "what is published takes {FEWEST_ROUNDS} rounds or more: one load says little, and the slowest of a few clicks less"
    );
    heading("Comparing with other form libraries");
    let run = measured(project, rounds)?;
    let table = table(&run, rounds);
    println!("\n{table}");
    if then == Then::Publish {
        publish(project, &run, &table)?;
    }
    check(&run)
}

fn measured(project: &Project, rounds: u32) -> Result<Run> {
    let compiled = load(&project.path(PACK)).map_err(|diagnostics| anyhow!("{PACK} has errors:\n{diagnostics}"))?;
    let texts = compiled.texts.first().context("a pack without a language")?;
    let folder = project.path("target/compare");
    let questions = folder.join("questionnaire.json");
    write(&questions, questionnaire(&compiled.pack, texts)?.to_string().as_bytes())?;

    let shell = &project.shell;
    let _browser = shell.push_env(setup::CHROMIUM.variable, setup::CHROMIUM.find(project)?);
    let (pages, figures) = (folder.join("pages"), folder.join("figures.json"));
    let rounds = rounds.to_string();
    cmd!(shell, "node tests/bench/measure.mjs {questions} {pages} {rounds} {figures}").quiet().run()?;
    Ok(serde_json::from_str(&read_text(&figures)?)?)
}

fn table(run: &Run, rounds: u32) -> String {
    let rule = HEADER.split('|').skip(2).map(|_| "---").collect::<Vec<_>>().join("|");
    let mut lines = vec![
        format!(
            "Measured on {}, in {rounds} rounds, with Chromium {}; times in milliseconds, medians where nothing else is said.",
            run.day, run.browser
        ),
        String::new(),
        HEADER.to_owned(),
        format!("|{rule}|"),
    ];
    for page in &run.figures {
        lines.push(format!(
            "| {} | {:.0} | {:.0} | {:.0} | {:.0} | {:.0} | {} |",
            format!("{} {}", page.name, page.versions.join(", ")).trim_end(),
            page.bytes,
            page.first(),
            share(&page.clicks, 0.5),
            share(&page.clicks, 0.95),
            share(&page.clicks, 1.0),
            if page.branch.is_empty() { "right".to_owned() } else { format!("wrong: {}", page.branch) },
        ));
    }
    lines.join("\n") + "\n"
}

/// The smallest figure that is not below this share of them.
fn share(figures: &[f64], share: f64) -> f64 {
    let mut sorted = figures.to_vec();
    sorted.sort_by(f64::total_cmp);
    #[expect(clippy::cast_precision_loss, reason = "some hundred figures")]
    let most = sorted.len() as f64 * share;
    let at = (1..=sorted.len()).find(|&count| {
        #[expect(clippy::cast_precision_loss, reason = "some hundred figures")]
        let count = count as f64;
        count >= most
    });
    at.and_then(|count| sorted.get(count - 1)).copied().unwrap_or(f64::NAN)
}

impl Figures {
    fn first(&self) -> f64 {
        share(&self.first, 0.5)
    }

    fn click(&self) -> f64 {
        share(&self.clicks, 0.95)
    }
}

/// What must hold of every run.
fn check(run: &Run) -> Result<()> {
    let page = |id: &str| {
        run.figures.iter().find(|page| page.id == id).with_context(|| format!("no page `{id}` was measured"))
    };
    let (ours, survey, floor) = (page("wegwijzer")?, page("surveyjs")?, page("floor")?);
    let limits = [
        ("to the first question", ours.first(), survey.first() / 2.0, "half of SurveyJS"),
        ("from a click to the next screen, at 95 %", ours.click(), survey.click() / 3.0, "a third of SurveyJS"),
        (
            "from a click to the next screen, at 95 %",
            ours.click(),
            floor.click() * 2.0,
            "twice the page written by hand",
        ),
    ];
    let mut past = Vec::new();
    for (what, found, most, why) in limits {
        let verdict = if found <= most { "ok" } else { "TOO SLOW" };
        println!("  {what}: {found:.0} ms of at most {most:.0}, {why}  {verdict}");
        if found > most {
            past.push(format!("{what} took {found:.0} ms, and {why} is {most:.0}"));
        }
    }
    ensure!(past.is_empty(), "past the limits in xtask/src/compare.rs: {}", past.join("; "));
    ensure!(ours.branch.is_empty(), "after a change of branch our widget {}", ours.branch);
    Ok(())
}

/// Writes the table and the plot to where people read them.
fn publish(project: &Project, run: &Run, table: &str) -> Result<()> {
    let [from, to] = MARKS;
    let page = read_text(&project.path(PAGE))?;
    let parts = page.split_once(from).and_then(|(before, rest)| Some((before, rest.split_once(to)?.1)));
    let (before, after) = parts.with_context(|| format!("{PAGE} has no lines `{from}` and `{to}`"))?;
    write(&project.path(PAGE), format!("{before}{from}\n\n{table}\n{to}{after}").as_bytes())?;
    let names: Vec<&str> = run.figures.iter().map(|page| page.name.as_str()).collect();
    let panels = [
        Panel::new("To the first question", "ms", run.figures.iter().map(Figures::first)),
        Panel::new("Click to next screen, 95 %", "ms", run.figures.iter().map(Figures::click)),
        Panel::new("Bytes, brotli", "kB", run.figures.iter().map(|page| page.bytes / 1000.0)),
    ];
    write(&project.path(PLOT), plot(&names, &panels, &run.day).as_bytes())?;
    println!("  {PAGE} and {PLOT} show this run.");
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_share_is_a_figure_that_was_measured() {
        let figures = [5.0, 1.0, 3.0, 2.0, 4.0];
        assert_eq!([0.5, 0.95, 1.0].map(|part| share(&figures, part)), [3.0, 5.0, 5.0]);
    }
}
