//! Linked extracts of three more populations: families, young people, and people near the end of life. Who is known to which
//! service is decided here; names and birth dates are made up, and only keyed hashes of them enter a file.

use crate::error::Error;
use crate::linkage::{self, Domain, Family, MONTHS};
use crate::people::Born;
use crate::sample::SampleFile;

/// The contract of all of them.
const CONTRACT: &str = "service-contacts";

/// The extracts of all three families.
///
/// # Errors
/// When a token or a file cannot be made.
pub(crate) fn deliveries() -> Result<Vec<SampleFile>, Error> {
    let mut files = Vec::new();
    for family in [&FAMILIES, &YOUNG_PEOPLE, &END_OF_LIFE] {
        files.extend(linkage::files(family, &linkage::records(family)?)?);
    }
    Ok(files)
}

const fn domain(
    supplier: &'static str,
    source: &'static str,
    [records_a_year, mean_records, most_alone]: [u64; 3],
    [no_key_per_mille, middlesbrough_per_mille]: [u64; 2],
    sends_note: bool,
) -> Domain {
    Domain {
        name: source,
        supplier,
        source,
        contract: CONTRACT,
        records_a_year,
        mean_records,
        most_alone,
        no_key_per_mille,
        no_postcode_per_mille: 30,
        middlesbrough_per_mille,
        months_sent: MONTHS,
        sends_note,
    }
}

/// The housing association is late: its last delivery goes to February 2026.
const ARREARS: Domain =
    Domain { months_sent: 23, ..domain("tees-homes", "tees-homes-arrears", [460, 2, 2], [70, 610], false) };

const FAMILIES: Family = Family {
    domains: &[
        domain("middlesbrough-council", "south-tees-school-meals-list", [1100, 2, 1], [15, 620], true),
        domain("redcar-and-cleveland-council", "south-tees-council-tax-support-list", [980, 2, 1], [30, 590], true),
        domain("south-tees-hospitals", "south-tees-hospitals-health-visiting", [430, 2, 2], [20, 600], true),
        ARREARS,
        domain("tees-advice", "tees-advice-families", [360, 2, 2], [110, 570], false),
    ],
    shared_profiles: &[
        (0b0_0011, 720),
        (0b0_0111, 150),
        (0b0_0101, 70),
        (0b0_0110, 90),
        (0b0_1011, 130),
        (0b1_0011, 80),
        (0b1_1011, 90),
        (0b1_1010, 70),
        (0b0_1010, 120),
        (0b1_0010, 70),
        (0b1_1000, 60),
        (0b1_1111, 24),
    ],
    twins: 0,
    key_purpose: "person key of families",
    born: Born { first_year: 2018, years: 4 },
    stream: 450,
};

const YOUNG_PEOPLE: Family = Family {
    domains: &[
        domain("middlesbrough-council", "south-tees-careers-tracking", [420, 2, 2], [20, 560], true),
        domain("tees-esk-and-wear-valleys", "tees-esk-wear-valleys-camhs", [1150, 3, 3], [25, 550], true),
        domain("tees-youth-counselling", "tees-youth-counselling-contacts", [520, 2, 3], [90, 570], false),
        domain("south-tees-hospitals", "south-tees-hospitals-self-harm-links", [290, 2, 2], [30, 580], true),
    ],
    shared_profiles: &[
        (0b0011, 75),
        (0b0101, 32),
        (0b0111, 26),
        (0b0110, 110),
        (0b1010, 120),
        (0b1100, 30),
        (0b1110, 44),
        (0b1001, 18),
        (0b1011, 22),
        (0b1111, 12),
    ],
    twins: 6,
    key_purpose: "person key of young people",
    born: Born { first_year: 2006, years: 9 },
    stream: 451,
};

const END_OF_LIFE: Family = Family {
    domains: &[
        domain("tees-hospice", "tees-hospice-caseload", [430, 2, 2], [60, 500], false),
        domain("north-east-north-cumbria-icb", "icb-palliative-register", [920, 1, 1], [10, 490], true),
        domain("south-tees-hospitals", "south-tees-hospitals-emergency-links", [1350, 2, 2], [25, 500], true),
    ],
    shared_profiles: &[(0b011, 190), (0b101, 60), (0b110, 420), (0b111, 150)],
    twins: 0,
    key_purpose: "person key near the end of life",
    born: Born { first_year: 1930, years: 31 },
    stream: 452,
};
