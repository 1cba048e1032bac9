//! Whether a site on this machine is a practice site. An address proves nothing: a port that a practice site left may lead
//! anywhere by now. Only an answer that holds the nonce of this question does.

use std::time::Duration;

use axum::body::{Body, to_bytes};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use http::Request;
use hyper_util::client::legacy::Client;
use hyper_util::rt::TokioExecutor;
use serde::Deserialize;
use tokio::time::timeout;
use url::Url;

use super::failure::Failure;
use super::wait_for::wait_for;
use crate::config::Config;
use crate::tls::connector;

/// How long a site on this machine may take to answer.
const LIMIT: Duration = Duration::from_secs(5);

/// How long an answer may be, in bytes.
const LONGEST: usize = 4096;

/// What the answer says it is.
const PRODUCT: &str = "unlinked-practice";

/// The answer of a practice site.
#[derive(Debug, Deserialize)]
struct Hello {
    product: String,
    start: String,
    nonce: String,
}

/// Asks a site on this machine whether it is a practice site, and lets the config know if it proved to be one. Otherwise says why
/// not: the limits of the real site hold then.
pub(super) fn ask(config: &mut Config) -> Result<(), String> {
    if config.is_practice() {
        return Ok(());
    }
    if !config.is_on_this_machine() {
        return Err("it is not on this machine".to_owned());
    }
    let site = config.site.clone();
    // On a thread of its own: whoever asks may be at work in a runtime already.
    let asked = std::thread::spawn(move || wait_for(asked(&site), 0)).join();
    match asked {
        Ok(Ok(Ok(()))) => {
            config.proved_to_be_practice();
            Ok(())
        }
        Ok(Ok(Err(why))) => Err(why),
        Ok(Err(failure)) => Err(failure.message()),
        Err(_) => Err("it could not be asked".to_owned()),
    }
}

/// The same for a run: `--no-limits` is refused wherever the site has not proved to be for practice.
pub(super) fn check(config: &mut Config, no_limits: bool) -> Result<(), Failure> {
    let site = config.site.clone();
    match ask(config) {
        Err(why) if no_limits => Err(Failure::usage(
            format!("--no-limits is for practice only, and {site} is no practice site: {why}"),
            "leave it out, or name a practice site with --site: one that `unlinked practice` serves, or a site of your own on this machine that answers `GET /practice/hello` (docs/limits.md)",
        )),
        Err(why) if config.is_on_this_machine() => {
            tracing::info!(%site, why, "the site is no practice site: the limits of the real one hold");
            Ok(())
        }
        _ => Ok(()),
    }
}

async fn asked(site: &Url) -> Result<(), String> {
    let mut nonce = [0_u8; 24];
    getrandom::fill(&mut nonce).map_err(|error| format!("the system gives no random bytes: {error}"))?;
    let nonce = URL_SAFE_NO_PAD.encode(nonce);
    let mut address = site.clone();
    address.set_path("/practice/hello");
    address.set_query(Some(&format!("nonce={nonce}")));
    let request = Request::get(address.as_str())
        .body(String::new())
        .map_err(|error| format!("its address cannot be asked: {error}"))?;
    // No proxy and no redirection: either could let somebody else answer.
    let client = Client::builder(TokioExecutor::new()).build(connector(site.scheme() == "https", None)?);
    let answer = async {
        let answer = client.request(request).await.map_err(|_| "it cannot be reached".to_owned())?;
        if answer.status() != http::StatusCode::OK {
            return Err(format!("it answers `GET /practice/hello` with {}", answer.status()));
        }
        let body = to_bytes(Body::new(answer.into_body()), LONGEST).await;
        body.map_err(|_| "its answer cannot be read".to_owned())
    };
    let body = timeout(LIMIT, answer)
        .await
        .map_err(|_| format!("it did not answer `GET /practice/hello` within {} s", LIMIT.as_secs()))??;
    judge(&body, &nonce)
}

fn judge(body: &[u8], nonce: &str) -> Result<(), String> {
    match serde_json::from_slice::<Hello>(body) {
        Ok(hello) if hello.product == PRODUCT && !hello.start.is_empty() && hello.nonce == nonce => Ok(()),
        _ => Err("its answer to `GET /practice/hello` is not that of a practice site".to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_answer_to_this_question_is_a_proof() {
        let good = r#"{"product":"unlinked-practice","start":"a1","nonce":"n1"}"#;
        assert_eq!(judge(good.as_bytes(), "n1"), Ok(()));
        for (body, nonce) in [
            (good, "n2"),
            (r#"{"product":"unlinked","start":"a1","nonce":"n1"}"#, "n1"),
            (r#"{"product":"unlinked-practice","start":"","nonce":"n1"}"#, "n1"),
            (r#"{"product":"unlinked-practice","nonce":"n1"}"#, "n1"),
            (r#"{"product":"unlinked-practice","start":"a1"}"#, ""),
            ("n1", "n1"),
            ("", "n1"),
        ] {
            assert!(judge(body.as_bytes(), nonce).is_err(), "{body}");
        }
    }
}
