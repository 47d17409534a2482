//! On what the law allows sharing: bases, conditions, the duty of confidence, documents.
//!
//! Sources: UK GDPR articles 6, 9, 10 and annex 1; Data Protection Act 2018 schedule 1; Data (Use and Access) Act 2025
//! section 70; Health Service (Control of Patient Information) Regulations 2002. This is a list of words, not advice: confirm
//! each choice with your information-governance lead. Not allowed in here: a rule of which choices go together.

use concordat_base::{Date, Name};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::powers::LegalPower;
use crate::code_lists::code_list;
use crate::located::Located;

/// On what the law allows sharing.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Lawful {
    /// Basis of UK GDPR article 6.
    pub art6: Located<Article6>,
    /// For `ea_recognised_legitimate_interest`: which of annex 1.
    #[serde(default)]
    pub recognised_interest: Option<Located<RecognisedInterest>>,
    /// Condition of article 9 for special categories.
    pub art9: Located<Article9>,
    /// Conditions of the Data Protection Act 2018, schedule 1.
    #[serde(default)]
    pub dpa_sch1: Vec<Located<Schedule1>>,
    /// Authority for offence data.
    pub art10: Located<Article10>,
    /// For data collected for law enforcement: the law that lets it be used for another purpose.
    #[serde(default)]
    pub onward_authority: Option<Located<String>>,
    /// The common-law duty of confidence.
    pub confidence: Confidence,
    /// Legal powers of the parties.
    pub powers: Vec<LegalPower>,
    /// The appropriate policy document.
    #[serde(default)]
    pub policy_document_ref: Option<String>,
    /// The data protection impact assessment.
    #[serde(default)]
    pub dpia: Option<Dpia>,
    /// Where people are told.
    #[serde(default)]
    pub privacy_notice: Option<String>,
    /// Record of processing activities.
    #[serde(default)]
    pub ropa_ref: Option<String>,
    /// Ethics approval, for research.
    #[serde(default)]
    pub ethics_ref: Option<String>,
    /// What a reviewer said of a choice that needs advice, with the role.
    #[serde(default)]
    pub reviewer_note: Option<Located<String>>,
    /// What was done about people who opted out.
    pub opt_out: OptOut,
    /// The clause.
    pub clause: Located<Name>,
}

code_list! {
    /// UK GDPR article 6(1). Letter (ea) was inserted by the Data (Use and Access) Act 2025 section 70, in force on 5
    /// February 2026 (SI 2026/82); the others since 25 May 2018. Confirm with your information-governance lead.
    Article6 {
        Consent = "a_consent", "Consent";
        Contract = "b_contract", "A contract with the person";
        LegalObligation = "c_legal_obligation", "A legal obligation";
        VitalInterests = "d_vital", "Vital interests";
        PublicTask = "e_public_task", "A task in the public interest or official authority";
        RecognisedLegitimateInterest = "ea_recognised_legitimate_interest", "A recognised legitimate interest";
        LegitimateInterest = "f_legitimate_interest", "A legitimate interest that outweighs";
        NotPersonalData = "not_personal_data", "Not personal data";
        Undecided = "undecided", "Not decided yet";
    }
}

impl Article6 {
    /// The first day on which it was law.
    #[must_use]
    pub fn in_force_from(self) -> Date {
        match self {
            Self::RecognisedLegitimateInterest => Date::constant(2026, 2, 5),
            _ => Date::constant(2018, 5, 25),
        }
    }
}

code_list! {
    /// UK GDPR annex 1, by which an interest is a recognised one. Confirm with your information-governance lead.
    RecognisedInterest {
        PublicTaskRequest = "public_task_request", "Disclosure that a body asked for, for its own public task";
        NationalSecurity = "national_security", "National security, public security and defence";
        Emergencies = "emergencies", "Responding to an emergency";
        Crime = "crime", "Detecting, investigating or preventing crime";
        Safeguarding = "safeguarding", "Safeguarding vulnerable individuals";
    }
}

code_list! {
    /// UK GDPR article 9(2). Confirm with your information-governance lead.
    Article9 {
        ExplicitConsent = "a_explicit_consent", "Explicit consent";
        Employment = "b_employment_social_protection", "Employment, social security and social protection";
        Vital = "c_vital", "Vital interests";
        NotForProfit = "d_not_for_profit", "A not-for-profit body's own members";
        MadePublic = "e_made_public", "Made public by the person";
        LegalClaims = "f_legal_claims", "Legal claims";
        SubstantialPublicInterest = "g_substantial_public_interest", "Substantial public interest";
        HealthSocialCare = "h_health_social_care", "Health or social care";
        PublicHealth = "i_public_health", "Public health";
        ResearchStatistics = "j_research_statistics", "Archiving, research and statistics";
        NoneNeeded = "none_needed", "None needed: no special category is shared";
        Undecided = "undecided", "Not decided yet";
    }
}

