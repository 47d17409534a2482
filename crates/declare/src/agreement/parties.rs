//! Who is bound by an agreement, in which role, and whom to write to.
//!
//! Not allowed in here: a person's name or own address; people change, role mailboxes stay.

use std::collections::BTreeMap;

use concordat_base::Name;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::code_lists::code_list;
use crate::located::Located;

/// A party and its role.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AgreementParty {
    /// The party, as declared in `partnership.yaml`.
    pub id: Located<Name>,
    /// The organisation's name when it signed; when the partnership says that it has another one by now, or was merged, the
    /// agreement is suspended until it is signed again.
    pub name: Located<String>,
    /// Its role.
    pub role: PartyRole,
    /// Its numbers in registers of organisations.
    #[serde(default)]
    pub registers: Registers,
    /// Whether it sends data under this agreement.
    #[serde(default)]
    pub supplies: bool,
    /// Whether it receives outputs under this agreement.
    #[serde(default)]
    pub receives: bool,
    /// Role mailboxes, never a person's own.
    #[serde(default)]
    pub contacts: BTreeMap<NamedRole, Located<String>>,
    /// For a processor: the contract by which it works.
    #[serde(default)]
    pub contract_ref: Option<Located<String>>,
    /// Countries in which it keeps or processes the data, by two letters.
    #[serde(default)]
    pub locations: Vec<Located<String>>,
    /// What assures that it keeps data securely.
    #[serde(default)]
    pub assurance: Vec<Located<Assurance>>,
}

/// Numbers of an organisation in public registers.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Registers {
    /// NHS Organisation Data Service.
    #[serde(default)]
    pub ods: Option<String>,
    /// Government Statistical Service code of its area.
    #[serde(default)]
    pub gss: Option<String>,
    /// Number of the Charity Commission.
    #[serde(default)]
    pub charity: Option<String>,
    /// Number at Companies House.
    #[serde(default)]
    pub company: Option<String>,
    /// Registration with the Information Commissioner.
    #[serde(default)]
    pub ico: Option<String>,
}

code_list! {
    /// Roles in data-protection law (UK GDPR articles 4, 26 and 28).
    PartyRole {
        SoleController = "sole_controller", "Decides alone about the data";
        JointController = "joint_controller", "Decides about the data together with others";
        IndependentController = "independent_controller", "Decides about its own data, as others do about theirs";
        Processor = "processor", "Works on the data for the controllers";
        SubProcessor = "sub_processor", "Works on the data for a processor";
        RecipientOfAnonymousOutput = "recipient_of_anonymous_output", "Receives figures in which nobody can be recognised";
    }
}

impl PartyRole {
    /// Whether a party of this role decides about the data, and so must sign.
    #[must_use]
    pub fn is_controller(self) -> bool {
        matches!(self, Self::SoleController | Self::JointController | Self::IndependentController)
    }

    /// Whether a party of this role works for others.
    #[must_use]
    pub fn is_processor(self) -> bool {
        matches!(self, Self::Processor | Self::SubProcessor)
    }
}

code_list! {
    /// People with a named task, by role. Source: NHS England's Data Security and Protection Toolkit and the Information
    /// Commissioner's accountability framework name these roles; confirm with your information-governance lead who signs.
    NamedRole {
        Dpo = "dpo", "Data protection officer";
        CaldicottGuardian = "caldicott_guardian", "Caldicott Guardian";
        Siro = "siro", "Senior information risk owner";
        InformationAssetOwner = "information_asset_owner", "Information asset owner";
        ChiefExecutive = "chief_executive", "Chief executive or chief officer";
        Director = "director", "Director";
        AnalystLead = "analyst_lead", "Lead analyst";
        Analyst = "analyst", "Analyst";
        DataEngineer = "data_engineer", "Data engineer";
        BreachContact = "breach_contact", "Contact for breaches";
        RightsContact = "rights_contact", "Contact for people's rights";
    }
}

impl NamedRole {
    /// Whether somebody in this role may sign for a party.
    #[must_use]
    pub fn may_sign(self) -> bool {
        matches!(
            self,
            Self::Dpo
                | Self::CaldicottGuardian
                | Self::Siro
                | Self::InformationAssetOwner
                | Self::ChiefExecutive
                | Self::Director
        )
    }
}

code_list! {
    /// What assures that an organisation keeps data securely. Source: the toolkit of NHS England, the schemes of the
    /// National Cyber Security Centre, ISO/IEC 27001, the Public Services Network.
    Assurance {
        DsptStandardsMet = "dspt_standards_met", "Data Security and Protection Toolkit: standards met";
        CyberEssentials = "cyber_essentials", "Cyber Essentials";
        CyberEssentialsPlus = "cyber_essentials_plus", "Cyber Essentials Plus";
        Iso27001 = "iso27001", "ISO/IEC 27001";
        Psn = "psn", "Public Services Network code of connection";
    }
}
