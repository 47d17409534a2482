//! The whole of a place's declarations, read and found to fit together.
//!
//! Not allowed in here: a way to make a [`Partnership`] that was not checked.

use std::collections::BTreeMap;

use concordat_base::{ContentHash, Name, hexadecimal};
use concordat_diagnostics::{Diagnostic, Place, Text, codes};
use serde::Serialize;
use serde::de::DeserializeOwned;
use sha2::{Digest, Sha256};

use crate::agreement::{Agreement, AgreementReference, OpenLicence, SignatureFit};
use crate::areas::{self, Areas, Carried, Level};
use crate::catalogue::{self, CatalogueEntry, CatalogueFile};
use crate::check;
use crate::code_list::CodeList;
use crate::contract::{Column, ColumnKind, Contract, ContractFile};
use crate::decision::Decision;
use crate::faults::Faults;
use crate::files::Files;
use crate::indicator::Indicator;
use crate::located::Located;
use crate::mission::Mission;
use crate::place::{Party, PlaceFile};
use crate::published::Series;
use crate::source::{Content, Source};
use crate::yaml;

/// A declaration and the file it stands in.
#[derive(Clone, Debug)]
pub(crate) struct Declared<T> {
    pub(crate) file: String,
    pub(crate) item: T,
}

/// Everything that was read, before it is known to fit together.
#[derive(Debug)]
pub(crate) struct Draft {
    pub(crate) file: String,
    pub(crate) place: PlaceFile,
    pub(crate) areas: Areas,
    pub(crate) code_lists: BTreeMap<Name, CodeList>,
    pub(crate) contracts: BTreeMap<Name, Contract>,
    pub(crate) sources: Vec<Declared<Source>>,
    pub(crate) agreements: Vec<Declared<Agreement>>,
    pub(crate) licences: Vec<Declared<OpenLicence>>,
    pub(crate) missions: Vec<Declared<Mission>>,
    pub(crate) indicators: Vec<Declared<Indicator>>,
    pub(crate) decisions: Vec<Declared<Decision>>,
    pub(crate) catalogue: Option<Declared<CatalogueFile>>,
    pub(crate) fits: Fits,
}

/// Whether each signature of each version fits it, in the order of the file. Computed once: it costs arithmetic.
pub(crate) type Fits = BTreeMap<(Name, u32), Vec<SignatureFit>>;

impl Draft {
    fn with_fits(mut self) -> Self {
        let key = |party: &Name| {
            let declared = self.place.parties.iter().find(|one| one.id.value == *party)?;
            declared.signing_key.as_ref().map(|key| key.value.as_str())
        };
        let fits = |agreement: &Agreement| {
            let signatures = agreement.signatures.iter();
            signatures.map(|signature| agreement.fit_of(signature, key(&signature.party.value))).collect()
        };
        let agreements = self.agreements.iter().map(|declared| &declared.item);
        self.fits = agreements.map(|one| ((one.id.value.clone(), one.version), fits(one))).collect();
        self
    }

    /// Whether each signature of an agreement fits it.
    pub(crate) fn fits_of(&self, agreement: &Agreement) -> &[SignatureFit] {
        self.fits.get(&(agreement.id.value.clone(), agreement.version)).map_or(&[], Vec::as_slice)
    }
}

/// A place's declarations, checked against each other. Only [`load`] makes one.
#[derive(Debug)]
pub struct Partnership {
    draft: Draft,
}

/// What [`load`] found.
#[derive(Debug)]
pub struct Loaded {
    /// The partnership, when no fault is an error.
    pub partnership: Option<Partnership>,
    /// All faults, by file and line.
    pub faults: Vec<Diagnostic>,
}

/// Reads and checks all declarations of a place, and reports every fault in one go.
#[must_use]
pub fn load(files: &dyn Files) -> Loaded {
    let mut faults = Faults::default();
    let draft = Reader { files, faults: &mut faults }.draft().map(Draft::with_fits);
    if let Some(draft) = &draft {
        check::all(draft, &mut faults);
    }
    let faults = faults.finish();
    let sound = !faults.iter().any(|fault| fault.severity == concordat_diagnostics::Severity::Error);
    Loaded { partnership: draft.filter(|_| sound).map(|draft| Partnership { draft }), faults }
}

impl Partnership {
    /// `partnership.yaml`.
    #[must_use]
    pub fn place(&self) -> &PlaceFile {
        &self.draft.place
    }

    /// The public key that a party signs with, as `partnership.yaml` says.
    #[must_use]
    pub fn signing_key(&self, party: &Name) -> Option<&str> {
        self.party(party)?.signing_key.as_ref().map(|key| key.value.as_str())
    }

    /// The areas of the place.
    #[must_use]
    pub fn areas(&self) -> &Areas {
        &self.draft.areas
    }

