//! Pairs of small packs, the one made from the other by changes of content: every person walks through both, one by one,
//! and a difference must say exactly the same.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use wegwijzer_core::{
    Answer, Answers, OptionSet, Outcome, Pack, Reply, Role, Service, State, Walk, outcome, replay, serve,
};
use wegwijzer_proof::{Difference, Example, Shift, diff};

use crate::{changes::change, random::Random, small_packs::small_pack};

const PAIRS: u64 = 600;
/// With more walks than this a pair is left out, and another one made.
const MOST_WALKS: usize = 2_000;

#[test]
fn a_difference_agrees_with_plain_enumeration() {
    let mut seen: BTreeMap<String, usize> = BTreeMap::new();
    for number in 0..PAIRS {
        let mut random = Random::new(number);
        let (old, new, changes, people) = loop {
            let (old, _) = small_pack(&mut random);
            let (mut new, mut changes) = (small_pack(&mut random).0, vec!["everything"]);
            if number % 8 != 0 {
                new = old.clone();
                changes = change(&mut random, &mut new);
            }
            if let Some(people) = everybody(&old, &new) {
                break (old, new, changes, people);
            }
        };
        let expected = expected(&old, &new, &people);
        let difference = diff(&old, &new);
        let found = found(&difference);
        let wrong = || format!("pair {number}, {changes:?}:\n{old:#?}\n{new:#?}");
        for key in found.keys().chain(expected.keys()) {
            let (found, expected) = (found.get(key), expected.get(key));
            assert_eq!(found, expected, "{key} (found, counted) of {}", wrong());
            *seen.entry(key.split(':').next().unwrap_or_default().to_owned()).or_default() += 1;
        }
        for (key, example) in examples(&difference) {
            let shown = people.iter().any(|person| {
                person.answers == [example.before.clone(), example.now.clone()] && person.shows.contains(&key)
            });
            assert!(shown, "{key}: the example {example:?} does not show it: {}", wrong());
        }
    }
    println!("{seen:#?}");
    // A test of nothing must not pass.
    for (figure, least) in [
        ("main", 300),
        ("main walks", 300),
        ("service", 60),
        ("service walks", 60),
        ("other now", 100),
        ("other no longer", 100),
        ("order", 10),
        ("last resort now", 15),
        ("last resort no longer", 15),
        ("asked now", 60),
        ("asked no longer", 60),
    ] {
        assert!(seen.get(figure).is_some_and(|&times| times >= least), "{figure}: {seen:?}");
    }
}

#[test]
fn a_pack_does_not_differ_from_itself() {
    for number in 0..40 {
        let (pack, _) = small_pack(&mut Random::new(number));
        let mut found = found(&diff(&pack, &pack));
        found.remove("walks");
        assert!(found.is_empty(), "pack {number}: {found:?}");
    }
}

/// What became of a question that both packs have: which of them asked it, and what was said.
type Fate = (bool, bool, Option<Said>);

/// A person on the way through both packs.
struct Person {
    /// What became of the questions that both packs have.
    shared: Vec<Fate>,
    /// As each pack hears them.
    answers: [Answers; 2],
    /// What differs for them.
    shows: BTreeSet<String>,
}

/// What a person says, by ids, so that both packs can hear it.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
enum Said {
    Options(Vec<String>),
    /// The code of a place.
    Place(String),
}

/// Everybody who can walk through two packs, or `None` if there are too many.
fn everybody(old: &Pack, new: &Pack) -> Option<Vec<Person>> {
    let both = Both { packs: [old, new], places: places_told_apart(old, new) };
    let mut people = Vec::new();
    both.go_on(&mut Vec::new(), &mut people).then_some(people)
}

/// One place of those that lie in the same region and have the same services, in both packs, by code.
fn places_told_apart(old: &Pack, new: &Pack) -> Vec<String> {
    type Told<'p> = (bool, Option<u16>, Vec<Service<'p>>);
    let mut codes: Vec<String> = Vec::new();
    for pack in [old, new] {
        codes.extend(pack.places.municipalities.iter().map(|one| one.code.clone()));
        codes.extend(pack.places.regions.iter().map(|one| one.code.clone()));
    }
    let mut known: Vec<Vec<Told>> = Vec::new();
    codes.retain(|code| {
        let told = [old, new].map(|pack| {
            let place = pack.places.by_code(code);
            let services = (0..pack.kinds.len() as u16).map(|kind| serve(pack, kind, place)).collect();
            (place.is_some(), place.and_then(|place| pack.places.region_of(place)), services)
        });
        let new = !known.contains(&told.to_vec());
        known.push(told.to_vec());
        new
    });
    codes
}

