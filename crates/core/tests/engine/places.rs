//! Places: however it is typed, it is the same answer.

use proptest::prelude::*;
use wegwijzer_core::{
    Municipality, Pack, Place, Places, PostcodeRun, Region, Resolved, SplitPostcode, Suggestion, fold,
};

use crate::sample::{USUAL, packs};

/// Names that random packs use, and ways to type them.
const TYPED: [(&str, &[&str]); 12] = [
    ("Rijp", &["rijp", "RIJP", " R i j p ", "Rĳp"]),
    ("De Rijp", &["de rijp", "DE-RIJP", "derijp"]),
    ("Súdwest-Fryslân", &["sudwest fryslan", "SÚDWEST-FRYSLÂN", "Su\u{301}dwest-Frysla\u{302}n"]),
    ("'s-Hertogenbosch", &["s hertogenbosch", "\u{2019}s-Hertogenbosch", "\u{2bc}S-HERTOGENBOSCH", "shertogenbosch"]),
    ("Bergen (NH)", &["bergen", "Bergen (NH)", "bergen nh", "BERGEN"]),
    ("Bergen (L)", &["bergen", "Bergen (L)", "Bërgen"]),
    ("Bergen", &["bergen", "BERGEN", "Bergen (somewhere)"]),
    ("Ålesund", &["alesund", "ålesund", "A\u{30a}LESUND"]),
    ("IJsselstein", &["ijsselstein", "Ĳsselstein", "ĳsselstein"]),
    ("Nuth aan Zee", &["nuth aan zee", "NUTH\u{a0}AAN\u{a0}ZEE", "Nuth-aan-Zee"]),
    ("Œvre-Straße", &["oevre strasse", "ŒVRE-STRASSE", "œvrestraße"]),
    ("Þing", &["thing", "þing", "ÞING"]),
];

proptest! {
    #![proptest_config(ProptestConfig::with_cases(500))]

    #[test]
    fn every_name_however_it_is_typed_is_its_own_municipality(sample in packs(USUAL)) {
        let places = &sample.pack.places;
        for (index, municipality) in (0u16..).zip(&places.municipalities) {
            for name in municipality.names() {
                prop_assert_eq!(places.resolve(&format!("{}qq", bare(name))), Resolved::Unknown);
                for typed in TYPED.iter().find(|(of, _)| *of == name).unwrap().1.iter().chain([&name]) {
                    match places.resolve(typed) {
                        Resolved::One(place) => prop_assert_eq!(place, Place::Municipality(index)),
                        Resolved::Several(all) => {
                            prop_assert!(all.contains(&index) && all.len() > 1 && all.windows(2).all(|two| two[0] < two[1]));
                        }
                        Resolved::Unknown => prop_assert!(false, "{} is not found", typed),
                    }
                }
            }
        }
        for (index, region) in (0u16..).zip(&places.regions) {
            prop_assert_eq!(places.resolve(&region.name.to_uppercase()), Resolved::One(Place::Region(index)));
            prop_assert_eq!(places.by_code(&region.code), Some(Place::Region(index)));
        }
    }

    #[test]
    fn a_postcode_is_the_municipality_that_the_table_says(sample in packs(USUAL)) {
        let places = &sample.pack.places;
        for code in 990..1090u32 {
            let split = places.split.iter().find(|split| split.code == code).map(|split| Resolved::Several(split.municipalities.clone()));
            let whole = places.postcodes.iter().find(|run| run.first <= code && code <= run.last);
            let whole = whole.map(|run| Resolved::One(Place::Municipality(run.municipality)));
            let expected = split.or(whole).unwrap_or(Resolved::Unknown);
            for typed in [format!("{code:04}"), format!("{code:04} AB"), format!("{code:04}zz"), format!(" {code:04}a")] {
                prop_assert_eq!(&places.resolve(&typed), &expected);
                let suggested: Vec<Place> = places.suggest(&typed, 9).iter().map(|one| one.place).collect();
                match &expected {
                    Resolved::Unknown => prop_assert!(suggested.is_empty()),
                    Resolved::One(place) => prop_assert_eq!(suggested, vec![*place]),
                    Resolved::Several(all) => {
                        prop_assert_eq!(suggested, all.iter().map(|&one| Place::Municipality(one)).collect::<Vec<Place>>());
                    }
                }
            }
        }
    }

    #[test]
    fn suggestions_never_repeat_and_are_what_they_say(sample in packs(USUAL), typed in "[A-Za-z' ]{0,4}", most in 0usize..30) {
        let places = &sample.pack.places;
        let suggestions = places.suggest(&typed, most);
        prop_assert!(suggestions.len() <= most);
        for (at, one) in suggestions.iter().enumerate() {
            prop_assert!(fold(one.name).contains(&fold(&typed)));
            prop_assert!(names(places, one.place).contains(&one.name));
            let again = |other: &Suggestion| other.place == one.place && bare(other.name) == bare(one.name);
            prop_assert!(!suggestions[..at].iter().any(again), "{} twice", one.name);
        }
        // Fewer suggestions are the first of more.
        let more = places.suggest(&typed, usize::MAX);
        prop_assert_eq!(&more[..suggestions.len()], &suggestions[..]);
    }

    #[test]
    fn a_name_is_suggested_from_its_first_letter_on(sample in packs(USUAL)) {
        let places = &sample.pack.places;
        let all = (0..places.municipalities.len()).map(|at| Place::Municipality(at as u16));
        for place in all.chain((0..places.regions.len()).map(|at| Place::Region(at as u16))) {
            for name in names(places, place) {
                let mut typed = String::new();
                for letter in name.chars() {
                    typed.push(letter);
                    let suggestions = places.suggest(&typed, usize::MAX);
                    let found = suggestions.iter().any(|one| one.place == place && bare(one.name) == bare(name));
                    prop_assert!(found || fold(&typed).is_empty(), "{} for {}", name, typed);
                }
                let last_word = name.rsplit([' ', '-']).next().unwrap();
                prop_assert!(places.suggest(last_word, usize::MAX).iter().any(|one| one.place == place));
                // First stands a place of that very name, whatever stands in brackets behind it.
                prop_assert_eq!(places.suggest(name, 1).iter().map(|one| bare(one.name)).next(), Some(bare(name)));
            }
        }
    }

    #[test]
    fn folding_twice_changes_nothing_more(name in any::<String>()) {
        let once = fold(&name);
        prop_assert_eq!(&fold(&once), &once);
        prop_assert!(!once.contains(' '));
    }

    #[test]
    fn nothing_that_can_be_typed_is_a_panic(sample in packs(USUAL), typed in any::<String>(), digits in any::<u8>()) {
        let mut places = sample.pack.places;
        for digits in [digits, 0, 4, 9] {
            places.postcode_digits = digits;
            let _ = (places.resolve(&typed), places.suggest(&typed, 9), places.read_postcode(&typed));
        }
    }
}

