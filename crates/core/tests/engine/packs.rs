//! Packs: what is refused, and which statements share a screen.

use proptest::prelude::*;
use wegwijzer_core::{
    Confidence, Guard, Kind, Op, Pack, Question, Role, Rule, Scope, ServiceRow, SplitPostcode, Status, Step,
};

use crate::{
    places::fixture,
    sample::{USUAL, packs},
    scales::statements,
};

proptest! {
    #![proptest_config(ProptestConfig::with_cases(500))]

    #[test]
    fn a_screen_is_a_longest_run_of_statements_alike(sample in packs(USUAL)) {
        let pack = &sample.pack;
        let questions = pack.questions.len() as u16;
        let alike = |one: &Question, two: &Question| {
            let ids = |question: &Question| question.options.iter().map(|option| option.id.clone()).collect::<Vec<String>>();
            one.kind == Kind::Statement && two.kind == Kind::Statement && one.when == two.when && ids(one) == ids(two)
        };
        // Screens cut the questions into runs without a gap: everyone on a screen names the same screen.
        let mut at = 0;
        while at < questions {
            let screen = pack.screen(at);
            prop_assert_eq!(screen.start, at);
            for question in screen.clone() {
                prop_assert_eq!(pack.screen(question), screen.clone());
            }
            at = screen.end;
        }
        prop_assert_eq!(at, questions);
        for question in 1..questions {
            let together = alike(&pack.questions[usize::from(question - 1)], &pack.questions[usize::from(question)]);
            prop_assert_eq!(pack.screen(question).contains(&(question - 1)), together);
        }
    }
}

#[test]
fn four_statements_alike_share_one_screen_and_what_follows_does_not() {
    let mut pack = statements(6, &[2, 1, 0], 1, &[4]);
    pack.questions[4].options[0].id = "always".into();
    assert_eq!(pack.screen(0), 0..4);
    assert_eq!(pack.screen(3), 0..4);
    assert_eq!(pack.screen(4), 4..5);
    assert_eq!(pack.screen(5), 5..6);
    pack.questions[2].when = Guard(vec![Op::Answered(0)]);
    assert_eq!((pack.screen(1), pack.screen(2), pack.screen(3)), (0..2, 2..3, 3..4));
    pack.questions[2].when = Guard::always();
    pack.questions[1].kind = Kind::One;
    assert_eq!((pack.screen(0), pack.screen(1), pack.screen(2)), (0..1, 1..2, 2..4));
    assert_eq!(pack.screen(99), 99..100);
    assert!(pack.screen(u16::MAX).len() <= 1);
}

#[test]
fn a_question_is_found_by_its_id() {
    let pack = statements(3, &[1], 1, &[]);
    assert_eq!(pack.question_index("q2"), Some(2));
    assert_eq!(pack.question_index("q3"), None);
    assert_eq!(pack.question(2).map(|question| question.id.as_str()), Some("q2"));
    assert_eq!(pack.place_question(), None);
}

#[test]
fn roles_are_named_as_authors_write_them() {
    assert_eq!([Role::First, Role::Main, Role::Also, Role::Person].map(Role::id), ["first", "main", "also", "person"]);
}

/// A pack with one of everything, which passes.
fn whole() -> Pack {
    let mut pack = Pack { places: fixture().places, ..statements(2, &[2, 0], 1, &[1, 3]) };
    let place = Question { id: "place".into(), kind: Kind::Place, when: Guard::always(), options: Vec::new() };
    pack.questions.push(place);
    pack.steps = vec![Step { id: "step".into(), self_help: false }];
    pack.kinds = vec!["werkcentrum".into()];
    pack.icons = vec!["M0 0".into()];
    pack.rules = vec![rule(Role::Main), rule(Role::Person)];
    pack.services = vec![row(Scope::Country), row(Scope::Region(1)), row(Scope::Municipalities(vec![0, 1]))];
    pack
}

