//! services.csv: who helps, and how to reach them.

use std::collections::{BTreeMap, HashMap};

use wegwijzer_core::{Confidence, Places, Scope, Status};

use crate::{
    diagnostic::Findings,
    ids::{check_id, list, unknown_code},
    limits,
    links::{check_phone, is_https},
    places::{ReadPlaces, by_code, codes, find_code},
    rows::{Cell, Row, Rows},
    settings::Settings,
    source::{Located, Source},
    table::shorten,
};

const COLUMNS: [&str; 15] = [
    "id",
    "kind",
    "status",
    "region",
    "municipalities",
    "name",
    "url",
    "phone",
    "address",
    "confidence",
    "source",
    "source_date",
    "second_hand",
    "source_url",
    "note",
];

/// What services.csv says.
pub(crate) struct Services {
    pub(crate) source: Source,
    pub(crate) rows: Vec<ServiceRow>,
    /// Whether all of the file could be read.
    pub(crate) whole: bool,
}

/// A row as written.
pub(crate) struct ServiceRow {
    pub(crate) id: Located<String>,
    pub(crate) kind: Located<String>,
    /// `None`: ended, or for employers only.
    pub(crate) status: Option<Status>,
    pub(crate) scope: Scope,
    pub(crate) confidence: Confidence,
    pub(crate) name: Option<String>,
    pub(crate) url: Option<String>,
    pub(crate) phone: Option<String>,
    pub(crate) address: Option<String>,
    pub(crate) said_by: String,
    pub(crate) source_date: String,
    pub(crate) second_hand: bool,
}

impl ServiceRow {
    /// Whether somebody anywhere in the country can reach it.
    pub(crate) fn is_national_channel(&self) -> bool {
        self.status.is_some()
            && self.scope == Scope::Country
            && self.confidence != Confidence::Low
            && (self.url.is_some() || self.phone.is_some() || self.address.is_some())
    }
}

impl Services {
    /// Reads and checks the file.
    pub(crate) fn read(source: Source, places: &ReadPlaces, settings: &Settings, findings: &Findings) -> Services {
        let before = findings.len();
        let mut services = Vec::new();
        let mut whole = false;
        if let Some(rows) = Rows::read(&source, &COLUMNS, limits::SERVICES, findings) {
            let codes = by_code(&places.places.municipalities);
            let all: Vec<_> =
                rows.iter().map(|row| read_row(&row, &source, places, &codes, settings, findings)).collect();
            whole = rows.whole && all.iter().all(Option::is_some);
            services.extend(all.into_iter().flatten());
        }
        if findings.len() == before {
            warn_of_hidden(&services, &source, findings);
        }
        if settings.country.is_none()
            && let Some(phone) = services.iter().find_map(|row| row.phone.as_ref())
        {
            let message = format!("the field is missing, so nobody checks phone numbers such as {phone}");
            let help = "write whose phone numbers they are, such as `country = \"NL\"`";
            findings.add(settings.source.warning_over(0..0, "country", message).help(help));
        }
        crate::ids::check_unique(services.iter().map(|row| &row.id), "id", &source, findings);
        Services { source, rows: services, whole }
    }
}

/// Warns of a row that stands behind an earlier one of the same kind for the same people.
fn warn_of_hidden(rows: &[ServiceRow], source: &Source, findings: &Findings) {
    let mut before: HashMap<String, &ServiceRow> = HashMap::new();
    for row in rows.iter().filter(|row| row.status.is_some() && row.confidence != Confidence::Low) {
        let people = format!("{} {:?}", row.kind.value, row.scope);
        if let Some(other) = before.get(&people) {
            let message = format!("{} is of the same kind and for the same people", other.id.value);
            let warning = source.warning(row.id.span.start, format!("service {}", row.id.value), message);
            findings.add(warning.help("of each field only one is ever shown: make one row of the two"));
        } else {
            before.insert(people, row);
        }
    }
}

