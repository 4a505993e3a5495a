//! Small random packs of every kind that the engine accepts: all kinds of question, guards with every operation, places
//! with rows of every scope and confidence, rules that shadow each other, promises of every form.

use wegwijzer_core::{
    Band, Confidence, Guard, Kind, Municipality, Op, Opt, Pack, Places, Question, Region, Role, Rule, Scale, ScaleItem,
    Scope, ServiceRow, Status, Step,
};
use wegwijzer_pack::{Always, Claim, Promise};

use crate::random::Random;

/// A pack with a few questions, and promises of every form.
pub fn small_pack(random: &mut Random) -> (Pack, Vec<Promise>) {
    let mut pack = Pack { id: "random".into(), version: "1".into(), languages: vec!["en".into()], ..Pack::default() };
    questions(random, &mut pack);
    services(random, &mut pack);
    pack.steps =
        (0..random.between(2, 4)).map(|at| Step { id: format!("step-{at}"), self_help: random.chance(4) }).collect();
    let tiers = random.between(1, 3);
    let rules = random.between(1, 8);
    for at in 0..rules {
        let role = *random.pick(&[Role::Main, Role::Main, Role::Main, Role::First, Role::Also, Role::Person]);
        let main = role == Role::Main;
        let rule = Rule {
            id: format!("rule-{at}"),
            when: if random.chance(3) { Guard::always() } else { guard(random, &pack, pack.questions.len(), 2) },
            role,
            tier: random.between(1, tiers) as u8,
            step: random.between(0, pack.steps.len() - 1) as u16,
            kind: random.between(0, pack.kinds.len() - 1) as u16,
            fallback: main && random.chance(3),
            equal: (main && random.chance(4)).then(|| random.between(0, 1) as u8),
        };
        pack.rules.push(rule);
    }
    pack.fallback_when = guard(random, &pack, pack.questions.len(), 1);
    let promises = (0..random.between(0, 4)).map(|at| promise(random, &pack, at)).collect();
    (pack, promises)
}

fn questions(random: &mut Random, pack: &mut Pack) {
    let count = random.between(1, 7);
    let place_at = random.chance(4).then(|| random.between(0, count - 1));
    // Places that nobody is asked for are legal, too.
    if place_at.is_none() && random.chance(1) {
        pack.places = places(random);
    }
    for at in 0..count {
        let kind = match place_at {
            Some(place) if place == at => Kind::Place,
            _ => *random.pick(&[Kind::One, Kind::One, Kind::Many, Kind::Statement, Kind::Statement]),
        };
        // Neighbouring statements that are asked together share a screen.
        let together = match pack.questions.last() {
            Some(last) if kind == Kind::Statement && last.kind == Kind::Statement && random.chance(6) => {
                Some(last.clone())
            }
            _ => None,
        };
        let question = match together {
            Some(last) => Question { id: format!("q{at}"), ..last },
            None => Question {
                id: format!("q{at}"),
                kind,
                when: if random.chance(5) { Guard::always() } else { guard(random, pack, at, 2) },
                options: options(random, kind),
            },
        };
        pack.questions.push(question);
        if kind == Kind::Place {
            // Only from here on can a guard ask for a region.
            pack.places = places(random);
        }
        if random.chance(3) && pack.scales.len() < 2 {
            scale(random, pack);
        }
    }
    if !pack.scales.is_empty() && random.chance(7) {
        pack.readiness = Some(random.between(0, pack.scales.len() - 1) as u16);
    }
}

fn places(random: &mut Random) -> Places {
    let regions = random.between(1, 3);
    Places {
        regions: (0..regions)
            .map(|at| Region { code: format!("R{at}"), name: format!("Region {at}"), aliases: vec![] })
            .collect(),
        municipalities: (0..random.between(0, 4))
            .map(|at| Municipality {
                code: format!("M{at}"),
                name: format!("Municipality {at}"),
                region: random.between(0, regions - 1) as u16,
                ..Municipality::default()
            })
            .collect(),
        ..Places::default()
    }
}

pub fn options(random: &mut Random, kind: Kind) -> Vec<Opt> {
    let count = match kind {
        Kind::Place => 0,
        Kind::Statement => random.between(2, 3),
        Kind::One => random.between(1, 3),
        Kind::Many => random.between(1, 4),
    };
    let option =
        |at| Opt { id: format!("o{at}"), exclusive: kind == Kind::Many && random.chance(3), open: false, icon: None };
    (0..count).map(option).collect()
}

/// A scale over some of the statements so far.
fn scale(random: &mut Random, pack: &mut Pack) {
    let statements = (0u16..).zip(&pack.questions).filter(|(_, question)| question.kind == Kind::Statement);
    let mut items: Vec<ScaleItem> = Vec::new();
    for (question, statement) in statements {
        if random.chance(8) {
            let points = statement.options.iter().map(|_| random.between(0, 5) as i8 - 2).collect();
            items.insert(random.between(0, items.len()), ScaleItem { question, points });
        }
    }
    let mut thresholds: Vec<i16> = (0..random.between(1, 3)).map(|_| random.between(0, 8) as i16 - 3).collect();
    thresholds.sort_unstable();
    let bands = thresholds.into_iter().enumerate().map(|(at, from)| Band { id: format!("b{at}"), from }).collect();
    let needs = random.between(1, items.len() + 1) as u8;
    pack.scales.push(Scale { id: format!("s{}", pack.scales.len()), items, needs, bands });
}

