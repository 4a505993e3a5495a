//! Conditions as formulas, for the first method: what each guard, scale and place says of the variables of a space, and
//! the constraints that make an assignment of values a walk.

use std::collections::{HashMap, HashSet};

use wegwijzer_core::{Guard, Kind, Op, band};

use crate::{
    condition::{Condition, none_before},
    formula::{Formula, Formulas, Sum},
    prove::Cases,
    space::{Slot, Space},
};

/// Turns conditions into formulas.
pub(crate) struct Encoder<'s, 'p> {
    space: &'s Space<'p>,
    pub(crate) formulas: Formulas,
    /// By side and scale.
    sums: HashMap<(usize, u16), u32>,
}

impl<'s, 'p> Encoder<'s, 'p> {
    pub(crate) fn new(space: &'s Space<'p>) -> Self {
        Encoder { space, formulas: Formulas::new(space.sizes.clone()), sums: HashMap::new() }
    }

    /// What makes an assignment a walk: a question is asked where its guard holds and only there, and an answer to a
    /// `many` is a set that a person can choose.
    pub(crate) fn constraints(&mut self) -> Vec<Formula> {
        let space = self.space;
        let mut all = Vec::new();
        for slot in &space.slots {
            for (side, question) in slot.questions.iter().enumerate() {
                let Some(question) = question.and_then(|question| space.packs[side].question(question)) else {
                    continue;
                };
                let asked = self.formulas.among(slot.state, |value| slot.asked(side, value));
                let when = self.guard(side, &question.when);
                all.push(self.formulas.iff(asked, when));
            }
            if slot.kind == Kind::Many {
                all.extend(self.choices(slot));
            }
            all.extend(self.sayable(slot));
        }
        all
    }

    /// Where only one side asks, only what it offers can be said. Two sides of one pack offer the same, so that this says
    /// nothing there, and the diagram does without.
    fn sayable(&mut self, slot: &Slot) -> Vec<Formula> {
        let (space, sides) = (self.space, slot.questions.len());
        let alone = |side: usize, value: u32| (0..sides).all(|other| slot.asked(other, value) == (other == side));
        let mut all = Vec::new();
        for side in (0..sides).filter(|_| sides > 1) {
            let knows = |answer: u32| match slot.kind {
                Kind::Place => space.classes[answer as usize].place[side].is_some(),
                Kind::One | Kind::Statement => slot.options[answer as usize][side].is_some(),
                Kind::Many => true,
            };
            let known = |value: u32| !alone(side, value) || slot.answer(side, value).is_none_or(knows);
            all.push(self.formulas.among(slot.state, known));
            for (_, &bit) in slot.options.iter().zip(&slot.bits).filter(|(option, _)| option[side].is_none()) {
                let others = self.formulas.among(slot.state, |value| !alone(side, value));
                let not_chosen = self.formulas.among(bit, |value| value == 0);
                all.push(self.formulas.or([others, not_chosen]));
            }
        }
        all
    }

    fn choices(&mut self, slot: &Slot) -> Vec<Formula> {
        let answered = |value: u32| (0..slot.questions.len()).any(|side| slot.answer(side, value).is_some());
        let answered = self.formulas.among(slot.state, answered);
        let not_answered = self.formulas.not(answered);
        let bits: Vec<Formula> = slot.bits.iter().map(|&bit| self.formulas.among(bit, |value| value == 1)).collect();
        let mut all = Vec::new();
        let one = self.formulas.or(bits.iter().copied());
        all.push(self.formulas.or([not_answered, one]));
        for (at, &bit) in bits.iter().enumerate() {
            let not_bit = self.formulas.not(bit);
            all.push(self.formulas.or([answered, not_bit]));
            for (other, &second) in bits.iter().enumerate().filter(|(other, _)| slot.exclusive[at] && *other != at) {
                debug_assert_ne!(at, other);
                let not_second = self.formulas.not(second);
                all.push(self.formulas.or([not_bit, not_second]));
            }
        }
        all
    }

