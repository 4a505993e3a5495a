//! Reads TOML field by field. Every wrong type, missing field and unknown field is reported, not the first alone, which
//! is why this works on the parser's tree and not through `serde`.

use std::{borrow::Cow, ops::RangeInclusive};

use toml::{
    Spanned,
    de::{DeTable, DeValue},
    value::{Date, Datetime},
};

use crate::{
    diagnostic::Findings,
    ids::{list, nearest},
    limits,
    source::{Located, Source},
};

/// A table of a file, with the fields that were asked for so far: the rest is unknown.
pub(crate) struct Table<'a> {
    pub(crate) source: &'a Source,
    pub(crate) findings: &'a Findings,
    pub(crate) key: String,
    pub(crate) at: usize,
    fields: Cow<'a, DeTable<'a>>,
    known: Vec<&'static str>,
}

impl<'a> Table<'a> {
    /// Parses a file. The flag says whether the syntax was faultless; if not, some of the content may be missing.
    pub(crate) fn parse(source: &'a Source, findings: &'a Findings) -> (Table<'a>, bool) {
        let (root, errors) = DeTable::parse_recoverable(&source.text);
        for error in &errors {
            let at = error.span().map_or(0, |span| span.start);
            findings.add(source.error(at, "", format!("this is not TOML: {}", one_line(error.message()))));
        }
        let fields = Cow::Owned(root.into_inner());
        (Table { source, findings, key: String::new(), at: 0, fields, known: Vec::new() }, errors.is_empty())
    }

    /// The name of a field for a message: `rule dismissed, when`.
    pub(crate) fn name(&self, field: &str) -> String {
        if self.key.is_empty() { field.to_owned() } else { format!("{}, {field}", self.key) }
    }

    /// A text that may be left out.
    pub(crate) fn text(&mut self, field: &'static str) -> Option<Located<String>> {
        let value = self.take(field)?;
        self.text_of(field, &value)
    }

    /// A text that has to be there and may not be empty.
    pub(crate) fn required_text(&mut self, field: &'static str) -> Option<Located<String>> {
        self.require(field)?;
        let text = self.text(field)?;
        if text.value.trim().is_empty() {
            self.findings.add(self.source.error(text.span.start, self.name(field), "this text is empty"));
            return None;
        }
        Some(text)
    }

    /// A list of texts; empty if left out.
    pub(crate) fn texts(&mut self, field: &'static str) -> Vec<Located<String>> {
        let Some(value) = self.take(field) else { return Vec::new() };
        match value.get_ref() {
            DeValue::Array(array) => {
                self.check_count(field, value.span().start, array.len());
                array.iter().take(limits::ENTRIES).filter_map(|item| self.text_of(field, item)).collect()
            }
            _ => {
                self.wrong_type(field, &value, "a list of texts, such as [\"a\", \"b\"]");
                Vec::new()
            }
        }
    }

    /// A list of texts that has to be there.
    pub(crate) fn required_texts(&mut self, field: &'static str) -> Vec<Located<String>> {
        match self.require(field) {
            Some(()) => self.texts(field),
            None => Vec::new(),
        }
    }

    /// A whole number in a range, which may be left out.
    pub(crate) fn number(&mut self, field: &'static str, range: RangeInclusive<i64>) -> Option<Located<i64>> {
        let value = self.take(field)?;
        self.number_of(field, &value, range)
    }

    /// A whole number in a range, which has to be there.
    pub(crate) fn required_number(&mut self, field: &'static str, range: RangeInclusive<i64>) -> Option<Located<i64>> {
        self.require(field)?;
        self.number(field, range)
    }

    /// `true` or `false`; false if left out.
    pub(crate) fn flag(&mut self, field: &'static str) -> bool {
        let Some(value) = self.take(field) else { return false };
        match value.get_ref() {
            DeValue::Boolean(flag) => *flag,
            _ => {
                self.wrong_type(field, &value, "true or false, without quotation marks");
                false
            }
        }
    }

    /// A day that has to be there.
    pub(crate) fn required_date(&mut self, field: &'static str) -> Option<Located<Date>> {
        self.require(field)?;
        let value = self.take(field)?;
        match value.get_ref() {
            DeValue::Datetime(Datetime { date: Some(date), time: None, .. }) => {
                Some(Located { value: *date, span: value.span() })
            }
            _ => {
                self.wrong_type(field, &value, "a day such as 2027-01-31, without quotation marks");
                None
            }
        }
    }

