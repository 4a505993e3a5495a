//! Guards with their names looked up: every question, option, scale, band and region is there, comes early enough and is
//! asked for with the right word; then the operations that the engine evaluates.

use wegwijzer_core::{Guard, Kind, Op};

use crate::{
    diagnostic::{Diagnostic, Findings},
    guard_lint,
    guard_syntax::{Fate, Name, Syntax, SyntaxError, Verb, parse},
    ids::{list, unknown, unknown_code},
    literal::offset_in,
    questions::{Question, Questions, Scale},
    source::{Located, Source},
};

/// The most conditions in one `at least n of (…)`.
pub(crate) const MOST_LISTED: usize = 32;
/// The most values that may wait while the engine evaluates a guard.
const MOST_WAITING: usize = 64;

/// What a guard may speak of.
pub(crate) struct Vocabulary<'a> {
    pub(crate) questions: &'a Questions,
    /// Codes of the regions; `None` if they could not be read.
    pub(crate) regions: Option<Vec<&'a str>>,
}

impl Vocabulary<'_> {
    pub(crate) fn question(&self, id: &str) -> Option<(usize, &Question)> {
        self.questions.list.iter().enumerate().find(|(_, question)| question.id.value == id)
    }

    pub(crate) fn scale(&self, id: &str) -> Option<(usize, &Scale)> {
        self.questions.scales.iter().enumerate().find(|(_, scale)| scale.id.value == id)
    }

    fn question_ids(&self) -> impl Iterator<Item = &str> + Clone {
        self.questions.list.iter().map(|question| question.id.value.as_str())
    }

    fn all_ids(&self) -> impl Iterator<Item = &str> + Clone {
        self.question_ids().chain(self.questions.scales.iter().map(|scale| scale.id.value.as_str()))
    }
}

/// Where a guard is written.
pub(crate) struct Place<'a> {
    pub(crate) source: &'a Source,
    pub(crate) key: String,
    /// For the guard of a question: its own position, which the guard has to stay before.
    pub(crate) before: Option<usize>,
}

/// Reads a guard and looks its names up. Without a vocabulary (it could not be read) only the grammar is checked.
/// After an error, which is reported, the guard that comes back means nothing.
pub(crate) fn guard(
    text: &Located<String>,
    place: &Place,
    vocabulary: Option<&Vocabulary>,
    findings: &Findings,
) -> (Guard, Option<Syntax>) {
    let literal = place.source.text.get(text.span.clone()).unwrap_or_default();
    let file_offset = |at: usize| text.span.start + offset_in(literal, at);
    let syntax = match parse(&text.value) {
        Ok(syntax) => syntax,
        Err(SyntaxError { span, message, found, expected, help }) => {
            let error = place.source.error(file_offset(span.start), place.key.clone(), message);
            findings.add(Diagnostic { found, expected, help, ..error });
            return (Guard::always(), None);
        }
    };
    if let Some(vocabulary) = vocabulary {
        let before = findings.len();
        let mut resolver = Resolver { place, vocabulary, findings, file_offset: &file_offset, ops: Vec::new() };
        resolver.compile(&syntax);
        let ops = resolver.ops;
        if waiting(&ops) > MOST_WAITING {
            findings.add(place.source.error(text.span.start, place.key.clone(), "this guard is nested too deep"));
        }
        if findings.len() == before {
            let in_file = |part: std::ops::Range<usize>| file_offset(part.start)..file_offset(part.end);
            guard_lint::check(&syntax, &text.value, place, vocabulary, in_file, findings);
        }
        if let Some(name) = bare_negation(&syntax, vocabulary, &mut Vec::new()) {
            findings.add(
                place
                    .source
                    .warning(
                        file_offset(name.at),
                        place.key.clone(),
                        format!("`not` with an answer also holds for who skipped `{}` or was not asked", name.text),
                    )
                    .help(format!("if you mean \"answered otherwise\", write `answered {} and not …`", name.text)),
            );
        }
        return (Guard(ops), Some(syntax));
    }
    (Guard::always(), Some(syntax))
}

pub(crate) struct Resolver<'r, 'a> {
    pub(crate) place: &'r Place<'a>,
    pub(crate) vocabulary: &'r Vocabulary<'a>,
    pub(crate) findings: &'r Findings,
    pub(crate) file_offset: &'r dyn Fn(usize) -> usize,
    pub(crate) ops: Vec<Op>,
}

