//! What a failed command means: whether it certainly did not reach the page, and in which words people are told.

use fantoccini::error::{CmdError, ErrorStatus, WebDriver};
use serde_json::Value;

use super::answer::{Answer, DriverFault, FaultKind};
use crate::tls::tls_fault;

/// What a command does to the page; the same error means different things for the two.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Nature {
    /// It only reads, or steers the browser: done or not, nothing irreversible can come of it.
    Reads,
    /// It clicks or types.
    Acts,
}

/// Turns fantoccini's error into an answer.
pub(super) fn classify(error: CmdError, nature: Nature) -> Answer<Value> {
    match error {
        CmdError::Standard(said) => standard(&said, nature),
        // Only a connection that was never made proves that nothing was sent.
        CmdError::FailedC(error) if error.is_connect() => {
            let why = match tls_fault(&error) {
                Some(why) => format!("{why}; `webdriver.ca_file` names what an https server is trusted by"),
                None => "the driver cannot be reached: it has ended, or the network is down".to_owned(),
            };
            Answer::NotDone(DriverFault::new(FaultKind::Lost, why))
        }
        CmdError::FailedC(_) | CmdError::Failed(_) | CmdError::Lost(_) => Answer::Unknown(DriverFault::new(
            FaultKind::Lost,
            "the connection to the driver broke before it answered",
        )),
        CmdError::BadUrl(_) | CmdError::InvalidArgument(..) => {
            Answer::NotDone(DriverFault::new(FaultKind::Other, "the command could not be put together"))
        }
        // An error word that is not in the standard, such as chromedriver's "tab crashed".
        CmdError::NotW3C(Value::String(word)) => {
            let kind = if is_gone(&word) { FaultKind::InvalidSession } else { FaultKind::Other };
            Answer::Unknown(DriverFault::new(kind, format!("the driver reports: {}", plain(&word))))
        }
        // What servers and proxies say to a request without the right user name and password: nothing, or a page.
        CmdError::NotJson(said) if said.trim().is_empty() || said.contains("401") => {
            Answer::Unknown(DriverFault::new(
                FaultKind::Other,
                "the server refused: it seems to want a user name and password, or other ones than `webdriver.url` has",
            ))
        }
        // A gateway's own page: what it stands before may still be at work.
        CmdError::NotJson(said) if gateway(&said).is_some() => Answer::Unknown(DriverFault::new(
            FaultKind::Other,
            format!(
                "a gateway before the server answered in its place ({}): the server was too slow, or is down",
                gateway(&said).unwrap_or_default()
            ),
        )),
        _ => Answer::Unknown(DriverFault::new(
            FaultKind::Other,
            "the answer is not one of a WebDriver server (is something else listening at this address?)",
        )),
    }
}

/// What a gateway says of the server behind it, by the words that all of them use.
fn gateway(page: &str) -> Option<&'static str> {
    let page = page.to_lowercase();
    let says = |words: &[&str]| words.iter().any(|word| page.contains(word));
    if says(&["504", "gateway time"]) {
        Some("504 Gateway Timeout")
    } else if says(&["502", "bad gateway"]) {
        Some("502 Bad Gateway")
    } else if says(&["503", "service unavailable"]) {
        Some("503 Service Unavailable")
    } else {
        None
    }
}

