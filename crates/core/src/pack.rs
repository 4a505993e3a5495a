//! The pack model: all that the engine knows of one country or organisation, apart from the words.
//!
//! Everything refers to everything else by index (`u16`, options by `u8`). [`Pack::check`] proves the indices once,
//! after reading; the engine is total all the same and treats a missing entry as absent.

use alloc::{string::String, vec::Vec};

use crate::{answers::OptionSet, guard::Guard, place::Places};

/// All content of one country or organisation but for its words, which are in [`crate::Texts`].
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Pack {
    /// The pack's id, the value of the `pack` attribute: `nl`.
    pub id: String,
    /// The version of the content, as the author writes it.
    pub version: String,
    /// BCP 47 tags of the languages, the first being the default.
    pub languages: Vec<String>,
    /// The last day on which the content may be used without a look, as the number `yyyymmdd`.
    pub review_by: u32,
    /// Who reviewed the content. `None`: nobody has.
    pub reviewed_by: Option<String>,
    /// In the order in which they are asked.
    pub questions: Vec<Question>,
    /// Sums over statements.
    pub scales: Vec<Scale>,
    /// The scale that tells who can go on alone, if the pack has one.
    pub readiness: Option<u16>,
    /// In declared order, which is the order among equal tiers.
    pub rules: Vec<Rule>,
    /// Where a fallback may be the only main step.
    pub fallback_when: Guard,
    /// What to do.
    pub steps: Vec<Step>,
    /// Ids of the kinds of service.
    pub kinds: Vec<String>,
    /// Who helps, and how to reach them.
    pub services: Vec<ServiceRow>,
    /// Kinds that the "talk to a person" screen names.
    pub talk: Vec<u16>,
    /// Kinds that the "talk to a person" screen names for a crisis.
    pub crisis: Vec<u16>,
    /// SVG path data (24 x 24, stroked) that options refer to.
    pub icons: Vec<String>,
    /// Postcodes, towns, municipalities and regions. Empty in a pack without places.
    pub places: Places,
}

/// How a question is answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Exactly one option.
    One,
    /// Any options, at least one.
    Many,
    /// Exactly one option; neighbours with the same options and guard share a screen.
    Statement,
    /// A postcode, a name or a region.
    Place,
}

/// A question.
#[derive(Clone, Debug, PartialEq)]
pub struct Question {
    /// Stable id.
    pub id: String,
    /// How it is answered.
    pub kind: Kind,
    /// When it is asked.
    pub when: Guard,
    /// The closed choices; none for a place.
    pub options: Vec<Opt>,
}

/// An option of a question.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Opt {
    /// Stable id.
    pub id: String,
    /// "None of these": stands alone.
    pub exclusive: bool,
    /// "Something else", "I don't know": a walk with it may end in a fallback.
    pub open: bool,
    /// Index into [`Pack::icons`].
    pub icon: Option<u16>,
}

/// A sum over statements with declared thresholds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Scale {
    /// Stable id.
    pub id: String,
    /// The statements that count.
    pub items: Vec<ScaleItem>,
    /// Fewer answered statements than this give the band `unknown`. At least 1.
    pub needs: u8,
    /// From low to high; the first has no lower end.
    pub bands: Vec<Band>,
}

/// A statement in a scale.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ScaleItem {
    /// The statement.
    pub question: u16,
    /// Points for each of its options.
    pub points: Vec<i8>,
}

/// A part of a scale.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Band {
    /// Stable id.
    pub id: String,
    /// The lowest sum, as if all statements of the scale were answered. Not used for the first band.
    pub from: i16,
}

/// The part that a recommendation plays in a result.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Role {
    /// What to sort out first: money, law, health, language.
    First,
    /// The one next step.
    Main,
    /// What helps besides.
    Also,
    /// A human to talk to.
    Person,
}

impl Role {
    /// The role as authors and tests write it.
    pub fn id(self) -> &'static str {
        match self {
            Role::First => "first",
            Role::Main => "main",
            Role::Also => "also",
            Role::Person => "person",
        }
    }
}

/// Guard -> recommendation.
#[derive(Clone, Debug, PartialEq)]
pub struct Rule {
    /// Stable id.
    pub id: String,
    /// When it fires.
    pub when: Guard,
    /// Its role.
    pub role: Role,
    /// Lower goes before higher.
    pub tier: u8,
    /// What to do.
    pub step: u16,
    /// Who helps: a kind; the place decides which service.
    pub kind: u16,
    /// Marked as last resort.
    pub fallback: bool,
    /// *Main* rules of one tier and one group are shown side by side as equals.
    pub equal: Option<u8>,
}

/// What to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// Stable id.
    pub id: String,
    /// Something that a person does alone.
    pub self_help: bool,
}

/// A service that may be recommended. There is no variant for an ended one: those never enter a pack file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Status {
    /// Open.
    Active,
    /// Open, but about to be replaced.
    Ending,
}

/// How sure the source is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Confidence {
    /// Gives a name at most.
    Low,
    /// Seen, with a reservation.
    Medium,
    /// Seen.
    High,
}

/// Where a row of services holds. From the widest to the most local.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Scope {
    /// Everywhere.
    Country,
    /// One region.
    Region(u16),
    /// Some municipalities.
    Municipalities(Vec<u16>),
}

