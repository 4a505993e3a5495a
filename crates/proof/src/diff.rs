//! What a change of content means for people: over all walks, who is now led elsewhere, how many they are, and the
//! shortest example of each.
//!
//! Two packs are laid side by side: the same person, with the same answers, once through each. Questions, steps, kinds
//! and rules are the same if they have the same id. A question that only one pack has is not compared: walks count over
//! the questions that both have, and a walk counts as changed if it leads elsewhere for some answer to the others. An
//! answer that a pack does not know counts there as skipped, whole or in part; one that no pack that asks knows is none.
//! An option that stands alone in one of the packs does so in both. Places count as groups with the same region and
//! services.

use std::collections::HashMap;

use num_bigint::BigUint;
use wegwijzer_core::{Answers, Guard, Op, Pack, Place, Role, Rule, serve};

use crate::{
    condition::{Condition, Results},
    encode::Encoder,
    prove::{Cases, effort},
    search::Graph,
    space::{Class, Pairing, Space, code},
};

/// What differs between two packs for the people who walk them.
#[derive(Clone, Debug)]
pub struct Difference {
    /// The walks that are compared: over the questions that both packs have.
    pub walks: BigUint,
    /// Questions that only the old pack has, by their index there.
    pub only_old: Vec<u16>,
    /// Questions that only the new pack has, by their index there.
    pub only_new: Vec<u16>,
    /// Walks with another main step, or another kind of service for it.
    pub main_walks: BigUint,
    /// The same, by a rule that led before and one that leads now. Each such walk is in one of them or, where equals lead,
    /// in several: a step that is lost stands with each that leads now, one that is gained with each that led before.
    pub main: Vec<MainChange>,
    /// Walks with the same main step at another service, or at one with another name, address or phone.
    pub service_walks: BigUint,
    /// Services that are not the same any more, by kind and region.
    pub services: Vec<ServiceChange>,
    /// Recommendations in other roles that some no longer get, or get now.
    pub others: Vec<OtherChange>,
    /// Walks with the same recommendations of one role in another order.
    pub order: Option<Example>,
    /// Results that are no longer a last resort alone, or are one now.
    pub last_resort: Shift,
    /// Questions that some are no longer asked, or are asked now.
    pub asked: Vec<AskedChange>,
    /// Walks with another result in any of these ways, questions aside.
    pub any_walks: BigUint,
}

/// How many, and the shortest of them: the same person before and now.
#[derive(Clone, Debug)]
pub struct Example {
    /// How many walks.
    pub walks: BigUint,
    /// The answers as the old pack hears them.
    pub before: Answers,
    /// The answers as the new pack hears them.
    pub now: Answers,
}

/// Another main step.
#[derive(Clone, Debug)]
pub struct MainChange {
    /// The rule of the old pack that led; `None`: no rule did.
    pub before: Option<usize>,
    /// The rule of the new pack that leads; `None`: no rule does.
    pub now: Option<usize>,
    /// Who.
    pub example: Example,
}

/// A service that is not the same any more.
#[derive(Clone, Debug)]
pub struct ServiceChange {
    /// The kind's id.
    pub kind: String,
    /// The code of the region; `None`: for an unknown place.
    pub region: Option<String>,
    /// Who gets it, in any role.
    pub example: Example,
}

/// A recommendation that some no longer get, or get now.
#[derive(Clone, Debug)]
pub struct OtherChange {
    /// Its role.
    pub role: Role,
    /// The step's id.
    pub step: String,
    /// The kind's id.
    pub kind: String,
    /// Who.
    pub shift: Shift,
}

/// What holds for some no longer, and for some now.
#[derive(Clone, Debug)]
pub struct Shift {
    /// For whom it no longer holds.
    pub no_longer: Option<Example>,
    /// For whom it holds now.
    pub now: Option<Example>,
}

impl Shift {
    /// Those for whom it no longer holds, and those for whom it holds now.
    pub fn examples(&self) -> impl Iterator<Item = &Example> {
        self.no_longer.iter().chain(&self.now)
    }
}

/// A question that some are no longer asked, or are asked now.
#[derive(Clone, Debug)]
pub struct AskedChange {
    /// The question's id.
    pub question: String,
    /// Who.
    pub shift: Shift,
}

