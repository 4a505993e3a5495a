//! A pack that keeps all promises, and one change for each promise that breaks it: what fails, on how many walks, and the
//! shortest of them. The figures are worked out by hand, from these walks of the small pack:
//!
//! | question | becomes | ways |
//! | --- | --- | --- |
//! | `situation` | skipped, employed, dismissed, other | 4 |
//! | `worries` | skipped; money, law, both; none | 5 |
//! | `want`, `dare` | asked of the employed: skipped, agree, partly, disagree, each | 16, else 1 |
//! | `place` | skipped; Here and Bergen (N); There, Bergen (S) and the South; the North alone | 4 |

use num_bigint::BigUint;
use wegwijzer_core::{Answer, Answers, Confidence, Guard, Op, OptionSet, Pack, Place, Reply, Role, Rule};
use wegwijzer_pack::{Always, Claim, Promise};
use wegwijzer_proof::{Failure, What, prove};

use crate::small::Small;

const SITUATION: u16 = 0;
const WORRIES: u16 = 1;
const WANT: u16 = 2;
const DARE: u16 = 3;
const PLACE: u16 = 4;

const EMPLOYED: Op = Op::Chose(SITUATION, 0);
const DISMISSED: Op = Op::Chose(SITUATION, 1);

/// With the employed 16 ways, with the others 1 each; times worries and places.
const WALKS: u32 = (3 + 16) * 5 * 4;

fn small() -> Pack {
    match wegwijzer_pack::load(&Small::new().dir()) {
        Ok(compiled) => compiled.pack,
        Err(diagnostics) => panic!("the small pack does not compile:\n{diagnostics}"),
    }
}

fn rule(pack: &Pack, id: &str) -> usize {
    pack.rules.iter().position(|rule| rule.id == id).expect("a rule of the small pack")
}

fn kind(pack: &Pack, id: &str) -> u16 {
    pack.kinds.iter().position(|kind| kind == id).expect("a kind of the small pack") as u16
}

/// What fails in the small pack after a change.
fn failures(promises: &[Promise], change: impl Fn(&mut Pack)) -> Vec<Failure> {
    let mut pack = small();
    change(&mut pack);
    assert_eq!(pack.check(), Ok(()));
    prove(&pack, promises, &|_| {}).expect("two methods that agree").failures
}

fn change_rule(pack: &mut Pack, id: &str, change: impl Fn(&mut Rule)) {
    let rule = rule(pack, id);
    change(&mut pack.rules[rule]);
}

/// Nothing but what cannot be.
fn assert_impossible(failures: &[Failure], expected: &[What]) {
    let found: Vec<What> = failures.iter().map(|failure| failure.what).collect();
    assert_eq!(found, expected);
    for failure in failures {
        assert_eq!((&failure.walks, failure.example.len()), (&BigUint::default(), 0), "{failure:?}");
    }
}

/// One failure, on so many walks; what is said on the shortest.
fn assert_broken(failures: &[Failure], what: What, walks: u32, example: &[Answers]) {
    let [failure] = failures else { panic!("one failure was expected: {failures:#?}") };
    assert_eq!(failure.what, what);
    assert_eq!(failure.walks, BigUint::from(walks), "{failure:?}");
    assert_eq!(failure.example, example);
}

/// Everything skipped that is asked, but for what is said.
fn said(pack: &Pack, said: &[(u16, Answer)]) -> Answers {
    let mut answers = Answers::default();
    for (question, answer) in said {
        answers.set(*question, Reply::Answered(*answer));
    }
    while let Some(next) = wegwijzer_core::replay(pack, &answers).next {
        answers.set(next, Reply::Skipped);
    }
    answers
}

fn option(option: u8) -> Answer {
    Answer::Options(OptionSet::one(option))
}

fn promise(when: Guard, always: Always) -> Vec<Promise> {
    vec![Promise { id: "tested".into(), says: "What the test is about.".into(), when, always, line: 1 }]
}

