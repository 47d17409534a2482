//! A folder on an SFTP server: which of its files are whole, and which of those are new. Files stay where they are.
//!
//! Not allowed in here: a server whose key is not the declared one; writing to the server; following a link; trying again
//! after an answer that the server meant.

mod link;
mod listing;
mod login;

use concordat_declare::source::SftpTransport;
use concordat_diagnostics::{Diagnostic, Text, codes};

use crate::collected::Collected;
use crate::network;
use crate::request::FetchRequest;
use crate::retry::{self, Patience};
use crate::sealed::Opener;

use self::link::Link;
use self::listing::{Answered, Listed, Remote};

/// Collects the files of the folder in order of name.
pub(crate) fn collect(request: &FetchRequest<'_>, transport: &SftpTransport) -> Collected {
    let prepared = login::Secret::find(request.base, transport).and_then(|secret| Ok((secret, Opener::find(request)?)));
    match prepared {
        Ok((secret, opener)) => network::run(|| all(request, transport, secret, opener.as_ref())),
        Err(fault) => Collected::fault(fault),
    }
}

/// A fault of the transport ends it, since the other files would fail alike; any other takes out its file.
async fn all(
    request: &FetchRequest<'_>,
    transport: &SftpTransport,
    secret: login::Secret,
    opener: Option<&Opener>,
) -> Collected {
    let mut collected = Collected::default();
    let mut link = Link::new(transport, secret);
    let patience = Patience::of_tries(transport.tries);
    let listed =
        retry::tried(patience, about(transport), async || link.guarded(async |link| listing::list(link).await).await)
            .await;
    let listed = match listed {
        Ok(listed) => listed,
        Err(fault) => {
            collected.transport = fault.transport;
            collected.notices.push(fault.diagnostic);
            return collected;
        }
    };
    for file in &listed {
        let mut remote = Remote::new(request, file, opener);
        let one = async || link.guarded(async |link| remote.fetch(link).await).await;
        match retry::tried(patience, about(transport), one).await {
            Ok(Answered::New(delivery)) => collected.deliveries.push(*delivery),
            Ok(Answered::Unchanged(known)) => collected.unchanged.push(*known),
            Err(fault) => {
                collected.transport |= fault.transport;
                collected.notices.push(fault.diagnostic);
                if fault.transport {
                    break;
                }
            }
        }
    }
    link.close().await;
    if listed.is_empty() {
        collected.notices.push(empty(transport));
    }
    collected
}

/// A message that begins with the host alone.
fn about(transport: &SftpTransport) -> Text {
    Text::new().say("server ").declared(&transport.host.value)
}

fn empty(transport: &SftpTransport) -> Diagnostic {
    let message = about(transport).say(": the folder ").declared(&transport.path).say(" holds no file like ");
    Diagnostic::error(&codes::NOTHING_DELIVERED, message.declared(&transport.pattern))
}

impl Listed {
    /// What is on the server under a name beside it.
    fn path_of(&self, name: &str) -> String {
        format!("{}/{name}", self.folder.trim_end_matches('/'))
    }
}
