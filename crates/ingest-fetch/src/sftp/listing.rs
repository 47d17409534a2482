//! The files that a server lists, and one of them: unchanged, not whole yet, or fetched.
//!
//! Not allowed in here: a name with a folder in it, and anything but plain files.

use std::io::SeekFrom;

use concordat_diagnostics::{Diagnostic, Text, codes};
use jiff::Timestamp;
use russh_sftp::client::SftpSession;
use russh_sftp::client::error::Error as SftpError;
use russh_sftp::client::fs::Metadata;
use russh_sftp::protocol::StatusCode;
use tokio::io::{AsyncReadExt, AsyncSeekExt};

use crate::delivery::{Delivery, Origin};
use crate::note::{self, ReadNote};
use crate::request::{FetchRequest, FileStamp, KnownFile};
use crate::retry::Failed;
use crate::sealed::Opener;
use crate::spool::{self, Accepted, Download};
use crate::standing::Standing;
use crate::{pattern, sftp};

use super::link::{BROKEN, Link, SILENT};

/// Bytes asked for at a time.
const PIECE: usize = 256 * 1024;

/// A folder with more files than this is not what the source declares.
const FILES_AT_MOST: usize = 10_000;

/// A file as the server lists it.
pub(super) struct Listed {
    pub(super) folder: String,
    name: String,
    stamp: FileStamp,
    unchanged_minutes: u32,
}

/// What became of it.
pub(super) enum Answered {
    New(Box<Delivery>),
    Unchanged(Box<KnownFile>),
}

/// Files that fit the pattern, in order of name.
pub(super) async fn list(link: &mut Link<'_>) -> Result<Vec<Listed>, Failed> {
    let transport = link.transport;
    let listing =
        link.session().await?.read_dir(transport.path.as_str()).await.map_err(|error| error_of(link, &error))?;
    let mut listed = Vec::new();
    for entry in listing {
        let (name, metadata) = (entry.file_name(), entry.metadata());
        let safe = !name.contains(['/', '\\']) && !name.chars().any(char::is_control);
        if safe && is_file(&metadata) && pattern::fits(&transport.pattern, &name) && !name.ends_with(note::ENDING) {
            let (folder, stamp) = (transport.path.clone(), stamp(&metadata));
            listed.push(Listed { folder, name, stamp, unchanged_minutes: transport.unchanged_minutes });
        }
    }
    if listed.len() > FILES_AT_MOST {
        let message =
            sftp::about(transport).say(" lists ").number(listed.len() as u64).say(" files that fit the pattern");
        return Err(Diagnostic::error(&codes::SERVER_REFUSED, message).into());
    }
    listed.sort_by(|left, right| left.name.cmp(&right.name));
    Ok(listed)
}

/// One file, with what has come of it so far: a transfer that broke off is taken up where it ended.
pub(super) struct Remote<'a> {
    request: &'a FetchRequest<'a>,
    listed: &'a Listed,
    opener: Option<&'a Opener>,
    begun: Option<Download>,
}

impl<'a> Remote<'a> {
    pub(super) fn new(request: &'a FetchRequest<'a>, listed: &'a Listed, opener: Option<&'a Opener>) -> Self {
        Self { request, listed, opener, begun: None }
    }

    /// Asks for the note, then for the file if it is new and whole, and compares the two.
    pub(super) async fn fetch(&mut self, link: &mut Link<'_>) -> Result<Answered, Failed> {
        let (request, listed) = (self.request, self.listed);
        let note = self.note(link).await?;
        let note_sha256 = note.as_ref().map(|read| read.sha256.as_str());
        let known = request.known(&listed.name).filter(|known| known.has_note(note_sha256));
        if let Some(known) = known.filter(|known| known.stamp == listed.stamp) {
            return Ok(Answered::Unchanged(Box::new(known.clone())));
        }
        let (stamp, unchanged_minutes) = (&listed.stamp, listed.unchanged_minutes);
        Standing { name: &listed.name, stamp, unchanged_minutes }.is_whole(request, note.as_ref())?;
        let download = self.download(link).await?;
        match download.accept(request, self.opener, note, known, Origin::Sftp)? {
            Accepted::New(delivery) => Ok(Answered::New(delivery)),
            Accepted::Unchanged(known) => Ok(Answered::Unchanged(known)),
        }
    }

