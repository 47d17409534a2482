//! The files a partnership is read from, handed in by the caller.
//!
//! Not allowed in here: opening anything.

/// Read access to the folder of a partnership. Paths are relative to it, with `/`, and may begin with `../`.
pub trait Files {
    /// The text of a file; `None` when it is missing, cannot be read or is not UTF-8.
    fn read(&self, path: &str) -> Option<String>;

    /// The names of the files in a folder, sorted; empty when there is no such folder.
    fn list(&self, folder: &str) -> Vec<String>;

    /// How a path is shown in messages.
    fn shown(&self, path: &str) -> String;
}
