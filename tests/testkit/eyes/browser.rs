//! A browser driven as a hand drives it: real key presses, and the browser's own word on what it shows.

use std::time::{Duration, Instant};

use base64::Engine;
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use unlinked::browser::{BrowserOptions, PageLoad, Session};
use url::Url;

const LIMIT: Duration = Duration::from_secs(30);

/// One HTTP request, as it is written; gives the status, the head and the body of the answer.
pub async fn http(authority: &str, request: &str) -> (u16, String, String) {
    let mut stream = TcpStream::connect(authority).await.unwrap();
    stream.write_all(request.as_bytes()).await.unwrap();
    let mut bytes = Vec::new();
    let mut part = vec![0; 1 << 16];
    // Some servers keep the connection open whatever they are asked.
    let whole = |bytes: &[u8]| -> bool {
        let text = String::from_utf8_lossy(bytes);
        let Some(head) = text.find("\r\n\r\n") else { return false };
        let length = text[..head].to_lowercase().lines().find_map(|line| {
            line.strip_prefix("content-length:").and_then(|length| length.trim().parse::<usize>().ok())
        });
        length.is_some_and(|length| bytes.len() >= head + 4 + length)
    };
    while !whole(&bytes) {
        let read = tokio::time::timeout(LIMIT, stream.read(&mut part)).await.unwrap().unwrap();
        if read == 0 {
            break;
        }
        bytes.extend_from_slice(&part[..read]);
    }
    let text = String::from_utf8_lossy(&bytes).into_owned();
    let (head, body) = text.split_once("\r\n\r\n").unwrap_or((&text, ""));
    let status = head.split(' ').nth(1).and_then(|status| status.parse().ok()).unwrap_or(0);
    (status, head.to_owned(), body.to_owned())
}

/// Host and port of an address.
pub fn authority(address: &str) -> String {
    let url = Url::parse(address).unwrap();
    format!("{}:{}", url.host_str().unwrap(), url.port().unwrap())
}

pub struct Browser {
    session: Session,
    folder: tempfile::TempDir,
}

impl Browser {
    pub async fn start() -> Browser {
        let folder = tempfile::tempdir().unwrap();
        let options = BrowserOptions { page_load_strategy: PageLoad::Normal, ..BrowserOptions::default() };
        let session = Session::start(options, &folder.path().join("driver.json")).await.unwrap();
        let browser = Browser { session, folder };
        browser.size(1280, 800, false).await;
        browser
    }

    pub async fn end(self) {
        let ended = self.session.end().await;
        assert!(ended.gone.is_all(), "{ended:?}");
        drop(self.folder);
    }

    pub async fn goto(&self, address: &str) {
        self.session.goto(&Url::parse(address).unwrap()).await.into_result().unwrap();
    }

    pub async fn read(&self, script: &str) -> Value {
        self.session.script(&format!("return {script}"), Vec::new(), LIMIT).await.into_result().unwrap()
    }

    /// What a script gives that is told something, in the form of the driver's own command.
    pub async fn script(&self, script: &str, told: Vec<Value>) -> Value {
        self.session.script(script, told, LIMIT).await.into_result().unwrap()
    }

    /// What the browser wrote to its console, by the driver's own command for it.
    pub async fn console(&self) -> Vec<Value> {
        let answer = self.driver(&["se", "log"], &json!({ "type": "browser" })).await;
        answer.as_array().unwrap_or_else(|| panic!("{answer}")).clone()
    }

    pub async fn text(&self, script: &str) -> String {
        self.read(script).await.as_str().unwrap_or_default().to_owned()
    }

    /// What an async function of the page gives.
    pub async fn await_read(&self, body: &str) -> Value {
        let script = format!("const done = arguments[0]; (async () => {{ {body} }})().then(done)");
        self.session.script_async(&script, Vec::new(), LIMIT).await.into_result().unwrap()
    }

