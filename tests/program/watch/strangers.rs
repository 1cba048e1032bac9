//! Who may ask anything of a run: the one browser that opened the address, and of what is shown alone.

use super::Serving;
use super::fed::Fed;
use crate::testkit::eyes::gate::lets_in_only_the_browser_that_opened;

#[tokio::test(flavor = "multi_thread")]
async fn only_the_browser_that_opened_the_address_asks_anything_of_a_run() {
    let fed = Fed::new();
    let serving = Serving::start(&fed.home, &[]);
    let body = format!(r#"{{"account":0,"run":{},"what":"pause"}}"#, fed.run);
    let asked = || fed.ledger.requested(fed.run).unwrap();
    let let_in =
        lets_in_only_the_browser_that_opened(&serving.address, ("api/state", "at work"), ("api/ask", &body))
            .await;
    assert_eq!(asked(), None);
    let other = format!(r#"{{"account":0,"run":{},"what":"pause"}}"#, fed.run.0 - 1);
    let elsewhere = body.replace(r#""account":0"#, r#""account":9"#);
    for (path, body, status) in [
        ("api/ask", other.as_str(), 409),
        ("api/ask", &elsewhere, 409),
        ("api/ask", r#"{"account":0,"run":1,"what":"resume"}"#, 400),
        ("api/ask", "nonsense", 400),
        ("api/say", r#"{"account":0,"key":"person-0","action":"remove","what":"retry"}"#, 409),
        ("api/say", r#"{"account":0,"key":"person-0","action":"marry","what":"retry"}"#, 409),
    ] {
        let (found, answer) = let_in.own_post(path, body).await;
        assert_eq!(found, status, "{path} {body}: {answer}");
        assert_eq!(asked(), None, "{body}");
    }
    // No file but a picture of a run.
    for file in ["..%2F..%2Fledger.db", "ledger.db", "trace.jsonl", "000099.png", "%2Fetc%2Fpasswd"] {
        let (status, _) = let_in.get(&format!("picture/0/{}/{file}", fed.run)).await;
        assert_eq!(status, 404, "{file}");
    }
    assert_eq!(let_in.get(&format!("picture/0/{}/000002.png", fed.run)).await.0, 200);
    assert_eq!(let_in.own_post("api/ask", &body).await.0, 200, "the page itself may");
    assert!(asked().is_some());
}
