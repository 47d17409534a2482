//! The access token of an address.
//!
//! Not allowed in here: showing it.

use std::path::Path;

use concordat_declare::source::HttpsTransport;
use concordat_diagnostics::{Diagnostic, Text, codes};
use reqwest::header::HeaderValue;

/// The `Authorization` header, where the transport declares a token: from the environment first, else from the file.
pub(super) fn find(base: &Path, transport: &HttpsTransport) -> Result<Option<HeaderValue>, Diagnostic> {
    if transport.token_environment.is_none() && transport.token_file.is_none() {
        return Ok(None);
    }
    let from_environment = transport.token_environment.as_deref().and_then(|name| std::env::var(name).ok());
    let usable = |text: String| Some(text.trim().to_owned()).filter(|text| !text.is_empty());
    let token = from_environment.and_then(usable).or_else(|| {
        let file = transport.token_file.as_deref()?;
        concordat_store::read_to_string(&base.join(file)).ok().and_then(usable)
    });
    let token = token.ok_or_else(|| missing(transport, " hold(s) no token"))?;
    let mut header = HeaderValue::from_str(&format!("Bearer {token}"))
        .map_err(|_| missing(transport, " hold(s) something that cannot be sent as a token"))?;
    header.set_sensitive(true);
    Ok(Some(header))
}

/// Names where the token should be.
fn missing(transport: &HttpsTransport, words: &'static str) -> Diagnostic {
    let mut message = Text::new();
    if let Some(name) = &transport.token_environment {
        message = message.say("environment variable ").declared(name);
    }
    if transport.token_environment.is_some() && transport.token_file.is_some() {
        message = message.say(" and ");
    }
    if let Some(file) = &transport.token_file {
        message = message.say("file ").file(Path::new(file));
    }
    Diagnostic::error(&codes::TOKEN_MISSING, message.say(words))
}
