//! The forms of identifiers that are looked for, and how sure a single match is.
//!
//! Not allowed in here: matching itself; each family has a room of its own.

/// A form that stands for a person or a household.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Form {
    /// NHS number: ten digits, the last of them a check digit (modulus 11).
    NhsNumber,
    /// Unique pupil number: a check letter (modulus 23) and twelve characters.
    PupilNumber,
    /// National Insurance number.
    NationalInsuranceNumber,
    /// Unit postcode: about fifteen addresses. An outward code alone is none.
    UnitPostcode,
    /// E-mail address.
    EmailAddress,
    /// Telephone number.
    TelephoneNumber,
    /// Unique property reference number.
    PropertyNumber,
    /// Internet address of a device.
    InternetAddress,
    /// A full date, such as a date of birth.
    FullDate,
    /// Vehicle registration mark.
    VehicleMark,
    /// Grid reference of a hundred metres or finer, or a coordinate.
    GridReference,
    /// A name of a person.
    PersonName,
    /// Text that somebody wrote freely.
    FreeText,
    /// A value of its own in every record, where a category was declared.
    UniqueValue,
}

impl Form {
    /// Every form, in order.
    pub const ALL: [Self; 14] = [
        Self::NhsNumber,
        Self::PupilNumber,
        Self::NationalInsuranceNumber,
        Self::UnitPostcode,
        Self::EmailAddress,
        Self::TelephoneNumber,
        Self::PropertyNumber,
        Self::InternetAddress,
        Self::FullDate,
        Self::VehicleMark,
        Self::GridReference,
        Self::PersonName,
        Self::FreeText,
        Self::UniqueValue,
    ];

    /// What it is called, in the plural.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::NhsNumber => "NHS numbers",
            Self::PupilNumber => "unique pupil numbers",
            Self::NationalInsuranceNumber => "National Insurance numbers",
            Self::UnitPostcode => "full postcodes",
            Self::EmailAddress => "e-mail addresses",
            Self::TelephoneNumber => "telephone numbers",
            Self::PropertyNumber => "property reference numbers",
            Self::InternetAddress => "internet addresses",
            Self::FullDate => "full dates",
            Self::VehicleMark => "vehicle marks",
            Self::GridReference => "grid references",
            Self::PersonName => "names of people",
            Self::FreeText => "free text",
            Self::UniqueValue => "values that are different in every record",
        }
    }

    /// Whether the form can be told from look-alikes by a check or by rules that most look-alikes break. Such a form is judged
    /// by its share among look-alikes; any other by its share among all cells.
    pub(crate) fn is_checked(self) -> bool {
        matches!(self, Self::NhsNumber | Self::PupilNumber | Self::NationalInsuranceNumber)
    }

    pub(crate) fn position(self) -> usize {
        self as usize
    }
}

/// How sure one match is, from none to certain.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Sureness {
    /// It looks like the form and breaks its rules.
    LookAlike,
    /// It keeps the rules; a harmless value may, too, so that a column is judged by its share.
    Weak,
    /// It can hardly be anything else.
    Strong,
}
