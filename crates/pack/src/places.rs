//! The folder places: from a postcode or a name to a municipality and a region, compiled to what the engine looks up.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use wegwijzer_core::{Municipality, Places, PostcodeRun, Region, SplitPostcode, fold};

use crate::{
    diagnostic::{Diagnostic, Findings},
    excerpt::Excerpt,
    folder::Folder,
    ids::{unknown_code, without_decimals},
    limits,
    links::scientific,
    rows::{Cell, Row, Rows},
    settings::Settings,
    source::{Located, Source},
};

/// The places of a pack, as read.
pub(crate) struct ReadPlaces {
    pub(crate) places: Places,
    /// Whether the regions could be read.
    pub(crate) regions_known: bool,
    /// Whether the municipalities could be read.
    pub(crate) municipalities_known: bool,
}

/// Reads and checks the folder; a pack without it has no places.
pub(crate) fn read(dir: &Folder, settings: &Settings, findings: &Findings) -> ReadPlaces {
    let mut read = ReadPlaces { places: Places::default(), regions_known: true, municipalities_known: true };
    if !dir.has_folder("places") {
        if let Some(digits) = &settings.postcode_digits {
            let message = "this pack has no postcodes: there is no folder places";
            findings.add(settings.source.error(digits.span.start, "postcode-digits", message));
        }
        return read;
    }
    let before = findings.len();
    let mut codes = HashMap::new();
    let regions_source = Source::read(dir, "places/regions.csv", findings);
    match &regions_source {
        Some(source) => match read_regions(source, &mut codes, findings) {
            Some(regions) => read.places.regions = regions,
            None => read.regions_known = false,
        },
        None => read.regions_known = false,
    }
    if let Some(source) = Source::read(dir, "places/municipalities.csv", findings) {
        let regions = read.regions_known.then_some(read.places.regions.as_slice());
        match read_municipalities(&source, regions, &mut codes, findings) {
            Some(municipalities) => {
                if let Some(source) = &regions_source
                    && findings.len() == before
                {
                    warn_of_empty_regions(source, &read.places.regions, &municipalities, &codes, findings);
                }
                read.places.municipalities = municipalities;
            }
            None => read.municipalities_known = false,
        }
    } else {
        read.municipalities_known = false;
    }
    let by_code = by_code(&read.places.municipalities);
    if let Some(source) = Source::read_if_there(dir, "places/towns.csv", findings)
        && read.municipalities_known
    {
        read_towns(&source, &by_code, &mut read.places.municipalities, findings);
    }
    read_postcodes(dir, settings, &by_code, &mut read, findings);
    read
}

fn read_regions(source: &Source, codes: &mut HashMap<String, usize>, findings: &Findings) -> Option<Vec<Region>> {
    let rows = Rows::read(source, &["code", "name", "aliases"], limits::REGIONS, findings)?;
    let mut regions = Vec::new();
    for row in rows.iter() {
        let Some(code) = row.filled("code", "region", findings) else { continue };
        let key = format!("region {}", code.value);
        check_code(code, &key, source, codes, findings);
        let name = row.filled("name", &key, findings).map_or("", |name| name.value);
        let aliases = separated(row.cell("aliases").value);
        regions.push(Region { code: code.value.to_owned(), name: name.to_owned(), aliases });
    }
    if regions.is_empty() && rows.whole {
        findings.add(source.error(0, "", "there is no region"));
    }
    warn_of_short_codes(&rows, "region", findings);
    warn_of_names(&rows, "region", |row| row.cell("name").value.to_owned(), findings);
    rows.whole.then_some(regions)
}

