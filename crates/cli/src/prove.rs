//! `wegwijzer prove`: whether a pack keeps its promises on every walk, as tables that an author reads, or as JSON.

use std::{
    path::Path,
    process::ExitCode,
    time::{Duration, Instant},
};

use num_bigint::BigUint;
use serde_json::{Value, json};
use wegwijzer_core::Texts;
use wegwijzer_pack::Compiled;
use wegwijzer_proof::{Failure, Length, Report, What, prove as prove_pack, steps};

use crate::{
    check::{load_or_explain, print_all},
    progress::{self, Counter},
    terminal::{complain, say},
    walk,
};

/// Proves a pack and prints what was found.
pub(crate) fn prove(dir: &Path, as_json: bool) -> ExitCode {
    let Some(compiled) = load_or_explain(dir) else { return ExitCode::FAILURE };
    print_all(&compiled.warnings);
    let shown = dir.display().to_string();
    let start = Instant::now();
    let Some(report) = proven(dir, &compiled) else { return ExitCode::FAILURE };
    let told = if as_json {
        format!("{:#}\n", machine(&compiled, &report, start.elapsed()))
    } else {
        tables(&shown, &compiled, &report, start.elapsed())
    };
    say(told.trim_end());
    if report.failures.is_empty() {
        return ExitCode::SUCCESS;
    }
    if !as_json {
        print_failures(&shown, &compiled, &report);
    }
    ExitCode::FAILURE
}

/// Proves a pack for another command; `false` if it is not proven, which is printed.
pub(crate) fn is_proven(dir: &Path, compiled: &Compiled) -> bool {
    let Some(report) = proven(dir, compiled) else { return false };
    print_failures(&dir.display().to_string(), compiled, &report);
    report.failures.is_empty()
}

fn proven(dir: &Path, compiled: &Compiled) -> Option<Report> {
    let prove = |counter: &Counter| {
        counter.expect(steps(&compiled.pack, &compiled.promises));
        prove_pack(&compiled.pack, &compiled.promises, &|_| counter.add(1))
    };
    match progress::during(&format!("proving {}", dir.display()), prove) {
        Ok(report) => Some(report),
        Err(error) => {
            complain(&format!("error: {error}"));
            None
        }
    }
}

fn tables(dir: &str, compiled: &Compiled, report: &Report, took: Duration) -> String {
    let pack = &compiled.pack;
    let mut text = format!("{dir}: {} walks, each of them looked at\n", grouped(&report.walks));
    if report.places > 0 {
        text += &format!(
            "  places    {} groups with the same services, of {} municipalities and regions; {} walks if each counts\n",
            report.classes,
            report.places,
            grouped(&report.walks_by_place),
        );
    }
    let Length { shortest, longest, .. } = report.screens;
    text +=
        &format!("  screens   {shortest} to {longest}, {} on average\n", mean(&report.screens.sum, &report.walks, 1));
    text += &format!(
        "  seconds   {} to {}, {} on average\n",
        (report.tenths.shortest + 5) / 10,
        (report.tenths.longest + 5) / 10,
        mean(&report.tenths.sum, &report.walks, 10),
    );
    let fallback = match report.only_fallback == BigUint::default() {
        true => "no walk ends".to_owned(),
        false => format!("{} of the walks end", percent(&report.only_fallback, &report.walks)),
    };
    text += &format!("  fallback  {fallback} in a last resort alone\n\n");

    let mut rules = vec![["rule", "role", "fires", "shown", "leads"].map(str::to_owned)];
    for (rule, reach) in pack.rules.iter().zip(&report.rules) {
        let leads = if reach.leads == BigUint::default() { String::new() } else { grouped(&reach.leads) };
        rules.push([rule.id.clone(), rule.role.id().to_owned(), grouped(&reach.fires), grouped(&reach.shown), leads]);
    }
    text += &columns(&rules, 2);
    let mut services = vec![["service", "kind", "walks", "share"].map(str::to_owned)];
    for reach in &report.services {
        let kind = pack.kinds.get(usize::from(reach.kind)).cloned().unwrap_or_default();
        services.push([reach.id.clone(), kind, grouped(&reach.walks), percent(&reach.walks, &report.walks)]);
    }
    text += "\n";
    text += &columns(&services, 2);
    if !compiled.promises.is_empty() {
        text += "\n";
        let mut promises = vec![["promise", "", "for everybody"].map(str::to_owned)];
        for (index, promise) in compiled.promises.iter().enumerate() {
            let kept = if report.proven.contains(&What::Promise(index)) { "kept" } else { "BROKEN" };
            promises.push([promise.id.clone(), kept.to_owned(), promise.says.clone()]);
        }
        text += &columns(&promises, 3);
    }
    let own = report.proven.iter().filter(|what| matches!(what, What::Promise(_))).count();
    text += &format!(
        "\n{dir}: {} built-in obligations and {own} of {} promises proven, twice, in {} ms; {}\n",
        report.proven.len() - own,
        compiled.promises.len(),
        took.as_millis(),
        match report.failures.len() {
            0 => "nothing is broken".to_owned(),
            1 => "1 is broken".to_owned(),
            several => format!("{several} are broken"),
        },
    );
    text
}

