//! One reading of a delivery: every record is checked, and goes to the landing or to quarantine.
//!
//! Not allowed in here: checks of the delivery as a whole; they need the end of the file.

use concordat_base::Period;
use concordat_declare::source::Coverage;
use concordat_diagnostics::{Code, Text, codes};

use crate::conform::{Cell, Plan, RowCode, Value, conform};
use crate::counts::Counts;
use crate::error::GateError;
use crate::expected::ExpectedPeriods;
use crate::findings::Findings;
use crate::input::DeliveredFile;
use crate::keys::{KeyLog, Repeated};
use crate::landing::Landing;
use crate::quarantine::Quarantine;
use crate::read::record::{RecordSink, RecordView};
use crate::stop::Stop;
use crate::watch::{Observed, Watch};

/// What is known before the reading.
pub(crate) struct Expectation<'a> {
    /// The file.
    pub(crate) delivered: DeliveredFile<'a>,
    /// What the file covers.
    pub(crate) coverage: Coverage,
    /// The one period it may hold, where that is known.
    pub(crate) period: Option<Period>,
    /// Periods that the source ever expects.
    pub(crate) expected: ExpectedPeriods,
    /// Records whose key stands more than once, in order.
    pub(crate) repeated: &'a [u64],
}

/// A reading under way.
pub(crate) struct Pass<'a> {
    plan: &'a Plan,
    expectation: Expectation<'a>,
    findings: &'a mut Findings,
    landing: Landing,
    quarantine: Quarantine,
    /// Absent in a second reading: repeated keys are known.
    keys: Option<KeyLog>,
    /// Absent under an open licence.
    watch: Option<Watch>,
    row: RowCode,
    read: u64,
    accepted: u64,
    quarantined: u64,
    /// How many of `expectation.repeated` were met.
    met: usize,
    period: Option<Period>,
}

/// What a reading left.
pub(crate) struct Ended {
    pub(crate) landing: Landing,
    pub(crate) quarantine: Quarantine,
    pub(crate) counts: Counts,
    /// Records that share a key, found in a first reading.
    pub(crate) repeated: Repeated,
    /// What was seen of people.
    pub(crate) observed: Option<Observed>,
}

impl<'a> Pass<'a> {
    pub(crate) fn new(
        plan: &'a Plan,
        expectation: Expectation<'a>,
        findings: &'a mut Findings,
        landing: Landing,
        quarantine: Quarantine,
        keys: Option<KeyLog>,
        watch: Option<Watch>,
    ) -> Self {
        let (row, period) = (RowCode::default(), expectation.period);
        Self {
            plan,
            expectation,
            findings,
            landing,
            quarantine,
            keys,
            watch,
            row,
            read: 0,
            accepted: 0,
            quarantined: 0,
            met: 0,
            period,
        }
    }

    /// Ends the reading.
    ///
    /// # Errors
    /// `Miscounted` when a record was neither accepted nor set aside; `Home` when keys cannot be searched.
    pub(crate) fn end(self) -> Result<Ended, GateError> {
        let counts = Counts::new(self.read, self.accepted, self.quarantined).ok_or(GateError::Miscounted)?;
        let repeated = self.keys.map(KeyLog::repeated).transpose()?.unwrap_or_default();
        let observed = self.watch.map(Watch::end);
        Ok(Ended { landing: self.landing, quarantine: self.quarantine, counts, repeated, observed })
    }

    fn refuse(
        &mut self,
        record: &RecordView<'_>,
        code: &'static Code,
        column: Option<usize>,
        raw: &[u8],
    ) -> Result<(), Stop> {
        let column = column.map(|position| &self.plan.columns[position]);
        self.findings.refuse(code, record.number, column.map(|column| (&column.name, column.field)));
        Ok(self.quarantine.add(record.number, code, column.map(|column| &column.name), raw)?)
    }

