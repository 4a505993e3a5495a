//! icons.toml as the author writes it: small drawings beside options, as the path data of SVG.

use crate::{
    diagnostic::Findings,
    ids::check_id,
    source::{Located, Source},
    table::Table,
};

/// What icons.toml says. A pack may leave the file out.
pub(crate) struct Icons {
    pub(crate) source: Option<Source>,
    /// Name and path data.
    pub(crate) list: Vec<(Located<String>, Located<String>)>,
    /// Whether all of the file could be read.
    pub(crate) whole: bool,
}

impl Icons {
    /// Reads and checks the file.
    pub(crate) fn read(source: Option<Source>, findings: &Findings) -> Icons {
        let Some(source) = source else { return Icons { source: None, list: Vec::new(), whole: true } };
        let (table, whole) = Table::parse(&source, findings);
        let list = table.all_texts();
        drop(table);
        for (name, path) in &list {
            check_id(name, &name.value, &source, findings);
            if !is_path(&path.value) {
                findings.add(
                    source
                        .error(path.span.start, name.value.clone(), "this is not the path data of an SVG drawing")
                        .expected(
                            "the content of the attribute `d` of a path: it begins with M, then letters and numbers",
                        ),
                );
            }
        }
        Icons { source: Some(source), list, whole }
    }
}

fn is_path(text: &str) -> bool {
    let letter = |c: char| "MmLlHhVvCcSsQqTtAaZzEe0123456789.,+- \n\r\t".contains(c);
    text.trim_start().starts_with(['M', 'm']) && text.chars().all(letter)
}