fn standard(said: &WebDriver, nature: Nature) -> Answer<Value> {
    use ErrorStatus as Status;
    let fault = |kind, message: &str| DriverFault::new(kind, message);
    // For a click, some errors do not tell whether they came before or after it.
    let by_nature = |fault| match nature {
        Nature::Reads => Answer::NotDone(fault),
        Nature::Acts => Answer::Unknown(fault),
    };
    match said.error {
        Status::InvalidSessionId => {
            let fault =
                fault(FaultKind::InvalidSession, "the browser session is gone (browser closed or crashed)");
            // "session deleted as the browser has closed the connection": it was there when the command came in, so a
            // click may have been made. A plain "invalid session id" was refused at the door.
            if is_gone(&said.message) { by_nature(fault) } else { Answer::NotDone(fault) }
        }
        Status::NoSuchWindow => by_nature(fault(FaultKind::InvalidSession, "the browser window was closed")),
        Status::UnexpectedAlertOpen => by_nature(fault(
            FaultKind::UnexpectedAlert,
            "the page had opened a prompt of its own; it was dismissed, not accepted",
        )),
        Status::NoSuchAlert => Answer::NotDone(fault(FaultKind::NoPrompt, "the page has no prompt open")),
        Status::StaleElementReference | Status::DetachedShadowRoot | Status::NoSuchShadowRoot => {
            Answer::NotDone(fault(FaultKind::Stale, "the element is no longer in the page"))
        }
        Status::JavascriptError => Answer::NotDone(DriverFault::new(
            FaultKind::Script,
            format!("the page script failed: {}", plain(&said.message)),
        )),
        Status::ScriptTimeout => {
            Answer::Unknown(fault(FaultKind::Timeout, "the page did not answer the script in time"))
        }
        Status::Timeout => Answer::Unknown(fault(FaultKind::Timeout, "the page took too long to load")),
        Status::InsecureCertificate => Answer::NotDone(fault(
            FaultKind::Navigation("certificate not trusted".to_owned()),
            "the page could not be opened: its certificate is not trusted",
        )),
        Status::UnknownError => unknown_error(said),
        Status::NoSuchElement
        | Status::NoSuchFrame
        | Status::NoSuchCookie
        | Status::InvalidArgument
        | Status::InvalidSelector
        | Status::InvalidCoordinates
        | Status::InvalidCookieDomain
        | Status::InvalidElementState
        | Status::ElementNotInteractable
        | Status::ElementNotSelectable
        | Status::ElementClickIntercepted
        | Status::MoveTargetOutOfBounds
        | Status::SessionNotCreated
        | Status::UnableToCaptureScreen
        | Status::UnableToSetCookie
        | Status::UnknownCommand
        | Status::UnknownMethod
        | Status::UnknownPath
        | Status::UnsupportedOperation => Answer::NotDone(DriverFault::new(
            FaultKind::Other,
            format!("the driver refused: {}", said.error.description()),
        )),
        _ => Answer::Unknown(DriverFault::new(
            FaultKind::Other,
            format!("the driver reports: {}", said.error.description()),
        )),
    }
}

fn unknown_error(said: &WebDriver) -> Answer<Value> {
    if let Some(code) = net_error(&said.message) {
        return Answer::NotDone(navigation_fault(code));
    }
    // chromedriver looks up where the element is before it presses: a page that was replaced just then gets no click.
    if said.message.contains("does not belong to the document") {
        return Answer::NotDone(DriverFault::new(FaultKind::Stale, "the element is no longer in the page"));
    }
    let kind = if is_gone(&said.message) { FaultKind::InvalidSession } else { FaultKind::Other };
    Answer::Unknown(DriverFault::new(kind, format!("the driver reports: {}", plain(&said.message))))
}

/// The fault of a page that could not be opened, with the browser's own code for it.
pub(super) fn navigation_fault(code: &str) -> DriverFault {
    DriverFault::new(
        FaultKind::Navigation(code.to_owned()),
        format!("the page could not be opened: the browser says {code}"),
    )
}

/// The code in "unknown error: net::ERR_NAME_NOT_RESOLVED" (Chromium) or "about:neterror?e=dnsNotFound" (Firefox).
fn net_error(message: &str) -> Option<&str> {
    let code = |after: &'static str| {
        let rest = &message[message.find(after)? + after.len()..];
        let end = rest.find(|c: char| !c.is_ascii_alphanumeric() && c != '_').unwrap_or(rest.len());
        (end > 0).then(|| &rest[..end])
    };
    code("net::").or_else(|| code("about:neterror?e="))
}

/// Whether the words say that the browser went away while the command was under way (chromedriver: "session deleted as
/// the browser has closed the connection", "disconnected", "tab crashed"; geckodriver: "response from marionette"; a
/// Grid whose node is gone: "Unable to execute request for an existing session: Connection error").
fn is_gone(words: &str) -> bool {
    [
        "session deleted",
        "disconnected",
        "crash",
        "marionette",
        "not reachable",
        "web view not found",
        "Unable to execute request for an existing session",
    ]
    .iter()
    .any(|sign| words.contains(sign))
}

/// The same with every line that was said, up to the driver's own stack: the reason may stand in the second one.
pub(super) fn plain_lines(message: &str) -> String {
    let mut lines = message.lines().map(str::trim).filter(|line| !line.is_empty());
    let mut text = plain(lines.next().unwrap_or_default());
    for line in lines.take_while(|line| !line.starts_with('#') && !line.starts_with("Stacktrace")).take(4) {
        text.push_str(". ");
        text.push_str(&plain(line));
    }
    text
}

