//! One HTTPS client: certificates, proxy, time limits, redirects, and which faults are tried again.
//!
//! Not allowed in here: trying again after an answer that does not ask for it; text of the network library in a message;
//! a token on its way to another host than the declared one.

use std::time::Duration;

use concordat_declare::source::HttpsTransport;
use concordat_diagnostics::{Diagnostic, Text, codes};
use reqwest::header::{
    ACCEPT_ENCODING, AUTHORIZATION, CONTENT_TYPE, HeaderValue, IF_MODIFIED_SINCE, IF_NONE_MATCH, IF_RANGE, RANGE,
};
use reqwest::redirect::{Action, Attempt, Policy};
use reqwest::{Certificate, Proxy, RequestBuilder, Response, StatusCode, Url};

use crate::request::{FetchRequest, Marks};
use crate::retry::{self, Failed, Fault, Patience};

use super::busy;

/// Redirects that are followed.
const REDIRECTS_AT_MOST: usize = 5;

/// How long a server may make us wait where the source does not say.
const USUAL_WAIT_SECONDS: u32 = 60;

impl From<reqwest::Error> for Failed {
    fn from(error: reqwest::Error) -> Self {
        Self::Transport(match () {
            () if error.is_timeout() => "the server was silent for too long",
            () if error.is_connect() => "no connection could be made",
            () => "the transfer broke off",
        })
    }
}

/// One question to a server.
#[derive(Clone, Copy, Debug)]
pub(super) struct Ask<'a> {
    pub(super) url: &'a Url,
    /// What the server said of what is known: it need not be sent again.
    pub(super) marks: Option<&'a Marks>,
    /// What is sent by POST.
    pub(super) post: Option<&'a [u8]>,
    /// From which byte on, and of which content alone.
    pub(super) from: Option<(u64, &'a str)>,
}

impl<'a> Ask<'a> {
    pub(super) fn whole(url: &'a Url) -> Self {
        Self { url, marks: None, post: None, from: None }
    }
}

