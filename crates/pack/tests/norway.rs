//! The Norwegian pack, place by place, against its own tables: no row is lost, also where 0 stands in front, where two
//! municipalities share a name, and where a name has a Sami or Kven form.

use std::{
    collections::{BTreeMap, BTreeSet, HashMap},
    path::{Path, PathBuf},
    sync::LazyLock,
};

use wegwijzer_core::{Pack, Place, Resolved, serve};

static PACK: LazyLock<Pack> = LazyLock::new(|| match wegwijzer_pack::load(&folder()) {
    Ok(compiled) => compiled.pack,
    Err(diagnostics) => panic!("packs/no does not compile:\n{diagnostics}"),
});

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../packs/no")
}

fn table(file: &str) -> Vec<HashMap<String, String>> {
    let mut reader = csv::Reader::from_path(folder().join(file)).expect("a table");
    reader.deserialize().map(|row| row.expect("a row")).collect()
}

/// The codes of the municipalities that a text may mean.
fn codes(typed: &str) -> BTreeSet<String> {
    let code = |index: u16| PACK.places.municipality(index).expect("a municipality").code.clone();
    match PACK.places.resolve(typed) {
        Resolved::One(Place::Municipality(one)) => BTreeSet::from([code(one)]),
        Resolved::One(Place::Region(_)) | Resolved::Unknown => BTreeSet::new(),
        Resolved::Several(all) => all.into_iter().map(code).collect(),
    }
}

#[test]
fn fifteen_counties_and_357_municipalities_each_in_its_own() {
    let rows = table("places/municipalities.csv");
    // Svalbard and Jan Mayen have postcodes and belong to no county: a region of their own, with two rows.
    let (islands, mainland): (Vec<_>, Vec<_>) = rows.iter().partition(|row| row["region"] == "SJ");
    assert_eq!((mainland.len(), islands.len()), (357, 2));
    assert_eq!(table("places/regions.csv").iter().filter(|row| row["code"] != "SJ").count(), 15);
    for row in rows {
        let place = PACK.places.by_code(&row["code"]).expect("a municipality of the table");
        let region = PACK.places.region_of(place).and_then(|region| PACK.places.region(region));
        assert_eq!(region.expect("a county").code, row["region"], "{}", row["name"]);
    }
}

#[test]
fn all_5122_postcodes_lead_home_and_no_other_number_leads_anywhere() {
    let rows = table("places/postcodes.csv");
    assert_eq!(rows.len(), 5_122);
    let mut known: HashMap<String, BTreeSet<String>> = HashMap::new();
    for row in &rows {
        known.insert(row["postcode"].clone(), row["municipalities"].split(' ').map(str::to_owned).collect());
    }
    assert_eq!(known.len(), 5_122);
    for number in 0..10_000 {
        let typed = format!("{number:04}");
        assert_eq!(codes(&typed), known.get(&typed).cloned().unwrap_or_default(), "{typed}");
    }
}

#[test]
fn every_name_leads_to_its_municipality_or_asks_which() {
    let mut names: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for row in table("places/municipalities.csv") {
        for name in [row["name"].as_str()].into_iter().chain(row["aliases"].split(';')).filter(|name| !name.is_empty())
        {
            names.entry(name.trim().to_owned()).or_default().insert(row["code"].clone());
        }
    }
    for row in table("places/towns.csv") {
        names.entry(row["name"].clone()).or_default().insert(row["municipality"].clone());
    }
    for (name, expected) in &names {
        for typed in [name.clone(), name.to_lowercase(), name.to_uppercase()] {
            let found = codes(&typed);
            assert!(found.is_superset(expected), "{typed}: {expected:?} were expected among {found:?}");
        }
    }
    let herøy = codes("Herøy");
    assert!(herøy.contains("K1515") && herøy.contains("K1818"), "{herøy:?}");
}

#[test]
fn in_every_county_the_centre_has_a_name_and_a_way_to_reach_it() {
    let kind = PACK.kinds.iter().position(|kind| kind == "karrieresenter").expect("the centres") as u16;
    let ids: BTreeSet<&str> = (0..PACK.places.regions.len() as u16)
        .map(|region| {
            let service = serve(&PACK, kind, Some(Place::Region(region)));
            assert!(service.name.is_some() && service.has_channel(), "{}", service.id);
            service.id
        })
        .collect();
    assert_eq!(ids.len(), PACK.places.regions.len(), "each county has a centre of its own: {ids:?}");
}
