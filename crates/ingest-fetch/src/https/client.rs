//! One HTTPS client: certificates, time limits, redirects, and which faults are tried again.
//!
//! Not allowed in here: trying again after an answer, whatever its status; text of the network library in a message.

use std::time::Duration;

use concordat_declare::source::HttpsTransport;
use concordat_diagnostics::{Diagnostic, Text, codes};
use reqwest::header::{AUTHORIZATION, HeaderValue, IF_NONE_MATCH};
use reqwest::redirect::{Attempt, Policy};
use reqwest::{Certificate, Response, StatusCode, Url};

use crate::request::FetchRequest;
use crate::retry::{self, Failed, Fault};

/// Redirects that are followed, on the same host.
const REDIRECTS_AT_MOST: usize = 5;

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
    pub(super) async fn tried<T>(&self, url: &Url, one: impl AsyncFnMut() -> Result<T, Failed>) -> Result<T, Fault> {
        retry::tried(self.tries, about(url), one).await
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