    /// How many residents the area of a level has, at least, that has the fewest; the place has no fewer than any level says.
    #[must_use]
    pub fn fewest_residents(&self, level: &str) -> Option<u64> {
        let levels = &self.draft.place.areas.levels;
        let from = levels.iter().position(|one| one.id.value.as_str() == level);
        // An area holds areas of every finer level: it has no fewer residents than they.
        let finer = match from {
            Some(position) => &levels[..=position],
            None if level == crate::areas::PLACE_LEVEL => levels.as_slice(),
            None => &[],
        };
        finer.iter().filter_map(|one| one.fewest_residents).max()
    }

    /// A code list.
    #[must_use]
    pub fn code_list(&self, id: &Name) -> Option<&CodeList> {
        self.draft.code_lists.get(id)
    }

    /// The contract of a dataset of records.
    #[must_use]
    pub fn contract_of(&self, dataset: &Name) -> Option<&Contract> {
        match &self.source(dataset)?.content {
            Content::Extract(extract) => self.draft.contracts.get(&extract.contract.value),
            Content::Published(_) => None,
        }
    }

    /// Sources in order of id.
    pub fn sources(&self) -> impl Iterator<Item = &Source> {
        self.draft.sources.iter().map(|declared| &declared.item)
    }

    /// A source by the id of its dataset.
    #[must_use]
    pub fn source(&self, dataset: &Name) -> Option<&Source> {
        self.sources().find(|source| source.id.value == *dataset)
    }

    /// Agreements in order of id and version.
    pub fn agreements(&self) -> impl Iterator<Item = &Agreement> {
        self.draft.agreements.iter().map(|declared| &declared.item)
    }

    /// Whether each signature of an agreement fits it, in the order of its file.
    #[must_use]
    pub fn fits_of(&self, agreement: &Agreement) -> &[SignatureFit] {
        self.draft.fits_of(agreement)
    }

    /// An agreement by id and version.
    #[must_use]
    pub fn agreement(&self, reference: &AgreementReference) -> Option<&Agreement> {
        self.agreements().find(|one| one.id.value == reference.id && one.version == reference.version)
    }

    /// A party by id.
    #[must_use]
    pub fn party(&self, id: &Name) -> Option<&Party> {
        self.place().parties.iter().find(|party| party.id.value == *id)
    }

    /// The file that an agreement stands in.
    #[must_use]
    pub fn file_of_agreement(&self, id: &Name, version: u32) -> Option<&str> {
        let same = |declared: &&Declared<Agreement>| declared.item.id.value == *id && declared.item.version == version;
        self.draft.agreements.iter().find(same).map(|declared| declared.file.as_str())
    }

    /// Open licences in order of id.
    pub fn licences(&self) -> impl Iterator<Item = &OpenLicence> {
        self.draft.licences.iter().map(|declared| &declared.item)
    }

    /// Missions in the order of the strategy.
    pub fn missions(&self) -> impl Iterator<Item = &Mission> {
        self.draft.missions.iter().map(|declared| &declared.item)
    }

    /// Indicators in order of id.
    pub fn indicators(&self) -> impl Iterator<Item = &Indicator> {
        self.draft.indicators.iter().map(|declared| &declared.item)
    }

    /// An indicator.
    #[must_use]
    pub fn indicator(&self, id: &Name) -> Option<&Indicator> {
        self.indicators().find(|indicator| indicator.id.value == *id)
    }

    /// The file that an indicator stands in.
    #[must_use]
    pub fn file_of_indicator(&self, id: &Name) -> Option<&str> {
        self.draft.indicators.iter().find(|one| one.item.id.value == *id).map(|declared| declared.file.as_str())
    }

    /// Decisions in order of date and id.
    pub fn decisions(&self) -> impl Iterator<Item = &Decision> {
        self.draft.decisions.iter().map(|declared| &declared.item)
    }

    /// Entries of the catalogue of data, as declared.
    #[must_use]
    pub fn catalogue_entries(&self) -> &[CatalogueEntry] {
        self.draft.catalogue.as_ref().map_or(&[], |catalogue| catalogue.item.entries.as_slice())
    }

    /// The published series of that id and its dataset.
    #[must_use]
    pub fn series(&self, id: &Name) -> Option<(&Name, &Series)> {
        self.sources().find_map(|source| match &source.content {
            Content::Published(published) => {
                let series = published.series.iter().find(|series| series.id.value == *id)?;
                Some((&source.id.value, series))
            }
            Content::Extract(_) => None,
        })
    }

