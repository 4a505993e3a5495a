//! Mistakes that an author could make, one by one, in each real pack: a rule dropped, a guard turned round, a service
//! taken out, a threshold moved. None may stay silent: `prove` finds a broken promise with a walk that shows it, or `diff`
//! tells how many people are led elsewhere, or `diff` shows that nobody is, which thousands of random walks confirm.

use std::{
    fs,
    io::{self, Write},
    path::PathBuf,
    thread,
};

use num_bigint::BigUint;
use wegwijzer_core::{
    Answer, Answers, Guard, Kind, Op, OptionSet, Outcome, Pack, Place, Recommendation, Reply, Role, outcome, replay,
};
use wegwijzer_pack::{Compiled, load};
use wegwijzer_proof::{Difference, Example, diff, prove};

/// The fewest mistakes that are made in each pack.
const LEAST: usize = 40;
/// The most of one sort, evenly spread over the pack.
const MOST_OF_A_SORT: usize = 14;
/// Random walks through both packs where `diff` says that nobody is led elsewhere.
const WALKS: u32 = 3000;

#[derive(Debug, PartialEq, Eq)]
enum Found {
    /// By a broken promise with a walk.
    ByProof,
    /// By what `diff` says of people.
    ByDiff,
    /// Nobody's result changes.
    Harmless,
}

#[test]
fn no_mistake_in_a_real_pack_stays_silent() {
    let packs = PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../packs"));
    let folders = fs::read_dir(packs).expect("packs/").map(|entry| entry.expect("a folder").path());
    let mut folders: Vec<PathBuf> = folders.collect();
    folders.sort();
    for folder in folders {
        let compiled = load(&folder).expect("a real pack has no errors");
        let id = &compiled.pack.id;
        let mutants = mutants(&compiled.pack);
        assert!(mutants.len() >= LEAST, "{id}: {} mistakes, {LEAST} were expected", mutants.len());
        let (first, second) = mutants.split_at(mutants.len() / 2);
        let found: Vec<Found> = thread::scope(|scope| {
            let other = scope.spawn(|| look_at(&compiled, second));
            let mut all = look_at(&compiled, first);
            all.extend(other.join().expect("the other half is looked at"));
            all
        });
        let count = |what: Found| found.iter().filter(|one| **one == what).count();
        let (by_proof, by_diff, harmless) = (count(Found::ByProof), count(Found::ByDiff), count(Found::Harmless));
        // Past the test runner, which would keep it to itself.
        let _ = writeln!(
            io::stderr(),
            "{id}: of {} mistakes {by_proof} ({} %) break a promise, diff tells {by_diff} more, {harmless} change nobody's result",
            found.len(),
            by_proof * 100 / found.len(),
        );
        assert!(by_proof > 0 && by_diff > 0, "{id}: both ways to find a mistake were expected to find some");
    }
}

fn look_at(compiled: &Compiled, mutants: &[(String, Pack)]) -> Vec<Found> {
    mutants.iter().map(|(name, mutant)| find(name, compiled, mutant)).collect()
}

fn find(name: &str, compiled: &Compiled, mutant: &Pack) -> Found {
    let old = &compiled.pack;
    let report = prove(mutant, &compiled.promises, &|_| ()).unwrap_or_else(|error| panic!("{name}: {error}"));
    let with_walk = report.failures.iter().any(|failure| !failure.example.is_empty());
    let difference = diff(old, mutant);
    let nobody = BigUint::default();
    for example in examples(&difference) {
        assert!(example.walks > nobody, "{name}: an example of nobody");
    }
    for example in results(&difference) {
        assert_ne!(told(old, &example.before), told(mutant, &example.now), "{name}: the example shows no difference");
    }
    let changed = difference.any_walks > nobody;
    assert_eq!(changed, results(&difference).next().is_some(), "{name}: every change was expected to have an example");
    if !changed {
        let mut random = Random(0x5eed);
        for _ in 0..WALKS {
            let answers = random.answers(old);
            assert_eq!(told(old, &answers), told(mutant, &answers), "{name}: diff is silent about {answers:?}");
        }
    }
    match (with_walk, changed) {
        (true, _) => Found::ByProof,
        (false, true) => Found::ByDiff,
        (false, false) => Found::Harmless,
    }
}

fn results(difference: &Difference) -> impl Iterator<Item = &Example> {
    let others = difference.others.iter().flat_map(|change| change.shift.examples());
    let main = difference.main.iter().map(|change| &change.example);
    main.chain(difference.services.iter().map(|change| &change.example))
        .chain(others)
        .chain(&difference.order)
        .chain(difference.last_resort.examples())
}

