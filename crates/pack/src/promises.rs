//! promises.toml: what must hold for everybody, proven before the pack is built. A pack may leave the file out; the
//! built-in promises bind it all the same.

use wegwijzer_core::{Guard, Op, Role};

use crate::{
    diagnostic::{Diagnostic, Findings},
    guard::{MOST_LISTED, Place, Resolver, Vocabulary, guard},
    guard_syntax::{AlwaysSyntax, Claim as ClaimSyntax, Name, Syntax, SyntaxError, parse_always},
    ids::{check_id, check_unique, nearest},
    literal::offset_in,
    source::{Located, Source},
    table::Table,
};

/// What an author promises to everybody.
#[derive(Clone, Debug, PartialEq)]
pub struct Promise {
    /// Stable id.
    pub id: String,
    /// The promise in a sentence.
    pub says: String,
    /// For whom: walks on which this guard holds.
    pub when: Guard,
    /// What holds for them.
    pub always: Always,
    /// The line in promises.toml on which the promise begins, from 1.
    pub line: usize,
}

/// What holds on every walk, or for every two walks.
#[derive(Clone, Debug, PartialEq)]
pub enum Always {
    /// On every walk.
    Each(Claim),
    /// Two walks that differ only in this question lead to the same.
    Independent {
        /// The question.
        of: u16,
        /// Recommendations of this kind may lead to another step.
        but_for: Option<u16>,
    },
}

/// What can be said of a walk and its result. Kinds are indices into [`wegwijzer_core::Pack::kinds`].
#[derive(Clone, Debug, PartialEq)]
pub enum Claim {
    /// A condition over the answers.
    Guard(Guard),
    /// There is a recommendation in this role; a *person* counts only with a way to reach them.
    Has(Role),
    /// The result names this kind of service, in this role or in any.
    Leads(Option<Role>, u16),
    /// Every main step is a fallback.
    OnlyFallback,
    /// The result holds at most so many recommendations in this role.
    AtMost(u8, Role),
    /// Not so.
    Not(Box<Claim>),
    /// All of them.
    All(Vec<Claim>),
    /// One of them or more.
    Any(Vec<Claim>),
    /// So many of them or more.
    AtLeast(u8, Vec<Claim>),
}

/// promises.toml as written.
pub(crate) struct Promises {
    source: Source,
    list: Vec<Written>,
}

struct Written {
    id: Located<String>,
    says: String,
    when: Option<Located<String>>,
    always: Located<String>,
}

impl Promises {
    pub(crate) fn read(source: Source, findings: &Findings) -> Promises {
        let (mut root, _) = Table::parse(&source, findings);
        let list: Vec<Written> = root.tables("promise").into_iter().filter_map(read_promise).collect();
        root.finish();
        check_unique(list.iter().map(|promise| &promise.id), "id", &source, findings);
        Promises { source, list }
    }

    /// The promises with their names looked up.
    pub(crate) fn compile(&self, vocabulary: &Vocabulary, kinds: &[&str], findings: &Findings) -> Vec<Promise> {
        let mut promises = Vec::new();
        for written in &self.list {
            let place = |field| Place {
                source: &self.source,
                key: format!("promise {}, {field}", written.id.value),
                before: None,
            };
            let when = written.when.as_ref();
            let when =
                when.map_or_else(Guard::always, |when| guard(when, &place("when"), Some(vocabulary), findings).0);
            let always = always(&written.always, &place("always"), vocabulary, kinds, findings);
            let (line, _) = self.source.position(written.id.span.start);
            let (id, says) = (written.id.value.clone(), written.says.clone());
            promises.extend(always.map(|always| Promise { id, says, when, always, line }));
        }
        promises
    }
}

fn read_promise(mut table: Table) -> Option<Written> {
    let (source, findings) = (table.source, table.findings);
    let id = table.required_text("id");
    if let Some(id) = &id {
        table.key = format!("promise {}", id.value);
        check_id(id, &table.name("id"), source, findings);
    }
    let says = table.required_text("says");
    let when = table.text("when");
    let always = table.required_text("always");
    table.finish();
    Some(Written { id: id?, says: says?.value, when, always: always? })
}