    /// Hash of every declaration as parsed: comments and the order of keys do not count.
    #[must_use]
    pub fn hash(&self) -> ContentHash {
        let draft = &self.draft;
        let parts = (
            hash_of(&draft.place),
            self.sources().map(hash_of).collect::<Vec<_>>(),
            self.agreements().map(hash_of).collect::<Vec<_>>(),
            self.licences().map(hash_of).collect::<Vec<_>>(),
            self.missions().map(hash_of).collect::<Vec<_>>(),
            self.indicators().map(hash_of).collect::<Vec<_>>(),
            self.decisions().map(hash_of).collect::<Vec<_>>(),
            hash_of(self.catalogue_entries()),
            draft.contracts.values().map(Contract::hash).collect::<Vec<_>>(),
            draft.code_lists.values().map(CodeList::hash).collect::<Vec<_>>(),
            // Parents, names and lookups too: a ward that moves changes figures, though no code changes.
            ContentHash::of(format!("{:?}", draft.areas).as_bytes()),
        );
        hash_of(&parts)
    }
}

/// Hash of a declaration as parsed.
#[must_use]
pub fn hash_of<T: Serialize + ?Sized>(declaration: &T) -> ContentHash {
    ContentHash::of(serde_json::to_string(declaration).unwrap_or_default().as_bytes())
}

/// Reads the files one after another, and goes on after a fault.
struct Reader<'run> {
    files: &'run dyn Files,
    faults: &'run mut Faults,
}