impl Resolver<'_, '_> {
    pub(crate) fn compile(&mut self, syntax: &Syntax) {
        match syntax {
            Syntax::Chose { name, verb, option } => self.chose(name, *verb, option),
            Syntax::Fate(fate, name) => self.fate(*fate, name),
            Syntax::Region(code) => self.region(code),
            Syntax::AtLeast { least, of } => self.at_least(least, of),
            Syntax::Not(inner) => {
                self.compile(inner);
                self.ops.push(Op::Not);
            }
            Syntax::And(all) => self.chain(all, Op::And),
            Syntax::Or(all) => self.chain(all, Op::Or),
            // The grammar of guards has none.
            Syntax::Claim(_) => {}
        }
    }

    fn chain(&mut self, all: &[Syntax], op: Op) {
        for (index, one) in all.iter().enumerate() {
            self.compile(one);
            if index > 0 {
                self.ops.push(op);
            }
        }
    }

    fn chose(&mut self, name: &Name, verb: Verb, option: &Name) {
        if let Some((index, question)) = self.vocabulary.question(&name.text) {
            self.early(index, name);
            self.check_verb(question, name, verb, option);
            let ids = question.options.iter().map(|option| option.value.as_str());
            match ids.clone().position(|id| id == option.text) {
                Some(at) => self.ops.push(Op::Chose(index as u16, at as u8)),
                None if question.kind == Some(Kind::Place) => {}
                None => {
                    let sort = format!("option of `{}` with the id", name.text);
                    self.unknown(option, &sort, ids);
                }
            }
        } else if let Some((index, scale)) = self.vocabulary.scale(&name.text) {
            let items = scale.items.iter().filter_map(|item| self.vocabulary.question(&item.value));
            if let Some(last) = items.map(|(at, _)| at).max() {
                self.early(last, name);
            }
            if verb == Verb::Has {
                let message = format!("`{}` is a scale: write `{} is {}`", name.text, name.text, option.text);
                self.error(name, message);
            }
            let ids = scale.bands.iter().map(|band| band.id.value.as_str()).chain(["unknown"]);
            match ids.clone().position(|id| id == option.text) {
                Some(at) => self.ops.push(Op::Band(index as u16, at as u8)),
                None => self.unknown(option, &format!("band of `{}` with the id", name.text), ids),
            }
        } else {
            self.unknown(name, "question or scale", self.vocabulary.all_ids());
        }
    }

    fn check_verb(&self, question: &Question, name: &Name, verb: Verb, option: &Name) {
        let (q, o) = (&name.text, &option.text);
        let message = match (question.kind, verb) {
            (Some(Kind::Many), Verb::Is) => {
                format!("`{q}` takes several answers: write `{q} has {o}`")
            }
            (Some(Kind::One | Kind::Statement), Verb::Has) => {
                format!("`{q}` takes one answer: write `{q} is {o}`")
            }
            (Some(Kind::Place), _) => {
                format!("`{q}` asks for a place: write `region is CODE`, `answered {q}` or `skipped {q}`")
            }
            _ => return,
        };
        self.error(name, message);
    }

    fn fate(&mut self, fate: Fate, name: &Name) {
        let Some((index, _)) = self.vocabulary.question(&name.text) else {
            self.unknown(name, "question", self.vocabulary.question_ids());
            return;
        };
        self.early(index, name);
        let index = index as u16;
        self.ops.push(match fate {
            Fate::Asked => Op::Asked(index),
            Fate::Answered => Op::Answered(index),
            Fate::Skipped => Op::Skipped(index),
        });
    }

    fn region(&mut self, code: &Name) {
        let mut questions = self.vocabulary.questions.list.iter();
        match questions.position(|question| question.kind == Some(Kind::Place)) {
            Some(index) => self.early(index, code),
            None => {
                self.error(code, "this pack has no question of kind `place`, so no region is ever known".to_owned())
            }
        }
        let Some(regions) = &self.vocabulary.regions else { return };
        match regions.iter().position(|region| *region == code.text) {
            Some(at) => self.ops.push(Op::Region(at as u16)),
            None => {
                let at = (self.file_offset)(code.at);
                let codes = regions.iter().copied();
                self.findings.add(unknown_code(self.place.source, at, &self.place.key, "region", &code.text, codes));
            }
        }
    }

