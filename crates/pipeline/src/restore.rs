//! Restoring a place from a backup: everything is verified first, and what was destroyed stays destroyed.
//!
//! Which extracts can be opened again follows from the keys alone: those in the folder of keys that survived, or in a file
//! that was kept apart; never one that a ledger says was destroyed. What no key opens is left out: with keys at hand it was
//! destroyed and is not taken in again, without any it may be delivered again. Not allowed in here: changing the backup.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use concordat_base::Name;
use concordat_diagnostics::{Diagnostic, Text};
use concordat_ingest_gate::{destroy_extract, forget_unopenable, held_extracts};
use concordat_ledger::{Entry, Ledger};
use concordat_store::{Clock, Home, Lock, StoreError, list_folders, read_bytes, read_to_string, safe_component};

use crate::backup::{BackupList, KeyBundle, LIST, copy_back, of_store, sum_of, unfit, unlisted};
use crate::inputs::forget_deliveries;
use crate::keys::unlock_if_possible;
use crate::night::today;

/// The file that stands in a home while it is being restored: until it is gone, the home is none.
pub(crate) const MARK: &str = "being-restored";

/// What to restore, and with what.
#[derive(Clone, Debug)]
pub struct RestoreOptions {
    /// The folder of the backup.
    pub from: PathBuf,
    /// The home to restore into.
    pub home: PathBuf,
    /// A file of keys that was kept apart.
    pub keys: Option<PathBuf>,
    /// The entries of a ledger that is newer than the backup's.
    pub ledger: Option<PathBuf>,
}

/// What was restored.
#[derive(Clone, Debug)]
pub struct Restored {
    /// The place.
    pub place: String,
    /// Files that were copied.
    pub files: u64,
    /// Extracts that can be opened.
    pub opened: u64,
    /// Extracts that no key opens, and that were left out.
    pub left_out: u64,
    /// Extracts that a newer ledger says were destroyed, and that were destroyed again.
    pub destroyed: u64,
    /// Whether the newer ledger was taken over; not where it names releases that the backup does not have.
    pub newer_ledger: bool,
    /// What somebody should know.
    pub notices: Vec<Diagnostic>,
}

/// Restores a place.
///
/// # Errors
/// A backup that is not what its list says, something in the way, a missing or wrong storage key, or a fault of the disk.
pub fn restore(options: &RestoreOptions, clock: &dyn Clock) -> Result<Restored, Diagnostic> {
    let fault = |error: StoreError| of_store(&error);
    let list = verified(&options.from)?;
    let below = format!("home/{}/", safe_component(&list.place));
    let kept = Home::open(&options.from.join("home"), &list.place).map_err(fault)?;
    let ledger = Ledger::open(&kept).map_err(|error| unfit(Text::new().declared(&error.to_string())))?;
    if (ledger.head().size, ledger.head().root_hexadecimal()) != (list.ledger_size, list.ledger_root.clone()) {
        return Err(unfit(Text::new().say("the ledger of the backup is not the one that its list names")));
    }
    let home = Home::open(&options.home, &list.place).map_err(fault)?;
    clear_way(&home)?;
    let _lock = Lock::acquire(&home, clock.now(), "restore").map_err(fault)?;
    let survived = mark(&home).map_err(fault)?;
    let newer = newer_ledger(options, &kept, &home)?;
    let files = copy_back(&options.from, &list, &below, home.root()).map_err(fault)?;
    let destroyed = destroyed_keys(&ledger, newer.as_ref());
    let keys_at_hand = survived || options.keys.is_some();
    if !survived {
        bring_keys(options, &home, &list, &destroyed)?;
    }
    // Only now is it known whether the storage key fits; the mark keeps a home that is half restored from being used.
    let home = unlock_if_possible(&home)?;
    home.vault().map_err(fault)?;
    let mut restored = Restored {
        place: list.place.clone(),
        files,
        opened: 0,
        left_out: 0,
        destroyed: 0,
        newer_ledger: false,
        notices: Vec::new(),
    };
    if let Some(newer) = &newer {
        take_over(newer, &home, &ledger, clock, &mut restored)?;
    }
    restored.destroyed = destroy_again(&home, &destroyed)?;
    restored.left_out = leave_out(&home, keys_at_hand)?;
    restored.opened = held_extracts(&home).map_err(|error| error.diagnostic())?.len() as u64;
    forget_deliveries(&home)?;
    concordat_store::remove_file(&home.root().join(MARK)).map_err(fault)?;
    Ok(restored)
}

