//! Random packs and answers. Everything is drawn from a list of numbers, in which 0 always is the simplest choice and
//! what is missing is 0, so that proptest can make a counter-example small.

use proptest::{collection::vec, prelude::*};
use wegwijzer_core::{
    Answer, Answers, Band, Confidence, Kind, Municipality, Opt, OptionSet, Pack, Place, Places, PostcodeRun, Question,
    Region, Reply, Role, Rule, Scale, ScaleItem, Scope, ServiceRow, SplitPostcode, Status, Step, Texts,
    texts::{KindTexts, OptionTexts, QuestionTexts, StepTexts, Ui},
};

use crate::oracle::{Tree, set};

/// A list of numbers to draw from.
#[derive(Clone)]
pub struct Draw(std::vec::IntoIter<u32>);

impl std::fmt::Debug for Draw {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:?}", self.0.as_slice())
    }
}

impl Draw {
    pub fn below(&mut self, bound: usize) -> usize {
        self.0.next().unwrap_or(0) as usize % bound.max(1)
    }

    /// Once in so many times; never when the numbers have run out.
    pub fn once_in(&mut self, times: usize) -> bool {
        self.below(times) == times - 1
    }

    pub fn from_seed(seed: u64, length: usize) -> Self {
        let mut random = Random(seed);
        Draw((0..length).map(|_| random.next() as u32).collect::<Vec<u32>>().into_iter())
    }
}

pub fn draws() -> impl Strategy<Value = Draw> {
    vec(any::<u32>(), 0..500).prop_map(|numbers| Draw(numbers.into_iter()))
}

/// SplitMix64 (Steele, Lea, Flood 2014): the same numbers on every machine.
pub struct Random(pub u64);

impl Random {
    pub fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ z >> 30).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ z >> 27).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ z >> 31
    }

    pub fn below(&mut self, bound: usize) -> usize {
        (self.next() % bound.max(1) as u64) as usize
    }
}

/// A pack, and its guards as trees.
#[derive(Clone, Debug)]
pub struct Sample {
    pub pack: Pack,
    pub asked_when: Vec<Tree>,
    pub fires_when: Vec<Tree>,
}

/// How large packs may become.
#[derive(Clone, Copy)]
pub struct Size {
    pub questions: usize,
    pub options: usize,
    pub places: usize,
    pub rules: usize,
    pub depth: usize,
}

pub const USUAL: Size = Size { questions: 8, options: 6, places: 6, rules: 12, depth: 4 };
/// So small that everything that could have been answered can be tried.
pub const TINY: Size = Size { questions: 4, options: 3, places: 3, rules: 1, depth: 3 };

pub fn packs(size: Size) -> impl Strategy<Value = Sample> {
    draws().prop_map(move |mut draw| pack(&mut draw, size))
}

/// A pack and the answers of one person.
pub fn people(size: Size) -> impl Strategy<Value = (Sample, Answers)> {
    (packs(size), draws()).prop_map(|(sample, mut draw)| {
        let answers = answers(&mut draw, &sample.pack);
        (sample, answers)
    })
}

