//! What a run is asked to do.
//!
//! Not allowed in here: defaults that depend on the machine.

use std::path::PathBuf;

use concordat_base::Date;

/// What a run is asked to do.
#[derive(Clone, Debug)]
pub struct RunOptions {
    /// The folder of the partnership.
    pub pipeline: PathBuf,
    /// Where everything is kept.
    pub home: PathBuf,
    /// The date of the night; today in the place's time zone where absent.
    pub as_of: Option<Date>,
    /// Threads of the engine.
    pub threads: usize,
    /// Memory of the engine, in bytes.
    pub memory_bytes: usize,
    /// Do everything but publish.
    pub rehearse: bool,
    /// A degraded night ends with 0.
    pub degraded_ok: bool,
    /// Root certificates to trust besides the system's, as PEM: a private certificate authority.
    pub extra_roots_pem: Option<Vec<u8>>,
}
