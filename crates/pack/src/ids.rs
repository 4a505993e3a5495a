//! Ids: what they may look like, that each is given once, and which one was probably meant.

use crate::{
    diagnostic::{Diagnostic, Findings},
    limits,
    source::{Located, Source},
    table::shorten,
};

/// Reports an id with characters that an id may not have.
pub(crate) fn check_id(id: &Located<String>, key: &str, source: &Source, findings: &Findings) {
    if !is_id(&id.value) {
        findings.add(
            source
                .error(id.span.start, key, "this is not an id")
                .found(format!("`{}`", id.value))
                .expected("small letters a to z, digits and `-`, beginning with a letter or digit"),
        );
    }
}

/// Whether a text may be an id.
pub(crate) fn is_id(text: &str) -> bool {
    let letter = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit();
    text.starts_with(letter) && text.chars().all(|c| letter(c) || c == '-')
}

/// Reports every id that was given before in the same list.
pub(crate) fn check_unique<'i>(
    ids: impl IntoIterator<Item = &'i Located<String>>,
    key: &str,
    source: &Source,
    findings: &Findings,
) {
    let mut before: std::collections::HashMap<&str, usize> = std::collections::HashMap::new();
    for id in ids {
        match before.get(id.value.as_str()) {
            Some(&first) => {
                let (line, _) = source.position(first);
                findings.add(
                    source
                        .error(id.span.start, key, format!("`{}` is there twice", id.value))
                        .help(format!("the first one is on line {line}")),
                );
            }
            None => {
                before.insert(&id.value, id.span.start);
            }
        }
    }
}

/// The error for a name that stands for nothing: with the name that was probably meant, else all that there are.
pub(crate) fn unknown<'n>(
    source: &Source,
    at: usize,
    key: &str,
    sort: &str,
    name: &str,
    names: impl Iterator<Item = &'n str> + Clone,
) -> Diagnostic {
    let error = source.error(at, key, format!("there is no {sort} `{}`", shorten(name)));
    if !source.may_suggest() {
        return error;
    }
    match nearest(name, names.clone()) {
        Some(help) => error.help(help),
        None => error.expected(list(names)),
    }
}

/// The error for a code that stands for nothing. Official codes are all alike, so none of them is "probably meant".
pub(crate) fn unknown_code<'n>(
    source: &Source,
    at: usize,
    key: &str,
    sort: &str,
    code: &str,
    codes: impl Iterator<Item = &'n str> + Clone,
) -> Diagnostic {
    let error = source.error(at, key, format!("there is no {sort} with the code `{}`", shorten(code)));
    if !source.may_suggest() {
        return error;
    }
    match changed_by_spreadsheet(code, codes.clone()) {
        Some(help) => error.help(help),
        None => error.expected(list(codes)),
    }
}

/// The code that a spreadsheet took for a number: it drops zeros in front, and adds a decimal point.
fn changed_by_spreadsheet<'n>(code: &str, mut codes: impl Iterator<Item = &'n str>) -> Option<String> {
    let whole = without_decimals(code);
    let is_number = !whole.is_empty() && whole.bytes().all(|byte| byte.is_ascii_digit());
    let same = codes.find(|other| is_number && other.trim_start_matches('0') == whole.trim_start_matches('0'))?;
    Some(match same.len() < whole.len() {
        true => format!("the table of codes has `{same}`: a spreadsheet has probably dropped its zero there"),
        false => format!("did you mean `{same}`? A spreadsheet drops the zero; mark the column as text"),
    })
}

/// A number without the `.0` or `,0` that a spreadsheet has added.
pub(crate) fn without_decimals(text: &str) -> &str {
    match text.split_once(['.', ',']) {
        Some((whole, zeros)) if !zeros.is_empty() && zeros.bytes().all(|byte| byte == b'0') => whole,
        _ => text,
    }
}

/// "did you mean …?" for the name that is most like what was written, if one is like it.
pub(crate) fn nearest<'n>(name: &str, names: impl Iterator<Item = &'n str>) -> Option<String> {
    let (most, longest) = limits::ALIKE;
    if name.len() > longest {
        return None;
    }
    names
        .take(most)
        .filter(|other| other.len() <= longest)
        .map(|other| (strsim::jaro_winkler(name, other), other))
        .filter(|&(likeness, _)| likeness >= 0.85)
        .max_by(|a, b| a.0.total_cmp(&b.0))
        .map(|(_, other)| format!("did you mean `{other}`?"))
}

/// Names for a message: "`a`, `b`", or "nothing: there is none".
pub(crate) fn list<'n>(names: impl Iterator<Item = &'n str>) -> String {
    const MOST: usize = 20;
    let mut seen = std::collections::HashSet::new();
    let names: Vec<&str> = names.filter(|name| seen.insert(*name)).collect();
    let first: Vec<String> = names.iter().take(MOST).map(|name| format!("`{}`", shorten(name))).collect();
    match names.len() {
        0 => "nothing: there is none yet".to_owned(),
        count if count > MOST => format!("{}, or one of {} more", first.join(", "), count - MOST),
        _ => first.join(", "),
    }
}
