//! Encryption at rest: keys, files sealed under them, and the destruction of keys.
//!
//! One key from outside the home (the storage key) wraps every other. Each extract has a data key of its own, kept wrapped in
//! the small folder `keys` of the home; whoever destroys that one file makes every copy of the extract unreadable, wherever
//! copies lie. What belongs to no extract is sealed under the house key, which is never destroyed.
//!
//! Primitives are those of `ring`: AES-256-GCM, HKDF-SHA256 and the operating system's random numbers. Not allowed in here:
//! reading the environment, deciding when a key is destroyed, and any format that shows a secret.

mod content;
mod key;
mod keyring;
mod scratch;
mod seal;
mod sealed_file;
mod storage_key;

pub use content::{Content, ContentReader};
pub use key::DataKey;
pub use keyring::{KeyAbout, Vault};
pub use scratch::{Scratch, ScratchFile, ScratchReader, ScratchWriter, WholeReader};
pub use seal::{SealFault, key_ids_of, open, seal};
pub use sealed_file::{SealedReader, SealedWriter};
pub use storage_key::{StorageKey, StorageKeyError};