    /// Checks every cell. Says whether all are right, and whether those of the key are.
    fn conform_row(&mut self, record: &RecordView<'_>) -> Result<(bool, bool), Stop> {
        let (mut right, mut key_right) = (true, true);
        let plan = self.plan;
        self.row.clear();
        for (position, column) in plan.columns.iter().enumerate() {
            let field = record.field(column.field);
            // What is watched and set aside is what was sent.
            let translated = column.translation.as_ref().map(|translation| translation.at_the_gate(field));
            let became = conform(&column.rule, column.required, translated.as_deref().unwrap_or(field));
            if let Some(watch) = &mut self.watch {
                watch.cell(position, record.number, field, became.as_ref().ok());
            }
            let cell = match became {
                Ok(cell) => cell,
                Err(code) => {
                    right = false;
                    key_right &= !plan.key.contains(&position);
                    self.refuse(record, code, Some(position), field)?;
                    Cell::Null
                }
            };
            self.row.push(cell);
        }
        Ok((right, key_right))
    }

    fn is_repeated(&mut self, number: u64) -> bool {
        let next = self.expectation.repeated.get(self.met) == Some(&number);
        self.met += usize::from(next);
        next
    }

    /// The period of a record whose cells are right.
    fn period_of(&mut self, number: u64) -> Result<Period, Stop> {
        let Value::Small(month) = self.row.value(self.plan.partition) else {
            return Err(GateError::ContractUnfit.into());
        };
        let period = Period::containing_month(month, self.plan.kind);
        if self.period == Some(period) {
            return Ok(period);
        }
        self.check_period(period, number)?;
        self.period = Some(period);
        Ok(period)
    }

    fn check_period(&self, period: Period, number: u64) -> Result<(), Stop> {
        let text = match self.period {
            _ if self.landing.is_full_for(period) => Text::new().say("there are more periods than a delivery may have"),
            Some(expected) if self.expectation.coverage == Coverage::OnePeriod => {
                Text::new().say("the record is of ").period(period).say(", the delivery is of ").period(expected)
            }
            _ if !self.expectation.expected.has(period) => {
                Text::new().say("the record is of ").period(period).say(", which the source does not expect")
            }
            _ => return Ok(()),
        };
        // A file of another period than its note says differs from the note; one of several periods is so by itself.
        let differs = self.expectation.period.is_some() && self.accepted == 0;
        let code = if differs { &codes::NOTE_DIFFERS } else { &codes::PERIOD_NOT_EXPECTED };
        Err(self.expectation.delivered.fault_at(number, code, text))
    }

    fn take_whole(&mut self, record: &RecordView<'_>) -> Result<(), Stop> {
        let (right, key_right) = self.conform_row(record)?;
        let repeated = self.is_repeated(record.number);
        if repeated {
            let only = self.plan.key.first().copied().filter(|_| self.plan.key.len() == 1);
            self.refuse(record, &codes::DUPLICATE_KEY, only, record.raw)?;
        }
        let key_hash = self.row.key_hash(&self.plan.key);
        if key_right
            && !self.plan.key.is_empty()
            && let Some(keys) = &mut self.keys
        {
            keys.add(key_hash, record.number)?;
        }
        if !right || repeated {
            self.quarantined += 1;
            return Ok(());
        }
        let period = self.period_of(record.number)?;
        if let Some(watch) = &mut self.watch {
            watch.accepted(&mut self.row);
        }
        self.landing.push(period, self.plan, &mut self.row, key_hash)?;
        self.accepted += 1;
        Ok(())
    }
}

impl RecordSink for Pass<'_> {
    fn take(&mut self, record: &RecordView<'_>) -> Result<(), Stop> {
        self.read += 1;
        if record.fields() == self.plan.fields {
            if let Some(watch) = &mut self.watch {
                watch.rest(record);
            }
            return self.take_whole(record);
        }
        if let Some(watch) = &mut self.watch {
            watch.stray(record);
        }
        let short = record.fields() < self.plan.fields;
        self.quarantined += 1;
        self.refuse(record, if short { &codes::SHORT_ROW } else { &codes::LONG_ROW }, None, record.raw)
    }
}
