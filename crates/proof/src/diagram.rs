//! The second method: binary decision diagrams. It shares the space of walks and the conditions with the first method,
//! and nothing else: its own reading of guards and scales, its own constraints, its own counting.

use std::collections::HashMap;

use biodivine_lib_bdd::{Bdd, BddVariable, BddVariableSet};
use num_bigint::BigUint;
use wegwijzer_core::{Guard, Kind, Op, Scale, band};

use crate::{
    condition::{Condition, Framed, none_before},
    space::{Slot, Space},
    tally::Tally,
};

/// The walks of a space as a diagram.
pub(crate) struct Diagram<'s, 'p> {
    space: &'s Space<'p>,
    variables: BddVariableSet,
    /// The bits of each variable of the space, the highest first.
    bits: Vec<Vec<BddVariable>>,
    walks: Bdd,
    tally: Tally,
    /// The walks on which no *main* rule of a tier below one fires.
    frames: HashMap<u8, Tally>,
    guards: HashMap<(usize, Vec<u64>), Bdd>,
}

impl<'s, 'p> Diagram<'s, 'p> {
    pub(crate) fn new(space: &'s Space<'p>) -> Self {
        let width = |size: u32| (u32::BITS - size.saturating_sub(1).leading_zeros()).max(1) as u16;
        let all: u16 = space.sizes.iter().map(|&size| width(size)).sum();
        let variables = BddVariableSet::new_anonymous(all);
        let mut rest = variables.variables().into_iter();
        let bits = space.sizes.iter().map(|&size| rest.by_ref().take(width(size).into()).collect()).collect();
        let walks = variables.mk_true();
        let (tally, frames, guards) = (Tally::new(&walks), HashMap::new(), HashMap::new());
        let mut diagram = Diagram { space, variables, bits, walks, tally, frames, guards };
        let constraints = diagram.constraints();
        diagram.walks = diagram.all(constraints);
        diagram.tally = Tally::new(&diagram.walks);
        diagram
    }

    /// How many walks there are.
    pub(crate) fn total(&self) -> BigUint {
        self.tally.total()
    }

    /// On how many walks one of the cases holds; in each, all its conditions, each over its side.
    pub(crate) fn count(&mut self, cases: &[Vec<(usize, Condition)>]) -> BigUint {
        if let ([case], [_]) = (cases, self.space.packs.as_slice()) {
            let framed = Framed::of(case.iter().map(|(_, condition)| condition));
            let rest = framed.rest.iter().map(|condition| self.condition(0, condition)).collect();
            let rest = self.all(rest);
            return framed.count(|tier| self.frame(tier).count(&rest));
        }
        let mut met = Vec::new();
        for case in cases {
            let parts: Vec<Bdd> = case.iter().map(|(side, condition)| self.condition(*side, condition)).collect();
            met.push(self.all(parts));
        }
        self.tally.count(&self.any(met))
    }

    /// The walks on which no *main* rule of a lower tier fires.
    fn frame(&mut self, tier: u8) -> &Tally {
        let others = none_before(self.space.packs[0], tier);
        if others.is_empty() {
            return &self.tally;
        }
        if !self.frames.contains_key(&tier) {
            let none = self.each(0, &others);
            let frame = self.walks.and(&self.all(none));
            self.frames.insert(tier, Tally::new(&frame));
        }
        &self.frames[&tier]
    }

    /// In order and in pairs, so that each step joins diagrams of neighbours, which are small.
    fn all(&self, parts: Vec<Bdd>) -> Bdd {
        self.join(parts, true)
    }

    fn any(&self, parts: Vec<Bdd>) -> Bdd {
        self.join(parts, false)
    }

    fn join(&self, mut parts: Vec<Bdd>, all: bool) -> Bdd {
        if parts.iter().any(|part| part.as_bool() == Some(!all)) {
            return self.truth(!all);
        }
        parts.sort_by_key(|part| part.var_of(part.root_pointer()));
        while parts.len() > 1 {
            let pair = |pair: &[Bdd]| match pair {
                [one, other] if all => one.and(other),
                [one, other] => one.or(other),
                _ => pair[0].clone(),
            };
            parts = parts.chunks(2).map(pair).collect();
        }
        parts.pop().unwrap_or_else(|| self.truth(all))
    }

    fn truth(&self, holds: bool) -> Bdd {
        if holds { self.variables.mk_true() } else { self.variables.mk_false() }
    }

    /// A variable has exactly this value.
    fn equals(&self, variable: u32, value: u32) -> Bdd {
        let bits = &self.bits[variable as usize];
        let last = bits.len() - 1;
        let literals = bits.iter().enumerate().map(|(at, &bit)| (bit, value >> (last - at) & 1 == 1));
        self.variables
            .mk_conjunctive_clause(&biodivine_lib_bdd::BddPartialValuation::from_values(&literals.collect::<Vec<_>>()))
    }

