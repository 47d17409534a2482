//! Watches the cells of a delivery for people, column by column, while records are checked.
//!
//! Not allowed in here: judging a delivery before all of it was read, and keeping a cell.

use concordat_anonymity::{
    AreaGrain, ColumnWatch, Expected, Finding, Granularity, Groups, TokenSample, granularity_of,
};
use concordat_base::{Name, PeriodKind};
use concordat_declare::Partnership;
use concordat_declare::agreement::Identifiability;
use concordat_declare::contract::ColumnKind;

use crate::conform::{Cell, Plan, PlannedColumn, RowCode, Value};
use crate::input::GateInput;
use crate::limits::Limits;
use crate::policy::{AnonymityPolicy, FieldClass, FieldPolicy};
use crate::read::record::RecordView;

/// Record numbers that are told.
const TOLD: usize = 3;

/// One column.
pub(crate) struct Watched {
    /// None for a record that does not fit the header.
    pub(crate) name: Option<Name>,
    /// Position in the file.
    pub(crate) field: usize,
    watch: ColumnWatch,
    agreed_area: Option<AreaGrain>,
    agreed_time: Option<Granularity>,
    /// The contract's own level or period is finer than what was agreed since.
    contract_too_fine: bool,
    /// Counts from 1 to below this should have been hidden.
    small_below: i64,
    pub(crate) finer_areas: Seen,
    pub(crate) finer_times: Seen,
    pub(crate) small_counts: Seen,
    pub(crate) tokens: u64,
    /// A measure that was ever above 1.
    above_one: bool,
    is_measure: bool,
}

/// How often something was seen, and where first.
#[derive(Clone, Debug, Default)]
pub(crate) struct Seen {
    pub(crate) cells: u64,
    pub(crate) first: Vec<u64>,
}

impl Seen {
    fn add(&mut self, record: u64) {
        self.cells += 1;
        if self.first.len() < TOLD {
            self.first.push(record);
        }
    }
}

/// All columns of a delivery.
pub(crate) struct Watch {
    /// As the plan's columns.
    columns: Vec<Watched>,
    samples: Vec<TokenSample>,
    /// Columns that are accepted and never kept: what is in them was sent all the same.
    ignored: Vec<Watched>,
    stray: Watched,
    quasi_identifiers: Vec<usize>,
    sensitive: Vec<usize>,
    groups: Option<Groups>,
    dimensions: Vec<usize>,
    combinations: Option<Groups>,
    too_many_groups: bool,
}

/// What was seen, when all was read.
pub(crate) struct Observed {
    pub(crate) columns: Vec<Watched>,
    pub(crate) samples: Vec<TokenSample>,
    pub(crate) groups: Option<Groups>,
    pub(crate) sensitive: Vec<Name>,
    pub(crate) too_many_groups: bool,
    /// Groups of records with the same dimensions, where counts were agreed.
    pub(crate) combinations: Option<Groups>,
}

impl Watch {
    /// A watch of the columns that are received, and of those that are sent and not kept.
    pub(crate) fn new(plan: &Plan, input: &GateInput<'_>, policy: &AnonymityPolicy, limits: &Limits) -> Self {
        let aggregate = is_aggregate(policy.identifiability);
        let field = |name: &Name| policy.fields.get(name).copied().unwrap_or_default();
        let of_class = |class: FieldClass| -> Vec<usize> {
            let columns = plan.columns.iter().enumerate();
            columns.filter(|(_, column)| field(&column.name).class == class).map(|(position, _)| position).collect()
        };
        let columns = plan.columns.iter().map(|column| {
            let kind = input.contract.column(column.name.as_str()).map(|column| &column.kind);
            Watched::new(column, kind, field(&column.name), policy, input.partnership)
        });
        let columns: Vec<Watched> = columns.collect();
        let dimensions = (0..columns.len()).filter(|position| aggregate && !columns[*position].is_measure).collect();
        let (quasi_identifiers, sensitive) = (of_class(FieldClass::QuasiIdentifier), of_class(FieldClass::Sensitive));
        Self {
            samples: vec![TokenSample::default(); columns.len()],
            columns,
            ignored: plan.ignored.iter().map(|(name, field)| Watched::bare(Some(name), *field)).collect(),
            stray: Watched::bare(None, 0),
            groups: (!quasi_identifiers.is_empty()).then(|| Groups::new(sensitive.len(), limits.groups)),
            quasi_identifiers,
            sensitive,
            dimensions,
            combinations: aggregate.then(|| Groups::new(0, limits.groups)),
            too_many_groups: false,
        }
    }

