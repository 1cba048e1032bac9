//! An export, a roster and a keep list in a folder of their own.

use std::path::{Path, PathBuf};

use tempfile::TempDir;
use unlinked::domain::Remembered;
use unlinked::plan::{ConsiderWords, Day, ExportOptions};
use unlinked::review::{OtherLists, Review, ReviewOptions, Server};
use unlinked::roster::Roster;

pub const HEADER: &str = "First Name,Last Name,URL,Email Address,Company,Position,Connected On\n";

pub struct Given {
    folder: TempDir,
}

impl Given {
    pub fn new(export: &str) -> Given {
        let given = Given { folder: tempfile::tempdir().unwrap() };
        std::fs::write(given.path("Connections.csv"), export).unwrap();
        given
    }

    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub fn read(&self, name: &str) -> String {
        std::fs::read_to_string(self.path(name)).unwrap_or_default()
    }

    /// The slugs of the roster, in its order.
    pub fn chosen(&self) -> Vec<String> {
        if !self.path("roster.csv").exists() {
            return Vec::new();
        }
        let roster = Roster::read(self.path("roster.csv")).unwrap();
        roster.rows.iter().map(|row| row.person.slug.as_ref().unwrap().to_string()).collect()
    }

    pub async fn serve(&self) -> Server {
        let review = Review::open(ReviewOptions {
            export: self.path("Connections.csv"),
            reading: ExportOptions::default(),
            roster: self.path("roster.csv"),
            keep: self.path("keep.csv"),
            others: OtherLists::none(),
            remembered: Remembered::default(),
            words: ConsiderWords::default(),
            today: "2026-11-23".parse::<Day>().unwrap(),
        })
        .unwrap();
        Server::start(review, 0).await.unwrap()
    }
}

/// Four people with something to consider and one who cannot be found.
pub fn small() -> String {
    format!(
        "{HEADER}Anna,Nowak,https://www.linkedin.com/in/anna-nowak,anna@example.com,Globex,Senior Recruiter,20 Nov 2026\n\
         Jan,Kowal,https://www.linkedin.com/in/jan-kowal,,Initech,Clerk,15 Mar 2014\n\
         Zoë,Żółw,https://www.linkedin.com/in/zoe-zolw,,Initech,Pilot,02 Jan 2019\n\
         Max,May,https://www.linkedin.com/in/max-may,,,,01 Feb 2012\n\
         ,,https://www.linkedin.com/company/initech,,,,01 Feb 2012\n"
    )
}

/// As many people as an export of a well-known person has.
pub fn large(people: usize) -> String {
    let first = ["Anna", "Jan", "Zoë", "Max", "Ewa", "José", "Ola", "Per"];
    let last = ["Nowak", "Kowal", "Żółw", "May", "Lis", "Pereira", "Berg"];
    let work = ["Engineer", "Senior Recruiter", "Clerk", "Pilot", "Head of Sales"];
    let mut text = HEADER.to_owned();
    for at in 0..people {
        text.push_str(&format!(
            "{},{} {at},https://www.linkedin.com/in/person-{at:x},,Company {},{},{:02} Mar {}\n",
            first[at % first.len()],
            last[at % last.len()],
            at % 1_913,
            work[at % work.len()],
            1 + at % 28,
            2009 + at % 17
        ));
    }
    text
}