/// Compares two packs over all walks.
pub fn diff(old: &Pack, new: &Pack) -> Difference {
    let all = |pack: &Pack| (0..pack.places.regions.len() as u16).collect::<Vec<_>>();
    let (space, both) = Space::of_two(old, new, &Pairing::ById, &[all(old), all(new)]);
    let mut sides = Sides::new(&space, both);
    let (before, now) = (Results::new(&space, 0), Results::new(&space, 1));
    let (main, main_cases) = main_changes(&mut sides, &before, &now);
    let (services, service_cases, main_service) = service_changes(&mut sides, &before, &now);
    let (others, other_cases) = other_changes(&mut sides, &before, &now);
    let order_cases = order_changes(&space, &before, &now);
    let (last_resort, last_resort_cases) = sides.shift(before.only_fallback(), now.only_fallback());
    let alone = |side: usize| {
        let slots = space.slots.iter().filter(|slot| slot.questions[1 - side].is_none());
        slots.filter_map(|slot| slot.questions[side]).collect()
    };
    Difference {
        walks: sides.count(&vec![Vec::new()]),
        only_old: alone(0),
        only_new: alone(1),
        main_walks: sides.count(&main_cases),
        service_walks: sides.count(&main_service),
        order: sides.example(&order_cases),
        asked: asked_changes(&mut sides),
        any_walks: sides.count(&[main_cases, service_cases, other_cases, order_cases, last_resort_cases].concat()),
        last_resort,
        main,
        services,
        others,
    }
}

/// The walks of both packs together.
struct Sides<'s, 'p> {
    space: &'s Space<'p>,
    encoder: Encoder<'s, 'p>,
    graph: Graph,
    /// The first variable of a question that only one pack has.
    until: usize,
}

impl<'s, 'p> Sides<'s, 'p> {
    fn new(space: &'s Space<'p>, both: usize) -> Self {
        let mut encoder = Encoder::new(space);
        let constraints = encoder.constraints();
        let graph = Graph::new(&mut encoder.formulas, &constraints);
        let until = space.slots.get(both).map_or(space.sizes.len(), |slot| slot.state as usize);
        Sides { space, encoder, graph, until }
    }

    fn pack(&self, side: usize) -> &'p Pack {
        self.space.packs[side]
    }

    /// Whether a side can hear where somebody lives and the other side nothing.
    fn may_hear_a_place_alone(&mut self, side: usize) -> bool {
        let (here, there) = (self.pack(side).place_question(), self.pack(1 - side).place_question());
        let asked = |question: u16| Condition::Guard(Guard(vec![Op::Asked(question)]));
        match (here, there) {
            (None, _) => false,
            (Some(one), Some(two)) if self.space.slot(side, one).questions[1 - side].is_some() => {
                self.count(&vec![vec![(side, asked(one)), (1 - side, asked(two).not())]]) != BigUint::default()
            }
            _ => true,
        }
    }

    fn count(&mut self, cases: &Cases) -> BigUint {
        let formula = self.encoder.cases(cases);
        self.graph.count_to(&mut self.encoder.formulas, formula, self.until)
    }

    /// For whom something no longer holds, for whom it holds now, and the cases of both.
    fn shift(&mut self, was: Condition, is: Condition) -> (Shift, Cases) {
        let no_longer = vec![(0, was.clone()), (1, is.clone().not())];
        let now = vec![(0, was.not()), (1, is)];
        let cases = vec![no_longer.clone(), now.clone()];
        (Shift { no_longer: self.example(&vec![no_longer]), now: self.example(&vec![now]) }, cases)
    }

    /// How many walks meet one of the cases, and the shortest; `None` if there is none.
    fn example(&mut self, cases: &Cases) -> Option<Example> {
        let walks = self.count(cases);
        if walks == BigUint::default() {
            return None;
        }
        let (space, formula) = (self.space, self.encoder.cases(cases));
        let cost = |variable: u32, value: u32| effort(space, variable, value);
        let values = self.graph.cheapest(&mut self.encoder.formulas, formula, cost)?;
        Some(Example { walks, before: space.answers(0, &values), now: space.answers(1, &values) })
    }
}

fn rules_of(pack: &Pack, role: Role) -> impl Iterator<Item = (usize, &Rule)> {
    pack.rules.iter().enumerate().filter(move |(_, rule)| rule.role == role)
}

/// What a rule recommends, by ids.
fn told<'p>(pack: &'p Pack, rule: &Rule) -> (&'p str, &'p str) {
    let step = pack.steps.get(usize::from(rule.step)).map_or("", |step| step.id.as_str());
    (step, pack.kinds.get(usize::from(rule.kind)).map_or("", String::as_str))
}

