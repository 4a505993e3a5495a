//! The folder places: from a postcode or a name to a municipality and a region, compiled to what the engine looks up.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use wegwijzer_core::{Municipality, Places, PostcodeRun, Region, SplitPostcode, fold};

use crate::{
    diagnostic::Findings,
    folder::Folder,
    ids::unknown_code,
    limits,
    rows::{Cell, Rows},
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
    let mut codes = HashMap::new();
    match Source::read(dir, "places/regions.csv", findings) {
        Some(source) => match read_regions(&source, &mut codes, findings) {
            Some(regions) => read.places.regions = regions,
            None => read.regions_known = false,
        },
        None => read.regions_known = false,
    }
    if let Some(source) = Source::read(dir, "places/municipalities.csv", findings) {
        let regions = read.regions_known.then_some(read.places.regions.as_slice());
        match read_municipalities(&source, regions, &mut codes, findings) {
            Some(municipalities) => read.places.municipalities = municipalities,
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
    if regions.is_empty() {
        findings.add(source.error(0, "", "there is no region"));
    }
    Some(regions)
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
        if let (Some(cell), Some(by_region)) = (row.filled("region", &key, findings), &by_region) {
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
    Some(municipalities)
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
            findings.add(error.expected(format!("{digits} digits, as pack.toml says in postcode-digits")));
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
        findings.add(unknown_code(source, code.span.start, &key, "municipality", code.value, names));
    }
    found
}

/// The codes in a cell, each with its place.
pub(crate) fn codes<'c>(cell: Cell<'c>) -> impl Iterator<Item = Located<&'c str>> {
    cell.value.split_whitespace().map(move |code| {
        let within = (code.as_ptr() as usize).saturating_sub(cell.value.as_ptr() as usize);
        let start = cell.at + within;
        Located { value: code, span: start..start + code.len() }
    })
}

/// The municipalities by code.
pub(crate) fn by_code(municipalities: &[Municipality]) -> BTreeMap<String, u16> {
    (0..=u16::MAX).zip(municipalities).map(|(index, one)| (one.code.clone(), index)).collect()
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