struct Both<'p> {
    packs: [&'p Pack; 2],
    places: Vec<String>,
}

/// A question of one pack, or the same of both.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Asked([Option<u16>; 2]);

impl Both<'_> {
    /// The questions that both have: of the same id and kind.
    fn asked(&self, side: usize, question: u16) -> Asked {
        let this = &self.packs[side].questions[usize::from(question)];
        let other = self.packs[1 - side];
        let same = |index: &u16| other.questions[usize::from(*index)].kind == this.kind;
        let mut sides = [Some(question); 2];
        sides[1 - side] = other.question_index(&this.id).filter(same);
        Asked(sides)
    }

    /// Asks the next question that either pack wants to know, with every reply to it.
    fn go_on(&self, said: &mut Vec<(Asked, Option<Said>)>, people: &mut Vec<Person>) -> bool {
        let answers = [0, 1].map(|side| self.heard(side, said));
        let walks = [0, 1].map(|side| replay(self.packs[side], &answers[side]));
        let Some((side, next)) = (0..2).find_map(|side| Some((side, walks[side].next?))) else {
            people.extend(self.person(said, &walks));
            return people.len() <= MOST_WALKS;
        };
        let asked = self.asked(side, next);
        let mut within = true;
        for reply in [None].into_iter().chain(self.replies(asked).into_iter().map(Some)) {
            said.push((asked, reply));
            within = within && self.go_on(said, people);
            said.pop();
        }
        within
    }

    /// The replies of a person as one pack hears them. What it does not know counts as skipped.
    fn heard(&self, side: usize, said: &[(Asked, Option<Said>)]) -> Answers {
        let pack = self.packs[side];
        let mut answers = Answers::default();
        for (asked, reply) in said {
            let Some(index) = asked.0[side] else { continue };
            let question = &pack.questions[usize::from(index)];
            let answer = reply.as_ref().and_then(|said| match said {
                Said::Place(code) => pack.places.by_code(code).map(Answer::Place),
                Said::Options(ids) => {
                    let known = ids.iter().filter_map(|id| question.options.iter().position(|one| one.id == *id));
                    let set = known.fold(OptionSet::default(), |set, at| set.with(OptionSet::one(at as u8)));
                    (!set.is_empty()).then_some(Answer::Options(set))
                }
            });
            answers.set(index, answer.map_or(Reply::Skipped, Reply::Answered));
        }
        answers
    }

    fn offers(&self, side: usize, question: u16, said: &Said) -> bool {
        let pack = self.packs[side];
        let options = &pack.questions[usize::from(question)].options;
        match said {
            Said::Place(code) => pack.places.by_code(code).is_some(),
            Said::Options(ids) => ids.iter().all(|id| options.iter().any(|option| option.id == *id)),
        }
    }

    /// All that can be said in reply: of `many`, sets in which what stands alone in either pack does so.
    fn replies(&self, asked: Asked) -> Vec<Said> {
        let sides = [0, 1].map(|side| {
            let question = asked.0[side].map(|index| &self.packs[side].questions[usize::from(index)]);
            question.map_or((None, &[][..]), |question| (Some(question.kind), &question.options[..]))
        });
        let mut ids: Vec<&str> = Vec::new();
        for option in sides.iter().flat_map(|(_, options)| *options) {
            if !ids.contains(&option.id.as_str()) {
                ids.push(&option.id);
            }
        }
        let alone = |id: &str| sides.iter().flat_map(|(_, all)| *all).any(|option| option.id == id && option.exclusive);
        match sides[0].0.or(sides[1].0) {
            Some(wegwijzer_core::Kind::Place) => self.places.iter().cloned().map(Said::Place).collect(),
            Some(wegwijzer_core::Kind::Many) => {
                let sets = (1u32..1 << ids.len()).map(|bits| {
                    let chosen = ids.iter().enumerate().filter(|(at, _)| bits >> at & 1 == 1);
                    chosen.map(|(_, id)| (*id).to_owned()).collect::<Vec<String>>()
                });
                sets.filter(|set| set.len() == 1 || !set.iter().any(|id| alone(id))).map(Said::Options).collect()
            }
            _ => ids.into_iter().map(|id| Said::Options(vec![id.to_owned()])).collect(),
        }
    }

    fn person(&self, said: &[(Asked, Option<Said>)], walks: &[Walk; 2]) -> Option<Person> {
        let [old, new] = self.packs;
        let mut shared = Vec::new();
        for index in 0..old.questions.len() as u16 {
            let asked = self.asked(0, index);
            if let Asked([Some(one), Some(two)]) = asked {
                let asks = |side: usize, index: u16| walks[side].state(index) != State::NotAsked;
                // Where one pack asks, only what it offers can be said.
                for (side, index) in [(0, one), (1, two)] {
                    let alone = asks(side, index) && !(asks(0, one) && asks(1, two));
                    let reply = said.iter().find(|(other, _)| *other == asked).and_then(|(_, reply)| reply.as_ref());
                    if alone && reply.is_some_and(|said| !self.offers(side, index, said)) {
                        return None;
                    }
                }
                let reply = said.iter().find(|(other, _)| *other == asked).and_then(|(_, reply)| reply.clone());
                shared.push((asks(0, one), asks(1, two), reply));
            }
        }
        // Replies to what is not asked (any more) are no part of a walk.
        let answers = [0, 1].map(|side| {
            let mut answers = self.heard(side, said);
            (0..self.packs[side].questions.len() as u16)
                .filter(|&index| walks[side].state(index) == State::NotAsked)
                .for_each(|index| answers.clear(index));
            answers
        });
        let outcomes = [outcome(old, &walks[0]), outcome(new, &walks[1])];
        let mut shows = self.shows(&outcomes);
        for index in 0..old.questions.len() as u16 {
            if let Asked([Some(one), Some(two)]) = self.asked(0, index) {
                let id = &old.questions[usize::from(index)].id;
                match [walks[0].state(one), walks[1].state(two)].map(|state| state != State::NotAsked) {
                    [true, false] => drop(shows.insert(format!("asked no longer: {id}"))),
                    [false, true] => drop(shows.insert(format!("asked now: {id}"))),
                    _ => {}
                }
            }
        }
        Some(Person { shared, answers, shows })
    }

    /// All that differs between two results of a person.
    fn shows(&self, outcomes: &[Outcome; 2]) -> BTreeSet<String> {
        let mut shows = BTreeSet::new();
        let mut put = |what: String| shows.extend([what]);
        // Of a role: rule, step and kind of each, in order.
        let told = |side: usize, role: Role| -> Vec<(usize, (String, String))> {
            let pack = self.packs[side];
            let all = outcomes[side].recommendations.iter().filter(|one| one.role == role);
            all.map(|one| {
                let ids =
                    (pack.steps[usize::from(one.step)].id.clone(), pack.kinds[usize::from(one.service.kind)].clone());
                (usize::from(one.rule), ids)
            })
            .collect()
        };
        let has = |all: &[(usize, (String, String))], what: &(String, String)| all.iter().any(|(_, one)| one == what);
        let (old, new) = (told(0, Role::Main), told(1, Role::Main));
        let lost = |what: &(String, String)| !has(&new, what);
        let gained = |what: &(String, String)| !has(&old, what);
        for (rule, what) in &old {
            for (other, instead) in &new {
                if lost(what) || gained(instead) {
                    put(format!("main: {:?} -> {:?}", Some(rule), Some(other)));
                }
            }
            if new.is_empty() {
                put(format!("main: {:?} -> {:?}", Some(rule), None::<usize>));
            }
        }
        if old.is_empty() {
            new.iter().for_each(|(other, _)| put(format!("main: {:?} -> {:?}", None::<usize>, Some(other))));
        }
        if old.iter().any(|(_, what)| lost(what)) || new.iter().any(|(_, what)| gained(what)) {
            put("main walks".into());
            put("any".into());
        }
        for role in [Role::First, Role::Also, Role::Person] {
            let (old, new) = (told(0, role), told(1, role));
            for (all, others, how) in [(&old, &new, "no longer"), (&new, &old, "now")] {
                for (_, what) in all.iter().filter(|(_, what)| !has(others, what)) {
                    put(format!("other {how}: {} {} {}", role.id(), what.0, what.1));
                    put("any".into());
                }
            }
        }
        for role in [Role::First, Role::Main, Role::Also] {
            let (old, new) = (told(0, role), told(1, role));
            let at = |what: &(String, String)| new.iter().position(|(_, other)| other == what);
            let kept: Vec<usize> = old.iter().filter_map(|(_, what)| at(what)).collect();
            if !kept.is_sorted() {
                put("order".into());
                put("any".into());
            }
        }
        let last_resort = [0, 1].map(|side: usize| {
            let mut mains = outcomes[side].recommendations.iter().filter(|one| one.role == Role::Main).peekable();
            mains.peek().is_some() && mains.all(|one| one.fallback)
        });
        match last_resort {
            [true, false] => put("last resort no longer".into()),
            [false, true] => put("last resort now".into()),
            _ => {}
        }
        if last_resort[0] != last_resort[1] {
            put("any".into());
        }
        for before in &outcomes[0].recommendations {
            for now in &outcomes[1].recommendations {
                let (old, new) = (&before.service, &now.service);
                let kind = &self.packs[0].kinds[usize::from(old.kind)];
                let fields = |service: &Service| {
                    [service.name, service.url, service.phone, service.address].map(|field| field.map(str::to_owned))
                };
                if *kind == self.packs[1].kinds[usize::from(new.kind)] && fields(old) != fields(new) {
                    put(format!("service: {kind} {:?}", self.region(outcomes)));
                    put("any".into());
                    let step = self.packs[0].steps[usize::from(before.step)].id
                        == self.packs[1].steps[usize::from(now.step)].id;
                    if step && before.role == Role::Main && now.role == Role::Main {
                        put("service walks".into());
                    }
                }
            }
        }
        shows
    }

    /// Where a person lives: as the old pack hears it, or else the new one.
    fn region(&self, outcomes: &[Outcome; 2]) -> Option<String> {
        (0..2).find_map(|side| {
            let pack = self.packs[side];
            let region = pack.places.region_of(outcomes[side].place?)?;
            Some(pack.places.region(region)?.code.clone())
        })
    }
}

