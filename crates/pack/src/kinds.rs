//! Kinds of service: that what rules and the "talk to a person" screen name is there, and what is never named is left
//! out.

use std::collections::BTreeSet;

use wegwijzer_core::Status;

use crate::{
    diagnostic::Findings,
    ids::unknown,
    rules::Rules,
    services::{ServiceRow, Services},
    settings::Settings,
    source::{Located, Source},
    texts::KindNeeds,
};

/// The kinds that go into the pack, in the order of services.csv.
pub(crate) fn used<'s>(
    settings: &Settings,
    rules: Option<&Rules>,
    services: &'s Services,
    findings: &Findings,
) -> Vec<&'s str> {
    let open: Vec<&str> = {
        let rows = services.rows.iter().filter(|row| row.status.is_some());
        unique(rows.map(|row| row.kind.value.as_str()))
    };
    let mut used: BTreeSet<&str> = BTreeSet::new();
    let mut look = |name: &Located<String>, source: &Source, key: &str| {
        if let Some(kind) = open.iter().find(|kind| **kind == name.value) {
            used.insert(kind);
        } else if services.whole {
            report(name, source, key, &open, services, findings);
        }
    };
    for (field, kinds) in [("talk", &settings.talk), ("crisis", &settings.crisis)] {
        kinds.iter().for_each(|kind| look(kind, &settings.source, field));
    }
    for rule in rules.iter().flat_map(|rules| rules.list.iter().map(move |rule| (rules, rule))) {
        let (rules, rule) = rule;
        if let Some(service) = &rule.service {
            look(service, &rules.source, &format!("rule {}, service", rule.id.value));
        }
    }
    for kind in open.iter().filter(|kind| !used.contains(*kind) && rules.is_some_and(|rules| rules.whole)) {
        // One that is about to be replaced may well be left out on purpose.
        let active = |row: &&ServiceRow| row.kind.value == *kind && row.status == Some(Status::Active);
        if let Some(row) = services.rows.iter().find(active) {
            let message = format!("no rule, talk or crisis uses the kind `{kind}`: its rows are left out");
            findings.add(services.source.warning(
                row.kind.span.start,
                format!("service {}, kind", row.id.value),
                message,
            ));
        }
    }
    open.into_iter().filter(|kind| used.contains(kind)).collect()
}

/// What the texts have to know of the kinds.
pub(crate) fn needs<'s>(used: &[&'s str], services: &Services) -> KindNeeds<'s> {
    let reachable = |kind: &str| services.rows.iter().any(|row| row.kind.value == kind && row.is_national_channel());
    let spare = services.rows.iter().map(|row| row.kind.value.as_str()).filter(|kind| !used.contains(kind));
    KindNeeds {
        without_channel: used.iter().copied().filter(|kind| !reachable(kind)).collect(),
        spare: spare.map(str::to_owned).collect(),
    }
}

fn report(name: &Located<String>, source: &Source, key: &str, open: &[&str], services: &Services, findings: &Findings) {
    if services.rows.iter().any(|row| row.kind.value == name.value) {
        let message = format!("the kind `{}` has no row with the status active or ending", name.value);
        findings.add(source.error(name.span.start, key, message));
    } else {
        let sort = "kind of service in services.csv with the id";
        findings.add(unknown(source, name.span.start, key, sort, &name.value, open.iter().copied()));
    }
}

fn unique<'n>(names: impl Iterator<Item = &'n str>) -> Vec<&'n str> {
    let mut all: Vec<&str> = Vec::new();
    for name in names {
        if !all.contains(&name) {
            all.push(name);
        }
    }
    all
}
