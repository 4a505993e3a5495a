//! Reads a CSV table: the right columns in any order, the right number of cells in each row, and each cell with its place
//! in the file.
//!
//! As spreadsheets write it: cells may be separated by commas, semicolons or tabs (the first row shows which), a first
//! line may say `sep=;`, and empty columns and rows at the end are as if they were not there.

use csv::{ReaderBuilder, StringRecord, Trim};

use crate::{
    diagnostic::{Diagnostic, Findings},
    ids::{list, nearest},
    limits,
    source::Source,
    table::shorten,
};

/// The rows of a table.
pub(crate) struct Rows<'a> {
    pub(crate) source: &'a Source,
    columns: &'static [&'static str],
    /// For each of `columns`, where it is in the file.
    order: Vec<usize>,
    records: Vec<Record>,
    /// Whether every row could be read.
    pub(crate) whole: bool,
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
    /// Where the cell begins.
    pub(crate) at: usize,
    /// Where its text begins: behind a quotation mark.
    pub(crate) text_at: usize,
}

impl<'a> Rows<'a> {
    /// Reads a table; `None` if its columns are not the ones that are expected, or it has too many rows.
    pub(crate) fn read(
        source: &'a Source,
        columns: &'static [&'static str],
        most: usize,
        findings: &Findings,
    ) -> Option<Rows<'a>> {
        let (begin, delimiter) = layout(&source.text, columns);
        let text = source.text.get(begin..).unwrap_or_default();
        let mut reader = ReaderBuilder::new()
            .has_headers(false)
            .flexible(true)
            .trim(Trim::All)
            .delimiter(delimiter)
            .from_reader(text.as_bytes());
        let mut records = Vec::new();
        let mut widths = None;
        let mut count = 0usize;
        for record in reader.records() {
            count += 1;
            // The head is a record too. The others are only counted, for the message.
            if count > most + 1 {
                continue;
            }
            match record {
                Ok(mut cells) => {
                    let at = begin + cells.position().map_or(0, |position| position.byte() as usize);
                    let filled = (0..cells.len())
                        .rfind(|&at| cells.get(at).is_some_and(|cell| !cell.is_empty()))
                        .map_or(0, |last| last + 1);
                    if filled == 0 {
                        continue;
                    }
                    let (starts, open_quote) = cell_starts(&source.text, at, delimiter);
                    if let Some(at) = open_quote {
                        let error = source.error(at, "", "a quotation mark is opened here and never closed");
                        findings.add(error.help("close it, or write it twice where it is part of the text"));
                    }
                    // Empty columns at the end are left out where the first row has them too. One row with an empty cell
                    // too many has a comma too many somewhere, and all its cells are out of place.
                    let (named, all) = *widths.get_or_insert((filled, cells.len()));
                    if cells.len() == all {
                        cells.truncate(filled.max(named));
                    }
                    records.push(Record { cells, starts });
                }
                Err(error) => findings.add(source.error(0, "", format!("this table cannot be read: {error}"))),
            }
        }
        if count > most + 1 {
            let rows = count - 1;
            findings.add(source.error(0, "", format!("this table has {rows} rows; the most is {most}")));
            return None;
        }
        if records.is_empty() {
            findings
                .add(source.error(0, "", "this table is empty").expected(format!("the columns {}", named(columns))));
            return None;
        }
        let header = records.remove(0);
        let order = order(&header, source, columns, findings)?;
        let width = header.cells.len();
        let all = records.len();
        let wrong: Vec<&Record> = records.iter().filter(|record| record.cells.len() != width).collect();
        if let [first, _, _, ..] = wrong.as_slice()
            && wrong.len() == all
        {
            // One mistake and not one for each row: the file as a whole is separated in another way.
            let error = wrong_width(first, width, delimiter, source);
            findings.add(Diagnostic { message: format!("{}, and so have all others", error.message), ..error });
        } else {
            wrong.into_iter().for_each(|record| findings.add(wrong_width(record, width, delimiter, source)));
        }
        records.retain(|record| record.cells.len() == width);
        records.iter().for_each(|record| check_lines(record, source, findings));
        let whole = records.len() == all;
        Some(Rows { source, columns, order, records, whole })
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
        let at = start.copied().unwrap_or_default();
        let written = self.rows.source.text.get(at..).unwrap_or_default();
        let text = written.trim_start_matches([' ', '\t', '"']);
        let value = self.record.cells.get(index).unwrap_or_default();
        Cell { value, at, text_at: at + written.len() - text.len() }
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