/// For how many walks over the questions of both packs something differs, for some answers to the others.
fn expected(old: &Pack, new: &Pack, people: &[Person]) -> BTreeMap<String, String> {
    let mut met: HashMap<String, HashSet<&[Fate]>> = HashMap::new();
    for person in people {
        met.entry("walks".into()).or_default().insert(&person.shared);
        for what in &person.shows {
            met.entry(what.clone()).or_default().insert(&person.shared);
        }
    }
    let mut all: BTreeMap<String, String> =
        met.into_iter().map(|(what, walks)| (what, walks.len().to_string())).collect();
    let both = Both { packs: [old, new], places: Vec::new() };
    for (side, name) in ["only old", "only new"].into_iter().enumerate() {
        let questions = 0..both.packs[side].questions.len() as u16;
        let alone: Vec<u16> = questions.filter(|&index| both.asked(side, index).0[1 - side].is_none()).collect();
        if !alone.is_empty() {
            all.insert(name.into(), format!("{alone:?}"));
        }
    }
    all
}

/// The figures of a difference, by the same names.
fn found(difference: &Difference) -> BTreeMap<String, String> {
    let mut all: BTreeMap<String, String> = BTreeMap::new();
    for (name, walks) in [
        ("walks", &difference.walks),
        ("main walks", &difference.main_walks),
        ("service walks", &difference.service_walks),
        ("any", &difference.any_walks),
    ] {
        if walks.to_string() != "0" {
            all.insert(name.into(), walks.to_string());
        }
    }
    for (name, alone) in [("only old", &difference.only_old), ("only new", &difference.only_new)] {
        if !alone.is_empty() {
            all.insert(name.into(), format!("{alone:?}"));
        }
    }
    for (key, example) in examples(difference) {
        let twice = all.insert(key.clone(), example.walks.to_string());
        assert_eq!(twice, None, "{key} is told twice");
    }
    all
}

fn examples(difference: &Difference) -> Vec<(String, &Example)> {
    let mut all: Vec<(String, &Example)> = Vec::new();
    for change in &difference.main {
        all.push((format!("main: {:?} -> {:?}", change.before, change.now), &change.example));
    }
    for change in &difference.services {
        all.push((format!("service: {} {:?}", change.kind, change.region), &change.example));
    }
    let mut shifts: Vec<(String, String, &Shift)> =
        vec![("last resort".into(), String::new(), &difference.last_resort)];
    for change in &difference.others {
        shifts.push(("other".into(), format!(": {} {} {}", change.role.id(), change.step, change.kind), &change.shift));
    }
    for change in &difference.asked {
        shifts.push(("asked".into(), format!(": {}", change.question), &change.shift));
    }
    for (what, of, shift) in shifts {
        for (how, example) in [("no longer", &shift.no_longer), ("now", &shift.now)] {
            all.extend(example.iter().map(|example| (format!("{what} {how}{of}"), example)));
        }
    }
    all.extend(difference.order.iter().map(|example| ("order".to_owned(), example)));
    all
}
