//! Every place in a query where a column can stand: approved as a whole it is answered, one column short it is refused
//! before anything is opened.

use concordat_engine::EngineError;

use crate::support::house;

/// Answered under `enough`; refused under `short` naming `place` (a table, or `table.column`).
fn needs(sql: &str, enough: &str, short: &str, place: &str) {
    assert_eq!(house(2).ask(sql, enough).err(), None, "{sql}");
    let (table, column) = match place.split_once('.') {
        Some((table, column)) => (table, Some(column.to_owned())),
        None => (place, None),
    };
    let expected = EngineError::NotAllowed { table: table.to_owned(), column };
    assert_eq!(house(2).refusal(sql, short), expected, "{sql}");
}

#[test]
fn shown() {
    needs("select area, days from visits", "visits: area days", "visits: area", "visits.days");
    needs("select * from visits", "visits: person area days year", "visits: person area days", "visits.year");
    needs("select upper(area || person) from visits", "visits: area person", "visits: area", "visits.person");
}

#[test]
fn filtered() {
    needs("select area from visits where days > 2", "visits: area days", "visits: area", "visits.days");
    needs("select area from visits where days > 2 or true", "visits: area days", "visits: area", "visits.days");
}

#[test]
fn joined() {
    let enough = "visits: area person; people: person";
    for join in ["join people p on v.person = p.person", "join people p using (person)", "natural join people p"] {
        let sql = format!("select v.area from visits v {join}");
        needs(&sql, enough, "visits: area; people: person", "visits.person");
        needs(&sql, enough, "visits: area person; people:", "people.person");
    }
    needs(
        "select v.area from visits v left join people p on v.person = p.person and p.band = 'old'",
        "visits: area person; people: person band",
        enough,
        "people.band",
    );
    needs("select area from visits cross join people", "visits: area; people:", "visits: area", "people");
}

#[test]
fn ordered_and_limited() {
    let sql = "select area from visits order by days limit 1";
    needs(sql, "visits: area days", "visits: area", "visits.days");
}

#[test]
fn grouped_and_had() {
    needs("select count(*) from visits group by area", "visits: area", "visits:", "visits.area");
    let sql = "select area from visits group by area having sum(days) > 2";
    needs(sql, "visits: area days", "visits: area", "visits.days");
    let sql = "select area, count(*) filter (where days > 1) from visits group by area";
    needs(sql, "visits: area days", "visits: area", "visits.days");
    needs("select distinct area from visits", "visits: area", "visits:", "visits.area");
    let sql = "select count(*) from (select distinct area, days from visits)";
    needs(sql, "visits: area days", "visits: area", "visits.days");
}

#[test]
fn windowed() {
    let sql = "select row_number() over (order by days) from visits";
    needs(sql, "visits: days", "visits:", "visits.days");
    let sql = "select count(*) over (partition by area) from visits";
    needs(sql, "visits: area", "visits:", "visits.area");
    let sql = "select lag(days) over (order by area) from visits";
    needs(sql, "visits: days area", "visits: area", "visits.days");
}

#[test]
fn chosen_by_case() {
    let sql = "select sum(case when area = 'north' then 1 else 1 end) from visits";
    needs(sql, "visits: area", "visits:", "visits.area");
}

#[test]
fn asked_in_a_subquery() {
    let sql = "select area from visits where person in (select person from people where band = 'old')";
    let enough = "visits: area person; people: person band";
    needs(sql, enough, "visits: area person; people: band", "people.person");
    needs(sql, enough, "visits: area person; people: person", "people.band");
    needs(sql, enough, "visits: area; people: person band", "visits.person");
    needs(sql, enough, "visits: area person", "people");
}

#[test]
fn asked_by_existence() {
    let sql =
        "select area from visits v where exists (select 1 from people p where p.person = v.person and p.band = 'old')";
    let enough = "visits: area person; people: person band";
    needs(sql, enough, "visits: area person; people: person", "people.band");
    needs(sql, enough, "visits: area; people: person band", "visits.person");
    needs(sql, enough, "visits: area person", "people");
    let sql = "select area from visits v where not exists (select 1 from people)";
    needs(sql, "visits: area; people:", "visits: area", "people");
}

#[test]
fn asked_as_one_value() {
    let sql = "select area, (select max(secret) from people) as top from visits";
    needs(sql, "visits: area; people: secret", "visits: area; people:", "people.secret");
    let sql = "select area from visits v where days > (select count(*) from people p where p.person = v.person)";
    let enough = "visits: area days person; people: person";
    needs(sql, enough, "visits: area days; people: person", "visits.person");
    needs(sql, enough, "visits: area days person; people:", "people.person");
}

#[test]
fn hidden_behind_a_name() {
    let sql = "with quiet as (select secret as area from people) select area from quiet";
    needs(sql, "people: secret", "people: person band", "people.secret");
    let sql = "select s.area from (select band as area, secret as band from people) as s where s.band is not null";
    needs(sql, "people: band secret", "people: band", "people.secret");
    let sql = "with visits as (select secret as area from people) select area from visits";
    needs(sql, "people: secret", "people: band; visits: area", "people.secret");
    let sql = "select b.band from people a join people b on a.secret = b.band";
    needs(sql, "people: band secret", "people: band", "people.secret");
}

#[test]
fn united() {
    let sql = "select area from visits union all select secret from people";
    needs(sql, "visits: area; people: secret", "visits: area; people:", "people.secret");
    let sql = "select area from visits except select secret from people";
    needs(sql, "visits: area; people: secret", "visits: area; people:", "people.secret");
    let sql = "select area from visits intersect select secret from people";
    needs(sql, "visits: area; people: secret", "visits: area; people:", "people.secret");
    let sql = "select count(*) from (select 1 from visits union all select 1 from people)";
    needs(sql, "visits:; people:", "visits:", "people");
}

#[test]
fn rows_alone() {
    needs("select count(*) from visits", "visits:", "people: person", "visits");
    needs("select 1 from visits", "visits:", "", "visits");
    needs("select rank from areas", "areas: rank", "areas: area", "areas.rank");
}

#[test]
fn lateral() {
    let sql =
        "select v.area, t.n from visits v, lateral (select count(*) as n from people p where p.person = v.person) t";
    let enough = "visits: area person; people: person";
    needs(sql, enough, "visits: area; people: person", "visits.person");
    needs(sql, enough, "visits: area person; people:", "people.person");
}
