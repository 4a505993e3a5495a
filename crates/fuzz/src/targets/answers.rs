//! Replies of anybody: fitting ones, and ones that no screen could send. Also how the other targets try out a pack.

use wegwijzer_core::{Answer, Answers, OptionSet, Pack, Place, Reply, Role, State, outcome, read, replay};

use super::{See, Verdict, require};
use crate::{corpus::Corpus, random::Random};

pub fn one(corpus: &Corpus, random: &mut Random, see: See) -> Verdict {
    let base = random.pick(&corpus.bases);
    see(&base.name);
    let pack = &base.compiled.pack;
    let answers = replies(pack, random);
    see(&answers);
    let made = result(pack, &answers)?;
    // What these packs promise to everybody, whatever they say.
    require(made.main && made.person, "everybody gets a main step and a person")?;
    Ok(true)
}

/// Tries out a pack that a reader accepted, with its proof or without.
pub fn check(pack: &Pack, random: &mut Random) -> Result<(), String> {
    result(pack, &replies(pack, random)).map(drop)
}

struct Made {
    main: bool,
    person: bool,
}

fn result(pack: &Pack, answers: &Answers) -> Result<Made, String> {
    let walk = replay(pack, answers);
    require(walk.states.len() == pack.questions.len(), "every question has a state")?;
    let made = outcome(pack, &walk);
    require(walk == replay(pack, answers), "the same answers give the same walk")?;
    require(made == outcome(pack, &walk), "the same walk gives the same result")?;
    for one in &made.recommendations {
        require(pack.rules.get(usize::from(one.rule)).is_some(), "a recommendation comes from a rule")?;
    }
    for scale in &pack.scales {
        let reading = read(scale, &walk);
        // A scale without bands, which the proof refuses, is read as if it had its first.
        let bands = scale.bands.len().max(1);
        require(reading.band.is_none_or(|band| usize::from(band) < bands), "a band is one of its scale")?;
    }
    // Off the path nothing counts: the same person without those answers gets the same.
    let mut on_path = Answers::default();
    for question in walk.asked() {
        if let Some(reply) = answers.get(question) {
            on_path.set(question, reply);
        }
    }
    require(replay(pack, &on_path).states == walk.states, "answers off the path never count")?;
    let has = |role: Role| made.recommendations.iter().any(|one| one.role == role);
    let _ = walk.states.iter().filter(|state| **state == State::Skipped).count();
    Ok(Made { main: has(Role::Main), person: has(Role::Person) })
}

fn replies(pack: &Pack, random: &mut Random) -> Answers {
    let mut answers = Answers::default();
    // In any order, some twice: the last word counts.
    let questions = pack.questions.len();
    for _ in 0..random.below(2 * questions + 4) {
        let question = random.below(questions + 1) as u16;
        let options = pack.question(question).map_or(3, |question| question.options.len());
        let reply = match random.below(8) {
            0 => Reply::Skipped,
            1 => Reply::Answered(Answer::Options(set(random.draw() as u32))),
            2 => Reply::Answered(Answer::Options(set(
                (random.draw() & random.draw()) as u32 & ((1 << options.min(31)) - 1)
            ))),
            3 => {
                let place = match random.below(3) {
                    0 => Place::Region(random.below(pack.places.regions.len() + 1) as u16),
                    1 => Place::Municipality(random.draw() as u16),
                    _ => Place::Municipality(random.below(pack.places.municipalities.len() + 1) as u16),
                };
                Reply::Answered(Answer::Place(place))
            }
            _ => Reply::Answered(Answer::Options(OptionSet::one(random.below(options + 1) as u8))),
        };
        answers.set(question, reply);
        if random.one_in(30) {
            answers.clear(random.below(questions) as u16);
        }
    }
    answers
}

fn set(bits: u32) -> OptionSet {
    let options = (0..32).filter(|option| bits >> option & 1 == 1);
    options.fold(OptionSet::default(), |set, option| set.with(OptionSet::one(option)))
}
