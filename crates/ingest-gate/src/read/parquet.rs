//! Parquet deliveries: batches to records, so that the same checks serve both formats.
//!
//! Not allowed in here: words of arrow or parquet errors; they may print cells.

use std::io::{BufReader, Read, Seek, SeekFrom};
use std::panic::{AssertUnwindSafe, catch_unwind};

use arrow::array::{Array, ArrayRef, AsArray, StringArray};
use arrow::compute::{CastOptions, cast_with_options};
use arrow::datatypes::{DataType, Date32Type, Schema};
use arrow::util::display::FormatOptions;
use concordat_base::{Date, Period};
use concordat_diagnostics::{Diagnostic, Text, codes};
use concordat_store::vault::ContentReader;
use parquet::arrow::ProjectionMask;
use parquet::arrow::arrow_reader::{ArrowReaderOptions, ParquetRecordBatchReaderBuilder};
use parquet::file::reader::{ChunkReader, Length};

use crate::conform::{Plan, PlannedColumn, Rule};
use crate::input::DeliveredFile;
use crate::read::record::{RecordSink, RecordView};
use crate::stop::Stop;

const BATCH_ROWS: usize = 8192;

/// The rule of a column that is looked at and never kept.
const AS_IT_IS: Rule = Rule::Text { characters_at_most: u64::MAX };

/// A file as the parquet library reads it: at any place, from several readers.
struct Bytes(ContentReader);

impl Length for Bytes {
    fn len(&self) -> u64 {
        self.0.length().unwrap_or(0)
    }
}

impl ChunkReader for Bytes {
    type T = BufReader<ContentReader>;

    fn get_read(&self, start: u64) -> parquet::errors::Result<Self::T> {
        let mut reader = self.0.again()?;
        reader.seek(SeekFrom::Start(start))?;
        Ok(BufReader::new(reader))
    }

    fn get_bytes(&self, start: u64, length: usize) -> parquet::errors::Result<bytes::Bytes> {
        let mut found = vec![0; length];
        self.get_read(start)?.read_exact(&mut found)?;
        Ok(found.into())
    }
}

/// A Parquet file whose footer was read.
pub(crate) struct ParquetDelivery<'a> {
    delivered: DeliveredFile<'a>,
    builder: ParquetRecordBatchReaderBuilder<Bytes>,
}

impl<'a> ParquetDelivery<'a> {
    /// Reads the footer.
    ///
    /// # Errors
    /// A [`Stop`] when the file is damaged, or cut off.
    pub(crate) fn open(file: ContentReader, delivered: DeliveredFile<'a>) -> Result<Self, Stop> {
        // What the writing program says of its own types is left alone: the library breaks down where it is damaged.
        let options = ArrowReaderOptions::new().with_skip_arrow_metadata(true);
        let opened = guarded(|| ParquetRecordBatchReaderBuilder::try_new_with_options(Bytes(file), options));
        Ok(Self { delivered, builder: opened.ok_or_else(|| damaged(&delivered))? })
    }

    /// Names of the columns.
    pub(crate) fn headers(&self) -> Vec<String> {
        self.builder.schema().fields().iter().map(|field| field.name().clone()).collect()
    }

    /// Checks that every planned column has a type that can be read by its rule.
    ///
    /// # Errors
    /// A [`Stop`] that names every other.
    pub(crate) fn check_types(&self, plan: &Plan) -> Result<(), Stop> {
        let schema = self.builder.schema();
        let unfit = plan.columns.iter().filter(|column| !is_readable(schema, column));
        let faults: Vec<Diagnostic> = unfit
            .map(|column| {
                let text = Text::new().say("the column ").name(&column.name).say(" has a type that cannot be read");
                Diagnostic::error(&codes::NOT_TEXT, text).at(self.delivered.place(0))
            })
            .collect();
        if faults.is_empty() { Ok(()) } else { Err(Stop::Delivery(faults)) }
    }

    /// Whether a column is of text, or of numbers.
    fn is_text(&self, field: usize) -> bool {
        let kind = self.builder.schema().fields().get(field).map(|field| field.data_type());
        kind.is_some_and(|kind| is_text(kind) || kind.is_integer())
    }

