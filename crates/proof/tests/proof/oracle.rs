//! What a proof must find, worked out without any proof: every walk is walked through the engine, one by one, and what is
//! asked of its result is read off the result itself.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use wegwijzer_core::{
    Answer, Answers, Guard, Kind, OptionSet, Outcome, Pack, Place, Reply, Role, Service, State, Walk, outcome, read,
    replay, serve,
};
use wegwijzer_pack::{Always, Claim, Promise};
use wegwijzer_proof::What;

/// How long an example is: the questions that are asked, then all that is said in reply.
pub type Cost = (usize, usize);

/// One walk, and where it leads.
pub struct Walked<'p> {
    pub walk: Walk,
    pub outcome: Outcome<'p>,
    /// For how many places it stands.
    pub places: usize,
}

/// All that a report says, counted one by one.
#[derive(Debug, Default)]
pub struct Expected {
    pub walks: usize,
    pub walks_by_place: usize,
    /// The shortest, the longest, and all together.
    pub screens: (u64, u64, u64),
    pub tenths: (u64, u64, u64),
    pub only_fallback: usize,
    /// For each rule: fires, shown, leads.
    pub rules: Vec<[usize; 3]>,
    /// By kind and id.
    pub services: BTreeMap<(u16, String), usize>,
    /// What holds; of pairs of rules nothing, since most are not worth a word.
    pub proven: HashSet<What>,
    /// What does not, on how many walks or pairs, and the length of the shortest.
    pub failures: HashMap<What, (usize, Option<Cost>)>,
}

/// Every walk of a pack, or `None` if there are more than that.
pub fn every_walk<'p>(pack: &'p Pack, promises: &[Promise], most: usize) -> Option<Vec<Walked<'p>>> {
    let places = places_told_apart(pack, promises);
    let mut walks = Vec::new();
    go_on(pack, &places, &mut Answers::default(), &mut walks, most).then_some(walks)
}

fn go_on<'p>(
    pack: &'p Pack,
    places: &[(Place, usize)],
    answers: &mut Answers,
    walks: &mut Vec<Walked<'p>>,
    most: usize,
) -> bool {
    let walk = replay(pack, answers);
    let Some(next) = walk.next else {
        let outcome = outcome(pack, &walk);
        let same = places.iter().find(|(place, _)| Some(*place) == outcome.place);
        walks.push(Walked { walk, places: same.map_or(1, |(_, places)| *places), outcome });
        return walks.len() <= most;
    };
    let question = &pack.questions[usize::from(next)];
    let mut replies = vec![Reply::Skipped];
    match question.kind {
        Kind::Place => replies.extend(places.iter().map(|(place, _)| Reply::Answered(Answer::Place(*place)))),
        // Any set; the engine says which of them are answers.
        _ => replies.extend(sets(question.options.len()).map(|set| Reply::Answered(Answer::Options(set)))),
    }
    let mut within = true;
    for reply in replies {
        answers.set(next, reply);
        let taken = match reply {
            Reply::Skipped => true,
            Reply::Answered(answer) => replay(pack, answers).state(next) == State::Answered(answer),
        };
        within = within && (!taken || go_on(pack, places, answers, walks, most));
    }
    answers.clear(next);
    within
}

fn sets(options: usize) -> impl Iterator<Item = OptionSet> {
    (1u32..1 << options).map(move |bits| {
        let chosen = (0..options as u8).filter(|option| bits >> option & 1 == 1);
        chosen.fold(OptionSet::default(), |set, option| set.with(OptionSet::one(option)))
    })
}

