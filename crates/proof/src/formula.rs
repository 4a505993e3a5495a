//! Conditions as formulas over the variables of a space, and what is left of them when variables become known one by
//! one.
//!
//! It promises: two formulas that were built from the same parts are the same number, so that walks after which the
//! same is left to decide can be merged (see [`crate::search`]). Equality is by form, not by meaning: two formulas with
//! another form may still mean the same, which costs time and never a wrong count.

use rustc_hash::FxHashMap;

/// A formula: an index into [`Formulas`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct Formula(u32);

impl Formula {
    pub(crate) const FALSE: Formula = Formula(0);
    pub(crate) const TRUE: Formula = Formula(1);

    pub(crate) fn truth(holds: bool) -> Self {
        if holds { Formula::TRUE } else { Formula::FALSE }
    }
}

/// A set of values of one variable, one bit a value.
type Values = Box<[u64]>;

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
enum Node {
    Truth(bool),
    /// The variable has one of these values.
    In(u32, Values),
    And(Box<[Formula]>),
    Or(Box<[Formula]>),
    AtLeast(u32, Box<[Formula]>),
    /// A sum ends in one of these outcomes; so much is known of it.
    Sum {
        sum: u32,
        known: SumState,
        outcomes: Values,
    },
}

/// How far a sum has come: the items passed, their points, and how many were answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct SumState {
    item: u16,
    points: i32,
    answered: u16,
}

/// A sum over variables that falls into one of several outcomes.
#[derive(Clone, Debug)]
pub(crate) struct Sum {
    /// In the order of the variables; for each value its points, `None` if it does not count as answered.
    pub(crate) items: Vec<(u32, Vec<Option<i32>>)>,
    /// The outcome of every end: from points and the number of answered items.
    pub(crate) outcomes: FxHashMap<(i32, u16), u32>,
}

/// All formulas of a proof.
#[derive(Debug)]
pub(crate) struct Formulas {
    nodes: Vec<Node>,
    /// The first variable that a formula looks at.
    first: Vec<u32>,
    index: FxHashMap<Node, Formula>,
    /// How many values each variable has.
    sizes: Vec<u32>,
    sums: Vec<Sum>,
    /// Which outcomes can still be reached, by sum and state.
    reachable: FxHashMap<(u32, SumState), Values>,
    known: FxHashMap<(Formula, u32), Formula>,
}

impl Formulas {
    pub(crate) fn new(sizes: Vec<u32>) -> Self {
        let mut new = Formulas {
            nodes: Vec::new(),
            first: Vec::new(),
            index: FxHashMap::default(),
            sizes,
            sums: Vec::new(),
            reachable: FxHashMap::default(),
            known: FxHashMap::default(),
        };
        new.put(Node::Truth(false), u32::MAX);
        new.put(Node::Truth(true), u32::MAX);
        new
    }

    pub(crate) fn sizes(&self) -> &[u32] {
        &self.sizes
    }

    /// The first variable that a formula looks at; beyond all variables if it is decided.
    pub(crate) fn first(&self, formula: Formula) -> u32 {
        self.first[formula.0 as usize]
    }

    fn node(&self, formula: Formula) -> &Node {
        &self.nodes[formula.0 as usize]
    }

    fn put(&mut self, node: Node, first: u32) -> Formula {
        if let Some(&formula) = self.index.get(&node) {
            return formula;
        }
        let formula = Formula(self.nodes.len() as u32);
        self.nodes.push(node.clone());
        self.first.push(first);
        self.index.insert(node, formula);
        formula
    }

    /// The variable has a value for which `is` holds.
    pub(crate) fn among(&mut self, variable: u32, is: impl Fn(u32) -> bool) -> Formula {
        let size = self.sizes[variable as usize];
        let mut values = vec![0u64; (size as usize).div_ceil(64)];
        (0..size).filter(|&value| is(value)).for_each(|value| values[value as usize / 64] |= 1 << (value % 64));
        self.within(variable, values.into())
    }

    fn within(&mut self, variable: u32, values: Values) -> Formula {
        let count: u32 = values.iter().map(|word| word.count_ones()).sum();
        match count {
            0 => Formula::FALSE,
            all if all == self.sizes[variable as usize] => Formula::TRUE,
            _ => self.put(Node::In(variable, values), variable),
        }
    }

