//! Who may talk to a page of ours on 127.0.0.1, asked over the wire: everybody but the one browser that opened the address gets 403.

use super::browser::{authority, http};

/// What a browser has that was let in: the page's path and its cookie.
pub struct LetIn {
    host: String,
    pub home: String,
    pair: String,
}

impl LetIn {
    /// Posts a body to a path below the page's own, with the header of an origin, if any; gives the status and the answer.
    pub async fn post(&self, path: &str, origin: &str, body: &str) -> (u16, String) {
        let LetIn { host, home, pair } = self;
        let request = format!(
            "POST {home}{path} HTTP/1.1\r\nHost: {host}\r\nCookie: {pair}\r\n{origin}Connection: close\r\nContent-Length: {}\r\n\r\n{body}",
            body.len()
        );
        let (status, _, answer) = http(host, &request).await;
        (status, answer)
    }

    /// Gets what is below the page's own path; gives the status and the answer.
    pub async fn get(&self, path: &str) -> (u16, String) {
        let LetIn { host, home, pair } = self;
        let request = format!(
            "GET {home}{path} HTTP/1.1\r\nHost: {host}\r\nCookie: {pair}\r\nConnection: close\r\n\r\n"
        );
        let (status, _, answer) = http(host, &request).await;
        (status, answer)
    }

    /// The same as the page itself posts it.
    pub async fn own_post(&self, path: &str, body: &str) -> (u16, String) {
        self.post(path, &format!("Origin: http://{}\r\n", self.host), body).await
    }
}

/// Tries every way into a page but the good one, and then that. `told` is a path below the page's own, and `words` are in its answer;
/// `deed` is one that changes something, with a body.
pub async fn lets_in_only_the_browser_that_opened(
    address: &str,
    (told, words): (&str, &str),
    (deed, body): (&str, &str),
) -> LetIn {
    let host = authority(address);
    let get = |path: &str, more: &str| {
        let request = format!("GET {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n{more}\r\n");
        let host = host.clone();
        async move { http(&host, &request).await }
    };

    // Without the token, or with a wrong one.
    for path in
        ["/", "/?token=", "/?token=guess", &format!("/{told}"), "/base.css", &format!("/guess/{told}")]
    {
        let (status, _, body) = get(path, "").await;
        assert_eq!(status, 403, "{path}: {body}");
    }
    // A foreign name for this address (DNS rebinding), even with the good token: which is not used up by it.
    let token = address.rsplit('/').next().unwrap();
    for foreign in ["evil.example", "localhost", "127.0.0.1:80", "evil.example:80"] {
        let request = format!("GET /{token} HTTP/1.1\r\nHost: {foreign}\r\nConnection: close\r\n\r\n");
        let (status, _, body) = http(&host, &request).await;
        assert_eq!(status, 403, "{foreign}");
        assert!(body.contains("not the one that unlinked gave out"), "{body}");
    }
    // From another page.
    for more in ["Origin: http://evil.example\r\n", "Origin: null\r\n", "Sec-Fetch-Site: cross-site\r\n"] {
        assert_eq!(get(&format!("/{token}"), more).await.0, 403, "{more}");
    }

    // The address from the terminal works once.
    let (status, head, _) = get(&format!("/{token}"), "").await;
    assert_eq!(status, 303, "{head}");
    let header = |name: &str| {
        let line = head.lines().find(|line| line.to_lowercase().starts_with(&format!("{name}: "))).unwrap();
        line.split_once(": ").unwrap().1.to_owned()
    };
    let (home, cookie) = (header("location"), header("set-cookie"));
    assert!(cookie.contains("HttpOnly") && cookie.contains("SameSite=Strict"), "{cookie}");
    let (status, _, answer) = get(&format!("/{token}"), "").await;
    assert_eq!(status, 403);
    assert!(answer.contains("works only once"), "{answer}");

    // Its cookie opens the page, and nothing else does.
    let pair = cookie.split(';').next().unwrap().to_owned();
    let path = format!("{home}{told}");
    assert_eq!(get(&path, "").await.0, 403, "without the cookie");
    assert_eq!(get(&path, &format!("Cookie: {pair}x\r\n")).await.0, 403, "with another cookie");
    let (status, head, answer) = get(&path, &format!("Cookie: {pair}\r\n")).await;
    assert_eq!(status, 200);
    assert!(answer.contains(words), "{answer}");
    for part in
        ["content-security-policy: default-src 'none'", "cache-control: no-store", "x-frame-options: DENY"]
    {
        assert!(head.contains(part), "{part} is not in {head}");
    }
    // A change from a page of somebody else, though the browser sends the cookie along.
    let let_in = LetIn { host, home, pair };
    for origin in ["", "Origin: http://evil.example\r\n", "Origin: null\r\n"] {
        assert_eq!(let_in.post(deed, origin, body).await.0, 403, "{origin}");
    }
    let_in
}