fn read_municipalities(
    source: &Source,
    regions: Option<&[Region]>,
    codes: &mut HashMap<String, usize>,
    findings: &Findings,
) -> Option<Vec<Municipality>> {
    let rows = Rows::read(source, &["code", "name", "region", "aliases"], limits::MUNICIPALITIES, findings)?;
    let by_region: Option<HashMap<&str, u16>> =
        regions.map(|regions| (0..=u16::MAX).zip(regions).map(|(at, one)| (one.code.as_str(), at)).collect());
    let mut municipalities = Vec::new();
    for row in rows.iter() {
        let Some(code) = row.filled("code", "municipality", findings) else { continue };
        let key = format!("municipality {}", code.value);
        check_code(code, &key, source, codes, findings);
        let name = row.filled("name", &key, findings).map_or("", |name| name.value);
        let mut region = 0;
        let cell = row.cell("region");
        if cell.value.is_empty() {
            let error = source.error(cell.at, format!("{key}, region"), "this municipality lies in no region");
            findings.add(error.help("write the code of its region"));
        } else if let Some(by_region) = &by_region {
            match by_region.get(cell.value) {
                Some(&index) => region = index,
                None => {
                    let names = regions.unwrap_or_default().iter().map(|region| region.code.as_str());
                    let key = format!("{key}, region");
                    findings.add(unknown_code(source, cell.at, &key, "region", cell.value, names));
                }
            }
        }
        let aliases = separated(row.cell("aliases").value);
        municipalities.push(Municipality {
            code: code.value.to_owned(),
            name: name.to_owned(),
            region,
            aliases,
            towns: Vec::new(),
        });
    }
    warn_of_short_codes(&rows, "municipality", findings);
    let in_region = |row: &Row| format!("{}, {}", row.cell("name").value, row.cell("region").value);
    warn_of_names(&rows, "municipality", in_region, findings);
    rows.whole.then_some(municipalities)
}

fn read_towns(
    source: &Source,
    by_code: &BTreeMap<String, u16>,
    municipalities: &mut [Municipality],
    findings: &Findings,
) {
    let Some(rows) = Rows::read(source, &["name", "municipality"], limits::ROWS, findings) else { return };
    let mut before: BTreeSet<(&str, &str)> = BTreeSet::new();
    for row in rows.iter() {
        let Some(name) = row.filled("name", "town", findings) else { continue };
        let key = format!("town {}, municipality", name.value);
        let Some(code) = row.filled("municipality", &format!("town {}", name.value), findings) else { continue };
        let Some(&index) = by_code.get(code.value) else {
            let names = by_code.keys().map(String::as_str);
            findings.add(unknown_code(source, code.at, &key, "municipality", code.value, names));
            continue;
        };
        if !before.insert((name.value, code.value)) {
            findings.add(source.warning(name.at, format!("town {}", name.value), "this town is there twice"));
            continue;
        }
        if let Some(municipality) = municipalities.get_mut(usize::from(index))
            && !says_nothing_new(name.value, &municipality.name)
        {
            municipality.towns.push(name.value.to_owned());
        }
    }
}

/// Whether a town leads only where the name of its municipality leads anyway. Leaving such towns out saves some hundred
/// names in a country like the Netherlands.
fn says_nothing_new(town: &str, municipality: &str) -> bool {
    let spellings = |name: &str| {
        let bare = name.split_once(" (").map_or(name, |(bare, _)| bare);
        [fold(bare), fold(name)]
    };
    let known = spellings(municipality);
    spellings(town).iter().all(|spelling| known.contains(spelling))
}

