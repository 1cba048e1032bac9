//! The address to which the outcome is posted.

use std::error::Error;
use std::fmt::Write as _;
use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use http::header::{AUTHORIZATION, CONTENT_TYPE, HOST, HeaderValue, USER_AGENT};
use http::{Method, Request, Uri};
use hyper_util::client::legacy::Client;
use hyper_util::rt::TokioExecutor;
use serde_json::Value;
use tokio::time::timeout;
use url::Url;

use crate::tls::{connector, tls_fault};

const AGENT: &str = concat!("unlinked/", env!("CARGO_PKG_VERSION"));

/// Posts the outcome as JSON. Anything but a 2xx answer within `limit` is a failure; no redirection is followed, since it
/// could lead the notice to somebody else.
pub(super) async fn post(url: &Url, outcome: &Value, limit: Duration) -> Result<(), String> {
    let request = request(url, outcome)?;
    let client = Client::builder(TokioExecutor::new()).build(connector(url.scheme() == "https", None)?);
    let at = place(url);
    match timeout(limit, client.request(request)).await {
        Ok(Ok(answer)) if answer.status().is_success() => Ok(()),
        Ok(Ok(answer)) => Err(format!("{at} answered {}", answer.status())),
        Ok(Err(error)) => {
            Err(format!("{at} cannot be reached: {}", tls_fault(&error).unwrap_or_else(|| root_of(&error))))
        }
        Err(_) => Err(format!("{at} gave no answer within {} s", limit.as_secs())),
    }
}

fn request(url: &Url, outcome: &Value) -> Result<Request<String>, String> {
    let mut bare = url.clone();
    bare.set_fragment(None);
    let _ = bare.set_username("");
    let _ = bare.set_password(None);
    let unusable = |_| "the address cannot be used".to_owned();
    let uri: Uri = bare.as_str().parse().map_err(|_| unusable(()))?;
    let mut request = Request::builder()
        .method(Method::POST)
        .uri(uri)
        .header(HOST, authority(&bare))
        .header(USER_AGENT, AGENT)
        .header(CONTENT_TYPE, "application/json")
        .body(outcome.to_string())
        .map_err(|_| unusable(()))?;
    if let Some(word) = credentials(url) {
        let mut value = HeaderValue::from_str(&word).map_err(|_| unusable(()))?;
        value.set_sensitive(true);
        request.headers_mut().insert(AUTHORIZATION, value);
    }
    Ok(request)
}

fn credentials(url: &Url) -> Option<String> {
    if url.username().is_empty() && url.password().is_none() {
        return None;
    }
    let plain = |text: &str| percent_encoding::percent_decode_str(text).decode_utf8_lossy().into_owned();
    let pair = format!("{}:{}", plain(url.username()), plain(url.password().unwrap_or_default()));
    Some(format!("Basic {}", STANDARD.encode(pair)))
}

fn authority(url: &Url) -> String {
    let mut text = url.host_str().unwrap_or_default().to_owned();
    if let Some(port) = url.port() {
        let _ = write!(text, ":{port}");
    }
    text
}

/// Scheme, host and port: what may be shown. The rest of a webhook's address is most often its secret.
fn place(url: &Url) -> String {
    format!("{}://{}", url.scheme(), authority(url))
}

/// The innermost cause, which says most.
fn root_of(error: &(dyn Error + 'static)) -> String {
    let mut innermost = error;
    while let Some(next) = innermost.source() {
        innermost = next;
    }
    innermost.to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    use std::sync::{Arc, Mutex};

    use axum::Router;
    use axum::http::{HeaderMap, StatusCode, Uri};
    use axum::routing::post as on_post;

    type Heard = Arc<Mutex<Vec<(String, HeaderMap, String)>>>;

    /// Somebody who listens, and answers with a status.
    async fn listener(status: StatusCode) -> (String, Heard) {
        let heard: Heard = Arc::default();
        let notes = Arc::clone(&heard);
        let app =
            Router::new().fallback(on_post(move |uri: Uri, headers: HeaderMap, body: String| async move {
                notes.lock().unwrap().push((uri.to_string(), headers, body));
                (status, [("location", "/elsewhere")])
            }));
        let socket = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = socket.local_addr().unwrap().to_string();
        tokio::spawn(async move { axum::serve(socket, app).await.unwrap() });
        (address, heard)
    }

    const PLENTY: Duration = Duration::from_secs(60);

    fn outcome() -> Value {
        serde_json::json!({"exit": 6})
    }

    #[tokio::test]
    async fn the_outcome_is_posted_as_json_with_the_password_in_its_header() {
        let (address, heard) = listener(StatusCode::NO_CONTENT).await;
        let url: Url = format!("http://me:s%3Acret@{address}/hook?key=abc#part").parse().unwrap();
        post(&url, &outcome(), PLENTY).await.unwrap();
        let heard = heard.lock().unwrap();
        let [(path, headers, body)] = heard.as_slice() else { panic!("{heard:?}") };
        assert_eq!((path.as_str(), body.as_str()), ("/hook?key=abc", "{\"exit\":6}"));
        assert_eq!(headers["content-type"], "application/json");
        assert_eq!(headers["authorization"], format!("Basic {}", STANDARD.encode("me:s:cret")));
        assert_eq!(headers["host"], address);
    }

    #[tokio::test]
    async fn whatever_fails_is_told_without_the_secrets_of_the_address() {
        for status in [StatusCode::NOT_FOUND, StatusCode::FOUND, StatusCode::INTERNAL_SERVER_ERROR] {
            let (address, heard) = listener(status).await;
            let url: Url = format!("http://me:secret@{address}/hook/token?key=abc").parse().unwrap();
            let why = post(&url, &outcome(), PLENTY).await.unwrap_err();
            assert_eq!(why, format!("http://{address} answered {status}"));
            assert_eq!(heard.lock().unwrap().len(), 1, "no redirection is followed");
        }
        let closed = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
        let url: Url = format!("http://me:secret@{closed}/token").parse().unwrap();
        let why = post(&url, &outcome(), PLENTY).await.unwrap_err();
        assert!(why.starts_with(&format!("http://{closed} cannot be reached: ")), "{why}");
        assert!(!why.contains("secret") && !why.contains("token"), "{why}");
    }

    #[tokio::test]
    async fn a_listener_that_never_answers_is_given_up() {
        let socket = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url: Url = format!("http://{}/", socket.local_addr().unwrap()).parse().unwrap();
        let why = post(&url, &outcome(), Duration::from_secs(1)).await.unwrap_err();
        assert!(why.contains("no answer within 1 s"), "{why}");
    }

    #[tokio::test]
    async fn a_listener_without_tls_is_not_spoken_to_by_https() {
        let (address, heard) = listener(StatusCode::OK).await;
        let url: Url = format!("https://{address}/").parse().unwrap();
        let why = post(&url, &outcome(), PLENTY).await.unwrap_err();
        assert!(why.contains("TLS") || why.contains("certificate"), "{why}");
        assert!(heard.lock().unwrap().is_empty());
    }
}
