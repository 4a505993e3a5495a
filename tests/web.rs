//! What has to hold inside a browser and has no screen: how long the engine takes there.
//!
//! `cargo xtask test` runs it with wasm-pack, compiled as what is shipped is. The places are those of the Dutch pack,
//! straight from its author's tables.

#![cfg(target_arch = "wasm32")]

use std::collections::BTreeSet;

use wasm_bindgen_test::{console_log, wasm_bindgen_test, wasm_bindgen_test_configure};
use wegwijzer_core::{Municipality, Places, Region, fold};

wasm_bindgen_test_configure!(run_in_browser);

/// A person who types must see the suggestions at once: one frame of a slow phone is 16 ms, and most of that is drawing.
const LIMIT: f64 = 1.0;

/// How often all texts are gone through. One pass takes far longer than browsers round their clock by.
const PASSES: usize = 5;

#[wasm_bindgen_test]
fn suggestions_for_three_typed_letters_take_less_than_a_millisecond() {
    let places = dutch_places();
    let texts = beginnings(&places);
    assert!(texts.len() > 500, "hundreds of different beginnings were expected, found {}", texts.len());

    let mut means = [(); PASSES].map(|()| {
        let before = now();
        for text in &texts {
            let found = places.suggest(text, 6);
            assert!(!found.is_empty(), "a suggestion was expected for {text}, which a name begins with");
        }
        (now() - before) / texts.len() as f64
    });
    means.sort_by(f64::total_cmp);
    let median = means[PASSES / 2];
    let (count, fastest) = (texts.len(), means[0]);
    console_log!(
        "suggestions for each of {count} texts of three letters: {median:.3} ms (fastest pass {fastest:.3}), limit {LIMIT}"
    );
    assert!(median < LIMIT, "less than {LIMIT} ms was expected, found {median:.3} ms");
}

fn now() -> f64 {
    web_sys::window().and_then(|window| window.performance()).expect("a browser has a clock").now()
}

/// Every text of three letters that a name begins with.
fn beginnings(places: &Places) -> BTreeSet<String> {
    let names = places.municipalities.iter().flat_map(Municipality::names);
    names.map(|name| fold(name).chars().take(3).collect()).filter(|text: &String| text.chars().count() == 3).collect()
}

fn dutch_places() -> Places {
    let regions: Vec<Region> = rows(include_str!("../packs/nl/places/regions.csv"))
        .map(|[code, name, aliases, ..]| Region { code: code.into(), name: name.into(), aliases: list(aliases) })
        .collect();
    let mut municipalities: Vec<Municipality> = rows(include_str!("../packs/nl/places/municipalities.csv"))
        .map(|[code, name, region, aliases]| Municipality {
            code: code.into(),
            name: name.into(),
            region: regions.iter().position(|one| one.code == region).expect("every region is in regions.csv") as u16,
            aliases: list(aliases),
            towns: Vec::new(),
        })
        .collect();
    for [name, municipality, ..] in rows(include_str!("../packs/nl/places/towns.csv")) {
        let home = municipalities.iter_mut().find(|one| one.code == municipality);
        home.expect("every municipality is in municipalities.csv").towns.push(name.into());
    }
    Places { postcode_digits: 4, regions, municipalities, ..Places::default() }
}

/// The rows of a table, each filled up to four cells. A comma in a quoted cell does not end it.
fn rows(table: &'static str) -> impl Iterator<Item = [&'static str; 4]> {
    table.lines().skip(1).map(|line| {
        let mut quoted = false;
        let mut cells = line.split(move |c| {
            quoted ^= c == '"';
            c == ',' && !quoted
        });
        std::array::from_fn(|_| cells.next().unwrap_or_default().trim_matches('"'))
    })
}

fn list(cell: &str) -> Vec<String> {
    cell.split(';').filter(|name| !name.is_empty()).map(str::to_owned).collect()
}
