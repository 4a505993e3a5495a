//! What has to hold for every pack and what an author promises, decided over all walks by both methods.

use std::{collections::HashMap, fmt};

use num_bigint::BigUint;
use wegwijzer_core::{Answers, Guard, Op, Pack, Role, replay, serve};
use wegwijzer_pack::{Always, Claim, Promise};

use crate::{
    condition::{Condition, Framed, Results, none_before},
    diagram::Diagram,
    encode::Encoder,
    formula::Formula,
    length::{opens_screen, tenths},
    search::Graph,
    space::{Pairing, Space},
};

/// What was found out about all walks of a pack.
#[derive(Clone, Debug)]
pub struct Report {
    /// How many walks there are: one for each state of every asked question, places by class.
    pub walks: BigUint,
    /// How many walks there are if every municipality and every region counts by itself.
    pub walks_by_place: BigUint,
    /// How many classes of places with the same services there are; 0 in a pack without places.
    pub classes: usize,
    /// How many places: municipalities, and regions alone.
    pub places: usize,
    /// In screens.
    pub screens: Length,
    /// In tenths of a second.
    pub tenths: Length,
    /// How many walks end in a last resort alone.
    pub only_fallback: BigUint,
    /// In the order of the pack.
    pub rules: Vec<RuleReach>,
    /// In the order of the kinds, then of the rows.
    pub services: Vec<ServiceReach>,
    /// What was looked at and holds.
    pub proven: Vec<What>,
    /// What does not hold.
    pub failures: Vec<Failure>,
    /// The nodes of the graph of merged walks: the widest layer, and all.
    pub nodes: (usize, usize),
}

/// The shortest, longest and mean walk.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Length {
    /// The least of all walks.
    pub shortest: u64,
    /// The most of all walks.
    pub longest: u64,
    /// All walks together; divided by their number, the mean.
    pub sum: BigUint,
}

/// How often a rule is reached.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RuleReach {
    /// Walks on which its guard holds.
    pub fires: BigUint,
    /// Walks whose result shows it.
    pub shown: BigUint,
    /// Walks on which it gives the main step.
    pub leads: BigUint,
}

/// How often a service is reached.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ServiceReach {
    /// The kind.
    pub kind: u16,
    /// The most local row that names it, or the kind.
    pub id: String,
    /// Walks whose result names it.
    pub walks: BigUint,
}

/// What has to hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum What {
    /// A question can be asked.
    Asked(u16),
    /// An option can be chosen.
    Chosen(u16, u8),
    /// A band of a scale can be reached.
    Reached(u16, u8),
    /// A rule can fire.
    Fires(usize),
    /// A rule is not always shadowed by others.
    NotShadowed(usize),
    /// Everybody gets a main step.
    Main,
    /// Main steps of one tier are the same or declared equal.
    OneMain(usize, usize),
    /// Everybody gets a person with a way to reach them.
    Person,
    /// A last resort is never the only main step outside `fallback-when`.
    Fallback,
    /// Low or unknown readiness never ends in self-help alone.
    SelfHelp,
    /// A promise of the pack, by its index.
    Promise(usize),
    /// A promise of the pack is made to somebody: its `when` holds on a walk.
    ForSomebody(usize),
}

/// Something that does not hold.
#[derive(Clone, Debug)]
pub struct Failure {
    /// What.
    pub what: What,
    /// On how many walks (for a promise over two walks: pairs). 0 where the failure is that there is none.
    pub walks: BigUint,
    /// The shortest such walk, or two of them; none where the failure is that there is none.
    pub example: Vec<Answers>,
}

/// Nothing can be said of a pack: the two methods, or a method and the engine, do not agree, which no pack can cause and is
/// a mistake in the prover; or the pack is too large.
#[derive(Clone, Debug)]
pub struct NotProven(String);

impl NotProven {
    fn about(what: impl fmt::Display) -> Self {
        NotProven(format!("the prover contradicts itself and proves nothing: {what}"))
    }
}