fn examples(difference: &Difference) -> impl Iterator<Item = &Example> {
    results(difference).chain(difference.asked.iter().flat_map(|change| change.shift.examples()))
}

/// A recommendation by ids, so that two packs can be compared: role, whether it is a last resort, step, kind, and how to
/// reach the service.
type Told = (Role, bool, String, String, Vec<Option<String>>);

/// What a person is told.
fn told(pack: &Pack, answers: &Answers) -> Vec<Told> {
    let walk = replay(pack, answers);
    let Outcome { recommendations, .. } = outcome(pack, &walk);
    let one = |one: Recommendation| {
        let service = &one.service;
        let fields = [service.name, service.url, service.phone, service.address];
        let fields = fields.map(|field| field.map(str::to_owned)).to_vec();
        let (step, kind) = (&pack.steps[usize::from(one.step)].id, &pack.kinds[usize::from(service.kind)]);
        (one.role, one.fallback && one.role == Role::Main, step.clone(), kind.clone(), fields)
    };
    recommendations.into_iter().map(one).collect()
}

/// One mistake each, with a name; of every sort some, spread over the pack.
fn mutants(pack: &Pack) -> Vec<(String, Pack)> {
    let mut all = Vec::new();
    let spread = |count: usize| {
        (0..count).filter(move |at| count <= MOST_OF_A_SORT || at * MOST_OF_A_SORT % count < MOST_OF_A_SORT)
    };
    let mut add = |name: String, change: &dyn Fn(&mut Pack)| {
        let mut mutant = pack.clone();
        change(&mut mutant);
        assert_ne!(mutant, *pack, "{name} was expected to change the pack");
        all.push((name, mutant));
    };
    let turned = |guard: &Guard| Guard(guard.0.iter().copied().chain([Op::Not]).collect());
    for at in spread(pack.rules.len()) {
        let rule = &pack.rules[at];
        add(format!("drop rule {}", rule.id), &|pack| drop(pack.rules.remove(at)));
        if !rule.when.0.is_empty() {
            add(format!("turn the guard of rule {}", rule.id), &|pack| pack.rules[at].when = turned(&rule.when));
        }
    }
    for at in (0..pack.questions.len()).filter(|&at| !pack.questions[at].when.0.is_empty()) {
        let question = &pack.questions[at];
        let name = format!("turn the guard of question {}", question.id);
        add(name, &|pack| pack.questions[at].when = turned(&question.when));
    }
    for at in spread(pack.services.len()) {
        add(format!("take out service {}", pack.services[at].id), &|pack| drop(pack.services.remove(at)));
    }
    for (at, scale) in pack.scales.iter().enumerate() {
        for band in 1..scale.bands.len() {
            for by in [-1, 1] {
                let name = format!("move the threshold of {} by {by}", scale.bands[band].id);
                add(name, &|pack| pack.scales[at].bands[band].from += by);
            }
        }
        for needs in [scale.needs - 1, scale.needs + 1].into_iter().filter(|&needs| needs > 0) {
            add(format!("{} needs {needs}", scale.id), &|pack| pack.scales[at].needs = needs);
        }
    }
    all
}

/// xorshift64: the same walks each time.
struct Random(u64);

impl Random {
    fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        ((self.0 >> 16) % end as u64) as usize
    }

    fn answers(&mut self, pack: &Pack) -> Answers {
        let mut answers = Answers::default();
        for (index, question) in (0u16..).zip(&pack.questions) {
            let options = question.options.len();
            let reply = match question.kind {
                _ if self.below(5) == 0 => Reply::Skipped,
                Kind::Place => {
                    let municipalities = pack.places.municipalities.len();
                    let at = self.below(municipalities + pack.places.regions.len());
                    let place = match at.checked_sub(municipalities) {
                        Some(region) => Place::Region(region as u16),
                        None => Place::Municipality(at as u16),
                    };
                    Reply::Answered(Answer::Place(place))
                }
                Kind::Many => {
                    let several = (0..options).filter(|&at| !question.options[at].exclusive && self.below(2) == 0);
                    let set = several.fold(OptionSet::default(), |set, at| set.with(OptionSet::one(at as u8)));
                    let alone = OptionSet::one(self.below(options) as u8);
                    Reply::Answered(Answer::Options(if set.is_empty() { alone } else { set }))
                }
                Kind::One | Kind::Statement => {
                    Reply::Answered(Answer::Options(OptionSet::one(self.below(options) as u8)))
                }
            };
            answers.set(index, reply);
        }
        answers
    }
}
