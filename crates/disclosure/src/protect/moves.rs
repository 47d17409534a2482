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

    /// A cell is shown again: its moves fall.
    pub(super) fn shown(&mut self, cell: u32) {
        for at in &self.of[cell as usize] {
            self.moves[*at as usize].shown += 1;
        }
    }

    /// A cell is hidden.
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
            let (rise, fall) = found.reach(cell);
            up = up.max(rise);
            down = down.max(fall);
        }
        (down, up)
    }

    /// Moves that stand and change a cell.
    pub(super) fn standing(&self, cell: u32) -> impl Iterator<Item = &Steps> + '_ {
        let moves = self.of[cell as usize].iter().map(|at| &self.moves[*at as usize]);
        moves.filter(|found| found.shown == 0).map(|found| &found.steps)
    }

    /// All moves that change a cell, standing or not.
    pub(super) fn of(&self, cell: u32) -> impl Iterator<Item = &Steps> + '_ {
        self.of[cell as usize].iter().map(|at| &self.moves[*at as usize].steps)
    }

    /// For a cell whole tables that lie furthest down and furthest up, each as changes from the true one.
    pub(super) fn extremes(&self, cell: u32) -> [Option<Steps>; 2] {
        let mut best: [Option<(i64, Steps)>; 2] = [None, None];
        for at in &self.of[cell as usize] {
            let found = &self.moves[*at as usize];
            if found.shown > 0 {
                continue;
            }
            let (rise, fall) = found.reach(cell);
            for (side, reach) in [fall, rise].into_iter().enumerate() {
                if reach > 0 && best[side].as_ref().is_none_or(|(most, _)| reach > *most) {
                    best[side] = Some((reach, found.taken(cell, side == 1, reach)));
                }
            }
        }
        best.map(|found| found.map(|(_, steps)| steps))
    }
}

impl Move {
    fn amount(&self, cell: u32) -> i64 {
        let place = self.steps.binary_search_by_key(&cell, |(cell, _)| *cell);
        place.map_or(0, |place| self.steps[place].1)
    }

    /// How far the cell may rise and fall by this move alone.
    fn reach(&self, cell: u32) -> (i64, i64) {
        let amount = self.amount(cell);
        let [made, turned] = self.times.map(|times| times.saturating_mul(amount.abs()));
        if amount < 0 { (turned, made) } else { (made, turned) }
    }

    /// The move as often as takes the cell that far.
    fn taken(&self, cell: u32, up: bool, reach: i64) -> Steps {
        let amount = self.amount(cell);
        let times = if (amount > 0) == up { reach / amount.abs() } else { -(reach / amount.abs()) };
        self.steps.iter().map(|(cell, amount)| (*cell, amount * times)).collect()
    }
}