fn services(random: &mut Random, pack: &mut Pack) {
    pack.kinds = (0..random.between(1, 3)).map(|at| format!("kind-{at}")).collect();
    for at in 0..random.between(0, 7) {
        let municipalities = pack.places.municipalities.len();
        let scope = match random.between(0, 3) {
            1 | 2 if !pack.places.regions.is_empty() => {
                Scope::Region(random.between(0, pack.places.regions.len() - 1) as u16)
            }
            3 if municipalities > 0 => {
                let all = 0..municipalities as u16;
                let some: Vec<u16> = all.filter(|_| random.chance(5)).collect();
                Scope::Municipalities(some)
            }
            _ => Scope::Country,
        };
        let mut field = |of_ten, text: &str| random.chance(of_ten).then(|| format!("{text} {at}"));
        let (name, url, phone, address) = (field(4, "name"), field(4, "url"), field(2, "phone"), field(1, "address"));
        pack.services.push(ServiceRow {
            id: format!("row-{at}"),
            kind: random.between(0, pack.kinds.len() - 1) as u16,
            status: *random.pick(&[Status::Active, Status::Ending]),
            scope,
            confidence: *random.pick(&[Confidence::Low, Confidence::Medium, Confidence::High]),
            name,
            url,
            phone,
            address,
            source: "test".into(),
            source_date: String::new(),
            second_hand: false,
        });
    }
}

/// A condition over the questions before an index.
pub fn guard(random: &mut Random, pack: &Pack, before: usize, depth: usize) -> Guard {
    let mut ops = Vec::new();
    push_condition(random, pack, before, depth, &mut ops);
    Guard(ops)
}

fn push_condition(random: &mut Random, pack: &Pack, before: usize, depth: usize, ops: &mut Vec<Op>) {
    match random.between(0, 9) {
        0..=2 if depth > 0 => {
            let parts = random.between(2, 3);
            let join = *random.pick(&[Op::And, Op::Or]);
            for part in 0..parts {
                push_condition(random, pack, before, depth - 1, ops);
                if part > 0 {
                    ops.push(join);
                }
            }
        }
        3 if depth > 0 => {
            let of = random.between(1, 4);
            (0..of).for_each(|_| push_condition(random, pack, before, depth - 1, ops));
            ops.push(Op::AtLeast(random.between(0, of) as u8, of as u8));
        }
        4..=5 if depth > 0 => {
            push_condition(random, pack, before, depth - 1, ops);
            ops.push(Op::Not);
        }
        _ => ops.push(atom(random, pack, before)),
    }
}

fn atom(random: &mut Random, pack: &Pack, before: usize) -> Op {
    let scales: Vec<u16> = (0u16..)
        .zip(&pack.scales)
        .filter(|(_, scale)| scale.items.iter().all(|item| usize::from(item.question) < before))
        .map(|(index, _)| index)
        .collect();
    if !scales.is_empty() && random.chance(4) {
        let scale = *random.pick(&scales);
        return Op::Band(scale, random.between(0, pack.scales[usize::from(scale)].bands.len()) as u8);
    }
    let place = pack.place_question().map(usize::from);
    // Without a question for a place nobody lives in a region, and a guard may still ask for one.
    let can_ask = place.is_none_or(|place| place < before) && !pack.places.regions.is_empty();
    if can_ask && random.chance(3) {
        return Op::Region(random.between(0, pack.places.regions.len() - 1) as u16);
    }
    if before == 0 {
        // The guard of the first question has nothing to look back at.
        return Op::AtLeast(0, 0);
    }
    let question = random.between(0, before - 1);
    let options = pack.questions[question].options.len();
    let index = question as u16;
    match random.between(0, 9) {
        0 => Op::Asked(index),
        1 => Op::Answered(index),
        2 => Op::Skipped(index),
        _ if options > 0 => Op::Chose(index, random.between(0, options - 1) as u8),
        _ => Op::Answered(index),
    }
}

fn promise(random: &mut Random, pack: &Pack, at: usize) -> Promise {
    let questions = pack.questions.len();
    let always = if random.chance(3) {
        let but_for = random.chance(5).then(|| random.between(0, pack.kinds.len() - 1) as u16);
        Always::Independent { of: random.between(0, questions - 1) as u16, but_for }
    } else {
        Always::Each(claim(random, pack, 2))
    };
    let when = if random.chance(5) { Guard::always() } else { guard(random, pack, questions, 1) };
    Promise { id: format!("promise-{at}"), says: "Something.".into(), when, always, line: 1 }
}

fn claim(random: &mut Random, pack: &Pack, depth: usize) -> Claim {
    let role = *random.pick(&[Role::First, Role::Main, Role::Also, Role::Person]);
    let parts = |random: &mut Random| -> Vec<Claim> {
        (0..random.between(1, 3)).map(|_| claim(random, pack, depth.saturating_sub(1))).collect()
    };
    match random.between(0, 11) {
        0..=1 if depth > 0 => Claim::All(parts(random)),
        2..=3 if depth > 0 => Claim::Any(parts(random)),
        4 if depth > 0 => {
            let of = parts(random);
            Claim::AtLeast(random.between(0, of.len()) as u8, of)
        }
        5 if depth > 0 => Claim::Not(Box::new(claim(random, pack, depth - 1))),
        6 => Claim::Guard(guard(random, pack, pack.questions.len(), 1)),
        7 => Claim::OnlyFallback,
        8 => Claim::AtMost(random.between(0, 2) as u8, role),
        9 => Claim::Has(role),
        _ => Claim::Leads(random.chance(6).then_some(role), random.between(0, pack.kinds.len() - 1) as u16),
    }
}