/// What may stand between cells; the first is what we write ourselves.
const DELIMITERS: [u8; 4] = [b',', b';', b'\t', b'|'];

/// Where the table begins, and what stands between its cells: the sign that makes the most known columns of its first row.
fn layout(text: &str, columns: &[&str]) -> (usize, u8) {
    let mut begin = 0;
    if let Some(line) = text.split_inclusive('\n').next()
        && let [b's' | b'S', b'e' | b'E', b'p' | b'P', b'=', sign] = line.trim().as_bytes()
        && DELIMITERS.contains(sign)
    {
        begin = line.len();
    }
    let first = text.get(begin..).unwrap_or_default().trim_start().lines().next().unwrap_or_default();
    let known = |delimiter: u8| {
        let names = first.split(char::from(delimiter)).map(|name| name.trim().trim_matches('"').trim());
        names.filter(|name| columns.contains(name)).count()
    };
    // Of equals the last wins, so the comma is asked last.
    let best = DELIMITERS.into_iter().rev().max_by_key(|&delimiter| known(delimiter));
    (begin, best.unwrap_or(b','))
}

/// A sign between cells, for a message.
fn sign(delimiter: char) -> &'static str {
    match delimiter {
        ';' => "a semicolon",
        '\t' => "a tab",
        '|' => "a vertical bar",
        _ => "a comma",
    }
}

fn order(
    header: &Record,
    source: &Source,
    columns: &'static [&'static str],
    findings: &Findings,
) -> Option<Vec<usize>> {
    let found: Vec<&str> = header.cells.iter().collect();
    if found.len() > limits::COLUMNS {
        let message = format!("this table has {} columns; the most is {}", found.len(), limits::COLUMNS);
        findings.add(source.error(0, "", message).expected(named(columns)));
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
        if name.is_empty() {
            report(source.error(at, "", "a column has no name").expected(named(columns)));
        } else if !columns.contains(name) {
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

/// The error for a row with more or fewer cells than there are columns.
fn wrong_width(record: &Record, width: usize, delimiter: u8, source: &Source) -> Diagnostic {
    let delimiter = char::from(delimiter);
    let holds = |sign: char| record.cells.iter().any(|cell| cell.contains(sign));
    let other = DELIMITERS.map(char::from).into_iter().find(|&sign| sign != delimiter && holds(sign));
    let count = record.cells.len();
    let help = match other {
        _ if holds('\n') => "a quotation mark in this row is probably not closed".to_owned(),
        Some(other) if count < width => {
            format!("the first row separates its cells with {}, this one with {}", sign(delimiter), sign(other))
        }
        _ if count < width => "write an empty cell for what is not known".to_owned(),
        _ => format!("put a text that holds {} between quotation marks", sign(delimiter)),
    };
    let cells = if count == 1 { "1 cell".to_owned() } else { format!("{count} cells") };
    let message = format!("this row has {cells}, but the table has {width} columns");
    let at = record.starts.first().copied().unwrap_or_default();
    let rest = source.text.get(at..).unwrap_or_default();
    let end = at + rest.find(['\n', '\r']).unwrap_or(rest.len());
    source.error_over(at..end, "", message).help(help)
}

fn check_lines(record: &Record, source: &Source, findings: &Findings) {
    for (cell, at) in record.cells.iter().zip(&record.starts) {
        if cell.contains(['\n', '\r']) {
            findings.add(source.error(*at, "", "a cell cannot have a line break in it").found(shorten(cell)));
        }
    }
}

fn named(columns: &[&str]) -> String {
    list(columns.iter().copied())
}

/// Where the cells of a record begin, and the quotation mark that is never closed. The CSV reader keeps the start of a
/// record only.
fn cell_starts(text: &str, record: usize, delimiter: u8) -> (Vec<usize>, Option<usize>) {
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
            (byte, None) if byte == delimiter => starts.push(at + 1),
            (b'\n' | b'\r', None) => break,
            _ => {}
        }
        cell_begins = byte == delimiter && quote.is_none();
        at += 1;
    }
    (starts, quote)
}