impl fmt::Display for NotProven {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for NotProven {}

impl Report {
    /// What has to be on some walk is on so many.
    fn must_be(&mut self, what: What, walks: &BigUint) {
        if *walks == BigUint::default() {
            self.failures.push(Failure { what, walks: BigUint::default(), example: Vec::new() });
        } else {
            self.proven.push(what);
        }
    }
}

/// The most yes-or-no variables that a pack may need: some thousand questions. The library of the diagrams counts them in
/// 16 bits.
const MOST_BITS: usize = 20_000;

/// Proves a pack, or finds out what does not hold. `progress` hears what is being looked at.
///
/// # Errors
/// If the two methods do not agree, or the pack is too large.
pub fn prove(pack: &Pack, promises: &[Promise], progress: &dyn Fn(&str)) -> Result<Report, NotProven> {
    let regions = regions_asked_for(pack, promises);
    let space = Space::of_pack(pack, &regions);
    // Two walks side by side need up to three times as many.
    if space.bits() > MOST_BITS {
        return Err(NotProven(format!(
            "this pack is too large to be proven: its questions and options need {} yes-or-no variables; the most is {MOST_BITS}",
            space.bits()
        )));
    }
    progress("laying out all walks");
    let mut both = Both::new(&space);
    let walks = both.total()?;
    let results = Results::new(&space, 0);

    let mut report = Report {
        walks,
        walks_by_place: both.total_by_place()?,
        classes: space.classes.len(),
        places: space.classes.iter().map(|class| class.codes.len()).sum(),
        screens: both.length(|question| u64::from(opens_screen(pack, question))),
        tenths: both.length(|question| tenths(pack.questions[usize::from(question)].kind)),
        only_fallback: BigUint::default(),
        rules: Vec::new(),
        services: Vec::new(),
        proven: Vec::new(),
        failures: Vec::new(),
        nodes: both.graph.size(),
    };

    progress("what can be reached");
    for (index, question) in (0u16..).zip(&pack.questions) {
        let asked = Condition::Guard(Guard(vec![Op::Asked(index)]));
        both.possible(&mut report, What::Asked(index), asked)?;
        for option in 0..question.options.len() as u8 {
            let chosen = Condition::Guard(Guard(vec![Op::Chose(index, option)]));
            both.possible(&mut report, What::Chosen(index, option), chosen)?;
        }
    }
    for (index, scale) in (0u16..).zip(&pack.scales) {
        for band in 0..scale.bands.len() as u8 {
            let reached = Condition::Guard(Guard(vec![Op::Band(index, band)]));
            both.possible(&mut report, What::Reached(index, band), reached)?;
        }
    }
    for (index, rule) in pack.rules.iter().enumerate() {
        progress(&format!("rule {}", rule.id));
        let fires = both.possible(&mut report, What::Fires(index), results.fires(index))?;
        let leads = both.count(&vec![vec![(0, results.leads(index))]], "a leading rule")?;
        // No rule is shown in two roles at once.
        let mut shown = leads.clone();
        for role in [Role::First, Role::Also, Role::Person] {
            shown += both.count(&vec![vec![(0, results.shown_as(index, role))]], "a rule that is shown")?;
        }
        if fires != BigUint::default() {
            report.must_be(What::NotShadowed(index), &shown);
        }
        report.rules.push(RuleReach { fires, shown, leads });
    }
    progress("services");
    report.services = services(pack, &space, &results, &mut both)?;

    progress("built-in promises");
    both.never(&mut report, What::Main, vec![vec![(0, results.has(Role::Main).not())]])?;
    for (one, other) in results.rivals() {
        both.never(&mut report, What::OneMain(one, other), vec![vec![(0, results.tie(one, other))]])?;
    }
    both.never(&mut report, What::Person, vec![vec![(0, results.has(Role::Person).not())]])?;
    let only_fallback = results.only_fallback();
    report.only_fallback = both.count(&vec![vec![(0, only_fallback.clone())]], "walks to a last resort")?;
    let allowed = Condition::Guard(pack.fallback_when.clone());
    both.never(&mut report, What::Fallback, vec![vec![(0, only_fallback), (0, allowed.not())]])?;
    if let Some(scale) = pack.readiness {
        let unknown = pack.scales[usize::from(scale)].bands.len() as u8;
        let unready = Guard(vec![Op::Band(scale, 0), Op::Band(scale, unknown), Op::Or]);
        let alone = vec![vec![(0, Condition::Guard(unready)), (0, results.only_self_help())]];
        both.never(&mut report, What::SelfHelp, alone)?;
    }
    for (index, promise) in promises.iter().enumerate() {
        progress(&format!("promise {}", promise.id));
        let when = Condition::Guard(promise.when.clone());
        let mut to = vec![(0, when.clone())];
        if let Always::Independent { of, .. } = promise.always {
            to.push((0, Condition::Guard(Guard(vec![Op::Asked(of)]))));
        }
        if both.count(&vec![to], &promise.id)? == BigUint::default() {
            // Kept for everybody it is made to, and so said of nobody: not what the author meant.
            let what = What::ForSomebody(index);
            report.failures.push(Failure { what, walks: BigUint::default(), example: Vec::new() });
            continue;
        }
        match &promise.always {
            Always::Each(claim) => {
                let broken = vec![vec![(0, when), (0, results.claim(claim).not())]];
                both.never(&mut report, What::Promise(index), broken)?;
            }
            Always::Independent { of, but_for } => {
                let regions = [regions.clone(), regions.clone()];
                let (pairs, _) = Space::of_two(pack, pack, &Pairing::AllBut(*of), &regions);
                let mut two = Both::new(&pairs);
                two.never(&mut report, What::Promise(index), differ(&pairs, *of, *but_for, &when))?;
                // Two walks that differ are met twice, once from either side.
                let broken = report.failures.iter_mut().filter(|failure| failure.what == What::Promise(index));
                broken.for_each(|failure| failure.walks /= 2u8);
            }
        }
    }
    Ok(report)
}

/// How often `progress` is called in a proof.
pub fn steps(pack: &Pack, promises: &[Promise]) -> u64 {
    (pack.rules.len() + promises.len() + 4) as u64
}

/// Where two walks of one person differ in their results, in either direction.
fn differ(pairs: &Space, of: u16, but_for: Option<u16>, when: &Condition) -> Cases {
    let (one, other) = (Results::new(pairs, 0), Results::new(pairs, 1));
    let asked = Condition::Guard(Guard(vec![Op::Asked(of)]));
    let frame = [(0, when.clone()), (1, when.clone()), (0, asked.clone()), (1, asked)];
    let rules = &pairs.packs[0].rules;
    let mut cases = Vec::new();
    let mut case = |one: Condition, other: Condition| {
        for parts in [[(0, one.clone()), (1, other.clone().not())], [(0, one.not()), (1, other)]] {
            cases.push(frame.iter().cloned().chain(parts).collect());
        }
    };
    let mut seen = Vec::new();
    for role in [Role::First, Role::Main, Role::Also, Role::Person] {
        for rule in rules.iter().filter(|rule| Some(rule.kind) != but_for) {
            if !seen.contains(&(role, rule.step, rule.kind)) {
                seen.push((role, rule.step, rule.kind));
                let same = |results: &Results| {
                    let alike = rules.iter().enumerate().filter(|(_, r)| r.step == rule.step && r.kind == rule.kind);
                    Condition::Any(alike.map(|(at, _)| results.shown_as(at, role)).collect())
                };
                case(same(&one), same(&other));
            }
        }
    }
    if let Some(kind) = but_for {
        case(one.names(None, kind), other.names(None, kind));
    }
    cases
}

fn services(pack: &Pack, space: &Space, results: &Results, both: &mut Both) -> Result<Vec<ServiceReach>, NotProven> {
    let mut all = Vec::new();
    for kind in 0..pack.kinds.len() as u16 {
        if !pack.rules.iter().any(|rule| rule.kind == kind) {
            continue;
        }
        let mut ids: Vec<&str> = vec![serve(pack, kind, None).id];
        for place in space.classes.iter().map(|class| class.place[0]) {
            let id = serve(pack, kind, place).id;
            if !ids.contains(&id) {
                ids.push(id);
            }
        }
        for id in ids {
            let here = results.place(|place| serve(pack, kind, place).id == id);
            let walks = both.count(&vec![vec![(0, results.names(None, kind)), (0, here)]], id)?;
            all.push(ServiceReach { kind, id: id.to_owned(), walks });
        }
    }
    Ok(all)
}

/// One of several cases holds; in each, all its conditions, each over its side.
pub(crate) type Cases = Vec<Vec<(usize, Condition)>>;

/// Both methods over one space.
pub(crate) struct Both<'s, 'p> {
    space: &'s Space<'p>,
    encoder: Encoder<'s, 'p>,
    constraints: Vec<Formula>,
    graph: Graph,
    /// The walks on which no *main* rule of a tier below one fires.
    frames: HashMap<u8, Graph>,
    diagram: Diagram<'s, 'p>,
}

impl<'s, 'p> Both<'s, 'p> {
    pub(crate) fn new(space: &'s Space<'p>) -> Self {
        let mut encoder = Encoder::new(space);
        let constraints = encoder.constraints();
        let graph = Graph::new(&mut encoder.formulas, &constraints);
        Both { space, encoder, constraints, graph, frames: HashMap::new(), diagram: Diagram::new(space) }
    }

