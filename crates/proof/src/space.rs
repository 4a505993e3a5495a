//! The space of all walks: one slot a question, with a value for all that can become of it.
//!
//! A space has one side (the walks of a pack), or two that belong to one person: the same answers, once through each
//! side. The sides are two packs, or the same pack with one question answered differently. A question that both sides
//! have is one slot: where both ask it, the answer is the same.

use std::collections::{HashMap, HashSet};

use wegwijzer_core::{Answer, Answers, Kind, OptionSet, Pack, Place, Reply, serve};

/// The walks of one pack, or of two packs together.
#[derive(Clone, Debug)]
pub struct Space<'p> {
    pub(crate) packs: Vec<&'p Pack>,
    /// In the order in which they are decided.
    pub(crate) slots: Vec<Slot>,
    /// For each side and question, its slot.
    pub(crate) of: Vec<Vec<usize>>,
    /// Places that no side tells apart.
    pub(crate) classes: Vec<Class>,
    /// How many values each variable has.
    pub(crate) sizes: Vec<u32>,
}

/// A question, or one that two sides share.
#[derive(Clone, Debug)]
pub(crate) struct Slot {
    /// For each side the question, if it has it.
    pub(crate) questions: Vec<Option<u16>>,
    pub(crate) kind: Kind,
    /// The options of all sides; for each side the index there.
    pub(crate) options: Vec<Vec<Option<u8>>>,
    /// Options of which each stands alone.
    pub(crate) exclusive: Vec<bool>,
    /// The variable that tells what became of it.
    pub(crate) state: u32,
    /// How many answers the state tells apart: options, classes of places, or 1 for `many`.
    pub(crate) answers: u32,
    /// For `many`, a variable an option.
    pub(crate) bits: Vec<u32>,
}

/// Places with the same services and, where a condition asks for a region, in the same one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Class {
    /// For each side the first place of the class, if the side knows it.
    pub(crate) place: Vec<Option<Place>>,
    /// The codes of all its places.
    pub codes: Vec<String>,
}

/// What became of a slot.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Value {
    NotAsked,
    /// Asked on these sides, and passed over (`None`) or answered.
    Asked {
        on: Sides,
        answer: Option<u32>,
    },
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Sides {
    All,
    Only(usize),
}

impl Sides {
    fn has(self, side: usize) -> bool {
        match self {
            Sides::All => true,
            Sides::Only(only) => only == side,
        }
    }
}

impl Slot {
    fn is_shared(&self) -> bool {
        self.questions.iter().flatten().count() > 1
    }

    /// What a value of the state variable means.
    pub(crate) fn value(&self, value: u32) -> Value {
        let Some(value) = value.checked_sub(1) else { return Value::NotAsked };
        let (which, answer) = (value / (self.answers + 1), value % (self.answers + 1));
        let on = match which {
            0 => Sides::All,
            only => Sides::Only(only as usize - 1),
        };
        Value::Asked { on, answer: answer.checked_sub(1) }
    }

    fn values(&self) -> u32 {
        1 + (self.answers + 1) * if self.is_shared() { 3 } else { 1 }
    }

    /// Whether a side asks the question when the state has a value.
    pub(crate) fn asked(&self, side: usize, value: u32) -> bool {
        match self.value(value) {
            Value::NotAsked => false,
            Value::Asked { on, .. } => self.questions.get(side).is_some_and(Option::is_some) && on.has(side),
        }
    }

    /// The answer that a side hears when the state has a value; for `many` only that there is one.
    pub(crate) fn answer(&self, side: usize, value: u32) -> Option<u32> {
        match self.value(value) {
            Value::Asked { answer, .. } if self.asked(side, value) => answer,
            _ => None,
        }
    }
}

/// How two packs, or a pack and itself, are laid side by side.
pub(crate) enum Pairing {
    /// The same answers but for this question, which both sides ask.
    AllBut(u16),
    /// Questions with the same id and kind are the same.
    ById,
}

impl<'p> Space<'p> {
    /// The walks of a pack. Places are told apart by their services and by the regions that are asked for.
    pub fn of_pack(pack: &'p Pack, regions: &[u16]) -> Self {
        let slots = (0..pack.questions.len() as u16).map(|question| vec![Some(question)]).collect();
        Space::build(vec![pack], slots, &[regions.to_vec()])
    }

