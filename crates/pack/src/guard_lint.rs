//! Guards that say less than they seem to: those that never hold, those that always hold, and parts that change nothing.
//!
//! It promises that what it says is so: it decides exactly, over every state of the questions that a guard itself
//! mentions (not asked, skipped, each answer, each band of a scale); of a guard that is too large for that it says only
//! what its parts are. It does not look at the rest of the pack: that an answer cannot be given because of another one is
//! for the prover to say. States that the rest of the pack rules out only make it more careful, never wrong.

use std::{
    collections::{BTreeMap, BTreeSet, HashMap},
    ops::Range,
    rc::Rc,
};

use wegwijzer_core::Kind;

use crate::{
    diagnostic::Findings,
    guard::{Place, Vocabulary},
    guard_syntax::{Fate, Name, Syntax, parse},
    questions::{Question, Scale},
    source::Located,
};

/// How many formulas may be looked at for one guard. A guard in use needs a few hundred.
const PATIENCE: usize = 300_000;
/// How many states of the questions behind a scale, or of one question, are told apart.
const MOST_STATES: usize = 50_000;
/// How many options of one question of kind `many` a guard may speak of.
const MOST_OPTIONS: usize = 12;

/// Reports what is odd about a guard whose names are all known. `in_file` turns a part of the guard's text into a part of
/// the file.
pub(crate) fn check(
    syntax: &Syntax,
    text: &str,
    place: &Place,
    vocabulary: &Vocabulary,
    in_file: impl Fn(Range<usize>) -> Range<usize>,
    findings: &Findings,
) {
    let mut reading = Reading { text, vocabulary, atoms: Vec::new() };
    let Some(root) = reading.part(syntax) else { return };
    let Some(groups) = groups(&reading.atoms, vocabulary) else { return };
    let mut diagrams = Diagrams::new(groups);
    let source = place.source;
    let warn_of_part = |span: Range<usize>, own: usize| {
        let message = match own {
            NEVER => "this part of the guard never holds",
            ALWAYS => "this part of the guard always holds",
            _ => "this part changes nothing: the guard holds for the same answers without it",
        };
        let warning = source.warning_over(in_file(span), place.key.clone(), message);
        findings.add(warning.help("take it out, or write what was meant"));
    };
    let Some(whole) = diagrams.of(&root.formula()) else {
        // Too large as a whole: what its parts are by themselves can still be said.
        diagrams.patience = PATIENCE;
        constant_parts(&root, &mut diagrams).into_iter().for_each(|(span, own)| warn_of_part(span, own));
        return;
    };
    if whole == NEVER {
        let part = diagrams.smallest_that_never_holds(&root);
        let message = if part.span == root.span {
            "this guard never holds, whatever the answers are"
        } else {
            "this guard never holds, because this part of it cannot"
        };
        let error = source.error_over(in_file(part.span.clone()), place.key.clone(), message);
        findings.add(error.help_if(reading.why_never(part)));
        return;
    }
    if whole == ALWAYS {
        let message = "this guard always holds, whatever the answers are";
        let warning = source.warning_over(in_file(root.span.clone()), place.key.clone(), message);
        findings.add(
            warning
                .help(reading.why_always(&root).unwrap_or_else(|| "leave the field out if that is meant".to_owned())),
        );
        return;
    }
    let mut root = root;
    idle_parts(&mut root, whole, &mut diagrams).into_iter().for_each(|(span, own)| warn_of_part(span, own));
}

/// Whether so many of these guards can hold at once; `None` if that is too much to find out. A guard that is left out
/// always holds, one that cannot be read is taken to.
pub(crate) fn can_hold_together(least: usize, guards: &[Option<&str>], vocabulary: &Vocabulary) -> Option<bool> {
    let mut atoms = Vec::new();
    let mut formulas = Vec::new();
    for guard in guards {
        let part = guard.and_then(|text| {
            let syntax = parse(text).ok()?;
            let mut reading = Reading { text, vocabulary, atoms: std::mem::take(&mut atoms) };
            let part = reading.part(&syntax);
            atoms = reading.atoms;
            part
        });
        formulas.push(part.map_or(Rc::new(Formula::Known(true)), |part| part.formula()));
    }
    let mut diagrams = Diagrams::new(groups(&atoms, vocabulary)?);
    Some(diagrams.of(&at_least(least, formulas))? != NEVER)
}

/// What a guard asks of the answers, in its smallest parts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Atom {
    Chose(usize, usize),
    Fate(usize, Fate),
    /// Scale and band; the number of bands stands for `unknown`.
    Band(usize, usize),
    /// The place question and a region.
    Region(usize, usize),
}

/// What some atoms are, by their number.
type Truths = BTreeMap<usize, bool>;

