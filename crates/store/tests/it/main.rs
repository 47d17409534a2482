//! What the store promises, tried on a real disk: old or new and nothing between, one holder of the
//! lock, errors that name the path. Not allowed here: anything that depends on time or order.

#![expect(clippy::unwrap_used, reason = "a test may panic")]

mod append;
#[cfg(debug_assertions)]
mod crash;
mod files;
mod folders;
mod home;
mod lock;
mod vault;

use std::path::Path;

/// Every name in a folder, hidden and temporary ones too, sorted.
fn names(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> =
        std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}
