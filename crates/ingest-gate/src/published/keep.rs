//! Keeps published figures in the home, so that a file that has not changed need not be read again.
//!
//! Not allowed in here: figures that were read by another declaration than tonight's.

use std::collections::{BTreeMap, BTreeSet};

use concordat_base::{AreaCode, ContentHash, Decimal, Name, Period, PeriodKind};
use concordat_declare::hash_of;
use concordat_declare::published::{NoFigure, PublishedDeclaration, Standing};
use concordat_declare::source::Coverage;
use concordat_diagnostics::{Text, codes};
use concordat_store::vault::seal;
use concordat_store::{Home, MANIFEST, StoreError};
use concordat_tables::{Figure, Sex, Spot};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::value::{Published, PublishedValue};
use crate::error::GateError;
use crate::input::PublishedInput;
use crate::landing::folders;
use crate::landing::history::{Accepted, Event, History};
use crate::stop::Stop;

/// What stands for the period in the folder's path: a table holds all of them.
const ALL: &str = "all";
const VALUES: &str = "values.json";

/// One figure as kept.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
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
    #[serde(default, skip_serializing_if = "Option::is_none")]
    no_figure: Option<NoFigure>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    standing: Option<Standing>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    lower: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    upper: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    together: Option<u8>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    basis: Option<Name>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    boundaries: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    comparable_since: Option<String>,
    /// The file it was read from, where files hold one period each.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    file: Option<String>,
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

/// Keeps figures, and makes them count, together with those of other periods that are held of a source whose files hold one
/// period each. Returns all of them with their content id.
///
/// # Errors
/// A [`Stop`] when they cannot be written, or when another file gave other figures of the same period.
pub(super) fn keep(
    input: &PublishedInput<'_>,
    values: &[PublishedValue],
) -> Result<(Vec<PublishedValue>, String), Stop> {
    let mut kept: Vec<Kept> = values.iter().map(Kept::of).collect();
    if input.source.coverage == Coverage::OnePeriod {
        kept.iter_mut().for_each(|one| one.file = Some(input.file.shown.to_owned()));
        let held = held(input.home, input.dataset, input.declaration)?.map(|(kept, _)| kept).unwrap_or_default();
        kept = joined(input, kept, held)?;
    }
    let content_id = write(input, &kept)?;
    let values: Option<Vec<PublishedValue>> = kept.into_iter().map(|one| one.value_of(input.dataset)).collect();
    Ok((values.unwrap_or_default(), content_id))
}

/// New figures, and those that are held of other periods.
///
/// # Errors
/// A [`Stop`] when another file gave other figures of one of the new periods, and the delivery note gives no reason for it.
fn joined(input: &PublishedInput<'_>, new: Vec<Kept>, held: Vec<Kept>) -> Result<Vec<Kept>, Stop> {
    let mut all: BTreeMap<_, Kept> = new.into_iter().map(|one| (one.key(), one)).collect();
    let periods: BTreeSet<(Name, String)> = all.values().map(Kept::period_key).collect();
    let corrected = input.file.note.is_some_and(|note| note.reason.is_some());
    for one in held {
        if !periods.contains(&one.period_key()) {
            all.insert(one.key(), one);
            continue;
        }
        let same = all.get(&one.key()).is_some_and(|new| Kept { file: one.file.clone(), ..new.clone() } == one);
        if !same && !corrected && one.file.as_deref() != Some(input.file.shown) {
            let text = Text::new().say("the series ").name(&one.series).say(" has other figures from another file");
            return Err(input.file.fault(&codes::TWO_FILES_FOR_ONE_PERIOD, text));
        }
    }
    Ok(all.into_values().collect())
}