/// A part of a guard, with where it stands in the guard's text.
struct Part {
    span: Range<usize>,
    kind: PartKind,
    /// What it is taken to be, for a question of the form "does it matter?".
    taken_as: Option<bool>,
}

enum PartKind {
    Atom(usize),
    Not(Box<Part>),
    AtLeast(usize, Vec<Part>),
}

impl Part {
    fn formula(&self) -> Rc<Formula> {
        match (self.taken_as, &self.kind) {
            (Some(known), _) => Rc::new(Formula::Known(known)),
            (None, PartKind::Atom(atom)) => Rc::new(Formula::Atom(*atom)),
            (None, PartKind::Not(inner)) => not(inner.formula()),
            (None, PartKind::AtLeast(least, of)) => at_least(*least, of.iter().map(Part::formula).collect()),
        }
    }

    fn children(&self) -> &[Part] {
        match &self.kind {
            PartKind::Atom(_) => &[],
            PartKind::Not(inner) => std::slice::from_ref(inner),
            PartKind::AtLeast(_, of) => of,
        }
    }
}

/// Reads a guard as written into parts over atoms, each atom once.
struct Reading<'a> {
    text: &'a str,
    vocabulary: &'a Vocabulary<'a>,
    atoms: Vec<Atom>,
}

impl Reading<'_> {
    /// `None` if a name stands for nothing.
    fn part(&mut self, syntax: &Syntax) -> Option<Part> {
        let end_of = |name: &Name| name.at + name.text.len();
        let part = |span: Range<usize>, kind: PartKind| Some(Part { span, kind, taken_as: None });
        match syntax {
            Syntax::Chose { name, option, .. } => {
                let atom = self.chose(name, option)?;
                part(name.at..end_of(option), self.atom(atom))
            }
            Syntax::Fate(fate, name) => {
                let (question, _) = self.vocabulary.question(&name.text)?;
                let word = match fate {
                    Fate::Asked => "asked",
                    Fate::Answered => "answered",
                    Fate::Skipped => "skipped",
                };
                part(self.back_to(word, name.at)..end_of(name), self.atom(Atom::Fate(question, *fate)))
            }
            Syntax::Region(code) => {
                let mut questions = self.vocabulary.questions.list.iter();
                let question = questions.position(|question| question.kind == Some(Kind::Place))?;
                let regions = self.vocabulary.regions.as_ref()?;
                let region = regions.iter().position(|region| *region == code.text)?;
                part(self.back_to("region", code.at)..end_of(code), self.atom(Atom::Region(question, region)))
            }
            Syntax::AtLeast { least, of } => {
                let number = least.text.parse().ok()?;
                let all: Vec<Part> = of.iter().map(|one| self.part(one)).collect::<Option<_>>()?;
                let last = all.last().map_or(end_of(least), |part| part.span.end);
                let end = self.text.get(last..).and_then(|rest| rest.find(')')).map_or(last, |at| last + at + 1);
                part(self.back_to("at", least.at)..end, PartKind::AtLeast(number, all))
            }
            Syntax::Not(inner) => {
                let inner = self.part(inner)?;
                part(self.back_to("not", inner.span.start)..inner.span.end, PartKind::Not(Box::new(inner)))
            }
            Syntax::And(all) => self.several(all, all.len()),
            Syntax::Or(all) => self.several(all, 1),
            // Only in promises, which are proven and not looked through.
            Syntax::Claim(_) => None,
        }
    }

    fn several(&mut self, all: &[Syntax], least: usize) -> Option<Part> {
        let all: Vec<Part> = all.iter().map(|one| self.part(one)).collect::<Option<_>>()?;
        let span = all.first()?.span.start..all.last()?.span.end;
        Some(Part { span, kind: PartKind::AtLeast(least, all), taken_as: None })
    }

    fn chose(&self, name: &Name, option: &Name) -> Option<Atom> {
        if let Some((index, question)) = self.vocabulary.question(&name.text) {
            let at = question.options.iter().position(|other| other.value == option.text)?;
            return Some(Atom::Chose(index, at));
        }
        let (index, scale) = self.vocabulary.scale(&name.text)?;
        let bands = scale.bands.iter().map(|band| band.id.value.as_str()).chain(["unknown"]);
        Some(Atom::Band(index, bands.into_iter().position(|band| band == option.text)?))
    }

    fn atom(&mut self, atom: Atom) -> PartKind {
        let known = self.atoms.iter().position(|other| *other == atom);
        PartKind::Atom(known.unwrap_or_else(|| {
            self.atoms.push(atom);
            self.atoms.len() - 1
        }))
    }

    /// Where a word of the language stands before a place; only white space, brackets and such words are in between.
    fn back_to(&self, word: &str, before: usize) -> usize {
        self.text.get(..before).and_then(|text| text.rfind(word)).unwrap_or(before)
    }

    fn atom_of(&self, part: &Part) -> Option<Atom> {
        match part.kind {
            PartKind::Atom(index) => self.atoms.get(index).copied(),
            _ => None,
        }
    }

    fn question_id(&self, index: usize) -> &str {
        self.vocabulary.questions.list.get(index).map_or("", |question| question.id.value.as_str())
    }

    /// The usual reasons why a part never holds: two answers to a question that takes one, an option that stands alone
    /// beside another, a band that nobody reaches.
    fn why_never(&self, part: &Part) -> Option<String> {
        if let Some(Atom::Band(scale, band)) = self.atom_of(part) {
            let band = self.vocabulary.questions.scales.get(scale)?.bands.get(band)?;
            return Some(format!("no answers lead to the band `{}`", band.id.value));
        }
        let chosen = part.children().iter().filter_map(|child| match self.atom_of(child) {
            Some(Atom::Chose(question, option)) => self.vocabulary.questions.list.get(question)?.options.get(option),
            _ => None,
        });
        let stands_alone = |option: &&Located<String>| {
            let questions = &self.vocabulary.questions.list;
            questions.iter().any(|question| question.exclusive.iter().any(|one| one.value == option.value))
        };
        if let Some(alone) = chosen.clone().find(stands_alone)
            && chosen.count() > 1
        {
            return Some(format!("`{}` stands alone: nobody chooses it together with another", alone.value));
        }
        let mut seen: BTreeMap<usize, usize> = BTreeMap::new();
        for child in part.children() {
            if let Some(Atom::Chose(question, option)) = self.atom_of(child)
                && self.vocabulary.questions.list.get(question)?.kind != Some(Kind::Many)
                && seen.insert(question, option).is_some_and(|other| other != option)
            {
                let id = self.question_id(question);
                return Some(format!("a person gives one answer to `{id}`: join the two with `or`"));
            }
        }
        None
    }

    /// The usual reason why a part always holds: a question that everybody is asked.
    fn why_always(&self, part: &Part) -> Option<String> {
        match self.atom_of(part)? {
            Atom::Fate(question, Fate::Asked) => {
                let id = self.question_id(question);
                Some(format!("`{id}` is asked of everybody; write `answered {id}` or leave the field out"))
            }
            _ => None,
        }
    }
}