fn read_postcodes(
    dir: &Folder,
    settings: &Settings,
    by_code: &BTreeMap<String, u16>,
    read: &mut ReadPlaces,
    findings: &Findings,
) {
    let source = Source::read_if_there(dir, "places/postcodes.csv", findings);
    let (source, digits) = match (source, &settings.postcode_digits) {
        (Some(source), Some(digits)) => (source, digits.value as u8),
        (Some(source), None) => {
            let message = "pack.toml does not say how many digits a postcode has";
            findings.add(source.error(0, "", message).help("add `postcode-digits = 4` to pack.toml"));
            return;
        }
        (None, Some(digits)) => {
            if !dir.has("places/postcodes.csv") {
                let message = "there is no file places/postcodes.csv";
                findings.add(settings.source.error(digits.span.start, "postcode-digits", message));
            }
            return;
        }
        (None, None) => return,
    };
    read.places.postcode_digits = digits;
    let Some(rows) = Rows::read(&source, &["postcode", "municipalities"], limits::ROWS, findings) else { return };
    let mut all: BTreeMap<u32, Vec<u16>> = BTreeMap::new();
    for row in rows.iter() {
        let Some(cell) = row.filled("postcode", "postcode", findings) else { continue };
        let key = format!("postcode {}", cell.value);
        let Some(postcode) = read_number(cell.value, digits) else {
            let error = source.error(cell.at, key, "this is not a postcode of this pack");
            let error = error.expected(format!("{digits} digits, as pack.toml says in postcode-digits"));
            findings.add(error.help_if(postcode_meant(cell.value, digits)));
            continue;
        };
        let Some(cell) = row.filled("municipalities", &key, findings) else { continue };
        let found = codes(cell)
            .filter_map(|code| find_code(code, by_code, read.municipalities_known, &key, &source, findings))
            .collect();
        if all.insert(postcode, found).is_some() {
            findings.add(source.error(row.cell("postcode").at, key, "this postcode is there twice"));
        }
    }
    (read.places.postcodes, read.places.split) = runs(&all);
}

/// The municipality of a code; reported if there is none.
pub(crate) fn find_code(
    code: Located<&str>,
    by_code: &BTreeMap<String, u16>,
    known: bool,
    key: &str,
    source: &Source,
    findings: &Findings,
) -> Option<u16> {
    let found = by_code.get(code.value).copied();
    if found.is_none() && known {
        let names = by_code.keys().map(String::as_str);
        let key = format!("{key}, municipalities");
        let error = unknown_code(source, code.span.start, &key, "municipality", code.value, names);
        findings.add(Diagnostic { excerpt: Some(Excerpt::of(&source.text, code.span)), ..error });
    }
    found
}

/// The codes in a cell, each with its place.
pub(crate) fn codes<'c>(cell: Cell<'c>) -> impl Iterator<Item = Located<&'c str>> {
    cell.value.split_whitespace().map(move |code| {
        let within = (code.as_ptr() as usize).saturating_sub(cell.value.as_ptr() as usize);
        let start = cell.text_at + within;
        Located { value: code, span: start..start + code.len() }
    })
}

/// The municipalities by code.
pub(crate) fn by_code(municipalities: &[Municipality]) -> BTreeMap<String, u16> {
    (0..=u16::MAX).zip(municipalities).map(|(index, one)| (one.code.clone(), index)).collect()
}

/// What a spreadsheet has made of a postcode, or what stands around it.
fn postcode_meant(text: &str, digits: u8) -> Option<String> {
    let whole = without_decimals(text);
    let length = usize::from(digits);
    if whole.bytes().all(|byte| byte.is_ascii_digit()) && whole.len() <= length {
        let cause = if whole == text { "A spreadsheet drops the zero" } else { "A spreadsheet took it for a number" };
        return Some(format!("did you mean {whole:0>length$}? {cause}; mark the column as text"));
    }
    scientific(text).or_else(|| {
        let number: String = text.chars().filter(char::is_ascii_digit).collect();
        (number.len() == length).then(|| format!("write the digits alone: {number}"))
    })
}

fn read_number(text: &str, digits: u8) -> Option<u32> {
    let good = text.len() == usize::from(digits) && text.bytes().all(|byte| byte.is_ascii_digit());
    good.then(|| text.parse().ok()).flatten()
}