pub fn pack(draw: &mut Draw, size: Size) -> Sample {
    let places = places(draw, size);
    let mut pack = Pack {
        id: "xx".into(),
        version: "1".into(),
        languages: vec!["nl".into()],
        review_by: 20_270_131,
        places,
        icons: vec!["M0 0".into()],
        ..Pack::default()
    };
    for index in 0..1 + draw.below(size.questions) {
        let has_place = pack.place_question().is_some();
        let kind = match draw.below(6) {
            0 | 1 => Kind::One,
            2 => Kind::Many,
            5 if !has_place => Kind::Place,
            _ => Kind::Statement,
        };
        let count = if kind == Kind::Place { 0 } else { 1 + draw.below(size.options) };
        let options = (0..count)
            .map(|at| Opt {
                id: format!("o{at}"),
                exclusive: kind == Kind::Many && draw.once_in(4),
                open: draw.once_in(4),
                icon: draw.once_in(4).then_some(0),
            })
            .collect();
        pack.questions.push(Question { id: format!("q{index}"), kind, when: Tree::Always.guard(), options });
    }
    let statements: Vec<u16> = (0u16..)
        .zip(&pack.questions)
        .filter(|(_, question)| question.kind == Kind::Statement)
        .map(|(index, _)| index)
        .collect();
    for index in 0..draw.below(3) {
        let mut items = Vec::new();
        for &question in &statements {
            if !draw.once_in(4) {
                let points = pack.questions[usize::from(question)].options.iter().map(|_| points(draw)).collect();
                items.push(ScaleItem { question, points });
            }
        }
        let mut thresholds: Vec<i16> = (0..draw.below(4)).map(|_| draw.below(25) as i16 - 8).collect();
        thresholds.sort();
        let bands = std::iter::once(0).chain(thresholds).zip(0..).map(|(from, at)| Band { id: format!("b{at}"), from });
        let needs = 1 + draw.below(items.len() + 1) as u8;
        pack.scales.push(Scale { id: format!("s{index}"), items, needs, bands: bands.collect() });
    }
    pack.readiness = (!pack.scales.is_empty()).then_some(0);

    let mut asked_when = Vec::new();
    for index in 0..pack.questions.len() {
        let when = if draw.below(2) == 0 { Tree::Always } else { tree(draw, &pack, index, size.depth) };
        pack.questions[index].when = when.guard();
        asked_when.push(when);
    }
    pack.steps = (0..1 + draw.below(5)).map(|at| Step { id: format!("t{at}"), self_help: draw.once_in(3) }).collect();
    pack.kinds = (0..1 + draw.below(4)).map(|at| format!("k{at}")).collect();
    let mut fires_when = Vec::new();
    for index in 0..1 + draw.below(size.rules) {
        let everyone = size.rules > 1 && draw.below(3) == 0;
        let when = if everyone { Tree::Always } else { tree(draw, &pack, pack.questions.len(), size.depth) };
        pack.rules.push(Rule {
            id: format!("r{index}"),
            when: when.guard(),
            role: [Role::Main, Role::Person, Role::First, Role::Also][draw.below(4)],
            tier: draw.below(3) as u8,
            step: draw.below(pack.steps.len()) as u16,
            kind: draw.below(pack.kinds.len()) as u16,
            fallback: draw.once_in(4),
            equal: draw.once_in(3).then_some(0),
        });
        fires_when.push(when);
    }
    pack.fallback_when = tree(draw, &pack, pack.questions.len(), size.depth).guard();
    pack.services = (0..draw.below(10)).map(|index| service(draw, &pack, index)).collect();
    pack.talk = vec![0];
    pack.crisis = vec![0, 0];
    pack.reviewed_by = draw.once_in(2).then(|| "an adviser".into());
    Sample { pack, asked_when, fires_when }
}

fn points(draw: &mut Draw) -> i8 {
    match draw.below(8) {
        6 => -2,
        7 => i8::MAX,
        small => small as i8 % 4,
    }
}

fn service(draw: &mut Draw, pack: &Pack, index: usize) -> ServiceRow {
    let municipalities = pack.places.municipalities.len();
    let scope = match draw.below(3) {
        1 if !pack.places.regions.is_empty() => Scope::Region(draw.below(pack.places.regions.len()) as u16),
        2 if municipalities > 0 => {
            Scope::Municipalities((0..1 + draw.below(3)).map(|_| draw.below(municipalities) as u16).collect())
        }
        _ => Scope::Country,
    };
    let mut field = |name: &str| (draw.below(2) == 0).then(|| format!("{name} of {index}"));
    ServiceRow {
        id: format!("v{index}"),
        kind: (index % pack.kinds.len()) as u16,
        status: [Status::Active, Status::Ending][index % 2],
        scope,
        name: field("name"),
        url: field("url"),
        phone: field("phone"),
        address: field("address"),
        confidence: [Confidence::High, Confidence::Medium, Confidence::Low][draw.below(3)],
        source: "someone".into(),
        source_date: "2026-11".into(),
        second_hand: index == 2,
    }
}

/// A guard that looks only at questions before `before`.
pub fn tree(draw: &mut Draw, pack: &Pack, before: usize, depth: usize) -> Tree {
    if depth > 0 {
        let deeper = |draw: &mut Draw| Box::new(tree(draw, pack, before, depth - 1));
        match draw.below(8) {
            4 => return Tree::Not(deeper(draw)),
            5 => return Tree::And(deeper(draw), deeper(draw)),
            6 => return Tree::Or(deeper(draw), deeper(draw)),
            7 => {
                let parts: Vec<Tree> = (0..draw.below(5)).map(|_| *deeper(draw)).collect();
                return Tree::AtLeast(draw.below(parts.len() + 1) as u8, parts);
            }
            _ => {}
        }
    }
    if before == 0 {
        return Tree::AtLeast(0, Vec::new());
    }
    let question = draw.below(before) as u16;
    let options = pack.questions[usize::from(question)].options.len();
    match draw.below(10) {
        0 => Tree::Answered(question),
        1 => Tree::Asked(question),
        2 => Tree::Skipped(question),
        3 | 4 => {
            let early = |scale: &Scale| scale.items.iter().all(|item| usize::from(item.question) < before);
            let scales: Vec<usize> = (0..pack.scales.len()).filter(|&at| early(&pack.scales[at])).collect();
            match scales.as_slice() {
                [] => Tree::Answered(question),
                scales => {
                    let scale = scales[draw.below(scales.len())];
                    Tree::Band(scale as u16, draw.below(pack.scales[scale].bands.len() + 1) as u8)
                }
            }
        }
        5 if pack.place_question().is_some_and(|place| usize::from(place) < before) && !pack.places.is_empty() => {
            Tree::Region(draw.below(pack.places.regions.len()) as u16)
        }
        _ if options == 0 => Tree::Answered(question),
        _ => Tree::Chose(question, draw.below(options) as u8),
    }
}

