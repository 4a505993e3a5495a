//! steps.toml as the author writes it: what a person can do next.

use crate::{
    diagnostic::Findings,
    ids::{check_id, check_unique},
    source::{Located, Source},
    table::Table,
};

/// What steps.toml says.
pub(crate) struct Steps {
    pub(crate) source: Source,
    pub(crate) list: Vec<Step>,
    /// Whether all of the file could be read.
    pub(crate) whole: bool,
}

/// A step as written.
pub(crate) struct Step {
    pub(crate) id: Located<String>,
    pub(crate) self_help: bool,
}

impl Steps {
    /// Reads and checks the file.
    pub(crate) fn read(source: Source, findings: &Findings) -> Steps {
        let (mut root, mut whole) = Table::parse(&source, findings);
        let tables = root.tables("step");
        let entries = tables.len();
        let list: Vec<Step> = tables.into_iter().filter_map(read_step).collect();
        whole &= list.len() == entries;
        root.finish();
        check_unique(list.iter().map(|step| &step.id), "id", &source, findings);
        Steps { list, whole, source }
    }
}

fn read_step(mut table: Table) -> Option<Step> {
    let id = table.required_text("id");
    if let Some(id) = &id {
        table.key = format!("step {}", id.value);
        check_id(id, &table.name("id"), table.source, table.findings);
    }
    let self_help = table.flag("self-help");
    table.finish();
    Some(Step { id: id?, self_help })
}
