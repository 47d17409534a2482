//! `releases/current`: which version each audience sees.
//!
//! Not allowed in here: deciding which. It follows from the ledger and from what has been put in its place.

use std::collections::{BTreeMap, BTreeSet};

use concordat_store::{Home, read_pointer, swap_pointer};
use serde::{Deserialize, Serialize};

use crate::error::PublishError;
use crate::version::Version;

/// The pointer.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Pointer {
    /// The newest of the versions below.
    pub(crate) version: Option<Version>,
    /// What each audience sees; an audience that sees nothing is left out.
    pub(crate) audiences: BTreeMap<String, Version>,
    /// Audiences that stay where they are until somebody approves another version.
    pub(crate) pinned: BTreeSet<String>,
}

impl Pointer {
    /// Reads it; before the first release it names nothing.
    pub(crate) fn read(home: &Home) -> Result<Self, PublishError> {
        match read_pointer(&home.current()).map_err(|source| PublishError::Pointer { source })? {
            Some(text) => serde_json::from_str(&text).map_err(|_| PublishError::PointerDamaged),
            None => Ok(Self::default()),
        }
    }

    /// Swaps it, unless it names the same already.
    pub(crate) fn write(&self, home: &Home) -> Result<(), PublishError> {
        if Self::read(home)? == *self {
            return Ok(());
        }
        let text = serde_json::to_string(self).map_err(|_| PublishError::Encode { file: "current".to_owned() })?;
        swap_pointer(&home.current(), &format!("{text}\n")).map_err(|source| PublishError::Pointer { source })
    }
}
