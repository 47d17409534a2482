//! Keeps published figures in the home, so that a file that has not changed need not be read again.
//!
//! Not allowed in here: figures that were read by another declaration than tonight's.

use std::collections::BTreeMap;

use concordat_base::{AreaCode, ContentHash, Decimal, Name, Period, PeriodKind};
use concordat_declare::hash_of;
use concordat_declare::published::PublishedDeclaration;
use concordat_declare::source::Coverage;
use concordat_store::vault::seal;
use concordat_store::{Home, MANIFEST, StoreError};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::value::{Published, PublishedValue, Sex};
use crate::error::GateError;
use crate::input::PublishedInput;
use crate::landing::folders;
use crate::landing::history::{Accepted, Event, History};

/// What stands for the period in the folder's path: a table holds all of them.
const ALL: &str = "all";
const VALUES: &str = "values.json";

/// One figure as kept.
#[derive(Serialize, Deserialize)]
struct Kept {
    series: Name,
    area: AreaCode,
    period: String,
    period_kind: PeriodKind,
    sex: Sex,
    value: Option<String>,
    decimals: u8,
    count: Option<u64>,
    denominator: Option<u64>,
}

/// `manifest.json` of kept figures.
#[derive(Serialize, Deserialize)]
struct PublishedManifest {
    dataset: Name,
    content_id: String,
    values: u64,
    /// Hash of the declaration they were read by.
    declaration: ContentHash,
    sequence: u64,
    received: Timestamp,
    delivery: String,
    synthetic: bool,
}

/// Keeps figures, and makes them count. Returns their content id.
///
/// # Errors
/// `Home` when they cannot be written.
pub(super) fn keep(input: &PublishedInput<'_>, values: &[PublishedValue]) -> Result<String, GateError> {
    let json = serde_json::to_vec(&values.iter().map(Kept::of).collect::<Vec<_>>()).unwrap_or_default();
    let declaration = hash_of(input.declaration);
    let mut hasher = concordat_base::ContentHasher::new("published");
    let content_id = hasher.field(declaration.to_string().as_bytes()).field(&json).finish().short();
    let file = &input.file;
    let manifest = PublishedManifest {
        dataset: input.dataset.clone(),
        content_id: content_id.clone(),
        values: values.len() as u64,
        declaration,
        sequence: file.sequence,
        received: file.received,
        delivery: file.delivery.to_owned(),
        synthetic: file.note.is_some_and(|note| note.synthetic),
    };
    folders::sweep(input.home, input.dataset)?;
    let folder = folders::begin(input.home, input.dataset, 0)?;
    let target = folders::landed(input.home, input.dataset, ALL, &content_id)?;
    let manifest = serde_json::to_vec_pretty(&manifest).unwrap_or_default();
    // Figures that a publisher gives to everybody belong to no agreement, and lie under the key of the house.
    let vault = input.home.vault()?;
    for (name, plain) in [(VALUES, &json), (MANIFEST, &manifest)] {
        let path = target.join(name);
        let sealed = seal(vault.house(), &vault.context(&path), plain);
        folder.write(name, &sealed.map_err(|source| StoreError::of_write(&path, source))?)?;
    }
    folders::place_published(folder, &target)?;
    let accepted = Accepted {
        sequence: file.sequence,
        received: file.received,
        coverage: Coverage::Full,
        delivery: file.delivery.to_owned(),
        periods: BTreeMap::from([(ALL.to_owned(), content_id.clone())]),
    };
    History::append(input.home, input.dataset, &Event::Accepted(accepted))?;
    Ok(content_id)
}

/// The figures kept of a dataset; `None` when there are none, or when they were read by another declaration, so that the
/// file must be read again.
///
/// # Errors
/// `DamagedHistory`, `DamagedManifest`, `ReadLanded` or `Home` when they cannot be read.
pub fn open_published(
    home: &Home,
    dataset: &Name,
    declaration: &PublishedDeclaration,
) -> Result<Option<Published>, GateError> {
    let Some(current) = History::read(home, dataset)?.current(None).remove(ALL) else { return Ok(None) };
    let folder = folders::landed(home, dataset, ALL, &current.content_id)?;
    let path = folder.join(MANIFEST);
    let vault = home.vault()?;
    let manifest: PublishedManifest =
        serde_json::from_slice(&vault.read_sealed(&path)?).map_err(|_| GateError::DamagedManifest { path })?;
    if manifest.declaration != hash_of(declaration) {
        return Ok(None);
    }
    let path = folder.join(VALUES);
    let kept: Option<Vec<Kept>> = serde_json::from_slice(&vault.read_sealed(&path)?).ok();
    let values: Option<Vec<PublishedValue>> =
        kept.and_then(|kept| kept.into_iter().map(|one| one.value_of(dataset)).collect());
    let values = values.ok_or(GateError::ReadLanded { path })?;
    Ok(Some(Published { values, content_id: current.content_id, notices: Vec::new(), receipt: None }))
}

impl Kept {
    fn of(value: &PublishedValue) -> Self {
        Self {
            series: value.series.clone(),
            area: value.area.clone(),
            period: value.period.to_string(),
            period_kind: value.period.kind(),
            sex: value.sex,
            value: value.value.map(|value| value.to_string()),
            decimals: value.value.map_or(0, Decimal::places),
            count: value.count,
            denominator: value.denominator,
        }
    }

    fn value_of(self, dataset: &Name) -> Option<PublishedValue> {
        let value = match &self.value {
            Some(text) => Some(Decimal::round(text.parse().ok()?, self.decimals)?),
            None => None,
        };
        Some(PublishedValue {
            dataset: dataset.clone(),
            series: self.series,
            area: self.area,
            period: Period::parse(&self.period, self.period_kind).ok()?,
            sex: self.sex,
            value,
            count: self.count,
            denominator: self.denominator,
        })
    }
}
