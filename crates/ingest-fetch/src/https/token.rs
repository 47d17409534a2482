//! The access token of an address.
//!
//! Not allowed in here: showing it.

use std::path::Path;

use concordat_declare::source::HttpsTransport;
use concordat_diagnostics::Diagnostic;
use reqwest::header::HeaderValue;

use crate::secret::Kept;

/// The `Authorization` header, where the transport declares a token.
pub(super) fn find(base: &Path, transport: &HttpsTransport) -> Result<Option<HeaderValue>, Diagnostic> {
    let kept = Kept { environment: transport.token_environment.as_deref(), file: transport.token_file.as_deref() };
    if !kept.is_declared() {
        return Ok(None);
    }
    let token = kept.find(base, " hold(s) no token")?;
    let mut header = HeaderValue::from_str(&format!("Bearer {token}"))
        .map_err(|_| kept.fault(" hold(s) something that cannot be sent as a token"))?;
    header.set_sensitive(true);
    Ok(Some(header))
}