    pub(crate) fn total(&self) -> Result<BigUint, NotProven> {
        agree(self.graph.total(), self.diagram.total(), "all walks")
    }

    /// How many walks there are if every place of a class counts.
    fn total_by_place(&mut self) -> Result<BigUint, NotProven> {
        let mut all = self.total()?;
        if self.space.packs[0].place_question().is_some() {
            for (index, class) in self.space.classes.iter().enumerate().filter(|(_, class)| class.codes.len() > 1) {
                let classes = (0..self.space.classes.len()).map(|other| other == index).collect();
                let here = Condition::Place { classes, unknown: false };
                let walks = self.count(&vec![vec![(0, here)]], "walks of a place")?;
                all += walks * (class.codes.len() - 1);
            }
        }
        Ok(all)
    }

    /// On how many walks one of the cases holds.
    pub(crate) fn count(&mut self, cases: &Cases, of: &str) -> Result<BigUint, NotProven> {
        let found = self.search(cases);
        agree(found, self.diagram.count(cases), of)
    }

    fn search(&mut self, cases: &Cases) -> BigUint {
        if let ([case], [_]) = (cases.as_slice(), self.space.packs.as_slice()) {
            let framed = Framed::of(case.iter().map(|(_, condition)| condition));
            let rest: Vec<Formula> = framed.rest.iter().map(|condition| self.encoder.condition(0, condition)).collect();
            let rest = self.encoder.formulas.and(rest);
            return framed.count(|tier| self.count_within(tier, rest));
        }
        let formula = self.encoder.cases(cases);
        self.graph.count(&mut self.encoder.formulas, formula)
    }

