//! What an agreement says of the law, in words.
//!
//! Not allowed in here: a judgement. Codes are as the parties declared them.

use concordat_declare::agreement::Agreement;

use crate::lookup;

/// The lawful basis that an agreement states.
pub(crate) fn basis(agreement: &Agreement) -> String {
    format!("{}: not stated in the agreement", lookup::version_of(agreement))
}