/// One row of the services table. The fields of a service are taken row by row, the most local first.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct ServiceRow {
    /// Stable id.
    pub id: String,
    /// Index into [`Pack::kinds`].
    pub kind: u16,
    /// Open, or about to be replaced.
    pub status: Status,
    /// Where the row holds.
    pub scope: Scope,
    /// How sure the source is.
    pub confidence: Confidence,
    /// A name of its own; otherwise the name of the kind, from the texts.
    pub name: Option<String>,
    /// Web address.
    pub url: Option<String>,
    /// Phone number as people write it.
    pub phone: Option<String>,
    /// Where to walk in.
    pub address: Option<String>,
    /// Who said so, in short.
    pub source: String,
    /// The date of the source: `yyyy`, `yyyy-mm` or `yyyy-mm-dd`; empty if it bears none.
    pub source_date: String,
    /// The source was read through another one.
    pub second_hand: bool,
}

impl Pack {
    /// The question with an id.
    pub fn question_index(&self, id: &str) -> Option<u16> {
        position(&self.questions, |question| question.id == id)
    }

    /// The question at an index.
    pub fn question(&self, index: u16) -> Option<&Question> {
        self.questions.get(usize::from(index))
    }

    /// The question that asks for a place, if the pack has one.
    pub fn place_question(&self) -> Option<u16> {
        position(&self.questions, |question| question.kind == Kind::Place)
    }

    /// The questions that share a screen with this one, itself included: neighbouring statements with the same
    /// options and the same guard. Any other question stands alone.
    pub fn screen(&self, index: u16) -> core::ops::Range<u16> {
        let at = usize::from(index);
        let together = |other: usize| match (self.questions.get(at), self.questions.get(other)) {
            (Some(one), Some(two)) => {
                one.kind == Kind::Statement
                    && two.kind == Kind::Statement
                    && one.when == two.when
                    && one.options.len() == two.options.len()
                    && one.options.iter().zip(&two.options).all(|(a, b)| a.id == b.id)
            }
            _ => false,
        };
        let first = (0..at).rev().take_while(|&other| together(other)).last().unwrap_or(at);
        let last = (at..self.questions.len()).skip(1).take_while(|&other| together(other)).last().unwrap_or(at);
        (first as u16)..(last as u16).saturating_add(1)
    }

    /// Proves every index and bound of the pack.
    ///
    /// # Errors
    /// What is wrong, for the person who made the file; a pack that `wegwijzer build` wrote never fails.
    pub fn check(&self) -> Result<(), &'static str> {
        let questions = self.questions.len();
        require(questions < usize::from(u16::MAX), "too many questions")?;
        require(self.rules.len() < usize::from(u16::MAX), "too many rules")?;
        require(!self.languages.is_empty(), "no language")?;
        let place_questions = self.questions.iter().filter(|question| question.kind == Kind::Place);
        require(place_questions.count() <= 1, "more than one question for a place")?;
        let place = self.place_question();
        for (index, question) in self.questions.iter().enumerate() {
            require(question.options.len() <= OptionSet::MOST, "a question with too many options")?;
            require(question.options.is_empty() == (question.kind == Kind::Place), "a question without options")?;
            require(
                question.options.iter().all(|option| option.icon.is_none_or(|icon| self.has_icon(icon))),
                "an icon that is not there",
            )?;
            question.when.check(self, place, index)?;
        }
        for scale in &self.scales {
            require(scale.needs >= 1 && !scale.bands.is_empty(), "a scale without bands or needs")?;
            require(scale.bands.len() < usize::from(u8::MAX), "a scale with too many bands")?;
            require(scale.items.len() <= usize::from(u8::MAX), "a scale with too many statements")?;
            let thresholds = || scale.bands.iter().map(|band| band.from).skip(1);
            require(thresholds().is_sorted(), "a scale with bands out of order")?;
            for item in &scale.items {
                let question = self.question(item.question).ok_or("a scale over a question that is not there")?;
                require(question.kind == Kind::Statement, "a scale over a question that is no statement")?;
                require(question.options.len() == item.points.len(), "a scale without points for an option")?;
            }
        }
        require(self.readiness.is_none_or(|scale| usize::from(scale) < self.scales.len()), "no such readiness scale")?;
        for rule in &self.rules {
            rule.when.check(self, place, questions)?;
            require(usize::from(rule.step) < self.steps.len(), "a rule with a step that is not there")?;
            require(self.has_kind(rule.kind), "a rule with a service that is not there")?;
        }
        self.fallback_when.check(self, place, questions)?;
        require(self.talk.iter().chain(&self.crisis).all(|&kind| self.has_kind(kind)), "no such kind of service")?;
        for row in &self.services {
            require(self.has_kind(row.kind), "a service of a kind that is not there")?;
            // An empty web address would count as a way to reach somebody.
            let mut fields = [&row.name, &row.url, &row.phone, &row.address].into_iter().flatten();
            require(fields.all(|field| !field.is_empty()), "a service with an empty field")?;
            match &row.scope {
                Scope::Country => {}
                Scope::Region(region) => require(self.places.region(*region).is_some(), "no such region")?,
                Scope::Municipalities(all) => require(
                    all.iter().all(|&municipality| self.places.municipality(municipality).is_some()),
                    "no such municipality",
                )?,
            }
        }
        self.places.check()
    }

    fn has_kind(&self, kind: u16) -> bool {
        usize::from(kind) < self.kinds.len()
    }

    fn has_icon(&self, icon: u16) -> bool {
        usize::from(icon) < self.icons.len()
    }
}

pub(crate) fn require(holds: bool, otherwise: &'static str) -> Result<(), &'static str> {
    if holds { Ok(()) } else { Err(otherwise) }
}

/// The things of a list with their index, as far as an index reaches. Not `0..`, which overflows past its last number.
pub(crate) fn numbered<T>(all: &[T]) -> impl Iterator<Item = (u16, &T)> {
    (0..=u16::MAX).zip(all)
}

pub(crate) fn position<T>(all: &[T], is: impl FnMut(&T) -> bool) -> Option<u16> {
    all.iter().position(is).and_then(|index| u16::try_from(index).ok())
}
