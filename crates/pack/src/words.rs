//! One file of texts as a flat list: every text with its path, such as `question.age.title`. What has to be there is
//! decided in [`crate::texts`].

use std::collections::{BTreeMap, BTreeSet};

use toml::{
    Spanned,
    de::{DeTable, DeValue},
};

use crate::{
    diagnostic::Findings,
    source::{Located, Source},
    table::{Table, shorten},
};

/// A text, or a list of texts.
#[derive(Clone, Debug)]
pub(crate) enum Word {
    Text(String),
    List(Vec<Located<String>>),
}

/// All texts of a language.
pub(crate) struct Words {
    pub(crate) source: Source,
    /// The tag of the language.
    pub(crate) language: String,
    pub(crate) all: BTreeMap<Vec<String>, Located<Word>>,
    /// Where each table begins.
    tables: BTreeMap<Vec<String>, usize>,
    /// Whether all of the file could be read.
    pub(crate) whole: bool,
}

impl Words {
    /// Reads a file of texts.
    pub(crate) fn read(source: Source, language: &str, findings: &Findings) -> Words {
        let (table, whole) = Table::parse(&source, findings);
        let mut flat = Flat { all: BTreeMap::new(), tables: BTreeMap::new(), source: &source, findings, good: whole };
        flat.table(&mut Vec::new(), table.raw());
        let Flat { all, tables, good: whole, .. } = flat;
        drop(table);
        Words { language: language.to_owned(), all, tables, whole, source }
    }

    /// The text at a path; empty if there is none.
    pub(crate) fn text(&self, path: &[&str]) -> String {
        match self.get(path).map(|word| &word.value) {
            Some(Word::Text(text)) => text.clone(),
            _ => String::new(),
        }
    }

    /// The list at a path; empty if there is none.
    pub(crate) fn list(&self, path: &[&str]) -> Vec<String> {
        match self.get(path).map(|word| &word.value) {
            Some(Word::List(list)) => list.iter().map(|text| text.value.clone()).collect(),
            _ => Vec::new(),
        }
    }

    /// What is at a path.
    pub(crate) fn get(&self, path: &[&str]) -> Option<&Located<Word>> {
        let path: Vec<String> = path.iter().map(|part| (*part).to_owned()).collect();
        self.all.get(&path)
    }

    /// Where a table or a text begins, if it is there.
    pub(crate) fn start(&self, path: &[String]) -> Option<usize> {
        self.tables.get(path).copied().or_else(|| self.all.get(path).map(|word| word.span.start))
    }

    /// Where a text of this path would have to be written: at the innermost table that is there.
    pub(crate) fn nearest_table(&self, path: &[String]) -> usize {
        (0..path.len()).rev().find_map(|length| self.tables.get(path.get(..length)?)).copied().unwrap_or_default()
    }
}

impl Located<Word> {
    /// The text, or each text of the list.
    pub(crate) fn texts(&self) -> Vec<Located<&str>> {
        match &self.value {
            Word::Text(text) => vec![Located { value: text.as_str(), span: self.span.clone() }],
            Word::List(list) => {
                list.iter().map(|one| Located { value: one.value.as_str(), span: one.span.clone() }).collect()
            }
        }
    }

    /// The names of the places such as `{n}` in a text.
    pub(crate) fn placeholders(&self) -> BTreeSet<&str> {
        self.texts().into_iter().flat_map(|text| places_in(text.value)).collect()
    }
}

/// The names of the places such as `{n}` in a text, in order.
pub(crate) fn places_in(text: &str) -> Vec<&str> {
    text.split('{').skip(1).filter_map(|rest| rest.split_once('}')).map(|(name, _)| name).collect()
}

struct Flat<'f> {
    all: BTreeMap<Vec<String>, Located<Word>>,
    tables: BTreeMap<Vec<String>, usize>,
    source: &'f Source,
    findings: &'f Findings,
    good: bool,
}

impl Flat<'_> {
    // How deep tables are nested is limited before the file is parsed (crate::depth), and with it this recursion.
    fn table(&mut self, path: &mut Vec<String>, table: &DeTable) {
        for (key, value) in table {
            path.push(key.get_ref().to_string());
            match value.get_ref() {
                DeValue::Table(inner) => {
                    self.tables.insert(path.clone(), key.span().start);
                    self.table(path, inner);
                }
                DeValue::String(text) => {
                    let value = Located { value: Word::Text(text.to_string()), span: value.span() };
                    self.all.insert(path.clone(), value);
                }
                DeValue::Array(items) => self.list(path, items.iter(), value),
                _ => self.wrong(path, value, "a text in quotation marks"),
            }
            path.pop();
        }
    }

    fn list<'v, 'i: 'v>(
        &mut self,
        path: &[String],
        items: impl Iterator<Item = &'v Spanned<DeValue<'i>>>,
        whole: &Spanned<DeValue>,
    ) {
        let mut list = Vec::new();
        for item in items {
            match item.get_ref() {
                DeValue::String(text) => list.push(Located { value: text.to_string(), span: item.span() }),
                _ => self.wrong(path, item, "a text in quotation marks"),
            }
        }
        self.all.insert(path.to_vec(), Located { value: Word::List(list), span: whole.span() });
    }

    fn wrong(&mut self, path: &[String], value: &Spanned<DeValue>, expected: &str) {
        self.good = false;
        if self.findings.is_full() {
            return;
        }
        let found = self.source.text.get(value.span()).unwrap_or_default();
        let error = self.source.error(value.span().start, path.join("."), "this is not a text");
        self.findings.add(error.found(shorten(found)).expected(expected));
    }
}
