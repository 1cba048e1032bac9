//! The names of a redesign, in all that the site serves of its pages: pages and parts of pages, and their scripts.

use std::sync::Arc;

use axum::body::{Body, to_bytes};
use axum::extract::{Request, State};
use axum::http::{StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use super::super::app::App;

/// Changes the names in an answer. The site's own account stays as it is.
pub(crate) async fn rename(State(app): State<Arc<App>>, request: Request, next: Next) -> Response {
    let path = request.uri().path();
    let is_own = path == "/practice" || path.starts_with("/practice/");
    let answer = next.run(request).await;
    if is_own || !app.redesign.renames() || !is_text(&answer) {
        return answer;
    }
    let (mut head, body) = answer.into_parts();
    let Ok(bytes) = to_bytes(body, usize::MAX).await else {
        return StatusCode::INTERNAL_SERVER_ERROR.into_response();
    };
    head.headers.remove(header::CONTENT_LENGTH);
    let text = String::from_utf8_lossy(&bytes);
    let body = app.redesign.rename(&text).map_or_else(|| Body::from(bytes.clone()), Body::from);
    Response::from_parts(head, body)
}

fn is_text(answer: &Response) -> bool {
    let kind = answer.headers().get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok());
    kind.is_some_and(|kind| ["text/", "application/json"].iter().any(|text| kind.starts_with(text)))
}