    /// The walks of two sides together, with the slots that only one side has at the end; and how many slots both have.
    pub(crate) fn of_two(old: &'p Pack, new: &'p Pack, pairing: &Pairing, regions: &[Vec<u16>; 2]) -> (Self, usize) {
        let mut slots: Vec<Vec<Option<u16>>> = Vec::new();
        let mut alone: Vec<Vec<Option<u16>>> = Vec::new();
        let counterpart = |question: u16| match pairing {
            Pairing::AllBut(other) => (question != *other).then_some(question),
            Pairing::ById => {
                let one = old.question(question)?;
                let found = new.question_index(&one.id)?;
                (new.question(found)?.kind == one.kind).then_some(found)
            }
        };
        let mut used = vec![false; new.questions.len()];
        for question in 0..old.questions.len() as u16 {
            match counterpart(question) {
                Some(other) => {
                    used[usize::from(other)] = true;
                    slots.push(vec![Some(question), Some(other)]);
                }
                None => alone.push(vec![Some(question), None]),
            }
        }
        let unused = (0..new.questions.len() as u16).filter(|&question| !used[usize::from(question)]);
        alone.extend(unused.map(|question| vec![None, Some(question)]));
        let both = slots.len();
        match pairing {
            // Beside each other, where later questions look back at them.
            Pairing::AllBut(question) => {
                let at = usize::from(*question).min(both);
                slots.splice(at..at, alone);
            }
            Pairing::ById => slots.extend(alone),
        }
        (Space::build(vec![old, new], slots, regions), both)
    }

    fn build(packs: Vec<&'p Pack>, slots: Vec<Vec<Option<u16>>>, regions: &[Vec<u16>]) -> Self {
        let classes = classes(&packs, regions);
        let mut sizes = Vec::new();
        let mut of: Vec<Vec<usize>> = packs.iter().map(|pack| vec![0; pack.questions.len()]).collect();
        let slots: Vec<Slot> = slots
            .into_iter()
            .enumerate()
            .map(|(index, questions)| {
                for (side, question) in questions.iter().enumerate() {
                    if let Some(question) = question {
                        of[side][usize::from(*question)] = index;
                    }
                }
                slot(&packs, questions, classes.len(), &mut sizes)
            })
            .collect();
        Space { packs, slots, of, classes, sizes }
    }

    /// How many yes-or-no variables it takes to tell all values apart.
    pub(crate) fn bits(&self) -> usize {
        self.sizes.iter().map(|&size| (u32::BITS - size.saturating_sub(1).leading_zeros()).max(1) as usize).sum()
    }

    /// The slot of a question of a side.
    pub(crate) fn slot(&self, side: usize, question: u16) -> &Slot {
        &self.slots[self.of[side][usize::from(question)]]
    }

    /// The answers of a side, from a value for each variable.
    pub(crate) fn answers(&self, side: usize, values: &[u32]) -> Answers {
        let mut answers = Answers::default();
        for slot in &self.slots {
            let Some(question) = slot.questions[side] else { continue };
            let value = values[slot.state as usize];
            if !slot.asked(side, value) {
                continue;
            }
            let reply = slot.answer(side, value).and_then(|answer| self.heard(slot, side, answer, values));
            answers.set(question, reply.map_or(Reply::Skipped, Reply::Answered));
        }
        answers
    }

    /// What a side makes of an answer; `None` if it does not know it.
    fn heard(&self, slot: &Slot, side: usize, answer: u32, values: &[u32]) -> Option<Answer> {
        match slot.kind {
            Kind::Place => self.classes[answer as usize].place[side].map(Answer::Place),
            Kind::One | Kind::Statement => {
                slot.options[answer as usize][side].map(|option| Answer::Options(OptionSet::one(option)))
            }
            Kind::Many => {
                let chosen = slot.options.iter().zip(&slot.bits).filter(|(_, bit)| values[**bit as usize] == 1);
                let known = chosen.filter_map(|(option, _)| option[side]);
                let set = known.fold(OptionSet::default(), |set, option| set.with(OptionSet::one(option)));
                (!set.is_empty()).then_some(Answer::Options(set))
            }
        }
    }

