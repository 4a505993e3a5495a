//! The first method: a search over all walks in which walks are merged as soon as what is left to decide is the same.
//!
//! The result is a graph of layers, one a variable: a node is what is left of the constraints, an edge is a value. Every
//! way from the start to the end is one assignment that keeps all constraints, and every such assignment is one way; so
//! counts are sums, and the shortest counter-example is a shortest way.

use num_bigint::BigUint;
use rustc_hash::{FxHashMap, FxHashSet};

use crate::formula::{Formula, Formulas};

/// All assignments that keep some constraints.
pub(crate) struct Graph {
    /// For each variable the edges out of its layer, by the node that they leave.
    layers: Vec<Layer>,
    /// For each layer and node, how many ways lead there from the start.
    before: Vec<Vec<BigUint>>,
    /// For each layer and node, how many ways lead from there to the end.
    after: Vec<Vec<BigUint>>,
}

#[derive(Default)]
struct Layer {
    /// The edges of node `n` are those from `starts[n]` to `starts[n + 1]`.
    starts: Vec<u32>,
    edges: Vec<Edge>,
}

#[derive(Clone, Copy)]
struct Edge {
    value: u32,
    to: u32,
}

impl Layer {
    fn edges(&self, node: u32) -> &[Edge] {
        let at = |index: usize| self.starts.get(index).map_or(0, |&start| start as usize);
        &self.edges[at(node as usize)..at(node as usize + 1)]
    }

    fn nodes(&self) -> u32 {
        self.starts.len() as u32 - 1
    }
}

/// What is left to decide: formulas that are neither true nor false, in order, each once.
type Left = Box<[Formula]>;

impl Graph {
    /// All assignments that keep the constraints.
    pub(crate) fn new(formulas: &mut Formulas, constraints: &[Formula]) -> Self {
        let sizes = formulas.sizes().to_vec();
        let mut begin: Vec<Vec<Formula>> = vec![Vec::new(); sizes.len()];
        let mut impossible = false;
        for &constraint in constraints {
            match begin.get_mut(formulas.first(constraint) as usize) {
                Some(list) => list.push(constraint),
                None => impossible |= constraint == Formula::FALSE,
            }
        }
        let mut graph = Graph { layers: Vec::new(), before: Vec::new(), after: Vec::new() };
        let mut nodes: Vec<Left> = if impossible { Vec::new() } else { vec![Left::default()] };
        for (variable, begin) in begin.iter().enumerate() {
            let mut next = Interner::default();
            let mut layer = Layer { starts: vec![0], edges: Vec::new() };
            for left in &nodes {
                for value in 0..sizes[variable] {
                    let open = left.iter().chain(begin).copied();
                    if let Some(left) = step(formulas, open, variable as u32, value) {
                        layer.edges.push(Edge { value, to: next.index(left) });
                    }
                }
                layer.starts.push(layer.edges.len() as u32);
            }
            nodes = next.all;
            graph.layers.push(layer);
        }
        graph.tally(!impossible);
        graph
    }

    fn tally(&mut self, possible: bool) {
        let ends = if self.layers.is_empty() { usize::from(possible) } else { 1 };
        let size = |layer: usize| self.layers.get(layer).map_or(ends, |layer| layer.nodes() as usize);
        let mut before = vec![vec![BigUint::from(1u8); size(0)]];
        for (variable, layer) in self.layers.iter().enumerate() {
            let mut next = vec![BigUint::default(); size(variable + 1)];
            for node in 0..layer.nodes() {
                let ways = &before[variable][node as usize];
                for edge in layer.edges(node) {
                    next[edge.to as usize] += ways;
                }
            }
            before.push(next);
        }
        let mut after = vec![vec![BigUint::from(1u8); size(self.layers.len())]];
        for layer in self.layers.iter().rev() {
            let next = &after[after.len() - 1];
            let ways =
                (0..layer.nodes()).map(|node| layer.edges(node).iter().map(|edge| &next[edge.to as usize]).sum());
            let ways = ways.collect();
            after.push(ways);
        }
        after.reverse();
        (self.before, self.after) = (before, after);
    }

    /// How many assignments keep the constraints.
    pub(crate) fn total(&self) -> BigUint {
        self.after[0].iter().sum()
    }

    /// The number of nodes of the widest layer, and of all layers together.
    pub(crate) fn size(&self) -> (usize, usize) {
        let sizes = self.layers.iter().map(|layer| layer.nodes() as usize);
        (sizes.clone().max().unwrap_or(0), sizes.sum())
    }

    /// How many assignments also meet a further formula.
    pub(crate) fn count(&self, formulas: &mut Formulas, formula: Formula) -> BigUint {
        self.count_to(formulas, formula, self.layers.len())
    }

    /// How many assignments of the variables before `until` can go on so that they also meet a further formula.
    pub(crate) fn count_to(&self, formulas: &mut Formulas, formula: Formula, until: usize) -> BigUint {
        let first = match formula {
            Formula::FALSE => return BigUint::default(),
            Formula::TRUE => 0,
            formula => formulas.first(formula) as usize,
        };
        let start = first.min(until);
        let alive = |layer: usize, node: u32| self.after[layer][node as usize] != BigUint::default();
        let mut total = BigUint::default();
        let ways = self.before[start].iter().cloned().zip(0..).filter(|(_, node)| alive(start, *node));
        let mut now: FxHashMap<(u32, Formula), BigUint> = ways.map(|(ways, node)| ((node, formula), ways)).collect();
        for variable in start..until {
            let mut next: FxHashMap<(u32, Formula), BigUint> = FxHashMap::default();
            for ((node, formula), ways) in now {
                for edge in self.layers[variable].edges(node).iter().filter(|edge| alive(variable + 1, edge.to)) {
                    let left = formulas.known(formula, variable as u32, edge.value);
                    if left == Formula::FALSE {
                        continue;
                    }
                    if left == Formula::TRUE && until == self.layers.len() {
                        total += &ways * &self.after[variable + 1][edge.to as usize];
                    } else {
                        *next.entry((edge.to, left)).or_default() += &ways;
                    }
                }
            }
            now = next;
        }
        for ((node, formula), ways) in now {
            if self.can_end(formulas, formula, until, node) {
                total += ways;
            }
        }
        total
    }

