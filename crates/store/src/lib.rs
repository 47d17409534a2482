//! The only crate of the product that writes below the home: where things lie, how they are written
//! so that a reader sees the old state or the new one, who holds the lock, how all is encrypted, and what time it is.
//!
//! Not allowed here: any knowledge of what the bytes mean (no Parquet, no agreements, no figures).
//! A caller hands over bytes and a place; this crate answers for the writing being whole.

pub mod append;
pub mod atomic;
pub mod clock;
pub mod component;
pub mod error;
pub mod fault;
pub mod folders;
pub mod home;
pub mod lock;
pub mod read;
pub mod secret;
pub mod vault;

pub use append::{append_line, cut_torn_line};
pub use atomic::{AtomicFile, AtomicFolder, FolderFile, copy_in, swap_pointer, write_atomic};
pub use clock::{Clock, FixedClock, SystemClock};
pub use component::{original_component, safe_component};
pub use error::StoreError;
pub use folders::{create_folders, move_folder, remove_file, remove_folder, sweep_leftovers};
pub use home::Home;
pub use lock::Lock;
pub use read::{
    file_length, is_complete, list_files, list_folders, open_file, read_bytes, read_pointer, read_to_string,
};
pub use secret::write_new_secret;
pub use vault::{DataKey, KeyAbout, Scratch, SealFault, SealedReader, SealedWriter, StorageKey, Vault};

/// The file whose presence says that a folder is complete; it is written last.
pub const MANIFEST: &str = "manifest.json";
