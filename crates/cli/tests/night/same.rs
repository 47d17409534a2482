//! The same inputs give the same release.
