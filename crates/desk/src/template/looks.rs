//! How cells of the template look.
//!
//! Not allowed in here: colour as the only sign of anything.

use rust_xlsxwriter::{Format, FormatAlign, FormatBorder};

/// Formats by what they are for.
pub(super) struct Looks {
    pub(super) title: Format,
    pub(super) heading: Format,
    pub(super) wrapped: Format,
    pub(super) text: Format,
    pub(super) whole: Format,
    pub(super) required: Format,
    pub(super) optional: Format,
}

impl Looks {
    pub(super) fn new() -> Self {
        let header = Format::new().set_num_format("@").set_border_bottom(FormatBorder::Thin);
        Self {
            title: Format::new().set_bold().set_font_size(15.0),
            heading: Format::new().set_bold().set_border_bottom(FormatBorder::Thin),
            wrapped: Format::new().set_text_wrap().set_align(FormatAlign::Top),
            // Text, so that codes keep their zeros and nothing becomes a date.
            text: Format::new().set_num_format("@"),
            whole: Format::new().set_num_format("0"),
            required: header.clone().set_bold(),
            optional: header.set_italic(),
        }
    }
}