    fn at_least(&mut self, least: &Name, of: &[Syntax]) {
        of.iter().for_each(|one| self.compile(one));
        if of.len() > MOST_LISTED {
            self.error(least, format!("this list has {} conditions; the most is {MOST_LISTED}", of.len()));
        }
        match least.text.parse::<u8>() {
            Ok(number) if number >= 1 && usize::from(number) <= of.len() => {
                self.ops.push(Op::AtLeast(number, of.len().min(MOST_LISTED) as u8));
            }
            _ => {
                let message = format!("`at least {}` of a list of {}", least.text, of.len());
                let error = self.place.source.error((self.file_offset)(least.at), self.place.key.clone(), message);
                self.findings.add(error.expected(format!("a number from 1 to {}", of.len())));
            }
        }
    }

    /// A question may only look at questions before it.
    fn early(&self, index: usize, name: &Name) {
        let Some(before) = self.place.before else { return };
        if index < before {
            return;
        }
        let other = self.vocabulary.questions.list.get(index).map_or("", |question| question.id.value.as_str());
        let message = if index == before {
            format!("a guard can only look at earlier questions, and `{other}` is this question itself")
        } else {
            format!("a guard can only look at earlier questions, and `{other}` comes later")
        };
        let error = self.place.source.error((self.file_offset)(name.at), self.place.key.clone(), message);
        let earlier = self.vocabulary.question_ids().take(before);
        self.findings.add(error.expected(list(earlier)));
    }

    fn unknown<'n>(&self, name: &Name, sort: &str, names: impl Iterator<Item = &'n str> + Clone) {
        if self.findings.is_full() {
            return;
        }
        let at = (self.file_offset)(name.at);
        self.findings.add(unknown(self.place.source, at, &self.place.key, sort, &name.text, names));
    }

    fn error(&self, name: &Name, message: String) {
        if self.findings.is_full() {
            return;
        }
        self.findings.add(self.place.source.error((self.file_offset)(name.at), self.place.key.clone(), message));
    }
}

/// The most values that wait at once while the operations are evaluated.
fn waiting(ops: &[Op]) -> usize {
    let mut now = 0usize;
    let mut most = 0;
    for op in ops {
        let takes = match op {
            Op::Not => 1,
            Op::And | Op::Or => 2,
            Op::AtLeast(_, of) => usize::from(*of),
            _ => 0,
        };
        now = now.saturating_sub(takes) + 1;
        most = most.max(now);
    }
    most
}

/// The first answer below a `not` whose question is not known to be answered: `answered q`, `q is o` or `q has o` beside
/// it, joined by `and`, make it known.
fn bare_negation<'s>(syntax: &'s Syntax, vocabulary: &Vocabulary, answered: &mut Vec<&'s str>) -> Option<&'s Name> {
    match syntax {
        Syntax::Not(inner) => match inner.as_ref() {
            Syntax::Not(twice) => bare_negation(twice, vocabulary, answered),
            inner => first_answer(inner, vocabulary, answered),
        },
        Syntax::And(all) => {
            let before = answered.len();
            for one in all {
                match one {
                    Syntax::Fate(Fate::Answered, name) | Syntax::Chose { name, .. } => answered.push(&name.text),
                    _ => {}
                }
            }
            let found = all.iter().find_map(|one| bare_negation(one, vocabulary, answered));
            answered.truncate(before);
            found
        }
        Syntax::Or(all) | Syntax::AtLeast { of: all, .. } => {
            all.iter().find_map(|one| bare_negation(one, vocabulary, answered))
        }
        Syntax::Chose { .. } | Syntax::Fate(..) | Syntax::Region(_) | Syntax::Claim(_) => None,
    }
}

fn first_answer<'s>(syntax: &'s Syntax, vocabulary: &Vocabulary, answered: &[&str]) -> Option<&'s Name> {
    match syntax {
        Syntax::Chose { name, .. } => {
            let known = answered.contains(&name.text.as_str()) || vocabulary.question(&name.text).is_none();
            (!known).then_some(name)
        }
        Syntax::Not(inner) => first_answer(inner, vocabulary, answered),
        Syntax::And(all) | Syntax::Or(all) | Syntax::AtLeast { of: all, .. } => {
            all.iter().find_map(|one| first_answer(one, vocabulary, answered))
        }
        Syntax::Fate(..) | Syntax::Region(_) | Syntax::Claim(_) => None,
    }
}
