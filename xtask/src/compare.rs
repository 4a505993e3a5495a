//! Compares the widget with SurveyJS, react-jsonschema-form and a floor written by hand, in one run, and holds what must hold
//! of it. `tests/bench/` builds the pages and measures them; here are the limits, the table and the plot.

use anyhow::{Context, Result, anyhow};
use serde_json::Value;
use wegwijzer_pack::load;
use xshell::cmd;

use crate::{
    files::{read_text, write},
    progress::heading,
    project::Project,
    questionnaire::questionnaire,
    setup,
};

/// The pack whose questions all pages ask, in its first language.
const PACK: &str = "packs/nl";

/// Measures so many rounds: in each, every page is loaded once and every walk is walked once on it.
pub fn compare(project: &Project, rounds: u32) -> Result<()> {
    heading("Comparing with other form libraries");
    let compiled = load(&project.path(PACK)).map_err(|diagnostics| anyhow!("{PACK} has errors:\n{diagnostics}"))?;
    let texts = compiled.texts.first().context("a pack without a language")?;
    let folder = project.path("target/compare");
    let questions = folder.join("questionnaire.json");
    write(&questions, serde_json::to_string_pretty(&questionnaire(&compiled.pack, texts)?)?.as_bytes())?;

    let shell = &project.shell;
    let _browser = shell.push_env("CHROMIUM", setup::chromium(project)?);
    let (pages, figures) = (folder.join("pages"), folder.join("figures.json"));
    let rounds = rounds.to_string();
    cmd!(shell, "node tests/bench/measure.mjs {questions} {pages} {rounds} {figures}").quiet().run()?;
    let figures: Value = serde_json::from_str(&read_text(&figures)?)?;
    println!("{figures}");
    Ok(())
}
