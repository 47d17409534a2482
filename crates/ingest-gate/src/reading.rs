//! Reads a delivery from its first byte to its last, in each format.
//!
//! Not allowed in here: making anything count.

use std::collections::BTreeSet;

use concordat_base::Period;
use concordat_declare::source::{CsvFormat, Format};
use concordat_diagnostics::{Diagnostic, codes};

use crate::conform::Plan;
use crate::counts::Counts;
use crate::expected::ExpectedPeriods;
use crate::findings::Findings;
use crate::input::GateInput;
use crate::keys::{KeyLog, Repeated};
use crate::landing::{KeyedBy, Landing};
use crate::limits::Limits;
use crate::pass::{Ended, Expectation, Pass};
use crate::quarantine::Quarantine;
use crate::read::csv::CsvReader;
use crate::read::meter::{self, Measured};
use crate::read::parquet::ParquetDelivery;
use crate::read::prelude::{self, Opened, read_error};
use crate::read::record::RecordSink;
use crate::read::workbook::{self, Line, Sheet};
use crate::read::{header, note};
use crate::stop::Stop;
use crate::watch::{Observed, Watch};

/// How a delivery is read.
pub(crate) struct Reader<'a> {
    pub(crate) input: &'a GateInput<'a>,
    pub(crate) limits: &'a Limits,
    /// The one period that the delivery note gives.
    pub(crate) noted: Option<Period>,
}

/// A delivery that was read to its end.
pub(crate) struct Reading {
    pub(crate) plan: Plan,
    pub(crate) landing: Landing,
    pub(crate) quarantine: Quarantine,
    pub(crate) counts: Counts,
    pub(crate) periods: BTreeSet<Period>,
    /// Records that share a key.
    pub(crate) repeated: Repeated,
    /// Length of the file when it was opened.
    pub(crate) bytes: u64,
    pub(crate) measured: Measured,
    /// What was seen of people; absent under an open licence.
    pub(crate) observed: Option<Observed>,
}

