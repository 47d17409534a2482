//! Bringing the folders and the pointer to where the ledger says they are, and following decisions and dates.
//!
//! Every step here can be repeated: a run that was killed is completed by the next. Not allowed in here: making a release.

use concordat_base::Date;
use concordat_declare::decision::{Decided, Decision, ReleaseDecision};
use concordat_declare::place::{Audience, PublishMode};
use concordat_ledger::entry::release::{ReleaseApproved, ReleaseWithdrawn};
use concordat_ledger::{Entry, Ledger};
use concordat_store::{Home, list_folders, move_folder, read_bytes, remove_folder, safe_component, write_atomic};

use crate::error::PublishError;
use crate::files::RECEIPT;
use crate::manifest::Receipt;
use crate::register;
use crate::stage::When;
use crate::standing::{Part, Standing, released_folder, staged_folder};
use crate::version::Version;

/// The code that the ledger carries where a decision file withdraws a release.
const BY_DECISION: &str = "decision";

/// The role that the ledger carries where a declared date lets a release out.
const BY_CALENDAR: &str = "calendar";

/// What decisions and dates did.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Settled {
    /// Releases that were let out, with the audience.
    pub approved: Vec<(Version, String)>,
    /// Releases that were taken back, with the audience.
    pub withdrawn: Vec<(Version, String)>,
}

/// Completes what a killed run left, then follows the decisions that hold on the date, then declared dates. A night that
/// makes no release calls it; [`publish`](crate::publish) calls it by itself. The caller holds the place's lock.
///
/// # Errors
/// `RegisterShort` or `RegisterDiffers`; `LedgerShort` if a release stands that the ledger does not know; else what could
/// not be read or written.
pub fn settle(
    home: &Home,
    ledger: &mut Ledger,
    audiences: &[Audience],
    decisions: &[Decision],
    when: When,
) -> Result<Settled, PublishError> {
    recover(home, ledger, audiences, when.as_of)?;
    let mut settled = Settled::default();
    for decision in decisions.iter().filter(|decision| decision.holds_on(when.as_of)) {
        let by = By { role: &decision.role, decision: Some(decision.id.as_str()), code: BY_DECISION, when };
        match &decision.decision {
            Decided::ApproveRelease(about) => {
                let parts = approvable(&Standing::read(home, ledger)?, about, when.as_of);
                settled.approved.extend(approve(home, ledger, parts, &by)?);
            }
            Decided::WithdrawRelease(about) => {
                let parts = withdrawable(&Standing::read(home, ledger)?, about);
                settled.withdrawn.extend(withdraw(home, ledger, parts, &by)?);
            }
            _ => {}
        }
    }
    let by = By { role: BY_CALENDAR, decision: None, code: BY_CALENDAR, when };
    let due = due(&Standing::read(home, ledger)?, ledger, audiences, when.as_of);
    settled.approved.extend(approve(home, ledger, due, &by)?);
    Ok(settled)
}

/// Checks register, ledger and pointer against each other; signs what the ledger says of releases; clears away what was staged and never made; puts in its place
/// what was made and is to be seen; sets the pointer.
pub(crate) fn recover(
    home: &Home,
    ledger: &Ledger,
    audiences: &[Audience],
    as_of: Date,
) -> Result<Standing, PublishError> {
    let standing = Standing::read(home, ledger)?;
    register::check_and_cut(home, ledger)?;
    // A reader sees nothing that is not signed: whatever comes to its place below is under this checkpoint.
    let checkpoint = ledger.checkpoint_releases()?;
    for folder in &standing.leftovers {
        remove_folder(folder).map_err(|source| PublishError::Discard { source })?;
    }
    let automatic = |name: &str| {
        audiences.iter().any(|audience| audience.id.as_str() == name && audience.publish == PublishMode::Automatic)
    };
    for part in &standing.waiting {
        let (version, audience) = part;
        let newest = standing.newest_on(audience, as_of) == Some(*version);
        let free = !standing.pointer.pinned.contains(audience) && !standing.withdrawn.contains(part);
        if standing.approved.contains(part) || (newest && free && automatic(audience)) {
            place(home, part, checkpoint.as_deref())?;
        }
    }
    let standing = Standing::read(home, ledger)?;
    standing.pointer.write(home)?;
    Ok(standing)
}

/// Moves a staged release for one audience to its place, with the checkpoint in its receipt.
fn place(home: &Home, part: &Part, checkpoint: Option<&str>) -> Result<(), PublishError> {
    let place_error = |source| PublishError::Place { source };
    let (version, audience) = part;
    let from = staged_folder(home, *version, audience);
    let receipt = from.join(RECEIPT);
    let bytes = read_bytes(&receipt).map_err(|source| PublishError::Read { source })?;
    let stamped = Receipt::stamped(&bytes, checkpoint)?;
    write_atomic(&receipt, &stamped).map_err(place_error)?;
    move_folder(&from, &released_folder(home, *version, audience)).map_err(place_error)?;
    let folder = home.staged().join(safe_component(&version.to_string()));
    if list_folders(&folder).map_err(place_error)?.is_empty() {
        remove_folder(&folder).map_err(place_error)?;
    }
    Ok(())
}

