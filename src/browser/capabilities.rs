//! What is asked of the driver when a session is opened. Nothing here hides that a program drives the browser.

use std::path::{Path, PathBuf};
use std::time::Duration;

use serde_json::{Value, json};

use super::options::{BrowserOptions, PageLoad};
use crate::domain::{BrowserKind, Surface};
use crate::system::process::is_root;

/// What a phone reports of itself, for the phone layout (engineering-notes 1.6). The browser says truthfully what it is;
/// only form factor and platform are a phone's, or the desktop page would be served. chromedriver puts the browser's own
/// version in place of `%s`.
const PHONE_USER_AGENT: &str = "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/%s Mobile Safari/537.36";

/// Arguments that every Chromium gets.
const CHROMIUM_ARGS: &[&str] = &[
    // Nothing but the page talks to the network: no update checks, reports, suggestions, or sync.
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-domain-reliability",
    "--disable-sync",
    "--disable-quic",
    "--metrics-recording-only",
    "--no-pings",
    "--disable-features=Translate,OptimizationHints,MediaRouter",
    // No questions of its own over the page.
    "--no-first-run",
    "--no-default-browser-check",
    "--hide-crash-restore-bubble",
    // A window behind others must not slow the timers that the page script waits with.
    "--disable-background-timer-throttling",
    "--disable-backgrounding-occluded-windows",
    "--disable-renderer-backgrounding",
];

/// Cookies are encrypted with a fixed key in place of the desktop's keyring: no password prompt at night, and the profile
/// can be read with no desktop session running. Both the sign-in window and the driven browser need it, or neither can
/// read the other's cookies. chromedriver sets it as well; it is here so that this does not depend on the driver.
const PASSWORD_STORE: &str = "--password-store=basic";

/// The arguments for a window without WebDriver, in which a person signs in, on the same profile.
#[must_use]
pub(super) fn plain_window_args(options: &BrowserOptions) -> Vec<String> {
    match options.browser {
        BrowserKind::Chromium => {
            let mut args = vec!["--no-first-run", "--no-default-browser-check", PASSWORD_STORE]
                .into_iter()
                .map(str::to_owned)
                .collect::<Vec<_>>();
            args.extend(options.profile_dir.as_deref().map(user_data_dir));
            args.extend(no_sandbox(options));
            args.extend(options.args.iter().cloned());
            args
        }
        BrowserKind::Firefox => firefox_args(&BrowserOptions { headless: false, ..options.clone() }),
    }
}

/// The body of the new-session command. `binary` is the browser's program on the driver's machine, if known.
pub(super) fn new_session(options: &BrowserOptions, binary: Option<&Path>) -> Value {
    let ms = |limit: Duration| u64::try_from(limit.as_millis()).unwrap_or(u64::MAX);
    let mut wanted = json!({
        "pageLoadStrategy": strategy(options),
        // Asks for WebDriver BiDi beside the classic commands.
        "webSocketUrl": true,
        // A prompt of the page is never accepted, whatever it asks.
        "unhandledPromptBehavior": "dismiss and notify",
        "timeouts": { "script": ms(options.script_timeout), "pageLoad": ms(options.page_load_timeout), "implicit": 0 },
    });
    match options.browser {
        BrowserKind::Chromium => {
            wanted["browserName"] = json!("chrome");
            wanted["goog:chromeOptions"] = chromium(options, binary);
        }
        BrowserKind::Firefox => {
            wanted["browserName"] = json!("firefox");
            let mut firefox = json!({ "args": firefox_args(options) });
            if let Some(binary) = binary {
                firefox["binary"] = json!(binary);
            }
            wanted["moz:firefoxOptions"] = firefox;
        }
    }
    json!({ "capabilities": { "alwaysMatch": wanted } })
}

fn strategy(options: &BrowserOptions) -> &'static str {
    match (options.page_load_strategy, options.browser) {
        // How far a page is waited for is `navigate`'s. Under any other strategy the driver keeps each later command, those of BiDi
        // too, behind a navigation that does not end (156).
        (_, BrowserKind::Chromium) => "none",
        (PageLoad::Commit | PageLoad::Eager, BrowserKind::Firefox) => "eager",
        (PageLoad::Normal, BrowserKind::Firefox) => "normal",
    }
}

