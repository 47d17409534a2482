//! From a grant to what the engine may do: which columns, in which positions, beside which other tables; and what a
//! decision rests on, so that its token stands for it.
//!
//! Not allowed in here: a position that no role of the grant gives.

use concordat_agreement::UseGrant;
use concordat_declare::agreement::Role;
use concordat_engine::{Approved, Position};

use crate::area_groups::AreaGroups;
use crate::sql;
use crate::tabulate::Query;

/// The positions that a role permits. Whether a value is there at all may be asked of every column that may be used.
fn positions(role: Role) -> &'static [Position] {
    match role {
        Role::Group => &[Position::Grouped, Position::GroupedAway, Position::Present],
        Role::Filter => &[Position::Filtered, Position::Present],
        Role::Aggregate => &[Position::Aggregated, Position::Present],
        Role::CountDistinct => &[Position::CountedDistinct, Position::GroupedAway, Position::Present],
        // A key that records are linked on is there to count the people behind them.
        Role::Join => &[Position::Joined, Position::GroupedAway, Position::CountedDistinct, Position::Present],
    }
}

/// What the engine may do for a query: the columns its grant names, in the roles it names them in, and nothing else.
/// Records of two datasets stand beside each other only where the grant permits linkage.
pub(crate) fn approval(grant: &UseGrant, query: &Query<'_>) -> Result<Approved, &'static str> {
    let mut approved = Approved::nothing();
    for table in &query.tables {
        let granted = grant.dataset(table.dataset).ok_or("a dataset is not in the grant")?;
        approved.table(&table.name);
        for (column, roles) in granted.columns() {
            for role in roles {
                approved.column(&table.name, column.as_str(), positions(*role).iter().copied());
                if query.areas.is_some() && *role == Role::Group {
                    approved.column(&table.name, column.as_str(), [Position::Joined]);
                }
            }
        }
    }
    if let Some(areas) = &query.areas {
        approved.column(sql::AREA_MAP, "fine", [Position::Joined]);
        // Which areas lie in which is in the declarations, and nobody's secret.
        for word in 0..areas.words() {
            approved.column(sql::AREA_MAP, AreaGroups::column(word), Position::ALL);
        }
        query.tables.iter().for_each(|table| approved.join(sql::AREA_MAP, &table.name));
    }
    if grant.linkage_permitted() {
        for (at, one) in query.tables.iter().enumerate() {
            query.tables[at + 1..].iter().for_each(|other| approved.join(&one.name, &other.name));
        }
    }
    Ok(approved)
}

/// What a decision rests on besides the query and its approval: who may use what for what, until when, and which extracts.
pub(crate) fn rests_on(grant: &UseGrant, query: &Query<'_>) -> Vec<(String, String)> {
    let mut facts = vec![
        ("as of".to_owned(), grant.as_of().to_string()),
        ("grant".to_owned(), grant.token().to_string()),
        ("purpose".to_owned(), grant.purpose().to_string()),
        ("kind of output".to_owned(), grant.output_kind().to_string()),
    ];
    facts.extend(grant.audiences().iter().map(|audience| ("audience".to_owned(), audience.to_string())));
    facts.extend(grant.agreements().iter().map(|agreement| ("agreement".to_owned(), agreement.to_string())));
    for table in &query.tables {
        for partition in &table.partitions {
            let extract = format!("extract {} {}", table.dataset, partition.period);
            facts.push((extract, partition.commitment.clone()));
        }
    }
    facts
}
