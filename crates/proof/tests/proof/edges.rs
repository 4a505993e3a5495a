//! Packs at the edge of what is legal: nothing of a sort, or as much as fits. None makes a proof panic or contradict
//! itself.

use wegwijzer_core::{
    Guard, Kind, Municipality, Op, Opt, Pack, Places, Question, Region, Role, Rule, Scope, ServiceRow, Status, Step,
};
use wegwijzer_pack::{Always, Claim, Promise};
use wegwijzer_proof::{cover, diff, prove};

/// A pack with a rule for everybody and nothing else.
fn bare() -> Pack {
    Pack {
        languages: vec!["en".into()],
        steps: vec![Step { id: "step".into(), self_help: false }],
        kinds: vec!["kind".into()],
        rules: vec![rule(Role::Main, Guard::always())],
        ..Pack::default()
    }
}

fn rule(role: Role, when: Guard) -> Rule {
    Rule { id: role.id().into(), when, role, tier: 1, step: 0, kind: 0, fallback: false, equal: None }
}

fn question(id: &str, kind: Kind, options: usize, exclusive: bool) -> Question {
    let option = |at| Opt { id: format!("o{at}"), exclusive, open: false, icon: None };
    Question { id: id.into(), kind, when: Guard::always(), options: (0..options).map(option).collect() }
}

/// Proves, covers and compares a pack; how many walks it has, and how many groups of places.
fn walks(pack: &Pack) -> (String, usize) {
    assert_eq!(pack.check(), Ok(()));
    let mut promises = vec![promise(Always::Each(Claim::Not(Box::new(Claim::AtMost(255, Role::Person)))))];
    if !pack.questions.is_empty() {
        promises.push(promise(Always::Independent { of: 0, but_for: Some(0) }));
    }
    let report = prove(pack, &promises, &|_| {}).expect("two methods that agree");
    assert_eq!(report.rules.len(), pack.rules.len());
    assert!(!cover(pack).is_empty());
    let difference = diff(pack, pack);
    assert_eq!((difference.any_walks.to_string(), difference.walks.clone()), ("0".into(), report.walks.clone()));
    (report.walks.to_string(), report.classes)
}

fn promise(always: Always) -> Promise {
    Promise { id: "promise".into(), says: "Something.".into(), when: Guard::always(), always, line: 1 }
}

#[test]
fn a_pack_with_nothing_of_a_sort_is_proven() {
    assert_eq!(walks(&bare()), ("1".into(), 0));
    assert_eq!(walks(&Pack { rules: vec![rule(Role::Person, Guard::always())], ..bare() }), ("1".into(), 0));
    let one = |kind, options, exclusive| Pack { questions: vec![question("q", kind, options, exclusive)], ..bare() };
    assert_eq!(walks(&one(Kind::One, 1, false)), ("2".into(), 0));
    assert_eq!(walks(&one(Kind::Many, 1, true)), ("2".into(), 0));
    assert_eq!(walks(&one(Kind::Many, 32, true)), ("33".into(), 0));
    assert_eq!(walks(&one(Kind::Many, 32, false)), ("4294967296".into(), 0));
    // A question for a place, and no place to be at home.
    assert_eq!(walks(&one(Kind::Place, 0, false)), ("1".into(), 0));
    let mut never = one(Kind::One, 2, false);
    never.questions[0].when = Guard(vec![Op::AtLeast(0, 0), Op::Not]);
    assert_eq!(walks(&never), ("1".into(), 0));
}

#[test]
fn a_pack_without_rules_is_proven_to_lead_nobody() {
    assert_eq!(prove(&Pack { rules: vec![], ..bare() }, &[], &|_| {}).expect("a report").failures.len(), 2);
}

#[test]
fn as_many_groups_of_places_as_there_are_municipalities_are_told_apart() {
    // Three times as many states as places are beyond 16 bits: either pack may ask, or both.
    const MUNICIPALITIES: usize = 22_000;
    let municipality = |at| Municipality { code: format!("M{at}"), name: format!("{at}"), ..Municipality::default() };
    let row = |bit: u32| ServiceRow {
        id: format!("row-{bit}"),
        kind: bit as u16,
        status: Status::Active,
        scope: Scope::Municipalities((0..MUNICIPALITIES as u16).filter(|at| at >> bit & 1 == 1).collect()),
        confidence: wegwijzer_core::Confidence::High,
        name: Some("name".into()),
        url: None,
        phone: None,
        address: None,
        source: String::new(),
        source_date: String::new(),
        second_hand: false,
    };
    let mut pack = Pack { questions: vec![question("place", Kind::Place, 0, false)], ..bare() };
    pack.places = Places {
        regions: vec![Region { code: "R".into(), name: "Region".into(), aliases: vec![] }],
        municipalities: (0..MUNICIPALITIES).map(municipality).collect(),
        ..Places::default()
    };
    pack.kinds = (0..15).map(|bit| format!("kind-{bit}")).collect();
    pack.services = (0..15).map(row).collect();
    pack.rules[0].kind = 14;
    assert_eq!(pack.check(), Ok(()));
    let mut other = pack.clone();
    other.services[14].name = Some("another name".into());
    let named = (0..MUNICIPALITIES).filter(|at| at >> 14 & 1 == 1).count();
    let difference = diff(&pack, &other);
    // The municipality without a row is as the region alone; and one walk skips the question.
    assert_eq!(difference.walks, (MUNICIPALITIES + 1).into());
    assert_eq!((difference.any_walks, difference.service_walks), (named.into(), named.into()));
}