fn chromium(options: &BrowserOptions, binary: Option<&Path>) -> Value {
    let mut args: Vec<String> = CHROMIUM_ARGS.iter().map(|arg| (*arg).to_owned()).collect();
    args.push(PASSWORD_STORE.to_owned());
    if options.headless {
        args.push("--headless".to_owned());
    }
    let (width, height) = options.window_size;
    args.push(format!("--window-size={width},{height}"));
    args.extend(options.profile_dir.as_deref().map(user_data_dir));
    args.extend(no_sandbox(options));
    // The driver speaks to the browser by a pipe in place of a port, which any user of the machine could connect to; and the
    // browser ends with its driver. How a server speaks to its browsers is the server's.
    if options.url.is_none() {
        args.push("--remote-debugging-pipe".to_owned());
    }
    args.extend(options.args.iter().cloned());
    let mut chromium = json!({ "args": args });
    if let Some(binary) = binary {
        chromium["binary"] = json!(binary);
    }
    if options.surface == Surface::Mobile {
        chromium["mobileEmulation"] = json!({
            "deviceMetrics": { "width": 390, "height": 844, "pixelRatio": 3.0, "touch": true, "mobile": true },
            "clientHints": { "platform": "Android", "mobile": true },
            "userAgent": PHONE_USER_AGENT,
        });
    }
    chromium
}

fn user_data_dir(profile: &Path) -> String {
    format!("--user-data-dir={}", profile.display())
}

/// Chromium's sandbox refuses to run as root, which is what most containers start programs as. Anywhere else it stays on,
/// and a remote server decides for itself.
fn no_sandbox(options: &BrowserOptions) -> Option<String> {
    let root = options.url.is_none() && is_root();
    root.then(|| "--no-sandbox".to_owned())
}

fn firefox_args(options: &BrowserOptions) -> Vec<String> {
    let mut args = Vec::new();
    if options.headless {
        args.push("-headless".to_owned());
    }
    let (width, height) = options.window_size;
    args.extend([format!("--width={width}"), format!("--height={height}")]);
    if let Some(profile) = &options.profile_dir {
        args.extend(["-profile".to_owned(), PathBuf::from(profile).display().to_string()]);
    }
    args.extend(options.args.iter().cloned());
    args
}

#[cfg(test)]
mod tests {
    use super::*;

    fn args(options: &BrowserOptions) -> Vec<String> {
        let body = new_session(options, None);
        let args = &body["capabilities"]["alwaysMatch"]["goog:chromeOptions"]["args"];
        serde_json::from_value(args.clone()).unwrap()
    }

    #[test]
    fn prompts_are_never_accepted() {
        for browser in [BrowserKind::Chromium, BrowserKind::Firefox] {
            let body = new_session(&BrowserOptions { browser, ..BrowserOptions::default() }, None);
            assert_eq!(body["capabilities"]["alwaysMatch"]["unhandledPromptBehavior"], "dismiss and notify");
        }
    }

    #[test]
    fn nothing_hides_the_robot() {
        let text = new_session(&BrowserOptions::default(), None).to_string();
        for trick in ["AutomationControlled", "excludeSwitches", "useAutomationExtension", "user-agent"] {
            assert!(!text.contains(trick), "{trick}");
        }
    }

    #[test]
    fn the_sign_in_window_and_the_driven_browser_read_the_same_cookies() {
        let options =
            BrowserOptions { profile_dir: Some("/state/profile".into()), ..BrowserOptions::default() };
        for args in [args(&options), plain_window_args(&options)] {
            assert!(args.contains(&PASSWORD_STORE.to_owned()));
            assert!(args.contains(&"--user-data-dir=/state/profile".to_owned()));
        }
    }

    #[test]
    fn the_sandbox_of_a_remote_browser_is_left_alone() {
        let remote = BrowserOptions { url: "http://grid:4444".parse().ok(), ..BrowserOptions::default() };
        assert!(!args(&remote).contains(&"--no-sandbox".to_owned()));
    }

    #[test]
    fn firefox_gets_its_profile_and_a_strategy_it_can_keep() {
        let options = BrowserOptions {
            browser: BrowserKind::Firefox,
            profile_dir: Some("/state/profile".into()),
            ..BrowserOptions::default()
        };
        let body = new_session(&options, Some(Path::new("/usr/bin/firefox-esr")));
        let wanted = &body["capabilities"]["alwaysMatch"];
        let args =
            serde_json::from_value::<Vec<String>>(wanted["moz:firefoxOptions"]["args"].clone()).unwrap();
        assert!(args.windows(2).any(|pair| pair == ["-profile", "/state/profile"]), "{args:?}");
        assert_eq!(wanted["pageLoadStrategy"], "eager");
    }
}
