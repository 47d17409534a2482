//! Judges what was seen of people in a delivery, and what its note promised about them.
//!
//! What comes nearer to a person than was agreed is over-shared: the file must not stay where it is. What was agreed and is too
//! little hidden (groups, keys, opt-outs) is sent back. Not allowed in here: single records, and telling what was found but
//! its form and where.

use std::collections::{BTreeMap, BTreeSet};

use concordat_anonymity::{Form, attack};
use concordat_base::{Name, Period};
use concordat_declare::agreement::Identifiability;
use concordat_diagnostics::{Code, Diagnostic, Place, Text, codes};
use serde::Serialize;

use crate::counts::Counts;
use crate::input::GateInput;
use crate::limits::Limits;
use crate::policy::{AnonymityPolicy, KeyPolicy, NoteKey};
use crate::stop::Stop;
use crate::watch::{Observed, Seen, Watched, is_aggregate};

/// Fewest records from which the shape of a table is judged.
const RECORDS_AT_LEAST: u64 = 20;

/// What a receipt says of the people in a delivery: how near it comes to them, and no value.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct PeopleTold {
    /// How near its records may be to a person.
    pub identifiability: Identifiability,
    /// Fewest records that share all quasi-identifiers; absent where none are declared.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub k: Option<u64>,
    /// What was agreed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub k_agreed: Option<u64>,
    /// Records that share their traits with no other.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unique_records: Option<u64>,
    /// Fewest different values of each sensitive field among records that share all quasi-identifiers.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub l: BTreeMap<Name, u32>,
    /// What was agreed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub l_agreed: Option<u64>,
}

/// What was found, and what is told of it.
pub(crate) struct Judged {
    pub(crate) told: PeopleTold,
    over_shared: Vec<Diagnostic>,
    faults: Vec<Diagnostic>,
}

impl Judged {
    /// Ends the delivery where there is a fault.
    pub(crate) fn stop(self) -> Result<(), Stop> {
        let all = [self.over_shared.clone(), self.faults].concat();
        match (self.over_shared.is_empty(), all.is_empty()) {
            (_, true) => Ok(()),
            (true, false) => Err(Stop::Delivery(all)),
            (false, false) => Err(Stop::OverShared(all)),
        }
    }
}

/// Judges a delivery that was read to its end.
pub(crate) fn judge(
    input: &GateInput<'_>,
    policy: &AnonymityPolicy,
    mut observed: Observed,
    counts: Counts,
    periods: &BTreeSet<Period>,
    limits: &Limits,
) -> Judged {
    let judge = Judge { input, policy, counts };
    let mut over_shared = Vec::new();
    for column in &observed.columns {
        over_shared.extend(judge.identifiers(column));
        over_shared.extend(judge.finer(column));
        over_shared.extend(judge.small_counts(column));
    }
    over_shared.extend(judge.unkeyed(&mut observed, limits));
    over_shared.extend(judge.records_of_people(&observed));
    let (told, mut faults) = judge.groups(&observed);
    faults.extend(judge.key());
    faults.extend(judge.opt_outs(periods));
    faults.extend(judge.correction(periods));
    Judged { told, over_shared, faults }
}

struct Judge<'a> {
    input: &'a GateInput<'a>,
    policy: &'a AnonymityPolicy,
    counts: Counts,
}

