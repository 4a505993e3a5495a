//! What a faultless pack is compiled to: what the engine reads back, the places, the services, the guards.

mod small;

use small::Small;
use wegwijzer_core::{Guard, Op, Place, PostcodeRun, Resolved, Scope, SplitPostcode, file};
use wegwijzer_pack::{Compiled, load};

fn compiled() -> Compiled {
    load(&Small::new().dir()).expect("a faultless pack")
}

#[test]
fn a_faultless_pack_gives_no_warning() {
    assert_eq!(compiled().warnings.to_string(), "");
}

#[test]
fn the_engine_reads_back_what_was_written() {
    let compiled = compiled();
    let pack = file::read_structure(&compiled.structure, &compiled.places).expect("a structure file");
    assert_eq!(pack, compiled.pack);
    let tags: Vec<&str> = compiled.languages.iter().map(|(tag, _)| tag.as_str()).collect();
    assert_eq!(tags, ["nl", "en"]);
    for ((_, bytes), texts) in compiled.languages.iter().zip(&compiled.texts) {
        assert_eq!(file::read_texts(bytes, &compiled.structure, &pack).as_ref(), Ok(texts));
    }
}

#[test]
fn the_same_folder_gives_the_same_bytes() {
    let (one, two) = (compiled(), compiled());
    assert_eq!((one.structure, one.places, one.languages), (two.structure, two.places, two.languages));
}

#[test]
fn guards_become_operations_in_postfix_order() {
    let pack = compiled().pack;
    let guard = |id: &str| pack.rules.iter().find(|rule| rule.id == id).map(|rule| rule.when.clone());
    let sure = vec![Op::Band(0, 2), Op::Answered(1), Op::And, Op::Chose(1, 1), Op::Not, Op::And];
    assert_eq!(guard("sure"), Some(Guard(sure)));
    assert_eq!(guard("north"), Some(Guard(vec![Op::Region(0)])));
    assert_eq!(guard("somebody"), Some(Guard::always()));
    assert_eq!(pack.fallback_when, Guard(vec![Op::Skipped(0), Op::Chose(0, 2), Op::Or]));
}

#[test]
fn the_band_unknown_is_the_one_past_the_last() {
    let small = Small::new();
    small.change("rules.toml", "confidence is high", "confidence is unknown");
    let pack = load(&small.dir()).expect("a faultless pack").pack;
    assert_eq!(pack.rules[2].when.0.first(), Some(&Op::Band(0, 3)));
}

#[test]
fn what_has_ended_never_enters_a_pack() {
    let compiled = compiled();
    assert!(compiled.pack.services.iter().all(|row| row.id != "desk-old"));
    assert!(!String::from_utf8_lossy(&compiled.structure).contains("old.example"));
    let here = compiled.pack.services.iter().find(|row| row.id == "desk-m1").expect("a row that is ending");
    assert_eq!(here.scope, Scope::Municipalities(vec![0, 2]));
}

#[test]
fn a_kind_that_nothing_names_is_left_out_with_a_warning_and_needs_no_texts() {
    let small = Small::new();
    let table = small.read("services.csv");
    small.write("services.csv", table + "spare,spare,active,,,,https://spare.example,,,high,Spare,,,,\n");
    let compiled = load(&small.dir()).expect("a pack without errors");
    assert_eq!(compiled.pack.kinds, ["desk", "courses", "helpline"]);
    assert_eq!(
        small.without_folder(&compiled.warnings.to_string()),
        "small/services.csv:8:7: warning: service spare, kind: no rule, talk or crisis uses the kind `spare`: its rows are left out\n"
    );
}

#[test]
fn a_run_of_postcodes_goes_on_over_a_split_one_and_stops_at_a_gap() {
    let places = compiled().pack.places;
    let run = |first, last, municipality| PostcodeRun { first, last, municipality };
    assert_eq!(places.postcodes, [run(1000, 1003, 0), run(1005, 1005, 0), run(2000, 2000, 1), run(2003, 2003, 1)]);
    let split = |code| SplitPostcode { code, municipalities: vec![1, 0] };
    assert_eq!(places.split, [split(1002), split(2002)]);
    let one = |municipality| Resolved::One(Place::Municipality(municipality));
    for (typed, expected) in [
        ("1001", one(0)),
        ("1002", Resolved::Several(vec![1, 0])),
        ("1003 AB", one(0)),
        ("1004", Resolved::Unknown),
        ("2000", one(1)),
        ("2001", Resolved::Unknown),
    ] {
        assert_eq!(places.resolve(typed), expected, "{typed}");
    }
}

#[test]
fn towns_that_are_called_like_their_municipality_are_left_out_and_still_found() {
    let places = compiled().pack.places;
    let towns: Vec<&[String]> = places.municipalities.iter().map(|one| one.towns.as_slice()).collect();
    assert_eq!(towns, [&["Village".to_owned(), "Middle".to_owned()][..], &["Middle".to_owned()], &[], &[]]);
    let one = |municipality| Resolved::One(Place::Municipality(municipality));
    for (typed, expected) in [
        ("HERE", one(0)),
        ("former here", one(0)),
        ("Village", one(0)),
        ("Middle", Resolved::Several(vec![0, 1])),
        ("Bergen", Resolved::Several(vec![2, 3])),
        ("Bergen (S)", one(3)),
        ("The North", Resolved::One(Place::Region(0))),
    ] {
        assert_eq!(places.resolve(typed), expected, "{typed}");
    }
}

#[test]
fn a_label_of_its_own_goes_before_the_shared_one() {
    let small = Small::new();
    small.change(
        "texts/en.toml",
        "agree = { because = \"en: you dare\" }",
        "agree = { label = \"en: yes!\", because = \"en: you dare\" }",
    );
    let texts = load(&small.dir()).expect("a pack without errors").texts;
    let label = |question: usize| texts[1].questions[question].options[0].label.as_str();
    assert_eq!((label(2), label(3)), ("en: agree", "en: yes!"));
    assert_eq!(texts[0].ui.progress(), "nl: {n} of {total}");
}

#[test]
fn a_pack_without_places_is_legal() {
    let small = Small::new();
    std::fs::remove_dir_all(small.dir().join("places")).expect("the folder was there");
    small.change("pack.toml", "postcode-digits = 4\n", "");
    small.change("questions.toml", "[[question]]\nid = \"place\"\nkind = \"place\"\n", "");
    small.change("rules.toml", "when = \"region is R1\"", "when = \"situation is other\"");
    let kept = "desk,desk,active,,,,https://desk.example,,,high,Desk,,,,\ncourses,courses,active,,,,https://courses.example,,,high,Courses,,,,\nhelpline,helpline,active,,,,,113,,high,Helpline,,,,\n";
    let header = small.read("services.csv").lines().next().expect("a header").to_owned();
    small.write("services.csv", format!("{header}\n{kept}"));
    for language in ["nl", "en"] {
        let file = format!("texts/{language}.toml");
        small.change(&file, &format!("[question.place]\ntitle = \"{language}: where?\"\n"), "");
    }
    let pack = load(&small.dir()).expect("a faultless pack").pack;
    assert!(pack.places.is_empty());
    assert_eq!(pack.place_question(), None);
}
