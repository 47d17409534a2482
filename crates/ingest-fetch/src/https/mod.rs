//! An HTTPS address: one file, or one for each expected period, spooled below the home.
//!
//! Not allowed in here: plain HTTP, trusting a certificate that neither the machine nor the caller trusts, and keeping
//! a token longer than the request needs it.

mod client;
mod target;
mod token;

use std::path::PathBuf;

use concordat_agreement::ReceiveGrant;
use concordat_base::Name;
use concordat_declare::source::HttpsTransport;
use concordat_diagnostics::{Diagnostic, Text, codes};
use concordat_store::{Home, safe_component};

use crate::collected::Collected;
use crate::request::FetchRequest;

use self::client::Client;
use self::target::{Answered, Target};

/// Where downloads of a dataset are spooled. What the gate has read may be removed from it.
#[must_use]
pub fn incoming_folder(home: &Home, dataset: &Name) -> PathBuf {
    home.root().join("incoming").join(safe_component(dataset.as_str()))
}

/// Collects the files of an address. The network is used on a thread of its own, so that a caller that is itself
/// asynchronous can call this.
pub(crate) fn collect(grant: &ReceiveGrant, request: &FetchRequest<'_>, transport: &HttpsTransport) -> Collected {
    let prepared = target::targets(grant, request, transport).and_then(|targets| {
        let token = token::find(request.base, transport)?;
        Ok((targets, Client::new(request, transport, token)?))
    });
    let (targets, client) = match prepared {
        Ok(prepared) => prepared,
        Err(fault) => return Collected::fault(fault),
    };
    let outcome = std::thread::scope(|scope| scope.spawn(|| run(request, &client, &targets)).join());
    outcome.unwrap_or_else(|_| Collected::fault(unforeseen()))
}

fn run(request: &FetchRequest<'_>, client: &Client, targets: &[Target]) -> Collected {
    match tokio::runtime::Builder::new_current_thread().enable_all().build() {
        Ok(runtime) => runtime.block_on(all(request, client, targets)),
        Err(error) => {
            let message = Text::new().say("the network cannot be used: ").system(&error);
            Collected::fault(Diagnostic::error(&codes::TRANSPORT_FAILED, message))
        }
    }
}

/// One after another. A fault of the transport ends it, since the others would fail alike; any other takes out its file.
async fn all(request: &FetchRequest<'_>, client: &Client, targets: &[Target]) -> Collected {
    let mut collected = Collected::default();
    for target in targets {
        match target::fetch(request, client, target).await {
            Ok(Answered::New(delivery)) => collected.deliveries.push(*delivery),
            Ok(Answered::Unchanged(known)) => collected.unchanged.push(known),
            Ok(Answered::NotYet) => {}
            Err(fault) => {
                collected.transport |= fault.transport;
                collected.notices.push(fault.diagnostic);
                if fault.transport {
                    break;
                }
            }
        }
    }
    let nothing = collected.deliveries.is_empty() && collected.unchanged.is_empty() && collected.notices.is_empty();
    if nothing && !targets.is_empty() {
        let message = Text::new().say("the address of source ").name(&request.source.id.value).say(" has none of ");
        let message = message.number(targets.len() as u64).say(" expected period(s) yet");
        collected.notices.push(Diagnostic::error(&codes::NOTHING_DELIVERED, message));
    }
    collected.deliveries.sort_by(|left, right| left.name().cmp(right.name()));
    collected.unchanged.sort_by(|left, right| left.name.cmp(&right.name));
    collected
}

fn unforeseen() -> Diagnostic {
    Diagnostic::error(&codes::TRANSPORT_FAILED, "the transfer ended in a way that was not foreseen")
}