fn rule(role: Role) -> Rule {
    Rule { id: "rule".into(), when: Guard::always(), role, tier: 0, step: 0, kind: 0, fallback: false, equal: None }
}

fn row(scope: Scope) -> ServiceRow {
    ServiceRow {
        id: "row".into(),
        kind: 0,
        status: Status::Ending,
        scope,
        confidence: Confidence::High,
        name: None,
        url: Some("https://werkcentrum.example".into()),
        phone: None,
        address: None,
        source: String::new(),
        source_date: String::new(),
        second_hand: true,
    }
}

#[test]
fn a_pack_with_anything_out_of_place_is_refused_and_told_why() {
    assert_eq!(whole().check(), Ok(()));
    type Spoil = fn(&mut Pack);
    let cases: &[(&str, Spoil)] = &[
        ("no language", |pack| pack.languages.clear()),
        ("too many questions", |pack| pack.questions = vec![pack.questions[0].clone(); 65_535]),
        ("a question with too many options", |pack| {
            pack.questions[0].options = vec![pack.questions[0].options[0].clone(); 33]
        }),
        ("a question without options", |pack| pack.questions[0].options.clear()),
        ("a question without options", |pack| pack.questions[2].options = pack.questions[0].options.clone()),
        ("more than one question for a place", |pack| pack.questions.push(pack.questions[2].clone())),
        ("an icon that is not there", |pack| pack.questions[0].options[1].icon = Some(1)),
        ("a scale without bands or needs", |pack| pack.scales[0].needs = 0),
        ("a scale without bands or needs", |pack| pack.scales[0].bands.clear()),
        ("a scale with too many bands", |pack| pack.scales[0].bands = vec![pack.scales[0].bands[0].clone(); 255]),
        ("a scale with too many statements", |pack| pack.scales[0].items = vec![pack.scales[0].items[0].clone(); 256]),
        ("a scale with bands out of order", |pack| pack.scales[0].bands.swap(1, 2)),
        ("a scale over a question that is not there", |pack| pack.scales[0].items[0].question = 3),
        ("a scale over a question that is no statement", |pack| pack.questions[0].kind = Kind::One),
        ("a scale without points for an option", |pack| pack.scales[0].items[0].points.push(1)),
        ("no such readiness scale", |pack| pack.readiness = Some(1)),
        ("too many rules", |pack| pack.rules = vec![pack.rules[0].clone(); 65_535]),
        ("a rule with a step that is not there", |pack| pack.rules[1].step = 1),
        ("a rule with a service that is not there", |pack| pack.rules[1].kind = 1),
        ("a guard over a region that is not there", |pack| pack.rules[1].when = Guard(vec![Op::Region(2)])),
        ("a guard that looks at a question that comes later", |pack| {
            pack.questions[1].when = Guard(vec![Op::Band(0, 0)])
        }),
        ("a guard that looks at a question that comes later", |pack| {
            pack.questions[1].when = Guard(vec![Op::Region(0)])
        }),
        ("no such kind of service", |pack| pack.talk = vec![1]),
        ("no such kind of service", |pack| pack.crisis = vec![1]),
        ("a service of a kind that is not there", |pack| pack.services[0].kind = 1),
        ("a service with an empty field", |pack| pack.services[0].phone = Some(String::new())),
        ("no such region", |pack| pack.services[1].scope = Scope::Region(2)),
        ("no such municipality", |pack| pack.services[2].scope = Scope::Municipalities(vec![0, 2])),
        ("postcodes with too many digits", |pack| pack.places.postcode_digits = 10),
        ("a municipality in a region that is not there", |pack| pack.places.municipalities[0].region = 2),
        ("too many places", |pack| pack.places.regions = vec![pack.places.regions[0].clone(); 65_535]),
        ("too many places", |pack| pack.places.municipalities = vec![pack.places.municipalities[0].clone(); 65_535]),
        ("postcodes out of order", |pack| pack.places.postcodes.swap(0, 1)),
        ("postcodes out of order", |pack| pack.places.postcodes[0].first = 1015),
        ("postcodes out of order", |pack| pack.places.postcodes[1].first = 1014),
        ("postcodes out of order", |pack| pack.places.split.push(pack.places.split[0].clone())),
        ("a postcode in a municipality that is not there", |pack| pack.places.postcodes[0].municipality = 2),
        ("a postcode in a municipality that is not there", |pack| pack.places.split[0].municipalities.push(2)),
        ("a split postcode with nothing to choose", |pack| pack.places.split[0] = split(vec![])),
        ("a split postcode with nothing to choose", |pack| pack.places.split[0] = split(vec![1])),
        ("a split postcode with nothing to choose", |pack| pack.places.split[0] = split(vec![1, 1])),
    ];
    for (says, spoil) in cases {
        let mut pack = whole();
        spoil(&mut pack);
        assert_eq!(pack.check(), Err(*says));
    }
}

