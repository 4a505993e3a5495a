use crate::{formula::*, search::*};
use std::time::Instant;
pub struct Rng(pub u64);
impl Rng { pub fn next(&mut self, n: usize) -> usize { self.0 ^= self.0 << 13; self.0 ^= self.0 >> 7; self.0 ^= self.0 << 17; ((self.0 >> 11) % n as u64) as usize } }
pub fn run(questions: usize, seed: u64, window: usize) {
    let mut r = Rng(seed.wrapping_mul(0x9E3779B97F4A7C15) | 1);
    let mut f = Formulas::new(vec![5; questions]);
    let mut cs = vec![];
    for q in 0..questions {
        let k = if q == 0 { 0 } else { r.next(5) };
        let mut g = Formula::TRUE;
        for i in 0..k {
            let lo = q.saturating_sub(window);
            let p = lo + r.next(q - lo);
            let o = 2 + r.next(3) as u16;
            let a = f.among(p as u32, |v| v == o);
            g = if i == 0 { a } else if r.next(2) == 0 { f.and([g, a]) } else { f.or([g, a]) };
        }
        let asked = f.among(q as u32, |v| v != 0);
        cs.push(f.iff(asked, g));
    }
    let t = Instant::now();
    let g = Graph::new(&mut f, &cs);
    println!("{questions} seed {seed}: size {:?} {:?} digits {}", g.size(), t.elapsed(), g.total().to_string().len());
}