/// Parts that could be replaced by "yes" or "no" and the guard would still mean the same, with what each is by itself. Of
/// two that make each other superfluous it is the later one.
fn idle_parts(root: &mut Part, whole: usize, diagrams: &mut Diagrams) -> Vec<(Range<usize>, usize)> {
    let mut found = Vec::new();
    let mut waiting: Vec<Vec<usize>> = vec![Vec::new()];
    while let Some(path) = waiting.pop() {
        let children = at(root, &path).map_or(0, |part| part.children().len());
        for child in (0..children).rev() {
            let path: Vec<usize> = path.iter().copied().chain([child]).collect();
            let mut is_idle = false;
            for taken_as in [false, true] {
                if let Some(part) = at(root, &path) {
                    part.taken_as = Some(taken_as);
                }
                match diagrams.of(&root.formula()) {
                    Some(same) if same == whole => {
                        is_idle = true;
                        break;
                    }
                    Some(_) => {}
                    None => return Vec::new(),
                }
            }
            let Some(part) = at(root, &path) else { continue };
            let taken_as = part.taken_as.take();
            if is_idle {
                let Some(own) = diagrams.of(&part.formula()) else { return Vec::new() };
                found.push((part.span.clone(), own));
                part.taken_as = taken_as;
            } else {
                waiting.push(path);
            }
        }
    }
    found
}

/// Parts that by themselves never hold or always hold, with which of the two.
fn constant_parts(part: &Part, diagrams: &mut Diagrams) -> Vec<(Range<usize>, usize)> {
    match diagrams.of(&part.formula()) {
        Some(own @ (NEVER | ALWAYS)) => vec![(part.span.clone(), own)],
        _ => part.children().iter().flat_map(|child| constant_parts(child, diagrams)).collect(),
    }
}

/// The part at a path of children.
fn at<'p>(root: &'p mut Part, path: &[usize]) -> Option<&'p mut Part> {
    path.iter().try_fold(root, |part, &child| match &mut part.kind {
        PartKind::Atom(_) => None,
        PartKind::Not(inner) => Some(inner.as_mut()),
        PartKind::AtLeast(_, of) => of.get_mut(child),
    })
}

/// A part of a guard without its place, made smaller wherever something is known.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
enum Formula {
    Known(bool),
    Atom(usize),
    Not(Rc<Formula>),
    AtLeast(usize, Vec<Rc<Formula>>),
}

fn not(inner: Rc<Formula>) -> Rc<Formula> {
    match inner.as_ref() {
        Formula::Known(known) => Rc::new(Formula::Known(!known)),
        _ => Rc::new(Formula::Not(inner)),
    }
}

