//! A watched folder: which of its files are whole, and which of those are new.
//!
//! Not allowed in here: following a link out of the folder, opening a file that is as it was, and writing anything.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use concordat_declare::source::FolderTransport;
use concordat_diagnostics::{Code, Diagnostic, Text, codes};
use concordat_store::vault::Content;

use crate::collected::Collected;
use crate::delivery::{Bytes, Delivery, Origin};
use crate::hashing::{self, Measured};
use crate::note::{self, ReadNote};
use crate::request::{FetchRequest, FileStamp, KnownFile};
use crate::sealed::Opener;
use crate::standing::Standing;
use crate::{pattern, spool};

/// What became of one file.
enum Found {
    New(Box<Delivery>),
    Unchanged(Box<KnownFile>),
}

/// Collects the files of a folder in order of name.
pub(crate) fn collect(request: &FetchRequest<'_>, transport: &FolderTransport, origin: Origin) -> Collected {
    let opener = match Opener::find(request) {
        Ok(opener) => opener,
        Err(fault) => return Collected::fault(fault),
    };
    let folder = request.base.join(&transport.path);
    let whole = folder.canonicalize().ok();
    let folder = Folder { request, transport, origin, opener: opener.as_ref(), whole, path: folder };
    let names = match folder.names() {
        Ok(names) => names,
        Err(error) => return Collected::fault(folder.unreadable(&error)),
    };
    let mut collected = Collected::default();
    for name in &names {
        match folder.file(name) {
            Ok(Some(Found::New(delivery))) => collected.deliveries.push(*delivery),
            Ok(Some(Found::Unchanged(known))) => collected.unchanged.push(*known),
            Ok(None) => {}
            Err(fault) => collected.notices.push(fault),
        }
    }
    if collected.deliveries.is_empty() && collected.unchanged.is_empty() && collected.notices.is_empty() {
        collected.notices.push(folder.empty());
    }
    collected
}

struct Folder<'a> {
    request: &'a FetchRequest<'a>,
    transport: &'a FolderTransport,
    origin: Origin,
    opener: Option<&'a Opener>,
    path: PathBuf,
    /// The folder's path without links, where it has one.
    whole: Option<PathBuf>,
}

