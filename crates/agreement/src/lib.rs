//! Agreements times a date: what may be received and what may be used tonight, or why not.
//!
//! Not allowed in here: input or output, the clock (the date is a parameter), and a default that permits. What no
//! agreement in force and no open licence covers does not exist for the stages that follow.
//!
//! Grants are made here and nowhere else. Their fields are private:
//!
//! ```compile_fail,E0451
//! use concordat_agreement::ReceiveGrant;
//! fn widen(grant: ReceiveGrant) -> ReceiveGrant {
//!     ReceiveGrant { allow_list: Default::default(), ..grant }
//! }
//! ```
//!
//! ```compile_fail,E0616
//! use concordat_agreement::UseGrant;
//! fn widen(grant: &mut UseGrant) {
//!     grant.audiences.clear();
//! }
//! ```
//!
//! A grant is used up by the stage that it is handed to; it cannot be copied:
//!
//! ```compile_fail,E0599
//! use concordat_agreement::ReceiveGrant;
//! fn twice(grant: &ReceiveGrant) -> ReceiveGrant {
//!     ReceiveGrant::clone(grant)
//! }
//! ```

pub mod calendar;
mod coverage;
pub mod decide;
pub mod grant;
mod limits;
mod linkage;
mod reasons;
pub mod refusal;
pub mod state;
mod suspension;
mod weigh;

pub use calendar::{
    Ending, Lost, Milestone, MilestoneKind, ending, milestones, what_if_expired, what_if_on, what_if_withdrawn,
};
pub use decide::{receive_grant, use_grant};
pub use grant::{AgreementVersion, Attribution, ClauseReference, DatasetUse, Floor, ReceiveGrant, UseGrant};
pub use refusal::{Refusal, Subject};
pub use state::{AgreementState, state_of};
pub use suspension::Suspension;