    /// The note beside the file, where the server has one.
    async fn note(&self, link: &mut Link<'_>) -> Result<Option<ReadNote>, Failed> {
        let plain_name = spool::plain_name(self.request, &self.listed.name);
        let path = self.listed.path_of(&format!("{plain_name}{}", note::ENDING));
        let patience = link.patience();
        let mut file = match link.session().await?.open(path).await {
            Ok(file) => file.take(note::BYTES_AT_MOST + 1),
            Err(SftpError::Status(status)) if status.status_code == StatusCode::NoSuchFile => return Ok(None),
            Err(error) => return Err(link.told(&error)),
        };
        let mut bytes = Vec::new();
        let read = tokio::time::timeout(patience, file.read_to_end(&mut bytes)).await;
        read.map_err(|_| Failed::Transport(SILENT))?.map_err(|_| Failed::Transport(BROKEN))?;
        if bytes.len() as u64 > note::BYTES_AT_MOST {
            let message = Text::new().say("the delivery note of ").file(plain_name.as_ref()).say(" is too large");
            return Err(Diagnostic::error(&codes::NOTE_DIFFERS, message).into());
        }
        Ok(Some(note::read(self.request, plain_name, &bytes)?))
    }

    /// Fetches the bytes that have not come yet.
    async fn download(&mut self, link: &mut Link<'_>) -> Result<Download, Failed> {
        let (path, patience) = (self.listed.path_of(&self.listed.name), link.patience());
        if self.begun.is_none() {
            let mut begun = Download::begin(self.request, &self.listed.name, Some(self.listed.stamp.bytes))?;
            begun.stamp = Some(self.listed.stamp);
            self.begun = Some(begun);
        }
        let session = link.session().await?;
        self.still_as_listed(link_stamp(session, &path).await.map_err(|error| error_of(link, &error))?)?;
        let session = link.session().await?;
        let mut file = session.open(path.as_str()).await.map_err(|error| error_of(link, &error))?;
        let from = self.begun.as_ref().map_or(0, Download::bytes);
        file.seek(SeekFrom::Start(from)).await.map_err(|_| Failed::Transport(BROKEN))?;
        let mut piece = vec![0; PIECE];
        loop {
            let read = tokio::time::timeout(patience, file.read(&mut piece)).await;
            let read = read.map_err(|_| Failed::Transport(SILENT))?.map_err(|_| Failed::Transport(BROKEN))?;
            match (&mut self.begun, read) {
                (Some(begun), 1..) => begun.add(self.request, &piece[..read])?,
                _ => break,
            }
        }
        let session = link.session().await?;
        self.still_as_listed(link_stamp(session, &path).await.map_err(|error| error_of(link, &error))?)?;
        let whole = self.begun.take().filter(|begun| begun.bytes() == self.listed.stamp.bytes);
        whole.ok_or_else(|| self.changed().into())
    }

    fn still_as_listed(&self, stamp: FileStamp) -> Result<(), Diagnostic> {
        if stamp == self.listed.stamp { Ok(()) } else { Err(self.changed()) }
    }

    fn changed(&self) -> Diagnostic {
        let message = Text::new().file(self.listed.name.as_ref()).say(" changed while it was fetched");
        Diagnostic::notice(&codes::STILL_BEING_WRITTEN, message)
    }
}

async fn link_stamp(session: &SftpSession, path: &str) -> Result<FileStamp, SftpError> {
    session.metadata(path).await.map(|metadata| stamp(&metadata))
}

fn error_of(link: &Link<'_>, error: &SftpError) -> Failed {
    link.told(error)
}

/// Whether it is a plain file; a server that does not tell the kind is believed to list files.
fn is_file(metadata: &Metadata) -> bool {
    metadata.permissions.is_none() || metadata.is_regular()
}

fn stamp(metadata: &Metadata) -> FileStamp {
    let modified = metadata.mtime.and_then(|seconds| Timestamp::from_second(i64::from(seconds)).ok());
    FileStamp { bytes: metadata.size.unwrap_or(0), modified, created: None }
}
