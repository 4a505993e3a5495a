//! pack.toml as the author writes it: what holds for the pack as a whole.

use std::ops::Range;

use phonenumber::country;

use crate::{
    diagnostic::Findings,
    ids::{check_id, check_unique},
    limits,
    source::{Located, Source},
    table::Table,
};

/// What pack.toml says.
pub(crate) struct Settings {
    pub(crate) source: Source,
    pub(crate) id: Option<Located<String>>,
    pub(crate) version: Option<Located<String>>,
    pub(crate) languages: Vec<Located<String>>,
    /// As the number `yyyymmdd`; 0 if it could not be read.
    pub(crate) review_by: u32,
    /// Where that day is written.
    pub(crate) review_by_at: Range<usize>,
    pub(crate) reviewed_by: Option<Located<String>>,
    pub(crate) readiness: Option<Located<String>>,
    pub(crate) fallback_when: Option<Located<String>>,
    pub(crate) talk: Vec<Located<String>>,
    pub(crate) crisis: Vec<Located<String>>,
    pub(crate) retired: Vec<Located<String>>,
    pub(crate) postcode_digits: Option<Located<i64>>,
    /// Whose phone numbers are in the pack.
    pub(crate) country: Option<Located<country::Id>>,
}

impl Settings {
    /// Reads and checks the file, but for the guard and what refers to other files.
    pub(crate) fn read(source: Source, findings: &Findings) -> Settings {
        let (mut table, _) = Table::parse(&source, findings);
        let id = table.required_text("id");
        let version = table.required_text("version");
        let mut languages = table.required_texts("languages");
        let date = table.required_date("review-by");
        let review_by_at = date.as_ref().map_or(0..0, |date| date.span.clone());
        let reviewed_by = table.text("reviewed-by");
        let readiness = table.text("readiness");
        let fallback_when = table.text("fallback-when");
        let talk = table.required_texts("talk");
        let crisis = table.required_texts("crisis");
        let retired = table.texts("retired");
        let postcode_digits = table.number("postcode-digits", 1..=9);
        let country = table.text("country").and_then(|code| read_country(&code, &source, findings));
        if let Some(empty) = reviewed_by.as_ref().filter(|who| who.value.trim().is_empty()) {
            let error = source.error(empty.span.start, "reviewed-by", "this text is empty");
            findings.add(error.help("leave the field out until a qualified person has reviewed the content"));
        }
        for (field, kinds) in [("talk", &talk), ("crisis", &crisis), ("retired", &retired)] {
            check_unique(kinds, field, &source, findings);
        }
        table.finish();

        if let Some(id) = &id {
            check_id(id, "id", &source, findings);
        }
        check_languages(&languages, &source, findings);
        languages.truncate(limits::LANGUAGES);
        let review_by = date.map_or(0, |Located { value: date, .. }| {
            u32::from(date.year) * 10_000 + u32::from(date.month) * 100 + u32::from(date.day)
        });
        Settings {
            id,
            version,
            languages,
            review_by,
            review_by_at,
            reviewed_by,
            readiness,
            fallback_when,
            talk,
            crisis,
            retired,
            postcode_digits,
            country,
            source,
        }
    }
}

fn read_country(code: &Located<String>, source: &Source, findings: &Findings) -> Option<Located<country::Id>> {
    match code.value.parse() {
        Ok(value) => Some(Located { value, span: code.span.clone() }),
        Err(_) => {
            let error = source.error(code.span.start, "country", format!("there is no country `{}`", code.value));
            findings.add(error.expected("two capital letters as in ISO 3166, such as `NL`, `NO` or `SE`"));
            None
        }
    }
}

fn check_languages(languages: &[Located<String>], source: &Source, findings: &Findings) {
    check_unique(languages, "languages", source, findings);
    if let Some(extra) = languages.get(limits::LANGUAGES) {
        let message = format!("these are {} languages; the most is {}", languages.len(), limits::LANGUAGES);
        findings.add(source.error(extra.span.start, "languages", message));
    }
    for language in languages.iter().filter(|language| !is_tag(&language.value)) {
        findings.add(
            source
                .error(language.span.start, "languages", "this is not a language tag")
                .found(format!("`{}`", language.value))
                .expected("a BCP 47 tag, such as `nl`, `en`, `nb` or `zh-Hant`"),
        );
    }
}

/// Whether a text has the shape of a BCP 47 tag: it becomes part of file names, so nothing else is let through.
pub(crate) fn is_tag(text: &str) -> bool {
    let mut parts = text.split('-');
    let first = parts.next().unwrap_or_default();
    (2..=3).contains(&first.len())
        && first.bytes().all(|byte| byte.is_ascii_lowercase())
        && parts.all(|part| (2..=8).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_alphanumeric()))
}