    /// A cell of a column of the plan; what it became is none where it broke its rule.
    pub(crate) fn cell(&mut self, position: usize, record: u64, field: &[u8], became: Option<&Cell<'_>>) {
        let column = &mut self.columns[position];
        match became {
            Some(Cell::Null | Cell::Code(_) | Cell::Area(_) | Cell::Period(_)) => {}
            Some(Cell::Token(_) | Cell::TokenBytes(_)) => {
                column.tokens += 1;
                self.samples[position].observe(field);
            }
            Some(Cell::Integer(number)) => column.integer(record, *number, field),
            Some(Cell::Text(_)) | None => {
                self.samples[position].observe(field);
                column.text(record, field);
            }
        }
    }

    /// The fields of a record that are not kept.
    pub(crate) fn rest(&mut self, record: &RecordView<'_>) {
        for column in &mut self.ignored {
            column.watch.observe(record.number, record.field(column.field));
        }
    }

    /// A record that has more or fewer fields than the header: nobody knows which is which.
    pub(crate) fn stray(&mut self, record: &RecordView<'_>) {
        for field in 0..record.fields() {
            self.stray.watch.observe(record.number, record.field(field));
        }
    }

    /// An accepted record.
    pub(crate) fn accepted(&mut self, row: &mut RowCode) {
        if let Some(groups) = self.groups.as_mut().filter(|_| !self.too_many_groups) {
            let sensitive: Vec<u128> = self.sensitive.iter().map(|position| row.key_hash(&[*position])).collect();
            self.too_many_groups = groups.add(row.key_hash(&self.quasi_identifiers), &sensitive).is_err();
        }
        if let Some(combinations) = &mut self.combinations {
            // A table of counts may be larger than what is counted here: then its records do not repeat much.
            if combinations.add(row.key_hash(&self.dimensions), &[]).is_err() {
                self.combinations = None;
            }
        }
        for (position, column) in self.columns.iter_mut().enumerate().filter(|(_, column)| column.is_measure) {
            column.above_one |= matches!(row.value(position), Value::Integer(number) if number > 1);
        }
    }

    /// Ends the watch.
    pub(crate) fn end(self) -> Observed {
        let Self { mut columns, samples, ignored, stray, sensitive, groups, combinations, too_many_groups, .. } = self;
        let sensitive = sensitive.into_iter().filter_map(|position| columns[position].name.clone()).collect();
        columns.extend(ignored);
        columns.push(stray);
        Observed { columns, samples, groups, sensitive, too_many_groups, combinations }
    }
}

impl Watched {
    fn bare(name: Option<&Name>, field: usize) -> Self {
        Self {
            name: name.cloned(),
            field,
            watch: ColumnWatch::new(name.map_or("", Name::as_str), Expected::default()),
            agreed_area: None,
            agreed_time: None,
            contract_too_fine: false,
            small_below: 0,
            finer_areas: Seen::default(),
            finer_times: Seen::default(),
            small_counts: Seen::default(),
            tokens: 0,
            above_one: false,
            is_measure: false,
        }
    }

