//! Retired ids: that none of them comes back, so that an older hand-over code never means something else.

use crate::{
    diagnostic::Findings,
    questions::Questions,
    rules::Rules,
    services::Services,
    settings::Settings,
    source::{Located, Source},
    steps::Steps,
};

/// Reports every id that is listed as retired and is there all the same. An option is listed as `question.option`.
pub(crate) fn check(
    settings: &Settings,
    questions: Option<&Questions>,
    rules: Option<&Rules>,
    steps: Option<&Steps>,
    services: Option<&Services>,
    findings: &Findings,
) {
    let report = |name: &str, id: &Located<String>, key: &str, source: &Source| {
        if let Some(retired) = settings.retired.iter().find(|retired| retired.value == name) {
            let (line, _) = settings.source.position(retired.span.start);
            let message = format!("the id `{name}` is retired and cannot come back");
            let error = source.error(id.span.start, key, message);
            findings.add(error.help(format!("choose another id; {} lists it on line {line}", settings.source.file)));
        }
    };
    if let Some(questions) = questions {
        for question in &questions.list {
            let key = format!("question {}", question.id.value);
            report(&question.id.value, &question.id, &format!("{key}, id"), &questions.source);
            for option in &question.options {
                let name = format!("{}.{}", question.id.value, option.value);
                report(&name, option, &format!("{key}, options"), &questions.source);
            }
        }
        for scale in &questions.scales {
            report(&scale.id.value, &scale.id, &format!("scale {}, id", scale.id.value), &questions.source);
        }
    }
    if let Some(rules) = rules {
        rules.list.iter().for_each(|rule| {
            report(&rule.id.value, &rule.id, &format!("rule {}, id", rule.id.value), &rules.source);
        });
    }
    if let Some(steps) = steps {
        steps.list.iter().for_each(|step| {
            report(&step.id.value, &step.id, &format!("step {}, id", step.id.value), &steps.source);
        });
    }
    if let Some(services) = services {
        for row in &services.rows {
            let key = format!("service {}", row.id.value);
            report(&row.id.value, &row.id, &format!("{key}, id"), &services.source);
            report(&row.kind.value, &row.kind, &format!("{key}, kind"), &services.source);
        }
    }
}
