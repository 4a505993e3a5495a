//! Reads a CSV table: the right columns in any order, the right number of cells in each row, and each cell with its place
//! in the file.

use csv::{ReaderBuilder, StringRecord, Trim};

use crate::{
    diagnostic::{Diagnostic, Findings},
    ids::{list, nearest},
    source::{Located, Source},
    table::shorten,
};

/// The rows of a table.
pub(crate) struct Rows<'a> {
    pub(crate) source: &'a Source,
    columns: &'static [&'static str],
    /// For each of `columns`, where it is in the file.
    order: Vec<usize>,
    records: Vec<Record>,
}

struct Record {
    cells: StringRecord,
    /// Where each cell begins, in bytes.
    starts: Vec<usize>,
}

/// A row.
pub(crate) struct Row<'r> {
    rows: &'r Rows<'r>,
    record: &'r Record,
}

/// A cell, without white space around it.
#[derive(Clone, Copy)]
pub(crate) struct Cell<'r> {
    pub(crate) value: &'r str,
    pub(crate) at: usize,
}

impl<'r> Cell<'r> {
    /// The cell with its place. A quotation mark before it is not part of it.
    pub(crate) fn located(self) -> Located<&'r str> {
        Located { value: self.value, span: self.at..self.at + self.value.len() }
    }
}

impl<'a> Rows<'a> {
    /// Reads a table; `None` if its columns are not the ones that are expected.
    pub(crate) fn read(source: &'a Source, columns: &'static [&'static str], findings: &Findings) -> Option<Rows<'a>> {
        let text = &source.text;
        let mut reader =
            ReaderBuilder::new().has_headers(false).flexible(true).trim(Trim::All).from_reader(text.as_bytes());
        let mut records = Vec::new();
        for record in reader.records() {
            match record {
                Ok(cells) => {
                    let at = cells.position().map_or(0, |position| position.byte() as usize);
                    let (starts, open_quote) = cell_starts(text, at);
                    if let Some(at) = open_quote {
                        let error = source.error(at, "", "a quotation mark is opened here and never closed");
                        findings.add(error.help("close it, or write it twice where it is part of the text"));
                    }
                    records.push(Record { cells, starts });
                }
                Err(error) => findings.add(source.error(0, "", format!("this table cannot be read: {error}"))),
            }
        }
        if records.is_empty() {
            findings
                .add(source.error(0, "", "this table is empty").expected(format!("the columns {}", named(columns))));
            return None;
        }
        let header = records.remove(0);
        let order = order(&header, source, columns, findings)?;
        let width = header.cells.len();
        records.retain(|record| check_cells(record, width, source, findings));
        Some(Rows { source, columns, order, records })
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = Row<'_>> {
        self.records.iter().map(|record| Row { rows: self, record })
    }
}

impl<'r> Row<'r> {
    /// The cell of a column; empty if the table has no such column.
    pub(crate) fn cell(&self, column: &str) -> Cell<'r> {
        let index = self.rows.columns.iter().position(|name| *name == column);
        let index = index.and_then(|index| self.rows.order.get(index)).copied().unwrap_or(usize::MAX);
        let start = self.record.starts.get(index).or(self.record.starts.first());
        Cell { value: self.record.cells.get(index).unwrap_or_default(), at: start.copied().unwrap_or_default() }
    }

    /// The cell of a column that may not be empty; reported if it is.
    pub(crate) fn filled(&self, column: &str, key: &str, findings: &Findings) -> Option<Cell<'r>> {
        let cell = self.cell(column);
        if cell.value.is_empty() {
            findings.add(self.rows.source.error(cell.at, format!("{key}, {column}"), "this cell is empty"));
            return None;
        }
        Some(cell)
    }
}

fn order(
    header: &Record,
    source: &Source,
    columns: &'static [&'static str],
    findings: &Findings,
) -> Option<Vec<usize>> {
    let found: Vec<&str> = header.cells.iter().collect();
    if let [one] = found.as_slice()
        && columns.len() > 1
        && one.contains([';', '\t'])
    {
        let error = source.error(0, "", "the columns of this table are not separated by commas").found(shorten(one));
        findings.add(error.help("save it as \"CSV, separated by commas\""));
        return None;
    }
    let before = |index: usize| found.get(..index).unwrap_or_default();
    let mut good = true;
    let mut report = |error: Diagnostic| {
        findings.add(error);
        good = false;
    };
    for (index, name) in found.iter().enumerate() {
        let at = header.starts.get(index).copied().unwrap_or_default();
        if !columns.contains(name) {
            let error = source.error(at, "", format!("unknown column `{name}`")).expected(named(columns));
            report(error.help_if(nearest(name, columns.iter().copied())));
        } else if before(index).contains(name) {
            report(source.error(at, "", format!("the column `{name}` is there twice")));
        }
    }
    for name in columns.iter().filter(|name| !found.contains(name)) {
        report(source.error(0, "", format!("the column `{name}` is missing")).expected(named(columns)));
    }
    good.then(|| columns.iter().filter_map(|name| found.iter().position(|other| other == name)).collect())
}

fn check_cells(record: &Record, width: usize, source: &Source, findings: &Findings) -> bool {
    let at = |index: usize| record.starts.get(index).or(record.starts.first()).copied().unwrap_or_default();
    if record.cells.len() != width {
        findings.add(
            source
                .error(
                    at(0),
                    "",
                    format!("this row has {} cells, but the table has {width} columns", record.cells.len()),
                )
                .help(if record.cells.iter().any(|cell| cell.contains('\n')) {
                    "a quotation mark in this row is probably not closed"
                } else {
                    "put a text that holds a comma between quotation marks"
                }),
        );
        return false;
    }
    for (index, cell) in record.cells.iter().enumerate() {
        if cell.contains(['\n', '\r']) {
            findings.add(source.error(at(index), "", "a cell cannot have a line break in it").found(shorten(cell)));
        }
    }
    true
}

fn named(columns: &[&str]) -> String {
    list(columns.iter().copied())
}

/// Where the cells of a record begin, and the quotation mark that is never closed. The CSV reader keeps the start of a
/// record only.
fn cell_starts(text: &str, record: usize) -> (Vec<usize>, Option<usize>) {
    let bytes = text.as_bytes();
    let mut at = record;
    while matches!(bytes.get(at), Some(b'\r' | b'\n')) {
        at += 1;
    }
    let mut starts = vec![at];
    let mut quote = None;
    let mut cell_begins = true;
    while let Some(&byte) = bytes.get(at) {
        match (byte, quote) {
            (b'"', Some(_)) if bytes.get(at + 1) == Some(&b'"') => at += 1,
            (b'"', Some(_)) => quote = None,
            (b'"', None) if cell_begins => quote = Some(at),
            (b',', None) => starts.push(at + 1),
            (b'\n' | b'\r', None) => break,
            _ => {}
        }
        cell_begins = byte == b',' && quote.is_none();
        at += 1;
    }
    (starts, quote)
}