    /// One of several cases; in each, all its conditions, each over its side.
    pub(crate) fn cases(&mut self, cases: &Cases) -> Formula {
        let mut any = Vec::new();
        for case in cases {
            let all: Vec<Formula> = case.iter().map(|(side, condition)| self.condition(*side, condition)).collect();
            any.push(self.formulas.and(all));
        }
        self.formulas.or(any)
    }

    /// A condition over one side.
    pub(crate) fn condition(&mut self, side: usize, condition: &Condition) -> Formula {
        match condition {
            Condition::Truth(holds) => Formula::truth(*holds),
            Condition::Guard(guard) => self.guard(side, guard),
            Condition::Place { classes, unknown } => {
                let space = self.space;
                let Some(question) = space.packs[side].place_question() else { return Formula::truth(*unknown) };
                let slot = space.slot(side, question);
                self.formulas.among(slot.state, |value| match slot.answer(side, value) {
                    Some(class) => classes[class as usize],
                    None => *unknown,
                })
            }
            Condition::Not(inner) => {
                let inner = self.condition(side, inner);
                self.formulas.not(inner)
            }
            Condition::All(all) => {
                let all = self.each(side, all);
                self.formulas.and(all)
            }
            Condition::Any(all) => {
                let all = self.each(side, all);
                self.formulas.or(all)
            }
            Condition::AtLeast(least, all) => {
                let all = self.each(side, all);
                self.formulas.at_least(*least as u32, all)
            }
            Condition::NoneBefore(tier) => {
                let all = self.each(side, &none_before(self.space.packs[side], *tier));
                self.formulas.and(all)
            }
        }
    }

    fn each(&mut self, side: usize, all: &[Condition]) -> Vec<Formula> {
        all.iter().map(|one| self.condition(side, one)).collect()
    }

    fn guard(&mut self, side: usize, guard: &Guard) -> Formula {
        let mut stack: Vec<Formula> = Vec::new();
        for &op in &guard.0 {
            let formula = match op {
                Op::Not => {
                    let inner = pop(&mut stack);
                    self.formulas.not(inner)
                }
                Op::And => {
                    let two = [pop(&mut stack), pop(&mut stack)];
                    self.formulas.and(two)
                }
                Op::Or => {
                    let two = [pop(&mut stack), pop(&mut stack)];
                    self.formulas.or(two)
                }
                Op::AtLeast(least, of) => {
                    let parts = stack.split_off(stack.len().saturating_sub(of.into()));
                    self.formulas.at_least(least.into(), parts)
                }
                atom => self.atom(side, atom),
            };
            stack.push(formula);
        }
        stack.pop().unwrap_or(Formula::TRUE)
    }

    fn atom(&mut self, side: usize, op: Op) -> Formula {
        let space = self.space;
        match op {
            Op::Chose(question, option) => {
                let slot = space.slot(side, question);
                let Some(at) = slot.options.iter().position(|of| of[side] == Some(option)) else {
                    return Formula::FALSE;
                };
                if slot.kind == Kind::Many {
                    let asked = self.formulas.among(slot.state, |value| slot.asked(side, value));
                    let bit = self.formulas.among(slot.bits[at], |value| value == 1);
                    self.formulas.and([asked, bit])
                } else {
                    self.formulas.among(slot.state, |value| slot.answer(side, value) == Some(at as u32))
                }
            }
            Op::Asked(question) => {
                let slot = space.slot(side, question);
                self.formulas.among(slot.state, |value| slot.asked(side, value))
            }
            Op::Answered(question) => self.answered(side, question),
            Op::Skipped(question) => {
                let slot = space.slot(side, question);
                let asked = self.formulas.among(slot.state, |value| slot.asked(side, value));
                let answered = self.answered(side, question);
                let not_answered = self.formulas.not(answered);
                self.formulas.and([asked, not_answered])
            }
            Op::Band(scale, wanted) => self.band(side, scale, wanted),
            Op::Region(region) => {
                let pack = space.packs[side];
                let Some(question) = pack.place_question() else { return Formula::FALSE };
                let slot = space.slot(side, question);
                self.formulas.among(slot.state, |value| {
                    let class = slot.answer(side, value).map(|class| &space.classes[class as usize]);
                    let place = class.and_then(|class| class.place[side]);
                    place.and_then(|place| pack.places.region_of(place)) == Some(region)
                })
            }
            Op::AtLeast(..) | Op::Not | Op::And | Op::Or => Formula::FALSE,
        }
    }

