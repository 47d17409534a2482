//! What the product says when something is wrong: stable codes, places, and text that can carry no cell value.
//!
//! Not allowed in here: deciding what is wrong, and building text from the content of a delivery. [`text::Text`] has no
//! constructor that takes a cell, so a stage that wants to print one finds no way to.

pub mod code;
pub mod codes;
pub mod diagnostic;
pub mod render;
pub mod text;

pub use code::{Code, Who};
pub use diagnostic::{Diagnostic, Place, Severity};
pub use text::Text;