    /// The entries of a list of tables, `[[rule]]`.
    pub(crate) fn tables(&mut self, field: &'static str) -> Vec<Table<'a>> {
        let Some(value) = self.take(field) else { return Vec::new() };
        let DeValue::Array(array) = value.get_ref() else {
            self.wrong_type(field, &value, &format!("entries that begin with [[{field}]]"));
            return Vec::new();
        };
        let mut tables = Vec::new();
        self.check_count(field, value.span().start, array.len());
        for (index, item) in array.iter().take(limits::ENTRIES).enumerate() {
            match item.get_ref() {
                DeValue::Table(fields) => tables.push(Table {
                    source: self.source,
                    findings: self.findings,
                    key: self.name(&format!("{field} {}", index + 1)),
                    at: item.span().start,
                    fields: Cow::Owned(fields.clone()),
                    known: Vec::new(),
                }),
                _ => self.wrong_type(field, item, "a table"),
            }
        }
        tables
    }

    /// The keys and numbers of a table such as `{ agree = 2, disagree = 0 }`.
    pub(crate) fn numbers_by_key(
        &mut self,
        field: &'static str,
        range: RangeInclusive<i64>,
    ) -> Vec<(Located<String>, Located<i64>)> {
        let entries = self.entries(field);
        let number = |(key, value): (Located<String>, Spanned<DeValue<'a>>)| {
            Some((key, self.number_of(field, &value, range.clone())?))
        };
        entries.into_iter().filter_map(number).collect()
    }

    /// The keys and texts of a table such as `{ employed = "briefcase" }`.
    pub(crate) fn texts_by_key(&mut self, field: &'static str) -> Vec<(Located<String>, Located<String>)> {
        let entries = self.entries(field);
        let text = |(key, value): (Located<String>, Spanned<DeValue<'a>>)| Some((key, self.text_of(field, &value)?));
        entries.into_iter().filter_map(text).collect()
    }

    /// All keys and texts of this table itself.
    pub(crate) fn all_texts(&self) -> Vec<(Located<String>, Located<String>)> {
        let text = |(key, value): (&Spanned<Cow<'a, str>>, &Spanned<DeValue<'a>>)| {
            let key = Located { value: key.get_ref().to_string(), span: key.span() };
            let value = self.text_of(&key.value, value)?;
            Some((key, value))
        };
        self.check_count("", self.at, self.fields.len());
        self.fields.iter().take(limits::ENTRIES).filter_map(text).collect()
    }

    /// Reports a list that is too long; what is past the limit is not looked at.
    fn check_count(&self, field: &str, at: usize, count: usize) {
        if count > limits::ENTRIES {
            let message = format!("there are {count} entries here; the most is {}", limits::ENTRIES);
            self.findings.add(self.source.error(at, self.name(field), message));
        }
    }

    /// The fields as the parser gives them, for a reader with a shape of its own.
    pub(crate) fn raw(&self) -> &DeTable<'a> {
        &self.fields
    }

    /// Reports every field that nobody asked for.
    pub(crate) fn finish(self) {
        for key in self.fields.keys() {
            if !self.known.contains(&key.get_ref().as_ref()) && !self.findings.is_full() {
                let help = nearest(key.get_ref(), self.known.iter().copied());
                self.findings.add(
                    self.source
                        .error(key.span().start, self.key.clone(), format!("unknown field `{}`", key.get_ref()))
                        .expected(list(self.known.iter().copied()))
                        .help_if(help),
                );
            }
        }
    }

    fn entries(&mut self, field: &'static str) -> Vec<(Located<String>, Spanned<DeValue<'a>>)> {
        let Some(value) = self.take(field) else { return Vec::new() };
        match value.get_ref() {
            DeValue::Table(table) => {
                self.check_count(field, value.span().start, table.len());
                table
                    .iter()
                    .take(limits::ENTRIES)
                    .map(|(key, value)| (Located { value: key.get_ref().to_string(), span: key.span() }, value.clone()))
                    .collect()
            }
            _ => {
                self.wrong_type(field, &value, "a table, such as { a = …, b = … }");
                Vec::new()
            }
        }
    }

    fn take(&mut self, field: &'static str) -> Option<Spanned<DeValue<'a>>> {
        if !self.known.contains(&field) {
            self.known.push(field);
        }
        self.fields.get(field).cloned()
    }

    fn require(&mut self, field: &'static str) -> Option<()> {
        if self.take(field).is_none() {
            let message = format!("the field `{field}` is missing");
            self.findings.add(self.source.error(self.at, self.key.clone(), message));
            return None;
        }
        Some(())
    }

    fn text_of(&self, field: &str, value: &Spanned<DeValue<'a>>) -> Option<Located<String>> {
        match value.get_ref() {
            DeValue::String(text) => Some(Located { value: text.to_string(), span: value.span() }),
            _ => {
                self.wrong_type(field, value, "a text in quotation marks");
                None
            }
        }
    }

    fn number_of(&self, field: &str, value: &Spanned<DeValue<'a>>, range: RangeInclusive<i64>) -> Option<Located<i64>> {
        let number = match value.get_ref() {
            DeValue::Integer(digits) => i64::from_str_radix(digits.as_str(), digits.radix()).ok(),
            _ => None,
        };
        match number {
            Some(number) if range.contains(&number) => Some(Located { value: number, span: value.span() }),
            _ => {
                let expected = format!("a whole number from {} to {}", range.start(), range.end());
                self.wrong_type(field, value, &expected);
                None
            }
        }
    }

    fn wrong_type(&self, field: &str, value: &Spanned<DeValue<'a>>, expected: &str) {
        let found = self.source.text.get(value.span()).unwrap_or_default();
        self.findings.add(
            self.source
                .error(value.span().start, self.name(field), "this value cannot stand here")
                .found(shorten(found))
                .expected(expected),
        );
    }
}

/// A text on one line, cut where it gets too long for a message.
pub(crate) fn shorten(text: &str) -> String {
    const MOST: usize = 60;
    let line = one_line(text);
    match line.char_indices().nth(MOST) {
        Some((end, _)) => format!("{}…", line.get(..end).unwrap_or_default()),
        None => line,
    }
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
