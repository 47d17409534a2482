//! One HTTPS client: certificates, time limits, redirects, and which faults are tried again.
//!
//! Not allowed in here: trying again after an answer, whatever its status; text of the network library in a message.

use std::collections::hash_map::RandomState;
use std::hash::BuildHasher;
use std::time::Duration;

use concordat_declare::source::HttpsTransport;
use concordat_diagnostics::{Diagnostic, Text, codes};
use reqwest::header::{AUTHORIZATION, HeaderValue, IF_NONE_MATCH};
use reqwest::redirect::{Attempt, Policy};
use reqwest::{Certificate, Response, StatusCode, Url};

use crate::request::FetchRequest;

/// Redirects that are followed, on the same host.
const REDIRECTS_AT_MOST: usize = 5;

/// The longest pause between two tries.
const LONGEST_PAUSE: Duration = Duration::from_secs(30);

/// A fault, and whether it was the transport's.
#[derive(Debug)]
pub(super) struct Fault {
    pub(super) diagnostic: Diagnostic,
    pub(super) transport: bool,
}

impl From<Diagnostic> for Fault {
    fn from(diagnostic: Diagnostic) -> Self {
        Self { diagnostic, transport: false }
    }
}

/// A try that failed.
#[derive(Debug)]
pub(super) enum Failed {
    /// The transport: it is tried again.
    Transport(&'static str),
    /// Anything else: it is not.
    Final(Diagnostic),
}

impl From<reqwest::Error> for Failed {
    fn from(error: reqwest::Error) -> Self {
        Self::Transport(match () {
            () if error.is_timeout() => "the server was silent for too long",
            () if error.is_connect() => "no connection could be made",
            () => "the transfer broke off",
        })
    }
}

/// The client of one source.
#[derive(Debug)]
pub(super) struct Client {
    http: reqwest::Client,
    authorization: Option<HeaderValue>,
    tries: u32,
}

impl Client {
    pub(super) fn new(
        request: &FetchRequest<'_>,
        transport: &HttpsTransport,
        authorization: Option<HeaderValue>,
    ) -> Result<Self, Diagnostic> {
        // Where the process has installed a provider before, that one stays: the call then changes nothing.
        drop(rustls::crypto::ring::default_provider().install_default());
        let timeout = Duration::from_secs(u64::from(transport.timeout_seconds.max(1)));
        let http = reqwest::Client::builder()
            .https_only(true)
            .redirect(Policy::custom(same_host))
            .connect_timeout(timeout)
            .read_timeout(timeout)
            .user_agent(concat!("concordat/", env!("CARGO_PKG_VERSION")))
            .tls_certs_merge(roots(request)?)
            .build();
        let http = http.map_err(|_| {
            let message = "the certificates of this machine cannot be used";
            Diagnostic::error(&codes::TRANSPORT_FAILED, message)
        })?;
        Ok(Self { http, authorization, tries: transport.tries.max(1) })
    }

    /// Sends one request.
    pub(super) async fn get(&self, url: &Url, etag: Option<&str>) -> Result<Response, Failed> {
        let mut request = self.http.get(url.clone());
        if let Some(authorization) = &self.authorization {
            request = request.header(AUTHORIZATION, authorization.clone());
        }
        if let Some(etag) = etag {
            request = request.header(IF_NONE_MATCH, etag);
        }
        Ok(request.send().await?)
    }

    /// Tries until something else than the transport decides, at most as often as the source declares.
    pub(super) async fn tried<T>(
        &self,
        url: &Url,
        mut one: impl AsyncFnMut() -> Result<T, Failed>,
    ) -> Result<T, Fault> {
        let mut tried = 1;
        loop {
            match one().await {
                Ok(outcome) => return Ok(outcome),
                Err(Failed::Final(diagnostic)) => return Err(diagnostic.into()),
                Err(Failed::Transport(words)) if tried >= self.tries => {
                    let message = about(url).say(": ").say(words).say(" (").number(u64::from(tried)).say(" tries)");
                    let diagnostic = Diagnostic::error(&codes::TRANSPORT_FAILED, message);
                    return Err(Fault { diagnostic, transport: true });
                }
                Err(Failed::Transport(_)) => tokio::time::sleep(pause(tried)).await,
            }
            tried += 1;
        }
    }
}

/// A message that begins with the host alone: path and query may hold what is not to be told.
pub(super) fn about(url: &Url) -> Text {
    Text::new().say("server ").declared(url.host_str().unwrap_or_default())
}

/// The fault of an answer that is neither a file nor "not there" nor "as before".
pub(super) fn refused(url: &Url, status: StatusCode) -> Diagnostic {
    if status.is_redirection() && status != StatusCode::NOT_MODIFIED {
        let message = about(url).say(" sends us to another host, or on and on");
        return Diagnostic::error(&codes::REDIRECT_REFUSED, message);
    }
    let message = about(url).say(" answered with status ").number(u64::from(status.as_u16()));
    Diagnostic::error(&codes::SERVER_REFUSED, message)
}

/// Follows a redirect only to where the first request went: the token travels with it.
fn same_host(attempt: Attempt<'_>) -> reqwest::redirect::Action {
    let previous = attempt.previous();
    let same = previous.first().is_some_and(|first| first.origin() == attempt.url().origin());
    if same && previous.len() <= REDIRECTS_AT_MOST { attempt.follow() } else { attempt.stop() }
}

fn roots(request: &FetchRequest<'_>) -> Result<Vec<Certificate>, Diagnostic> {
    let Some(pem) = request.extra_roots_pem else { return Ok(Vec::new()) };
    Certificate::from_pem_bundle(pem).map_err(|_| {
        let message = "the extra certificates are not PEM";
        Diagnostic::error(&codes::TRANSPORT_FAILED, message)
    })
}

/// Half a second, doubled with each try, times a random factor from one half to one and a half, so that many clients
/// that failed together do not come back together.
fn pause(tried: u32) -> Duration {
    let doubled = Duration::from_millis(500).saturating_mul(1 << tried.saturating_sub(1).min(10));
    // The standard library's own source of randomness; no result depends on it.
    let thousandths = u32::try_from(RandomState::new().hash_one(tried) % 1_000).unwrap_or(0);
    doubled.saturating_mul(500 + thousandths).checked_div(1_000).unwrap_or(doubled).min(LONGEST_PAUSE)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_grow_and_stay_within_their_limits() {
        for tried in 1..40 {
            let base = Duration::from_millis(500).saturating_mul(1 << (tried - 1).min(10));
            let pause = pause(tried);
            assert!(pause >= (base / 2).min(LONGEST_PAUSE) && pause <= (base * 3 / 2).min(LONGEST_PAUSE), "{tried}");
        }
    }
}