/// Who lets out or takes back, and when.
pub(crate) struct By<'a> {
    pub(crate) role: &'a str,
    pub(crate) decision: Option<&'a str>,
    /// The code of the reason of taking back.
    pub(crate) code: &'a str,
    pub(crate) when: When,
}

/// Lets waiting releases out: ledger, checkpoint, place, pointer.
pub(crate) fn approve(
    home: &Home,
    ledger: &mut Ledger,
    parts: Vec<Part>,
    by: &By<'_>,
) -> Result<Vec<Part>, PublishError> {
    for (version, audience) in &parts {
        let entry = ReleaseApproved {
            version: version.to_string(),
            audience: audience.clone(),
            role: by.role.to_owned(),
            decision: by.decision.map(str::to_owned),
        };
        ledger.append(by.when.at, by.when.as_of, Entry::ReleaseApproved(entry))?;
    }
    if !parts.is_empty() {
        recover(home, ledger, &[], by.when.as_of)?;
    }
    Ok(parts)
}

/// Takes releases back: ledger, checkpoint, pointer. Nothing is removed. All parts are of one version.
pub(crate) fn withdraw(
    home: &Home,
    ledger: &mut Ledger,
    parts: Vec<Part>,
    by: &By<'_>,
) -> Result<Vec<Part>, PublishError> {
    let Some((version, _)) = parts.first() else {
        return Ok(parts);
    };
    let entry = ReleaseWithdrawn {
        version: version.to_string(),
        audiences: parts.iter().map(|(_, audience)| audience.clone()).collect(),
        code: by.code.to_owned(),
        role: by.role.to_owned(),
        decision: by.decision.map(str::to_owned),
    };
    ledger.append(by.when.at, by.when.as_of, Entry::ReleaseWithdrawn(entry))?;
    recover(home, ledger, &[], by.when.as_of)?;
    Ok(parts)
}

/// Waiting parts of a version that are newer than what their readers see, and that no agreement has wait any longer.
pub(crate) fn approvable_parts(
    standing: &Standing,
    version: Version,
    audience: Option<&str>,
    as_of: Date,
) -> Vec<Part> {
    let newer = |(version, audience): &Part| {
        standing.pointer.audiences.get(audience).is_none_or(|seen| seen < version)
            || standing.pointer.pinned.contains(audience)
    };
    let of = |part: &&Part| part.0 == version && audience.is_none_or(|audience| part.1 == audience);
    let free = |part: &&Part| standing.may_be_given(part.0, &part.1, as_of);
    standing.waiting.iter().filter(of).filter(|part| newer(part)).filter(free).cloned().collect()
}

/// Parts of a version that were let out and not withdrawn.
pub(crate) fn withdrawable_parts(standing: &Standing, version: Version, audience: Option<&str>) -> Vec<Part> {
    let of = |part: &&Part| part.0 == version && audience.is_none_or(|audience| part.1 == audience);
    standing.released.iter().filter(of).filter(|part| !standing.withdrawn.contains(part)).cloned().collect()
}

fn approvable(standing: &Standing, about: &ReleaseDecision, as_of: Date) -> Vec<Part> {
    let audience = about.audience.as_ref().map(|audience| audience.as_str());
    about.release.parse().map_or_else(|_| Vec::new(), |version| approvable_parts(standing, version, audience, as_of))
}

fn withdrawable(standing: &Standing, about: &ReleaseDecision) -> Vec<Part> {
    let audience = about.audience.as_ref().map(|audience| audience.as_str());
    about.release.parse().map_or_else(|_| Vec::new(), |version| withdrawable_parts(standing, version, audience))
}

/// The newest waiting release of every audience whose date has come, and that it need not wait for any longer.
fn due(standing: &Standing, ledger: &Ledger, audiences: &[Audience], as_of: Date) -> Vec<Part> {
    let on_calendar = audiences.iter().filter(|audience| audience.publish == PublishMode::OnCalendar);
    let newest = |audience: &Audience| {
        let name = audience.id.as_str();
        let version = standing.newest_on(name, as_of)?;
        let parts = approvable_parts(standing, version, Some(name), as_of);
        let due = !standing.pointer.pinned.contains(name) && has_come(audience, version, ledger, as_of);
        parts.into_iter().next().filter(|_| due)
    };
    on_calendar.filter_map(newest).collect()
}

/// A date has come if it lies between the making of the release and now, or if this is the first day on or after it of
/// which the ledger knows any work.
fn has_come(audience: &Audience, version: Version, ledger: &Ledger, as_of: Date) -> bool {
    let worked_since = |date: Date| ledger.entries().any(|record| date <= record.as_of && record.as_of < as_of);
    audience.calendar.iter().any(|date| *date <= as_of && (version.date() <= *date || !worked_since(*date)))
}
