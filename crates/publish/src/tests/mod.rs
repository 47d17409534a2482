//! Tests of the flow and of the files, with made-up figures. They stand in the crate because no other crate can make the
//! payload without the audit.

mod crash;
mod events;
mod flow;
mod keeping;
mod samples;
mod writers;