/// Writes figures and makes them count.
fn write(input: &PublishedInput<'_>, values: &[Kept]) -> Result<String, GateError> {
    let json = serde_json::to_vec(values).unwrap_or_default();
    let declaration = read_by(input.declaration);
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
    let Some((kept, content_id)) = held(home, dataset, declaration)? else { return Ok(None) };
    let values: Option<Vec<PublishedValue>> = kept.into_iter().map(|one| one.value_of(dataset)).collect();
    let path = folders::landed(home, dataset, ALL, &content_id)?.join(VALUES);
    let values = values.ok_or(GateError::ReadLanded { path })?;
    Ok(Some(Published::new(values, content_id, Vec::new(), None)))
}

/// What is held, as it was kept, with its content id.
fn held(
    home: &Home,
    dataset: &Name,
    declaration: &PublishedDeclaration,
) -> Result<Option<(Vec<Kept>, String)>, GateError> {
    let Some(current) = History::read(home, dataset)?.current(None).remove(ALL) else { return Ok(None) };
    let folder = folders::landed(home, dataset, ALL, &current.content_id)?;
    let path = folder.join(MANIFEST);
    let vault = home.vault()?;
    let manifest: PublishedManifest =
        serde_json::from_slice(&vault.read_sealed(&path)?).map_err(|_| GateError::DamagedManifest { path })?;
    if manifest.declaration != read_by(declaration) {
        return Ok(None);
    }
    let path = folder.join(VALUES);
    let kept = serde_json::from_slice(&vault.read_sealed(&path)?).map_err(|_| GateError::ReadLanded { path })?;
    Ok(Some((kept, current.content_id)))
}

/// Hash of the declaration and of the dialect that it rests on.
fn read_by(declaration: &PublishedDeclaration) -> ContentHash {
    match &declaration.dialect {
        None => hash_of(declaration),
        Some(dialect) => hash_of(&(declaration, dialect.value.text())),
    }
}

impl Kept {
    fn of(value: &PublishedValue) -> Self {
        let figure = &value.figure;
        let decimals = figure.value.or(figure.lower).or(figure.upper).map_or(0, Decimal::places);
        let text = |value: Option<Decimal>| value.map(|value| value.to_string());
        Self {
            series: figure.series.clone(),
            area: figure.area.clone(),
            period: figure.period.to_string(),
            period_kind: figure.period.kind(),
            sex: figure.sex,
            value: text(figure.value),
            decimals,
            count: figure.count,
            denominator: figure.denominator,
            no_figure: figure.no_figure,
            standing: figure.standing,
            lower: text(figure.lower),
            upper: text(figure.upper),
            together: Some(figure.together).filter(|together| *together != 1),
            basis: figure.basis.clone(),
            boundaries: figure.boundaries.clone(),
            comparable_since: figure.comparable_since.map(|period| period.to_string()),
            file: None,
        }
    }

    fn key(&self) -> (Name, AreaCode, String, Sex) {
        (self.series.clone(), self.area.clone(), self.period.clone(), self.sex)
    }

    fn period_key(&self) -> (Name, String) {
        (self.series.clone(), self.period.clone())
    }

    fn value_of(self, dataset: &Name) -> Option<PublishedValue> {
        let decimal = |text: &Option<String>| match text {
            Some(text) => Decimal::round(text.parse().ok()?, self.decimals).map(Some),
            None => Some(None),
        };
        let since = self.comparable_since.as_ref().map(|text| Period::parse(text, self.period_kind));
        let figure = Figure {
            period: Period::parse(&self.period, self.period_kind).ok()?,
            value: decimal(&self.value)?,
            lower: decimal(&self.lower)?,
            upper: decimal(&self.upper)?,
            together: self.together.unwrap_or(1),
            comparable_since: since.transpose().ok()?,
            series: self.series,
            area: self.area,
            sex: self.sex,
            no_figure: self.no_figure,
            standing: self.standing,
            count: self.count,
            denominator: self.denominator,
            basis: self.basis,
            boundaries: self.boundaries,
            at: Spot::default(),
        };
        Some(PublishedValue::of(dataset, figure))
    }
}
