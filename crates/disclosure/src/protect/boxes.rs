//! Boxes: moves made of a few cells at the bottom, found by whole numbers alone.
//!
//! A cell at the bottom that rises takes every total above it along; another that falls takes its own along, and what is
//! above both stays as it is. So one cell is paired with one beside it, the pair with a pair beside it, and so on, as long
//! as that makes the move cheaper. It finds no cheapest move, but finds one soon where the programme in [`simplex`] would
//! look for long. Not allowed here: floating point, chance, and a move that was not checked.
//!
//! [`simplex`]: super::simplex

use std::collections::BTreeSet;

use super::simplex::{Steps, keeps_sums};
use super::sparse::{Sparse, number};

/// More than anything costs.
const BARRED: i64 = 1 << 44;
/// Cells at the bottom that one move may have, at most.
const LARGEST: usize = 16;
/// First partners that are tried to the end.
const PARTNERS: usize = 3;
/// Cells below a total from which a search begins, at most.
const BEGINNINGS: usize = 6;

/// What a move may use.
pub(super) struct Ground<'a> {
    /// For each cell what changing it costs; `None` where it must not change.
    pub(super) price: &'a dyn Fn(u32) -> Option<i64>,
    /// For each cell how far it may fall.
    pub(super) room: &'a [i64],
}

/// How often a move must be possible as it is, and turned round.
#[derive(Clone, Copy)]
pub(super) struct Times {
    pub(super) made: i64,
    pub(super) turned: i64,
}

/// The cells at the bottom, and room for the work.
pub(super) struct Boxes<'a> {
    sparse: &'a Sparse,
    /// For each cell at the bottom itself and all totals above it; empty for a total, and where totals do not add up to one.
    above: Vec<Vec<u32>>,
    amount: Vec<i64>,
    corners: Vec<(u32, i64)>,
}

impl<'a> Boxes<'a> {
    pub(super) fn new(sparse: &'a Sparse) -> Self {
        let cells = sparse.cells();
        let mut boxes = Self { sparse, above: Vec::new(), amount: vec![0; cells], corners: Vec::new() };
        boxes.above = (0..number(cells)).map(|cell| boxes.rising_with(cell)).collect();
        boxes
    }

    /// A cell at the bottom with every total above it, each once.
    fn rising_with(&self, cell: u32) -> Vec<u32> {
        let is_total = self.sparse.sums_of(cell).iter().any(|(_, sign)| *sign < 0);
        let mut rising = vec![cell];
        let mut at = 0;
        while let Some(next) = rising.get(at).copied().filter(|_| !is_total) {
            for (sum, _) in self.sparse.sums_of(next).iter().filter(|(_, sign)| *sign > 0) {
                let total = self.sparse.terms(*sum).iter().find(|(_, sign)| *sign < 0);
                rising.extend(total.map(|(total, _)| *total).filter(|total| !rising.contains(total)));
            }
            at += 1;
        }
        rising.sort_unstable();
        let steps: Steps = rising.iter().map(|cell| (*cell, 1)).collect();
        if is_total || !keeps_sums(self.sparse, &steps) { Vec::new() } else { rising }
    }

    /// The cheapest box found in which a cell rises, and what it costs.
    pub(super) fn find(&mut self, ground: &Ground<'_>, cell: u32, times: Times) -> Option<(i64, Steps)> {
        let mut best: Option<(i64, Steps)> = None;
        for corner in self.below(ground, cell) {
            for partner in self.partners(ground, times, cell, corner) {
                let (cost, steps) = self.grown(ground, times, cell, (corner, partner));
                let better = cost < BARRED && best.as_ref().is_none_or(|(least, _)| cost < *least);
                if better && keeps_sums(self.sparse, &steps) {
                    best = Some((cost, steps));
                }
            }
        }
        best
    }

    /// The box that grows from a corner and its first partner.
    fn grown(
        &mut self,
        ground: &Ground<'_>,
        times: Times,
        cell: u32,
        (corner, partner): (u32, Option<u32>),
    ) -> (i64, Steps) {
        self.corners.clear();
        // That the cell itself changes costs nothing.
        let mut cost = BARRED + self.add(ground, times, cell, (corner, 1));
        if let Some(partner) = partner {
            cost += self.add(ground, times, cell, (partner, -1));
        }
        while self.corners.len() < LARGEST {
            let gain = self.fold(ground, times, cell);
            if gain >= 0 {
                break;
            }
            cost += gain;
        }
        (cost, self.taken())
    }

    /// The first partners worth trying, the cheapest first.
    fn partners(&mut self, ground: &Ground<'_>, times: Times, cell: u32, corner: u32) -> Vec<Option<u32>> {
        self.carry(corner, 1);
        let all = self.beside(corner).into_iter().chain(self.further(corner));
        let costs: BTreeSet<(i64, u32)> =
            all.map(|partner| (self.change(ground, times, cell, (partner, -1)), partner)).collect();
        self.carry(corner, -1);
        let cheapest = costs.into_iter().filter(|(cost, _)| *cost < 0).map(|(_, partner)| Some(partner));
        cheapest.take(PARTNERS).chain([None]).collect()
    }