impl Reader<'_> {
    fn draft(&mut self) -> Option<Draft> {
        let file = self.files.shown("partnership.yaml");
        let place: PlaceFile = self.read("partnership.yaml")?;
        let areas = self.areas(&place, &file);
        let schemas = place.schemas.clone();
        let code_lists = self.code_lists(&format!("{schemas}/codes"));
        let contracts = self.contracts(&format!("{schemas}/extracts"));
        let mut missions: Vec<Declared<Mission>> = self.folder("missions", |mission: &Mission| &mission.id);
        missions.sort_by_key(|mission| mission.item.order);
        let mut decisions: Vec<Declared<Decision>> = self.folder("decisions", |decision: &Decision| &decision.id);
        decisions.sort_by(|a, b| (a.item.date, &a.item.id.value).cmp(&(b.item.date, &b.item.id.value)));
        let catalogue = self.catalogue();
        Some(Draft {
            catalogue,
            sources: self.folder("sources", |source: &Source| &source.id),
            agreements: self.folder("agreements", |agreement: &Agreement| &agreement.id),
            licences: self.folder("agreements/open", |licence: &OpenLicence| &licence.id),
            indicators: self.folder("indicators", |indicator: &Indicator| &indicator.id),
            missions,
            decisions,
            fits: Fits::new(),
            file,
            areas: areas?,
            place,
            code_lists,
            contracts,
        })
    }

    fn text(&mut self, path: &str) -> Option<String> {
        let text = self.files.read(path);
        if text.is_none() {
            let message = Text::new().say("cannot be read, or is not UTF-8");
            self.faults.whole(&codes::UNREADABLE_DECLARATION, &self.files.shown(path), message);
        }
        text
    }

    fn read<T: DeserializeOwned>(&mut self, path: &str) -> Option<T> {
        let text = self.text(path)?;
        let parse = if path.starts_with("agreements/") { yaml::parse_plainly } else { yaml::parse };
        parse(&self.files.shown(path), &text).map_err(|fault| self.faults.add(fault)).ok()
    }

    /// The catalogue of data, where the place has one.
    fn catalogue(&mut self) -> Option<Declared<CatalogueFile>> {
        self.files.read(catalogue::FILE)?;
        let item = self.read(catalogue::FILE)?;
        Some(Declared { file: self.files.shown(catalogue::FILE), item })
    }

    /// Every `*.yaml` of a folder, in order of id. The file name begins with the id: a newer version of an agreement
    /// stands beside the older one as `id@2.yaml`.
    fn folder<T: DeserializeOwned>(&mut self, folder: &str, id: fn(&T) -> &Located<Name>) -> Vec<Declared<T>> {
        let mut found: Vec<Declared<T>> = Vec::new();
        for name in self.files.list(folder).into_iter().filter(|name| name.ends_with(".yaml")) {
            let path = format!("{folder}/{name}");
            let Some(item) = self.read::<T>(&path) else { continue };
            let declared = Declared { file: self.files.shown(&path), item };
            let stem = name.trim_end_matches(".yaml").split('@').next().unwrap_or_default();
            let located = id(&declared.item);
            if stem != located.value.as_str() {
                let message = Text::new().say("the id is ").name(&located.value).say(", the file ").declared(&name);
                self.faults.at(&codes::FILE_NAME_DIFFERS, &declared.file, located, message);
            }
            found.push(declared);
        }
        found.sort_by(|left, right| id(&left.item).value.cmp(&id(&right.item).value));
        found
    }

    fn areas(&mut self, place: &PlaceFile, file: &str) -> Option<Areas> {
        let declared = &place.areas;
        let text = self.text(&declared.hierarchy.file)?;
        let mut columns = Vec::new();
        for level in &declared.levels {
            let Some(names) = declared.hierarchy.columns.get(&level.id.value) else {
                let message = Text::new().say("the hierarchy names no columns for the level ").name(&level.id.value);
                self.faults.at(&codes::MISSING_KEY, file, &level.id, message);
                return None;
            };
            let entry = (level.id.value.clone(), level.title.clone(), level.vintage.clone());
            columns.push((entry.0, entry.1, entry.2, names.code.clone(), names.name.clone()));
        }
        let above = (declared.place.code.clone(), declared.place.name.clone());
        let levels = areas::read_levels(&text, &columns, above);
        let levels = levels.map_err(|line| self.table_fault(&declared.hierarchy.file, line)).ok()?;
        let carried = declared.carried.iter().filter_map(|one| self.carried(one, &levels)).collect();
        let outside = declared.outside.iter().map(|area| (area.code.clone(), area.name.clone())).collect();
        Some(Areas { levels, carried, outside })
    }

    fn carried(&mut self, declared: &crate::place::CarriedDeclaration, levels: &[Level]) -> Option<Carried> {
        let text = self.text(&declared.file)?;
        let columns = [declared.from_column.as_str(), declared.to_column.as_str()];
        let (codes, covers) = areas::read_carried(&text, columns, levels.first()?)
            .map_err(|line| self.table_fault(&declared.file, line))
            .ok()?;
        let (title, vintage) = (declared.title.clone(), declared.vintage.clone());
        Some(Carried { id: declared.id.value.clone(), title, vintage, codes, covers })
    }

    fn table_fault(&mut self, path: &str, line: u64) {
        let message = "a column is missing, a code is not one, or stands twice with another meaning";
        let place = Place { file: self.files.shown(path), line, column: 0 };
        self.faults.add(Diagnostic::error(&codes::LIST_FAULT, message).at(place));
    }

    fn code_lists(&mut self, folder: &str) -> BTreeMap<Name, CodeList> {
        let mut lists = BTreeMap::new();
        for name in self.files.list(folder).into_iter().filter(|name| name.ends_with(".csv")) {
            let path = format!("{folder}/{name}");
            let Some(text) = self.text(&path) else { continue };
            match (Name::new(name.trim_end_matches(".csv")), CodeList::read(&text)) {
                (Ok(id), Ok(list)) => drop(lists.insert(id, list)),
                (Err(_), _) => self.table_fault(&path, 0),
                (_, Err(line)) => self.table_fault(&path, line),
            }
        }
        lists
    }

    fn contracts(&mut self, folder: &str) -> BTreeMap<Name, Contract> {
        let mut contracts = BTreeMap::new();
        for name in self.files.list(folder).into_iter().filter(|name| name.ends_with(".odcs.yaml")) {
            let path = format!("{folder}/{name}");
            let Some(file) = self.read::<ContractFile>(&path) else { continue };
            let text = self.files.read(&path).unwrap_or_default().replace("\r\n", "\n");
            let file_sha256 = hexadecimal(&Sha256::digest(text.as_bytes()));
            if let Some(contract) = self.contract(&self.files.shown(&path), file, file_sha256) {
                contracts.insert(contract.id.clone(), contract);
            }
        }
        contracts
    }

    fn contract(&mut self, shown: &str, file: ContractFile, file_sha256: String) -> Option<Contract> {
        if file.kind != "DataContract" || file.api_version != "v3.1.0" || file.schema.len() != 1 {
            let message = "expected a DataContract of v3.1.0 with one schema object";
            self.faults.whole(&codes::CONTRACT_FAULT, shown, message.into());
            return None;
        }
        let object = file.schema.into_iter().next()?;
        let mut columns = Vec::new();
        for property in &object.properties {
            let kind = property.column_kind().map_err(|missing| {
                let message = Text::new().say("the column lacks, or has wrong, ").declared(missing);
                self.faults.at(&codes::CONTRACT_FAULT, shown, &property.name, message);
            });
            columns.push(Column {
                name: property.name.value.clone(),
                header: property.physical_name.clone().unwrap_or_else(|| property.name.value.to_string()),
                kind: kind.ok()?,
                required: property.required,
                key: property.primary_key,
                title: property.business_name.clone(),
                description: property.description.clone(),
            });
        }
        let dividing = |property: &crate::contract::Property| property.decides_partition();
        let partition = object.properties.iter().position(dividing).filter(|position| {
            columns[*position].required && matches!(columns[*position].kind, ColumnKind::Period { .. })
        });
        let Some(partition) = partition else {
            let message = "one required column of a period must carry concordatPartition";
            self.faults.at(&codes::CONTRACT_FAULT, shown, &file.id, message.into());
            return None;
        };
        let (id, version) = (file.id.value, file.version);
        Some(Contract { id, version, description: object.description, columns, partition, file_sha256 })
    }
}