    /// Hands every record to `sink`. Only planned columns are read, and those that are looked at and never kept.
    ///
    /// # Errors
    /// A [`Stop`] when the file is damaged, or from the sink.
    pub(crate) fn read(self, plan: &Plan, sink: &mut impl RecordSink) -> Result<u64, Stop> {
        let delivered = self.delivered;
        let watched: Vec<usize> =
            plan.ignored.iter().map(|(_, field)| *field).filter(|field| self.is_text(*field)).collect();
        let planned = plan.columns.iter().map(|column| column.field);
        let mask = ProjectionMask::roots(self.builder.parquet_schema(), planned.chain(watched.iter().copied()));
        let builder = self.builder.with_projection(mask).with_batch_size(BATCH_ROWS);
        let mut reader = guarded(|| builder.build()).ok_or_else(|| damaged(&delivered))?;
        // The projection keeps the order of the file.
        let planned = plan.columns.iter().map(|column| (column.field, &column.rule));
        let mut order: Vec<(usize, &Rule)> =
            planned.chain(watched.into_iter().map(|field| (field, &AS_IT_IS))).collect();
        order.sort_by_key(|(field, _)| *field);
        let mut record = Record { text: Vec::new(), bounds: vec![(0, 0); plan.fields] };
        let mut number = 0;
        while let Some(batch) = guarded(|| reader.next().transpose()).ok_or_else(|| damaged(&delivered))? {
            let texts: Option<Vec<StringArray>> =
                order.iter().zip(batch.columns()).map(|((_, rule), array)| as_text(array, rule)).collect();
            let texts = texts.ok_or_else(|| damaged(&delivered))?;
            for row in 0..batch.num_rows() {
                number += 1;
                record.fill(&order, &texts, row);
                sink.take(&record.view(number))?;
            }
        }
        Ok(number)
    }
}

/// What the library gives. It panics at some damage that it could refuse; a file of somebody else's must not end the night.
fn guarded<T, E>(read: impl FnOnce() -> Result<T, E>) -> Option<T> {
    catch_unwind(AssertUnwindSafe(read)).ok()?.ok()
}

/// One record as text, used again for every row.
struct Record {
    text: Vec<u8>,
    bounds: Vec<(usize, usize)>,
}

impl Record {
    fn fill(&mut self, order: &[(usize, &Rule)], texts: &[StringArray], row: usize) {
        self.text.clear();
        for ((field, _), array) in order.iter().zip(texts) {
            let start = self.text.len();
            if array.is_valid(row) {
                self.text.extend_from_slice(array.value(row).as_bytes());
            }
            self.bounds[*field] = (start, self.text.len());
            // Keeps cells apart where the record is set aside as a whole.
            self.text.push(b',');
        }
    }

    fn view(&self, number: u64) -> RecordView<'_> {
        RecordView { number, text: &self.text, bounds: &self.bounds, raw: &self.text }
    }
}

fn is_readable(schema: &Schema, column: &PlannedColumn) -> bool {
    let Some(field) = schema.fields().get(column.field) else { return false };
    match field.data_type() {
        DataType::Date32 => matches!(column.rule, Rule::Period(_)),
        DataType::Dictionary(_, values) => is_text(values),
        // A column without any value.
        DataType::Null => true,
        other => is_text(other) || other.is_integer(),
    }
}

fn is_text(kind: &DataType) -> bool {
    matches!(kind, DataType::Utf8 | DataType::LargeUtf8 | DataType::Utf8View)
}

/// A column as text: what a CSV file would hold.
fn as_text(array: &ArrayRef, rule: &Rule) -> Option<StringArray> {
    if let (DataType::Date32, Rule::Period(kind)) = (array.data_type(), rule) {
        let dates = array.as_primitive_opt::<Date32Type>()?;
        let text = |days: i32| {
            let date = Date::constant(1970, 1, 1).checked_add(jiff::Span::new().days(days)).ok()?;
            let period = Period::containing(date, *kind);
            // A date inside a period is finer than the contract; as a date it is no period.
            Some(if period.start() == date { period.to_string() } else { date.to_string() })
        };
        return Some(dates.iter().map(|days| days.map(|days| text(days).unwrap_or_else(|| "-".to_owned()))).collect());
    }
    let options = CastOptions { safe: false, format_options: FormatOptions::new() };
    cast_with_options(array, &DataType::Utf8, &options).ok()?.as_string_opt::<i32>().cloned()
}

fn damaged(delivered: &DeliveredFile<'_>) -> Stop {
    delivered.fault(&codes::NOT_PARQUET, "the file is damaged, or written in a way that cannot be read")
}
