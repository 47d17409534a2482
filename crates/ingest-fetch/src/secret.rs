//! Secrets of a source: tokens, passwords, private keys and identities, from the environment first, else from a file.
//!
//! Not allowed in here: showing one.

use std::path::Path;

use concordat_diagnostics::{Diagnostic, Text, codes};

/// Where a secret may be kept.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Kept<'a> {
    /// The environment variable.
    pub(crate) environment: Option<&'a str>,
    /// The file, relative to the partnership.
    pub(crate) file: Option<&'a str>,
}

impl Kept<'_> {
    /// Whether the source says where it is.
    pub(crate) fn is_declared(self) -> bool {
        self.environment.is_some() || self.file.is_some()
    }

    /// The secret, without white space around it.
    pub(crate) fn find(self, base: &Path, missing: &'static str) -> Result<String, Diagnostic> {
        let usable = |text: String| Some(text.trim().to_owned()).filter(|text| !text.is_empty());
        let from_environment = self.environment.and_then(|name| std::env::var(name).ok());
        let secret = from_environment.and_then(usable).or_else(|| {
            let file = self.file?;
            concordat_store::read_to_string(&base.join(file)).ok().and_then(usable)
        });
        secret.ok_or_else(|| self.fault(missing))
    }

    /// Names where the secret should be, and says what is wrong with it.
    pub(crate) fn fault(self, words: &'static str) -> Diagnostic {
        let mut message = Text::new();
        if let Some(name) = self.environment {
            message = message.say("environment variable ").declared(name);
        }
        if self.environment.is_some() && self.file.is_some() {
            message = message.say(" and ");
        }
        if let Some(file) = self.file {
            message = message.say("file ").file(Path::new(file));
        }
        Diagnostic::error(&codes::TOKEN_MISSING, message.say(words))
    }
}
