//! How fine an area code of the Government Statistical Service is.
//!
//! Source: Office for National Statistics, Register of Geographic Codes (entity codes: the first three characters). Not allowed
//! in here: whether a code exists; the areas of the place say that.

/// How fine an area is, finest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum AreaGrain {
    /// Postcode unit.
    Postcode,
    /// Output area.
    OutputArea,
    /// Lower-layer super output area, or data zone.
    SmallArea,
    /// Middle-layer super output area, or intermediate zone.
    MiddleArea,
    /// Electoral ward.
    Ward,
    /// District, borough, unitary authority.
    District,
    /// County or region.
    Region,
    /// Country.
    Country,
}

impl AreaGrain {
    /// How fine an area code is, by its first three characters.
    #[must_use]
    pub fn of_code(code: &[u8]) -> Option<Self> {
        let code = code.trim_ascii();
        if code.len() != 9 || !code[1..].iter().all(u8::is_ascii_digit) {
            return None;
        }
        match &code[..3] {
            b"E00" | b"W00" | b"S00" => Some(Self::OutputArea),
            b"E01" | b"W01" | b"S01" => Some(Self::SmallArea),
            b"E02" | b"W02" | b"S02" => Some(Self::MiddleArea),
            b"E05" | b"W05" | b"S13" => Some(Self::Ward),
            b"E06" | b"E07" | b"E08" | b"E09" | b"W06" | b"S12" | b"N09" => Some(Self::District),
            b"E10" | b"E11" | b"E12" | b"E47" => Some(Self::Region),
            b"E92" | b"W92" | b"S92" | b"N92" | b"K02" | b"K03" | b"K04" => Some(Self::Country),
            _ => None,
        }
    }

    /// How fine a level is, by the name that people give it.
    #[must_use]
    pub fn of_name(name: &str) -> Option<Self> {
        let letters: String = name.chars().take_while(char::is_ascii_alphabetic).collect();
        match letters.as_str() {
            "postcode" => Some(Self::Postcode),
            "oa" => Some(Self::OutputArea),
            "lsoa" => Some(Self::SmallArea),
            "msoa" => Some(Self::MiddleArea),
            "ward" => Some(Self::Ward),
            "ltla" | "utla" | "lad" | "district" | "borough" => Some(Self::District),
            "county" | "region" | "icb" => Some(Self::Region),
            "country" => Some(Self::Country),
            _ => None,
        }
    }

    /// What it is called, in the plural.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::Postcode => "postcodes",
            Self::OutputArea => "output areas",
            Self::SmallArea => "lower-layer areas (LSOA)",
            Self::MiddleArea => "middle-layer areas (MSOA)",
            Self::Ward => "wards",
            Self::District => "districts",
            Self::Region => "regions",
            Self::Country => "countries",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn small_areas_are_finer_than_middle_areas() {
        assert_eq!(AreaGrain::of_code(b"E01012020"), Some(AreaGrain::SmallArea));
        assert!(AreaGrain::of_code(b"E01012020") < AreaGrain::of_code(b"E02002496"));
        assert!(AreaGrain::of_name("lsoa21") < AreaGrain::of_name("msoa21"));
        assert_eq!((AreaGrain::of_code(b"E0101202"), AreaGrain::of_code(b"W1")), (None, None));
    }
}