/// One place of each class, and how many it stands for: the same services, and the same region where one is asked for.
fn places_told_apart(pack: &Pack, promises: &[Promise]) -> Vec<(Place, usize)> {
    // What a guard of the pack or of a promise asks for, found in how it is printed: no list of fields to keep up.
    let everything = format!("{:?} {:?} {:?} {:?}", pack.questions, pack.rules, pack.fallback_when, promises);
    let municipalities = (0..pack.places.municipalities.len() as u16).map(Place::Municipality);
    let regions = (0..pack.places.regions.len() as u16).map(Place::Region);
    let mut classes: Vec<(Place, usize)> = Vec::new();
    let mut known: Vec<(Option<u16>, Vec<Service>)> = Vec::new();
    for place in municipalities.chain(regions) {
        let region = pack.places.region_of(place).filter(|region| everything.contains(&format!("Region({region})")));
        let services: Vec<Service> = (0..pack.kinds.len() as u16).map(|kind| serve(pack, kind, Some(place))).collect();
        match known.iter().position(|other| other.0 == region && other.1 == services) {
            Some(at) => classes[at].1 += 1,
            None => {
                known.push((region, services));
                classes.push((place, 1));
            }
        }
    }
    classes
}

impl Walked<'_> {
    /// The recommendations in a role.
    fn in_role(&self, role: Role) -> impl Iterator<Item = &wegwijzer_core::Recommendation<'_>> {
        self.outcome.recommendations.iter().filter(move |one| one.role == role)
    }

    fn only_fallback(&self) -> bool {
        self.in_role(Role::Main).next().is_some() && self.in_role(Role::Main).all(|main| main.fallback)
    }

    fn has_person(&self) -> bool {
        self.in_role(Role::Person).any(|person| person.service.has_channel())
    }

    /// Whether a guard holds, as the engine says.
    fn meets(&self, pack: &Pack, guard: &Guard) -> bool {
        guard.holds(pack, &self.walk.states)
    }

    fn keeps(&self, pack: &Pack, claim: &Claim) -> bool {
        match claim {
            Claim::Guard(guard) => self.meets(pack, guard),
            Claim::Has(Role::Person) => self.has_person(),
            Claim::Has(role) => self.in_role(*role).next().is_some(),
            Claim::Leads(Some(role), kind) => self.in_role(*role).any(|one| one.service.kind == *kind),
            Claim::Leads(None, kind) => self.outcome.recommendations.iter().any(|one| one.service.kind == *kind),
            Claim::OnlyFallback => self.only_fallback(),
            Claim::AtMost(most, role) => self.in_role(*role).count() <= usize::from(*most),
            Claim::Not(inner) => !self.keeps(pack, inner),
            Claim::All(all) => all.iter().all(|one| self.keeps(pack, one)),
            Claim::Any(all) => all.iter().any(|one| self.keeps(pack, one)),
            Claim::AtLeast(least, all) => all.iter().filter(|one| self.keeps(pack, one)).count() >= usize::from(*least),
        }
    }

    /// Whether a promise is made to this walk.
    fn is_promised(&self, pack: &Pack, promise: &Promise) -> bool {
        let asked = match promise.always {
            Always::Each(_) => true,
            Always::Independent { of, .. } => self.walk.state(of) != State::NotAsked,
        };
        asked && self.meets(pack, &promise.when)
    }

    pub fn cost(&self) -> Cost {
        cost(&self.walk)
    }
}

/// The length of a walk as an example.
pub fn cost(walk: &Walk) -> Cost {
    let said = |state: &State| match state {
        State::Answered(Answer::Options(chosen)) => chosen.len() as usize,
        State::Answered(Answer::Place(_)) => 1,
        State::Skipped | State::NotAsked => 0,
    };
    (walk.asked().count(), walk.states.iter().map(said).sum())
}

/// Whether two walks belong to one person who said something else to one question, which both ask.
pub fn differ_only_in(one: &Walk, other: &Walk, question: u16) -> bool {
    let asked = |walk: &Walk, question: u16| walk.state(question) != State::NotAsked;
    (0..one.states.len() as u16).all(|at| match (asked(one, at), asked(other, at)) {
        (true, true) => at == question || one.state(at) == other.state(at),
        _ => at != question,
    })
}