    fn among(&self, variable: u32, holds: impl Fn(u32) -> bool) -> Bdd {
        let values = (0..self.space.sizes[variable as usize]).filter(|&value| holds(value));
        self.any(values.map(|value| self.equals(variable, value)).collect())
    }

    fn constraints(&mut self) -> Vec<Bdd> {
        let space = self.space;
        let mut all = Vec::new();
        for slot in &space.slots {
            // Codes that are no value.
            all.push(self.among(slot.state, |_| true));
            for (side, question) in slot.questions.iter().enumerate() {
                if let Some(question) = question.and_then(|question| space.packs[side].question(question)) {
                    let when = self.guard(side, &question.when);
                    all.push(self.among(slot.state, |value| slot.asked(side, value)).iff(&when));
                }
            }
            if slot.kind == Kind::Many {
                all.push(self.choice(slot));
            }
        }
        all
    }

    /// Either no answer and no option, or one that stands alone, or any of the others but not none.
    fn choice(&self, slot: &Slot) -> Bdd {
        let answered =
            self.among(slot.state, |value| (0..slot.questions.len()).any(|side| slot.answer(side, value).is_some()));
        let only = |holds: &dyn Fn(usize) -> bool| {
            let off = slot.bits.iter().enumerate().filter(|(at, _)| !holds(*at));
            self.all(off.map(|(_, &bit)| self.equals(bit, 0)).collect())
        };
        let nothing = only(&|_| false);
        let mut chosen = vec![only(&|at| !slot.exclusive[at])];
        chosen.extend((0..slot.bits.len()).filter(|&at| slot.exclusive[at]).map(|at| only(&|other| other == at)));
        answered.and(&self.any(chosen)).and_not(&nothing).or(&nothing.and_not(&answered))
    }

    fn condition(&mut self, side: usize, condition: &Condition) -> Bdd {
        match condition {
            Condition::Truth(holds) => self.truth(*holds),
            Condition::Guard(guard) => self.guard(side, guard),
            Condition::Place { classes, unknown } => match self.space.packs[side].place_question() {
                None => self.truth(*unknown),
                Some(question) => {
                    let slot = self.space.slot(side, question);
                    self.among(slot.state, |value| match slot.answer(side, value) {
                        Some(class) => classes[class as usize],
                        None => *unknown,
                    })
                }
            },
            Condition::Not(inner) => self.condition(side, inner).not(),
            Condition::All(all) => {
                let all = self.each(side, all);
                self.all(all)
            }
            Condition::Any(all) => {
                let all = self.each(side, all);
                self.any(all)
            }
            Condition::AtLeast(least, all) => {
                let all = self.each(side, all);
                self.at_least(*least, &all)
            }
            Condition::NoneBefore(tier) => {
                let all = self.each(side, &none_before(self.space.packs[side], *tier));
                self.all(all)
            }
        }
    }

    fn each(&mut self, side: usize, all: &[Condition]) -> Vec<Bdd> {
        all.iter().map(|one| self.condition(side, one)).collect()
    }

    /// Counts up part by part: after each, one diagram for every number that holds so far.
    fn at_least(&self, least: usize, parts: &[Bdd]) -> Bdd {
        let mut reached = vec![self.truth(true)];
        reached.resize(least + 1, self.truth(false));
        for part in parts {
            for number in (1..=least).rev() {
                reached[number] = reached[number].or(&reached[number - 1].and(part));
            }
        }
        reached.swap_remove(least)
    }

    fn guard(&mut self, side: usize, guard: &Guard) -> Bdd {
        let key = (side, guard.0.iter().map(|op| fingerprint(*op)).collect());
        if let Some(bdd) = self.guards.get(&key) {
            return bdd.clone();
        }
        let mut stack: Vec<Bdd> = Vec::new();
        for &op in &guard.0 {
            let takes = match op {
                Op::Not => 1,
                Op::And | Op::Or => 2,
                Op::AtLeast(_, of) => of.into(),
                _ => 0,
            };
            let operands = stack.split_off(stack.len().saturating_sub(takes));
            let bdd = match op {
                Op::Not => operands[0].not(),
                Op::And => operands[0].and(&operands[1]),
                Op::Or => operands[0].or(&operands[1]),
                Op::AtLeast(least, _) => self.at_least(least.into(), &operands),
                atom => self.atom(side, atom),
            };
            stack.push(bdd);
        }
        let bdd = stack.pop().unwrap_or_else(|| self.truth(true));
        self.guards.insert(key, bdd.clone());
        bdd
    }