fn at_least(least: usize, of: Vec<Rc<Formula>>) -> Rc<Formula> {
    let holding = of.iter().filter(|one| ***one == Formula::Known(true)).count();
    let open: Vec<Rc<Formula>> = of.into_iter().filter(|one| !matches!(**one, Formula::Known(_))).collect();
    let least = least.saturating_sub(holding);
    match open.as_slice() {
        _ if least == 0 => Rc::new(Formula::Known(true)),
        _ if open.len() < least => Rc::new(Formula::Known(false)),
        [only] => only.clone(),
        _ => Rc::new(Formula::AtLeast(least, open)),
    }
}

impl Formula {
    /// The formula once some atoms are known.
    fn given(self: &Rc<Formula>, known: &Truths, patience: &mut usize) -> Option<Rc<Formula>> {
        *patience = patience.checked_sub(1)?;
        Some(match self.as_ref() {
            Formula::Known(_) => self.clone(),
            Formula::Atom(atom) => match known.get(atom) {
                Some(&known) => Rc::new(Formula::Known(known)),
                None => self.clone(),
            },
            Formula::Not(inner) => not(inner.given(known, patience)?),
            Formula::AtLeast(least, of) => {
                let of: Option<Vec<_>> = of.iter().map(|one| one.given(known, patience)).collect();
                at_least(*least, of?)
            }
        })
    }
}

/// Number of the diagram of what never holds.
const NEVER: usize = 0;
/// Number of the diagram of what always holds.
const ALWAYS: usize = 1;

/// Decision diagrams over groups of questions that do not depend on each other: two formulas hold for the same states
/// exactly if they have the same number.
struct Diagrams {
    /// For each group, all that its atoms can be at once.
    groups: Vec<Vec<Truths>>,
    numbers: HashMap<(usize, Vec<usize>), usize>,
    known: HashMap<(usize, Rc<Formula>), usize>,
    patience: usize,
}

impl Diagrams {
    fn new(groups: Vec<Vec<Truths>>) -> Diagrams {
        Diagrams { groups, numbers: HashMap::new(), known: HashMap::new(), patience: PATIENCE }
    }

    /// `None` if it would take too long.
    fn of(&mut self, formula: &Rc<Formula>) -> Option<usize> {
        self.below(0, formula)
    }

    // As deep as there are groups, which a guard's length limits.
    fn below(&mut self, group: usize, formula: &Rc<Formula>) -> Option<usize> {
        if let Formula::Known(known) = **formula {
            return Some(if known { ALWAYS } else { NEVER });
        }
        let key = (group, formula.clone());
        if let Some(&number) = self.known.get(&key) {
            return Some(number);
        }
        let mut outcomes = Vec::new();
        for index in 0..self.groups.get(group)?.len() {
            let Some(known) = self.groups.get(group).and_then(|states| states.get(index)) else { continue };
            let rest = formula.given(known, &mut self.patience)?;
            outcomes.push(self.below(group + 1, &rest)?);
        }
        let number = match outcomes.as_slice() {
            [first, rest @ ..] if rest.iter().all(|other| other == first) => *first,
            _ => {
                let next = self.numbers.len() + 2;
                *self.numbers.entry((group, outcomes)).or_insert(next)
            }
        };
        self.known.insert(key, number);
        Some(number)
    }

    fn smallest_that_never_holds<'p>(&mut self, part: &'p Part) -> &'p Part {
        let child = part.children().iter().find(|child| self.of(&child.formula()) == Some(NEVER));
        match child {
            Some(child) => self.smallest_that_never_holds(child),
            None => part,
        }
    }
}

/// The questions that atoms look at, put together where a scale connects them, and for each such group all that its atoms
/// can be at once. `None` if there are too many.
fn groups(atoms: &[Atom], vocabulary: &Vocabulary) -> Option<Vec<Vec<Truths>>> {
    let mut groups: Vec<(BTreeSet<usize>, BTreeSet<usize>)> = Vec::new();
    for atom in atoms {
        let mut questions: BTreeSet<usize> = BTreeSet::new();
        let mut scales: BTreeSet<usize> = BTreeSet::new();
        match *atom {
            Atom::Chose(question, _) | Atom::Fate(question, _) | Atom::Region(question, _) => {
                questions.insert(question);
            }
            Atom::Band(scale, _) => {
                scales.insert(scale);
                questions.extend(items(vocabulary.questions.scales.get(scale)?, vocabulary)?);
            }
        }
        let (joined, apart): (Vec<_>, Vec<_>) =
            groups.into_iter().partition(|(others, _)| !others.is_disjoint(&questions));
        groups = apart;
        for (more_questions, more_scales) in joined {
            questions.extend(more_questions);
            scales.extend(more_scales);
        }
        groups.push((questions, scales));
    }
    groups.iter().map(|(questions, scales)| states(questions, scales, atoms, vocabulary)).collect()
}