/// The client of one source.
#[derive(Debug)]
pub(super) struct Client {
    http: reqwest::Client,
    authorization: Option<HeaderValue>,
    declared: String,
    patience: Patience,
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
        let mut builder = reqwest::Client::builder()
            .https_only(true)
            .redirect(redirects(transport))
            // The address that a redirect comes from may hold what the other host is not to know.
            .referer(false)
            .connect_timeout(timeout)
            .read_timeout(timeout)
            .user_agent(concat!("concordat/", env!("CARGO_PKG_VERSION")))
            .tls_certs_merge(roots(request, transport)?);
        if let Some(proxy) = &transport.proxy {
            let unusable = |_| Diagnostic::error(&codes::TRANSPORT_FAILED, "the proxy of the source cannot be used");
            builder = builder.proxy(Proxy::https(proxy.value.as_str()).map_err(unusable)?);
        }
        let http = builder.build().map_err(|_| {
            let message = "the certificates of this machine cannot be used";
            Diagnostic::error(&codes::TRANSPORT_FAILED, message)
        })?;
        let seconds = transport.wait_at_most_seconds.as_ref().map_or(USUAL_WAIT_SECONDS, |wait| wait.value);
        let wait_at_most = Duration::from_secs(u64::from(seconds));
        let patience = Patience { wait_at_most, ..Patience::of_tries(transport.tries) };
        Ok(Self { http, authorization, declared: transport.url.value.clone(), patience })
    }

    /// Sends one request. A server that asks for a pause has not answered.
    pub(super) async fn send(&self, ask: Ask<'_>) -> Result<Response, Failed> {
        let response = self.request(ask).send().await?;
        match busy::pause_asked(&response) {
            Some(pause) => Err(Failed::Busy(pause)),
            None => Ok(response),
        }
    }

    fn request(&self, ask: Ask<'_>) -> RequestBuilder {
        let mut request = match ask.post {
            None => self.http.get(ask.url.clone()),
            Some(body) => {
                let posted = self.http.post(ask.url.clone()).body(body.to_vec());
                posted.header(CONTENT_TYPE, "application/json")
            }
        };
        // What is measured, resumed and compared is the file, not a compressed form of it.
        request = request.header(ACCEPT_ENCODING, "identity");
        if let Some(authorization) = self.authorization.as_ref().filter(|_| self.is_declared(ask.url)) {
            request = request.header(AUTHORIZATION, authorization.clone());
        }
        if let Some(marks) = ask.marks {
            let etag = marks.etag.iter().map(|etag| (IF_NONE_MATCH, etag));
            let headers = etag.chain(marks.last_modified.iter().map(|day| (IF_MODIFIED_SINCE, day)));
            request = headers.fold(request, |request, (name, value)| request.header(name, value));
        }
        if let Some((byte, content)) = ask.from {
            request = request.header(RANGE, format!("bytes={byte}-")).header(IF_RANGE, content);
        }
        request
    }

    /// Whether an address is on the host that the source declares. A period in it may stand anywhere behind the host.
    fn is_declared(&self, url: &Url) -> bool {
        let declared = Url::parse(&self.declared.replace(super::target::PERIOD, "0"));
        declared.is_ok_and(|declared| declared.origin() == url.origin())
    }

    /// Tries until something else than the transport decides, at most as often as the source declares.
    pub(super) async fn tried<T>(&self, url: &Url, one: impl AsyncFnMut() -> Result<T, Failed>) -> Result<T, Fault> {
        retry::tried(self.patience, about(url), one).await
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

/// Whether an address is on one of the other hosts that a source names, with or without a port.
pub(super) fn is_one_of(transport_hosts: &[String], url: &Url) -> bool {
    let Some(host) = url.host_str() else { return false };
    let with_port = url.port().map(|port| format!("{host}:{port}"));
    let same = |one: &String| match &with_port {
        Some(with_port) => one.eq_ignore_ascii_case(with_port),
        None => one.eq_ignore_ascii_case(host),
    };
    url.scheme() == "https" && transport_hosts.iter().any(same)
}

/// The other hosts that a source names.
pub(super) fn other_hosts(transport: &HttpsTransport) -> Vec<String> {
    transport.also_hosts.iter().map(|host| host.value.clone()).collect()
}

/// Follows a redirect only to where the first request went, or to a host that the source names, which gets no token.
fn redirects(transport: &HttpsTransport) -> Policy {
    let (hosts, posting) = (other_hosts(transport), transport.post.is_some());
    Policy::custom(move |attempt| declared_host(attempt, &hosts, posting))
}

fn declared_host(attempt: Attempt<'_>, hosts: &[String], posting: bool) -> Action {
    let previous = attempt.previous();
    let same = previous.first().is_some_and(|first| first.origin() == attempt.url().origin());
    let permitted = same || is_one_of(hosts, attempt.url());
    // Any other redirect turns a query that is sent into one that asks for everything.
    let kept = [StatusCode::TEMPORARY_REDIRECT, StatusCode::PERMANENT_REDIRECT].contains(&attempt.status());
    let follow = permitted && (kept || !posting) && previous.len() <= REDIRECTS_AT_MOST;
    if follow { attempt.follow() } else { attempt.stop() }
}

fn roots(request: &FetchRequest<'_>, transport: &HttpsTransport) -> Result<Vec<Certificate>, Diagnostic> {
    let mut roots = match request.extra_roots_pem {
        None => Vec::new(),
        Some(pem) => Certificate::from_pem_bundle(pem).map_err(|_| {
            let message = "the extra certificates are not PEM";
            Diagnostic::error(&codes::TRANSPORT_FAILED, message)
        })?,
    };
    if let Some(file) = &transport.certificates_file {
        let unusable = |words| {
            let message = Text::new().say("certificates ").file(file.as_ref()).say(words);
            Diagnostic::error(&codes::CERTIFICATES_UNUSABLE, message)
        };
        let pem = concordat_store::read_to_string(&request.base.join(file)).map_err(|_| unusable(": no such file"))?;
        let own = Certificate::from_pem_bundle(pem.as_bytes()).unwrap_or_default();
        if own.is_empty() {
            return Err(unusable(": expected PEM, -----BEGIN CERTIFICATE-----"));
        }
        roots.extend(own);
    }
    Ok(roots)
}
