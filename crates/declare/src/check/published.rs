//! Published tables: whether everything is said that reading them needs.
//!
//! Not allowed in here: opening a table.

use concordat_base::{Period, PeriodKind};
use concordat_diagnostics::{Text, codes};

use crate::faults::Faults;
use crate::layout::{Header, Layout};
use crate::partnership::Declared;
use crate::published::{CompanionForm, EverySeries, PublishedDeclaration, Series};
use crate::source::{Content, Format, Source, Transport};

/// Checks the format of a source, and its series where it publishes some.
pub(super) fn check(source: &Declared<Source>, faults: &mut Faults) {
    let format = source.item.settled_format();
    let records = matches!(source.item.content, Content::Extract(_));
    let message = match format {
        Format::OfDialect => "expected a format, or a dialect that has one",
        Format::Json if records => "records are read as csv, parquet or workbook",
        _ => "",
    };
    if !message.is_empty() {
        faults.at(&codes::WRONG_VALUE, &source.file, &source.item.id, Text::new().say(message));
    }
    if let Content::Published(published) = &source.item.content {
        if format == Format::Parquet {
            named_columns(source, published, faults);
        }
        unresolved(source, published, faults);
        companion(source, published, faults);
        for series in &published.series {
            one(source, published, series, faults);
        }
    }
}

fn unresolved(source: &Declared<Source>, published: &PublishedDeclaration, faults: &mut Faults) {
    for missing in published.resolve().err().unwrap_or_default() {
        let series = &published.series[missing.series].id;
        let message = Text::new().say("the series ").name(&series.value).say(" lacks ").declared(missing.missing);
        let message = message.say(", and neither every_series nor a dialect has it");
        faults.at(&codes::MISSING_KEY, &source.file, series, message);
    }
}

/// A Parquet file is columns with names: what a layout says of sheets, lines and headers has no place in it.
fn named_columns(source: &Declared<Source>, published: &PublishedDeclaration, faults: &mut Faults) {
    let own = published.layout.as_deref().cloned().unwrap_or_default();
    for key in of_other_files(&own) {
        let message = Text::new().say("a Parquet file is columns with names: it has no use for ").declared(key);
        faults.at(&codes::CONTRADICTION, &source.file, &source.item.id, message.say(" in the layout"));
    }
    let preset = published.dialect.as_ref().and_then(|dialect| dialect.value.preset());
    if preset.is_some_and(|preset| of_another_shape(&preset.layout)) {
        let message = "the dialect looks for its header or its period among other lines, which a Parquet file does not have: say areas, periods and values without the dialect";
        faults.at(&codes::CONTRADICTION, &source.file, &source.item.id, Text::new().say(message));
    }
}

/// What a layout says that only files of other formats have.
fn of_other_files(layout: &Layout) -> Vec<&'static str> {
    let said = [
        ("sheet", layout.sheet.is_some()),
        ("records", layout.records.is_some()),
        ("header", layout.header.is_some()),
        ("preamble", !layout.preamble.is_empty()),
        ("from_preamble", !layout.from_preamble.is_empty()),
        ("labels", layout.labels.is_some()),
        ("hidden_rows", layout.hidden_rows.is_some()),
        ("hidden_sheet", layout.hidden_sheet.is_some()),
        ("links", layout.links.is_some()),
        ("optional_columns", !layout.optional_columns.is_empty()),
        ("open_end", layout.open_end.is_some()),
        ("rows_in_quotes", layout.rows_in_quotes.is_some()),
    ];
    said.into_iter().filter(|(_, is_said)| *is_said).map(|(key, _)| key).collect()
}

/// Whether a dialect's table is another one when its lines have become columns with names.
fn of_another_shape(layout: &Layout) -> bool {
    let header = layout.header.as_ref().is_some_and(|header| *header != Header::FirstRow);
    header || !layout.preamble.is_empty() || !layout.from_preamble.is_empty()
}

/// A description is looked for beside its table, so that both must come into a watched folder, and only the table as a table; or
/// it is fetched with it.
fn companion(source: &Declared<Source>, published: &PublishedDeclaration, faults: &mut Faults) {
    let Some(companion) = &published.companion else { return };
    let message = match &source.item.transport {
        Transport::Folder(folder) if companion.form.file_name(&folder.pattern).is_none() => match companion.form {
            CompanionForm::EesMeta => "the table it describes must be a .csv or a .parquet",
            CompanionForm::Csvw => "the table it describes must be a .csv",
        },
        Transport::Folder(_) if source.item.encryption.is_some() => "encrypted files come without one",
        Transport::Folder(folder) if companion.form == CompanionForm::EesMeta && folder.pattern.ends_with("*.csv") => {
            "the pattern takes the .meta.csv for a table too: say more of the table's name"
        }
        Transport::Folder(_) => return,
        Transport::Https(https) if companion.form == CompanionForm::Csvw && https.described_by.is_some() => return,
        Transport::Https(_) => {
            "only a watched folder brings it along, and an address with described_by: csvw where the form is csvw"
        }
        Transport::Sftp(_) => "only a watched folder brings it along",
    };
    let text = Text::new().say("the description beside the table cannot be read: ").say(message);
    faults.at(&codes::CONTRADICTION, &source.file, &source.item.id, text);
}

fn one(source: &Declared<Source>, published: &PublishedDeclaration, series: &Series, faults: &mut Faults) {
    let mut wrong = |message: Text| faults.at(&codes::WRONG_VALUE, &source.file, &series.id, message);
    let about = || Text::new().say("the series ").name(&series.id.value);
    if series.plausible.is_some_and(|band| band.at_least > band.at_most) {
        wrong(about().say(": the plausible band ends before it begins"));
    }
    if series.lower.is_some() != series.upper.is_some() {
        wrong(about().say(" has one limit, expected lower and upper or neither"));
    }
    let common = published.every_series.as_deref();
    let Some(kind) = kind(series, common) else { return };
    let expected = series.expected_periods.as_ref().or_else(|| common?.expected_periods.as_ref());
    let bounds = expected.into_iter().flat_map(|periods| [&periods.from, &periods.until, &periods.holds]).flatten();
    for period in bounds.chain(series.breaks.iter().map(|one| &one.from)) {
        if Period::parse(period, kind).is_err() {
            wrong(about().say(": expected a period written like ").declared(kind.form()));
        }
    }
}

/// The kind of period, where the source itself says it.
fn kind(series: &Series, common: Option<&EverySeries>) -> Option<PeriodKind> {
    let period = series.period.as_ref().or_else(|| common?.period.as_ref());
    series.period_kind.or_else(|| period?.kind)
}
