//! Sends rows to the writer of their period, and keeps what all writers hold together within a limit.
//!
//! Not allowed in here: making anything count; that is one line in the history, when all is in its place.

use std::collections::BTreeMap;

use concordat_base::{Name, Period};
use concordat_store::Home;

use super::folders;
use super::fresh_key::{FreshKey, KeyedBy};
use super::history::{Accepted, Event, History};
use super::manifest::Origin;
use super::open::LandedPartition;
use super::partition::{PartitionWriter, Written};
use crate::conform::{Plan, RowCode};
use crate::error::GateError;
use crate::limits::Limits;

/// Rows of all periods, being written. Gone when dropped before it is finished and placed.
pub(crate) struct Landing {
    home: Home,
    dataset: Name,
    keyed_by: KeyedBy,
    limits: Limits,
    /// Position in `writers` by period.
    positions: BTreeMap<Period, usize>,
    writers: Vec<PartitionWriter>,
    /// The period that the last row belonged to: rows of one period mostly follow each other.
    last: Option<(Period, usize)>,
}

/// All periods, written whole and not yet in their places.
pub(crate) struct Finished {
    written: Vec<Written>,
}

impl Landing {
    /// Begins; what a killed run left is removed.
    ///
    /// # Errors
    /// `Home` when the home cannot be used.
    pub(crate) fn begin(home: &Home, dataset: &Name, keyed_by: KeyedBy, limits: &Limits) -> Result<Self, GateError> {
        folders::sweep(home, dataset)?;
        Ok(Self {
            home: home.clone(),
            dataset: dataset.clone(),
            keyed_by,
            limits: *limits,
            positions: BTreeMap::new(),
            writers: Vec::new(),
            last: None,
        })
    }

    /// Periods that rows were added to.
    pub(crate) fn periods(&self) -> impl Iterator<Item = Period> {
        self.positions.keys().copied()
    }

    /// Whether a row of this period would be one of too many periods.
    pub(crate) fn is_full_for(&self, period: Period) -> bool {
        self.writers.len() >= self.limits.periods && !self.positions.contains_key(&period)
    }

    /// Adds a row.
    ///
    /// # Errors
    /// `Home` or `EncodeLanded`.
    pub(crate) fn push(
        &mut self,
        period: Period,
        plan: &Plan,
        row: &mut RowCode,
        key_hash: u128,
    ) -> Result<(), GateError> {
        let position = self.position(period, plan)?;
        let writer = &mut self.writers[position];
        if writer.push(row, key_hash, self.limits.batch_rows) {
            writer.encode()?;
            self.keep_within_limit()?;
        }
        Ok(())
    }

    /// Ends all files.
    ///
    /// # Errors
    /// `Home` or `EncodeLanded`.
    pub(crate) fn finish(self, origin: &Origin, plan: &Plan) -> Result<Finished, GateError> {
        let mut written = Vec::new();
        for writer in self.writers {
            written.push(writer.finish(&self.home, origin, plan)?);
        }
        written.sort_by_key(|one| one.period);
        Ok(Finished { written })
    }

    fn position(&mut self, period: Period, plan: &Plan) -> Result<usize, GateError> {
        if let Some((_, position)) = self.last.filter(|(last, _)| *last == period) {
            return Ok(position);
        }
        let position = match self.positions.get(&period) {
            Some(position) => *position,
            None => {
                let position = self.writers.len();
                // The key is on the disk before anything that it seals.
                let key = FreshKey::create(&self.home, &self.dataset, &self.keyed_by, Some(period.to_string()))?;
                let folder = folders::begin(&self.home, &self.dataset, position)?;
                self.writers.push(PartitionWriter::begin(folder, key, period, plan, &self.limits)?);
                self.positions.insert(period, position);
                position
            }
        };
        self.last = Some((period, position));
        Ok(position)
    }

    fn keep_within_limit(&mut self) -> Result<(), GateError> {
        let held: usize = self.writers.iter().map(PartitionWriter::memory).sum();
        if held <= self.limits.encoded_bytes {
            return Ok(());
        }
        self.writers.iter_mut().max_by_key(|writer| writer.memory()).map_or(Ok(()), PartitionWriter::flush)
    }
}

impl Finished {
    /// Puts every period in its place, then makes the delivery count.
    ///
    /// # Errors
    /// `Home`; the deliveries before then still count, and this one does not.
    pub(crate) fn place(self, home: &Home, origin: &Origin) -> Result<Vec<LandedPartition>, GateError> {
        let mut partitions = Vec::new();
        for Written { folder, key, manifest, .. } in self.written {
            let target = folders::landed(home, &origin.dataset, &manifest.period, &manifest.content_id)?;
            let folder = folders::place(folder, key, target)?;
            partitions.push(LandedPartition::read(home, folder, origin.sequence, origin.received)?);
        }
        let periods = partitions.iter().map(|one| {
            let manifest = one.manifest();
            (manifest.period.clone(), manifest.content_id.clone())
        });
        let (sequence, received, coverage) = (origin.sequence, origin.received, origin.coverage);
        let delivery = origin.delivery.clone();
        let accepted = Accepted { sequence, received, coverage, delivery, periods: periods.collect() };
        History::append(home, &origin.dataset, &Event::Accepted(accepted))?;
        Ok(partitions)
    }

    /// The first period whose very content was destroyed on its day.
    ///
    /// # Errors
    /// When the history cannot be read.
    pub(crate) fn brought_back(&self, home: &Home, dataset: &Name) -> Result<Option<Period>, GateError> {
        let history = History::read(home, dataset)?;
        let gone = |one: &&Written| history.is_expired(&one.manifest.period, &one.manifest.content_id);
        Ok(self.written.iter().find(gone).map(|one| one.period))
    }

    /// What was written.
    pub(crate) fn into_written(self) -> Vec<Written> {
        self.written
    }
}
