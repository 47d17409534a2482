//! Sources: suppliers, contracts, code lists and periods that exist.
//!
//! Not allowed in here: whether a source may be received; agreements say that.

use concordat_base::{Period, PeriodKind};
use concordat_diagnostics::{Text, codes};

use super::place;
use crate::contract::{ColumnKind, Contract};
use crate::faults::Faults;
use crate::located::Located;
use crate::partnership::{Declared, Draft};
use crate::place::Profile;
use crate::source::{Content, Encryption, LateAction, SftpTransport, Source, Transport};

/// How the name of an encrypted file ends.
const ENCRYPTED: &str = ".age";

pub(crate) fn check(draft: &Draft, faults: &mut Faults) {
    place::once("source", &draft.file, draft.sources.iter().map(|source| &source.item.id), faults);
    for source in &draft.sources {
        faults.must_be_known("party", &source.file, &source.item.supplier, place::parties(draft));
        if let Some(policy) = &source.item.disclosure_policy {
            faults.must_be_known("disclosure policy", &source.file, policy, place::policies(draft));
        }
        content(draft, source, faults);
        transport(draft, source, faults);
        expected(source, faults);
        super::published::check(source, faults);
        super::mapping::check(draft, source, faults);
    }
    for contract in draft.contracts.values() {
        lists(draft, contract, faults);
    }
}

fn content(draft: &Draft, source: &Declared<Source>, faults: &mut Faults) {
    match &source.item.content {
        Content::Extract(extract) => {
            let known = draft.contracts.keys().map(concordat_base::Name::as_str);
            faults.must_be_known("contract", &source.file, &extract.contract, known);
        }
        Content::Published(published) => {
            let series = draft.sources.iter().flat_map(|source| match &source.item.content {
                Content::Published(published) => published.series.as_slice(),
                Content::Extract(_) => &[],
            });
            let ids: Vec<_> = series.map(|series| &series.id).collect();
            for series in &published.series {
                if ids.iter().filter(|id| id.value == series.id.value).count() > 1 {
                    let message = Text::new().say("the series ").name(&series.id.value).say(" is declared twice");
                    faults.at(&codes::DECLARED_TWICE, &source.file, &series.id, message);
                }
            }
        }
    }
}

fn transport(draft: &Draft, source: &Declared<Source>, faults: &mut Faults) {
    match &source.item.transport {
        Transport::Folder(_) => {}
        Transport::Https(https) => super::interfaces::check(source, https, faults),
        Transport::Sftp(server) => sftp(source, server, faults),
    }
    if draft.place.profile == Profile::Live && source.item.transport.stand_in().is_some() {
        let message = Text::new().say("profile live refuses a folder that stands in for an address");
        faults.at(&codes::SAMPLE_REFUSED, &source.file, &source.item.id, message);
    }
    encryption(source, faults);
}

fn sftp(source: &Declared<Source>, server: &SftpTransport, faults: &mut Faults) {
    let base64 =
        |text: &str| text.len() == 43 && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"+/".contains(&byte));
    if !server.host_key.value.strip_prefix("SHA256:").is_some_and(base64) {
        let message = Text::new().say("expected the fingerprint of the server's key: SHA256: and 43 characters");
        faults.at(&codes::WRONG_VALUE, &source.file, &server.host_key, message);
    }
    let password = server.password_environment.is_some() || server.password_file.is_some();
    let key = server.private_key_environment.is_some() || server.private_key_file.is_some();
    if password == key {
        let message =
            Text::new().say("expected where the password is kept, or where the private key is kept, and not both");
        faults.at(&codes::WRONG_VALUE, &source.file, &server.host, message);
    }
}

/// A file that should be encrypted and is not must not be taken for one that is, nor the other way round.
fn encryption(source: &Declared<Source>, faults: &mut Faults) {
    let transport = &source.item.transport;
    let patterns =
        std::iter::once(transport.file_names()).chain(transport.stand_in().map(|folder| folder.pattern.as_str()));
    let encrypted = source.item.encryption.is_some();
    if patterns.into_iter().any(|pattern| pattern.ends_with(ENCRYPTED) != encrypted) {
        let message = match encrypted {
            true => "encryption is declared, so that the names of all files must end with .age",
            false => "names end with .age, and no encryption is declared",
        };
        faults.at(&codes::WRONG_VALUE, &source.file, &source.item.id, Text::new().say(message));
    }
    let Some(Encryption::Age(age)) = &source.item.encryption else { return };
    if age.identity_environment.is_none() && age.identity_file.is_none() {
        let message = Text::new().say("expected where the identity is kept: identity_environment or identity_file");
        faults.at(&codes::MISSING_KEY, &source.file, &source.item.id, message);
    }
}

fn expected(source: &Declared<Source>, faults: &mut Faults) {
    if source.item.late.action == LateAction::Hold && source.item.late.max_age.is_none() {
        let message = Text::new().say("late: hold needs max_age");
        faults.at(&codes::MISSING_KEY, &source.file, &source.item.id, message);
    }
    let Some(expected) = &source.item.expected else { return };
    for period in std::iter::once(&expected.from).chain(&expected.until).chain(&expected.except) {
        period_of(&source.file, period, expected.every, faults);
    }
}

/// Adds a fault unless the text is a period of that kind.
pub(crate) fn period_of(file: &str, text: &Located<String>, kind: PeriodKind, faults: &mut Faults) {
    if let Err(error) = Period::parse(&text.value, kind) {
        let message = Text::new().say("expected a period written like ").declared(error.expected.form());
        faults.at(&codes::WRONG_VALUE, file, text, message);
    }
}

fn lists(draft: &Draft, contract: &Contract, faults: &mut Faults) {
    for column in &contract.columns {
        let missing = match &column.kind {
            ColumnKind::Code { list } => (!draft.code_lists.contains_key(list)).then_some(("code list", list)),
            ColumnKind::Area { level } => {
                draft.areas.codes_of(level.as_str()).is_none().then_some(("area level", level))
            }
            _ => None,
        };
        if let Some((kind, name)) = missing {
            let message = Text::new().say("column ").name(&column.name).say(": there is no ").say(kind).say(" ");
            faults.whole(&codes::CONTRACT_FAULT, contract.id.as_str(), message.name(name));
        }
    }
}