    /// On how many walks a formula holds and no *main* rule of a lower tier fires.
    fn count_within(&mut self, tier: u8, formula: Formula) -> BigUint {
        let others = none_before(self.space.packs[0], tier);
        if others.is_empty() {
            return self.graph.count(&mut self.encoder.formulas, formula);
        }
        if !self.frames.contains_key(&tier) {
            let none = others.iter().map(|condition| self.encoder.condition(0, condition)).collect();
            let constraints = [self.constraints.clone(), none].concat();
            self.frames.insert(tier, Graph::new(&mut self.encoder.formulas, &constraints));
        }
        self.frames[&tier].count(&mut self.encoder.formulas, formula)
    }

    /// What has to be there.
    fn possible(&mut self, report: &mut Report, what: What, condition: Condition) -> Result<BigUint, NotProven> {
        let walks = self.count(&vec![vec![(0, condition)]], &format!("{what:?}"))?;
        report.must_be(what, &walks);
        Ok(walks)
    }

    /// What must not be there.
    fn never(&mut self, report: &mut Report, what: What, cases: Cases) -> Result<(), NotProven> {
        let walks = self.count(&cases, &format!("{what:?}"))?;
        if walks == BigUint::default() {
            report.proven.push(what);
            return Ok(());
        }
        let example = self.shortest(&cases, &format!("{what:?}"))?;
        report.failures.push(Failure { what, walks, example });
        Ok(())
    }

