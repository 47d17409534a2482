//! The gate: reads what agencies deliver, checks it by contract and allow-list, and lands what keeps them as Parquet.
//!
//! Not allowed in here: deciding what may be received (the grant comes in as an allow-list), fetching, counting for
//! figures, and any cell of a delivery in a message, receipt, manifest or error. A cell at fault stands in quarantine alone.
//!
//! Nobody else can say that something is landed:
//!
//! ```compile_fail,E0451
//! use concordat_ingest_gate::Landed;
//! fn forge(dataset: concordat_base::Name) -> Landed {
//!     Landed { dataset, partitions: Vec::new() }
//! }
//! ```

mod accept;
mod conform;
mod counts;
mod error;
mod expected;
mod findings;
mod input;
mod keys;
mod landed;
mod landing;
mod limits;
mod page;
mod pass;
mod people;
mod policy;
mod published;
mod quarantine;
mod read;
mod reading;
mod receipt;
mod refused;
mod stop;
mod watch;
mod whole;

pub use accept::{accept, accept_within};
pub use counts::Counts;
pub use error::GateError;
pub use input::{DeliveredFile, FetchedDescription, GateInput, Note, PublishedInput};
pub use landed::Landed;
pub use landing::{
    HeldExtract, LandedColumn, LandedManifest, LandedPartition, SLICE_COLUMN, all_landed, destroy, destroy_extract,
    expired_periods, file_key, forget_unopenable, held_extracts, is_current, narrow, narrow_all, open_landed,
    open_landed_at, sweep_keys,
};
pub use limits::Limits;
pub use people::PeopleTold;
pub use policy::{AnonymityPolicy, Earlier, FieldClass, FieldPolicy, KeyPolicy, NoteKey, OptOuts};
pub use published::{FigureStatus, Published, PublishedValue, Sex, open_published, read_published};
pub use quarantine::open_quarantined;
pub use receipt::{Receipt, ReceiptFault, Verdict};
pub use refused::{Cause, Refused};
pub use watch::{grain_of, granularity};