    pub(crate) fn not(&mut self, formula: Formula) -> Formula {
        match self.node(formula).clone() {
            Node::Truth(holds) => Formula::truth(!holds),
            Node::In(variable, values) => {
                let size = self.sizes[variable as usize];
                self.within(variable, complement(&values, size as usize))
            }
            Node::And(parts) => {
                let parts = self.negated(&parts);
                self.or(parts)
            }
            Node::Or(parts) => {
                let parts = self.negated(&parts);
                self.and(parts)
            }
            Node::AtLeast(least, parts) => {
                let least = parts.len() as u32 + 1 - least;
                let parts = self.negated(&parts);
                self.at_least(least, parts)
            }
            Node::Sum { sum, known, outcomes } => {
                let all = self.reachable(sum, known);
                let others: Values = all.iter().zip(&outcomes).map(|(all, these)| all & !these).collect();
                self.sum_ends(sum, known, others)
            }
        }
    }

    fn negated(&mut self, parts: &[Formula]) -> Vec<Formula> {
        parts.iter().map(|&part| self.not(part)).collect()
    }

    pub(crate) fn and(&mut self, parts: impl IntoIterator<Item = Formula>) -> Formula {
        self.join(parts, true)
    }

    pub(crate) fn or(&mut self, parts: impl IntoIterator<Item = Formula>) -> Formula {
        self.join(parts, false)
    }

    pub(crate) fn iff(&mut self, one: Formula, other: Formula) -> Formula {
        let (not_one, not_other) = (self.not(one), self.not(other));
        let (both, neither) = (self.and([one, other]), self.and([not_one, not_other]));
        self.or([both, neither])
    }

    fn join(&mut self, parts: impl IntoIterator<Item = Formula>, all: bool) -> Formula {
        let (neutral, decisive) = (Formula::truth(all), Formula::truth(!all));
        let mut flat: Vec<Formula> = Vec::new();
        // Sets of values of one variable are joined to one set.
        let mut sets: Vec<(u32, Values)> = Vec::new();
        let mut waiting: Vec<Formula> = parts.into_iter().collect();
        while let Some(part) = waiting.pop() {
            if part == decisive {
                return decisive;
            }
            if part == neutral {
                continue;
            }
            match self.node(part) {
                Node::And(inner) if all => waiting.extend(inner),
                Node::Or(inner) if !all => waiting.extend(inner),
                Node::In(variable, values) => match sets.iter_mut().find(|(other, _)| other == variable) {
                    Some((_, set)) => {
                        set.iter_mut().zip(values).for_each(
                            |(word, &more)| {
                                if all { *word &= more } else { *word |= more }
                            },
                        );
                    }
                    None => sets.push((*variable, values.clone())),
                },
                _ => flat.push(part),
            }
        }
        for (variable, values) in sets {
            let set = self.within(variable, values);
            if set == decisive {
                return decisive;
            }
            if set != neutral {
                flat.push(set);
            }
        }
        flat.sort_unstable();
        flat.dedup();
        match flat.as_slice() {
            [] => neutral,
            &[one] => one,
            several => {
                let first = several.iter().map(|&part| self.first(part)).min().unwrap_or(u32::MAX);
                let parts: Box<[Formula]> = several.into();
                self.put(if all { Node::And(parts) } else { Node::Or(parts) }, first)
            }
        }
    }

    /// At least so many of the parts hold; a part that stands there twice counts twice.
    pub(crate) fn at_least(&mut self, least: u32, parts: impl IntoIterator<Item = Formula>) -> Formula {
        let mut least = least;
        let mut open: Vec<Formula> = Vec::new();
        for part in parts {
            match part {
                Formula::TRUE => least = least.saturating_sub(1),
                Formula::FALSE => {}
                part => open.push(part),
            }
        }
        open.sort_unstable();
        match least as usize {
            0 => Formula::TRUE,
            least if least > open.len() => Formula::FALSE,
            1 => self.or(open),
            least if least == open.len() => self.and(open),
            _ => {
                let first = open.iter().map(|&part| self.first(part)).min().unwrap_or(u32::MAX);
                self.put(Node::AtLeast(least, open.into()), first)
            }
        }
    }

