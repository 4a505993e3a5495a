//! The oracle: guards as trees, evaluated by the book. Slow, recursive and two-valued, and no line of it is the engine's.

use wegwijzer_core::{Answer, Answers, Guard, Kind, Op, OptionSet, Pack, Place, Reply, Scale, State};

/// A guard as an author thinks of it.
#[derive(Clone, Debug)]
pub enum Tree {
    Always,
    Chose(u16, u8),
    Asked(u16),
    Answered(u16),
    Skipped(u16),
    Band(u16, u8),
    Region(u16),
    AtLeast(u8, Vec<Tree>),
    Not(Box<Tree>),
    And(Box<Tree>, Box<Tree>),
    Or(Box<Tree>, Box<Tree>),
}

impl Tree {
    pub fn guard(&self) -> Guard {
        let mut ops = Vec::new();
        self.write(&mut ops);
        Guard(ops)
    }

    fn write(&self, ops: &mut Vec<Op>) {
        match self {
            Tree::Always => {}
            Tree::Chose(question, option) => ops.push(Op::Chose(*question, *option)),
            Tree::Asked(question) => ops.push(Op::Asked(*question)),
            Tree::Answered(question) => ops.push(Op::Answered(*question)),
            Tree::Skipped(question) => ops.push(Op::Skipped(*question)),
            Tree::Band(scale, band) => ops.push(Op::Band(*scale, *band)),
            Tree::Region(region) => ops.push(Op::Region(*region)),
            Tree::AtLeast(least, parts) => {
                parts.iter().for_each(|part| part.write(ops));
                ops.push(Op::AtLeast(*least, parts.len() as u8));
            }
            Tree::Not(one) => {
                one.write(ops);
                ops.push(Op::Not);
            }
            Tree::And(one, two) => {
                one.write(ops);
                two.write(ops);
                ops.push(Op::And);
            }
            Tree::Or(one, two) => {
                one.write(ops);
                two.write(ops);
                ops.push(Op::Or);
            }
        }
    }

    pub fn holds(&self, pack: &Pack, states: &[State]) -> bool {
        let state = |question: &u16| states.get(usize::from(*question)).copied().unwrap_or(State::NotAsked);
        match self {
            Tree::Always => true,
            Tree::Chose(question, option) => match state(question) {
                State::Answered(Answer::Options(chosen)) => chosen.iter().any(|one| one == *option),
                _ => false,
            },
            Tree::Asked(question) => state(question) != State::NotAsked,
            Tree::Answered(question) => matches!(state(question), State::Answered(_)),
            Tree::Skipped(question) => state(question) == State::Skipped,
            Tree::Band(scale, band) => {
                let scale = &pack.scales[usize::from(*scale)];
                match band_of(scale, states) {
                    Some(index) => index == usize::from(*band),
                    None => usize::from(*band) == scale.bands.len(),
                }
            }
            Tree::Region(region) => {
                let at = pack.questions.iter().position(|question| question.kind == Kind::Place);
                match at.map(|at| state(&(at as u16))) {
                    Some(State::Answered(Answer::Place(Place::Region(of)))) => of == *region,
                    Some(State::Answered(Answer::Place(Place::Municipality(of)))) => {
                        pack.places.municipalities[usize::from(of)].region == *region
                    }
                    _ => false,
                }
            }
            Tree::AtLeast(least, parts) => {
                parts.iter().filter(|part| part.holds(pack, states)).count() >= usize::from(*least)
            }
            Tree::Not(one) => !one.holds(pack, states),
            Tree::And(one, two) => one.holds(pack, states) && two.holds(pack, states),
            Tree::Or(one, two) => one.holds(pack, states) || two.holds(pack, states),
        }
    }

