//! texts/exceptions.toml as the author writes it: texts that may break a rule about words, one by one, each with its
//! reason. One that is no longer needed is told.

use std::cell::Cell;

use crate::{
    diagnostic::Findings,
    ids::{list, nearest},
    settings::Settings,
    source::{Located, Source},
    table::Table,
};

/// A rule about words that a text may be excused from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Rule {
    /// The reading level of a question or a step.
    Lix,
    /// The length of a sentence.
    Sentence,
    /// The same words in two languages.
    Same,
}

const RULES: [(&str, Rule); 3] = [("lix", Rule::Lix), ("sentence", Rule::Sentence), ("same", Rule::Same)];

/// What texts/exceptions.toml says. A pack may leave the file out.
pub(crate) struct Exceptions {
    source: Option<Source>,
    list: Vec<Exception>,
}

struct Exception {
    language: Located<String>,
    text: Located<String>,
    rule: Rule,
    is_needed: Cell<bool>,
}

impl Exceptions {
    /// The name of the file in a pack.
    pub(crate) const FILE: &str = "texts/exceptions.toml";

    /// Reads and checks the file.
    pub(crate) fn read(source: Option<Source>, settings: &Settings, findings: &Findings) -> Exceptions {
        let Some(source) = source else { return Exceptions { source: None, list: Vec::new() } };
        let (mut root, _) = Table::parse(&source, findings);
        let tables = root.tables("exception");
        let list = tables.into_iter().filter_map(|table| read_exception(table, settings)).collect();
        root.finish();
        Exceptions { source: Some(source), list }
    }

    /// Whether a text may break a rule. Asked only of a text that does.
    pub(crate) fn excuse(&self, language: &str, path: &str, rule: Rule) -> bool {
        let mut found = false;
        for one in &self.list {
            if one.rule == rule && one.language.value == language && one.text.value == path {
                one.is_needed.set(true);
                found = true;
            }
        }
        found
    }

    /// Reports what excused nothing. `paths` are all texts, questions and steps of the pack.
    pub(crate) fn warn_of_unneeded(&self, paths: &[String], findings: &Findings) {
        let Some(source) = &self.source else { return };
        for one in self.list.iter().filter(|one| !one.is_needed.get()) {
            if paths.contains(&one.text.value) {
                let message = "this exception is not needed: the text keeps the rule";
                findings.add(source.warning(one.text.span.start, "", message).help("take it out"));
            } else {
                let message = format!("there is no text, question or step `{}`", one.text.value);
                let help = nearest(&one.text.value, paths.iter().map(String::as_str));
                findings.add(source.error(one.text.span.start, "exception, text", message).help_if(help));
            }
        }
    }
}

fn read_exception(mut table: Table, settings: &Settings) -> Option<Exception> {
    let (source, findings) = (table.source, table.findings);
    let language = table.required_text("language");
    let text = table.required_text("text");
    let rule_text = table.required_text("rule");
    let reason = table.required_text("reason");
    if let Some(language) = &language
        && !settings.languages.iter().any(|known| known.value == language.value)
    {
        let message = format!("this pack has no language `{}`", language.value);
        let known = list(settings.languages.iter().map(|known| known.value.as_str()));
        findings.add(source.error(language.span.start, table.name("language"), message).expected(known));
    }
    let rule = rule_text.as_ref().and_then(|text| RULES.iter().find(|(name, _)| *name == text.value));
    if let (Some(text), None) = (&rule_text, rule) {
        let names = RULES.iter().map(|(name, _)| *name);
        let error = source.error(text.span.start, table.name("rule"), format!("there is no rule `{}`", text.value));
        findings.add(error.expected(list(names.clone())).help_if(nearest(&text.value, names)));
    }
    table.finish();
    reason?;
    Some(Exception { language: language?, text: text?, rule: rule?.1, is_needed: Cell::new(false) })
}