fn read_row(
    row: &Row,
    source: &Source,
    places: &ReadPlaces,
    by_code: &BTreeMap<String, u16>,
    settings: &Settings,
    findings: &Findings,
) -> Option<ServiceRow> {
    let id = located(row.filled("id", "service", findings)?);
    let key = format!("service {}", id.value);
    check_id(&id, &format!("{key}, id"), source, findings);
    let kind = located(row.filled("kind", &key, findings)?);
    check_id(&kind, &format!("{key}, kind"), source, findings);

    let statuses =
        [("active", Some(Status::Active)), ("ending", Some(Status::Ending)), ("ended", None), ("employers-only", None)];
    let status = choice(row.cell("status"), &statuses, &format!("{key}, status"), source, findings);
    let confidences = [("high", Confidence::High), ("medium", Confidence::Medium), ("low", Confidence::Low)];
    let confidence = choice(row.cell("confidence"), &confidences, &format!("{key}, confidence"), source, findings);
    let hands = [("yes", true), ("", false)];
    let second_hand = choice(row.cell("second_hand"), &hands, &format!("{key}, second_hand"), source, findings);

    let url = row.cell("url");
    if !url.value.is_empty() && !is_https(url.value) {
        let error = source.error(url.at, format!("{key}, url"), "this is not a web address that can be shown");
        findings.add(error.found(shorten(url.value)).expected("an address that begins with https://, without spaces"));
    }
    let phone = row.cell("phone");
    if !phone.value.is_empty() {
        check_phone(phone, &format!("{key}, phone"), source, settings, findings);
    }
    let date = row.cell("source_date");
    if !is_date(date.value) {
        let error = source.error(date.at, format!("{key}, source_date"), "this is not a date");
        let error = error.found(shorten(date.value)).expected("yyyy, yyyy-mm, yyyy-mm-dd or nothing");
        findings.add(error.help_if(turned_round(date.value)));
    }
    let said_by = row.filled("source", &key, findings).map_or("", |cell| cell.value);
    Some(ServiceRow {
        scope: read_scope(row, &key, source, places, by_code, findings),
        id,
        kind,
        // A status that cannot be read is reported; as open, it causes no further errors.
        status: status.unwrap_or(Some(Status::Active)),
        confidence: confidence.unwrap_or(Confidence::Low),
        name: some(row.cell("name")),
        url: some(url),
        phone: some(phone),
        address: some(row.cell("address")),
        said_by: said_by.to_owned(),
        source_date: date.value.to_owned(),
        second_hand: second_hand.unwrap_or_default(),
    })
}

fn read_scope(
    row: &Row,
    key: &str,
    source: &Source,
    places: &ReadPlaces,
    by_code: &BTreeMap<String, u16>,
    findings: &Findings,
) -> Scope {
    let (region, municipalities) = (row.cell("region"), row.cell("municipalities"));
    match (region.value, municipalities.value) {
        ("", "") => Scope::Country,
        ("", _) => {
            let mut found: Vec<u16> = codes(municipalities)
                .filter_map(|code| find_code(code, by_code, places.municipalities_known, key, source, findings))
                .collect();
            found.sort_unstable();
            found.dedup();
            Scope::Municipalities(found)
        }
        (_, "") => Scope::Region(find_region(region, key, source, places, findings)),
        _ => {
            let message = "a row holds for a region or for municipalities, not for both";
            findings.add(source.error(municipalities.at, format!("{key}, municipalities"), message));
            Scope::Country
        }
    }
}

fn find_region(cell: Cell, key: &str, source: &Source, read: &ReadPlaces, findings: &Findings) -> u16 {
    let Places { regions, .. } = &read.places;
    let found = regions.iter().position(|region| region.code == cell.value);
    if found.is_none() && read.regions_known {
        let names = regions.iter().map(|region| region.code.as_str());
        let key = format!("{key}, region");
        findings.add(unknown_code(source, cell.at, &key, "region", cell.value, names));
    }
    found.unwrap_or_default() as u16
}

fn choice<T: Copy>(cell: Cell, choices: &[(&str, T)], key: &str, source: &Source, findings: &Findings) -> Option<T> {
    let found = choices.iter().find(|(name, _)| *name == cell.value).map(|(_, value)| *value);
    if found.is_none() {
        let names = choices.iter().map(|(name, _)| if name.is_empty() { "nothing" } else { name });
        let error = source.error(cell.at, key, "this cell cannot have this value");
        findings.add(error.found(format!("`{}`", shorten(cell.value))).expected(list(names)));
    }
    found
}

fn is_date(text: &str) -> bool {
    let number = |part: &str, length: usize, range: std::ops::RangeInclusive<u16>| {
        part.len() == length
            && part.bytes().all(|byte| byte.is_ascii_digit())
            && part.parse().is_ok_and(|number| range.contains(&number))
    };
    let parts: Vec<&str> = text.split('-').collect();
    match parts.as_slice() {
        [""] => true,
        [year] => number(year, 4, 1900..=2999),
        [year, month] => number(year, 4, 1900..=2999) && number(month, 2, 1..=12),
        [year, month, day] => number(year, 4, 1900..=2999) && number(month, 2, 1..=12) && number(day, 2, 1..=31),
        _ => false,
    }
}

/// The date that a spreadsheet has written in the manner of its country: 23-11-2026, 23/11/2026, 2026/11/23.
fn turned_round(text: &str) -> Option<String> {
    let parts: Vec<&str> = text.split(['-', '/', '.']).collect();
    let date = match parts.as_slice() {
        [day, month, year] if year.len() == 4 => format!("{year}-{month:0>2}-{day:0>2}"),
        [year, month, day] if year.len() == 4 => format!("{year}-{month:0>2}-{day:0>2}"),
        _ => return None,
    };
    is_date(&date)
        .then(|| format!("did you mean {date}? Mark the column as text, so that the spreadsheet leaves it alone"))
}

fn located(cell: Cell) -> Located<String> {
    Located { value: cell.value.to_owned(), span: cell.at..cell.at + cell.value.len() }
}

fn some(cell: Cell) -> Option<String> {
    (!cell.value.is_empty()).then(|| cell.value.to_owned())
}
