//! Clicks, keys and the wheel: trusted input events through the standard's Actions. They hit whatever is at the place, so
//! the caller has checked in the page what that is.

use http::Method;
use serde_json::{Value, json};

use super::answer::{Answer, DriverFault, FaultKind};
use super::bidi::BidiFault;
use super::classify::Nature;
use super::element::Element;
use super::navigate::socket_fault;
use super::session::Session;
use crate::domain::Surface;

/// The key that is held for shortcuts.
const CONTROL: char = '\u{E009}';

/// Keys without a character of their own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs, reason = "the names on the keyboard")]
pub enum Key {
    Enter,
    Escape,
    Tab,
    Backspace,
    Home,
    End,
    PageUp,
    PageDown,
    ArrowUp,
    ArrowDown,
}

impl Key {
    /// The code points of W3C WebDriver, 17.4.2 "Keyboard actions".
    fn value(self) -> char {
        match self {
            Key::Backspace => '\u{E003}',
            Key::Tab => '\u{E004}',
            Key::Enter => '\u{E007}',
            Key::Escape => '\u{E00C}',
            Key::PageUp => '\u{E00E}',
            Key::PageDown => '\u{E00F}',
            Key::End => '\u{E010}',
            Key::Home => '\u{E011}',
            Key::ArrowUp => '\u{E013}',
            Key::ArrowDown => '\u{E015}',
        }
    }
}

impl Session {
    /// Clicks, or taps on the mobile surface, at a place in the viewport (CSS px from its top left corner): one command.
    /// [`Answer::Unknown`] means that the click may have been made. Two clicks at one place are two single clicks on the
    /// desktop; two quick taps reach a phone's page as a double tap as well (chromedriver 156).
    pub async fn click_at(&self, x: f64, y: f64) -> Answer<()> {
        self.act("click", self.pointer(json!("viewport"), x, y)).await
    }

    /// Clicks, or taps on the mobile surface, at the middle of an element, without scrolling: one command. If the element
    /// is no longer in the page, nothing is clicked, and the answer is [`Answer::NotDone`]: a page that was replaced since
    /// the element was found gets no click. It goes over the socket: where the element is, chromedriver asks the page's own world for a
    /// classic click, and a page that has put others in the place of `JSON` or `getBoundingClientRect` answers that.
    pub async fn click_middle(&self, element: &Element) -> Answer<()> {
        if !self.is_usable() {
            return Answer::NotDone(DriverFault::new(
                FaultKind::Lost,
                "nothing was clicked: the session was given up, or its socket was lost",
            ));
        }
        let origin = json!({ "type": "element", "element": { "sharedId": element.0 } });
        let limit = self.options.command_timeout;
        match self.bidi.act(self.pointer(origin, 0.0, 0.0), limit).await {
            Ok(()) => Answer::Done(()),
            // Each is found out before anything is pressed.
            Err(BidiFault::Refused { error, .. })
                if ["no such node", "no such element", "stale element reference"]
                    .contains(&error.as_str()) =>
            {
                Answer::NotDone(DriverFault::new(FaultKind::Stale, "the element is no longer in the page"))
            }
            Err(BidiFault::Refused { error, .. })
                if ["move target out of bounds", "invalid argument", "no such frame"]
                    .contains(&error.as_str()) =>
            {
                Answer::NotDone(DriverFault::new(FaultKind::Other, format!("the driver refused: {error}")))
            }
            Err(fault) => {
                if matches!(fault, BidiFault::Timeout(_)) {
                    self.give_up();
                }
                Answer::Unknown(socket_fault(&fault))
            }
        }
    }

    fn pointer(&self, origin: Value, x: f64, y: f64) -> Value {
        let kind = match self.options.surface {
            Surface::Desktop => "mouse",
            // chromedriver 156 makes touches of a mouse, too, while it emulates a phone; this does not depend on it.
            Surface::Mobile => "touch",
        };
        json!({
            "type": "pointer",
            "id": "pointer",
            "parameters": { "pointerType": kind },
            "actions": [
                { "type": "pointerMove", "duration": 0, "origin": origin, "x": x, "y": y },
                { "type": "pointerDown", "button": 0 },
                { "type": "pointerUp", "button": 0 },
            ],
        })
    }

    /// Types a text into whatever has the focus.
    pub async fn type_text(&self, text: &str) -> Answer<()> {
        let actions: Vec<Value> = text.chars().flat_map(press).collect();
        self.act("type", json!({ "type": "key", "id": "keyboard", "actions": actions })).await
    }

    /// Types a text into one element, in place of what it holds. The driver gives it the focus first, and types nothing if it
    /// cannot.
    pub async fn type_in_element(&self, element: &Element, text: &str) -> Answer<()> {
        // Everything is selected (Control and a) and typed over. Both drivers let a modifier go when it comes again; U+E000, which
        // does so by the standard, is one more key for geckodriver 0.37, and all that follows are shortcuts.
        let text = format!("{CONTROL}a{CONTROL}{}{text}", Key::Backspace.value());
        let path = format!("element/{}/value", element.0);
        let limit = self.options.command_timeout;
        let body = Some(json!({ "text": text }));
        self.issue("type", Nature::Acts, limit, Method::POST, &path, body).await.map(drop)
    }

    /// Presses and releases one key.
    pub async fn press_key(&self, key: Key) -> Answer<()> {
        self.act("key", json!({ "type": "key", "id": "keyboard", "actions": press(key.value()) })).await
    }

    /// Turns the wheel over a place in the viewport, once for each of `turns`: a positive one (CSS px) scrolls down. One command.
    pub async fn scroll_at(&self, x: i64, y: i64, turns: &[i64]) -> Answer<()> {
        let turn = |delta_y: &i64| {
            json!({
                "type": "scroll", "duration": 0, "origin": "viewport", "x": x, "y": y, "deltaX": 0, "deltaY": delta_y,
            })
        };
        let turns: Vec<Value> = turns.iter().map(turn).collect();
        self.act("scroll", json!({ "type": "wheel", "id": "wheel", "actions": turns })).await
    }

    /// The driver's own click at an element, with its own checks. About four times slower than [`Session::click_at`].
    pub async fn element_click(&self, element: &Element) -> Answer<()> {
        let path = format!("element/{}/click", element.0);
        let limit = self.options.command_timeout;
        self.issue("element click", Nature::Acts, limit, Method::POST, &path, Some(json!({}))).await.map(drop)
    }

    async fn act(&self, command: &'static str, source: Value) -> Answer<()> {
        let body = Some(json!({ "actions": [source] }));
        let limit = self.options.command_timeout;
        self.issue(command, Nature::Acts, limit, Method::POST, "actions", body).await.map(drop)
    }
}

fn press(key: char) -> [Value; 2] {
    [json!({ "type": "keyDown", "value": key }), json!({ "type": "keyUp", "value": key })]
}