/// A name as it is compared, without what stands in brackets behind it.
fn bare(name: &str) -> String {
    fold(name.split('(').next().unwrap())
}

fn names(places: &Places, place: Place) -> Vec<&str> {
    match place {
        Place::Municipality(at) => places.municipalities[usize::from(at)].names().collect(),
        Place::Region(at) => places.regions[usize::from(at)].names().collect(),
    }
}

#[test]
fn no_letter_of_europe_is_lost_and_capitals_do_not_matter() {
    // U+0000 to U+017F; the four that are letters to Unicode alone are a micro sign, two ordinals, and no place's name.
    for letter in ('\0'..='\u{17f}').filter(|&c| c.is_alphabetic() && !"ªµº".contains(c)) {
        let folded = fold(&letter.to_string());
        assert!(!folded.is_empty() && folded.bytes().all(|byte| byte.is_ascii_lowercase()), "{letter} became {folded}");
        assert_eq!(fold(&letter.to_uppercase().to_string()), folded, "{letter}");
        assert_eq!(fold(&letter.to_lowercase().to_string()), folded, "{letter}");
    }
    for other in ('\0'..='\u{17f}').filter(|&c| !c.is_alphanumeric()) {
        assert_eq!(fold(&other.to_string()), "", "{other:?}");
    }
}

#[test]
fn an_accent_of_its_own_begins_no_word() {
    let mut places = fixture().places;
    places.municipalities[0].name = "Su\u{301}dwest".into();
    let place = Place::Municipality(0);
    assert_eq!(places.resolve("súdwest"), Resolved::One(place));
    assert_eq!(places.suggest("súdw", 9).iter().map(|one| one.place).collect::<Vec<Place>>(), [place]);
    assert!(places.suggest("dwest", 9).is_empty());
}

#[test]
fn of_two_spellings_of_one_place_the_better_is_suggested() {
    let mut places = fixture().places;
    places.municipalities[0].towns = vec!["Rijp (Rotterdam)".into(), "Rijp".into(), "De Rijp".into(), "Derijp".into()];
    let suggested = |typed: &str| places.suggest(typed, 9).iter().map(|one| one.name).collect::<Vec<&str>>();
    assert_eq!(suggested("rijp"), ["Rijp", "De Rijp"]);
    assert_eq!(suggested("derijp"), ["De Rijp"]);
    assert_eq!(suggested("rijp (rot"), ["Rijp (Rotterdam)"]);
}