#[test]
fn the_small_pack_keeps_every_promise() {
    let pack = small();
    let report = prove(&pack, &[], &|_| {}).expect("two methods that agree");
    assert!(report.failures.is_empty(), "{:?}", report.failures);
    assert_eq!(report.walks, BigUint::from(WALKS));
    // Four municipalities and two regions, each by itself, and skipped.
    assert_eq!(report.walks_by_place, BigUint::from(WALKS / 4 * 7));
    assert_eq!((report.classes, report.places), (3, 6));
    assert_eq!((report.screens.shortest, report.screens.longest), (3, 4), "the two statements share a screen");
}

#[test]
fn a_question_that_nobody_is_asked() {
    let never = Guard(vec![EMPLOYED, DISMISSED, Op::And]);
    let failures = failures(&[], |pack| pack.questions[usize::from(PLACE)].when = never.clone());
    let north = rule(&small(), "north");
    assert_impossible(&failures, &[What::Asked(PLACE), What::Fires(north)]);
}

#[test]
fn an_option_that_nobody_can_choose() {
    let never = Guard(vec![Op::Skipped(SITUATION), DISMISSED, Op::And]);
    let failures = failures(&[], |pack| pack.questions[usize::from(WORRIES)].when = never.clone());
    let pack = small();
    let options = [0, 1, 2].map(|option| What::Chosen(WORRIES, option));
    let rules = ["money-first", "sure"].map(|id| What::Fires(rule(&pack, id)));
    assert_impossible(&failures, &[&[What::Asked(WORRIES)], &options[..], &rules[..]].concat());
}

#[test]
fn a_band_that_nobody_reaches() {
    let failures = failures(&[], |pack| pack.scales[0].bands[2].from = 5);
    assert_impossible(&failures, &[What::Reached(0, 2), What::Fires(rule(&small(), "sure"))]);
}

#[test]
fn a_rule_that_never_fires() {
    let never = Guard(vec![Op::Band(0, 2), DISMISSED, Op::And]);
    let failures = failures(&[], |pack| change_rule(pack, "sure", |rule| rule.when = never.clone()));
    assert_impossible(&failures, &[What::Fires(rule(&small(), "sure"))]);
}

#[test]
fn a_rule_that_is_always_shadowed() {
    // Everybody has that step already, from the last resort if from nothing else.
    let failures = failures(&[], |pack| {
        let step = pack.rules[rule(pack, "nothing-known")].step;
        change_rule(pack, "north", |rule| rule.step = step);
    });
    assert_impossible(&failures, &[What::NotShadowed(rule(&small(), "north"))]);
}

#[test]
fn somebody_without_a_main_step() {
    let other = Guard(vec![Op::Chose(SITUATION, 2)]);
    let failures = failures(&[], |pack| change_rule(pack, "nothing-known", |rule| rule.when = other.clone()));
    // Who skips the situation.
    assert_broken(&failures, What::Main, 5 * 4, &[said(&small(), &[])]);
}

#[test]
fn two_main_steps_that_are_not_declared_equal() {
    let failures = failures(&[], |pack| change_rule(pack, "sure", |rule| rule.equal = None));
    let pack = small();
    let what = What::OneMain(rule(&pack, "sure"), rule(&pack, "employed"));
    // Agrees twice; worries about money alone or nothing.
    let example = said(&pack, &[(SITUATION, option(0)), (WORRIES, option(0)), (WANT, option(0)), (DARE, option(0))]);
    assert_broken(&failures, what, 2 * 4, &[example]);
}

#[test]
fn somebody_without_a_person_to_reach() {
    let failures = failures(&[], |pack| {
        let national = pack.services.iter_mut().find(|row| row.id == "desk").expect("the row of the whole country");
        national.confidence = Confidence::Low;
    });
    // Who lives in the South or nowhere that is known; the North has a phone, two municipalities an address.
    assert_broken(&failures, What::Person, WALKS / 2, &[said(&small(), &[])]);
}

