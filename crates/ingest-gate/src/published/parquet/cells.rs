//! Cells of arrow's arrays as text.
//!
//! Not allowed in here: rounding. A number is the shortest text that reads back as the same number, as in a workbook; a cell
//! without a value is blank, and what a blank means is the dialect's to say.

use arrow::array::{Array, ArrayRef, AsArray, Decimal128Array, Decimal256Array, PrimitiveArray};
use arrow::datatypes::{
    ArrowPrimitiveType, DataType, Date32Type, Decimal128Type, Decimal256Type, Float32Type, Float64Type, Int8Type,
    Int16Type, Int32Type, Int64Type, TimeUnit, TimestampMicrosecondType, TimestampMillisecondType,
    TimestampNanosecondType, UInt8Type, UInt16Type, UInt32Type, UInt64Type,
};
use concordat_base::Date;
use jiff::Timestamp;
use jiff::civil::Time;
use jiff::tz::TimeZone;

/// The text of a cell that has a value; `None` for a date that no calendar has.
type Shown<'a> = Box<dyn Fn(usize) -> Option<String> + 'a>;

/// A column of one batch.
pub(super) struct Column<'a> {
    array: &'a ArrayRef,
    shown: Shown<'a>,
}

impl Column<'_> {
    /// The text of a cell, blank where there is no value; `None` for a date that no calendar has.
    pub(super) fn text(&self, row: usize) -> Option<String> {
        if self.array.is_null(row) { Some(String::new()) } else { (self.shown)(row) }
    }
}

/// A column whose kind was found to be one of a table.
pub(super) fn column(array: &ArrayRef) -> Option<Column<'_>> {
    let shown: Shown<'_> = match array.data_type() {
        DataType::Null => Box::new(|_| Some(String::new())),
        DataType::Utf8View => {
            let texts = array.as_string_view_opt()?;
            Box::new(|row| Some(texts.value(row).to_owned()))
        }
        DataType::Boolean => {
            let truths = array.as_boolean_opt()?;
            Box::new(|row| Some(texts_of_truth(truths.value(row)).to_owned()))
        }
        DataType::Int8 => plain::<Int8Type>(array)?,
        DataType::Int16 => plain::<Int16Type>(array)?,
        DataType::Int32 => plain::<Int32Type>(array)?,
        DataType::Int64 => plain::<Int64Type>(array)?,
        DataType::UInt8 => plain::<UInt8Type>(array)?,
        DataType::UInt16 => plain::<UInt16Type>(array)?,
        DataType::UInt32 => plain::<UInt32Type>(array)?,
        DataType::UInt64 => plain::<UInt64Type>(array)?,
        DataType::Float32 => plain::<Float32Type>(array)?,
        DataType::Float64 => plain::<Float64Type>(array)?,
        DataType::Decimal128(..) => {
            let numbers: &Decimal128Array = array.as_primitive_opt::<Decimal128Type>()?;
            Box::new(|row| Some(numbers.value_as_string(row)))
        }
        DataType::Decimal256(..) => {
            let numbers: &Decimal256Array = array.as_primitive_opt::<Decimal256Type>()?;
            Box::new(|row| Some(numbers.value_as_string(row)))
        }
        DataType::Date32 => {
            let days = array.as_primitive_opt::<Date32Type>()?;
            Box::new(|row| day(days.value(row)))
        }
        DataType::Timestamp(unit, zone) => timed(array, *unit, zone.is_some())?,
        _ => return None,
    };
    Some(Column { array, shown })
}

/// As JSON has it.
fn texts_of_truth(value: bool) -> &'static str {
    if value { "true" } else { "false" }
}

fn plain<T: ArrowPrimitiveType>(array: &ArrayRef) -> Option<Shown<'_>>
where
    T::Native: std::fmt::Display,
{
    let values: &PrimitiveArray<T> = array.as_primitive_opt::<T>()?;
    Some(Box::new(|row| Some(values.value(row).to_string())))
}

