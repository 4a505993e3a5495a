//! Changes of content as an editor makes them, at random: what `diff` has to tell.

use wegwijzer_core::{Confidence, Guard, Kind, Op, Opt, Pack, Question, Role, Scope};

use crate::{
    random::Random,
    small_packs::{guard, options},
};

/// Makes one to three changes that leave the pack one.
pub fn change(random: &mut Random, pack: &mut Pack) -> Vec<&'static str> {
    let mut made = Vec::new();
    for _ in 0..random.between(1, 3) {
        // Not every pack has what a change is about, and not every change leaves a pack.
        for _ in 0..20 {
            let mut changed = pack.clone();
            let (name, make) = random.pick(CHANGES);
            if make(random, &mut changed).is_some() && changed != *pack && changed.check() == Ok(()) {
                *pack = changed;
                made.push(*name);
                break;
            }
        }
    }
    made
}

/// `None`: the pack has nothing to change in this way.
type Change = fn(&mut Random, &mut Pack) -> Option<()>;

const CHANGES: &[(&str, Change)] = &[
    ("a rule dropped", |random, pack| {
        let at = any(random, pack.rules.len())?;
        pack.rules.remove(at);
        Some(())
    }),
    ("a rule moved", |random, pack| {
        let (one, other) = (any(random, pack.rules.len())?, any(random, pack.rules.len())?);
        pack.rules.swap(one, other);
        Some(())
    }),
    ("a rule copied", |random, pack| {
        let mut rule = pack.rules[any(random, pack.rules.len())?].clone();
        rule.id += "-copy";
        rule.step = any(random, pack.steps.len())? as u16;
        pack.rules.push(rule);
        Some(())
    }),
    ("the guard of a rule", |random, pack| {
        let at = any(random, pack.rules.len())?;
        pack.rules[at].when = guard(random, pack, pack.questions.len(), 2);
        Some(())
    }),
    ("a tier", |random, pack| {
        let at = any(random, pack.rules.len())?;
        pack.rules[at].tier = random.between(1, 3) as u8;
        Some(())
    }),
    ("what is equal", |random, pack| {
        let at = any(random, pack.rules.len())?;
        pack.rules[at].equal = random.chance(5).then_some(0);
        Some(())
    }),
    ("a last resort", |random, pack| {
        let at = any(random, pack.rules.len())?;
        pack.rules[at].fallback = pack.rules[at].role == Role::Main && !pack.rules[at].fallback;
        Some(())
    }),
    ("a role", |random, pack| {
        let at = any(random, pack.rules.len())?;
        pack.rules[at].role = *random.pick(&[Role::First, Role::Main, Role::Also, Role::Person]);
        Some(())
    }),
    ("where a rule leads", |random, pack| {
        let at = any(random, pack.rules.len())?;
        pack.rules[at].step = any(random, pack.steps.len())? as u16;
        pack.rules[at].kind = any(random, pack.kinds.len())? as u16;
        Some(())
    }),
    ("the id of a step", |random, pack| {
        let at = any(random, pack.steps.len())?;
        pack.steps[at].id += "-renamed";
        Some(())
    }),
    ("the id of a kind", |random, pack| {
        let at = any(random, pack.kinds.len())?;
        pack.kinds[at] += "-renamed";
        Some(())
    }),
    ("a service dropped", |random, pack| {
        let at = any(random, pack.services.len())?;
        pack.services.remove(at);
        Some(())
    }),
    ("a service changed", service),
    ("a service changed again", service),
    ("a place moved", |random, pack| {
        let at = any(random, pack.places.municipalities.len())?;
        pack.places.municipalities[at].region = any(random, pack.places.regions.len())? as u16;
        Some(())
    }),
    ("a place gone", |_, pack| pack.places.municipalities.pop().map(drop)),
    ("a place with a new code", |random, pack| {
        let at = any(random, pack.places.municipalities.len())?;
        pack.places.municipalities[at].code += "N";
        Some(())
    }),
    ("an option added", |random, pack| {
        let (question, at) = option(random, pack)?;
        let new = Opt { id: "new".into(), exclusive: false, open: false, icon: None };
        pack.questions[question].options.insert(at, new);
        for item in pack.scales.iter_mut().flat_map(|scale| &mut scale.items) {
            if usize::from(item.question) == question {
                item.points.insert(at, 1);
            }
        }
        Some(())
    }),
    ("an option removed", |random, pack| {
        let (question, at) = option(random, pack)?;
        pack.questions[question].options.remove(at);
        for item in pack.scales.iter_mut().flat_map(|scale| &mut scale.items) {
            if usize::from(item.question) == question {
                item.points.remove(at);
            }
        }
        Some(())
    }),
    ("an option renamed", |random, pack| {
        let (question, at) = option(random, pack)?;
        pack.questions[question].options[at].id += "-renamed";
        Some(())
    }),
    ("an option that stands alone", |random, pack| {
        let (question, at) = option(random, pack)?;
        let many = pack.questions[question].kind == Kind::Many;
        let option = &mut pack.questions[question].options[at];
        option.exclusive = many && !option.exclusive;
        Some(())
    }),
    ("a question added", |random, pack| {
        let at = random.between(0, pack.questions.len());
        let kind = *random.pick(&[Kind::One, Kind::Many, Kind::Statement]);
        renumber(pack, |index| Some(if usize::from(index) < at { index } else { index + 1 }));
        let when = if random.chance(5) || at == 0 { Guard::always() } else { guard(random, pack, at, 1) };
        pack.questions.insert(at, Question { id: "new".into(), kind, when, options: options(random, kind) });
        // Somebody has to listen to it.
        let rule = any(random, pack.rules.len())?;
        let option = any(random, pack.questions[at].options.len())? as u8;
        pack.rules[rule].when = Guard(vec![Op::Chose(at as u16, option)]);
        Some(())
    }),
    ("a question removed", |random, pack| {
        let at = any(random, pack.questions.len())?;
        pack.questions.remove(at);
        renumber(pack, |index| match usize::from(index) {
            other if other == at => None,
            other => Some(if other < at { index } else { index - 1 }),
        });
        (!pack.questions.is_empty()).then_some(())
    }),
    ("questions in another order", reorder),
    ("questions in another order again", reorder),
    ("a question with another id", |random, pack| {
        let at = any(random, pack.questions.len())?;
        pack.questions[at].id += "-renamed";
        Some(())
    }),
    ("a question of another kind", |random, pack| {
        let at = any(random, pack.questions.len())?;
        pack.questions[at].kind = *random.pick(&[Kind::One, Kind::Many, Kind::Statement]);
        pack.questions[at].options.iter_mut().for_each(|option| option.exclusive = false);
        Some(())
    }),
    ("the guard of a question", when_asked),
    ("the guard of a question again", when_asked),
    ("a threshold", |random, pack| {
        let at = any(random, pack.scales.len())?;
        let band = any(random, pack.scales[at].bands.len())?;
        pack.scales[at].bands[band].from += random.between(0, 4) as i16 - 2;
        Some(())
    }),
    ("how many a scale needs", |random, pack| {
        let at = any(random, pack.scales.len())?;
        pack.scales[at].needs = random.between(1, pack.scales[at].items.len() + 1) as u8;
        Some(())
    }),
];