/// The list of a backup, when every file is what it says and there is no other.
fn verified(from: &Path) -> Result<BackupList, Diagnostic> {
    let fault = |error: StoreError| of_store(&error);
    let bytes = read_bytes(&from.join(LIST)).map_err(|_| unfit(Text::new().file(from).say(" is no backup")))?;
    let list: BackupList = serde_json::from_slice(&bytes)
        .ok()
        .filter(|list: &BackupList| list.version == 1)
        .ok_or_else(|| unfit(Text::new().say("the list of the backup cannot be read")))?;
    for (name, sum) in &list.files {
        let safe = Path::new(name).components().all(|part| matches!(part, std::path::Component::Normal(_)));
        if !safe || sum_of(&from.join(name)).map_err(|_| missing(name))? != *sum {
            return Err(unfit(Text::new().declared(name).say(" is not the file that was backed up")));
        }
    }
    match unlisted(from, &list).map_err(fault)?.first() {
        Some(name) => Err(unfit(Text::new().declared(name).say(" was put into the backup afterwards"))),
        None => Ok(list),
    }
}

fn missing(name: &str) -> Diagnostic {
    unfit(Text::new().declared(name).say(" is missing from the backup"))
}

/// A home may be restored into only where there is none; the folder of keys may have survived, and a restore that was cut
/// off is done again.
fn clear_way(home: &Home) -> Result<(), Diagnostic> {
    if home.root().join(MARK).exists() {
        return Ok(());
    }
    let folders = list_folders(home.root()).map_err(|error| of_store(&error))?;
    let others = folders.iter().any(|name| name != "keys");
    if others || home.house_key().exists() {
        return Err(unfit(Text::new().say("there is a home already in ").file(home.root())));
    }
    Ok(())
}

/// A ledger that goes on from the backup's.
struct Newer {
    bytes: Vec<u8>,
    ledger: Ledger,
}

fn newer_ledger(options: &RestoreOptions, kept: &Home, home: &Home) -> Result<Option<Newer>, Diagnostic> {
    let Some(path) = &options.ledger else { return Ok(None) };
    let fault = |error: StoreError| of_store(&error);
    let bytes = read_bytes(path).map_err(fault)?;
    let before = read_bytes(&kept.ledger().join("entries.ndjson")).map_err(fault)?;
    if !bytes.starts_with(&before) {
        let text = Text::new().file(path).say(" does not go on from the ledger of the backup");
        return Err(unfit(text));
    }
    // Read in a place of its own, until it is known whether it is taken over.
    let aside = home.root().join("newer-ledger");
    let elsewhere = Home::open(&aside, "newer").map_err(fault)?;
    concordat_store::write_atomic(&elsewhere.ledger().join("entries.ndjson"), &bytes).map_err(fault)?;
    let ledger = Ledger::open(&elsewhere).map_err(|error| unfit(Text::new().declared(&error.to_string())));
    concordat_store::remove_folder(&aside).map_err(fault)?;
    Ok(Some(Newer { bytes, ledger: ledger? }))
}

/// Keys that a ledger says were destroyed, with their datasets.
fn destroyed_keys(ledger: &Ledger, newer: Option<&Newer>) -> BTreeSet<(String, String)> {
    let newest = newer.map_or(ledger, |newer| &newer.ledger);
    let destroyed = newest.entries().filter_map(|record| match &record.entry {
        // What was due was on its way out: a night that was killed goes on with it.
        Entry::RetentionDestroyed(one) => Some((one.dataset.clone(), one.key.clone()?)),
        Entry::RetentionDue(one) => Some((one.dataset.clone(), one.key.clone()?)),
        _ => None,
    });
    destroyed.collect()
}

/// Marks the home as one that is being restored. Says whether its folder of keys survived; a restore that was cut off and is
/// done again has written keys of its own by now, and goes by what the mark says.
fn mark(home: &Home) -> Result<bool, StoreError> {
    const SURVIVED: &str = "the folder of keys had survived";
    let path = home.root().join(MARK);
    let survived = match read_to_string(&path) {
        Ok(text) => text.contains(SURVIVED),
        Err(error) if error.is_not_found() => !concordat_store::list_files(&home.keys())?.is_empty(),
        Err(error) => return Err(error),
    };
    let text = format!("a restore was begun and has not ended\n{}\n", if survived { SURVIVED } else { "" });
    concordat_store::write_atomic(&path, text.as_bytes())?;
    Ok(survived)
}