code_list! {
    /// Data Protection Act 2018 schedule 1, by paragraph; in force since 25 May 2018. Confirm with your
    /// information-governance lead.
    Schedule1 {
        Part1Paragraph1 = "part1.1", "Employment, social security and social protection";
        Part1Paragraph2 = "part1.2", "Health or social care purposes";
        Part1Paragraph3 = "part1.3", "Public health";
        Part1Paragraph4 = "part1.4", "Research and statistics";
        Part2Paragraph6 = "part2.6", "Statutory and government purposes";
        Part2Paragraph7 = "part2.7", "Administration of justice and parliamentary purposes";
        Part2Paragraph8 = "part2.8", "Equality of opportunity or treatment";
        Part2Paragraph10 = "part2.10", "Preventing or detecting unlawful acts";
        Part2Paragraph11 = "part2.11", "Protecting the public against dishonesty";
        Part2Paragraph12 = "part2.12", "Regulatory requirements about unlawful acts and dishonesty";
        Part2Paragraph14 = "part2.14", "Preventing fraud";
        Part2Paragraph16 = "part2.16", "Support for people with a particular disability or condition";
        Part2Paragraph17 = "part2.17", "Counselling";
        Part2Paragraph18 = "part2.18", "Safeguarding of children and of individuals at risk";
        Part2Paragraph19 = "part2.19", "Safeguarding of economic well-being of individuals at risk";
        Part3Paragraph33 = "part3.33", "Legal claims";
        Part3Paragraph36 = "part3.36", "Offence data under a condition of part 2";
    }
}

impl Schedule1 {
    /// Whether it is a condition of substantial public interest, which asks for an appropriate policy document.
    #[must_use]
    pub fn is_substantial_public_interest(self) -> bool {
        self.as_str().starts_with("part2.")
    }
}

code_list! {
    /// Authority for offence data (UK GDPR article 10; Data Protection Act 2018 section 10(5) and part 3). Confirm with
    /// your information-governance lead.
    Article10 {
        None = "none", "No offence data is shared";
        OfficialAuthority = "official_authority", "Under the control of official authority";
        Schedule1Condition = "sch1_condition", "A condition of schedule 1";
        LawEnforcement = "part3_law_enforcement", "Collected for law enforcement, and used onward by authority of law";
        Undecided = "undecided", "Not decided yet";
    }
}

/// The common-law duty of confidence.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Confidence {
    /// How it is met.
    pub basis: Located<ConfidenceBasis>,
    /// Reference of the approval, for example of the Confidentiality Advisory Group.
    #[serde(default)]
    pub reference: Option<String>,
    /// The last day of the approval.
    #[serde(default)]
    pub expires: Option<Located<Date>>,
}

code_list! {
    /// How the duty of confidence is met. Section 251 is of the National Health Service Act 2006. Confirm with your
    /// Caldicott Guardian.
    ConfidenceBasis {
        NotConfidential = "not_confidential", "Not given in confidence";
        ExplicitConsent = "explicit_consent", "Explicit consent";
        ImpliedConsent = "implied_consent_direct_care_only", "Implied consent, for direct care alone";
        Section251 = "s251", "Support under section 251";
        StatutoryRequirement = "statutory_requirement", "Required by statute";
        OverridingPublicInterest = "overriding_public_interest", "Overriding public interest";
        Anonymised = "anonymised", "Anonymised before it leaves the sender";
        Undecided = "undecided", "Not decided yet";
    }
}

/// A data protection impact assessment.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Dpia {
    /// Where it is registered.
    #[serde(rename = "ref")]
    pub reference: String,
    /// When it was signed off.
    pub date: Located<Date>,
    /// What came of it.
    pub outcome: DpiaOutcome,
}

code_list! {
    /// What came of an impact assessment.
    DpiaOutcome {
        Approved = "approved", "Approved";
        ApprovedWithActions = "approved_with_actions", "Approved with actions";
        IcoConsulted = "ico_consulted", "The Information Commissioner was consulted";
    }
}

/// What was done about people who opted out.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct OptOut {
    /// What was done.
    pub handling: Located<OptOutHandling>,
    /// Why nothing needs doing, or what exempts.
    #[serde(default)]
    pub reason: Option<String>,
    /// How they were taken out.
    #[serde(default)]
    pub method: Option<String>,
    /// When they were taken out last.
    #[serde(default)]
    pub last_applied: Option<Located<Date>>,
}

code_list! {
    /// What was done about the national data opt-out. Source: NHS England's operational policy guidance; confirm with your
    /// Caldicott Guardian.
    OptOutHandling {
        NotApplicable = "not_applicable", "Does not apply";
        AppliedAtSource = "applied_at_source", "People who opted out were taken out before sending";
        Type1Applied = "type1_applied", "Type 1 opt-outs were taken out by practices";
        Exempt = "exempt", "Exempt";
    }
}
