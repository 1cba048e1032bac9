//! The machine and the way to the site: disk, clock, zone, keep lists, selector files, network; and what holds the account back.

use std::time::Duration;

use tokio::net::{TcpStream, lookup_host};
use tokio::time::timeout;
use url::Url;

use super::super::hindrance::hindrances;
use super::super::keep_lists::{Asked, KeepLists};
use super::super::settings::{selector_folders, zone_of};
use super::super::shared_machine::{self, Sharing};
use super::check::{Check, Wanted};
use crate::domain::{StoppedBy, UnixMs};
use crate::pace::{OpenHours, Opening};
use crate::selectors::Selectors;
use crate::system::disk;
use crate::wording::{moment, size};

/// Less than this, and a run's ledger and pictures find no room soon; and less than this, at once.
const ROOM: u64 = 1 << 30;
const LEAST_ROOM: u64 = 64 << 20;

/// No machine that runs this has an earlier date: 2026-01-01T00:00:00Z.
const EARLIEST: UnixMs = UnixMs(1_767_225_600_000);

/// How long a connection may take.
const CONNECT: Duration = Duration::from_secs(5);

pub(super) async fn look(wanted: &Wanted<'_>, now: UnixMs) -> Vec<Check> {
    let mut checks = vec![room(wanted), clock(wanted, now), zone(wanted, now), others(wanted)];
    if !wanted.is_run {
        checks.extend([keep(wanted), selectors(wanted)]);
    }
    let url = wanted.config.webdriver.url.as_ref().and_then(|url| url.as_str().parse::<Url>().ok());
    if let Some(url) = &url {
        let by = StoppedBy::Browser;
        let cure = "Start the WebDriver server, or correct `webdriver.url` in the config.";
        checks.push(connection("server", url, by, cure).await);
        checks.push(Check::not_needed("site", "it is reached from the server's machine"));
    } else if let Some(proxy) = proxy(wanted) {
        checks.push(Check::not_needed("site", format!("it is reached through a proxy ({proxy})")));
    } else {
        let cure = "See whether the site opens in a browser on this machine: the network may be down, or want a sign-in of its own.";
        checks.push(connection("site", &wanted.config.site, StoppedBy::Outage, cure).await);
    }
    if !wanted.is_run {
        checks.extend(held_back(wanted, now));
    }
    checks
}

fn room(wanted: &Wanted<'_>) -> Check {
    const WHAT: &str = "disk";
    let folder = wanted.account.folder();
    let there = folder.ancestors().find(|folder| folder.is_dir()).unwrap_or(folder);
    match disk::free_bytes(there) {
        None => Check::unsure(WHAT, "it cannot be told how much room is left", ""),
        Some(free) if free >= ROOM => {
            Check::good(WHAT, format!("{} free at {}", size(free), there.display()))
        }
        Some(free) => {
            let seen = format!("only {} free at {}", size(free), there.display());
            let cure = "Free some space, or use another folder with --state; `unlinked evidence purge` removes old pictures.";
            match free < LEAST_ROOM {
                true => Check::bad(WHAT, Some(StoppedBy::State), seen, cure),
                false => Check::unsure(WHAT, seen, cure),
            }
        }
    }
}

/// Who else may use the machine that the browser runs on.
fn others(wanted: &Wanted<'_>) -> Check {
    const WHAT: &str = "other users";
    match shared_machine::look(wanted.config) {
        Sharing::Elsewhere => Check::not_needed(WHAT, "the browser runs on the server's machine"),
        Sharing::Unknown => Check::not_needed(WHAT, "they are not looked for on this system"),
        Sharing::Nobody => Check::good(WHAT, "there is no sign that anybody else uses this machine"),
        Sharing::Others { signs, warns_only } => {
            let seen = format!("{signs}; {}", shared_machine::RISK);
            match warns_only {
                true => Check::unsure(WHAT, seen, shared_machine::advice()),
                false => Check::bad(WHAT, None, seen, shared_machine::cure()),
            }
        }
    }
}

fn clock(wanted: &Wanted<'_>, now: UnixMs) -> Check {
    const WHAT: &str = "clock";
    let cure = "Set the machine's clock: budgets, hours and the site's certificate go by it.";
    if now < EARLIEST {
        return Check::bad(WHAT, None, "it stands before 2026", cure);
    }
    let newest = wanted.ledger.and_then(|ledger| {
        let run = ledger.runs(1).ok()?.into_iter().next()?;
        Some(ledger.moment(now).ok()?.wall_of(run.ended_at.unwrap_or(run.started_at)))
    });
    match newest.filter(|newest| newest.since(now) > Duration::from_secs(300)) {
        Some(_) => Check::unsure(WHAT, "it stands before the end of the newest run", cure),
        None => Check::good(WHAT, "it goes on from where the last run left it"),
    }
}