    /// The questions that the tree speaks of, each as often as it does.
    pub fn mentions(&self, pack: &Pack) -> Vec<u16> {
        match self {
            Tree::Always => Vec::new(),
            Tree::Chose(question, _) | Tree::Asked(question) | Tree::Answered(question) | Tree::Skipped(question) => {
                vec![*question]
            }
            Tree::Band(scale, _) => pack.scales[usize::from(*scale)].items.iter().map(|item| item.question).collect(),
            Tree::Region(_) => {
                pack.questions.iter().position(|one| one.kind == Kind::Place).map(|at| at as u16).into_iter().collect()
            }
            Tree::AtLeast(_, parts) => parts.iter().flat_map(|part| part.mentions(pack)).collect(),
            Tree::Not(one) => one.mentions(pack),
            Tree::And(one, two) | Tree::Or(one, two) => [one.mentions(pack), two.mentions(pack)].concat(),
        }
    }
}

/// The band of a person who scored `sum` on `answered` statements: the average, as a fraction, times the number of
/// statements, against each threshold by cross-multiplication.
pub fn band_of_sum(scale: &Scale, sum: i64, answered: i64) -> Option<usize> {
    if answered < i64::from(scale.needs) {
        return None;
    }
    let reaches = |from: i16| sum * scale.items.len() as i64 >= i64::from(from) * answered;
    Some((1..scale.bands.len()).filter(|&band| reaches(scale.bands[band].from)).max().unwrap_or(0))
}

pub fn band_of(scale: &Scale, states: &[State]) -> Option<usize> {
    let (mut sum, mut answered) = (0, 0);
    for item in &scale.items {
        if let Some(State::Answered(Answer::Options(chosen))) = states.get(usize::from(item.question)) {
            sum += i64::from(item.points[usize::from(chosen.iter().next().unwrap())]);
            answered += 1;
        }
    }
    band_of_sum(scale, sum, answered)
}

/// Whether a reply is one that the screen of the question could give.
pub fn possible(pack: &Pack, question: u16, answer: Answer) -> bool {
    all_answers(pack, question).contains(&answer)
}

/// Every answer that a question can have.
pub fn all_answers(pack: &Pack, question: u16) -> Vec<Answer> {
    let question = &pack.questions[usize::from(question)];
    let options = question.options.len() as u8;
    match question.kind {
        Kind::One | Kind::Statement => (0..options).map(|one| Answer::Options(OptionSet::one(one))).collect(),
        Kind::Many => (1..1u32 << options)
            .map(|bits| (0..options).filter(|one| bits >> one & 1 == 1).collect::<Vec<u8>>())
            .filter(|chosen| {
                chosen.len() == 1 || chosen.iter().all(|&one| !question.options[usize::from(one)].exclusive)
            })
            .map(|chosen| Answer::Options(set(&chosen)))
            .collect(),
        Kind::Place => {
            let municipalities = (0..pack.places.municipalities.len()).map(|one| Place::Municipality(one as u16));
            let regions = (0..pack.places.regions.len()).map(|one| Place::Region(one as u16));
            municipalities.chain(regions).map(Answer::Place).collect()
        }
    }
}

pub fn set(options: &[u8]) -> OptionSet {
    options.iter().fold(OptionSet::default(), |set, &one| set.with(OptionSet::one(one)))
}

/// The path, worked out question by question from the trees.
pub fn path(pack: &Pack, asked_when: &[Tree], answers: &Answers) -> (Vec<State>, Option<u16>) {
    let mut states: Vec<State> = Vec::new();
    let mut next = None;
    for (index, when) in asked_when.iter().enumerate() {
        let index = index as u16;
        let state = match (when.holds(pack, &states), answers.get(index)) {
            (false, _) => State::NotAsked,
            (true, Some(Reply::Answered(answer))) if possible(pack, index, answer) => State::Answered(answer),
            (true, Some(_)) => State::Skipped,
            (true, None) => {
                if next.is_none() {
                    next = Some(index);
                }
                State::Skipped
            }
        };
        states.push(state);
    }
    (states, next)
}