/// Times, which Parquet stores in thousandths of a second or finer.
fn timed(array: &ArrayRef, unit: TimeUnit, zoned: bool) -> Option<Shown<'_>> {
    Some(match unit {
        TimeUnit::Second => return None,
        TimeUnit::Millisecond => {
            let times = array.as_primitive_opt::<TimestampMillisecondType>()?;
            Box::new(move |row| time(Timestamp::from_millisecond(times.value(row)).ok()?, zoned))
        }
        TimeUnit::Microsecond => {
            let times = array.as_primitive_opt::<TimestampMicrosecondType>()?;
            Box::new(move |row| time(Timestamp::from_microsecond(times.value(row)).ok()?, zoned))
        }
        TimeUnit::Nanosecond => {
            let times = array.as_primitive_opt::<TimestampNanosecondType>()?;
            Box::new(move |row| time(Timestamp::from_nanosecond(i128::from(times.value(row))).ok()?, zoned))
        }
    })
}

fn day(days: i32) -> Option<String> {
    let date = Date::constant(1970, 1, 1).checked_add(jiff::Span::new().try_days(days).ok()?).ok()?;
    Some(date.to_string())
}

/// The date alone where the time is midnight: programs that know no dates write them so. Where the time is a moment, another
/// hour than midnight may be of either of two days, according to the zone it was meant in; it is written so that it is no date.
fn time(at: Timestamp, zoned: bool) -> Option<String> {
    let at = at.to_zoned(TimeZone::UTC).datetime();
    Some(match (at.time() == Time::midnight(), zoned) {
        (true, _) => at.date().to_string(),
        (false, false) => at.to_string(),
        (false, true) => format!("{} {}Z", at.date(), at.time()),
    })
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use arrow::array::{Date32Array, Float32Array, Float64Array, TimestampMicrosecondArray, UInt64Array};

    use super::*;

    fn texts(array: impl Array + 'static) -> Vec<Option<String>> {
        let array: ArrayRef = Arc::new(array);
        let column = column(&array).unwrap();
        (0..array.len()).map(|row| column.text(row)).collect()
    }

    fn some(texts: &[&str]) -> Vec<Option<String>> {
        texts.iter().map(|text| Some((*text).to_owned())).collect()
    }

    #[test]
    fn numbers_are_the_shortest_that_read_back() {
        let noise = Float64Array::from(vec![Some(0.1 + 0.2), Some(806.0), Some(-1.5), Some(1e21), Some(1e-7), None]);
        assert_eq!(
            texts(noise),
            some(&["0.30000000000000004", "806", "-1.5", "1000000000000000000000", "0.0000001", ""])
        );
        assert_eq!(texts(Float32Array::from(vec![71.4, f32::NAN])), some(&["71.4", "NaN"]), "no more than it holds");
        assert_eq!(texts(UInt64Array::from(vec![u64::MAX])), some(&["18446744073709551615"]));
        let decimals = Decimal128Array::from(vec![Some(7180), Some(-5), None]).with_precision_and_scale(9, 2).unwrap();
        assert_eq!(texts(decimals), some(&["71.80", "-0.05", ""]));
    }

    #[test]
    fn midnight_is_a_date_and_no_date_is_none() {
        let day = 86_400_000_000;
        let times = TimestampMicrosecondArray::from(vec![19_723 * day, 19_723 * day + 3_600_500_000, -day, i64::MAX]);
        let mut expected = some(&["2024-01-01", "2024-01-01T01:00:00.5", "1969-12-31"]);
        expected.push(None);
        assert_eq!(texts(times.clone()), expected);
        expected[1] = Some("2024-01-01 01:00:00.5Z".to_owned());
        assert_eq!(texts(times.with_timezone("UTC")), expected);
        assert_eq!(texts(Date32Array::from(vec![0, i32::MAX])), [Some("1970-01-01".to_owned()), None]);
    }
}