fn items(scale: &Scale, vocabulary: &Vocabulary) -> Option<Vec<usize>> {
    let item = |item: &Located<String>| {
        let (index, question) = vocabulary.question(&item.value)?;
        (question.kind == Some(Kind::Statement)).then_some(index)
    };
    scale.items.iter().map(item).collect()
}

/// Where a walk stands after some questions of a group: answered statements and sum of each scale, and the atoms so far.
type Standing = (Vec<(i64, i64)>, Truths);

fn states(
    questions: &BTreeSet<usize>,
    scales: &BTreeSet<usize>,
    atoms: &[Atom],
    vocabulary: &Vocabulary,
) -> Option<Vec<Truths>> {
    let scales: Vec<(usize, &Scale)> =
        scales.iter().filter_map(|&index| Some((index, vocabulary.questions.scales.get(index)?))).collect();
    let mut standings: BTreeSet<Standing> = BTreeSet::from([(vec![(0, 0); scales.len()], BTreeMap::new())]);
    for &index in questions {
        let question = vocabulary.questions.list.get(index)?;
        let mut next = BTreeSet::new();
        let moves = moves(index, question, atoms, vocabulary)?;
        for (so_far, known) in &standings {
            for (chosen, more) in &moves {
                let mut sums = so_far.clone();
                for ((answered, sum), (_, scale)) in sums.iter_mut().zip(&scales) {
                    if let Some(points) = chosen.and_then(|option| points(scale, question, option)) {
                        *answered += 1;
                        *sum += points;
                    }
                }
                let mut known = known.clone();
                known.extend(more);
                next.insert((sums, known));
            }
            if next.len() > MOST_STATES {
                return None;
            }
        }
        standings = next;
    }
    let all: BTreeSet<Truths> = standings
        .into_iter()
        .map(|(sums, mut known)| {
            for (index, atom) in atoms.iter().enumerate() {
                if let Atom::Band(scale, band) = *atom
                    && let Some(at) = scales.iter().position(|(other, _)| *other == scale)
                    && let (Some((_, scale)), Some(&(answered, sum))) = (scales.get(at), sums.get(at))
                {
                    known.insert(index, band_of(scale, answered, sum) == band);
                }
            }
            known
        })
        .collect();
    Some(all.into_iter().collect())
}

/// The points of an option, if the question is a statement of the scale.
fn points(scale: &Scale, question: &Question, option: usize) -> Option<i64> {
    scale.items.iter().find(|item| item.value == question.id.value)?;
    let option = question.options.get(option)?;
    Some(scale.points.iter().find(|(of, _)| of.value == option.value).map_or(0, |(_, points)| points.value))
}

/// The band of a sum, as the engine reads it; the number of bands stands for `unknown`.
pub(crate) fn band_of(scale: &Scale, answered: i64, sum: i64) -> usize {
    if answered < i64::from(scale.needs) {
        return scale.bands.len();
    }
    let items = i64::try_from(scale.items.len()).unwrap_or(i64::MAX);
    let reached = |from: i16| sum.saturating_mul(items) >= i64::from(from).saturating_mul(answered);
    scale.bands.iter().skip(1).take_while(|band| reached(band.from)).count()
}

/// What can become of a question: the option of a single answer, and what the atoms about the question then are.
type Move = (Option<usize>, Truths);

/// All that can become of a question.
fn moves(index: usize, question: &Question, atoms: &[Atom], vocabulary: &Vocabulary) -> Option<Vec<Move>> {
    let known = |asked: bool, answered: bool, holds: &dyn Fn(Atom) -> bool| -> Truths {
        let of_question = atoms.iter().enumerate().filter_map(|(at, atom)| match *atom {
            Atom::Fate(of, fate) if of == index => Some((
                at,
                match fate {
                    Fate::Asked => asked,
                    Fate::Answered => answered,
                    Fate::Skipped => asked && !answered,
                },
            )),
            Atom::Chose(of, _) | Atom::Region(of, _) if of == index => Some((at, answered && holds(*atom))),
            _ => None,
        });
        of_question.collect()
    };
    let mut moves = vec![(None, known(true, false, &|_| false))];
    if question.when.is_some() {
        moves.push((None, known(false, false, &|_| false)));
    }
    match question.kind? {
        Kind::One | Kind::Statement => {
            for option in 0..question.options.len() {
                moves.push((Some(option), known(true, true, &|atom| atom == Atom::Chose(index, option))));
            }
        }
        Kind::Many => {
            for chosen in subsets(index, question, atoms)? {
                let holds = |atom| matches!(atom, Atom::Chose(_, option) if chosen.contains(&option));
                moves.push((None, known(true, true, &holds)));
            }
        }
        Kind::Place => {
            let mentioned = |region: usize| atoms.contains(&Atom::Region(index, region));
            let regions = 0..vocabulary.regions.as_ref().map_or(1, Vec::len);
            for region in regions.clone().filter(|&region| mentioned(region)) {
                moves.push((None, known(true, true, &|atom| atom == Atom::Region(index, region))));
            }
            if regions.into_iter().any(|region| !mentioned(region)) {
                moves.push((None, known(true, true, &|_| false)));
            }
        }
    }
    Some(moves)
}