#[test]
fn a_part_of_the_country_without_a_person() {
    let elsewhere = Guard(vec![Op::Region(0), Op::Not]);
    let failures = failures(&[], |pack| change_rule(pack, "somebody", |rule| rule.when = elsewhere.clone()));
    // Two municipalities of the North, which are one class, and the North alone.
    let example = said(&small(), &[(PLACE, Answer::Place(Place::Municipality(0)))]);
    assert_broken(&failures, What::Person, WALKS / 2, &[example]);
}

#[test]
fn a_last_resort_for_somebody_who_said_enough() {
    let failures = failures(&[], |pack| pack.fallback_when = Guard(vec![Op::Skipped(SITUATION)]));
    assert_broken(&failures, What::Fallback, 5 * 4, &[said(&small(), &[(SITUATION, option(2))])]);
}

#[test]
fn somebody_who_is_not_ready_and_left_alone() {
    let no_worry = Op::Skipped(WORRIES);
    let failures = failures(&[], |pack| {
        change_rule(pack, "sure", |rule| rule.when = Guard(vec![EMPLOYED, no_worry, Op::And]));
        change_rule(pack, "employed", |rule| rule.when = Guard(vec![EMPLOYED, no_worry, Op::Not, Op::And]));
    });
    // Worries skipped. One statement skipped, or both: 7 ways; disagrees with both, or with one and half with the other: 3.
    assert_broken(&failures, What::SelfHelp, (7 + 3) * 4, &[said(&small(), &[(SITUATION, option(0))])]);
}

#[test]
fn a_promise_that_is_not_kept() {
    let pack = small();
    let money_first = Claim::Leads(Some(Role::First), kind(&pack, "helpline"));
    let promises = promise(Guard(vec![Op::Answered(WORRIES)]), Always::Each(money_first));
    // Worries about the law alone, or about nothing.
    let example = said(&pack, &[(WORRIES, option(1))]);
    assert_broken(&failures(&promises, |_| {}), What::Promise(0), WALKS / 5 * 2, &[example]);
}

#[test]
fn a_promise_to_nobody() {
    let nobody = Guard(vec![EMPLOYED, DISMISSED, Op::And]);
    for always in [Always::Each(Claim::Has(Role::Main)), Always::Independent { of: PLACE, but_for: None }] {
        let failures = failures(&promise(nobody.clone(), always), |_| {});
        assert_broken(&failures, What::ForSomebody(0), 0, &[]);
    }
}

#[test]
fn a_promise_over_two_walks_that_is_not_kept() {
    let pack = small();
    let promises = promise(Guard::always(), Always::Independent { of: PLACE, but_for: None });
    // The courses of the North: two places have them and two have not, so four pairs. Not so where they are the main
    // step anyhow: on 2 of the 95 ways to the place.
    let nowhere = said(&pack, &[]);
    let here = said(&pack, &[(PLACE, Answer::Place(Place::Municipality(0)))]);
    assert_broken(&failures(&promises, |_| {}), What::Promise(0), (19 * 5 - 2) * 4, &[nowhere, here]);
}

#[test]
fn a_promise_over_two_walks_but_for_a_kind_holds_the_kind_to_be_in_both() {
    let pack = small();
    let courses = Some(kind(&pack, "courses"));
    let promises = promise(Guard::always(), Always::Independent { of: PLACE, but_for: courses });
    let failures_now = failures(&promises, |_| {});
    assert_eq!(failures_now[0].walks, BigUint::from((19 * 5 - 2) * 4u32), "in one and not in the other");
    // With the courses everywhere, the North has them as another step: that is what the exception allows.
    let everywhere = |pack: &mut Pack| {
        let mut again = pack.rules[rule(pack, "north")].clone();
        again.id = "elsewhere".into();
        again.when = Guard(vec![Op::Region(0), Op::Not]);
        again.step = pack.rules[rule(pack, "money-first")].step;
        // Else who worries about money would have that step already.
        pack.rules.retain(|rule| rule.id != "money-first");
        pack.rules.push(again);
    };
    assert_eq!(failures(&promises, everywhere).len(), 0);
    let without_exception = promise(Guard::always(), Always::Independent { of: PLACE, but_for: None });
    assert_eq!(failures(&without_exception, everywhere).len(), 1);
}