impl Reader<'_> {
    /// Reads the delivery; a second time when records share a key, to leave them out.
    ///
    /// # Errors
    /// A [`Stop`] at the first fault of the file as a whole.
    pub(crate) fn read(&self, findings: &mut Findings) -> Result<Reading, Stop> {
        let first = self.read_once(None, findings)?;
        if first.repeated.total == 0 {
            return Ok(first);
        }
        let Reading { repeated, measured, landing, quarantine, .. } = first;
        // Frees the disk before the second reading needs it.
        drop((landing, quarantine));
        findings.forget();
        let second = self.read_once(Some(&repeated), findings)?;
        if second.measured.quick != measured.quick {
            return Err(self.input.file.fault(&codes::STILL_BEING_WRITTEN, "the file changed while it was read"));
        }
        Ok(Reading { repeated, ..second })
    }

    fn read_once(&self, repeated: Option<&Repeated>, findings: &mut Findings) -> Result<Reading, Stop> {
        let opened = prelude::open(&self.input.file, self.input.source)?;
        match &self.input.source.format {
            Format::Csv(format) => self.read_csv(opened, format, repeated, findings),
            Format::Parquet => self.read_parquet(opened, repeated, findings),
            Format::Workbook => self.read_workbook(opened, repeated, findings),
            Format::Json | Format::OfDialect => {
                let text = "records are read as CSV, Parquet or workbook; JSON is read for published figures alone";
                Err(self.input.file.fault(&codes::NOT_PARQUET, text))
            }
        }
    }

    fn read_csv(
        &self,
        opened: Opened,
        format: &CsvFormat,
        repeated: Option<&Repeated>,
        findings: &mut Findings,
    ) -> Result<Reading, Stop> {
        let delivered = &self.input.file;
        let mut reader = CsvReader::new(opened.file, *delivered, format.delimiter, self.limits);
        let headers = reader.headers()?;
        if reader.had_byte_order_mark() {
            let text = "the file begins with a byte order mark, which was taken off";
            findings.add(Diagnostic::warning(&codes::BYTE_ORDER_MARK, text).at(delivered.place(0)));
        }
        let headers: Vec<&str> = headers.iter().map(String::as_str).collect();
        header::check_delimiter(&headers, format.delimiter, delivered)?;
        let plan = self.plan(&headers)?;
        let mut pass = self.pass(&plan, repeated, findings)?;
        while let Some(record) = reader.next_record()? {
            pass.take(&record)?;
        }
        let ended = pass.end()?;
        Ok(reading(plan, ended, opened.bytes, reader.finish()))
    }

    fn read_parquet(
        &self,
        mut opened: Opened,
        repeated: Option<&Repeated>,
        findings: &mut Findings,
    ) -> Result<Reading, Stop> {
        let delivered = &self.input.file;
        let measured = meter::measure(&mut opened.file, note::wants_sha256(delivered));
        let measured = measured.map_err(|source| read_error(delivered, source))?;
        let delivery = ParquetDelivery::open(opened.file, *delivered)?;
        let headers = delivery.headers();
        let headers: Vec<&str> = headers.iter().map(String::as_str).collect();
        let plan = self.plan(&headers)?;
        delivery.check_types(&plan)?;
        let mut pass = self.pass(&plan, repeated, findings)?;
        delivery.read(&plan, &mut pass)?;
        let ended = pass.end()?;
        Ok(reading(plan, ended, opened.bytes, measured))
    }

    fn read_workbook(
        &self,
        mut opened: Opened,
        repeated: Option<&Repeated>,
        findings: &mut Findings,
    ) -> Result<Reading, Stop> {
        let delivered = &self.input.file;
        let measured = meter::measure(&mut opened.file, note::wants_sha256(delivered));
        let measured = measured.map_err(|source| read_error(delivered, source))?;
        findings.of_a_sheet();
        let filled = workbook::open(opened.file, self.input)?;
        findings.stand_on(Sheet { place: filled.sheet, columns: filled.columns });
        filled.notices.into_iter().for_each(|notice| findings.add(notice));
        let headers: Vec<&str> = filled.headers.iter().map(String::as_str).collect();
        let plan = self.plan(&headers)?;
        let mut pass = self.pass(&plan, repeated, findings)?;
        let mut line = Line::default();
        for row in &filled.rows {
            pass.take(&line.of(row))?;
        }
        let ended = pass.end()?;
        Ok(reading(plan, ended, opened.bytes, measured))
    }

    fn plan(&self, headers: &[&str]) -> Result<Plan, Stop> {
        let input = self.input;
        let mapping = input.source.mapping.as_ref();
        let headers: Vec<&str> = headers
            .iter()
            .map(|header| mapping.map_or(*header, |mapping| mapping.header(header, input.contract)))
            .collect();
        let layout = header::match_columns(&headers, input.contract, input.allow_list, &input.file)?;
        let plan = Plan::new(input.contract, input.partnership, &layout)?;
        let plan = match mapping {
            Some(mapping) => plan.translated(mapping, input.contract),
            None => plan,
        };
        // Under an open licence nobody looks at what is not kept.
        let ignored = if input.anonymity.is_some() { plan.ignored } else { Vec::new() };
        Ok(Plan { ignored, ..plan })
    }

    fn pass<'p>(
        &'p self,
        plan: &'p Plan,
        repeated: Option<&'p Repeated>,
        findings: &'p mut Findings,
    ) -> Result<Pass<'p>, Stop> {
        let input = self.input;
        let expectation = Expectation {
            delivered: input.file,
            coverage: input.source.coverage,
            period: self.noted,
            expected: ExpectedPeriods::of(input.source),
            repeated: repeated.map_or(&[], |repeated| repeated.records.as_slice()),
        };
        let keyed_by = KeyedBy { delivery: input.file.delivery.to_owned(), received: input.file.received };
        let landing = Landing::begin(input.home, input.dataset, keyed_by.clone(), self.limits)?;
        let most = self.limits.quarantined_records;
        let quarantine = Quarantine::new(input.home, input.dataset, keyed_by, most);
        let folder = input.home.landed_dataset(input.dataset.as_str()).join("keys");
        let keys = repeated.is_none().then(|| KeyLog::new(&folder, self.limits));
        let watch = input.anonymity.map(|policy| Watch::new(plan, input, policy, self.limits));
        Ok(Pass::new(plan, expectation, findings, landing, quarantine, keys, watch))
    }
}

fn reading(plan: Plan, ended: Ended, bytes: u64, measured: Measured) -> Reading {
    let Ended { landing, quarantine, counts, repeated, observed } = ended;
    let periods = landing.periods().collect();
    Reading { plan, landing, quarantine, counts, periods, repeated, bytes, measured, observed }
}