    /// The shortest walk on which one of the cases holds: the fewest questions, then the fewest answers. One walk a side.
    pub(crate) fn shortest(&mut self, cases: &Cases, of: &str) -> Result<Vec<Answers>, NotProven> {
        let formula = self.encoder.cases(cases);
        let space = self.space;
        let cost = |variable: u32, value: u32| effort(space, variable, value);
        let values = self.graph.cheapest(&mut self.encoder.formulas, formula, cost);
        let lost = || NotProven::about(format!("{of}: counted, but no example is found"));
        let values = values.ok_or_else(lost)?;
        let walks: Vec<Answers> = (0..space.packs.len()).map(|side| space.answers(side, &values)).collect();
        // The engine has the last word.
        let holds = |(side, condition): &(usize, Condition)| {
            let walk = replay(space.packs[*side], &walks[*side]);
            condition.holds(space, *side, &walk)
        };
        if !cases.iter().any(|case| case.iter().all(holds)) {
            return Err(NotProven::about(format!("{of}: the engine does not confirm the example {walks:?}")));
        }
        Ok(walks)
    }

    /// The shortest, the longest and all walks of the first side, with so much for each question that is asked.
    fn length(&self, each: impl Fn(u16) -> u64) -> Length {
        let slots = &self.space.slots;
        let cost = |variable: u32, value: u32| {
            let slot = slots.iter().find(|slot| slot.state == variable && slot.asked(0, value));
            slot.and_then(|slot| slot.questions[0]).map_or(0, &each)
        };
        let (shortest, longest, sum) = self.graph.costs(cost).unwrap_or_default();
        Length { shortest, longest, sum }
    }
}

/// What a value costs the reader of an example: a question first of all, then all that is said in reply.
pub(crate) fn effort(space: &Space, variable: u32, value: u32) -> u64 {
    const QUESTION: u64 = 1 << 20;
    match space.slots.iter().find(|slot| slot.state == variable) {
        Some(slot) => {
            let sides = 0..space.packs.len();
            let asked = sides.clone().filter(|&side| slot.asked(side, value)).count() as u64;
            // Of several answers to one question each is one to read: they cost what their variables do.
            let answered = sides.filter(|&side| slot.bits.is_empty() && slot.answer(side, value).is_some());
            asked * QUESTION + answered.count() as u64
        }
        None => value.into(),
    }
}

fn agree(search: BigUint, diagram: BigUint, of: &str) -> Result<BigUint, NotProven> {
    if search == diagram {
        return Ok(search);
    }
    Err(NotProven::about(format!("{of}: the search counts {search} walks, the diagram {diagram}")))
}

fn regions_asked_for(pack: &Pack, promises: &[Promise]) -> Vec<u16> {
    fn of_claim<'c>(claim: &'c Claim, guards: &mut Vec<&'c Guard>) {
        match claim {
            Claim::Guard(guard) => guards.push(guard),
            Claim::Not(inner) => of_claim(inner, guards),
            Claim::All(all) | Claim::Any(all) | Claim::AtLeast(_, all) => {
                all.iter().for_each(|one| of_claim(one, guards));
            }
            Claim::Has(_) | Claim::Leads(..) | Claim::OnlyFallback | Claim::AtMost(..) => {}
        }
    }
    let mut guards: Vec<&Guard> = pack.questions.iter().map(|question| &question.when).collect();
    guards.extend(pack.rules.iter().map(|rule| &rule.when));
    guards.push(&pack.fallback_when);
    for promise in promises {
        guards.push(&promise.when);
        if let Always::Each(claim) = &promise.always {
            of_claim(claim, &mut guards);
        }
    }
    let mut regions = Vec::new();
    for op in guards.iter().flat_map(|guard| &guard.0) {
        if let Op::Region(region) = op
            && !regions.contains(region)
        {
            regions.push(*region);
        }
    }
    regions
}