/// Brings keys that were kept apart, but for those that were destroyed. Where the folder of keys survived, nothing is
/// brought: what it lacks was destroyed.
fn bring_keys(
    options: &RestoreOptions,
    home: &Home,
    list: &BackupList,
    destroyed: &BTreeSet<(String, String)>,
) -> Result<(), Diagnostic> {
    let fault = |error: StoreError| of_store(&error);
    let Some(path) = &options.keys else { return Ok(()) };
    let text = read_to_string(path).map_err(fault)?;
    let bundle: KeyBundle = serde_json::from_str(&text)
        .ok()
        .filter(|bundle: &KeyBundle| bundle.version == 1 && bundle.place == list.place)
        .ok_or_else(|| unfit(Text::new().file(path).say(" does not hold the keys of this place")))?;
    for (id, key) in &bundle.keys {
        let gone = destroyed.iter().any(|(_, destroyed)| destroyed == id);
        let plain = id.bytes().all(|byte| byte.is_ascii_hexdigit());
        if plain && !gone {
            let target = home.keys().join(format!("{id}.json"));
            concordat_store::write_atomic(&target, key.as_bytes()).map_err(fault)?;
        }
    }
    Ok(())
}

/// Takes a newer ledger over, unless it names releases that the backup does not have: their figures are in no register here,
/// and the register must never be shorter than the ledger says. Then what it says of destruction is entered here again.
fn take_over(
    newer: &Newer,
    home: &Home,
    before: &Ledger,
    clock: &dyn Clock,
    restored: &mut Restored,
) -> Result<(), Diagnostic> {
    let version = |ledger: &Ledger| ledger.last_published().map(|release| release.version.clone());
    if version(&newer.ledger) == version(before) {
        let written = concordat_store::write_atomic(&home.ledger().join("entries.ndjson"), &newer.bytes);
        written.map_err(|error| of_store(&error))?;
        restored.newer_ledger = true;
        return Ok(());
    }
    let mut ledger = Ledger::open(home).map_err(|error| unfit(Text::new().declared(&error.to_string())))?;
    let size = usize::try_from(before.head().size).unwrap_or(usize::MAX);
    for record in newer.ledger.entries().skip(size) {
        if matches!(record.entry, Entry::RetentionDue(_) | Entry::RetentionDestroyed(_)) {
            let appended = ledger.append(clock.now(), today(clock.now()), record.entry.clone());
            appended.map_err(|error| unfit(Text::new().declared(&error.to_string())))?;
        }
    }
    let text = "the newer ledger names releases that the backup does not have, and was not taken over; what it says of \
                destruction was entered again";
    let help =
        "Partners who keep a checkpoint of the newer ledger will find that this one does not go on from it: tell them.";
    restored.notices.push(Diagnostic::warning(&concordat_diagnostics::codes::BACKUP_UNFIT, text).help(help));
    Ok(())
}

fn destroy_again(home: &Home, destroyed: &BTreeSet<(String, String)>) -> Result<u64, Diagnostic> {
    let held = held_or_keyless(home)?;
    let mut count = 0;
    for (dataset, key) in destroyed {
        let Ok(dataset) = Name::new(dataset) else { continue };
        count += u64::from(held.contains(key));
        destroy_extract(home, &dataset, key).map_err(|error| error.diagnostic())?;
    }
    Ok(count)
}

fn held_or_keyless(home: &Home) -> Result<BTreeSet<String>, Diagnostic> {
    let held = held_extracts(home).map_err(|error| error.diagnostic())?;
    Ok(held.into_iter().map(|one| one.key).collect())
}

/// Gives up what no key opens. With keys at hand, it was destroyed after the backup was made.
fn leave_out(home: &Home, keys_at_hand: bool) -> Result<u64, Diagnostic> {
    let mut left_out = 0;
    if keys_at_hand {
        let vault = home.vault().map_err(|error| of_store(&error))?;
        for one in held_extracts(home).map_err(|error| error.diagnostic())? {
            if !vault.has_key(&one.key) {
                destroy_extract(home, &one.dataset, &one.key).map_err(|error| error.diagnostic())?;
                left_out += 1;
            }
        }
    }
    Ok(left_out + forget_unopenable(home).map_err(|error| error.diagnostic())?)
}
