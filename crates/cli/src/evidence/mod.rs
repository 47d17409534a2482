//! Gathering what compliance looks at: the declarations, the ledger, and what each audience's releases say.
//!
//! Not allowed in here: judging it, and reading anything of landed data.

mod lineage;

use std::path::{Path, PathBuf};

use concordat_base::Date;
use concordat_compliance::{Evidence, Figure, IndicatorFacts, Release, Standing};
use concordat_declare::Partnership;
use concordat_declare::agreement::Agreement;
use concordat_diagnostics::{Diagnostic, Severity, Text, codes};
use concordat_ledger::Ledger;
use concordat_pipeline::read_declarations;
use concordat_publish::releases::{self, Listed, ListedAudience, State};
use concordat_store::{Home, MANIFEST, read_bytes, read_to_string};
use serde::Deserialize;
use serde::de::DeserializeOwned;

use crate::arguments::Global;
use crate::failure::Failure;
use crate::place;
use crate::printer::Printer;

/// What is known of a place, as it lies in its home.
pub(crate) struct Gathered {
    /// The declarations.
    pub(crate) partnership: Partnership,
    /// The place's home.
    pub(crate) home: Home,
    /// The ledger.
    pub(crate) ledger: Ledger,
    /// Every release and where it stands.
    pub(crate) listed: Vec<Listed>,
}

/// What of a manifest is of use here.
#[derive(Debug, Deserialize)]
struct Summary {
    as_of: Date,
    code_version: String,
    synthetic: bool,
}

impl Gathered {
    /// Reads declarations and ledger. Warnings of the declarations are told.
    pub(crate) fn open(pipeline: &Path, global: &Global, printer: &Printer) -> Result<Self, Failure> {
        let folder = place::pipeline_folder(pipeline)?;
        let loaded = read_declarations(&folder);
        let Some(partnership) = loaded.partnership else { return Err(Failure::of(loaded.faults)) };
        for fault in loaded.faults.iter().filter(|fault| fault.severity != Severity::Error) {
            printer.diagnostic(fault, None);
        }
        let home = place::unlocked(global, partnership.place().id.value.as_str())?;
        let (ledger, listed) = (Ledger::open(&home)?, releases::list(&home)?);
        Ok(Self { partnership, home, ledger, listed })
    }

    /// Everything that was known on a date.
    pub(crate) fn evidence(&self, as_of: Date) -> Result<Evidence<'_>, Failure> {
        let mut found = Vec::new();
        for release in &self.listed {
            for audience in &release.audiences {
                found.extend(self.release(release, audience)?);
            }
        }
        Ok(Evidence::new(&self.partnership, as_of, self.ledger.entries(), found))
    }

    /// Releases up to a date that are not as they were published, each with what is wrong.
    pub(crate) fn tampered(&self, as_of: Date) -> Result<Vec<(String, String)>, Failure> {
        let mut found = Vec::new();
        for release in self.listed.iter().filter(|release| release.version.date() <= as_of) {
            let verified = releases::verify(&self.home, release.version)?;
            let faults = verified.diagnostics().into_iter().map(|fault| fault.message.to_string());
            found.extend(faults.map(|says| (release.version.to_string(), says)));
        }
        Ok(found)
    }

    /// A release of an audience as it lies in its folder; `None` where the folder is gone.
    pub(crate) fn release(&self, release: &Listed, audience: &ListedAudience) -> Result<Option<Release>, Failure> {
        let (Some(standing), Some(folder)) = (standing(audience.state), &audience.folder) else { return Ok(None) };
        let manifest = folder.join(MANIFEST);
        let summary: Summary = serde_json::from_str(&read_to_string(&manifest)?).map_err(|_| unreadable(&manifest))?;
        Ok(Some(Release {
            version: release.version.to_string(),
            as_of: summary.as_of,
            audience: audience.audience.clone(),
            standing,
            code_version: summary.code_version,
            synthetic: summary.synthetic,
            indicators: csv_rows::<IndicatorFacts>(&folder.join("indicators.csv"))?,
            lineage: lineage::lines(&folder.join("lineage.parquet"))?,
        }))
    }
}

/// Names of agreements, with and without their versions.
pub(crate) fn agreements(partnership: &Partnership) -> Vec<String> {
    let ids = partnership.agreements().map(|one| one.id.value.to_string());
    let names = ids.chain(partnership.agreements().map(version_of));
    names.collect::<std::collections::BTreeSet<_>>().into_iter().collect()
}

/// `id@version`.
pub(crate) fn version_of(agreement: &Agreement) -> String {
    format!("{}@{}", agreement.id.value, agreement.version)
}

/// The rows of a release's figures.
pub(crate) fn figures(folder: &Path) -> Result<Vec<Figure>, Failure> {
    csv_rows(&folder.join("observations.csv"))
}

/// The folder of declarations that was typed; where none was, that of the home's only place below `pipelines`.
pub(crate) fn pipeline_of(typed: Option<&PathBuf>, global: &Global) -> Result<PathBuf, Failure> {
    if let Some(typed) = typed {
        return Ok(typed.clone());
    }
    let home = place::home(global)?;
    let id = home.root().file_name().map(PathBuf::from).unwrap_or_default();
    let found = Path::new("pipelines").join(id);
    place::pipeline_folder(&found).map_err(|_| {
        let message = Text::new().say("the declarations were not named, and are not in ").file(&found);
        Diagnostic::error(&codes::USAGE, message).help("Name their folder after the figure.").into()
    })
}

fn standing(state: State) -> Option<Standing> {
    match state {
        State::Current => Some(Standing::Current),
        State::Earlier => Some(Standing::Earlier),
        State::Waiting => Some(Standing::Waiting),
        State::Withdrawn => Some(Standing::Withdrawn),
        State::Missing => None,
    }
}

/// The rows of a CSV file of a release.
fn csv_rows<T: DeserializeOwned>(file: &Path) -> Result<Vec<T>, Failure> {
    let bytes = read_bytes(file)?;
    let mut reader = csv::Reader::from_reader(bytes.as_slice());
    // The text of the library may quote a cell and is dropped.
    reader.deserialize().collect::<Result<Vec<T>, _>>().map_err(|_| unreadable(file))
}

fn unreadable(file: &Path) -> Failure {
    Diagnostic::error(&codes::READ_FAILED, Text::new().file(file).say(" cannot be read in its format")).into()
}