/// Whether two results are the same to a promise: role, step and kind, but for another step of one kind.
pub fn same_results(one: &Outcome, other: &Outcome, but_for: Option<u16>) -> bool {
    let says = |outcome: &Outcome| -> (BTreeSet<(Role, u16, u16)>, bool) {
        let all = outcome.recommendations.iter().map(|one| (one.role, one.step, one.service.kind));
        let (excepted, all): (Vec<_>, Vec<_>) = all.partition(|(_, _, kind)| Some(*kind) == but_for);
        (all.into_iter().collect(), !excepted.is_empty())
    };
    says(one) == says(other)
}

/// Whether something that must not be is so on a walk.
pub fn is_broken(pack: &Pack, promises: &[Promise], walked: &Walked, what: What) -> bool {
    match what {
        What::Main => walked.in_role(Role::Main).next().is_none(),
        What::OneMain(one, other) => {
            let leads = |rule: usize| walked.in_role(Role::Main).any(|main| usize::from(main.rule) == rule);
            leads(one) && leads(other) && !equal(pack, one, other)
        }
        What::Person => !walked.has_person(),
        What::Fallback => walked.only_fallback() && !walked.meets(pack, &pack.fallback_when),
        What::SelfHelp => {
            let scale = &pack.scales[usize::from(pack.readiness.expect("a readiness scale"))];
            let unready = matches!(read(scale, &walked.walk).band, None | Some(0));
            let mut mains = walked.in_role(Role::Main).peekable();
            unready && mains.peek().is_some() && mains.all(|main| pack.steps[usize::from(main.step)].self_help)
        }
        What::Promise(index) => match &promises[index].always {
            Always::Each(claim) => walked.meets(pack, &promises[index].when) && !walked.keeps(pack, claim),
            Always::Independent { .. } => false,
        },
        What::Asked(_)
        | What::Chosen(..)
        | What::Reached(..)
        | What::Fires(_)
        | What::NotShadowed(_)
        | What::ForSomebody(_) => false,
    }
}

/// Whether two main rules are declared equal.
fn equal(pack: &Pack, one: usize, other: usize) -> bool {
    pack.rules[one].equal.is_some() && pack.rules[one].equal == pack.rules[other].equal
}

impl Expected {
    /// Counts everything.
    pub fn count(pack: &Pack, promises: &[Promise], walks: &[Walked]) -> Expected {
        let mut expected =
            Expected { walks: walks.len(), rules: vec![[0; 3]; pack.rules.len()], ..Expected::default() };
        expected.walks_by_place = walks.iter().map(|walked| walked.places).sum();
        expected.only_fallback = walks.iter().filter(|walked| walked.only_fallback()).count();
        expected.screens = length(walks, |walk| length_of(pack, walk));
        expected.tenths = length(walks, |walk| tenths(pack, walk));
        for walked in walks {
            for (rule, [fires, shown, leads]) in expected.rules.iter_mut().enumerate() {
                let roles = walked.outcome.recommendations.iter().filter(|one| usize::from(one.rule) == rule);
                *fires += usize::from(walked.meets(pack, &pack.rules[rule].when));
                *shown += usize::from(roles.clone().next().is_some());
                *leads += usize::from(roles.clone().any(|one| one.role == Role::Main));
            }
            let services =
                walked.outcome.recommendations.iter().map(|one| (one.service.kind, one.service.id.to_owned()));
            for service in services.collect::<HashSet<_>>() {
                *expected.services.entry(service).or_default() += 1;
            }
        }
        expected.what_can_be(pack, walks);
        expected.what_must_not_be(pack, promises, walks);
        expected
    }

    fn what_can_be(&mut self, pack: &Pack, walks: &[Walked]) {
        let mut possible = |what: What, is: &dyn Fn(&Walked) -> bool| match walks.iter().any(is) {
            true => drop(self.proven.insert(what)),
            false => drop(self.failures.insert(what, (0, None))),
        };
        for (index, question) in (0u16..).zip(&pack.questions) {
            possible(What::Asked(index), &|walked| walked.walk.state(index) != State::NotAsked);
            for option in 0..question.options.len() as u8 {
                possible(
                    What::Chosen(index, option),
                    &|walked| matches!(walked.walk.state(index), State::Answered(Answer::Options(chosen)) if chosen.has(option)),
                );
            }
        }
        for (index, scale) in (0u16..).zip(&pack.scales) {
            for band in 0..scale.bands.len() as u8 {
                possible(What::Reached(index, band), &|walked| read(scale, &walked.walk).band == Some(band));
            }
        }
        for (rule, [fires, shown, _]) in self.rules.iter().enumerate() {
            possible(What::Fires(rule), &|_| *fires > 0);
            if *fires > 0 {
                possible(What::NotShadowed(rule), &|_| *shown > 0);
            }
        }
    }

