//! How many assignments a decision diagram holds, and how many it holds together with a second, smaller one.
//!
//! All that does not depend on the second diagram is counted once: the ways to each node from above, and from there down.
//! Together with a second one only the part between its first variable and its last is looked at.

use std::collections::BTreeMap;

use biodivine_lib_bdd::{Bdd, BddPointer};
use num_bigint::BigUint;
use rustc_hash::FxHashMap;

/// A diagram with its counts.
pub(crate) struct Tally {
    /// In the order of the variables, so that what is looked at together lies together; the end is the last.
    nodes: Vec<Node>,
    /// For each variable, and for the end, where its nodes begin.
    starts: Vec<usize>,
    /// For each node, how many assignments of the variables before its own lead to it.
    before: Vec<BigUint>,
    /// For each node, how many assignments of its own variable and those after it lead from there to the end.
    after: Vec<BigUint>,
    /// The longest edge, in variables.
    longest: usize,
}

#[derive(Clone, Copy)]
struct Node {
    /// The variable; for the end, one more than the last.
    level: u16,
    /// Where 0 and 1 lead, and the level there; no way to the end is `NOWHERE`.
    edges: [(u32, u16); 2],
}

const NOWHERE: u32 = u32::MAX;

/// Adds so many, each with all values of so many variables that make no difference.
fn add(to: &mut BigUint, ways: &BigUint, free: u16) {
    match free {
        0 => *to += ways,
        free => *to += ways << free,
    }
}

fn level(bdd: &Bdd, node: BddPointer) -> u16 {
    bdd.var_of(node).to_index() as u16
}

fn next(bdd: &Bdd, node: BddPointer) -> [BddPointer; 2] {
    [bdd.low_link_of(node), bdd.high_link_of(node)]
}

impl Tally {
    pub(crate) fn new(bdd: &Bdd) -> Self {
        let mut order: Vec<BddPointer> = bdd.pointers().filter(|node| !node.is_zero()).collect();
        order.sort_by_key(|&node| level(bdd, node));
        let mut index = vec![NOWHERE; bdd.size()];
        (0u32..).zip(&order).for_each(|(at, node)| index[node.to_index()] = at);
        let node = |&node: &BddPointer| Node {
            level: level(bdd, node),
            edges: if node.is_one() {
                [(NOWHERE, 0); 2]
            } else {
                next(bdd, node).map(|to| (index[to.to_index()], level(bdd, to)))
            },
        };
        let nodes: Vec<Node> = order.iter().map(node).collect();
        let starts = (0..=bdd.num_vars()).map(|level| nodes.partition_point(|node| node.level < level)).collect();

        let (mut before, mut after) = (vec![BigUint::default(); nodes.len()], vec![BigUint::default(); nodes.len()]);
        let mut longest = 0;
        // Without any way there is no node at all. The first node is the root, the last the end.
        if let (Some(first), Some(end)) = (nodes.first(), after.last_mut()) {
            before[0] = BigUint::from(1u8) << first.level;
            *end = BigUint::from(1u8);
        }
        for (at, node) in nodes.iter().enumerate() {
            let ways = std::mem::take(&mut before[at]);
            for (to, level) in node.ways_on() {
                longest = longest.max(usize::from(level - node.level));
                add(&mut before[to], &ways, level - node.level - 1);
            }
            before[at] = ways;
        }
        for (at, node) in nodes.iter().enumerate().rev() {
            for (to, level) in node.ways_on() {
                let ways = &after[to] << (level - node.level - 1);
                after[at] += ways;
            }
        }
        Tally { nodes, starts, before, after, longest }
    }

    /// How many assignments there are.
    pub(crate) fn total(&self) -> BigUint {
        self.before.last().cloned().unwrap_or_default()
    }

    /// How many of them are also in another diagram.
    pub(crate) fn count(&self, with: &Bdd) -> BigUint {
        if with.is_true() {
            return self.total();
        }
        if self.nodes.is_empty() || with.is_false() {
            return BigUint::default();
        }
        let root = with.root_pointer();
        // By the next variable of either diagram: pairs of nodes, and how many assignments of the variables before it lead
        // to both.
        let mut open: BTreeMap<u16, FxHashMap<(u32, BddPointer), BigUint>> = BTreeMap::new();
        let first = level(with, root);
        open.insert(first, self.entries(first).into_iter().map(|(node, ways)| ((node, root), ways)).collect());
        // Where nothing is left of the other diagram.
        let mut done: FxHashMap<u32, BigUint> = FxHashMap::default();
        while let Some((here, pairs)) = open.pop_first() {
            for ((one, other), ways) in pairs {
                let node = &self.nodes[one as usize];
                let ones = if node.level == here { node.edges } else { [(one, node.level); 2] };
                let others = if level(with, other) == here { next(with, other) } else { [other; 2] };
                for ((one, level_there), other) in ones.into_iter().zip(others) {
                    if one == NOWHERE || other.is_zero() {
                        continue;
                    }
                    if other.is_one() {
                        add(done.entry(one).or_default(), &ways, level_there - here - 1);
                    } else {
                        let then = level_there.min(level(with, other));
                        add(open.entry(then).or_default().entry((one, other)).or_default(), &ways, then - here - 1);
                    }
                }
            }
        }
        done.into_iter().map(|(node, ways)| ways * &self.after[node as usize]).sum()
    }

    /// The nodes at which one is when all variables before a level are known, and how many assignments lead there.
    fn entries(&self, first: u16) -> FxHashMap<u32, BigUint> {
        let mut entries: FxHashMap<u32, BigUint> = FxHashMap::default();
        if self.nodes[0].level >= first {
            entries.insert(0, BigUint::from(1u8) << first);
        }
        let nearest = self.starts[usize::from(first).saturating_sub(self.longest)];
        for (node, ways) in self.nodes.iter().zip(&self.before).take(self.starts[usize::from(first)]).skip(nearest) {
            for (to, _) in node.ways_on().filter(|(_, level)| *level >= first) {
                add(entries.entry(to as u32).or_default(), ways, first - node.level - 1);
            }
        }
        entries
    }
}

impl Node {
    /// The edges that lead on, and the level there.
    fn ways_on(&self) -> impl Iterator<Item = (usize, u16)> {
        self.edges.into_iter().filter(|(to, _)| *to != NOWHERE).map(|(to, level)| (to as usize, level))
    }
}