/// The first line of a driver's message, without its prefix, and short: what follows are stack traces and versions. A Grid puts its
/// node's words behind a long account of its own ("… Response code 500. Message: session not created: …").
pub(super) fn plain(message: &str) -> String {
    let line = message.lines().next().unwrap_or_default().trim();
    let line = line.rsplit_once(". Message: ").map_or(line, |(_, word)| word);
    let line = ["unknown error: ", "session not created: ", "javascript error: "]
        .iter()
        .fold(line, |line, prefix| line.strip_prefix(prefix).unwrap_or(line));
    let text: String = line.chars().filter(|c| !c.is_control()).take(200).collect();
    let text = text.trim_end_matches('.');
    if line.chars().count() > 200 { format!("{text}…") } else { text.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answer(status: ErrorStatus, message: &'static str, nature: Nature) -> Answer<Value> {
        classify(CmdError::Standard(WebDriver::new(status, message)), nature)
    }

    #[test]
    fn a_session_that_ended_under_a_click_leaves_the_click_in_doubt() {
        let under =
            "invalid session id: session deleted as the browser has closed the connection\nfrom disconnected";
        assert!(answer(ErrorStatus::InvalidSessionId, under, Nature::Acts).is_unknown());
        assert!(matches!(
            answer(ErrorStatus::InvalidSessionId, "invalid session id", Nature::Acts),
            Answer::NotDone(fault) if fault.kind == FaultKind::InvalidSession
        ));
        assert!(matches!(answer(ErrorStatus::InvalidSessionId, under, Nature::Reads), Answer::NotDone(_)));
    }

    #[test]
    fn a_prompt_or_a_closed_window_leaves_a_click_in_doubt_but_not_a_read() {
        for status in [|| ErrorStatus::UnexpectedAlertOpen, || ErrorStatus::NoSuchWindow] {
            assert!(answer(status(), "", Nature::Acts).is_unknown());
            assert!(!answer(status(), "", Nature::Reads).is_unknown());
        }
    }

    #[test]
    fn a_page_that_was_replaced_while_the_element_was_looked_up_got_no_click() {
        let said = "unknown error: unhandled inspector error: {\"code\":-32000,\"message\":\"Node with given id does not belong to the document\"}";
        let answer = answer(ErrorStatus::UnknownError, said, Nature::Acts);
        assert!(matches!(answer, Answer::NotDone(fault) if fault.kind == FaultKind::Stale));
    }

    #[test]
    fn errors_that_nobody_knows_are_doubtful() {
        for status in [ErrorStatus::UnknownError, ErrorStatus::Timeout, ErrorStatus::ScriptTimeout] {
            assert!(answer(status, "something", Nature::Reads).is_unknown());
        }
        let crashed = classify(CmdError::NotW3C(Value::from("tab crashed")), Nature::Acts);
        assert!(matches!(crashed, Answer::Unknown(fault) if fault.kind == FaultKind::InvalidSession));
    }

    #[test]
    fn the_browsers_code_of_a_failed_load_is_kept() {
        let said = "unknown error: net::ERR_NAME_NOT_RESOLVED\n  (Session info: chrome=156.0)";
        let Answer::NotDone(fault) = answer(ErrorStatus::UnknownError, said, Nature::Reads) else { panic!() };
        assert_eq!(fault.kind, FaultKind::Navigation("ERR_NAME_NOT_RESOLVED".to_owned()));
        let said = "Reached error page: about:neterror?e=dnsNotFound&u=http%3A//x.invalid/";
        let Answer::NotDone(fault) = answer(ErrorStatus::UnknownError, said, Nature::Reads) else { panic!() };
        assert_eq!(fault.kind, FaultKind::Navigation("dnsNotFound".to_owned()));
    }

    #[test]
    fn messages_are_one_short_line_without_stack_traces() {
        let said = "unknown error: cannot do this.\n  (Session info: chrome=156.0)\n#0 0x55";
        let answer = answer(ErrorStatus::UnknownError, said, Nature::Reads);
        assert_eq!(answer.fault().unwrap().message, "the driver reports: cannot do this");
        let long = plain(&"x".repeat(5000));
        assert!(long.len() < 250 && long.ends_with('…'));
        let grid = "Could not start a new session. Error while creating session with the driver service. Stopping driver service: Could not start a new session. Response code 500. Message: session not created: Chrome instance exited. Examine the log.";
        assert_eq!(plain(grid), "Chrome instance exited. Examine the log");
    }
}
