//! Every move found so far: which still stands, and how far it takes a guarded cell up and down.
//!
//! A move stands while all its cells are hidden. One that lost a cell is kept, for the cell may be hidden again. Not
//! allowed here: the search for a move.

use super::simplex::Steps;
use super::sparse::number;

/// No count is taken further than this; a move through totals alone has no end.
const FURTHEST: i64 = 1 << 20;

struct Move {
    steps: Steps,
    /// How many times it can be made, and how many times turned round.
    times: [i64; 2],
    /// How many of its cells are shown at present.
    shown: u32,
}

/// All moves.
pub(super) struct Moves {
    moves: Vec<Move>,
    /// For each cell the moves that change it.
    of: Vec<Vec<u32>>,
}

impl Moves {
    pub(super) fn new(cells: usize) -> Self {
        Self { moves: Vec::new(), of: vec![Vec::new(); cells] }
    }

    /// Keeps a move; all its cells must be hidden.
    pub(super) fn add(&mut self, steps: Steps, room: &[i64]) {
        let times = |sign: i64| {
            let falling = steps.iter().filter(|(_, amount)| amount * sign < 0);
            falling.map(|(cell, amount)| room[*cell as usize] / amount.abs()).min().unwrap_or(FURTHEST).min(FURTHEST)
        };
        let times = [times(1), times(-1)];
        let named = number(self.moves.len());
        for (cell, _) in &steps {
            self.of[*cell as usize].push(named);
        }
        self.moves.push(Move { steps, times, shown: 0 });
    }

    pub(super) fn shown(&mut self, cell: u32) {
        for at in &self.of[cell as usize] {
            self.moves[*at as usize].shown += 1;
        }
    }

    pub(super) fn hidden(&mut self, cell: u32) {
        for at in &self.of[cell as usize] {
            self.moves[*at as usize].shown -= 1;
        }
    }

    /// The largest fall and the largest rise of a cell.
    pub(super) fn reach(&self, cell: u32) -> (i64, i64) {
        let (mut down, mut up) = (0, 0);
        for at in &self.of[cell as usize] {
            let found = &self.moves[*at as usize];
            if found.shown > 0 {
                continue;
            }
            let Ok(place) = found.steps.binary_search_by_key(&cell, |(cell, _)| *cell) else { continue };
            let amount = found.steps[place].1;
            let turned = usize::from(amount < 0);
            up = up.max(found.times[turned].saturating_mul(amount.abs()));
            down = down.max(found.times[1 - turned].saturating_mul(amount.abs()));
        }
        (down, up)
    }

    /// Moves that stand and change a cell.
    pub(super) fn standing(&self, cell: u32) -> impl Iterator<Item = &Steps> + '_ {
        let moves = self.of[cell as usize].iter().map(|at| &self.moves[*at as usize]);
        moves.filter(|found| found.shown == 0).map(|found| &found.steps)
    }

    /// All moves that change a cell, standing or not.
    pub(super) fn of_any(&self, cell: u32) -> impl Iterator<Item = &Steps> + '_ {
        self.of[cell as usize].iter().map(|at| &self.moves[*at as usize].steps)
    }

    /// Lets go of moves that do not stand.
    pub(super) fn forget_fallen(&mut self) {
        for list in &mut self.of {
            list.clear();
        }
        self.moves.retain(|found| found.shown == 0);
        for (at, found) in self.moves.iter().enumerate() {
            for (cell, _) in &found.steps {
                self.of[*cell as usize].push(number(at));
            }
        }
    }

    pub(super) fn len(&self) -> usize {
        self.moves.len()
    }
}
