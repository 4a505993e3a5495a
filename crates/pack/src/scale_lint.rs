//! Scales that cannot work: a band that no answers reach, more statements needed than are ever asked together, a scale
//! that nothing reads. It looks at the scale and the guards of its statements, not at the rest of the pack.

use std::collections::BTreeSet;

use crate::{
    diagnostic::Findings,
    guard::Vocabulary,
    guard_lint::{band_of, can_hold_together},
    ids::list,
    questions::{Question, Questions, Scale},
    rules::Rules,
    settings::Settings,
};

/// How many sums of a scale are told apart; a larger scale is let through.
const MOST_SUMS: usize = 50_000;

/// Reports what is wrong with the scales of a pack whose questions could all be read.
pub(crate) fn check(settings: &Settings, rules: Option<&Rules>, vocabulary: &Vocabulary, findings: &Findings) {
    let questions = vocabulary.questions;
    for scale in &questions.scales {
        let items: Option<Vec<&Question>> =
            scale.items.iter().map(|item| vocabulary.question(&item.value).map(|(_, question)| question)).collect();
        let Some(items) = items.filter(|items| !items.is_empty()) else { continue };
        check_needs(scale, &items, vocabulary, findings);
        check_bands(scale, &items, questions, findings);
        if let Some(rules) = rules.filter(|rules| rules.whole) {
            warn_if_unread(scale, settings, rules, questions, findings);
        }
    }
}

fn check_needs(scale: &Scale, items: &[&Question], vocabulary: &Vocabulary, findings: &Findings) {
    let guards: Vec<Option<&str>> =
        items.iter().map(|question| question.when.as_ref().map(|when| when.value.as_str())).collect();
    if can_hold_together(scale.needs.into(), &guards, vocabulary) == Some(false) {
        let key = format!("scale {}, needs", scale.id.value);
        let message =
            format!("no person is asked {} of these statements, so the band is always `unknown`", scale.needs);
        let error = vocabulary.questions.source.error(scale.id.span.start, key, message);
        findings.add(error.help("lower `needs`, or ask the statements under the same `when`"));
    }
}

fn check_bands(scale: &Scale, items: &[&Question], questions: &Questions, findings: &Findings) {
    if !scale.bands.iter().skip(1).is_sorted_by(|a, b| a.from < b.from) {
        return;
    }
    let points = |question: &&Question| -> Vec<i64> {
        let of = |option: &str| scale.points.iter().find(|(of, _)| of.value == option).map(|(_, points)| points.value);
        question.options.iter().filter_map(|option| of(&option.value)).collect()
    };
    let mut sums: BTreeSet<(i64, i64)> = BTreeSet::from([(0, 0)]);
    for points in items.iter().map(points) {
        let more: Vec<_> = sums
            .iter()
            .flat_map(|&(answered, sum)| points.iter().map(move |points| (answered + 1, sum + points)))
            .collect();
        sums.extend(more);
        if sums.len() > MOST_SUMS {
            return;
        }
    }
    let reached: BTreeSet<usize> = sums.iter().map(|&(answered, sum)| band_of(scale, answered, sum)).collect();
    let all = i64::try_from(items.len()).unwrap_or(i64::MAX);
    let whole = sums.iter().filter(|(answered, _)| *answered == all).map(|(_, sum)| *sum);
    let (Some(least), Some(most)) = (whole.clone().min(), whole.max()) else { return };
    for (_, band) in scale.bands.iter().enumerate().filter(|(index, _)| !reached.contains(index)) {
        let key = format!("{}, band {}", scale_key(scale), band.id.value);
        let message = format!("no answers reach this band: a sum over all statements goes from {least} to {most}");
        findings.add(questions.source.error(band.id.span.start, key, message).help("put `from` within these sums"));
    }
}

fn warn_if_unread(scale: &Scale, settings: &Settings, rules: &Rules, questions: &Questions, findings: &Findings) {
    let id = scale.id.value.as_str();
    let guards = questions.list.iter().map(|question| &question.when).chain(rules.list.iter().map(|rule| &rule.when));
    let names = |guard: &str| guard.split(|c: char| !(c.is_ascii_alphanumeric() || c == '-')).any(|word| word == id);
    let in_guards = guards.chain([&settings.fallback_when]).flatten().any(|guard| names(&guard.value));
    if !in_guards && settings.readiness.as_ref().is_none_or(|readiness| readiness.value != id) {
        let bands = list(scale.bands.iter().map(|band| band.id.value.as_str()));
        let warning = questions.source.warning(scale.id.span.start, scale_key(scale), "nothing reads this scale");
        findings
            .add(warning.help(format!("name it in a guard (`{id} is …`: {bands}) or as `readiness`, or take it out")));
    }
}

fn scale_key(scale: &Scale) -> String {
    format!("scale {}", scale.id.value)
}
