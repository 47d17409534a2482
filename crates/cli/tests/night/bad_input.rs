//! Bad deliveries and declarations.
