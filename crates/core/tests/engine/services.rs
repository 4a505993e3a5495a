//! Services: field by field from the most local row that has it and may be shown.

use proptest::prelude::*;
use wegwijzer_core::{Confidence, Pack, Place, Scope, ServiceRow, Status, serve};

use crate::sample::{USUAL, packs};

/// The rows of a kind at a place, the most local first.
fn near(pack: &Pack, kind: u16, place: Option<Place>) -> Vec<&ServiceRow> {
    let (municipality, region) = match place {
        Some(Place::Municipality(at)) => (Some(at), Some(pack.places.municipalities[usize::from(at)].region)),
        Some(Place::Region(at)) => (None, Some(at)),
        None => (None, None),
    };
    let of_kind = |row: &&ServiceRow| row.kind == kind;
    let local = pack.services.iter().filter(of_kind).filter(
        |row| matches!(&row.scope, Scope::Municipalities(of) if of.iter().any(|&one| Some(one) == municipality)),
    );
    let regional =
        pack.services.iter().filter(of_kind).filter(|row| matches!(row.scope, Scope::Region(of) if Some(of) == region));
    let national = pack.services.iter().filter(of_kind).filter(|row| row.scope == Scope::Country);
    local.chain(regional).chain(national).collect()
}

fn everywhere(pack: &Pack) -> Vec<Option<Place>> {
    let municipalities = (0..pack.places.municipalities.len()).map(|at| Some(Place::Municipality(at as u16)));
    let regions = (0..pack.places.regions.len()).map(|at| Some(Place::Region(at as u16)));
    municipalities.chain(regions).chain([None]).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(500))]

    #[test]
    fn each_field_comes_from_the_most_local_row_that_has_it(sample in packs(USUAL)) {
        let pack = &sample.pack;
        for place in everywhere(pack) {
            for kind in 0..pack.kinds.len() as u16 {
                let rows = near(pack, kind, place);
                let service = serve(pack, kind, place);
                let sure: Vec<&&ServiceRow> = rows.iter().filter(|row| row.confidence != Confidence::Low).collect();
                prop_assert_eq!(service.name, rows.iter().find_map(|row| row.name.as_deref()));
                prop_assert_eq!(service.url, sure.iter().find_map(|row| row.url.as_deref()));
                prop_assert_eq!(service.phone, sure.iter().find_map(|row| row.phone.as_deref()));
                prop_assert_eq!(service.address, sure.iter().find_map(|row| row.address.as_deref()));
                prop_assert_eq!(service.id, rows.first().map_or(pack.kinds[usize::from(kind)].as_str(), |row| row.id.as_str()));
                // Every row that gave something is a source, and no other row is.
                let shown: Vec<&str> =
                    [service.name, service.url, service.phone, service.address].into_iter().flatten().collect();
                let gave = |row: &ServiceRow| {
                    [&row.name, &row.url, &row.phone, &row.address].into_iter().flatten().any(|field| shown.contains(&field.as_str()))
                };
                let mut sources: Vec<&str> = rows.iter().filter(|row| gave(row)).map(|row| row.id.as_str()).collect();
                if sources.is_empty() {
                    sources.extend(rows.first().map(|row| row.id.as_str()));
                }
                prop_assert_eq!(service.rows.iter().map(|row| row.id.as_str()).collect::<Vec<&str>>(), sources);
            }
        }
    }

    #[test]
    fn low_confidence_gives_a_name_at_most(sample in packs(USUAL)) {
        let mut pack = sample.pack;
        pack.services.iter_mut().for_each(|row| row.confidence = Confidence::Low);
        for place in everywhere(&pack) {
            for kind in 0..pack.kinds.len() as u16 {
                prop_assert!(!serve(&pack, kind, place).has_channel());
            }
        }
    }
}

#[test]
fn a_region_that_is_known_by_name_only_still_leads_to_the_national_address() {
    let pack = table();
    let service = serve(&pack, 0, Some(Place::Municipality(0)));
    assert_eq!(
        (service.id, service.name, service.url),
        ("regional", Some("Werkcentrum Rijnmond"), Some("https://national.example"))
    );
    assert_eq!(service.rows.iter().map(|row| row.id.as_str()).collect::<Vec<&str>>(), ["regional", "national"]);
    assert!(service.has_channel());
}

#[test]
fn an_unknown_place_gets_what_holds_for_the_whole_country() {
    let pack = table();
    let service = serve(&pack, 0, None);
    assert_eq!((service.id, service.name, service.url), ("national", None, Some("https://national.example")));
}

#[test]
fn a_kind_without_a_row_is_named_by_its_kind() {
    let pack = table();
    let service = serve(&pack, 1, Some(Place::Region(0)));
    assert_eq!((service.id, service.name, service.has_channel(), service.rows.len()), ("uwv", None, false, 0));
    assert_eq!(serve(&pack, u16::MAX, None).id, "");
}

fn table() -> Pack {
    let mut sample = crate::places::fixture();
    sample.kinds = vec!["werkcentrum".into(), "uwv".into()];
    let row = |id: &str, scope: Scope| ServiceRow {
        id: id.into(),
        kind: 0,
        status: Status::Active,
        scope,
        confidence: Confidence::High,
        name: None,
        url: None,
        phone: None,
        address: None,
        source: String::new(),
        source_date: String::new(),
        second_hand: false,
    };
    sample.services = vec![
        ServiceRow { url: Some("https://national.example".into()), ..row("national", Scope::Country) },
        ServiceRow {
            name: Some("Werkcentrum Rijnmond".into()),
            url: Some("https://old.example".into()),
            confidence: Confidence::Low,
            ..row("regional", Scope::Region(0))
        },
    ];
    sample
}