#[test]
fn letters_outside_europe_are_kept() {
    assert_eq!(fold("שלום"), "שלום");
    assert_eq!(fold("北京"), "北京");
}

#[test]
fn a_postcode_is_read_in_every_way_that_people_write_it() {
    let places = fixture().places;
    for typed in ["1011", "1011AB", "1011 ab", " 1011 Ab ", "10 11", "1011\u{a0}AB", "1011\tA"] {
        assert_eq!(places.read_postcode(typed), Some(1011), "{typed}");
    }
    for typed in
        ["", "101", "10111", "1011 ABC", "1011 1", "AB 1011", "1O11", "-101", "+101", "١٠١١", "1011-AB", "1011 é"]
    {
        assert_eq!(places.read_postcode(typed), None, "{typed}");
    }
    let none = Places::default();
    assert_eq!(none.read_postcode("1011"), None);
    assert_eq!(none.read_postcode(""), None);
    assert_eq!(Places { postcode_digits: 9, ..Places::default() }.read_postcode("999999999"), Some(999_999_999));
    assert_eq!(Places { postcode_digits: 10, ..Places::default() }.read_postcode("9999999999"), None);
}

#[test]
fn a_gap_between_postcodes_is_nowhere_and_a_split_one_asks() {
    let places = fixture().places;
    let municipality = |at| Resolved::One(Place::Municipality(at));
    let expected = [
        (0, Resolved::Unknown),
        (1010, Resolved::Unknown),
        (1011, municipality(0)),
        (1013, municipality(0)),
        (1014, Resolved::Several(vec![1, 0])),
        (1015, municipality(1)),
        (1016, Resolved::Unknown),
        (u32::MAX, Resolved::Unknown),
    ];
    for (code, found) in expected {
        assert_eq!(places.postcode(code), found, "{code}");
    }
}

#[test]
fn a_name_of_a_region_and_a_municipality_is_the_municipality() {
    let mut places = fixture().places;
    places.regions[1].name = "Rotterdam".into();
    assert_eq!(places.resolve("rotterdam"), Resolved::One(Place::Municipality(0)));
    assert_eq!(places.resolve("Rijnmond"), Resolved::One(Place::Region(0)));
}

#[test]
fn the_full_name_goes_before_names_that_begin_so_and_those_before_later_words() {
    let mut places = fixture().places;
    let municipality = |name: &str, towns: &[&str]| Municipality {
        code: name.into(),
        name: name.into(),
        region: 0,
        aliases: Vec::new(),
        towns: towns.iter().map(|&town| town.into()).collect(),
    };
    places.municipalities = vec![
        municipality("Oude Rijn", &["Rijnsaterwoude", "Rijn"]),
        municipality("Rijnstad", &["Rijn", "Aan den Rijn"]),
    ];
    let found: Vec<(&str, Place)> = places.suggest("rijn", 9).iter().map(|one| (one.name, one.place)).collect();
    let (first, second) = (Place::Municipality(0), Place::Municipality(1));
    assert_eq!(
        found,
        [
            ("Rijn", first),
            ("Rijn", second),
            ("Rijnstad", second),
            ("Rijnsaterwoude", first),
            ("Rijnmond", Place::Region(0)),
            ("Oude Rijn", first),
            ("Aan den Rijn", second),
        ]
    );
}

#[test]
fn a_pack_without_places_is_legal() {
    let pack = Pack { languages: vec!["nl".into()], ..Pack::default() };
    assert_eq!(pack.check(), Ok(()));
    assert!(pack.places.is_empty());
    assert_eq!(pack.places.resolve("Rotterdam"), Resolved::Unknown);
    assert!(pack.places.suggest("Rotterdam", 9).is_empty());
}

/// Two regions with a municipality each; 1014 lies in both.
pub fn fixture() -> Pack {
    let region = |code: &str, name: &str| Region { code: code.into(), name: name.into(), aliases: Vec::new() };
    let municipality = |code: &str, name: &str, region: u16| Municipality {
        code: code.into(),
        name: name.into(),
        region,
        aliases: Vec::new(),
        towns: vec![name.into()],
    };
    Pack {
        languages: vec!["nl".into()],
        places: Places {
            postcode_digits: 4,
            regions: vec![region("AM1", "Rijnmond"), region("AM2", "Drechtsteden")],
            municipalities: vec![municipality("GM1", "Rotterdam", 0), municipality("GM2", "Dordrecht", 1)],
            postcodes: vec![
                PostcodeRun { first: 1011, last: 1014, municipality: 0 },
                PostcodeRun { first: 1015, last: 1015, municipality: 1 },
            ],
            split: vec![SplitPostcode { code: 1014, municipalities: vec![1, 0] }],
        },
        ..Pack::default()
    }
}
