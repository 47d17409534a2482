//! C7xx: releases.
//!
//! Not allowed in here: a number that had another meaning before.

use crate::code::{Code, Who};

/// C701: no such release.
pub const UNKNOWN_RELEASE: Code = Code {
    number: 701,
    title: "no such release",
    meaning: "The version is not one that this home holds.",
    mend: "concordat release list shows the versions.",
    who: Who::IntelligenceTeam,
};

/// C702: a release is not as it was published.
pub const VERIFY_FAILED: Code = Code {
    number: 702,
    title: "a release is not as it was published",
    meaning: "A file is missing, was added or was changed after publishing.",
    mend: "Restore the release from the backup; tell its readers.",
    who: Who::IntelligenceTeam,
};

/// C703: a release waits for approval.
pub const AWAITS_APPROVAL: Code = Code {
    number: 703,
    title: "a release waits for approval",
    meaning: "The place declares that a person approves releases to this audience.",
    mend: "concordat release approve VERSION",
    who: Who::IntelligenceTeam,
};

/// C704: a staged file is not what was written.
pub const STAGED_DIFFERS: Code = Code {
    number: 704,
    title: "a staged file is not what was written",
    meaning: "Re-reading the staged release found other content. Nothing was published.",
    mend: "Check the disk, and run again.",
    who: Who::IntelligenceTeam,
};

/// C705: the release is not in a state for this.
pub const WRONG_STATE: Code = Code {
    number: 705,
    title: "the release is not in a state for this",
    meaning: "Only a staged release can be approved, only a published one withdrawn.",
    mend: "concordat release show VERSION tells its state.",
    who: Who::IntelligenceTeam,
};

/// C706: there is no release yet.
pub const NO_RELEASE: Code = Code {
    number: 706,
    title: "there is no release yet",
    meaning: "Nothing has been published to this audience.",
    mend: "concordat run PIPELINE",
    who: Who::IntelligenceTeam,
};

/// C707: the query cannot be answered.
pub const QUERY_REFUSED: Code = Code {
    number: 707,
    title: "the query cannot be answered",
    meaning: "The query names something that this release does not hold, or asks for more than reading.",
    mend: "Ask one SELECT over observations, indicators, lineage and changes.",
    who: Who::IntelligenceTeam,
};

/// C708: an agreement has an audience wait for the release.
pub const EMBARGOED: Code = Code {
    number: 708,
    title: "an agreement has an audience wait for the release",
    meaning: "A permission in an agreement says how long after figures are made they may be given out first.",
    mend: "Wait for the day that the message names; the next night lets out what need not wait any longer.",
    who: Who::IntelligenceTeam,
};

/// C709: two releases cannot be compared.
pub const RELEASES_NOT_COMPARABLE: Code = Code {
    number: 709,
    title: "two releases cannot be compared",
    meaning: "A figure is compared between an earlier and a later release of one place for one audience, both published \
              and neither withdrawn. What waits is nobody's to read yet, and what was taken back is not to be used.",
    mend: "concordat release list shows the releases and how each stands; name the earlier one first.",
    who: Who::IntelligenceTeam,
};

/// C710: neither release has the figure.
pub const FIGURE_NOT_FOUND: Code = Code {
    number: 710,
    title: "neither release has the figure",
    meaning: "The indicator, area, period or another name is in neither of the releases for this audience, or there are \
              figures at other levels of area alone.",
    mend: "Take one of the names that the message gives; concordat query shows what a release holds.",
    who: Who::IntelligenceTeam,
};

/// C711: no figure fits the filters.
pub const NOTHING_FITS: Code = Code {
    number: 711,
    title: "no figure fits the filters",
    meaning: "Each name is known, and no figure of this release for this audience has all of them. A figure may be published \
              at other levels of area, for other periods, sexes, ages or groups, or for another audience.",
    mend: "Take what the message says there is, or leave a filter out.",
    who: Who::IntelligenceTeam,
};

pub(super) const ALL: &[&Code] = &[
    &UNKNOWN_RELEASE,
    &VERIFY_FAILED,
    &AWAITS_APPROVAL,
    &STAGED_DIFFERS,
    &WRONG_STATE,
    &NO_RELEASE,
    &QUERY_REFUSED,
    &EMBARGOED,
    &RELEASES_NOT_COMPARABLE,
    &FIGURE_NOT_FOUND,
    &NOTHING_FITS,
];