    /// Cells at the bottom below what stands beside a total above one.
    fn further(&self, cell: u32) -> Vec<u32> {
        let mut further = Vec::new();
        for (sum, _) in self.sparse.sums_of(cell).iter().filter(|(_, sign)| *sign > 0) {
            let Some((total, _)) = self.sparse.terms(*sum).iter().find(|(_, sign)| *sign < 0) else { continue };
            for (above, _) in self.sparse.sums_of(*total).iter().filter(|(_, sign)| *sign > 0) {
                for (beside, sign) in self.sparse.terms(*above) {
                    if *sign > 0 && beside != total {
                        self.bottom_of(*beside, &mut further);
                    }
                }
            }
        }
        further
    }

    fn bottom_of(&self, cell: u32, bottom: &mut Vec<u32>) {
        if !self.above[cell as usize].is_empty() {
            bottom.push(cell);
            return;
        }
        let sum = self.sparse.sums_of(cell).iter().find(|(_, sign)| *sign < 0);
        let parts = sum.iter().flat_map(|(sum, _)| self.sparse.terms(*sum)).filter(|(_, sign)| *sign > 0);
        parts.for_each(|(part, _)| self.bottom_of(*part, bottom));
    }

    /// The cells at the bottom below a cell from which to begin, largest first; itself if it is no total.
    fn below(&self, ground: &Ground<'_>, cell: u32) -> Vec<u32> {
        let mut below = vec![cell];
        let mut at = 0;
        while let Some(next) = below.get(at).copied() {
            let sum = self.sparse.sums_of(next).iter().find(|(_, sign)| *sign < 0);
            let parts = sum.iter().flat_map(|(sum, _)| self.sparse.terms(*sum)).filter(|(_, sign)| *sign > 0);
            let free = parts.map(|(part, _)| *part).filter(|part| (ground.price)(*part).is_some());
            let new: Vec<u32> = free.filter(|part| !below.contains(part)).collect();
            below.extend(new);
            at += 1;
        }
        below.retain(|cell| !self.above[*cell as usize].is_empty());
        below.sort_by_key(|cell| (std::cmp::Reverse(ground.room[*cell as usize]), *cell));
        below.truncate(BEGINNINGS);
        below
    }

    /// Pairs every corner with one beside it, the way that gains most; what it costs more, which is not positive.
    fn fold(&mut self, ground: &Ground<'_>, times: Times, cell: u32) -> i64 {
        let corners = self.corners.clone();
        let Some((first, sign)) = corners.first().copied() else { return 0 };
        let mut best: Option<(i64, Vec<(u32, i64)>)> = None;
        for partner in self.beside(first) {
            let mut cost = self.add(ground, times, cell, (partner, -sign));
            for (corner, sign) in &corners[1..] {
                let change = |beside: &u32| (self.change(ground, times, cell, (*beside, -sign)), *beside);
                let Some((_, beside)) = self.beside(*corner).iter().map(change).min() else { break };
                cost += self.add(ground, times, cell, (beside, -sign));
            }
            let added = self.corners.split_off(corners.len());
            added.iter().for_each(|(corner, sign)| self.carry(*corner, -sign));
            if added.len() == corners.len() && best.as_ref().is_none_or(|(least, _)| cost < *least) {
                best = Some((cost, added));
            }
        }
        match best {
            Some((cost, added)) if cost < 0 => {
                added.iter().for_each(|(corner, sign)| self.carry(*corner, *sign));
                self.corners.extend(added);
                cost
            }
            _ => 0,
        }
    }

    /// Cells at the bottom that share a sum with one.
    fn beside(&self, cell: u32) -> Vec<u32> {
        let sums = self.sparse.sums_of(cell).iter().filter(|(_, sign)| *sign > 0);
        let parts = sums.flat_map(|(sum, _)| self.sparse.terms(*sum)).map(|(part, _)| *part);
        parts.filter(|part| *part != cell && !self.above[*part as usize].is_empty()).collect()
    }

    fn add(&mut self, ground: &Ground<'_>, times: Times, cell: u32, (corner, sign): (u32, i64)) -> i64 {
        let cost = self.change(ground, times, cell, (corner, sign));
        self.carry(corner, sign);
        self.corners.push((corner, sign));
        cost
    }

    fn carry(&mut self, corner: u32, sign: i64) {
        for cell in &self.above[corner as usize] {
            self.amount[*cell as usize] += sign;
        }
    }

