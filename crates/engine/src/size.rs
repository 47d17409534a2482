//! How large a query may be.
//!
//! The planner walks a query recursively and would end the whole process when its stack is used up: a chain of a hundred
//! thousand `+` is enough. What makes the plan deep is counted before anything is planned. Not allowed in here: guessing at
//! meaning; the count looks at words and signs alone and may count too much.

use std::ops::ControlFlow;

use datafusion::sql::parser::Statement;
use datafusion::sql::sqlparser::ast::visit_relations;
use datafusion::sql::sqlparser::dialect::GenericDialect;
use datafusion::sql::sqlparser::keywords::Keyword;
use datafusion::sql::sqlparser::tokenizer::{Token, Tokenizer};

use crate::error::EngineError;

/// Signs and keywords that may each make a plan one level deeper. Matches the stack of the engine's threads.
const MOST_OPERATORS: usize = 2_000;

/// Mentions of tables, each a level of joins.
const MOST_TABLES: usize = 100;

/// Refuses a text with too many operators, before it is parsed.
pub(crate) fn check_text(sql: &str) -> Result<(), EngineError> {
    // What cannot be cut into words is left to the parser, which tells where.
    let tokens = Tokenizer::new(&GenericDialect {}, sql).tokenize().unwrap_or_default();
    at_most(MOST_OPERATORS, "operators", tokens.iter().filter(|token| deepens(token)).count())
}

/// Refuses a statement with too many tables, before it is planned.
pub(crate) fn check_tables(statement: &Statement) -> Result<(), EngineError> {
    let Statement::Statement(statement) = statement else {
        return Ok(());
    };
    let mut tables = 0;
    let counted = visit_relations(statement, |_| {
        tables += 1;
        ControlFlow::<()>::Continue(())
    });
    debug_assert!(counted.is_continue(), "the count never stops early");
    at_most(MOST_TABLES, "tables", tables)
}

fn at_most(limit: usize, what: &'static str, found: usize) -> Result<(), EngineError> {
    if found > limit { Err(EngineError::TooLarge { what, limit }) } else { Ok(()) }
}

/// Values, names, brackets and separators do not deepen a plan (the parser limits brackets by itself); all else may.
fn deepens(token: &Token) -> bool {
    match token {
        Token::Word(word) => matches!(
            word.keyword,
            Keyword::AND
                | Keyword::OR
                | Keyword::NOT
                | Keyword::IS
                | Keyword::IN
                | Keyword::LIKE
                | Keyword::ILIKE
                | Keyword::SIMILAR
                | Keyword::BETWEEN
                | Keyword::XOR
                | Keyword::DIV
                | Keyword::COLLATE
                | Keyword::AT
                | Keyword::UNION
                | Keyword::EXCEPT
                | Keyword::INTERSECT
                | Keyword::MINUS
                | Keyword::JOIN
                | Keyword::WITH
        ),
        Token::Number(..)
        | Token::SingleQuotedString(_)
        | Token::Whitespace(_)
        | Token::Comma
        | Token::Period
        | Token::LParen
        | Token::RParen
        | Token::SemiColon
        | Token::EOF => false,
        _ => true,
    }
}