fn always(
    text: &Located<String>,
    place: &Place,
    vocabulary: &Vocabulary,
    kinds: &[&str],
    findings: &Findings,
) -> Option<Always> {
    let literal = place.source.text.get(text.span.clone()).unwrap_or_default();
    let file_offset = |at: usize| text.span.start + offset_in(literal, at);
    let syntax = match parse_always(&text.value) {
        Ok(syntax) => syntax,
        Err(SyntaxError { span, message, found, expected, help }) => {
            let error = place.source.error(file_offset(span.start), place.key.clone(), message);
            findings.add(Diagnostic { found, expected, help, ..error });
            return None;
        }
    };
    let reader = Reader { place, vocabulary, kinds, findings, file_offset: &file_offset };
    match syntax {
        AlwaysSyntax::Each(syntax) => reader.claim(&syntax).map(Always::Each),
        AlwaysSyntax::Independent { of, but_for } => {
            let of = reader.question(&of);
            let but_for = match but_for {
                Some(kind) => Some(reader.kind(&kind)?),
                None => None,
            };
            Some(Always::Independent { of: of?, but_for })
        }
    }
}

/// Looks up the names of one promise.
struct Reader<'r, 'a> {
    place: &'r Place<'a>,
    vocabulary: &'r Vocabulary<'a>,
    kinds: &'r [&'r str],
    findings: &'r Findings,
    file_offset: &'r dyn Fn(usize) -> usize,
}

impl Reader<'_, '_> {
    fn claim(&self, syntax: &Syntax) -> Option<Claim> {
        let all = |parts: &[Syntax]| {
            let claims: Vec<Option<Claim>> = parts.iter().map(|part| self.claim(part)).collect();
            claims.into_iter().collect::<Option<Vec<Claim>>>()
        };
        match syntax {
            Syntax::Not(inner) => self.claim(inner).map(|claim| Claim::Not(Box::new(claim))),
            Syntax::And(parts) => all(parts).map(Claim::All),
            Syntax::Or(parts) => all(parts).map(Claim::Any),
            Syntax::AtLeast { least, of } => {
                let number = self.number(least, 1, of.len().min(MOST_LISTED));
                if of.len() > MOST_LISTED {
                    let message = format!("this list has {} conditions; the most is {MOST_LISTED}", of.len());
                    self.report(least, message, None);
                }
                let claims = all(of)?;
                number.map(|number| Claim::AtLeast(number, claims))
            }
            Syntax::Claim(ClaimSyntax::Has(role)) => Some(Claim::Has(role_of(role))),
            Syntax::Claim(ClaimSyntax::Leads { role, kind }) => {
                self.kind(kind).map(|kind| Claim::Leads(role.as_ref().map(role_of), kind))
            }
            Syntax::Claim(ClaimSyntax::OnlyFallback) => Some(Claim::OnlyFallback),
            Syntax::Claim(ClaimSyntax::AtMost { most, role }) => {
                self.number(most, 0, 255).map(|most| Claim::AtMost(most, role_of(role)))
            }
            Syntax::Chose { .. } | Syntax::Fate(..) | Syntax::Region(_) => self.ops(syntax).map(Claim::Guard),
        }
    }

    /// A condition of the guard language; `None` if a name in it is not known, which is reported.
    fn ops(&self, syntax: &Syntax) -> Option<Guard> {
        let mut resolver = Resolver {
            place: self.place,
            vocabulary: self.vocabulary,
            findings: self.findings,
            file_offset: self.file_offset,
            ops: Vec::<Op>::new(),
        };
        resolver.compile(syntax);
        (!resolver.ops.is_empty()).then_some(Guard(resolver.ops))
    }

    fn question(&self, name: &Name) -> Option<u16> {
        let found = self.vocabulary.questions.list.iter().position(|question| question.id.value == name.text);
        if found.is_none() {
            let ids = self.vocabulary.questions.list.iter().map(|question| question.id.value.as_str());
            self.report(name, format!("there is no question `{}`", name.text), nearest(&name.text, ids));
        }
        found.map(|index| index as u16)
    }

    fn kind(&self, name: &Name) -> Option<u16> {
        let found = self.kinds.iter().position(|kind| *kind == name.text);
        if found.is_none() {
            let message = format!("no rule leads to a kind of service `{}`", name.text);
            self.report(name, message, nearest(&name.text, self.kinds.iter().copied()));
        }
        found.map(|index| index as u16)
    }

    fn number(&self, name: &Name, least: usize, most: usize) -> Option<u8> {
        let number = name.text.parse::<usize>().ok().filter(|number| (least..=most).contains(number));
        if number.is_none() {
            let message = format!("`{}` is not a number from {least} to {most}", name.text);
            self.report(name, message, None);
        }
        number.and_then(|number| u8::try_from(number).ok())
    }

    fn report(&self, name: &Name, message: String, help: Option<String>) {
        let at = (self.file_offset)(name.at);
        self.findings.add(self.place.source.error(at, self.place.key.clone(), message).help_if(help));
    }
}

fn role_of(name: &Name) -> Role {
    let roles = [Role::First, Role::Also, Role::Person];
    roles.into_iter().find(|role| role.id() == name.text).unwrap_or(Role::Main)
}