    fn new(
        column: &PlannedColumn,
        kind: Option<&ColumnKind>,
        field: FieldPolicy,
        policy: &AnonymityPolicy,
        partnership: &Partnership,
    ) -> Self {
        let (area, time) = match kind {
            Some(ColumnKind::Area { level }) => (grain_of(level, partnership), None),
            Some(ColumnKind::Period { kind }) => (None, Some(granularity(*kind))),
            _ => (None, None),
        };
        let agreed_area = area.max(field.finest_area);
        let agreed_time = time.max(field.finest_time);
        let text = matches!(kind, Some(ColumnKind::Text { .. }));
        let few = matches!(field.class, FieldClass::Dimension | FieldClass::QuasiIdentifier | FieldClass::Sensitive);
        let expected = Expected { full_dates: field.finest_time == Some(Granularity::Day), category: text && few };
        let is_measure = field.class == FieldClass::Measure && matches!(kind, Some(ColumnKind::Integer { .. }));
        let suppressed = policy.identifiability == Identifiability::AggregateSuppressed;
        Self {
            watch: ColumnWatch::new(column.name.as_str(), expected),
            agreed_area,
            agreed_time,
            contract_too_fine: (area.is_some() && area < agreed_area) || (time.is_some() && time < agreed_time),
            small_below: if suppressed && is_measure { i64::try_from(policy.min_count).unwrap_or(i64::MAX) } else { 0 },
            is_measure,
            ..Self::bare(Some(&column.name), column.field)
        }
    }

    fn integer(&mut self, record: u64, number: i64, field: &[u8]) {
        if (1..self.small_below).contains(&number) {
            self.small_counts.add(record);
        }
        self.watch.observe(record, field);
    }

    fn text(&mut self, record: u64, field: &[u8]) {
        self.watch.observe(record, field);
        let finer = |agreed: Option<AreaGrain>| AreaGrain::of_code(field).zip(agreed).is_some_and(|(is, may)| is < may);
        if finer(self.agreed_area) {
            self.finer_areas.add(record);
        }
        if let Some(agreed) = self.agreed_time
            && granularity_of(field).is_some_and(|is| is < agreed)
        {
            self.finer_times.add(record);
        }
    }

    /// Whether the contract's own level or period is finer than what was agreed.
    pub(crate) fn is_contract_too_fine(&self) -> bool {
        self.contract_too_fine
    }

    /// Finest area that was agreed.
    pub(crate) fn agreed_area(&self) -> Option<AreaGrain> {
        self.agreed_area
    }

    /// Whether it is a measure of which no record had more than 1.
    pub(crate) fn never_above_one(&self) -> bool {
        self.is_measure && !self.above_one
    }

    /// Whether it is a measure.
    pub(crate) fn is_measure(&self) -> bool {
        self.is_measure
    }

    /// Forms of identifiers in it. Where dates are finer than agreed, that says it.
    pub(crate) fn findings(&self) -> Vec<Finding> {
        let mut findings = self.watch.findings();
        if self.finer_times.cells > 0 {
            findings.retain(|finding| finding.form != concordat_anonymity::Form::FullDate);
        }
        findings
    }
}

/// Whether counts were agreed.
pub(crate) fn is_aggregate(identifiability: Identifiability) -> bool {
    matches!(identifiability, Identifiability::AggregateUnsuppressed | Identifiability::AggregateSuppressed)
}

/// How fine a kind of period is.
#[must_use]
pub fn granularity(kind: PeriodKind) -> Granularity {
    match kind {
        PeriodKind::Month => Granularity::Month,
        PeriodKind::Quarter => Granularity::Quarter,
        PeriodKind::CalendarYear | PeriodKind::FinancialYear | PeriodKind::AcademicYear => Granularity::Year,
    }
}

/// How fine a level is, by its codes, or by its name where these follow no rule.
#[must_use]
pub fn grain_of(level: &Name, partnership: &Partnership) -> Option<AreaGrain> {
    let codes = partnership.areas().codes_of(level.as_str()).unwrap_or_default();
    let by_code = codes.first().and_then(|code| AreaGrain::of_code(code.as_str().as_bytes()));
    by_code.or_else(|| AreaGrain::of_name(level.as_str()))
}
