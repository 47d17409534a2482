//! Dimensions by which tables are divided, beside areas and time: sex, and groups by a coded column. Each divides a total by
//! itself; they are never crossed.
//!
//! Records that are in no member, since the sex or the group is not known, are the rest that the members leave: it is tied
//! into the sums and not guarded by itself. Not allowed in here: counts.

use concordat_base::Name;
use concordat_declare::Partnership;
use concordat_declare::code_list::CodeList;
use concordat_declare::contract::ColumnKind;
use concordat_declare::indicator::{Breakdown, Count, Dimension, Indicator, Measure, TableDeclaration};
use serde::{Deserialize, Serialize};

/// Who of the people of a place and time.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Member {
    /// Everybody.
    #[default]
    All,
    /// Position of the sex in its code list.
    Sex(usize),
    /// Position of the group in the code list of its column.
    Category(usize),
}

impl Member {
    /// As it stands in keys of cells, the same in every release.
    pub(crate) fn token(self) -> String {
        match self {
            Self::All => "all".to_owned(),
            Self::Sex(position) => format!("sex{position}"),
            Self::Category(position) => format!("category{position}"),
        }
    }
}

/// By which dimensions a table is divided.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub(crate) struct Divided {
    pub(crate) by_sex: bool,
    #[serde(default)]
    pub(crate) by_category: bool,
}

impl Divided {
    pub(crate) fn of(table: &TableDeclaration) -> Self {
        let by = |dimension| table.by.contains(&dimension);
        Self { by_sex: by(Dimension::Sex), by_category: by(Dimension::Category) }
    }

    pub(crate) fn or(self, other: Self) -> Self {
        Self { by_sex: self.by_sex || other.by_sex, by_category: self.by_category || other.by_category }
    }
}

/// Members that divide a total, and the rest that they leave.
pub(crate) struct Division {
    pub(crate) members: Vec<Member>,
    pub(crate) rest: Member,
}

/// The divisions of a table.
pub(crate) fn divisions(partnership: &Partnership, indicator: &Indicator, divided: Divided) -> Vec<Division> {
    let sexes = sex_positions(partnership, indicator).filter(|_| divided.by_sex);
    let sexes = sexes.map(|both| Division { members: both.map(Member::Sex).into(), rest: Member::Sex(usize::MAX) });
    let groups = groups(partnership, indicator).filter(|_| divided.by_category).map(|groups| Division {
        members: groups.iter().map(|group| group.member).collect(),
        rest: Member::Category(usize::MAX),
    });
    sexes.into_iter().chain(groups).collect()
}

/// Everybody, and the members of every division.
pub(crate) fn members(partnership: &Partnership, indicator: &Indicator, divided: Divided) -> Vec<Member> {
    let divisions = divisions(partnership, indicator, divided);
    std::iter::once(Member::All).chain(divisions.into_iter().flat_map(|division| division.members)).collect()
}

/// Positions of female and male in the code list of the sex column; `None` where the indicator has none.
pub(crate) fn sex_positions(partnership: &Partnership, indicator: &Indicator) -> Option<[usize; 2]> {
    let (Measure::Proportion(_) | Measure::Sql(_)) = &indicator.measure else { return None };
    let count = indicator.measure.count()?;
    let list = code_list(partnership, count, &count.sex.as_ref()?.value)?;
    Some([usize::from(list.position("F")?), usize::from(list.position("M")?)])
}

/// A group by a coded column.
#[derive(Clone, Copy, Debug)]
pub(crate) struct CodedGroup<'declared> {
    pub(crate) member: Member,
    /// By what it divides.
    pub(crate) title: &'declared str,
    /// What the code list calls it.
    pub(crate) label: &'declared str,
}

/// Groups by a coded column, in their order; `None` where the indicator has none.
pub(crate) fn groups<'declared>(
    partnership: &'declared Partnership,
    indicator: &'declared Indicator,
) -> Option<Vec<CodedGroup<'declared>>> {
    let Measure::Proportion(measure) = &indicator.measure else { return None };
    let breakdown: &Breakdown = measure.count.category.as_ref()?;
    let list = code_list(partnership, &measure.count, &breakdown.column.value)?;
    let group = |code: &str| {
        let position = list.position(code)?;
        let member = Member::Category(usize::from(position));
        Some(CodedGroup { member, title: &breakdown.title, label: list.label(position)? })
    };
    breakdown.groups.iter().map(|code| group(&code.value)).collect()
}

/// The column and the code that members have in common; `None` of everybody.
pub(crate) fn code_of<'declared>(
    partnership: &'declared Partnership,
    indicator: &'declared Indicator,
    member: Member,
) -> Option<(&'declared str, &'declared str)> {
    let count = indicator.measure.count()?;
    let (column, position) = match member {
        Member::All => return None,
        Member::Sex(position) => (&count.sex.as_ref()?.value, position),
        Member::Category(position) => (&count.category.as_ref()?.column.value, position),
    };
    let code = code_list(partnership, count, column)?.code(u16::try_from(position).ok()?)?;
    Some((column.as_str(), code))
}

/// The code list of a coded column of the records that are counted.
fn code_list<'declared>(
    partnership: &'declared Partnership,
    count: &Count,
    column: &Name,
) -> Option<&'declared CodeList> {
    let dataset = &count.datasets.first()?.value;
    let column = partnership.contract_of(dataset)?.column(column.as_str())?;
    let ColumnKind::Code { list } = &column.kind else { return None };
    partnership.code_list(list)
}
