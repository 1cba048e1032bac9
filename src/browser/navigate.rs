//! Opening addresses.

use tokio::time::timeout;
use url::Url;

use super::answer::{Answer, DriverFault, FaultKind};
use super::bidi::{BidiFault, Wait};
use super::classify::{navigation_fault, plain};
use super::options::PageLoad;
use super::session::Session;
use crate::domain::BrowserKind;

/// Waits until the document was read so far.
const READY: &str = "(wanted) => new Promise((done) => { \
     const look = () => [wanted, 'complete'].includes(document.readyState) ? done('') \
     : document.addEventListener('readystatechange', look, { once: true }); look(); })";

impl Session {
    /// Opens an address, by one command, or two where more than the new document is waited for in Chromium. When it is done, the old
    /// document is gone and every script runs in the new one; how much of that is there depends on [`PageLoad`]. The address may have led elsewhere: look at [`Session::current_url`].
    ///
    /// An answer without a page (204, a download) leaves the old document where it is: Chromium says so (`ERR_ABORTED`), Firefox does
    /// of a 204 (`NS_BINDING_ABORTED`) and calls a download done. A server that accepts and says nothing is given up after
    /// `page_load_timeout`, and the session stays usable: a later navigation takes the place of this one.
    pub async fn goto(&self, url: &Url) -> Answer<()> {
        if !self.is_usable() {
            return Answer::NotDone(DriverFault::new(
                FaultKind::Lost,
                "no address was opened: the session was given up, or its socket was lost",
            ));
        }
        let whole = self.options.page_load_timeout;
        let loading = async {
            match (self.options.page_load_strategy, self.options.browser) {
                (PageLoad::Commit, BrowserKind::Chromium) => {
                    self.bidi.navigate(url, Wait::Committed, whole).await
                }
                (strategy, BrowserKind::Chromium) => {
                    self.bidi.navigate(url, Wait::Committed, whole).await?;
                    let wanted = if strategy == PageLoad::Normal { "complete" } else { "interactive" };
                    loop {
                        match self.bidi.call(READY, &[wanted], whole).await {
                            Err(BidiFault::Replaced) => {}
                            answer => return answer.map(drop),
                        }
                    }
                }
                (PageLoad::Normal, BrowserKind::Firefox) => {
                    self.bidi.navigate(url, Wait::Complete, whole).await
                }
                (_, BrowserKind::Firefox) => self.bidi.navigate(url, Wait::Read, whole).await,
            }
        };
        match timeout(whole, loading).await.unwrap_or(Err(BidiFault::Timeout(whole))) {
            Ok(()) => Answer::Done(()),
            Err(BidiFault::Timeout(_)) => {
                Answer::Unknown(self.gone().await.unwrap_or_else(|| {
                    DriverFault::new(FaultKind::Timeout, "the page took too long to load")
                }))
            }
            Err(BidiFault::Refused { error, message }) => Answer::NotDone(refused(&error, &message)),
            Err(fault) => Answer::Unknown(socket_fault(&fault)),
        }
    }

    /// Why there is no session any more, if the server says so. A Grid that has dropped one may leave its socket open, and what is
    /// asked over it is never answered.
    async fn gone(&self) -> Option<DriverFault> {
        self.options.url.as_ref()?;
        match self.windows().await {
            Answer::NotDone(fault) | Answer::Unknown(fault) if fault.is_lost() => {
                self.give_up();
                Some(fault)
            }
            _ => None,
        }
    }

    /// The address that the browser shows now.
    pub async fn current_url(&self) -> Answer<Url> {
        self.read_value("current url", "url")
            .await
            .read("current url", |value| Url::parse(value.as_str()?).ok())
    }
}

/// What a refused navigation means. Both browsers name the reason by their own code, Firefox behind "Error: ".
fn refused(error: &str, message: &str) -> DriverFault {
    if error == "no such frame" {
        return DriverFault::new(FaultKind::InvalidSession, "the browser window was closed");
    }
    let said = message.trim().trim_start_matches("Error: ");
    let code = said.strip_prefix("net::").unwrap_or(said);
    // "NS_ERROR_GENERATE_FAILURE(NS_ERROR_MODULE_SECURITY, SSL_ERROR_RX_RECORD_TOO_LONG)"
    let inner = code.strip_prefix("NS_ERROR_GENERATE_FAILURE(").and_then(|rest| rest.strip_suffix(')'));
    let code = inner.and_then(|rest| rest.rsplit_once(", ")).map_or(code, |(_, word)| word);
    if !code.is_empty() && code.chars().all(|c| c.is_ascii_alphanumeric() || c == '_') {
        return navigation_fault(code);
    }
    DriverFault::new(FaultKind::Other, format!("the driver refused to open the address: {}", plain(said)))
}

/// What a fault of the socket means for a command that only reads or steers.
pub(super) fn socket_fault(fault: &BidiFault) -> DriverFault {
    match fault {
        BidiFault::Lost => DriverFault::new(FaultKind::Lost, "the connection to the browser's socket broke"),
        BidiFault::Timeout(limit) => DriverFault::new(
            FaultKind::Timeout,
            format!("the page did not answer within {:.1} s", limit.as_secs_f64()),
        ),
        BidiFault::Replaced => DriverFault::new(FaultKind::Script, "the page was replaced under a question"),
        BidiFault::Refused { error, .. } if error == "no such frame" => {
            DriverFault::new(FaultKind::InvalidSession, "the browser window was closed")
        }
        BidiFault::Refused { message, .. } => {
            DriverFault::new(FaultKind::Script, format!("the page script failed: {}", plain(message)))
        }
    }
}