impl Folder<'_> {
    /// Names that fit the pattern, delivery notes apart. Names that are not UTF-8 fit none.
    fn names(&self) -> io::Result<Vec<String>> {
        let mut names = Vec::new();
        for entry in fs::read_dir(&self.path)? {
            let Ok(name) = entry?.file_name().into_string() else { continue };
            if pattern::fits(&self.transport.pattern, &name) && !name.ends_with(note::ENDING) {
                names.push(name);
            }
        }
        names.sort();
        Ok(names)
    }

    /// One file; `None` for what is not a file.
    fn file(&self, name: &str) -> Result<Option<Found>, Diagnostic> {
        let path = self.path.join(name);
        if !self.is_inside(name)? {
            return Ok(None);
        }
        let metadata = fs::metadata(&path).map_err(|error| unreadable(name, &error))?;
        if !metadata.is_file() {
            return Ok(None);
        }
        let stamp = FileStamp::of(&metadata);
        let note = self.note(name)?;
        let note_sha256 = note.as_ref().map(|read| read.sha256.clone());
        let known = self.request.known(name).filter(|known| known.has_note(note_sha256.as_deref()));
        if let Some(known) = known.filter(|known| known.stamp == stamp) {
            return Ok(Some(Found::Unchanged(Box::new(known.clone()))));
        }
        let whole = Standing { name, stamp: &stamp, unchanged_minutes: self.transport.unchanged_minutes };
        whole.is_whole(self.request, note.as_ref())?;
        self.read(name, path, stamp, note, known).map(Some)
    }

    /// Measures a file that may be new.
    fn read(
        &self,
        name: &str,
        path: PathBuf,
        stamp: FileStamp,
        note: Option<ReadNote>,
        known: Option<&KnownFile>,
    ) -> Result<Found, Diagnostic> {
        let (measured, spooled) = match self.opener {
            Some(opener) => opener
                .open_to_spool(self.request, name, Content::Plain(&path))
                .map(|(measured, at)| (measured, Some(at)))?,
            None => (self.measure(name, &path, &stamp)?, None),
        };
        let after = fs::metadata(&path).map_err(|error| unreadable(name, &error))?;
        if FileStamp::of(&after) != stamp || (spooled.is_none() && measured.bytes != stamp.bytes) {
            let message = Text::new().file(name.as_ref()).say(" changed while it was read");
            return Err(Diagnostic::notice(&codes::STILL_BEING_WRITTEN, message));
        }
        if let Some(read) = &note {
            note::compare(&read.note, spool::plain_name(self.request, name), &measured)?;
        }
        if let Some(known) = known.filter(|known| known.sha256 == measured.sha256) {
            return Ok(Found::Unchanged(Box::new(KnownFile { stamp, ..known.clone() })));
        }
        let (note, note_sha256) = note.map(|read| (read.note, read.sha256)).unzip();
        let known = KnownFile::new(name, stamp, measured.sha256, note_sha256);
        let dataset = self.request.source.id.value.clone();
        let bytes = match spooled {
            None => Bytes::Watched(path),
            Some(spooled) => Bytes::SpooledOf { spooled, watched: path },
        };
        Ok(Found::New(Box::new(Delivery { dataset, bytes, note, known, origin: self.origin, description: None })))
    }

    fn measure(&self, name: &str, path: &Path, stamp: &FileStamp) -> Result<Measured, Diagnostic> {
        let bytes_at_most = self.request.bytes_at_most();
        if stamp.bytes > bytes_at_most {
            return Err(note::too_large(self.request, name));
        }
        hashing::measure(path, bytes_at_most).map_err(|error| unreadable(name, &error))
    }

    /// The delivery note of a file, where it has one.
    fn note(&self, name: &str) -> Result<Option<ReadNote>, Diagnostic> {
        let plain_name = spool::plain_name(self.request, name);
        let note_name = format!("{plain_name}{}", note::ENDING);
        let path = self.path.join(&note_name);
        let length = match fs::symlink_metadata(&path) {
            Ok(_) if !self.is_inside(&note_name)? => return Ok(None),
            Ok(_) => fs::metadata(&path).map_err(|error| unreadable(&note_name, &error))?.len(),
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(unreadable(&note_name, &error)),
        };
        if length > note::BYTES_AT_MOST {
            let message = Text::new().file(note_name.as_ref()).say(" is too large for a delivery note");
            return Err(Diagnostic::error(&codes::NOTE_DIFFERS, message));
        }
        let bytes = fs::read(&path).map_err(|error| unreadable(&note_name, &error))?;
        note::read(self.request, plain_name, &bytes).map(Some)
    }

    /// Whether a name stands for a file of this folder. A link is followed only to a file below the folder.
    fn is_inside(&self, name: &str) -> Result<bool, Diagnostic> {
        let path = self.path.join(name);
        let metadata = fs::symlink_metadata(&path).map_err(|error| unreadable(name, &error))?;
        if !metadata.is_symlink() {
            return Ok(true);
        }
        let target = path.canonicalize().ok();
        let inside = |target: PathBuf| self.whole.as_ref().is_some_and(|whole| target.starts_with(whole));
        if target.is_some_and(inside) {
            return Ok(true);
        }
        let message = Text::new().file(name.as_ref()).say(" is a link out of the folder, and is not followed");
        Err(Diagnostic::warning(&codes::NOTHING_DELIVERED, message))
    }

    fn unreadable(&self, error: &io::Error) -> Diagnostic {
        let missing = error.kind() == io::ErrorKind::NotFound;
        let code = if missing { &codes::NOTHING_DELIVERED } else { &codes::READ_FAILED };
        let message = Text::new().say("the folder ").declared(&self.transport.path).say(": ").system(error);
        Diagnostic::error(code, message)
    }

    fn empty(&self) -> Diagnostic {
        let message = Text::new().say("the folder ").declared(&self.transport.path).say(" holds no file like ");
        Diagnostic::error(&codes::NOTHING_DELIVERED, message.declared(&self.transport.pattern))
    }
}

fn unreadable(name: &str, error: &io::Error) -> Diagnostic {
    let code: &'static Code = &codes::READ_FAILED;
    let message = Text::new().say("cannot read ").file(Path::new(name)).say(": ").system(error);
    Diagnostic::error(code, message)
}
