//! Legal powers of the parties, with the dates between which each is law.
//!
//! Sources: the Acts and their commencement orders as published on legislation.gov.uk. Sections and dates are a help for
//! filling in a form and not advice; dates marked below were not read again. Confirm with your information-governance lead.
//! Not allowed in here: a power that no Act gives.

use concordat_base::{Date, Name};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::code_lists::code_list;
use crate::located::Located;

/// A legal power that a party relies on.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct LegalPower {
    /// The power.
    pub code: Located<Power>,
    /// Parties that rely on it; all where none is named.
    #[serde(default)]
    pub parties: Vec<Located<Name>>,
    /// First day it is relied on.
    pub from: Located<Date>,
    /// Last day it is relied on; the agreement's last day where absent.
    #[serde(default)]
    pub to: Option<Located<Date>>,
    /// For `other`: which power, and who reviewed it in what role.
    #[serde(default)]
    pub text: Option<Located<String>>,
    /// The clause.
    pub clause: Located<Name>,
}

code_list! {
    /// Powers and duties by which public bodies share. Confirm with your information-governance lead.
    Power {
        NhsAct2006Section2B = "NHSA2006.s2B", "National Health Service Act 2006, section 2B: improving public health";
        NhsAct2006Section82 = "NHSA2006.s82", "National Health Service Act 2006, section 82: co-operation of NHS bodies and councils";
        HealthAct2012Section194 = "HSCA2012.s194", "Health and Social Care Act 2012, section 194: health and wellbeing boards";
        HealthAct2012Section195 = "HSCA2012.s195", "Health and Social Care Act 2012, section 195: integrated working";
        HealthAct2012Section199 = "HSCA2012.s199", "Health and Social Care Act 2012, section 199: information for health and wellbeing boards";
        InvolvementAct2007Section116 = "LGPIHA2007.s116", "Local Government and Public Involvement in Health Act 2007, section 116: joint strategic needs assessment";
        CareAct2014Section6 = "CA2014.s6", "Care Act 2014, section 6: co-operating generally";
        ChildrenAct2004Section10 = "ChA2004.s10", "Children Act 2004, section 10: co-operation to improve well-being";
        ChildrenAct2004Section16La = "ChA2004.s16LA", "Children Act 2004, section 16LA: information for safeguarding one child";
        CrimeAct1998Section17A = "CDA1998.s17A", "Crime and Disorder Act 1998, section 17A: depersonalised information each quarter";
        CrimeAct1998Section115 = "CDA1998.s115", "Crime and Disorder Act 1998, section 115: disclosure for the purposes of the Act";
        DigitalEconomyAct2017Section35 = "DEA2017.s35", "Digital Economy Act 2017, section 35: public service delivery";
        DigitalEconomyAct2017Section64 = "DEA2017.s64", "Digital Economy Act 2017, section 64: research";
        EducationAct1996Section537A = "EdA1996.s537A", "Education Act 1996, section 537A: information about pupils";
        LocalismAct2011Section1 = "LA2011.s1", "Localism Act 2011, section 1: general power of competence";
        HousingAct1996Section179 = "HA1996.s179", "Housing Act 1996, section 179: advice and information about homelessness";
        Other = "other", "Another power, in words";
    }
}

impl Power {
    /// The first day on which it was law; `None` where no commencement was found, or none can be known.
    #[must_use]
    pub fn in_force_from(self) -> Option<Date> {
        let (year, month, day) = match self {
            Self::NhsAct2006Section2B
            | Self::HealthAct2012Section194
            | Self::HealthAct2012Section195
            | Self::HealthAct2012Section199 => (2013, 4, 1),
            Self::NhsAct2006Section82 => (2007, 3, 1),
            Self::InvolvementAct2007Section116 => (2008, 4, 1),
            Self::CareAct2014Section6 => (2015, 4, 1),
            // Not read again: day of the commencement order for England.
            Self::ChildrenAct2004Section10 => (2005, 4, 1),
            // The day of the regulations that say what is shared (SI 2007/1831, regulation 1).
            Self::CrimeAct1998Section17A => (2007, 8, 1),
            // Day not read again.
            Self::CrimeAct1998Section115 => (1998, 9, 30),
            Self::DigitalEconomyAct2017Section35 | Self::DigitalEconomyAct2017Section64 => (2018, 5, 1),
            // Inserted by the Education Act 1997; day not read again.
            Self::EducationAct1996Section537A => (1997, 9, 1),
            Self::LocalismAct2011Section1 => (2012, 2, 18),
            // As substituted by the Homelessness Reduction Act 2017.
            Self::HousingAct1996Section179 => (2018, 4, 3),
            Self::ChildrenAct2004Section16La | Self::Other => return None,
        };
        Some(Date::constant(year, month, day))
    }

    /// Whether it was made for safeguarding one person, and so is no power to plan or to count.
    #[must_use]
    pub fn is_for_one_person(self) -> bool {
        self == Self::ChildrenAct2004Section16La
    }
}