    pub(crate) fn add_sum(&mut self, sum: Sum) -> u32 {
        self.sums.push(sum);
        self.sums.len() as u32 - 1
    }

    /// The sum ends in one of the outcomes.
    pub(crate) fn sum_in(&mut self, sum: u32, outcomes: &[u32]) -> Formula {
        let mut values = vec![0u64; self.words(sum)];
        outcomes.iter().for_each(|&outcome| values[outcome as usize / 64] |= 1 << (outcome % 64));
        self.sum_ends(sum, SumState { item: 0, points: 0, answered: 0 }, values.into())
    }

    fn words(&self, sum: u32) -> usize {
        let most = self.sums[sum as usize].outcomes.values().max().copied().unwrap_or_default();
        most as usize / 64 + 1
    }

    fn sum_ends(&mut self, sum: u32, known: SumState, outcomes: Values) -> Formula {
        let reachable = self.reachable(sum, known);
        let outcomes: Values = reachable.iter().zip(&outcomes).map(|(all, these)| all & these).collect();
        if outcomes.iter().all(|&word| word == 0) {
            return Formula::FALSE;
        }
        if outcomes == reachable {
            return Formula::TRUE;
        }
        let first = self.sums[sum as usize].items[usize::from(known.item)].0;
        self.put(Node::Sum { sum, known, outcomes }, first)
    }

    fn reachable(&mut self, sum: u32, known: SumState) -> Values {
        if let Some(values) = self.reachable.get(&(sum, known)) {
            return values.clone();
        }
        let mut values = vec![0u64; self.words(sum)];
        let spec = &self.sums[sum as usize];
        match spec.items.get(usize::from(known.item)) {
            None => {
                let outcome = spec.outcomes[&(known.points, known.answered)];
                values[outcome as usize / 64] |= 1 << (outcome % 64);
            }
            Some((_, points)) => {
                let mut next: Vec<SumState> = points.iter().map(|&points| known.add(points)).collect();
                next.sort_unstable_by_key(|state| (state.points, state.answered));
                next.dedup();
                for state in next {
                    let more = self.reachable(sum, state);
                    values.iter_mut().zip(&more).for_each(|(word, more)| *word |= more);
                }
            }
        }
        let values: Values = values.into();
        self.reachable.insert((sum, known), values.clone());
        values
    }

    /// What is left of a formula when a variable has a value. Variables before it must be known already.
    pub(crate) fn known(&mut self, formula: Formula, variable: u32, value: u32) -> Formula {
        if self.first(formula) != variable {
            return formula;
        }
        if let Some(&left) = self.known.get(&(formula, value)) {
            return left;
        }
        let left = match self.node(formula).clone() {
            Node::Truth(holds) => Formula::truth(holds),
            Node::In(_, values) => Formula::truth(values[value as usize / 64] >> (value % 64) & 1 == 1),
            Node::And(parts) => {
                let parts = self.each_known(&parts, variable, value);
                self.and(parts)
            }
            Node::Or(parts) => {
                let parts = self.each_known(&parts, variable, value);
                self.or(parts)
            }
            Node::AtLeast(least, parts) => {
                let parts = self.each_known(&parts, variable, value);
                self.at_least(least, parts)
            }
            Node::Sum { sum, known, outcomes } => {
                let points = self.sums[sum as usize].items[usize::from(known.item)].1[value as usize];
                self.sum_ends(sum, known.add(points), outcomes)
            }
        };
        self.known.insert((formula, value), left);
        left
    }

    fn each_known(&mut self, parts: &[Formula], variable: u32, value: u32) -> Vec<Formula> {
        parts.iter().map(|&part| self.known(part, variable, value)).collect()
    }
}

impl SumState {
    fn add(self, points: Option<i32>) -> Self {
        SumState {
            item: self.item + 1,
            points: self.points + points.unwrap_or_default(),
            answered: self.answered + u16::from(points.is_some()),
        }
    }
}

fn complement(values: &[u64], size: usize) -> Values {
    let within = |word: usize| match size.saturating_sub(word * 64) {
        0 => 0,
        rest if rest >= 64 => u64::MAX,
        rest => (1 << rest) - 1,
    };
    values.iter().enumerate().map(|(word, &bits)| !bits & within(word)).collect()
}
