//! What can be asked of a walk: guards, and what its result holds, as conditions over answers and place alone.
//!
//! The outcome of a walk is decided by rules that fire, tiers and declared order (`core`, `outcome.rs`). Here the same is
//! said without running anything, so that it can be decided for all walks at once. That both say the same is tested walk
//! by walk.

use num_bigint::BigUint;
use wegwijzer_core::{Guard, Pack, Place, Role, Rule, State, Walk, serve};
use wegwijzer_pack::Claim;

use crate::space::Space;

/// A condition over one side of a space.
#[derive(Clone, Debug, PartialEq)]
pub enum Condition {
    /// Always, or never.
    Truth(bool),
    /// A guard of the pack.
    Guard(Guard),
    /// Where the person lives: for each class of places whether it holds, and whether it does for an unknown place.
    Place {
        /// By the index of the class.
        classes: Vec<bool>,
        /// Skipped, not asked, or not known to the pack.
        unknown: bool,
    },
    /// Not so.
    Not(Box<Condition>),
    /// All of them.
    All(Vec<Condition>),
    /// One of them or more.
    Any(Vec<Condition>),
    /// So many of them or more.
    AtLeast(usize, Vec<Condition>),
    /// No *main* rule of a lower tier fires.
    NoneBefore(u8),
}

impl Condition {
    pub(crate) fn not(self) -> Self {
        Condition::Not(Box::new(self))
    }

    /// Whether the condition holds on one walk; by running it, not by proof.
    pub fn holds(&self, space: &Space, side: usize, walk: &Walk) -> bool {
        let pack = space.packs[side];
        let count = |all: &[Condition]| all.iter().filter(|one| one.holds(space, side, walk)).count();
        match self {
            Condition::Truth(holds) => *holds,
            Condition::Guard(guard) => guard.holds(pack, &walk.states),
            Condition::Place { classes, unknown } => {
                let state = pack.place_question().map(|question| walk.state(question));
                match state {
                    Some(State::Answered(wegwijzer_core::Answer::Place(place))) => {
                        space.class_of(place).map_or(*unknown, |class| classes[class])
                    }
                    _ => *unknown,
                }
            }
            Condition::Not(inner) => !inner.holds(space, side, walk),
            Condition::All(all) => count(all) == all.len(),
            Condition::Any(all) => count(all) > 0,
            Condition::AtLeast(least, all) => count(all) >= *least,
            Condition::NoneBefore(tier) => none_before(pack, *tier).iter().all(|one| one.holds(space, side, walk)),
        }
    }
}

/// That no *main* rule of a lower tier fires, rule by rule.
pub(crate) fn none_before(pack: &Pack, tier: u8) -> Vec<Condition> {
    let lower = pack.rules.iter().filter(|rule| rule.role == Role::Main && rule.tier < tier);
    lower.map(|rule| Condition::Guard(rule.when.clone()).not()).collect()
}

/// Conditions of one side that must all hold, with what they say of tiers apart: that is a matter of all questions, and
/// the same for many rules, while the rest is a matter of few.
pub(crate) struct Framed<'c> {
    /// No *main* rule of a tier below this one fires; 0 where nothing is said of it.
    pub(crate) none_before: u8,
    /// One of a tier below this one does.
    pub(crate) some_before: Option<u8>,
    pub(crate) rest: Vec<&'c Condition>,
}

impl<'c> Framed<'c> {
    pub(crate) fn of(all: impl IntoIterator<Item = &'c Condition>) -> Self {
        let mut framed = Framed { none_before: 0, some_before: None, rest: Vec::new() };
        let mut waiting: Vec<&Condition> = all.into_iter().collect();
        while let Some(condition) = waiting.pop() {
            match condition {
                Condition::All(all) => waiting.extend(all),
                Condition::Any(any) if any.len() == 1 => waiting.extend(any),
                Condition::NoneBefore(tier) => framed.none_before = framed.none_before.max(*tier),
                Condition::Not(inner) => match **inner {
                    // Of two tiers the lower one says more, as above the higher one does.
                    Condition::NoneBefore(tier) => {
                        framed.some_before = Some(framed.some_before.map_or(tier, |other| other.min(tier)));
                    }
                    _ => framed.rest.push(condition),
                },
                _ => framed.rest.push(condition),
            }
        }
        framed
    }

    /// Counts what is within a frame, given how many assignments of the rest are within one.
    pub(crate) fn count(&self, mut within: impl FnMut(u8) -> BigUint) -> BigUint {
        let all = within(self.none_before);
        match self.some_before {
            Some(tier) => all - within(tier.max(self.none_before)),
            None => all,
        }
    }
}