impl Judge<'_> {
    fn fault(&self, code: &'static Code, text: Text) -> Diagnostic {
        Diagnostic::error(code, text).at(self.input.file.place(0))
    }

    /// A fault of a column, at the first record that has it.
    fn at(&self, code: &'static Code, column: &Watched, first: &[u64], text: Text) -> Diagnostic {
        let line = first.first().copied().unwrap_or(0);
        let place = Place { line, column: column.field as u64 + 1, ..self.input.file.place(0) };
        Diagnostic::error(code, text).at(place)
    }

    /// "the column 'x'", or what stands in no column.
    fn column(column: &Watched) -> Text {
        match &column.name {
            Some(name) => Text::new().say("the column ").name(name),
            None => Text::new().say("records with too few or too many fields"),
        }
    }

    fn in_records(&self, text: Text, cells: u64) -> Text {
        text.say(", in ").number(cells).say(" of ").number(self.counts.read()).say(" records")
    }

    fn identifiers(&self, column: &Watched) -> Vec<Diagnostic> {
        let findings = column.findings().into_iter().map(|finding| {
            let code = match finding.form {
                Form::FreeText => &codes::FREE_TEXT,
                Form::UniqueValue => &codes::CATEGORY_UNIQUE,
                _ => &codes::IDENTIFIER_FOUND,
            };
            let verb = if column.name.is_some() { " holds " } else { " hold " };
            let text = Self::column(column).say(verb).say(finding.form.words());
            self.at(code, column, &finding.first_records, self.in_records(text, finding.cells))
        });
        findings.collect()
    }

    fn finer(&self, column: &Watched) -> Vec<Diagnostic> {
        let seen = |seen: &Seen, code: &'static Code, words: &'static str| {
            let text = Self::column(column).say(words);
            let text = match column.agreed_area().filter(|_| code.number == codes::AREA_FINER.number) {
                Some(agreed) => text.say(" than ").say(agreed.words()),
                None => text.say(" than was agreed"),
            };
            (seen.cells > 0).then(|| self.at(code, column, &seen.first, self.in_records(text, seen.cells)))
        };
        let areas = seen(&column.finer_areas, &codes::AREA_FINER, " holds areas that are finer");
        let times = seen(&column.finer_times, &codes::TIME_FINER, " holds times that are finer");
        let contract = column.is_contract_too_fine().then(|| {
            let code = if column.agreed_area().is_some() { &codes::AREA_FINER } else { &codes::TIME_FINER };
            let text = Self::column(column).say(" is declared finer in the contract than the agreement permits");
            self.at(code, column, &[], text).help("Have the contract changed to what was agreed, and send that.")
        });
        [areas, times, contract].into_iter().flatten().collect()
    }

    fn small_counts(&self, column: &Watched) -> Option<Diagnostic> {
        let seen = &column.small_counts;
        let text = Self::column(column).say(" holds counts from 1 to ").number(self.policy.min_count.saturating_sub(1));
        (seen.cells > 0).then(|| self.at(&codes::SMALL_COUNT, column, &seen.first, self.in_records(text, seen.cells)))
    }

    fn unkeyed(&self, observed: &mut Observed, limits: &Limits) -> Option<Diagnostic> {
        let position = attack(&mut observed.samples, limits.attack_stems)?;
        let column = &observed.columns[position];
        let text = Self::column(column).say(" holds hashes of NHS numbers that were made without a secret key");
        Some(self.at(&codes::UNKEYED_PSEUDONYM, column, &[], text))
    }

    /// Whether a table of counts is none: pseudonyms in it, records that repeat, or counts that are never above 1.
    fn records_of_people(&self, observed: &Observed) -> Option<Diagnostic> {
        if !is_aggregate(self.policy.identifiability) {
            return None;
        }
        let fault = |text: Text| Some(self.fault(&codes::RECORDS_OF_PEOPLE, text));
        if let Some(column) = observed.columns.iter().find(|column| column.tokens > 0) {
            return fault(Self::column(column).say(" holds pseudonyms, and counts were agreed"));
        }
        let records = self.counts.accepted();
        if records < RECORDS_AT_LEAST {
            return None;
        }
        let groups = observed.combinations.as_ref().map(|combinations| combinations.summary().groups);
        if groups.is_some_and(|groups| groups * 10 < records * 9) {
            return fault(Text::new().say("most records have the same groups as another, and counts were agreed"));
        }
        let mut measures = observed.columns.iter().filter(|column| column.is_measure()).peekable();
        let single = measures.peek().is_some() && measures.all(Watched::never_above_one);
        single.then(|| self.fault(&codes::RECORDS_OF_PEOPLE, "no count is above 1, and counts were agreed".into()))
    }

    fn groups(&self, observed: &Observed) -> (PeopleTold, Vec<Diagnostic>) {
        let (k_agreed, l_agreed) = (self.policy.k, self.policy.l);
        let mut told = PeopleTold {
            identifiability: self.policy.identifiability,
            k: None,
            k_agreed,
            unique_records: None,
            l: BTreeMap::new(),
            l_agreed,
        };
        let Some(groups) = &observed.groups else { return (told, Vec::new()) };
        if observed.too_many_groups {
            let text = Text::new().say("quasi-identifiers have more combinations than can be counted");
            let needed = k_agreed.is_some() || l_agreed.is_some();
            return (told, needed.then(|| self.fault(&codes::TOO_MANY_GROUPS, text)).into_iter().collect());
        }
        let summary = groups.summary();
        if summary.records == 0 {
            return (told, Vec::new());
        }
        told.k = Some(summary.k);
        told.unique_records = Some(summary.unique_records);
        told.l = observed.sensitive.iter().cloned().zip(summary.l.iter().copied()).collect();
        let mut faults = Vec::new();
        if let Some(agreed) = k_agreed.filter(|agreed| summary.k < *agreed) {
            let text = Text::new().say("the smallest group that shares all traits has ").number(summary.k);
            let text = text.say(" records, at least ").number(agreed).say(" were agreed; ");
            let text = text.number(groups.records_below(agreed)).say(" of ").number(summary.records);
            let text = text.say(" records are in groups too small, ").number(summary.unique_records);
            faults.push(self.fault(&codes::PEOPLE_STAND_OUT, text.say(" of them alone")));
        }
        for (name, least) in &told.l {
            if let Some(agreed) = l_agreed.filter(|agreed| u64::from(*least) < *agreed) {
                let text = Text::new().say("a group that shares all traits has ").number(u64::from(*least));
                let text = text.say(" different values of ").name(name).say(", at least ").number(agreed);
                faults.push(self.fault(&codes::TOO_ALIKE, text.say(" were agreed")));
            }
        }
        (told, faults)
    }

    fn key(&self) -> Vec<Diagnostic> {
        let Some(policy) = &self.policy.key else { return Vec::new() };
        let Some(key) = self.input.file.note.and_then(|note| note.key.as_ref()) else {
            let text = Text::new().say("the delivery note carries no proof of the key ");
            let text = text.list(policy.ids.iter().map(String::as_str));
            return policy.required.then(|| self.fault(&codes::KEY_PROOF_MISSING, text)).into_iter().collect();
        };
        let mut faults: Vec<Diagnostic> = self.wrong_key(policy, key).into_iter().collect();
        let earlier = self.policy.earlier.values().filter_map(|earlier| earlier.key.as_ref());
        let differs = |other: &NoteKey| other.id == key.id && !other.proof.eq_ignore_ascii_case(&key.proof);
        if earlier.clone().any(differs) {
            let text =
                Text::new().say("the proof of the key ").declared(&key.id).say(" is not that of an earlier delivery");
            faults.push(self.fault(&codes::KEY_PROOF_DIFFERS, text));
        }
        let others = policy.proofs_of_others.get(&key.id);
        if others.is_some_and(|other| !other.eq_ignore_ascii_case(&key.proof)) {
            let text = Text::new().say("the proof of the key ").declared(&key.id);
            let text = text.say(" is not that of the datasets this one may be linked with");
            faults.push(self.fault(&codes::KEY_PROOF_DIFFERS, text));
        }
        faults
    }

    fn wrong_key(&self, policy: &KeyPolicy, key: &NoteKey) -> Option<Diagnostic> {
        let agreed = || Text::new().say("the agreed key is ").list(policy.ids.iter().map(String::as_str));
        let well_formed = key.proof.len() == 64 && key.proof.bytes().all(|byte| byte.is_ascii_hexdigit());
        let text = if !policy.ids.contains(&key.id) {
            agreed().say(", and the delivery note names another")
        } else if !well_formed {
            agreed().say(", and its proof is not 64 hexadecimal digits")
        } else if policy.is_public(key) {
            agreed().say(", and its proof was made without a secret")
        } else {
            return None;
        };
        Some(self.fault(&codes::WRONG_KEY, text))
    }

    fn opt_outs(&self, periods: &BTreeSet<Period>) -> Vec<Diagnostic> {
        let said = self.input.file.note.and_then(|note| note.opt_outs);
        if said.is_none() {
            let text =
                "the agreement asks for opt-outs to be applied, and the delivery note does not say that they were";
            let missing = || self.fault(&codes::OPT_OUTS_NOT_STATED, text.into());
            return self.policy.opt_outs_required.then(missing).into_iter().collect();
        }
        let other = |period: &&Period| {
            let earlier = self.policy.earlier.get(period).and_then(|earlier| earlier.opt_outs);
            earlier.is_some() && earlier != said
        };
        let Some(period) = periods.iter().find(other) else { return Vec::new() };
        let text = Text::new().say("the delivery note says another thing of opt-outs than an earlier delivery of ");
        vec![self.fault(&codes::OPT_OUTS_DIFFER, text.period(*period).say(" did"))]
    }

    fn correction(&self, periods: &BTreeSet<Period>) -> Option<Diagnostic> {
        let note = self.input.file.note.filter(|_| self.policy.reason_required)?;
        if note.reason.as_ref().is_some_and(|reason| !reason.trim().is_empty()) {
            return None;
        }
        let period = periods.iter().find(|period| {
            let earlier = self.policy.earlier.get(period);
            earlier.is_some_and(|earlier| Some(earlier.commitment.as_str()) != self.input.commitment)
        })?;
        let text = Text::new().say("the delivery corrects ").period(*period).say(", and its note gives no reason");
        Some(self.fault(&codes::CORRECTION_WITHOUT_REASON, text))
    }
}