/// Rows in columns; from the `left`th on numbers, set to the right.
fn columns<const N: usize>(rows: &[[String; N]], left: usize) -> String {
    let width = |at: usize| rows.iter().map(|row| row[at].chars().count()).max().unwrap_or(0);
    let widths: Vec<usize> = (0..N).map(width).collect();
    let mut text = String::new();
    for row in rows {
        let cells = row.iter().zip(&widths).enumerate().map(|(at, (cell, &width))| match at < left {
            true => format!("{cell:width$}"),
            false => format!("{cell:>width$}"),
        });
        text += cells.collect::<Vec<_>>().join("  ").trim_end();
        text += "\n";
    }
    text
}

fn print_failures(dir: &str, compiled: &Compiled, report: &Report) {
    let Some(texts) = compiled.texts.first() else { return };
    for failure in &report.failures {
        complain("");
        complain(&failure_told(dir, compiled, texts, failure));
    }
}

fn failure_told(dir: &str, compiled: &Compiled, texts: &Texts, failure: &Failure) -> String {
    let pack = &compiled.pack;
    let Named { file, key, message, help } = named(compiled, failure);
    let mut text = format!("{dir}/{file}: error: {key}: {message}");
    for (index, answers) in failure.example.iter().enumerate() {
        text += match (failure.example.len(), index) {
            (1, _) => "\n  the shortest such walk:",
            (_, 0) => "\n  the shortest two such walks; the one:",
            _ => "\n  and the other:",
        };
        let told = walk::told(pack, texts, answers).into_iter().chain([String::new()]);
        let lines = told.chain(walk::result(pack, texts, answers));
        lines.for_each(|line| text += format!("\n    {line}").trim_end_matches(' '));
        text += &format!("\n  replay: {}", walk::command(dir, pack, answers));
    }
    if let Some(help) = help {
        text += &format!("\n  help: {help}");
    }
    text
}

/// Where something is wrong, what it is, and what to do about it.
struct Named {
    file: String,
    key: String,
    message: String,
    help: Option<&'static str>,
}

fn named(compiled: &Compiled, failure: &Failure) -> Named {
    let pack = &compiled.pack;
    let walks = match grouped(&failure.walks).as_str() {
        "1" => "1 walk".to_owned(),
        several => format!("{several} walks"),
    };
    let rule = |index: usize| pack.rules.get(index).map_or("", |rule| rule.id.as_str());
    let question = |index: u16| pack.question(index).map_or("", |question| question.id.as_str());
    let (file, key, message, help) = match failure.what {
        What::Asked(index) => (
            "questions.toml",
            format!("question {}", question(index)),
            "it is never asked: no walk meets its guard".to_owned(),
            Some("look at its `when`, and at the guards of the questions that it looks back at"),
        ),
        What::Chosen(index, option) => {
            let option = pack.question(index).and_then(|question| question.options.get(usize::from(option)));
            let message = format!("the option `{}` can never be chosen", option.map_or("", |option| &option.id));
            ("questions.toml", format!("question {}", question(index)), message, None)
        }
        What::Reached(scale, band) => {
            let scale = pack.scales.get(usize::from(scale));
            let band = scale.and_then(|scale| scale.bands.get(usize::from(band))).map_or("", |band| &band.id);
            let key = format!("scale {}", scale.map_or("", |scale| &scale.id));
            let help = "look at its points and thresholds, and whether enough of its statements are asked together";
            ("questions.toml", key, format!("nobody ever reaches the band `{band}`"), Some(help))
        }
        What::Fires(index) => (
            "rules.toml",
            format!("rule {}", rule(index)),
            "it never fires: no walk meets its guard".to_owned(),
            Some("take it out, or look at its `when` and at when its questions are asked"),
        ),
        What::NotShadowed(index) => (
            "rules.toml",
            format!("rule {}", rule(index)),
            "it fires but is never shown: other rules with the same step always take its place".to_owned(),
            Some("take it out, or give it another tier or step"),
        ),
        What::Main => (
            "rules.toml",
            "role main".to_owned(),
            format!("{walks} end without a main step"),
            Some("add a rule for them, or a fallback"),
        ),
        What::OneMain(one, other) => (
            "rules.toml",
            format!("rules {} and {}", rule(one), rule(other)),
            format!("on {walks} both lead, to different steps or services"),
            Some(
                "give one of them another tier, make their guards exclude each other, or mark both with the same `equal`",
            ),
        ),
        What::Person => (
            "rules.toml",
            "role person".to_owned(),
            format!("{walks} end without a person who can be reached"),
            Some(
                "a person counts with a web address, phone or address from a row of services.csv that is not of low confidence",
            ),
        ),
        What::Fallback => (
            "rules.toml",
            "fallback".to_owned(),
            format!("{walks} end in a last resort alone, outside `fallback-when` of pack.toml"),
            Some("add a rule for them"),
        ),
        What::SelfHelp => (
            "rules.toml",
            "self-help".to_owned(),
            format!("{walks} with low or unknown readiness end in self-help alone"),
            Some("lead them to a step with a person in it"),
        ),
        What::ForSomebody(index) => {
            let promise = compiled.promises.get(index);
            return Named {
                file: format!("promises.toml:{}", promise.map_or(0, |promise| promise.line)),
                key: format!("promise {}", promise.map_or("", |promise| &promise.id)),
                message: "it is made to nobody: no walk meets its `when`".to_owned(),
                help: Some("look at its `when`, and at when its questions are asked"),
            };
        }
        What::Promise(index) => {
            let promise = compiled.promises.get(index);
            let line = promise.map_or(0, |promise| promise.line);
            let key = format!("promise {}", promise.map_or("", |promise| &promise.id));
            let what = if failure.example.len() > 1 {
                walks.replace("walk", "pair").replace("pairs", "pairs of walks")
            } else {
                walks
            };
            let says = promise.map_or("", |promise| &promise.says);
            return Named {
                file: format!("promises.toml:{line}"),
                key,
                message: format!("broken on {what}: \"{says}\""),
                help: None,
            };
        }
    };
    Named { file: file.to_owned(), key, message, help }
}