fn main_changes(sides: &mut Sides, before: &Results, now: &Results) -> (Vec<MainChange>, Cases) {
    let (old, new) = (sides.pack(0), sides.pack(1));
    let leads = |results: &Results, pack: &Pack, step: (&str, &str)| {
        let rules = rules_of(pack, Role::Main).filter(|(_, rule)| told(pack, rule) == step);
        Condition::Any(rules.map(|(rule, _)| results.leads(rule)).collect())
    };
    let nothing = |results: &Results| results.has(Role::Main).not();
    // For each rule the case that it leads here and nothing there leads to the same; `None`: nobody's.
    let mut elsewhere =
        |case: Vec<(usize, Condition)>| (sides.count(&vec![case.clone()]) != BigUint::default()).then_some(case);
    let lost: Vec<_> = rules_of(old, Role::Main)
        .map(|(rule, one)| (rule, elsewhere(vec![(0, before.leads(rule)), (1, leads(now, new, told(old, one)).not())])))
        .collect();
    let gained: Vec<_> = rules_of(new, Role::Main)
        .map(|(rule, one)| (rule, elsewhere(vec![(1, now.leads(rule)), (0, leads(before, old, told(new, one)).not())])))
        .collect();
    let with = |case: &Option<Vec<(usize, Condition)>>, other: (usize, Condition)| {
        case.iter().map(|case| case.iter().cloned().chain([other.clone()]).collect()).collect::<Cases>()
    };
    let mut changes = Vec::new();
    for (rule, case) in &lost {
        for (other, instead) in &gained {
            // Beside what stays, equals may be lost or gained.
            let cases = [with(case, (1, now.leads(*other))), with(instead, (0, before.leads(*rule)))].concat();
            let example = sides.example(&cases);
            changes.extend(example.map(|example| MainChange { before: Some(*rule), now: Some(*other), example }));
        }
        let example = sides.example(&with(case, (1, nothing(now))));
        changes.extend(example.map(|example| MainChange { before: Some(*rule), now: None, example }));
    }
    for (rule, case) in &gained {
        let example = sides.example(&with(case, (0, nothing(before))));
        changes.extend(example.map(|example| MainChange { before: None, now: Some(*rule), example }));
    }
    (changes, lost.into_iter().chain(gained).filter_map(|(_, case)| case).collect())
}

/// The changes, the cases in any role, and those in which the main step stays and its service does not.
fn service_changes(sides: &mut Sides, before: &Results, now: &Results) -> (Vec<ServiceChange>, Cases, Cases) {
    let (old, new) = (sides.pack(0), sides.pack(1));
    let heard_alone = [0, 1].map(|side| sides.may_hear_a_place_alone(side));
    let mut changes = Vec::new();
    let (mut any, mut main): (Cases, Cases) = (Vec::new(), Vec::new());
    for (kind, id) in (0u16..).zip(&old.kinds) {
        let Some(other) = new.kinds.iter().position(|other| other == id).map(|at| at as u16) else { continue };
        let regions = served_otherwise(sides.space, [before, now], [kind, other], heard_alone);
        let recommended = [(0, before.names(None, kind)), (1, now.names(None, other))];
        for (region, places) in &regions {
            let cases: Cases =
                places.iter().map(|places| recommended.iter().cloned().chain(places.clone()).collect()).collect();
            let example = sides.example(&cases);
            changes.extend(example.map(|example| ServiceChange { kind: id.clone(), region: region.clone(), example }));
            any.extend(cases);
        }
        for (rule, one) in rules_of(old, Role::Main).filter(|(_, rule)| rule.kind == kind) {
            let same = rules_of(new, Role::Main).filter(|(_, other)| told(new, other) == told(old, one));
            let same = Condition::Any(same.map(|(rule, _)| now.leads(rule)).collect());
            let places = regions.iter().flat_map(|(_, places)| places);
            main.extend(places.map(|places| {
                [(0, before.leads(rule)), (1, same.clone())].into_iter().chain(places.clone()).collect()
            }));
        }
    }
    (changes, any, main)
}

/// By region (`None`: of an unknown place), where the packs differ in the service of a kind. What a side does not hear is
/// an unknown place to it, so each case says what either side hears.
fn served_otherwise(
    space: &Space,
    results: [&Results; 2],
    kinds: [u16; 2],
    heard_alone: [bool; 2],
) -> Vec<(Option<String>, Cases)> {
    let served = |side: usize, place: Option<Place>| {
        let service = serve(space.packs[side], kinds[side], place);
        [service.name, service.url, service.phone, service.address]
    };
    let on_old = |place: Option<Place>| served(0, place);
    let unknown = [served(0, None), served(1, None)];
    let region = |class: &Class| {
        let side = usize::from(class.place[0].is_none());
        let pack = space.packs[side];
        class.place[side].and_then(|place| pack.places.region_of(place)).and_then(|at| code(pack, Place::Region(at)))
    };
    let mut regions: Vec<Option<String>> = vec![None];
    for region in space.classes.iter().map(region) {
        if !regions.contains(&region) {
            regions.push(region);
        }
    }
    let mut all = Vec::new();
    for here in regions {
        let within: Vec<bool> = space.classes.iter().map(|class| region(class) == here).collect();
        let mut cases = Cases::new();
        // Who the old pack hears to live here, by what it tells them.
        let mut tells = Vec::new();
        for (class, _) in space.classes.iter().zip(&within).filter(|(_, within)| **within) {
            let (old, new) = (on_old(class.place[0]), served(1, class.place[1]));
            if !tells.contains(&old) && (heard_alone[0] || old != new) {
                tells.push(old);
            }
        }
        for told in tells {
            let old =
                space.classes.iter().zip(&within).map(|(class, within)| *within && on_old(class.place[0]) == told);
            let new = space.classes.iter().map(|class| served(1, class.place[1]) != told);
            cases.push(vec![
                (0, results[0].place_among(old.collect(), false)),
                (1, results[1].place_among(new.collect(), unknown[1] != told)),
            ]);
        }
        // Who it hears nothing from, and the new one hears to live here, or hears nothing from either.
        let new: Vec<bool> = space
            .classes
            .iter()
            .zip(&within)
            .map(|(class, within)| heard_alone[1] && *within && served(1, class.place[1]) != unknown[0])
            .collect();
        let neither = here.is_none() && unknown[0] != unknown[1];
        if neither || new.contains(&true) {
            let nowhere = results[0].place_among(vec![false; space.classes.len()], true);
            cases.push(vec![(0, nowhere), (1, results[1].place_among(new, neither))]);
        }
        if !cases.is_empty() {
            all.push((here, cases));
        }
    }
    all
}

