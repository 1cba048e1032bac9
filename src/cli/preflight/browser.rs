//! Browser, driver, profile and session, before any of them is used.

use super::super::driver::{browser_options, driver_record};
use super::super::settings::zone_of;
use super::check::{Check, Wanted};
use crate::browser::{
    BrowserOptions, SessionCookie, StartError, has_screen, is_real, profile_fault, programs, session_cookie,
};
use crate::domain::{BrowserKind, StoppedBy, UnixMs};
use crate::wording::moment;

const BY: Option<StoppedBy> = Some(StoppedBy::Browser);

pub(super) async fn look(wanted: &Wanted<'_>, now: UnixMs) -> Vec<Check> {
    let options = match browser_options(wanted.config, wanted.account) {
        Ok(options) => options,
        Err(failure) => return vec![Check::bad("browser", None, failure.message(), "")],
    };
    if let Some(server) = &options.url {
        let there = format!("it runs behind {}, on that machine", server.public());
        return vec![Check::not_needed("browser", there.clone()), Check::not_needed("profile", there)];
    }
    let mut checks = Vec::new();
    let path = std::env::var_os("PATH");
    let (driver, browser) = programs(&options, path.as_deref()).await;
    for (what, found) in [("browser", &browser), ("driver", &driver)] {
        checks.push(match found {
            Ok(program) => {
                let version =
                    program.version.as_ref().map_or("of a version that it does not tell", |(text, _)| text);
                Check::good(what, format!("{} {version}", program.path.display()))
            }
            Err(error) => fault(what, error),
        });
    }
    if let (Ok(driver), Ok(browser)) = (&driver, &browser)
        && options.browser == BrowserKind::Chromium
        && let (Some((of_driver, one)), Some((of_browser, other))) = (&driver.version, &browser.version)
    {
        checks.push(if one == other {
            Check::good("versions", format!("driver and browser are both of version {one}"))
        } else {
            Check::bad(
                "versions",
                BY,
                format!(
                    "the driver {} is {of_driver}, and the browser {} is {of_browser}: they work together only with the same main number",
                    driver.path.display(),
                    browser.path.display()
                ),
                "Install both from the same place, or name the pair with `webdriver.driver` and `webdriver.binary` in the config.",
            )
        });
    }
    if !options.headless && cfg!(all(unix, not(target_os = "macos"))) {
        checks.push(if has_screen() {
            Check::good("screen", "there is one for a browser window")
        } else {
            Check::bad(
                "screen",
                BY,
                "there is none (neither DISPLAY nor WAYLAND_DISPLAY is set), and a window was asked for",
                "Leave --headed out, or set `webdriver.headless = true`.",
            )
        });
    }
    checks.push(match profile_fault(&options, browser.as_ref().ok()) {
        Ok(()) => match &options.profile_dir {
            Some(folder) => Check::good("profile", folder.display().to_string()),
            None => Check::not_needed("profile", "none is used"),
        },
        // A browser that an earlier run left behind is ended before another one is started.
        Err(StartError::ProfileInUse { .. } | StartError::ProfileOpen { .. })
            if driver_record(wanted.account).exists() =>
        {
            Check::unsure(
                "profile",
                "a browser that an earlier run left has it open",
                "The next run ends that one first.",
            )
        }
        Err(error) => fault("profile", &error),
    });
    checks.push(session(wanted, &options, now));
    checks
}

fn fault(what: &'static str, error: &StartError) -> Check {
    let help = miette::Diagnostic::help(error).map(|help| help.to_string()).unwrap_or_default();
    Check::bad(what, BY, error.to_string(), help)
}

/// The session of the real site: whether a practice site has one, and by which cookie, is its own affair.
fn session(wanted: &Wanted<'_>, options: &BrowserOptions, now: UnixMs) -> Check {
    const WHAT: &str = "session";
    if wanted.own_session || !is_real(&wanted.config.site) {
        return Check::not_needed(WHAT, "seen only when the site is opened");
    }
    let Some(profile) = &options.profile_dir else {
        return Check::not_needed(WHAT, "no profile is used");
    };
    let signed_out =
        |seen: String| Check::bad(WHAT, Some(StoppedBy::SignedOut), seen, "Sign in with `unlinked login`.");
    let zone = zone_of(wanted.config);
    match session_cookie(profile, options.browser, now) {
        SessionCookie::Missing => signed_out("nobody is signed in with this profile".to_owned()),
        SessionCookie::Expired(at) => signed_out(format!("it ended {}", moment(at, now, &zone))),
        SessionCookie::Until(None) => Check::good(WHAT, "there is one"),
        SessionCookie::Until(Some(at)) => {
            Check::good(WHAT, format!("there is one, until {}", moment(at, now, &zone)))
        }
        SessionCookie::Unreadable(why) => Check::unsure(
            WHAT,
            format!("the browser's cookies cannot be read ({why})"),
            "`unlinked login --check` looks who is signed in.",
        ),
    }
}
