//! probe
use super::pattern::*;
use super::sparse::*;
use crate::table::CellTable;
use std::time::Instant;
/// probe
pub fn probe(table: &CellTable, floor: u64, threshold: u64) {
    let t=Instant::now();
    let cells = table.cells();
    let sparse = Sparse::new(cells.len(), table.placed_sums());
    let small = |c: u64| c >= 1 && c < threshold;
    let width = cells.iter().map(|c| if small(c.count) || c.contributors==0 && c.count>0 { threshold as i64 - 2 } else { 0 }.max(0)).collect();
    let sights: Vec<Sight> = cells.iter().map(|c| if c.count == 0 { Sight::Fixed } else if small(c.count) { Sight::Hidden } else { Sight::Shown }).collect();
    let task = Task { sparse: &sparse, room: cells.iter().map(|c| c.count as i64 - (floor.min(c.count)) as i64).collect(), weight: cells.iter().map(|c| c.count).collect(), width };
    let mut p = Pattern::new(&task, sights);
    println!("cells {} sums {} guarded {}", sparse.cells(), sparse.sums(), p.guarded().count());
    let failed = p.protect_all();
    let r = |p: &Pattern<'_>, what: &str| println!("{what}: failed {} spare {} cost {} pivots {} moves {} {:.2}s", failed.len(), p.spare().count(), p.cost(), p.pivots(), p.moves(), t.elapsed().as_secs_f64());
    r(&p,"first");
    let n = p.clean_up(); r(&p, &format!("clean {n}"));
    let n: i32 = std::env::var("POLISH").ok().and_then(|v| v.parse().ok()).unwrap_or(1);
    for _ in 0..n { let n = p.polish(); r(&p,&format!("polish {n}")); if n==0 {break;} }
}
