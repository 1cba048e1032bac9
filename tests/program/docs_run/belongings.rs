//! What readers have by the time they come to a page: their export, their rosters, their keep list.

use std::fmt::Write as _;
use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};

use std::os::unix::fs::PermissionsExt;

use unlinked::practice::PersonState;

use super::reader::Reader;

const EXPORT_HEADER: &str = "Notes:\n\"When exporting your connection data, you may notice that some of the email addresses are missing.\"\n\n\
    First Name,Last Name,URL,Email Address,Company,Position,Connected On\n";

impl Reader {
    /// Ordinary people, who are no part of the demo: `skip` of them are left to others.
    fn people(&self, skip: usize, count: usize) -> Vec<PersonState> {
        let state = self.site.state();
        let plain = |person: &PersonState| {
            person.connected && person.slug.chars().all(|c| c.is_ascii_lowercase() || c == '-')
        };
        let all = state.people.iter().skip(12).filter(|person| plain(person));
        let all: Vec<PersonState> = all.skip(skip).take(count).cloned().collect();
        assert_eq!(all.len(), count, "the site has too few people");
        all
    }

    fn write_connections(&self, file: &str, people: &[PersonState], company: &str) {
        let mut text = EXPORT_HEADER.to_owned();
        for person in people {
            let (first, last) = person.roster_name.split_once(' ').unwrap();
            let slug = &person.slug;
            writeln!(
                text,
                "{first},{last},https://www.linkedin.com/in/{slug},,{company},Shipping clerk,15 Mar 2014"
            )
            .unwrap();
        }
        self.home.write(file, &text);
    }

    fn write_roster(&self, file: &str, people: &[PersonState]) {
        let mut text = "url,name\n".to_owned();
        for person in people {
            writeln!(text, "https://www.linkedin.com/in/{},{}", person.slug, person.roster_name).unwrap();
        }
        self.home.write(file, &text);
    }

    /// LinkedIn's export, with so many people of a company.
    pub fn connections(&self, company: &str, count: usize) {
        self.write_connections("Connections.csv", &self.people(0, count), company);
    }

    /// An export from before: one has come since, and one has left.
    pub fn older_connections(&self) {
        self.write_connections("Connections-old.csv", &self.people(1, 4), "Acme");
    }

    pub fn roster(&self, count: usize) {
        self.write_roster("roster.csv", &self.people(0, count));
    }

    pub fn roster_with_martha_quill(&self, others: usize) {
        let state = self.site.state();
        let martha = state.people.iter().find(|person| person.slug == "martha-quill").unwrap();
        let people: Vec<PersonState> =
            std::iter::once(martha.clone()).chain(self.people(0, others)).collect();
        self.write_roster("roster.csv", &people);
    }

    pub fn staging_roster(&self) {
        self.write_roster("staging.csv", &self.people(0, 1));
    }

    /// Somebody who is on no roster.
    pub fn keep_list(&self) {
        let kept = &self.people(12, 1)[0];
        self.home.write("keep.csv", &format!("{}\n", kept.slug));
    }

    /// The block of the page in this language that holds `part`.
    fn block(&self, lang: &str, part: &str) -> String {
        let found = self.page.blocks.iter().find(|block| block.lang == lang && block.text.contains(part));
        found.unwrap_or_else(|| panic!("the page has no block with {part}")).text.clone()
    }

    pub fn rules_of_the_page(&self) {
        self.home.write("rules.toml", &self.block("toml", "[[rule]]"));
        self.write_roster("speakers-2019.csv", &self.people(10, 1));
    }

    /// The accounts file of the page, with the profiles where this reader can write.
    pub fn accounts(&self) {
        let folder = format!("\"{}/profiles/", self.home.path().display());
        self.home.write("accounts.toml", &self.block("toml", "[[account]]").replace("\"/profiles/", &folder));
        self.home.write("shared.toml", "");
        self.home.write("ben/config.toml", "");
        self.home.write("ben/keep.csv", "");
        self.write_roster("anna/roster.csv", &self.people(0, 2));
        self.write_roster("ben/roster.csv", &self.people(2, 1));
    }

    /// A fleet of one, as a page has it that shows no file of one.
    pub fn one_account_of_a_fleet(&self) {
        let account = "[[account]]\nname = \"anna\"\nstate = \"anna/state\"\nroster = \"anna/roster.csv\"\n";
        self.home.write("accounts.toml", account);
        self.write_roster("anna/roster.csv", &self.people(0, 2));
    }

    /// A run that met nobody where the roster says, which needs a look.
    pub fn somebody_needs_a_look(&self) {
        self.home.write("roster.csv", "url,name\nhttps://www.linkedin.com/in/nobody-there,Nobody There\n");
        let (code, screen) = self.type_in("unlinked run roster.csv --yes");
        assert_eq!(code, 3, "{screen}");
    }

    /// The cookies of a browser that is signed in, in the form in which extensions write them.
    pub fn cookie_file(&self) {
        let address = format!("{}/checkpoint/lg/login-submit", self.site.url());
        let answer = Command::new("curl")
            .args(["-si", "--max-time", "60", "-d", "session_key=staging&session_password=x", &address])
            .output()
            .unwrap();
        let answer = String::from_utf8_lossy(&answer.stdout).into_owned();
        let value = answer.split("li_at=").nth(1).unwrap_or_else(|| panic!("{answer}"));
        let value = value.split(';').next().unwrap();
        let path = self.home.write(
            "cookies.txt",
            &format!(
                "# Netscape HTTP Cookie File\n#HttpOnly_127.0.0.1\tFALSE\t/\tFALSE\t0\tli_at\t{value}\n"
            ),
        );
        std::fs::set_permissions(path, std::fs::Permissions::from_mode(0o600)).unwrap();
    }

    pub fn driver(&self) -> Driver {
        Driver::start()
    }
}

/// A driver that listens by itself, as a server does.
pub struct Driver(Child, u16);

impl Driver {
    fn start() -> Driver {
        let mut child = Command::new("chromedriver")
            .arg("--port=0")
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let port = lines.map_while(Result::ok).find_map(|line| {
            line.split_once("started successfully on port ")?.1.trim_end_matches('.').parse().ok()
        });
        Driver(child, port.unwrap())
    }

    pub fn url(&self) -> String {
        format!("http://127.0.0.1:{}", self.1)
    }
}

impl Drop for Driver {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}