    /// Asked and answered with something that the side knows.
    fn answered(&mut self, side: usize, question: u16) -> Formula {
        let space = self.space;
        let slot = space.slot(side, question);
        match slot.kind {
            Kind::Many => {
                let known = slot.options.iter().zip(&slot.bits).filter(|(option, _)| option[side].is_some());
                let bits: Vec<u32> = known.map(|(_, &bit)| bit).collect();
                let bits: Vec<Formula> = bits.iter().map(|&bit| self.formulas.among(bit, |value| value == 1)).collect();
                let asked = self.formulas.among(slot.state, |value| slot.answer(side, value).is_some());
                // With options of this side alone, an answer is one of them; no need to look which.
                if slot.options.iter().all(|option| option[side].is_some()) {
                    return asked;
                }
                let one = self.formulas.or(bits);
                self.formulas.and([asked, one])
            }
            Kind::Place => self.formulas.among(slot.state, |value| {
                slot.answer(side, value).is_some_and(|class| space.classes[class as usize].place[side].is_some())
            }),
            Kind::One | Kind::Statement => self.formulas.among(slot.state, |value| {
                slot.answer(side, value).is_some_and(|answer| slot.options[answer as usize][side].is_some())
            }),
        }
    }

    fn band(&mut self, side: usize, scale: u16, wanted: u8) -> Formula {
        let sum = match self.sums.get(&(side, scale)) {
            Some(&sum) => sum,
            None => {
                let sum = self.sum(side, scale);
                let sum = self.formulas.add_sum(sum);
                self.sums.insert((side, scale), sum);
                sum
            }
        };
        self.formulas.sum_in(sum, &[wanted.into()])
    }

    fn sum(&self, side: usize, scale: u16) -> Sum {
        let space = self.space;
        let scale = &space.packs[side].scales[usize::from(scale)];
        let mut items: Vec<(u32, Vec<Option<i32>>)> = scale
            .items
            .iter()
            .map(|item| {
                let slot = space.slot(side, item.question);
                let points = |value: u32| {
                    let option = slot.options[slot.answer(side, value)? as usize][side]?;
                    item.points.get(usize::from(option)).map(|&points| i32::from(points))
                };
                (slot.state, (0..space.sizes[slot.state as usize]).map(points).collect())
            })
            .collect();
        items.sort_by_key(|(variable, _)| *variable);
        let mut ends: HashSet<(i32, u16)> = HashSet::from([(0, 0)]);
        for (_, points) in &items {
            let more = ends.iter().flat_map(|&(sum, count)| {
                points.iter().map(move |points| (sum + points.unwrap_or_default(), count + u16::from(points.is_some())))
            });
            ends = more.collect();
        }
        let unknown = scale.bands.len() as u32;
        let outcome = |(sum, answered): (i32, u16)| {
            let answered = u8::try_from(answered).unwrap_or(u8::MAX);
            ((sum, u16::from(answered)), band(scale, sum, answered).map_or(unknown, u32::from))
        };
        Sum { items, outcomes: ends.into_iter().map(outcome).collect() }
    }
}

/// The guards of a pack that was checked never run out of operands.
fn pop(stack: &mut Vec<Formula>) -> Formula {
    stack.pop().unwrap_or(Formula::FALSE)
}