fn other_changes(sides: &mut Sides, before: &Results, now: &Results) -> (Vec<OtherChange>, Cases) {
    let (old, new) = (sides.pack(0), sides.pack(1));
    let shown = |results: &Results, pack: &Pack, role: Role, what: (&str, &str)| {
        let rules = pack.rules.iter().enumerate().filter(|(_, rule)| told(pack, rule) == what);
        Condition::Any(rules.map(|(rule, _)| results.shown_as(rule, role)).collect())
    };
    let mut changes = Vec::new();
    let mut all: Cases = Vec::new();
    for role in [Role::First, Role::Also, Role::Person] {
        let mut seen: Vec<(&str, &str)> = Vec::new();
        let rules = old.rules.iter().map(|rule| told(old, rule)).chain(new.rules.iter().map(|rule| told(new, rule)));
        for what in rules {
            if seen.contains(&what) {
                continue;
            }
            seen.push(what);
            let (shift, cases) = sides.shift(shown(before, old, role, what), shown(now, new, role, what));
            all.extend(cases);
            if shift.examples().next().is_some() {
                changes.push(OtherChange { role, step: what.0.to_owned(), kind: what.1.to_owned(), shift });
            }
        }
    }
    (changes, all)
}

/// Two recommendations of one role that stand in the other order.
fn order_changes(space: &Space, before: &Results, now: &Results) -> Cases {
    let (old, new) = (space.packs[0], space.packs[1]);
    let mut cases = Vec::new();
    for role in [Role::First, Role::Main, Role::Also] {
        // Where a rule stands among those of a role: as `core` puts them.
        let place = |pack: &Pack, rule: usize| {
            let rule_of = &pack.rules[rule];
            (rule_of.role == Role::Also, rule_of.tier, rule)
        };
        let gives = |pack: &Pack, rule: usize| {
            let own = pack.rules[rule].role;
            own == role || (role == Role::Also && own == Role::Main)
        };
        let rules = |pack: &Pack| (0..pack.rules.len()).filter(|&rule| gives(pack, rule)).collect::<Vec<_>>();
        let (of_old, of_new) = (rules(old), rules(new));
        let same = |one: usize| {
            of_new.iter().filter(move |&&other| told(new, &new.rules[other]) == told(old, &old.rules[one]))
        };
        let same: HashMap<usize, Vec<usize>> = of_old.iter().map(|&one| (one, same(one).copied().collect())).collect();
        for &one in &of_old {
            for &two in of_old.iter().filter(|&&two| place(old, one) < place(old, two)) {
                for (&three, &four) in
                    same[&one].iter().flat_map(|three| same[&two].iter().map(move |four| (three, four)))
                {
                    if place(new, three) > place(new, four) && told(old, &old.rules[one]) != told(old, &old.rules[two])
                    {
                        cases.push(vec![
                            (0, before.shown_as(one, role)),
                            (0, before.shown_as(two, role)),
                            (1, now.shown_as(three, role)),
                            (1, now.shown_as(four, role)),
                        ]);
                    }
                }
            }
        }
    }
    cases
}

fn asked_changes(sides: &mut Sides) -> Vec<AskedChange> {
    let space = sides.space;
    let mut changes = Vec::new();
    for slot in &space.slots {
        let (Some(one), Some(two)) = (slot.questions[0], slot.questions[1]) else { continue };
        let asked = |question: u16| Condition::Guard(Guard(vec![Op::Asked(question)]));
        let (shift, _) = sides.shift(asked(one), asked(two));
        if shift.examples().next().is_some() {
            let question = space.packs[0].question(one).map_or(String::new(), |question| question.id.clone());
            changes.push(AskedChange { question, shift });
        }
    }
    changes
}
