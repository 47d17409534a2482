//! The files of a brief, by name.
//!
//! Not allowed in here: writing them.

use crate::brief::Brief;
use crate::error::BriefError;

/// A file to be written.
#[derive(Clone, Debug)]
pub struct BriefFile {
    /// Name, without a folder.
    pub name: String,
    /// Content.
    pub bytes: Vec<u8>,
}

impl Brief {
    /// Page, workbook, and each chart as SVG and PNG.
    ///
    /// # Errors
    ///
    /// The workbook or a picture could not be made.
    pub fn files(&self) -> Result<Vec<BriefFile>, BriefError> {
        let stem = self.stem();
        let mut files = vec![
            BriefFile { name: format!("{stem}.html"), bytes: self.html().into_bytes() },
            BriefFile { name: format!("{stem}.xlsx"), bytes: self.workbook()? },
        ];
        for chart in self.charts() {
            let name = format!("{stem}-{}", chart.name);
            files.push(BriefFile { name: format!("{name}.svg"), bytes: chart.svg().into_bytes() });
            files.push(BriefFile { name: format!("{name}.png"), bytes: chart.png()? });
        }
        Ok(files)
    }

    /// What the names of its files begin with.
    #[must_use]
    pub fn stem(&self) -> String {
        let plain = |text: &str| text.replace(|letter: char| !letter.is_ascii_alphanumeric() && letter != '.', "-");
        [&self.mission.mission, &self.area.code, &self.about.audience, &self.about.version]
            .map(|part| plain(part))
            .join("_")
    }
}