/// Runs of consecutive postcodes of one municipality, and the postcodes in several. The engine looks for a split postcode
/// first, so a run goes on over it.
fn runs(all: &BTreeMap<u32, Vec<u16>>) -> (Vec<PostcodeRun>, Vec<SplitPostcode>) {
    let mut runs: Vec<PostcodeRun> = Vec::new();
    let mut split: Vec<SplitPostcode> = Vec::new();
    for (&code, municipalities) in all {
        let &[municipality] = municipalities.as_slice() else {
            split.push(SplitPostcode { code, municipalities: municipalities.clone() });
            continue;
        };
        match runs.last_mut() {
            Some(run) if run.municipality == municipality && only_split(&split, run.last, code) => {
                run.last = code;
            }
            _ => runs.push(PostcodeRun { first: code, last: code, municipality }),
        }
    }
    (runs, split)
}

/// Whether every postcode between two is split.
fn only_split(split: &[SplitPostcode], after: u32, before: u32) -> bool {
    let between = split.iter().rev().take_while(|one| one.code > after).count();
    u32::try_from(between).is_ok_and(|between| after + 1 + between == before)
}

/// Warns of regions in which nobody lives. `codes` says where each code is written.
fn warn_of_empty_regions(
    source: &Source,
    regions: &[Region],
    municipalities: &[Municipality],
    codes: &HashMap<String, usize>,
    findings: &Findings,
) {
    let lived_in: BTreeSet<u16> = municipalities.iter().map(|municipality| municipality.region).collect();
    for (index, region) in (0u16..).zip(regions) {
        if !lived_in.is_empty()
            && !lived_in.contains(&index)
            && let Some(&at) = codes.get(&region.code)
        {
            let message = "no municipality lies in this region";
            findings.add(source.warning(at, format!("region {}", region.code), message));
        }
    }
}

/// Warns of codes that lost a zero: shorter than most others, where all are numbers.
fn warn_of_short_codes(rows: &Rows, sort: &str, findings: &Findings) {
    let codes: Vec<Cell> = rows.iter().map(|row| row.cell("code")).filter(|code| !code.value.is_empty()).collect();
    let length = codes.iter().map(|code| code.value.len()).max().unwrap_or_default();
    let short: Vec<&Cell> = codes.iter().filter(|code| code.value.len() < length).collect();
    let are_numbers = codes.iter().all(|code| code.value.bytes().all(|byte| byte.is_ascii_digit()));
    if !are_numbers || short.len() * 2 > codes.len() {
        return;
    }
    for code in short {
        let message = format!("this code has {} digits, and most have {length}", code.value.len());
        let warning = rows.source.warning(code.at, format!("{sort} {}, code", code.value), message);
        let meant =
            format!("did you mean {:0>length$}? A spreadsheet drops the zero; mark the column as text", code.value);
        findings.add(warning.help(meant));
    }
}

/// Warns of names between which nobody could choose.
fn warn_of_names(rows: &Rows, sort: &str, shown: impl Fn(&Row) -> String, findings: &Findings) {
    let mut before: HashMap<String, usize> = HashMap::new();
    for row in rows.iter().filter(|row| !row.cell("name").value.is_empty()) {
        let name = row.cell("name");
        if let Some(first) = before.insert(shown(&row), name.at) {
            let (line, _) = rows.source.position(first);
            let key = format!("{sort} {}, name", row.cell("code").value);
            let message = format!("the name `{}` is there twice, so nobody can choose between them", name.value);
            findings.add(rows.source.warning(name.at, key, message).help(format!("the first one is on line {line}")));
        }
    }
}

fn check_code(cell: Cell, key: &str, source: &Source, codes: &mut HashMap<String, usize>, findings: &Findings) {
    let good = cell.value.chars().all(|c| c.is_ascii_alphanumeric() || c == '-');
    if !good {
        let error = source.error(cell.at, format!("{key}, code"), "this is not a code");
        findings.add(error.expected("letters a to z or A to Z, digits and `-`"));
    }
    if codes.insert(cell.value.to_owned(), cell.at).is_some() {
        findings.add(source.error(cell.at, format!("{key}, code"), "this code is there twice"));
    }
}

fn separated(cell: &str) -> Vec<String> {
    cell.split(';').map(str::trim).filter(|name| !name.is_empty()).map(str::to_owned).collect()
}
