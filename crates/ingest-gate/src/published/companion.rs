//! The description beside a table of figures: found, read and compared.
//!
//! Not allowed in here: what a description means; that is the room of the crate of tables.

use concordat_declare::published::Resolved;
use concordat_diagnostics::{Text, codes};
use concordat_tables::{DescribedTable, Limits, Table, described};

use crate::input::PublishedInput;
use crate::stop::Stop;

/// Refuses the table where its source declares a description beside it that is missing or says something else.
pub(super) fn check(input: &PublishedInput<'_>, declared: &Resolved, table: &Table) -> Result<(), Stop> {
    let Some(companion) = &input.declaration.companion else { return Ok(()) };
    let limits = Limits::of(&input.source.checks);
    let differs = |name: &str, description: (&[u8], &str)| {
        let faults = described(DescribedTable { table, declared, name }, companion, description, &limits);
        if faults.is_empty() { Ok(()) } else { Err(Stop::Delivery(faults)) }
    };
    let (delivered, path) = (&input.file, input.file.content.path());
    if let Some(fetched) = input.description {
        let shown = companion.form.file_name(fetched.table).unwrap_or_else(|| delivered.shown.to_owned());
        return differs(fetched.table, (fetched.bytes, &shown));
    }
    let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
    let Some(beside) = companion.form.file_name(name) else {
        return Err(delivered
            .fault(&codes::COMPANION_MISSING, "the name of the table is of a kind that has no description beside it"));
    };
    let missing = || {
        let text = Text::new().say("there is no ").declared(&beside).say(" that can be read beside the table");
        delivered.fault(&codes::COMPANION_MISSING, text)
    };
    let file = path.with_file_name(&beside);
    let most = input.source.checks.mebibytes_at_most.saturating_mul(1 << 20);
    let bytes = match concordat_store::file_length(&file) {
        Ok(length) if length <= most => concordat_store::read_bytes(&file).map_err(|_| missing())?,
        _ => return Err(missing()),
    };
    differs(name, (&bytes, &beside))
}