/// What can be chosen among the options that atoms mention, in a question of kind `many`.
fn subsets(index: usize, question: &Question, atoms: &[Atom]) -> Option<Vec<Vec<usize>>> {
    let stands_alone = |option: usize| {
        let id = question.options.get(option).map(|option| &option.value);
        question.exclusive.iter().any(|one| Some(&one.value) == id)
    };
    let (alone, mentioned): (Vec<usize>, Vec<usize>) = (0..question.options.len())
        .filter(|&option| atoms.contains(&Atom::Chose(index, option)))
        .partition(|&option| stands_alone(option));
    if mentioned.len() > MOST_OPTIONS {
        return None;
    }
    let mut subsets: Vec<Vec<usize>> = alone.iter().map(|&option| vec![option]).collect();
    let others = question.options.len() > alone.len() + mentioned.len();
    for bits in 0usize..1 << mentioned.len() {
        let chosen = mentioned.iter().enumerate().filter(|(at, _)| bits >> at & 1 == 1);
        let chosen: Vec<usize> = chosen.map(|(_, &option)| option).collect();
        if !chosen.is_empty() || others {
            subsets.push(chosen);
        }
    }
    Some(subsets)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::{guard::guard, questions::Questions, source::Source};

    const QUESTIONS: &str = r#"
        [[question]]
        id = "a"
        kind = "one"
        options = ["x", "y", "z"]
        [[question]]
        id = "m"
        kind = "many"
        options = ["p", "q", "r", "none"]
        exclusive = ["none"]
        [[question]]
        id = "s"
        kind = "statement"
        when = "a is x"
        options = ["yes", "no"]
        [[question]]
        id = "t"
        kind = "statement"
        when = "a is x"
        options = ["yes", "no"]
        [[question]]
        id = "place"
        kind = "place"
        [[scale]]
        id = "trust"
        items = ["s", "t"]
        points = { yes = 1, no = 0 }
        needs = 1
        bands = [{ id = "low" }, { id = "high", from = 2 }]
    "#;

    fn questions() -> Questions {
        let findings = Findings::default();
        let source = Source::new("questions.toml".to_owned(), QUESTIONS.to_owned());
        let questions = Questions::read(source, &findings);
        assert_eq!(findings.finish("").to_string(), "");
        questions
    }

    fn vocabulary(questions: &Questions) -> Vocabulary<'_> {
        Vocabulary { questions, regions: Some(vec!["R1", "R2"]) }
    }

    /// What is said of a guard: the message, and the part that is marked.
    fn said(text: &str) -> Vec<(String, String)> {
        let questions = questions();
        let findings = Findings::default();
        let source = Source::new("rules.toml".to_owned(), format!("\"{text}\""));
        let place = Place { source: &source, key: String::new(), before: None };
        let located = Located { value: text.to_owned(), span: 0..source.text.len() };
        guard(&located, &place, Some(&vocabulary(&questions)), &findings);
        let said = findings.finish("").0.into_iter().map(|one| {
            let excerpt = one.excerpt.expect("a place in the file");
            (one.message, excerpt.text[excerpt.mark].to_owned())
        });
        said.filter(|(message, _)| !message.starts_with("`not` with an answer")).collect()
    }

    #[track_caller]
    fn says(text: &str, expected: &[(&str, &str)]) {
        let said = said(text);
        let said: Vec<(&str, &str)> = said.iter().map(|(message, part)| (message.as_str(), part.as_str())).collect();
        assert_eq!(said, expected, "{text}");
    }

    const NEVER_HOLDS: &str = "this guard never holds, whatever the answers are";
    const PART_CANNOT: &str = "this guard never holds, because this part of it cannot";
    const ALWAYS_HOLDS: &str = "this guard always holds, whatever the answers are";
    const PART_NEVER: &str = "this part of the guard never holds";
    const PART_ALWAYS: &str = "this part of the guard always holds";
    const IDLE: &str = "this part changes nothing: the guard holds for the same answers without it";

    #[test]
    fn a_guard_that_contradicts_itself_is_an_error() {
        says("a is x and a is y", &[(NEVER_HOLDS, "a is x and a is y")]);
        says("skipped a and answered a", &[(NEVER_HOLDS, "skipped a and answered a")]);
        says("m has none and m has p", &[(NEVER_HOLDS, "m has none and m has p")]);
        says("answered m and (a is x and a is y)", &[(PART_CANNOT, "a is x and a is y")]);
        says("region is R1 and region is R2", &[(NEVER_HOLDS, "region is R1 and region is R2")]);
        says("not asked a", &[(NEVER_HOLDS, "not asked a")]);
        says("trust is high and skipped t and s is no", &[(NEVER_HOLDS, "trust is high and skipped t and s is no")]);
    }

    #[test]
    fn a_guard_that_always_holds_is_a_warning() {
        says("a is x or not a is x", &[(ALWAYS_HOLDS, "a is x or not a is x")]);
        says("asked a", &[(ALWAYS_HOLDS, "asked a")]);
        says("answered a or skipped a", &[(ALWAYS_HOLDS, "answered a or skipped a")]);
        let bands = "trust is low or trust is high or trust is unknown";
        says(bands, &[(ALWAYS_HOLDS, bands)]);
        says("at least 1 of (asked m, a is x)", &[(ALWAYS_HOLDS, "at least 1 of (asked m, a is x)")]);
    }

    #[test]
    fn a_part_that_changes_nothing_is_a_warning() {
        says("a is x and asked a", &[(PART_ALWAYS, "asked a")]);
        says("a is x or (a is y and a is z)", &[(PART_NEVER, "a is y and a is z")]);
        says("a is x or a is y or a is x", &[(IDLE, "a is x")]);
        says("answered a and a is x", &[(IDLE, "answered a")]);
        says("a is x and (a is x or m has p)", &[(IDLE, "(a is x or m has p".trim_start_matches('('))]);
        says("a is x and not a is y", &[(IDLE, "not a is y")]);
        says("trust is high and s is yes and skipped t", &[(IDLE, "s is yes")]);
    }

    #[test]
    fn guards_in_which_every_part_matters_are_let_through() {
        for guard in [
            "a is x",
            "asked s",
            "answered s or skipped s",
            "m has p and m has q",
            "not m has p",
            "trust is low or trust is high",
            "trust is low and s is yes",
            "region is R1 or skipped place",
            "at least 2 of (a is x, m has p, skipped place)",
            "answered m and not (m has p or m has q)",
        ] {
            says(guard, &[]);
        }
    }

    #[test]
    fn whether_guards_can_hold_together_is_decided() {
        let questions = questions();
        let together = |least, guards: &[Option<&str>]| can_hold_together(least, guards, &vocabulary(&questions));
        assert_eq!(together(2, &[Some("a is x"), Some("a is y"), None]), Some(true));
        assert_eq!(together(2, &[Some("a is x"), Some("a is y"), Some("a is z")]), Some(false));
        assert_eq!(together(3, &[None, None, Some("a is x")]), Some(true));
    }

    #[test]
    fn a_guard_that_is_too_large_is_let_through_in_time() {
        let many: Vec<String> =
            (0..60).map(|at| format!("(a is {} and m has {})", ["x", "y"][at % 2], ["p", "q"][at % 2])).collect();
        says(&many[..2].join(" or "), &[]);
        assert!(said(&many.join(" or ")).len() <= 60);
        // With too little patience for the whole, its parts are still decided.
        let groups = vec![vec![BTreeMap::from([(0, true)]), BTreeMap::from([(0, false)])]];
        let mut diagrams = Diagrams { patience: 3, ..Diagrams::new(groups) };
        let atom = || Part { span: 0..1, kind: PartKind::Atom(0), taken_as: None };
        let never = Part {
            span: 2..3,
            kind: PartKind::AtLeast(
                2,
                vec![atom(), Part { span: 0..1, kind: PartKind::Not(Box::new(atom())), taken_as: None }],
            ),
            taken_as: None,
        };
        let whole = Part { span: 0..9, kind: PartKind::AtLeast(1, vec![never, atom()]), taken_as: None };
        assert_eq!(diagrams.of(&whole.formula()), None);
        diagrams.patience = PATIENCE;
        assert_eq!(constant_parts(&whole, &mut diagrams), [(2..3, NEVER)]);
    }

    /// All states of the five questions, as what the atoms then are: by plain enumeration.
    fn all_states(atoms: &[Atom], vocabulary: &Vocabulary) -> Vec<BTreeMap<usize, bool>> {
        #[derive(Clone)]
        enum State {
            NotAsked,
            Skipped,
            Chosen(Vec<usize>),
        }
        use State::{Chosen, NotAsked, Skipped};
        let one = |count: usize| (0..count).map(|option| Chosen(vec![option]));
        let statement: Vec<State> = [NotAsked, Skipped].into_iter().chain(one(2)).collect();
        let many = (1usize..8).map(|bits| Chosen((0..3).filter(|at| bits >> at & 1 == 1).collect()));
        let questions: [Vec<State>; 5] = [
            [Skipped].into_iter().chain(one(3)).collect(),
            [Skipped, Chosen(vec![3])].into_iter().chain(many).collect(),
            statement.clone(),
            statement,
            [Skipped].into_iter().chain(one(2)).collect(),
        ];
        let mut walks: Vec<Vec<State>> = vec![Vec::new()];
        for states in questions {
            let longer = |walk: &Vec<State>| -> Vec<Vec<State>> {
                states.iter().map(|state| [walk.as_slice(), std::slice::from_ref(state)].concat()).collect()
            };
            walks = walks.iter().flat_map(longer).collect();
        }
        let scale = &vocabulary.questions.scales[0];
        let holds = |walk: &[State], atom: &Atom| match (*atom, walk) {
            (Atom::Chose(question, option) | Atom::Region(question, option), _) => {
                matches!(&walk[question], Chosen(options) if options.contains(&option))
            }
            (Atom::Fate(question, Fate::Asked), _) => !matches!(walk[question], NotAsked),
            (Atom::Fate(question, Fate::Answered), _) => matches!(walk[question], Chosen(_)),
            (Atom::Fate(question, Fate::Skipped), _) => matches!(walk[question], Skipped),
            (Atom::Band(_, band), _) => {
                let said: Vec<usize> = [&walk[2], &walk[3]]
                    .iter()
                    .filter_map(|s| if let Chosen(one) = s { Some(one[0]) } else { None })
                    .collect();
                let agreed = said.iter().filter(|option| **option == 0).count() as i64;
                band_of(scale, said.len() as i64, agreed) == band
            }
        };
        walks.iter().map(|walk| atoms.iter().map(|atom| holds(walk, atom)).enumerate().collect()).collect()
    }

    fn value(part: &Part, atoms: &BTreeMap<usize, bool>) -> bool {
        match (part.taken_as, &part.kind) {
            (Some(known), _) => known,
            (None, PartKind::Atom(atom)) => atoms[atom],
            (None, PartKind::Not(inner)) => !value(inner, atoms),
            (None, PartKind::AtLeast(least, of)) => of.iter().filter(|one| value(one, atoms)).count() >= *least,
        }
    }

    fn guards() -> impl Strategy<Value = String> {
        let atom = prop::sample::select(vec![
            "a is x",
            "a is y",
            "a is z",
            "asked a",
            "skipped a",
            "answered a",
            "m has p",
            "m has q",
            "m has r",
            "m has none",
            "skipped m",
            "asked s",
            "s is yes",
            "t is no",
            "skipped t",
            "trust is low",
            "trust is high",
            "trust is unknown",
            "region is R1",
            "region is R2",
            "skipped place",
        ]);
        atom.prop_map(str::to_owned).prop_recursive(3, 12, 3, |inner| {
            prop_oneof![
                inner.clone().prop_map(|one| format!("not ({one})")),
                prop::collection::vec(inner.clone(), 2..4).prop_map(|all| format!("({})", all.join(" and "))),
                prop::collection::vec(inner.clone(), 2..4).prop_map(|all| format!("({})", all.join(" or "))),
                prop::collection::vec(inner, 3..4).prop_map(|all| format!("at least 2 of ({})", all.join(", "))),
            ]
        })
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(300))]

        #[test]
        fn what_is_said_of_a_guard_is_what_plain_enumeration_finds(text in guards()) {
            let questions = questions();
            let vocabulary = vocabulary(&questions);
            let syntax = parse(&text).expect("a guard");
            let mut reading = Reading { text: &text, vocabulary: &vocabulary, atoms: Vec::new() };
            let mut root = reading.part(&syntax).expect("known names");
            let states = all_states(&reading.atoms, &vocabulary);
            let truths = |root: &Part| -> Vec<bool> { states.iter().map(|atoms| value(root, atoms)).collect() };
            let whole = truths(&root);
            let said = said(&text);
            let messages: Vec<&str> = said.iter().map(|(message, _)| message.as_str()).collect();
            let never = !whole.contains(&true);
            let always = !whole.contains(&false);
            prop_assert_eq!(messages.contains(&NEVER_HOLDS) || messages.contains(&PART_CANNOT), never);
            prop_assert_eq!(messages.contains(&ALWAYS_HOLDS), always);
            if !never && !always {
                let mut paths: Vec<Vec<usize>> = vec![Vec::new()];
                let mut idle = false;
                while let Some(path) = paths.pop() {
                    for child in 0..at(&mut root, &path).expect("a part").children().len() {
                        let path: Vec<usize> = path.iter().copied().chain([child]).collect();
                        for taken_as in [true, false] {
                            at(&mut root, &path).expect("a part").taken_as = Some(taken_as);
                            idle |= truths(&root) == whole;
                        }
                        at(&mut root, &path).expect("a part").taken_as = None;
                        paths.push(path);
                    }
                }
                prop_assert_eq!(!messages.is_empty(), idle, "{:?}", said);
            }
        }
    }
}