const NAMES: [&str; 12] = [
    "Rijp",
    "De Rijp",
    "Súdwest-Fryslân",
    "'s-Hertogenbosch",
    "Bergen (NH)",
    "Bergen (L)",
    "Bergen",
    "Ålesund",
    "IJsselstein",
    "Nuth aan Zee",
    "Œvre-Straße",
    "Þing",
];

fn places(draw: &mut Draw, size: Size) -> Places {
    let regions = draw.below(4);
    let region =
        |index: usize| Region { code: format!("R{index}"), name: format!("Region {index}"), aliases: Vec::new() };
    let mut places = Places { postcode_digits: 4, regions: (0..regions).map(region).collect(), ..Places::default() };
    if regions == 0 {
        return places;
    }
    let name = |draw: &mut Draw| String::from(NAMES[draw.below(NAMES.len())]);
    for index in 0..draw.below(size.places) {
        let (aliases, towns) = (draw.below(2), draw.below(3));
        places.municipalities.push(Municipality {
            code: format!("M{index}"),
            name: name(draw),
            region: draw.below(regions) as u16,
            aliases: (0..aliases).map(|_| name(draw)).collect(),
            towns: (0..towns).map(|_| name(draw)).collect(),
        });
    }
    let count = places.municipalities.len();
    if count > 0 {
        let mut at = 1000;
        for _ in 0..draw.below(6) {
            let first = at + draw.below(5) as u32;
            let last = first + draw.below(5) as u32;
            places.postcodes.push(PostcodeRun { first, last, municipality: draw.below(count) as u16 });
            at = last + 1;
        }
    }
    if count > 1 {
        for at in 0..draw.below(4) as u32 {
            let one = draw.below(count);
            let municipalities = vec![one as u16, ((one + 1) % count) as u16];
            places.split.push(SplitPostcode { code: 1000 + at * 7, municipalities });
        }
    }
    places
}

/// The replies of one person, each valid, skipped, missing, or nonsense.
pub fn answers(draw: &mut Draw, pack: &Pack) -> Answers {
    let mut answers = Answers::default();
    for index in 0..pack.questions.len() as u16 + 2 {
        if let Some(reply) = reply(draw, pack, index) {
            answers.set(index, reply);
        }
    }
    answers
}

pub fn reply(draw: &mut Draw, pack: &Pack, index: u16) -> Option<Reply> {
    let answer = match draw.below(10) {
        0 => return None,
        1 => return Some(Reply::Skipped),
        2 => Answer::Place(Place::Municipality(draw.below(9) as u16)),
        3 => Answer::Place(Place::Region(draw.below(5) as u16)),
        4 => {
            // Often options that are there, too many of them, or one that stands alone beside another.
            let bound = [8, 3, 40][draw.below(3)];
            Answer::Options(set(&(0..draw.below(5)).map(|_| draw.below(bound) as u8).collect::<Vec<u8>>()))
        }
        _ => match pack.question(index) {
            None => Answer::Options(OptionSet::default()),
            Some(question) => match question.kind {
                Kind::Place if !pack.places.municipalities.is_empty() && draw.below(3) > 0 => {
                    Answer::Place(Place::Municipality(draw.below(pack.places.municipalities.len()) as u16))
                }
                Kind::Place => Answer::Place(Place::Region(draw.below(pack.places.regions.len()) as u16)),
                Kind::One | Kind::Statement => {
                    Answer::Options(OptionSet::one(draw.below(question.options.len()) as u8))
                }
                Kind::Many => {
                    let options = question.options.len();
                    let chosen: Vec<u8> = (0..1 + draw.below(options)).map(|_| draw.below(options) as u8).collect();
                    let exclusive = chosen
                        .iter()
                        .copied()
                        .find(|&one| question.options.get(usize::from(one)).is_some_and(|one| one.exclusive));
                    Answer::Options(exclusive.map_or(set(&chosen), OptionSet::one))
                }
            },
        },
    };
    Some(Reply::Answered(answer))
}

/// Texts that fit a pack.
pub fn texts(pack: &Pack) -> Texts {
    let option = |id: &str| OptionTexts { label: id.into(), because: format!("you said {id}") };
    let question = |question: &Question| QuestionTexts {
        title: question.id.clone(),
        hint: String::new(),
        options: question.options.iter().map(|one| option(&one.id)).collect(),
    };
    Texts {
        language: "nl".into(),
        ui: Ui::from_words(|key| format!("the word {key}")),
        questions: pack.questions.iter().map(question).collect(),
        steps: pack.steps.iter().map(|step| StepTexts { title: step.id.clone(), actions: Vec::new() }).collect(),
        kinds: pack.kinds.iter().map(|kind| KindTexts { name: kind.clone(), ..KindTexts::default() }).collect(),
        about: vec!["A test.".into()],
    }
}
