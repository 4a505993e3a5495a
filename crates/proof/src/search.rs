//! The first method: a search over all walks in which walks are merged as soon as what is left to decide is the same.
//!
//! The result is a graph of layers, one a variable: a node is what is left of the constraints, an edge is a value. Every
//! way from the start to the end is one assignment that keeps all constraints, and every such assignment is one way; so
//! counts are sums, and the shortest counter-example is a shortest way.

use std::collections::HashMap;

use num_bigint::BigUint;

use crate::formula::{Formula, Formulas, Group};

/// All assignments that keep some constraints.
pub(crate) struct Graph {
    groups: Vec<Vec<Group>>,
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
    /// Index into the groups of the variable.
    group: u16,
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
    /// All assignments that keep the constraints. The formulas that will be asked about must have been built before.
    pub(crate) fn new(formulas: &mut Formulas, constraints: &[Formula]) -> Self {
        let groups = formulas.groups();
        let mut begin: Vec<Vec<Formula>> = vec![Vec::new(); groups.len()];
        let mut impossible = false;
        for &constraint in constraints {
            match begin.get_mut(formulas.first(constraint) as usize) {
                Some(list) => list.push(constraint),
                None => impossible |= constraint == Formula::FALSE,
            }
        }
        let mut graph = Graph { groups, layers: Vec::new(), before: Vec::new(), after: Vec::new() };
        let mut nodes: Vec<Left> = if impossible { Vec::new() } else { vec![Left::default()] };
        for (variable, begin) in begin.iter().enumerate() {
            let mut next = Interner::default();
            let mut layer = Layer { starts: vec![0], edges: Vec::new() };
            for left in &nodes {
                for (group, value) in graph.groups[variable].iter().enumerate() {
                    let open = left.iter().chain(begin).copied();
                    if let Some(left) = step(formulas, open, variable as u32, value.value) {
                        layer.edges.push(Edge { group: group as u16, to: next.index(left) });
                    }
                }
                layer.starts.push(layer.edges.len() as u32);
            }
            nodes = next.all;
            graph.layers.push(layer);
        }
        graph.count(!impossible);
        graph
    }

    fn count(&mut self, possible: bool) {
        let ends = if self.layers.is_empty() { usize::from(possible) } else { 1 };
        let size = |layer: usize| self.layers.get(layer).map_or(ends, |layer| layer.nodes() as usize);
        let mut before = vec![vec![BigUint::from(1u8); size(0)]];
        for (variable, layer) in self.layers.iter().enumerate() {
            let mut next = vec![BigUint::default(); size(variable + 1)];
            for node in 0..layer.nodes() {
                let ways = &before[variable][node as usize];
                for edge in layer.edges(node) {
                    next[edge.to as usize] += ways * self.groups[variable][usize::from(edge.group)].count;
                }
            }
            before.push(next);
        }
        let mut after = vec![vec![BigUint::from(1u8); size(self.layers.len())]];
        for (variable, layer) in self.layers.iter().enumerate().rev() {
            let next = &after[after.len() - 1];
            let ways = (0..layer.nodes()).map(|node| {
                let each = layer.edges(node).iter().map(|edge| {
                    &next[edge.to as usize] * self.groups[variable][usize::from(edge.group)].count
                });
                each.sum()
            });
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
}

#[derive(Default)]
struct Interner {
    all: Vec<Left>,
    index: HashMap<Left, u32>,
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
fn step(
    formulas: &mut Formulas,
    open: impl Iterator<Item = Formula>,
    variable: u32,
    value: u16,
) -> Option<Left> {
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
