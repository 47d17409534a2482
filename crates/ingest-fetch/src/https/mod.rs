//! An HTTPS address: one file, or one for each expected period, spooled below the home. A publisher's interface is such an
//! address, whose answer comes in pages, is asked for by a query, or stands where another answer says.
//!
//! Not allowed in here: plain HTTP, trusting a certificate that neither the machine nor the caller trusts, and keeping
//! a token longer than the request needs it.

mod busy;
mod client;
mod described;
mod links;
mod looks;
mod pages;
mod target;
mod token;
mod transfer;

use concordat_agreement::ReceiveGrant;
use concordat_declare::source::HttpsTransport;
use concordat_diagnostics::{Diagnostic, Text, codes};

use crate::collected::Collected;
use crate::network;
use crate::request::FetchRequest;
use crate::sealed::Opener;

use self::client::Client;
use self::target::{Answered, Asker, Target};

/// Collects the files of an address. The network is used on a thread of its own, so that a caller that is itself
/// asynchronous can call this.
pub(crate) fn collect(grant: &ReceiveGrant, request: &FetchRequest<'_>, transport: &HttpsTransport) -> Collected {
    let prepared = target::targets(grant, request, transport).and_then(|targets| {
        let token = token::find(request.base, transport)?;
        let opener = Opener::find(request)?;
        Ok((targets, Client::new(request, transport, token)?, opener))
    });
    let (targets, client, opener) = match prepared {
        Ok(prepared) => prepared,
        Err(fault) => return Collected::fault(fault),
    };
    let asker = Asker { request, transport, client: &client, opener: opener.as_ref() };
    network::run(|| all(asker, &targets))
}

/// One after another. A fault of the transport ends it, since the others would fail alike; any other takes out its file.
async fn all(asker: Asker<'_>, targets: &[Target]) -> Collected {
    let mut collected = Collected::default();
    for target in targets {
        match asker.fetch(target, &mut collected.notices).await {
            Ok(Answered::New(delivery)) => collected.deliveries.push(*delivery),
            Ok(Answered::Unchanged(known)) => collected.unchanged.push(*known),
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
        let message =
            Text::new().say("the address of source ").name(&asker.request.source.id.value).say(" has none of ");
        let message = message.number(targets.len() as u64).say(" expected period(s) yet");
        collected.notices.push(Diagnostic::error(&codes::NOTHING_DELIVERED, message));
    }
    collected.deliveries.sort_by(|left, right| left.name().cmp(right.name()));
    collected.unchanged.sort_by(|left, right| left.name.cmp(&right.name));
    collected
}