    /// Whether a way leads from a node to the end on which the formula holds.
    fn can_end(&self, formulas: &mut Formulas, formula: Formula, layer: usize, node: u32) -> bool {
        let mut now: FxHashSet<(u32, Formula)> = [(node, formula)].into_iter().collect();
        for variable in layer..self.layers.len() {
            let mut next = FxHashSet::default();
            for (node, formula) in now {
                for edge in self.layers[variable].edges(node) {
                    let left = formulas.known(formula, variable as u32, edge.value);
                    if left != Formula::FALSE && self.after[variable + 1][edge.to as usize] != BigUint::default() {
                        next.insert((edge.to, left));
                    }
                }
            }
            now = next;
        }
        now.iter().any(|(_, formula)| *formula == Formula::TRUE)
    }

    /// An assignment that also meets a further formula, one value a variable, at the least cost; the first of those in
    /// declared order. `None` if there is none.
    pub(crate) fn cheapest(
        &self,
        formulas: &mut Formulas,
        formula: Formula,
        cost: impl Fn(u32, u32) -> u64,
    ) -> Option<Vec<u32>> {
        // For each layer the cheapest way to each node, with what is left of the formula: its cost, and the step there.
        type Reached = FxHashMap<(u32, Formula), (u64, (u32, Formula), u32)>;
        let mut layers: Vec<Reached> = Vec::new();
        let starts = 0..self.before[0].len() as u32;
        let mut now: Reached = starts.map(|node| ((node, formula), (0, (node, formula), 0))).collect();
        for variable in 0..self.layers.len() {
            let mut next: Reached = FxHashMap::default();
            let mut here: Vec<_> = now.iter().map(|(at, (spent, ..))| (*at, *spent)).collect();
            here.sort_unstable();
            for ((node, formula), spent) in here {
                for edge in self.layers[variable].edges(node) {
                    if self.after[variable + 1][edge.to as usize] == BigUint::default() {
                        continue;
                    }
                    let value = edge.value;
                    let left = formulas.known(formula, variable as u32, value);
                    if left == Formula::FALSE {
                        continue;
                    }
                    let spent = spent + cost(variable as u32, value);
                    let way = (spent, (node, formula), value);
                    let best = next.entry((edge.to, left)).or_insert(way);
                    if spent < best.0 {
                        *best = way;
                    }
                }
            }
            layers.push(std::mem::replace(&mut now, next));
        }
        let ends = now.into_iter().filter(|((_, formula), _)| *formula == Formula::TRUE);
        let (_, (_, mut at, value)) = ends.min_by_key(|(_, (spent, ..))| *spent)?;
        let mut values = vec![value];
        for layer in layers.iter().skip(1).rev() {
            let &(_, before, value) = layer.get(&at)?;
            values.push(value);
            at = before;
        }
        values.reverse();
        Some(values)
    }

    /// The least, the largest and the summed cost of all assignments.
    pub(crate) fn costs(&self, cost: impl Fn(u32, u32) -> u64) -> Option<(u64, u64, BigUint)> {
        let mut now: Vec<Option<(u64, u64, BigUint)>> = vec![Some((0, 0, BigUint::default())); self.before[0].len()];
        for (variable, layer) in self.layers.iter().enumerate() {
            let mut next: Vec<Option<(u64, u64, BigUint)>> = vec![None; self.before[variable + 1].len()];
            for node in 0..layer.nodes() {
                let Some((least, most, sum)) = &now[node as usize] else { continue };
                for edge in layer.edges(node) {
                    if self.after[variable + 1][edge.to as usize] == BigUint::default() {
                        continue;
                    }
                    let more = cost(variable as u32, edge.value);
                    let sum = sum + &self.before[variable][node as usize] * more;
                    let (least, most) = (least + more, most + more);
                    let there = &mut next[edge.to as usize];
                    *there = Some(match there.take() {
                        Some((l, m, s)) => (l.min(least), m.max(most), s + sum),
                        None => (least, most, sum),
                    });
                }
            }
            now = next;
        }
        now.into_iter().flatten().next()
    }
}

#[derive(Default)]
struct Interner {
    all: Vec<Left>,
    index: FxHashMap<Left, u32>,
}

impl Interner {
    fn index(&mut self, left: Left) -> u32 {
        if let Some(&index) = self.index.get(&left) {
            return index;
        }
        let index = self.all.len() as u32;
        self.all.push(left.clone());
        self.index.insert(left, index);
        index
    }
}

/// What is left of open formulas when a variable becomes known; `None` if one of them is broken.
fn step(formulas: &mut Formulas, open: impl Iterator<Item = Formula>, variable: u32, value: u32) -> Option<Left> {
    let mut left = Vec::new();
    for formula in open {
        match formulas.known(formula, variable, value) {
            Formula::FALSE => return None,
            Formula::TRUE => {}
            formula => left.push(formula),
        }
    }
    left.sort_unstable();
    left.dedup();
    Some(left.into())
}