    pub async fn until(&self, condition: &str) {
        let started = Instant::now();
        while self.read(condition).await != Value::Bool(true) {
            assert!(started.elapsed() < LIMIT, "waited in vain until {condition}");
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }

    /// A command of the browser's own protocol.
    pub async fn cdp(&self, command: &str, params: Value) -> Value {
        self.driver(&["goog", "cdp", "execute"], &json!({ "cmd": command, "params": params })).await
    }

    /// A command of this driver alone.
    async fn driver(&self, path: &[&str], body: &Value) -> Value {
        let driver = authority(&self.session.driver_address());
        let path = format!("/session/{}/{}", self.session.session_id(), path.join("/"));
        let body = body.to_string();
        let request = format!(
            "POST {path} HTTP/1.1\r\nHost: {driver}\r\nContent-Type: application/json\r\nConnection: close\r\nContent-Length: {}\r\n\r\n{body}",
            body.len()
        );
        let (status, _, answer) = http(&driver, &request).await;
        assert_eq!(status, 200, "{path} {body}: {answer}");
        serde_json::from_str::<Value>(&answer).unwrap()["value"].clone()
    }

    pub async fn size(&self, width: u32, height: u32, phone: bool) {
        let metrics = json!({ "width": width, "height": height, "deviceScaleFactor": 1, "mobile": phone });
        self.cdp("Emulation.setDeviceMetricsOverride", metrics).await;
    }

    pub async fn colours(&self, scheme: &str) {
        let features = json!({ "features": [{ "name": "prefers-color-scheme", "value": scheme }] });
        self.cdp("Emulation.setEmulatedMedia", features).await;
    }

    /// Presses keys, one after the other: `Tab`, `Shift+ `, `a`.
    pub async fn press(&self, keys: &[&str]) {
        for key in keys {
            let (shift, key) = key.strip_prefix("Shift+").map_or((false, *key), |key| (true, key));
            let code = match key {
                "Tab" => 9,
                "Enter" => 13,
                "Escape" => 27,
                " " => 32,
                "PageUp" => 33,
                "PageDown" => 34,
                "End" => 35,
                "Home" => 36,
                "ArrowUp" => 38,
                "ArrowDown" => 40,
                _ => 0,
            };
            let text = match key {
                "Enter" => "\r",
                one if one.chars().count() == 1 => one,
                _ => "",
            };
            let modifiers = if shift { 8 } else { 0 };
            for kind in ["keyDown", "keyUp"] {
                let text = if kind == "keyDown" { text } else { "" };
                let event = json!({ "type": kind, "key": key, "windowsVirtualKeyCode": code, "text": text, "modifiers": modifiers });
                self.cdp("Input.dispatchKeyEvent", event).await;
            }
        }
    }

    /// Types a text where the focus is.
    pub async fn type_text(&self, text: &str) {
        self.cdp("Input.insertText", json!({ "text": text })).await;
    }

    /// Presses Tab until the element of that id has the focus.
    pub async fn tab_to(&self, id: &str) {
        for _ in 0..80 {
            if self.text("document.activeElement.id").await == id {
                return;
            }
            self.press(&["Tab"]).await;
        }
        panic!("no Tab leads to #{id}");
    }

    /// A picture of what is in the window.
    pub async fn window(&self) -> Vec<u8> {
        let shot = self.cdp("Page.captureScreenshot", json!({ "format": "png" })).await;
        base64::engine::general_purpose::STANDARD.decode(shot["data"].as_str().unwrap()).unwrap()
    }

    /// A picture of the whole page, where somebody wants to look at them: `UNLINKED_PICTURES` names the folder.
    pub async fn picture(&self, name: &str) {
        let Some(folder) = std::env::var_os("UNLINKED_PICTURES") else { return };
        let whole =
            self.read("[document.documentElement.clientWidth, document.documentElement.scrollHeight]").await;
        let clip = json!({ "x": 0, "y": 0, "width": whole[0], "height": whole[1], "scale": 1 });
        let shot = json!({ "format": "png", "captureBeyondViewport": true, "clip": clip });
        let shot = self.cdp("Page.captureScreenshot", shot).await;
        let png = base64::engine::general_purpose::STANDARD.decode(shot["data"].as_str().unwrap()).unwrap();
        std::fs::create_dir_all(&folder).unwrap();
        std::fs::write(std::path::Path::new(&folder).join(format!("{name}.png")), png).unwrap();
    }
}
