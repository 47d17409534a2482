//! The style of the page, for screens and paper.
//!
//! Not allowed in here: variables and other things that Word does not read where the page would be unreadable without, and
//! colours of rating. Letters have at least 7 : 1 to their ground, borders of what can be used 3 : 1.

pub(super) const STYLE: &str = "\
body { margin: 0; font-family: Arial, Helvetica, sans-serif; font-size: 1.0625rem; line-height: 1.5; color: #1d1d1b; background: #ffffff; }
header, main, footer { max-width: 52rem; margin: 0 auto; padding: 0.75rem 1rem; }
.skip { position: absolute; left: -999rem; }
.skip:focus { position: static; display: block; padding: 0.75rem 1rem; }
a { color: #12436d; text-decoration: underline; }
a:focus, .wide:focus, main:focus { outline: 3px solid #12436d; outline-offset: 2px; }
main:focus { outline: none; }
.place { margin: 0; font-weight: bold; }
.made-up { margin: 0.75rem 0 0; padding: 0.75rem 1rem; border: 3px solid #1d1d1b; background: #ffffff; }
h1 { font-size: 1.9rem; line-height: 1.2; margin: 0.5rem 0; }
h2 { font-size: 1.5rem; line-height: 1.25; margin: 2.5rem 0 0.5rem; padding-top: 0.75rem; border-top: 3px solid #12436d; }
h3 { font-size: 1.2rem; line-height: 1.3; margin: 1.75rem 0 0.25rem; }
p { margin: 0.5rem 0; max-width: 42rem; overflow-wrap: break-word; }
.release { color: #3d3d3d; }
.sentence { font-size: 1.25rem; border-left: 6px solid #12436d; padding-left: 1rem; }
.citation { border-left: 6px solid #3d3d3d; padding-left: 1rem; }
figure { margin: 1rem 0; }
figcaption { font-size: 0.9375rem; color: #3d3d3d; max-width: 42rem; }
.wide { overflow-x: auto; max-width: 100%; }
svg { display: block; width: 100%; min-width: 30rem; max-width: 46rem; height: auto; }
table { border-collapse: collapse; margin: 1rem 0; font-size: 0.9375rem; }
caption { text-align: left; font-weight: bold; padding-bottom: 0.5rem; }
caption span { display: inline-block; max-width: 42rem; max-width: min(42rem, calc(100vw - 2rem)); }
th, td { padding: 0.375rem 0.75rem 0.375rem 0; border-bottom: 1px solid #6f777b; vertical-align: top; text-align: left; }
thead th { vertical-align: bottom; border-bottom: 2px solid #1d1d1b; }
tbody th { font-weight: normal; min-width: 7rem; }
td.words { min-width: 6rem; }
.number { text-align: right; white-space: nowrap; }
thead .number { white-space: normal; }
dl { margin: 0.5rem 0; max-width: 42rem; }
dt { font-weight: bold; margin-top: 0.75rem; }
dd { margin: 0; overflow-wrap: break-word; }
footer { border-top: 1px solid #6f777b; margin-top: 2rem; }
@media (forced-colors: active) { svg { forced-color-adjust: none; } }
@media print {
  @page { size: A4; margin: 18mm 16mm; }
  body { font-size: 10.5pt; }
  header, main, footer { max-width: none; padding: 0; }
  .skip { display: none; }
  td.words { min-width: 0; }
  caption span { max-width: none; }
  .wide { overflow: visible; }
  h2, h3, caption { break-after: avoid; page-break-after: avoid; }
  dt { break-after: avoid; page-break-after: avoid; }
  figure, tr, .whole, dd { break-inside: avoid; page-break-inside: avoid; }
  thead { display: table-header-group; }
  svg { min-width: 0; max-width: 150mm; }
  table { font-size: 9pt; width: 100%; }
}
";
