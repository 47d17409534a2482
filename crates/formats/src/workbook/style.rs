//! What the writer of workbooks leaves out and screen readers use: the language among the properties, and titles in the
//! spreadsheet's own heading style.
//!
//! Not allowed in here: cells. Two parts of the file are rewritten, all others are taken over as they are.

use std::io::{Cursor, Read, Write};

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipArchive, ZipWriter};

use crate::error::FormatsError;

const PROPERTIES: &str = "docProps/core.xml";
const STYLES: &str = "xl/styles.xml";

/// Size of the titles; no other cell has it.
pub(super) const HEADING_SIZE: f64 = 15.0;

/// The same workbook with both.
pub(super) fn finished(bytes: &[u8], language: &str) -> Result<Vec<u8>, FormatsError> {
    let mut old = ZipArchive::new(Cursor::new(bytes))?;
    let mut new = ZipWriter::new(Cursor::new(Vec::with_capacity(bytes.len() + 256)));
    for position in 0..old.len() {
        let mut part = old.by_index(position)?;
        let name = part.name()?.into_owned();
        if name != PROPERTIES && name != STYLES {
            new.raw_copy_file(part)?;
            continue;
        }
        let mut text = String::new();
        part.read_to_string(&mut text)?;
        let rewritten = if name == PROPERTIES { with_language(&text, language) } else { with_heading(&text) };
        let rewritten =
            rewritten.ok_or_else(|| FormatsError::Workbook { fault: format!("{name} is not as expected") })?;
        new.start_file(name, options())?;
        new.write_all(rewritten.as_bytes())?;
    }
    Ok(new.finish()?.into_inner())
}

/// No clock: every part has the first day of the format.
fn options() -> SimpleFileOptions {
    SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        .last_modified_time(DateTime::default())
        .unix_permissions(0o600)
}

fn with_language(properties: &str, language: &str) -> Option<String> {
    let end = "</cp:coreProperties>";
    let start = properties.strip_suffix(end)?;
    Some(format!("{start}<dc:language>{language}</dc:language>{end}"))
}

/// Adds the style `Heading 1` and puts the cells in the heading's font under it.
fn with_heading(styles: &str) -> Option<String> {
    let (_, fonts) = styles.split_once("<fonts")?;
    let size = format!("<sz val=\"{HEADING_SIZE}\"/>");
    let font = fonts.split("<font>").skip(1).position(|font| font.contains(&size))?;
    let (styles, style) = with_one_more(styles, "cellStyleXfs", |_| {
        format!("<xf numFmtId=\"0\" fontId=\"{font}\" fillId=\"0\" borderId=\"0\" applyFont=\"1\"/>")
    })?;
    let own = format!("fontId=\"{font}\" fillId=\"0\" borderId=\"0\" xfId=\"0\"");
    let under = format!("fontId=\"{font}\" fillId=\"0\" borderId=\"0\" xfId=\"{style}\"");
    let moved = styles.contains(&own).then(|| styles.replace(&own, &under))?;
    let named = |_| format!("<cellStyle name=\"Heading 1\" xfId=\"{style}\" builtinId=\"16\" customBuiltin=\"1\"/>");
    with_one_more(&moved, "cellStyles", named).map(|(styles, _)| styles)
}

/// One more child at the end of a counted list; gives its place in the list.
fn with_one_more(text: &str, list: &str, child: impl Fn(usize) -> String) -> Option<(String, usize)> {
    let (before, rest) = text.split_once(&format!("<{list} count=\""))?;
    let (count, rest) = rest.split_once('"')?;
    let count: usize = count.parse().ok()?;
    let (children, after) = rest.split_once(&format!("</{list}>"))?;
    let child = child(count);
    Some((format!("{before}<{list} count=\"{}\"{children}{child}</{list}>{after}", count + 1), count))
}