fn machine(compiled: &Compiled, report: &Report, took: Duration) -> Value {
    let pack = &compiled.pack;
    let number = |number: &BigUint| json!(number.to_string());
    let length = |length: &Length, unit: f64| {
        let mean = mean(&length.sum, &report.walks, unit as u32);
        json!({ "shortest": length.shortest as f64 / unit, "longest": length.longest as f64 / unit, "mean": mean })
    };
    let rules = pack.rules.iter().zip(&report.rules).map(|(rule, reach)| {
        json!({
            "rule": rule.id,
            "role": rule.role.id(),
            "fires": number(&reach.fires),
            "shown": number(&reach.shown),
            "leads": number(&reach.leads),
        })
    });
    let services = report.services.iter().map(|reach| {
        let kind = pack.kinds.get(usize::from(reach.kind));
        json!({ "service": reach.id, "kind": kind, "walks": number(&reach.walks) })
    });
    let promises = compiled.promises.iter().enumerate().map(
        |(index, promise)| json!({ "promise": promise.id, "kept": report.proven.contains(&What::Promise(index)) }),
    );
    let failures = report.failures.iter().map(|failure| {
        let named = named(compiled, failure);
        let walks: Vec<Value> = failure.example.iter().map(|answers| walk::line(pack, answers)).collect();
        json!({
            "file": named.file,
            "key": named.key,
            "message": named.message,
            "help": named.help,
            "walks": number(&failure.walks),
            "example": walks,
        })
    });
    json!({
        "pack": pack.id,
        "version": pack.version,
        "walks": number(&report.walks),
        "walks-by-place": number(&report.walks_by_place),
        "places": report.places,
        "place-groups": report.classes,
        "screens": length(&report.screens, 1.0),
        "seconds": length(&report.tenths, 10.0),
        "only-fallback": number(&report.only_fallback),
        "rules": rules.collect::<Vec<_>>(),
        "services": services.collect::<Vec<_>>(),
        "promises": promises.collect::<Vec<_>>(),
        "proven": report.proven.len(),
        "failures": failures.collect::<Vec<_>>(),
        "milliseconds": took.as_millis() as u64,
    })
}

/// `1234567` as `1,234,567`.
pub(crate) fn grouped(number: &BigUint) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// A share of all walks, rounded; never 0 % or 100 % unless it is none or all.
pub(crate) fn percent(part: &BigUint, whole: &BigUint) -> String {
    if *whole == BigUint::default() {
        return "-".to_owned();
    }
    let tenths = (part * 2000u32 + whole) / (whole * 2u32);
    let tenths: u32 = tenths.to_string().parse().unwrap_or(u32::MAX);
    match tenths {
        0 if *part != BigUint::default() => "< 0.1 %".to_owned(),
        1000 if part != whole => "> 99.9 %".to_owned(),
        tenths => format!("{}.{} %", tenths / 10, tenths % 10),
    }
}

/// The mean of a sum in units, with one decimal, rounded.
fn mean(sum: &BigUint, walks: &BigUint, unit: u32) -> String {
    if *walks == BigUint::default() {
        return "-".to_owned();
    }
    let divisor = walks * unit;
    let tenths = (sum * 20u32 + &divisor) / (divisor * 2u32);
    let digits = format!("{:0>2}", tenths.to_string());
    let (whole, tenth) = digits.split_at(digits.len() - 1);
    format!("{whole}.{tenth}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_are_rounded_and_are_none_or_all_only_if_they_are() {
        for (part, whole, expected) in [
            (0u32, 7u32, "0.0 %"),
            (1, 3, "33.3 %"),
            (2, 3, "66.7 %"),
            (7, 7, "100.0 %"),
            (1, 10_000, "< 0.1 %"),
            (9_999, 10_000, "> 99.9 %"),
            (9_990, 10_000, "99.9 %"),
            (0, 0, "-"),
        ] {
            assert_eq!(percent(&BigUint::from(part), &BigUint::from(whole)), expected, "{part} of {whole}");
        }
    }
}
