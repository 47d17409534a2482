//! What people decide about releases: approve, withdraw, roll back. Each is in the ledger.
//!
//! Not allowed in here: a name of a person; a role stands in the ledger.

use concordat_publish::Version;
use concordat_publish::releases;
use concordat_store::Home;

use crate::arguments::Global;
use crate::arguments::release::{By, TakeBack};
use crate::decision::Decision;
use crate::failure::{Failure, name};
use crate::printer::Printer;

/// Lets a waiting release out.
pub(super) fn approve(
    home: &Home,
    version: Version,
    audience: Option<&str>,
    by: &By,
    global: &Global,
    printer: &Printer,
) -> Result<(), Failure> {
    let role = name(&by.role)?;
    let mut decision = Decision::begin(home, global, "release approve")?;
    let (ledger, when) = (&mut decision.ledger, decision.when);
    let audiences = releases::approve(home, ledger, version, audience, role.as_str(), when)?;
    printer.say(&format!("release {version} is published to {}", audiences.join(", ")));
    Ok(())
}

/// Takes a release back.
pub(super) fn withdraw(
    home: &Home,
    version: Version,
    asked: &TakeBack,
    global: &Global,
    printer: &Printer,
) -> Result<(), Failure> {
    let (role, reason) = (name(&asked.by.role)?, name(&asked.reason)?);
    let mut decision = Decision::begin(home, global, "release withdraw")?;
    let (ledger, when) = (&mut decision.ledger, decision.when);
    let audiences = releases::withdraw(home, ledger, version, reason.as_str(), role.as_str(), when)?;
    printer.say(&format!("release {version} is withdrawn from {}", audiences.join(", ")));
    printer.say("each sees the release before it that was not withdrawn; concordat release list tells");
    Ok(())
}

/// Goes back to an earlier release.
pub(super) fn roll_back(
    home: &Home,
    version: Version,
    asked: &TakeBack,
    global: &Global,
    printer: &Printer,
) -> Result<(), Failure> {
    let (role, reason) = (name(&asked.by.role)?, name(&asked.reason)?);
    let mut decision = Decision::begin(home, global, "release rollback")?;
    let (ledger, when) = (&mut decision.ledger, decision.when);
    releases::rollback(home, ledger, version, reason.as_str(), role.as_str(), when)?;
    printer.say(&format!("readers see release {version} again; later ones wait until one is approved"));
    Ok(())
}
