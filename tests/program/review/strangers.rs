//! Who may talk to the page, asked over the wire: everybody but the one browser that opened the address gets 403.

use super::given::{Given, small};
use crate::testkit::eyes::browser::{authority, http};

#[tokio::test(flavor = "multi_thread")]
async fn only_the_browser_that_opened_the_address_is_answered() {
    let given = Given::new(&small());
    let server = given.serve().await;
    let address = server.address().unwrap();
    let host = authority(&address);
    let get = |path: &str, more: &str| {
        let request = format!("GET {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n{more}\r\n");
        let host = host.clone();
        async move { http(&host, &request).await }
    };

    // Without the token, or with a wrong one.
    for path in ["/", "/?token=", "/?token=guess", "/api/people", "/review.js", "/guess/api/people"] {
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
    let (status, _, body) = get(&format!("/{token}"), "").await;
    assert_eq!(status, 403);
    assert!(body.contains("works only once"), "{body}");

    // Its cookie opens the page, and nothing else does.
    let pair = cookie.split(';').next().unwrap();
    let people = format!("{home}api/people");
    assert_eq!(get(&people, "").await.0, 403, "without the cookie");
    assert_eq!(get(&people, &format!("Cookie: {pair}x\r\n")).await.0, 403, "with another cookie");
    let (status, head, body) = get(&people, &format!("Cookie: {pair}\r\n")).await;
    assert_eq!(status, 200);
    assert!(body.contains("Anna Nowak"), "{body}");
    for part in
        ["content-security-policy: default-src 'none'", "cache-control: no-store", "x-frame-options: DENY"]
    {
        assert!(head.contains(part), "{part} is not in {head}");
    }
    // A change from a page of somebody else, though the browser sends the cookie along.
    let body = r#"[{"do":"choose","people":[0],"choice":{"action":"remove","reason":"spam","note":""}}]"#;
    for (origin, status) in [("", 403), ("Origin: http://evil.example\r\n", 403), ("Origin: null\r\n", 403)] {
        let request = format!(
            "POST {home}api/change HTTP/1.1\r\nHost: {host}\r\nCookie: {pair}\r\n{origin}Connection: close\r\nContent-Length: {}\r\n\r\n{body}",
            body.len()
        );
        assert_eq!(http(&host, &request).await.0, status, "{origin}");
    }
    assert!(!given.path("roster.csv").exists(), "nothing was written");
    let request = format!(
        "POST {home}api/change HTTP/1.1\r\nHost: {host}\r\nCookie: {pair}\r\nOrigin: http://{host}\r\nConnection: close\r\nContent-Length: {}\r\n\r\n{body}",
        body.len()
    );
    assert_eq!(http(&host, &request).await.0, 200, "the page itself may");
    assert_eq!(given.chosen(), ["anna-nowak"]);
    server.stop().await;
}