    fn what_must_not_be(&mut self, pack: &Pack, promises: &[Promise], walks: &[Walked]) {
        let mut all = vec![What::Main, What::Person, What::Fallback];
        all.extend(pack.readiness.map(|_| What::SelfHelp));
        for (index, promise) in promises.iter().enumerate() {
            // A promise to nobody is told as that, and not as kept.
            match walks.iter().any(|walked| walked.is_promised(pack, promise)) {
                true => all.push(What::Promise(index)),
                false => drop(self.failures.insert(What::ForSomebody(index), (0, None))),
            }
        }
        let rules = 0..pack.rules.len();
        all.extend(
            rules.clone().flat_map(|one| rules.clone().skip(one + 1).map(move |other| What::OneMain(one, other))),
        );
        for what in all {
            let (broken, shortest) = match what {
                What::Promise(index) if matches!(promises[index].always, Always::Independent { .. }) => {
                    pairs(pack, &promises[index], walks)
                }
                _ => {
                    let broken = walks.iter().filter(|walked| is_broken(pack, promises, walked, what));
                    (broken.clone().count(), broken.map(Walked::cost).min())
                }
            };
            match (broken, what) {
                (0, What::OneMain(..)) => {}
                (0, _) => drop(self.proven.insert(what)),
                _ => drop(self.failures.insert(what, (broken, shortest))),
            }
        }
    }
}

/// How many pairs break a promise over two walks, and the length of the shortest.
fn pairs(pack: &Pack, promise: &Promise, walks: &[Walked]) -> (usize, Option<Cost>) {
    let Always::Independent { of, but_for } = promise.always else { return (0, None) };
    let meant: Vec<&Walked> = walks.iter().filter(|walked| walked.is_promised(pack, promise)).collect();
    let mut broken = (0, None);
    for (at, one) in meant.iter().enumerate() {
        for other in &meant[at + 1..] {
            if differ_only_in(&one.walk, &other.walk, of) && !same_results(&one.outcome, &other.outcome, but_for) {
                let ((asked, said), (also_asked, also_said)) = (one.cost(), other.cost());
                let cost = (asked + also_asked, said + also_said);
                broken = (broken.0 + 1, Some(broken.1.map_or(cost, |least: Cost| least.min(cost))));
            }
        }
    }
    broken
}

fn length(walks: &[Walked], of: impl Fn(&Walk) -> u64) -> (u64, u64, u64) {
    let all: Vec<u64> = walks.iter().map(|walked| of(&walked.walk)).collect();
    (all.iter().copied().min().unwrap_or_default(), all.iter().copied().max().unwrap_or_default(), all.iter().sum())
}

/// The screens of a walk: neighbouring statements with the same answers, asked under the same condition, share one.
pub fn length_of(pack: &Pack, walk: &Walk) -> u64 {
    let shares = |at: usize| {
        let (before, this) = (&pack.questions[at - 1], &pack.questions[at]);
        let ids = |at: usize| pack.questions[at].options.iter().map(|option| option.id.clone()).collect::<Vec<_>>();
        let statements = before.kind == Kind::Statement && this.kind == Kind::Statement;
        statements && before.when == this.when && ids(at - 1) == ids(at)
    };
    walk.asked().map(usize::from).filter(|&at| at == 0 || !shares(at)).count() as u64
}

fn tenths(pack: &Pack, walk: &Walk) -> u64 {
    let each = |question: u16| if pack.questions[usize::from(question)].kind == Kind::Statement { 42 } else { 130 };
    walk.asked().map(each).sum()
}