    /// The class of a place of the first side.
    pub fn class_of(&self, place: Place) -> Option<usize> {
        let code = code(self.packs[0], place)?;
        self.classes.iter().position(|class| class.codes.contains(&code))
    }
}

fn slot(packs: &[&Pack], questions: Vec<Option<u16>>, classes: usize, sizes: &mut Vec<u32>) -> Slot {
    let found = |side: usize| questions[side].and_then(|question| packs[side].question(question));
    let mut ids: Vec<&str> = Vec::new();
    let mut exclusive: Vec<bool> = Vec::new();
    let mut kind = Kind::One;
    for question in (0..packs.len()).filter_map(found) {
        kind = question.kind;
        for option in &question.options {
            match ids.iter().position(|id| *id == option.id) {
                Some(at) => exclusive[at] |= option.exclusive,
                None => {
                    ids.push(&option.id);
                    exclusive.push(option.exclusive);
                }
            }
        }
    }
    let index = |side: usize, id: &str| {
        let options = &found(side)?.options;
        options.iter().position(|option| option.id == id).map(|at| at as u8)
    };
    let options: Vec<Vec<Option<u8>>> =
        ids.iter().map(|id| (0..packs.len()).map(|side| index(side, id)).collect()).collect();
    let answers = match kind {
        Kind::Place => classes as u32,
        Kind::Many => 1,
        Kind::One | Kind::Statement => options.len() as u32,
    };
    let mut slot = Slot { questions, kind, options, exclusive, state: sizes.len() as u32, answers, bits: Vec::new() };
    sizes.push(slot.values());
    if kind == Kind::Many {
        slot.bits = (0..slot.options.len()).map(|bit| sizes.len() as u32 + bit as u32).collect();
        sizes.extend(slot.bits.iter().map(|_| 2));
    }
    slot
}

/// The places of all packs, by what a person is told there.
fn classes(packs: &[&Pack], regions: &[Vec<u16>]) -> Vec<Class> {
    // Looked up by code: there may be tens of thousands. A region goes before a municipality, as `by_code` has it.
    let by_code: Vec<HashMap<String, Place>> = packs
        .iter()
        .map(|pack| places(pack).into_iter().rev().filter_map(|place| Some((code(pack, place)?, place))).collect())
        .collect();
    let mut seen = HashSet::new();
    let codes = packs.iter().flat_map(|pack| places(pack).into_iter().filter_map(|place| code(pack, place)));
    let codes: Vec<String> = codes.filter(|code| seen.insert(code.clone())).collect();
    let told = |side: usize, place: Option<Place>| {
        let pack = packs[side];
        let region = place.and_then(|place| pack.places.region_of(place));
        let region = region.filter(|region| regions[side].contains(region));
        let services: Vec<_> = (0..pack.kinds.len() as u16).map(|kind| serve(pack, kind, place)).collect();
        (place.is_some(), region, services)
    };
    let mut classes: Vec<Class> = Vec::new();
    let mut known: HashMap<Vec<_>, usize> = HashMap::new();
    for code in codes {
        let place: Vec<Option<Place>> = by_code.iter().map(|places| places.get(&code).copied()).collect();
        let tells = place.iter().enumerate().map(|(side, &place)| told(side, place)).collect();
        let at = *known.entry(tells).or_insert(classes.len());
        match classes.get_mut(at) {
            Some(class) => class.codes.push(code),
            None => classes.push(Class { place, codes: vec![code] }),
        }
    }
    classes
}

fn places(pack: &Pack) -> Vec<Place> {
    let municipalities = (0..pack.places.municipalities.len() as u16).map(Place::Municipality);
    municipalities.chain((0..pack.places.regions.len() as u16).map(Place::Region)).collect()
}

/// The official code of a place.
pub(crate) fn code(pack: &Pack, place: Place) -> Option<String> {
    match place {
        Place::Municipality(index) => pack.places.municipality(index).map(|one| one.code.clone()),
        Place::Region(index) => pack.places.region(index).map(|one| one.code.clone()),
    }
}
