//! The parts of a zipped workbook, counted before they are read.
//!
//! Not allowed in here: trusting the sizes that the file gives for itself.

use std::io::{Cursor, Read};

use concordat_declare::layout::{Layout, Permit};
use zip::ZipArchive;
use zip::result::ZipError;

use crate::error::TableError;
use crate::limits::Limits;

/// A zipped workbook that unpacks within the limits.
pub(super) struct Package<'a> {
    bytes: &'a [u8],
    names: Vec<String>,
    limit: u64,
}

impl<'a> Package<'a> {
    /// Unpacks every part into nothing and counts.
    ///
    /// # Errors
    /// [`TableError::UnpackedBytes`] beyond the limit, [`TableError::Encrypted`], or [`TableError::NotAWorkbook`].
    pub(super) fn open(bytes: &'a [u8], limits: &Limits) -> Result<Self, TableError> {
        let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|_| TableError::NotAWorkbook)?;
        let mut left = limits.unpacked_bytes;
        let mut names = Vec::new();
        for position in 0..archive.len() {
            let part = archive.by_index(position).map_err(|error| refused(&error))?;
            names.push(part.name().map_err(|error| refused(&error))?.into_owned());
            let length = std::io::copy(&mut part.take(left + 1), &mut std::io::sink());
            let length = length.map_err(|_| TableError::NotAWorkbook)?;
            left = left.checked_sub(length).ok_or(TableError::UnpackedBytes(limits.unpacked_bytes))?;
        }
        Ok(Self { bytes, names, limit: limits.unpacked_bytes })
    }

    pub(super) fn has(&self, name: &str) -> bool {
        self.names.iter().any(|part| part.eq_ignore_ascii_case(name))
    }

    /// Whether a part's name begins with one of these, in small letters.
    pub(super) fn holds(&self, starts: &[&str]) -> bool {
        let mut lower = self.names.iter().map(|name| name.to_ascii_lowercase());
        lower.any(|name| starts.iter().any(|start| name.starts_with(start)))
    }

    /// Names of the parts.
    pub(super) fn names(&self) -> impl Iterator<Item = &str> {
        self.names.iter().map(String::as_str)
    }

    /// The text of a part; `None` where it is not there.
    ///
    /// # Errors
    /// [`TableError::NotAWorkbook`] when it cannot be read.
    pub(super) fn part(&self, name: &str) -> Result<Option<String>, TableError> {
        let Some(name) = self.names.iter().find(|part| part.eq_ignore_ascii_case(name)) else { return Ok(None) };
        let mut archive = ZipArchive::new(Cursor::new(self.bytes)).map_err(|_| TableError::NotAWorkbook)?;
        let mut text = String::new();
        let part = archive.by_name(name).map_err(|error| refused(&error))?;
        part.take(self.limit).read_to_string(&mut text).map_err(|_| TableError::NotAWorkbook)?;
        Ok(Some(text))
    }

    /// Refuses a workbook with a program in it, or with links to other files unless these are permitted.
    ///
    /// # Errors
    /// [`TableError::Macros`] or [`TableError::Links`].
    pub(super) fn refuse_programs(&self, layout: &Layout) -> Result<(), TableError> {
        if self.holds(&["xl/vbaproject", "xl/macrosheets/", "xl/dialogsheets/", "basic/", "scripts/"]) {
            return Err(TableError::Macros);
        }
        let types = self.part("[Content_Types].xml")?.unwrap_or_default();
        if types.contains("macroEnabled") {
            return Err(TableError::Macros);
        }
        let links = self.holds(&["xl/externallinks/", "xl/connections.xml", "xl/querytables/"]);
        if links && layout.links != Some(Permit::Accept) {
            return Err(TableError::Links);
        }
        Ok(())
    }
}

fn refused(error: &ZipError) -> TableError {
    match error {
        ZipError::UnsupportedArchive(ZipError::PASSWORD_REQUIRED) | ZipError::InvalidPassword => TableError::Encrypted,
        _ => TableError::NotAWorkbook,
    }
}