fn split(municipalities: Vec<u16>) -> SplitPostcode {
    SplitPostcode { code: 1014, municipalities }
}

#[test]
fn more_of_everything_than_a_pack_may_have_is_a_poor_result_and_no_panic() {
    let mut pack = whole();
    pack.questions[0].kind = Kind::Many;
    pack.questions[0].options = vec![pack.questions[0].options[0].clone(); 300];
    pack.scales[0].bands = vec![pack.scales[0].bands[0].clone(); 300];
    pack.scales[0].items = vec![pack.scales[0].items[1].clone(); 300];
    pack.questions.resize(70_000, pack.questions[1].clone());
    pack.rules = vec![rule(Role::Also); 70_000];
    pack.rules[0].when = Guard(vec![Op::Band(0, 255)]);
    pack.rules[1].when = Guard([vec![Op::Answered(1); 300], vec![Op::AtLeast(200, 255)]].concat());
    pack.places.regions = vec![pack.places.regions[0].clone(); 70_000];
    pack.places.municipalities = vec![pack.places.municipalities[0].clone(); 70_000];
    let answers = crate::scales::said([(0, 0), (1, 0), (u16::MAX, 0)].into_iter());
    let walk = wegwijzer_core::replay(&pack, &answers);
    assert_eq!(wegwijzer_core::outcome(&pack, &walk).recommendations.len(), 1);
    assert!(wegwijzer_core::read(&pack.scales[0], &walk).band.is_some());
    assert_eq!(pack.places.suggest("rotterdam", 5).len(), 5);
    assert_ne!(pack.places.resolve("rijnmond"), wegwijzer_core::Resolved::Unknown);
    assert!(pack.screen(u16::MAX).contains(&1) || !pack.screen(u16::MAX).is_empty());
}

#[test]
fn the_most_of_everything_that_a_pack_may_have_can_be_used() {
    let mut pack = whole();
    pack.rules = vec![rule(Role::Main); 65_534];
    pack.questions[0].options = vec![pack.questions[0].options[0].clone(); 32];
    pack.scales[0].items[0].points = vec![0; 32];
    pack.scales[0].bands = vec![pack.scales[0].bands[0].clone(); 254];
    let question = pack.questions[1].clone();
    pack.questions.resize(65_534, question);
    pack.places.municipalities = vec![pack.places.municipalities[0].clone(); 65_534];
    assert_eq!(pack.check(), Ok(()));
    let answers = crate::scales::said([(0, 31), (1, 1), (65_533, 0)].into_iter());
    let walk = wegwijzer_core::replay(&pack, &answers);
    assert_eq!(walk.next, Some(2));
    assert_eq!(wegwijzer_core::outcome(&pack, &walk).recommendations.len(), 1);
    assert_eq!(wegwijzer_core::read(&pack.scales[0], &walk).band, Some(253));
    assert_eq!(pack.places.suggest("rotterdam", 5).len(), 5);
    assert!(matches!(pack.places.resolve("rotterdam"), wegwijzer_core::Resolved::Several(all) if all.len() == 65_534));
    assert_eq!(pack.screen(65_533), 3..65_534);
}
