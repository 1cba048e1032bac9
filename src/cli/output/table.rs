//! How tables look.

use comfy_table::{LineStyle, TableStyle};

/// A line above, under the header, and below; none between the rows.
pub(crate) const RULED: TableStyle = TableStyle::new()
    .top_border(LineStyle::none().fill('─').junction('─'))
    .header_separator(LineStyle::none().fill('─').junction('─'))
    .bottom_border(LineStyle::none().fill('─').junction('─'));