    fn atom(&self, side: usize, op: Op) -> Bdd {
        let space = self.space;
        let asked = |question: u16| {
            let slot = space.slot(side, question);
            self.among(slot.state, |value| slot.asked(side, value))
        };
        match op {
            Op::Chose(question, option) => self.chose(side, question, |index| index == option),
            Op::Asked(question) => asked(question),
            Op::Answered(question) => self.answered(side, question),
            Op::Skipped(question) => asked(question).and_not(&self.answered(side, question)),
            Op::Region(region) => {
                let pack = space.packs[side];
                let inside = |class: u32| {
                    let place = space.classes[class as usize].place[side];
                    place.and_then(|place| pack.places.region_of(place)) == Some(region)
                };
                pack.place_question().map_or(self.truth(false), |question| {
                    let slot = space.slot(side, question);
                    self.among(slot.state, |value| slot.answer(side, value).is_some_and(inside))
                })
            }
            Op::Band(scale, wanted) => {
                let scale = &space.packs[side].scales[usize::from(scale)];
                let wanted = (usize::from(wanted) < scale.bands.len()).then_some(wanted);
                self.band(side, scale, wanted, 0, 0, 0, &mut HashMap::new())
            }
            Op::Not | Op::And | Op::Or | Op::AtLeast(..) => self.truth(false),
        }
    }

    fn answered(&self, side: usize, question: u16) -> Bdd {
        let slot = self.space.slot(side, question);
        match slot.kind {
            Kind::Place => self.among(slot.state, |value| {
                let class = slot.answer(side, value).map(|class| &self.space.classes[class as usize]);
                class.is_some_and(|class| class.place[side].is_some())
            }),
            _ => self.chose(side, question, |_| true),
        }
    }

    /// Answered with one of the options that a closure picks, by their index on the side.
    fn chose(&self, side: usize, question: u16, picks: impl Fn(u8) -> bool) -> Bdd {
        let slot = self.space.slot(side, question);
        let picked: Vec<usize> =
            (0..slot.options.len()).filter(|&at| slot.options[at][side].is_some_and(&picks)).collect();
        if slot.kind == Kind::Many {
            let asked = self.among(slot.state, |value| slot.asked(side, value));
            asked.and(&self.any(picked.iter().map(|&at| self.equals(slot.bits[at], 1)).collect()))
        } else {
            self.among(slot.state, |value| slot.answer(side, value).is_some_and(|at| picked.contains(&(at as usize))))
        }
    }

    /// The sum that begins at an item, with so much before it, ends in a band.
    #[expect(clippy::too_many_arguments, reason = "a recursion: where it is in the sum, and what it knows already")]
    fn band(
        &self,
        side: usize,
        scale: &Scale,
        wanted: Option<u8>,
        item: usize,
        sum: i32,
        answered: u8,
        known: &mut HashMap<(usize, i32, u8), Bdd>,
    ) -> Bdd {
        if let Some(bdd) = known.get(&(item, sum, answered)) {
            return bdd.clone();
        }
        let bdd = match scale.items.get(item) {
            None => self.truth(band(scale, sum, answered) == wanted),
            Some(this) => {
                let slot = self.space.slot(side, this.question);
                let mut ends = Vec::new();
                for (option, &points) in this.points.iter().enumerate() {
                    let rest = self.band(side, scale, wanted, item + 1, sum + i32::from(points), answered + 1, known);
                    ends.push(rest.and(&self.chose(side, this.question, |index| usize::from(index) == option)));
                }
                let rest = self.band(side, scale, wanted, item + 1, sum, answered, known);
                debug_assert_eq!(slot.kind, Kind::Statement);
                ends.push(rest.and_not(&self.answered(side, this.question)));
                self.any(ends)
            }
        };
        known.insert((item, sum, answered), bdd.clone());
        bdd
    }
}

fn fingerprint(op: Op) -> u64 {
    let (sort, a, b) = match op {
        Op::Chose(question, option) => (0, u64::from(question), u64::from(option)),
        Op::Asked(question) => (1, question.into(), 0),
        Op::Answered(question) => (2, question.into(), 0),
        Op::Skipped(question) => (3, question.into(), 0),
        Op::Band(scale, band) => (4, scale.into(), band.into()),
        Op::Region(region) => (5, region.into(), 0),
        Op::AtLeast(least, of) => (6, least.into(), of.into()),
        Op::Not => (7, 0, 0),
        Op::And => (8, 0, 0),
        Op::Or => (9, 0, 0),
    };
    sort << 32 | a << 8 | b
}
