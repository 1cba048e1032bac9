//! People as files: a roster, and LinkedIn's own export of connections.

use super::Person;

/// What the export says before its header (the text of the real one).
const NOTES: &str = "When exporting your connection data, you may notice that some of the email addresses are missing. You will only see email \
addresses for connections who have allowed their connections to see or download their email address using this setting \
https://www.linkedin.com/psettings/privacy/email. You can learn more here https://www.linkedin.com/help/linkedin/answer/261";

const MONTHS: [&str; 12] =
    ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/// A roster with one row for each person.
pub(crate) fn roster_csv(people: &[&Person]) -> String {
    let mut rows =
        vec![vec!["url", "name", "company", "location", "reason"].into_iter().map(str::to_owned).collect()];
    for person in people {
        rows.push(vec![
            person.roster_url(),
            person.roster_name.clone(),
            person.company.clone(),
            person.location.clone(),
            "no contact for years".to_owned(),
        ]);
    }
    to_csv(&rows)
}

/// The export of connections: preamble, header on line 4, English dates. The day is written as in `15 Mar 2024`.
pub(crate) fn connections_csv(people: &[&Person], bom: bool) -> String {
    let mut rows: Vec<Vec<String>> = vec![
        ["First Name", "Last Name", "URL", "Email Address", "Company", "Position", "Connected On"]
            .into_iter()
            .map(str::to_owned)
            .collect(),
    ];
    for person in people {
        let (year, month, day) = person.connected_on;
        let month = MONTHS.get((month.max(1) - 1) as usize).copied().unwrap_or("Jan");
        rows.push(vec![
            person.first.clone(),
            person.last.clone(),
            person.roster_url().trim_end_matches('/').to_owned(),
            person.email.clone().unwrap_or_default(),
            person.company.clone(),
            person.position.clone(),
            format!("{day:02} {month} {year}"),
        ]);
    }
    let start = if bom { "\u{feff}" } else { "" };
    format!("{start}Notes:\n\"{NOTES}\"\n\n{}", to_csv(&rows))
}

fn to_csv(rows: &[Vec<String>]) -> String {
    let mut writer = csv::Writer::from_writer(Vec::new());
    for row in rows {
        // Writing to memory cannot fail, and every row has the same number of fields.
        let _ = writer.write_record(row);
    }
    String::from_utf8(writer.into_inner().unwrap_or_default()).unwrap_or_default()
}