/// What results hold, as conditions over the walks of one side.
pub(crate) struct Results<'s, 'p> {
    space: &'s Space<'p>,
    side: usize,
    pack: &'p Pack,
}

impl<'s, 'p> Results<'s, 'p> {
    pub(crate) fn new(space: &'s Space<'p>, side: usize) -> Self {
        Results { space, side, pack: space.packs[side] }
    }

    fn rules(&self, role: Role) -> impl Iterator<Item = (usize, &'p Rule)> + use<'p> {
        self.pack.rules.iter().enumerate().filter(move |(_, rule)| rule.role == role)
    }

    pub(crate) fn fires(&self, rule: usize) -> Condition {
        Condition::Guard(self.pack.rules[rule].when.clone())
    }

    /// One of the rules fires that a closure picks.
    fn any_fires(&self, role: Role, pick: impl Fn(usize, &Rule) -> bool) -> Condition {
        Condition::Any(self.rules(role).filter(|(at, rule)| pick(*at, rule)).map(|(at, _)| self.fires(at)).collect())
    }

    /// A condition on the place.
    pub(crate) fn place(&self, holds: impl Fn(Option<Place>) -> bool) -> Condition {
        let classes = self.space.classes.iter().map(|class| holds(class.place[self.side])).collect();
        self.place_among(classes, holds(None))
    }

    /// The place is in one of these classes, by their index; `unknown`: or there is none.
    pub(crate) fn place_among(&self, classes: Vec<bool>, unknown: bool) -> Condition {
        match self.pack.place_question() {
            Some(_) => Condition::Place { classes, unknown },
            None => Condition::Truth(unknown),
        }
    }

    fn reachable(&self, kind: u16) -> Condition {
        self.place(|place| serve(self.pack, kind, place).has_channel())
    }

    /// A *main* rule of the lowest tier that fires, and not a second one to the same step and service.
    pub(crate) fn leads(&self, rule: usize) -> Condition {
        let this = &self.pack.rules[rule];
        if this.role != Role::Main {
            return Condition::Truth(false);
        }
        let twin = self.any_fires(Role::Main, |at, other| {
            at < rule && other.tier == this.tier && other.step == this.step && other.kind == this.kind
        });
        Condition::All(vec![self.fires(rule), Condition::NoneBefore(this.tier), twin.not()])
    }

    /// The rule gives one of the recommendations of the result, in any role.
    pub(crate) fn shown(&self, rule: usize) -> Condition {
        Condition::Any([Role::First, Role::Main, Role::Also, Role::Person].map(|role| self.shown_as(rule, role)).into())
    }

    /// The rule gives one of the recommendations in a role. A *main* rule can give an *also*.
    pub(crate) fn shown_as(&self, rule: usize, role: Role) -> Condition {
        let this = &self.pack.rules[rule];
        let same_step = |_: usize, other: &Rule| other.step == this.step;
        let before = |at: usize, other: &Rule| (other.tier, at) < (this.tier, rule);
        let fires = self.fires(rule);
        match (this.role, role) {
            (Role::First, Role::First) => {
                let twin = self.any_fires(Role::First, |at, other| before(at, other) && other.step == this.step);
                Condition::All(vec![fires, twin.not()])
            }
            (Role::Main, Role::Main) => self.leads(rule),
            (Role::Main, Role::Also) => {
                let lower = Condition::NoneBefore(this.tier).not();
                let first = self.any_fires(Role::First, same_step);
                let twin = self.any_fires(Role::Main, |at, other| before(at, other) && other.step == this.step);
                Condition::All(vec![fires, lower, first.not(), twin.not()])
            }
            (Role::Also, Role::Also) => {
                let first = self.any_fires(Role::First, same_step);
                let main = self.any_fires(Role::Main, same_step);
                let twin = self.any_fires(Role::Also, |at, other| before(at, other) && other.step == this.step);
                Condition::All(vec![fires, first.not(), main.not(), twin.not()])
            }
            (Role::Person, Role::Person) => {
                let earlier = self.any_fires(Role::Person, before);
                let reachable_one = |pick: &dyn Fn(usize, &Rule) -> bool| {
                    let people = self.rules(Role::Person).filter(|(at, other)| pick(*at, other));
                    let people =
                        people.map(|(at, other)| Condition::All(vec![self.fires(at), self.reachable(other.kind)]));
                    Condition::Any(people.collect())
                };
                let best = Condition::All(vec![self.reachable(this.kind), reachable_one(&before).not()]);
                let nobody = Condition::All(vec![reachable_one(&|_, _| true).not(), earlier.not()]);
                Condition::All(vec![fires, Condition::Any(vec![best, nobody])])
            }
            _ => Condition::Truth(false),
        }
    }

    /// There is a recommendation in a role; a *person* counts only with a way to reach them.
    pub(crate) fn has(&self, role: Role) -> Condition {
        match role {
            Role::First | Role::Main => self.any_fires(role, |_, _| true),
            Role::Also => Condition::Any((0..self.pack.rules.len()).map(|rule| self.shown_as(rule, role)).collect()),
            Role::Person => {
                let people =
                    self.rules(role).map(|(at, rule)| Condition::All(vec![self.fires(at), self.reachable(rule.kind)]));
                Condition::Any(people.collect())
            }
        }
    }

    /// Every main step is a fallback.
    pub(crate) fn only_fallback(&self) -> Condition {
        let leading = |(at, rule): (usize, &Rule)| rule.fallback.then(|| self.leads_with_fallbacks(at, rule.tier));
        Condition::Any(self.rules(Role::Main).filter_map(leading).collect())
    }

    fn leads_with_fallbacks(&self, rule: usize, tier: u8) -> Condition {
        // Of rules of one tier to the same step and service the first is shown, and tells whether it is a last resort.
        let real = self.rules(Role::Main).filter(|(_, other)| other.tier == tier && !other.fallback);
        let real = Condition::Any(real.map(|(at, _)| self.leads(at)).collect());
        Condition::All(vec![self.fires(rule), Condition::NoneBefore(tier), real.not()])
    }

    /// Every main step is one to take alone.
    pub(crate) fn only_self_help(&self) -> Condition {
        let alone = |rule: &Rule| self.pack.steps.get(usize::from(rule.step)).is_some_and(|step| step.self_help);
        let with = self.rules(Role::Main).filter(|(_, rule)| !alone(rule)).map(|(at, _)| self.leads(at));
        Condition::All(vec![self.has(Role::Main), Condition::Any(with.collect()).not()])
    }

    /// Two main rules of one tier lead, to different steps or services, and are not declared equal.
    pub(crate) fn tie(&self, one: usize, other: usize) -> Condition {
        Condition::All(vec![self.leads(one), self.leads(other)])
    }

    /// The pairs of main rules of one tier that must not lead together.
    pub(crate) fn rivals(&self) -> Vec<(usize, usize)> {
        let mains: Vec<(usize, &Rule)> = self.rules(Role::Main).collect();
        let mut pairs = Vec::new();
        for (index, (one, a)) in mains.iter().enumerate() {
            for (other, b) in mains.iter().skip(index + 1) {
                let same = a.step == b.step && a.kind == b.kind;
                let equal = a.equal.is_some() && a.equal == b.equal;
                if a.tier == b.tier && !same && !equal {
                    pairs.push((*one, *other));
                }
            }
        }
        pairs
    }

    /// The result names a kind of service, in a role or in any.
    pub(crate) fn names(&self, role: Option<Role>, kind: u16) -> Condition {
        let rules = &self.pack.rules;
        // What hides a rule is another one to the same step: where all of those are of this kind, the kind is named.
        let hidden_by_others = |rule: &Rule| {
            let same_step = rules.iter().filter(|other| other.role != Role::Person && other.step == rule.step);
            rule.role == Role::Person || same_step.into_iter().any(|other| other.kind != kind)
        };
        let of_kind = rules.iter().enumerate().filter(|(_, rule)| rule.kind == kind);
        let shown = of_kind.map(|(at, rule)| match role {
            Some(role) => self.shown_as(at, role),
            None if hidden_by_others(rule) => self.shown(at),
            None => self.fires(at),
        });
        Condition::Any(shown.collect())
    }

    /// What a promise says.
    pub(crate) fn claim(&self, claim: &Claim) -> Condition {
        let each = |all: &[Claim]| all.iter().map(|one| self.claim(one)).collect::<Vec<_>>();
        match claim {
            Claim::Guard(guard) => Condition::Guard(guard.clone()),
            Claim::Has(role) => self.has(*role),
            Claim::Leads(role, kind) => self.names(*role, *kind),
            Claim::OnlyFallback => self.only_fallback(),
            Claim::AtMost(most, role) => {
                let shown = (0..self.pack.rules.len()).map(|rule| self.shown_as(rule, *role));
                let shown = shown.filter(|one| *one != Condition::Truth(false)).collect();
                Condition::AtLeast(usize::from(*most) + 1, shown).not()
            }
            Claim::Not(inner) => self.claim(inner).not(),
            Claim::All(all) => Condition::All(each(all)),
            Claim::Any(all) => Condition::Any(each(all)),
            Claim::AtLeast(least, all) => Condition::AtLeast(usize::from(*least), each(all)),
        }
    }
}
