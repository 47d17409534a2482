//! Queries made by chance, one kind of plan node after the other, nested into one another, with names that mislead.
//!
//! Not allowed in here: a query outside the list of functions, which would be refused before its sources are read.

use super::chance::Chance;
use super::worlds::TABLES;

/// The kinds of query.
pub(crate) const STRATA: [&str; 22] = [
    "projection",
    "filter",
    "case",
    "aggregate",
    "aggregate filter",
    "count distinct",
    "having",
    "grouping sets",
    "distinct",
    "inner join",
    "left join",
    "using",
    "cross join",
    "lateral",
    "in subquery",
    "exists",
    "scalar subquery",
    "correlated scalar",
    "union all",
    "set operation",
    "window",
    "sort and limit",
];

/// A column: its name, and whether it is text.
type Column = (String, bool);

/// A query and the columns it gives.
pub(crate) struct Generated {
    pub(crate) sql: String,
    pub(crate) columns: Vec<Column>,
}

/// Something that can stand after FROM.
struct From {
    text: String,
    columns: Vec<Column>,
}

/// Makes queries.
pub(crate) struct Generator<'chance> {
    pub(crate) chance: &'chance mut Chance,
    pub(crate) aliases: usize,
}

impl Generator<'_> {
    /// A query of one stratum, over tables or over queries of other strata.
    pub(crate) fn query(&mut self, stratum: &str, depth: usize) -> Generated {
        let from = self.from(depth);
        match stratum {
            "projection" => self.projection(&from, ""),
            "filter" => {
                let condition = self.condition(&from.columns, 2);
                self.projection(&from, &format!(" WHERE {condition}"))
            }
            "case" => self.case(&from),
            "aggregate" => self.aggregate(&from, "", "", false),
            "aggregate filter" => {
                let condition = self.condition(&from.columns, 1);
                self.aggregate(&from, &format!(" FILTER (WHERE {condition})"), "", false)
            }
            "count distinct" => self.aggregate(&from, "", "", true),
            "having" => {
                let number = self.number(&from.columns, 0);
                let least = self.chance.below(2);
                let function = *self.chance.pick(&["SUM(", "MAX(", "COUNT(", "COUNT(DISTINCT "]);
                self.aggregate(&from, "", &format!(" HAVING {function}{number}) > {least}"), false)
            }
            "grouping sets" => self.grouping_sets(&from),
            "distinct" => {
                let inner = self.projection(&from, "");
                Generated { sql: inner.sql.replacen("SELECT ", "SELECT DISTINCT ", 1), columns: inner.columns }
            }
            "inner join" | "left join" | "using" | "cross join" => self.join(stratum, &from, depth),
            "lateral" => self.lateral(&from),
            "in subquery" | "exists" => self.semi(stratum, &from),
            "scalar subquery" | "correlated scalar" => self.scalar(stratum, &from),
            "union all" | "set operation" => self.set(stratum, &from, depth),
            "window" => self.window(&from),
            "sort and limit" => self.sorted(&from),
            other => unreachable!("{other}"),
        }
    }

    fn alias(&mut self) -> String {
        self.aliases += 1;
        format!("s{}", self.aliases)
    }

    fn table(&mut self) -> From {
        let (name, columns) = *self.chance.pick(&TABLES);
        let alias = self.alias();
        let columns = columns.iter().map(|(column, text)| (format!("{alias}.{column}"), *text)).collect();
        From { text: format!("{name} AS {alias}"), columns }
    }

    fn from(&mut self, depth: usize) -> From {
        if depth == 0 || self.chance.below(3) == 0 {
            return self.table();
        }
        let stratum = *self.chance.pick(&STRATA);
        let inner = self.query(stratum, depth - 1);
        let alias = self.alias();
        let columns = inner.columns.iter().map(|(column, text)| (format!("{alias}.{column}"), *text)).collect();
        From { text: format!("({}) AS {alias}", inner.sql), columns }
    }

    /// Names for output columns: names of other columns, so that a name means nothing.
    fn names(&mut self, count: usize) -> Vec<String> {
        let shift = self.chance.below(5);
        let letters = ["a", "b", "c", "d", "e", "k"];
        (0..count).map(|at| letters[(at + shift) % 6].to_owned()).collect()
    }

    fn list(&mut self, expressions: Vec<(String, bool)>) -> (String, Vec<Column>) {
        let names = self.names(expressions.len());
        let text: Vec<String> =
            expressions.iter().zip(&names).map(|((expression, _), name)| format!("{expression} AS {name}")).collect();
        (text.join(", "), names.into_iter().zip(expressions.into_iter().map(|(_, text)| text)).collect())
    }

    fn projection(&mut self, from: &From, rest: &str) -> Generated {
        let expressions = (0..=self.chance.below(3)).map(|_| self.value(&from.columns)).collect();
        let (list, columns) = self.list(expressions);
        Generated { sql: format!("SELECT {list} FROM {}{rest}", from.text), columns }
    }

    fn case(&mut self, from: &From) -> Generated {
        let (condition, one, other) =
            (self.condition(&from.columns, 1), self.number(&from.columns, 1), self.number(&from.columns, 1));
        let chosen = match self.chance.below(3) {
            0 => format!("CASE WHEN {condition} THEN {one} ELSE {other} END"),
            1 => format!("CASE WHEN {condition} THEN 1 END"),
            _ => format!("CASE {one} WHEN 1 THEN {other} WHEN 2 THEN 7 ELSE 9 END"),
        };
        let second = self.value(&from.columns);
        let (list, columns) = self.list(vec![(chosen, false), second]);
        Generated { sql: format!("SELECT {list} FROM {}", from.text), columns }
    }

    fn call(&mut self, from: &From, distinct: bool) -> String {
        let argument = self.number(&from.columns, 1);
        if distinct {
            let (value, _) = self.value(&from.columns);
            return format!("COUNT(DISTINCT {value})");
        }
        match self.chance.below(7) {
            0 => "COUNT(*)".to_owned(),
            1 => format!("COUNT({argument})"),
            2 => format!("MIN({argument})"),
            3 => format!("MAX({argument})"),
            4 => format!("SUM(CASE WHEN {} THEN 1 ELSE 0 END)", self.condition(&from.columns, 1)),
            _ => format!("SUM({argument})"),
        }
    }

    fn aggregate(&mut self, from: &From, filter: &str, having: &str, distinct: bool) -> Generated {
        let call = format!("{}{filter}", self.call(from, distinct));
        let fewest = usize::from(!having.is_empty());
        let keys: Vec<(String, bool)> =
            (0..fewest + self.chance.below(3 - fewest)).map(|_| self.value(&from.columns)).collect();
        let by: Vec<&str> = keys.iter().map(|(key, _)| key.as_str()).collect();
        let group = if by.is_empty() { String::new() } else { format!(" GROUP BY {}", by.join(", ")) };
        let hidden = self.chance.below(3) == 0;
        let mut expressions = if hidden { Vec::new() } else { keys };
        expressions.push((call, false));
        let (list, columns) = self.list(expressions);
        Generated { sql: format!("SELECT {list} FROM {}{group}{having}", from.text), columns }
    }

    fn grouping_sets(&mut self, from: &From) -> Generated {
        let (one, other) = (self.chance.pick(&from.columns).clone(), self.chance.pick(&from.columns).clone());
        let call = self.call(from, false);
        let (list, columns) = self.list(vec![one.clone(), other.clone(), (call, false)]);
        let sets = format!("GROUPING SETS (({}, {}), ({}), ())", one.0, other.0, one.0);
        Generated { sql: format!("SELECT {list} FROM {} GROUP BY {sets}", from.text), columns }
    }

    fn join(&mut self, stratum: &str, left: &From, depth: usize) -> Generated {
        if stratum == "using" {
            let (list, columns) = self.list(vec![("k".into(), false), ("a".into(), false), ("d".into(), false)]);
            let kind = *self.chance.pick(&["JOIN u USING (k)", "LEFT JOIN u USING (k)", "NATURAL JOIN u"]);
            return Generated { sql: format!("SELECT {list} FROM t {kind}"), columns };
        }
        let right = self.from(depth.saturating_sub(1));
        let (one, other) = (self.number(&left.columns, 0), self.number(&right.columns, 0));
        let both: Vec<Column> = left.columns.iter().chain(&right.columns).cloned().collect();
        let extra = if self.chance.coin() { format!(" AND {}", self.condition(&both, 1)) } else { String::new() };
        let join = match stratum {
            "inner join" => format!("JOIN {} ON {one} = {other}{extra}", right.text),
            "left join" => format!("LEFT JOIN {} ON {one} = {other}{extra}", right.text),
            _ => format!("CROSS JOIN {}", right.text),
        };
        let both = From { text: format!("{} {join}", left.text), columns: both };
        if self.chance.coin() { self.projection(&both, "") } else { self.aggregate(&both, "", "", false) }
    }

    fn lateral(&mut self, from: &From) -> Generated {
        let outer = self.number(&from.columns, 0);
        let inner = self.table();
        let compared = self.number(&inner.columns, 0);
        let call = self.call(&inner, false);
        let alias = self.alias();
        let text = format!(
            "{} CROSS JOIN LATERAL (SELECT {call} AS n FROM {} WHERE {compared} = {outer}) AS {alias}",
            from.text, inner.text
        );
        let mut columns = from.columns.clone();
        columns.push((format!("{alias}.n"), false));
        let (first, n) = (self.value(&columns), (format!("{alias}.n"), false));
        let (list, columns) = self.list(vec![first, n]);
        Generated { sql: format!("SELECT {list} FROM {text}"), columns }
    }

    fn semi(&mut self, stratum: &str, from: &From) -> Generated {
        let inner = self.table();
        let (outer, compared) = (self.number(&from.columns, 0), self.number(&inner.columns, 0));
        let condition = self.condition(&inner.columns, 1);
        let not = if self.chance.coin() { "NOT " } else { "" };
        let test = if stratum == "exists" {
            format!("{not}EXISTS (SELECT 1 FROM {} WHERE {compared} = {outer} AND {condition})", inner.text)
        } else {
            format!("{outer} {not}IN (SELECT {compared} FROM {} WHERE {condition})", inner.text)
        };
        self.projection(from, &format!(" WHERE {test}"))
    }

    fn scalar(&mut self, stratum: &str, from: &From) -> Generated {
        let inner = self.table();
        let call = self.call(&inner, false);
        let matching = if stratum == "correlated scalar" {
            format!(" WHERE {} = {}", self.number(&inner.columns, 0), self.number(&from.columns, 0))
        } else {
            String::new()
        };
        let query = format!("(SELECT {call} FROM {}{matching})", inner.text);
        let first = self.value(&from.columns);
        if self.chance.coin() {
            let (list, columns) = self.list(vec![first, (query, false)]);
            return Generated { sql: format!("SELECT {list} FROM {}", from.text), columns };
        }
        let compared = self.number(&from.columns, 0);
        let (list, columns) = self.list(vec![first]);
        Generated { sql: format!("SELECT {list} FROM {} WHERE {compared} <= {query}", from.text), columns }
    }

    fn set(&mut self, stratum: &str, from: &From, depth: usize) -> Generated {
        let other = self.from(depth.saturating_sub(1));
        let word = match stratum {
            "union all" => "UNION ALL",
            _ => *self.chance.pick(&["UNION", "INTERSECT", "EXCEPT"]),
        };
        let side = |one: &From, generator: &mut Self| {
            let (number, second) = (generator.number(&one.columns, 1), generator.number(&one.columns, 0));
            (number, second, one.text.clone())
        };
        let ((one, two, left), (three, four, right)) = (side(from, self), side(&other, self));
        let (list, columns) = self.list(vec![(one, false), (two, false)]);
        Generated { sql: format!("SELECT {list} FROM {left} {word} SELECT {three}, {four} FROM {right}"), columns }
    }

    fn window(&mut self, from: &From) -> Generated {
        let (argument, order) = (self.number(&from.columns, 0), self.number(&from.columns, 0));
        let partition = self.value(&from.columns).0;
        let divided = if self.chance.coin() { format!("PARTITION BY {partition} ") } else { String::new() };
        let call = match self.chance.below(4) {
            0 => format!("RANK() OVER ({divided}ORDER BY {order})"),
            1 => format!("SUM({argument}) OVER ({divided}ORDER BY {order})"),
            2 => format!("COUNT(*) OVER (PARTITION BY {partition})"),
            _ => format!("MAX({argument}) OVER ({divided})"),
        };
        let first = self.value(&from.columns);
        let (list, columns) = self.list(vec![first, (call, false)]);
        Generated { sql: format!("SELECT {list} FROM {}", from.text), columns }
    }

    fn sorted(&mut self, from: &From) -> Generated {
        let inner = self.projection(from, "");
        let (by, ..) = self.value(&from.columns);
        let limit = 1 + self.chance.below(3);
        Generated { sql: format!("{} ORDER BY {by}, 1 LIMIT {limit}", inner.sql), columns: inner.columns }
    }

    fn value(&mut self, columns: &[Column]) -> (String, bool) {
        if self.chance.below(4) == 0 { (self.text(columns), true) } else { (self.number(columns, 1), false) }
    }

    fn number(&mut self, columns: &[Column], depth: usize) -> String {
        let numbers: Vec<&Column> = columns.iter().filter(|(_, text)| !text).collect();
        if numbers.is_empty() {
            return format!("strpos({}, 'q')", columns[self.chance.below(columns.len())].0);
        }
        let column = numbers[self.chance.below(numbers.len())].0.clone();
        if depth == 0 {
            return column;
        }
        match self.chance.below(8) {
            0 => format!("({column} + {})", self.number(columns, depth - 1)),
            1 => format!("coalesce({column}, {})", self.number(columns, depth - 1)),
            2 => format!("abs({column} - 2)"),
            3 => format!("({column} * 3)"),
            _ => column,
        }
    }

    fn text(&mut self, columns: &[Column]) -> String {
        let texts: Vec<&Column> = columns.iter().filter(|(_, text)| *text).collect();
        if texts.is_empty() {
            return format!("CAST({} AS VARCHAR)", columns[self.chance.below(columns.len())].0);
        }
        let column = &texts[self.chance.below(texts.len())].0;
        match self.chance.below(4) {
            0 => format!("upper({column})"),
            1 => format!("({column} || '-' || CAST({} AS VARCHAR))", self.number(columns, 0)),
            _ => column.clone(),
        }
    }

    /// A condition that some rows meet and others do not.
    fn condition(&mut self, columns: &[Column], depth: usize) -> String {
        let number = self.number(columns, 0);
        let constant = self.chance.below(3);
        if depth > 0 && self.chance.below(3) == 0 {
            let word = *self.chance.pick(&["AND", "OR"]);
            return format!("({} {word} {})", self.condition(columns, depth - 1), self.condition(columns, depth - 1));
        }
        let text = columns.iter().find(|(_, text)| *text).map(|(name, _)| name.clone());
        match (self.chance.below(8), text) {
            (0, _) => format!("{number} IS NULL"),
            (1, _) => format!("{number} IS NOT NULL"),
            (2, _) => format!("{number} IN ({constant}, 3)"),
            (3, _) => format!("{number} BETWEEN {constant} AND 2"),
            (4, _) => format!("NOT ({number} = {constant})"),
            (5, Some(text)) => format!("upper({text}) > 'Q'"),
            _ => format!("{number} {} {}", self.chance.pick(&["=", "<>", "<=", ">"]), constant),
        }
    }
}