fn zone(wanted: &Wanted<'_>, now: UnixMs) -> Check {
    const WHAT: &str = "hours";
    match OpenHours::of(&wanted.config.calendar) {
        Err(_) if wanted.any_hour => Check::not_needed(WHAT, "the active hours do not count"),
        Err(fault) => Check::bad(WHAT, None, fault.to_string(), ""),
        Ok(hours) => {
            let zone = zone_of(wanted.config);
            let name = zone.iana_name().unwrap_or("the machine's zone").to_owned();
            match hours.at(now) {
                Opening::Open { .. } => Check::good(WHAT, format!("within the active hours, by {name}")),
                _ if wanted.any_hour => {
                    Check::good(WHAT, format!("outside the active hours, which do not count now; by {name}"))
                }
                Opening::OpensAt(opens) => Check::good(
                    WHAT,
                    format!(
                        "outside the active hours until {}, by {name}; a run waits, or starts anyway with --now",
                        moment(opens, now, &zone)
                    ),
                ),
                Opening::Never => Check::bad(
                    WHAT,
                    Some(StoppedBy::Hours),
                    "the calendar in the config has no active hours left",
                    "Give it days and hours in `[calendar]`.",
                ),
            }
        }
    }
}

fn keep(wanted: &Wanted<'_>) -> Check {
    const WHAT: &str = "keep list";
    let read = KeepLists::of(wanted.args, Asked::default(), Some(wanted.config))
        .and_then(|lists| lists.read(Some(&wanted.config.site)));
    match read {
        Ok(list) if list.is_empty() => Check::good(WHAT, "nobody is on it"),
        Ok(_) => Check::good(WHAT, "it can be read"),
        Err(error) => {
            Check::bad(WHAT, None, error.to_string(), "Mend the file, or name another with `keep.file`.")
        }
    }
}

fn selectors(wanted: &Wanted<'_>) -> Check {
    const WHAT: &str = "selector files";
    let config = wanted.config;
    match Selectors::load(config.surface, &selector_folders(config.selectors.dir.clone())) {
        Ok(selectors) => {
            let seen = format!("{}, revision {}, {}", config.surface, selectors.revision(), selectors.origin);
            match super::super::fitness::guesses(config, &selectors) {
                None => Check::good(WHAT, seen),
                Some(why) => {
                    Check::bad(WHAT, None, why, "Use the desktop surface, or see docs/selectors.md.")
                }
            }
        }
        Err(error) => Check::bad(
            WHAT,
            None,
            error.to_string(),
            "`unlinked selectors check` shows each fault with its place.",
        ),
    }
}

/// What stands between this machine and the site by the browser's own settings: then a connection from here tells nothing.
fn proxy(wanted: &Wanted<'_>) -> Option<String> {
    let flag = wanted.config.webdriver.args.iter().find(|arg| arg.starts_with("--proxy"))?;
    Some(flag.split('=').next().unwrap_or(flag).to_owned())
}

/// A connection and no request: nothing is asked of the other side.
async fn connection(what: &'static str, url: &Url, by: StoppedBy, cure: &str) -> Check {
    let host = url.host_str().unwrap_or_default().trim_matches(['[', ']']).to_owned();
    let port = url.port_or_known_default().unwrap_or(443);
    let reached = timeout(CONNECT, async {
        let mut last = std::io::Error::other("it has no address");
        for address in lookup_host((host.as_str(), port)).await? {
            match TcpStream::connect(address).await {
                Ok(_) => return Ok(()),
                Err(error) => last = error,
            }
        }
        Err(last)
    });
    let why = match reached.await {
        Ok(Ok(())) => return Check::good(what, format!("{host}:{port} takes a connection")),
        Ok(Err(error)) => error.to_string(),
        Err(_) => format!("no answer in {} s", CONNECT.as_secs()),
    };
    let seen = format!("{host}:{port} cannot be reached ({why})");
    // Where all traffic goes through a proxy, the browser may reach what this program cannot.
    let proxied = ["https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"];
    match proxied.iter().find(|name| std::env::var_os(name).is_some_and(|value| !value.is_empty())) {
        Some(name) => {
            Check::unsure(what, format!("{seen}; {name} is set, and the browser may go that way"), "")
        }
        None => Check::bad(what, Some(by), seen, cure),
    }
}

/// What keeps the account from going on: told here as well, so that one list has it all.
fn held_back(wanted: &Wanted<'_>, now: UnixMs) -> Vec<Check> {
    const WHAT: &str = "account";
    let Some(ledger) = wanted.ledger else { return vec![Check::good(WHAT, "nothing was run with it yet")] };
    let zone = zone_of(wanted.config);
    let found = match hindrances(ledger, None, now) {
        Ok(found) => found,
        Err(failure) => return vec![Check::bad(WHAT, Some(StoppedBy::State), failure.message(), "")],
    };
    if found.is_empty() {
        return vec![Check::good(WHAT, "nothing holds it back")];
    }
    let check = |hindrance: &super::super::hindrance::Hindrance| {
        let seen = hindrance.sentence(now, &zone);
        match hindrance.is_lifted_by_resume() {
            true => Check::bad(WHAT, Some(hindrance.stopped_by()), seen, ""),
            false => Check::unsure(WHAT, seen, ""),
        }
    };
    found.iter().map(check).collect()
}