    /// What one corner more costs.
    fn change(&self, ground: &Ground<'_>, times: Times, wanted: u32, (corner, sign): (u32, i64)) -> i64 {
        let cost = |cell: u32, amount: i64| match amount {
            1.. if cell == wanted => 0,
            _ if cell == wanted => BARRED,
            0 => 0,
            _ => {
                let fall = if amount < 0 { times.made * -amount } else { times.turned * amount };
                let fits = ground.room[cell as usize] >= fall;
                (ground.price)(cell).filter(|_| fits).unwrap_or(BARRED)
            }
        };
        let cells = self.above[corner as usize].iter();
        cells
            .map(|cell| (*cell, self.amount[*cell as usize]))
            .map(|(cell, now)| cost(cell, now + sign) - cost(cell, now))
            .sum()
    }

    /// The move as it stands; the work is cleared away.
    fn taken(&mut self) -> Steps {
        let mut cells: Vec<u32> =
            self.corners.iter().flat_map(|(corner, _)| self.above[*corner as usize].iter().copied()).collect();
        cells.sort_unstable();
        cells.dedup();
        let amounts = cells.into_iter().map(|cell| (cell, std::mem::take(&mut self.amount[cell as usize])));
        amounts.filter(|(_, amount)| *amount != 0).collect()
    }
}

#[cfg(test)]
pub(super) mod tests {
    use super::{Boxes, Ground, Times};
    use crate::protect::simplex::keeps_sums;
    use crate::protect::sparse::{Sparse, number};
    use crate::table::{Cell, CellKey, CellTable, Publication, Sum};
    use crate::{Policy, Rules};

    /// A cross of areas in two tiers, and two sexes, with all totals; counts from a fixed stream.
    pub(crate) fn town(seed: u64) -> CellTable {
        let mut state = seed;
        let mut next = || {
            state = state.wrapping_mul(0x5851_F42D_4C95_7F2D).wrapping_add(0x1405_7B7E_F767_814F);
            (state >> 40) % 7
        };
        let areas = [("W0", ["A", "B", "C"]), ("W1", ["D", "E", "F"])];
        let mut counts = std::collections::BTreeMap::new();
        for (ward, small) in areas {
            for (area, sex) in small.into_iter().flat_map(|area| ["F", "M"].map(|sex| (area, sex))) {
                let count = next();
                for above in [area, ward, "T"].into_iter().flat_map(|area| [(area, sex), (area, "P")]) {
                    *counts.entry(above).or_insert(0_u64) += count;
                }
            }
        }
        let key = |area: &str, sex: &str| CellKey::new(format!("{area}|{sex}"));
        let publication = Publication::Published;
        let cells = counts.iter().map(|((area, sex), count)| Cell {
            key: key(area, sex),
            count: *count,
            contributors: *count,
            policy: 0,
            publication: publication.clone(),
        });
        let mut sums: Vec<Sum> = counts
            .keys()
            .filter(|(_, sex)| *sex == "P")
            .map(|(area, _)| Sum { parent: key(area, "P"), children: vec![key(area, "F"), key(area, "M")] })
            .collect();
        for sex in ["F", "M", "P"] {
            sums.push(Sum { parent: key("T", sex), children: vec![key("W0", sex), key("W1", sex)] });
            sums.extend(areas.map(|(ward, small)| Sum {
                parent: key(ward, sex),
                children: small.map(|area| key(area, sex)).to_vec(),
            }));
        }
        let policy: Policy = Rules::hiding("r", 4).policy();
        CellTable::new(cells.collect(), sums, vec![policy]).unwrap_or_else(|error| panic!("{error}"))
    }

    #[test]
    fn every_box_keeps_sums_and_floors_and_can_be_made_as_often_as_asked() {
        let mut found = 0;
        for seed in 0..40 {
            let table = town(seed);
            let sparse = Sparse::new(table.cells().len(), table.placed_sums());
            let room: Vec<i64> = table.cells().iter().map(|cell| i64::try_from(cell.count).unwrap_or(0)).collect();
            let price = |cell: u32| (room[cell as usize] > 0).then_some(8 * room[cell as usize]);
            let ground = Ground { price: &price, room: &room };
            let mut boxes = Boxes::new(&sparse);
            for cell in (0..number(room.len())).filter(|cell| room[*cell as usize] > 0) {
                for times in [Times { made: 3, turned: 0 }, Times { made: 2, turned: 1 }] {
                    let Some((cost, steps)) = boxes.find(&ground, cell, times) else { continue };
                    found += 1;
                    assert!(keeps_sums(&sparse, &steps));
                    let others = steps.iter().filter(|(at, _)| *at != cell);
                    assert_eq!(others.clone().map(|(at, _)| 8 * room[*at as usize]).sum::<i64>(), cost);
                    assert!(steps.iter().any(|(at, amount)| *at == cell && *amount > 0));
                    for (at, amount) in others {
                        let falls = if *amount < 0 { -amount * times.made } else { amount * times.turned };
                        assert!(room[*at as usize] >= falls && room[*at as usize] > 0, "a cell falls below nought");
                    }
                }
            }
            assert!(boxes.amount.iter().all(|amount| *amount == 0), "the work is cleared away");
        }
        assert!(found > 300, "{found}");
    }
}
