//! How many assignments a decision diagram holds, and how many it holds together with a second, smaller one.
//!
//! All that does not depend on the second diagram is counted once: the ways to each node from above, and from there down.
//! Together with a second one only the part between its first variable and its last is looked at.

use std::collections::{BTreeMap, HashMap};

use biodivine_lib_bdd::{Bdd, BddPointer};
use num_bigint::BigUint;

/// A diagram with its counts.
pub(crate) struct Tally {
    bdd: Bdd,
    /// For each variable the nodes that ask for it.
    levels: Vec<Vec<BddPointer>>,
    /// For each node, how many assignments of the variables before its own lead to it.
    before: Vec<BigUint>,
    /// For each node, how many assignments of its own variable and those after it lead from there to the end.
    after: Vec<BigUint>,
    /// The longest edge of a way to the end, in variables.
    longest: usize,
    total: BigUint,
}

/// The variable of a node; for an end, one more than the last.
fn level(bdd: &Bdd, node: BddPointer) -> usize {
    bdd.var_of(node).to_index()
}

fn next(bdd: &Bdd, node: BddPointer) -> [BddPointer; 2] {
    [bdd.low_link_of(node), bdd.high_link_of(node)]
}

impl Tally {
    pub(crate) fn new(bdd: Bdd) -> Self {
        let mut levels = vec![Vec::new(); usize::from(bdd.num_vars())];
        for node in bdd.pointers().filter(|node| !node.is_terminal()) {
            levels[level(&bdd, node)].push(node);
        }
        let (mut before, mut after) = (vec![BigUint::default(); bdd.size()], vec![BigUint::default(); bdd.size()]);
        let mut longest = 0;
        if let Some(end) = after.get_mut(BddPointer::one().to_index()) {
            *end = BigUint::from(1u8);
        }
        for (here, nodes) in levels.iter().enumerate().rev() {
            for &node in nodes {
                let ways = next(&bdd, node).map(|to| &after[to.to_index()] << (level(&bdd, to) - here - 1));
                after[node.to_index()] = ways.into_iter().sum();
            }
        }
        let root = bdd.root_pointer();
        before[root.to_index()] = BigUint::from(1u8) << level(&bdd, root);
        for (here, nodes) in levels.iter().enumerate() {
            for &node in nodes {
                let ways = std::mem::take(&mut before[node.to_index()]);
                for to in next(&bdd, node).into_iter().filter(|to| !to.is_zero()) {
                    let length = level(&bdd, to) - here;
                    longest = longest.max(length);
                    before[to.to_index()] += &ways << (length - 1);
                }
                before[node.to_index()] = ways;
            }
        }
        let total = if bdd.is_false() { BigUint::default() } else { before[BddPointer::one().to_index()].clone() };
        Tally { bdd, levels, before, after, longest, total }
    }

    pub(crate) fn bdd(&self) -> &Bdd {
        &self.bdd
    }

    /// How many assignments there are.
    pub(crate) fn total(&self) -> &BigUint {
        &self.total
    }

    /// How many of them are also in another diagram.
    pub(crate) fn count(&self, with: &Bdd) -> BigUint {
        if self.bdd.is_false() || with.is_false() {
            return BigUint::default();
        }
        if with.is_true() {
            return self.total.clone();
        }
        // By the next variable of either diagram: pairs of nodes, and how many assignments of the variables before it lead
        // to both.
        let mut open: BTreeMap<usize, HashMap<(BddPointer, BddPointer), BigUint>> = BTreeMap::new();
        let first = level(with, with.root_pointer());
        open.insert(
            first,
            self.entries(first).into_iter().map(|(node, ways)| ((node, with.root_pointer()), ways)).collect(),
        );
        let mut total = BigUint::default();
        while let Some((here, pairs)) = open.pop_first() {
            for ((one, other), ways) in pairs {
                let ones = if level(&self.bdd, one) == here { next(&self.bdd, one) } else { [one; 2] };
                let others = if level(with, other) == here { next(with, other) } else { [other; 2] };
                for (one, other) in ones.into_iter().zip(others) {
                    if one.is_zero() || other.is_zero() {
                        continue;
                    }
                    let one_level = level(&self.bdd, one);
                    if other.is_one() {
                        total += (&ways << (one_level - here - 1)) * &self.after[one.to_index()];
                    } else {
                        let then = one_level.min(level(with, other));
                        *open.entry(then).or_default().entry((one, other)).or_default() += &ways << (then - here - 1);
                    }
                }
            }
        }
        total
    }

    /// The nodes at which one is when all variables before one are known, and how many assignments lead there.
    fn entries(&self, first: usize) -> HashMap<BddPointer, BigUint> {
        let root = self.bdd.root_pointer();
        if level(&self.bdd, root) >= first {
            return HashMap::from([(root, BigUint::from(1u8) << first)]);
        }
        let mut entries: HashMap<BddPointer, BigUint> = HashMap::new();
        for here in first.saturating_sub(self.longest)..first {
            for &node in &self.levels[here] {
                for to in next(&self.bdd, node).into_iter().filter(|&to| !to.is_zero() && level(&self.bdd, to) >= first)
                {
                    *entries.entry(to).or_default() += &self.before[node.to_index()] << (first - here - 1);
                }
            }
        }
        entries
    }
}
