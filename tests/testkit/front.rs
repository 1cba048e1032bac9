//! A server before the practice site that passes everything on, and changes pages on their way.

use std::sync::Arc;

use axum::Router;
use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::{HeaderValue, StatusCode, Uri, header};
use axum::response::{IntoResponse, Response};
use hyper_util::client::legacy::Client;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::rt::TokioExecutor;
use url::Url;

/// What becomes of a page: its path and its text; `None` leaves it as it is.
pub type Change = dyn Fn(&str, &str) -> Option<String> + Send + Sync;

struct Front {
    site: Url,
    change: Box<Change>,
    /// Whether it answers for being a practice site.
    proves: bool,
    client: Client<HttpConnector, Body>,
}

/// Starts one, and gives its address.
pub async fn before(
    site: &Url,
    change: impl Fn(&str, &str) -> Option<String> + Send + Sync + 'static,
) -> Url {
    serve(site, Box::new(change), true).await
}

/// Starts one that does not answer for being a practice site, so that everything on it counts as on the real one.
pub async fn that_proves_nothing(site: &Url) -> Url {
    serve(site, Box::new(|_, _| None), false).await
}

async fn serve(site: &Url, change: Box<Change>, proves: bool) -> Url {
    let client = Client::builder(TokioExecutor::new()).build_http();
    let state = Arc::new(Front { site: site.clone(), change, proves, client });
    let app = Router::new().fallback(pass_on).with_state(state);
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = Url::parse(&format!("http://{}/", listener.local_addr().unwrap())).unwrap();
    tokio::spawn(async move { axum::serve(listener, app).await.unwrap() });
    url
}

async fn pass_on(State(front): State<Arc<Front>>, mut request: Request) -> Response {
    let path = request.uri().path_and_query().map_or("/", |path| path.as_str()).to_owned();
    if !front.proves && path.starts_with("/practice/hello") {
        return StatusCode::NOT_FOUND.into_response();
    }
    let site = front.site.as_str().trim_end_matches('/');
    *request.uri_mut() = format!("{site}{path}").parse::<Uri>().unwrap();
    let host = front.site.authority().to_owned();
    request.headers_mut().insert(header::HOST, HeaderValue::from_str(&host).unwrap());
    for name in [header::ORIGIN, header::REFERER] {
        if request.headers().contains_key(&name) {
            request.headers_mut().insert(name, HeaderValue::from_str(site).unwrap());
        }
    }
    let answer = front.client.request(request).await.unwrap();
    let kind = answer.headers().get(header::CONTENT_TYPE);
    if !kind.is_some_and(|kind| kind.to_str().is_ok_and(|kind| kind.starts_with("text/html"))) {
        return answer.into_response();
    }
    let (mut head, body) = answer.into_parts();
    let page = axum::body::to_bytes(Body::new(body), 1 << 22).await.unwrap();
    let page = String::from_utf8(page.to_vec()).unwrap();
    head.headers.remove(header::CONTENT_LENGTH);
    match (front.change)(path.split('?').next().unwrap(), &page) {
        Some(changed) => {
            head.headers.remove(header::CONTENT_SECURITY_POLICY);
            Response::from_parts(head, Body::from(changed))
        }
        None => Response::from_parts(head, Body::from(page)),
    }
}