fn any(random: &mut Random, length: usize) -> Option<usize> {
    length.checked_sub(1).map(|last| random.between(0, last))
}

fn option(random: &mut Random, pack: &Pack) -> Option<(usize, usize)> {
    let question = any(random, pack.questions.len())?;
    Some((question, any(random, pack.questions[question].options.len())?))
}

fn service(random: &mut Random, pack: &mut Pack) -> Option<()> {
    let at = any(random, pack.services.len())?;
    let regions = any(random, pack.places.regions.len());
    let row = &mut pack.services[at];
    match random.between(0, 5) {
        0 => row.url = row.url.is_none().then(|| "url new".into()),
        1 => row.name = row.name.is_none().then(|| "name new".into()),
        2 => row.phone = row.phone.is_none().then(|| "phone new".into()),
        3 => row.address = row.address.is_none().then(|| "address new".into()),
        4 => row.confidence = *random.pick(&[Confidence::Low, Confidence::High]),
        _ => row.scope = regions.map_or(Scope::Country, |region| Scope::Region(region as u16)),
    }
    Some(())
}

fn reorder(random: &mut Random, pack: &mut Pack) -> Option<()> {
    let (one, other) = (any(random, pack.questions.len())?, any(random, pack.questions.len())?);
    pack.questions.swap(one, other);
    renumber(pack, |index| match usize::from(index) {
        at if at == one => Some(other as u16),
        at if at == other => Some(one as u16),
        _ => Some(index),
    });
    Some(())
}

fn when_asked(random: &mut Random, pack: &mut Pack) -> Option<()> {
    let at = any(random, pack.questions.len())?;
    pack.questions[at].when = guard(random, pack, at, 2);
    Some(())
}

/// Gives every question another index; what asked for one that is gone always holds.
fn renumber(pack: &mut Pack, to: impl Fn(u16) -> Option<u16>) {
    let op = |op: &mut Op| {
        let renumbered = match *op {
            Op::Chose(question, option) => to(question).map(|question| Op::Chose(question, option)),
            Op::Asked(question) => to(question).map(Op::Asked),
            Op::Answered(question) => to(question).map(Op::Answered),
            Op::Skipped(question) => to(question).map(Op::Skipped),
            other => Some(other),
        };
        *op = renumbered.unwrap_or(Op::AtLeast(0, 0));
    };
    let guards = pack.questions.iter_mut().map(|question| &mut question.when);
    let guards = guards.chain(pack.rules.iter_mut().map(|rule| &mut rule.when)).chain([&mut pack.fallback_when]);
    guards.flat_map(|guard| &mut guard.0).for_each(op);
    for scale in &mut pack.scales {
        scale.items.retain(|item| to(item.question).is_some());
        scale.items.iter_mut().for_each(|item| item.question = to(item.question).unwrap_or_default());
    }
}
