//! Where a pack comes from: a file, a folder that holds one, or an address. The signature lies beside it, under the same name with
//! `.minisig`. All that is read has a size, and all that is loaded a time.

use std::net::IpAddr;
use std::path::{Path, PathBuf};
use std::time::Duration;

use axum::body::Body;
use futures_util::StreamExt;
use http::header::{CONTENT_LENGTH, LOCATION, USER_AGENT};
use http::{HeaderMap, Request};
use hyper_util::client::legacy::Client;
use hyper_util::rt::TokioExecutor;
use tokio::time::timeout;
use url::{Host, Url};

use super::refusal::Refusal;
use crate::limited;
use crate::tls::{connector, tls_fault};
use crate::wording::size;

/// How large a pack may be, in bytes: all the built-in files together take a tenth of it.
const LARGEST: u64 = 2 << 20;

/// How large a signature may be, in bytes.
const LARGEST_SIGNATURE: u64 = 4096;

/// How long pack and signature may take to come.
const LIMIT: Duration = Duration::from_secs(60);

/// How many times an address may lead on to another.
const MOST_REDIRECTIONS: usize = 5;

const AGENT: &str = concat!("unlinked/", env!("CARGO_PKG_VERSION"));

/// How the name of a pack ends.
const ENDING: &str = ".pack.toml";

const SIGNATURE: &str = ".minisig";

/// Where a pack comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Source {
    /// The file.
    File(PathBuf),
    /// An address: https, or http on this machine.
    Url(Url),
}

impl Source {
    /// What was written: an address, or the path of a file or of a folder that holds one pack.
    pub(crate) fn of(text: &str) -> Result<Source, Refusal> {
        if text.starts_with("https://") || text.starts_with("http://") {
            let url = Url::parse(text).map_err(|error| {
                Refusal::new(format!("this is no web address: {error}"), "write it as your browser shows it")
            })?;
            refuse_unsafe(&url)?;
            return Ok(Source::Url(url));
        }
        let path = Path::new(text);
        if !path.is_dir() {
            return Ok(Source::File(path.to_owned()));
        }
        let unreadable = |error: std::io::Error| {
            Refusal::new(
                format!("{} cannot be read: {error}", path.display()),
                "name another folder, or the file itself",
            )
        };
        let mut packs: Vec<PathBuf> = std::fs::read_dir(path)
            .map_err(unreadable)?
            .filter_map(Result::ok)
            .map(|entry| entry.path())
            .filter(|path| {
                path.file_name().and_then(|name| name.to_str()).is_some_and(|name| name.ends_with(ENDING))
            })
            .collect();
        match (packs.pop(), packs.len()) {
            (Some(only), 0) => Ok(Source::File(only)),
            (found, _) => Err(Refusal::new(
                format!(
                    "{} holds {} whose name ends with {ENDING}",
                    path.display(),
                    if found.is_some() { "more than one file" } else { "no file" }
                ),
                "name the file itself",
            )),
        }
    }
}

/// The bytes of a pack and the text of its signature.
pub(crate) async fn fetch(source: &Source) -> Result<(Vec<u8>, String), Refusal> {
    match source {
        Source::File(path) => {
            let mut beside = path.clone().into_os_string();
            beside.push(SIGNATURE);
            let signature = local(Path::new(&beside), "the signature", LARGEST_SIGNATURE)?;
            Ok((local(path, "the pack", LARGEST)?, String::from_utf8_lossy(&signature).into_owned()))
        }
        Source::Url(url) => from_web(url, LIMIT).await,
    }
}

fn local(path: &Path, what: &str, most: u64) -> Result<Vec<u8>, Refusal> {
    let text = limited::settings(path).map_err(|error| {
        Refusal::new(
            format!("{what} {} cannot be read: {error}", path.display()),
            format!("name a pack's file; its signature lies beside it under the same name with {SIGNATURE}"),
        )
    })?;
    if text.len() as u64 > most { Err(too_large(what, most)) } else { Ok(text.into_bytes()) }
}

fn too_large(what: &str, most: u64) -> Refusal {
    Refusal::new(
        format!("{what} is larger than {}", size(most)),
        "see whether it is a pack at all, and tell its maker",
    )
}

async fn from_web(url: &Url, limit: Duration) -> Result<(Vec<u8>, String), Refusal> {
    let mut signature = url.clone();
    signature.set_path(&format!("{}{SIGNATURE}", url.path()));
    let both = async {
        let pack = get(url, "the pack", LARGEST).await?;
        Ok((pack, get(&signature, "the signature", LARGEST_SIGNATURE).await?))
    };
    let (pack, signature) = timeout(limit, both).await.map_err(|_| {
        Refusal::new(
            format!("{} had not sent the pack after {} s", place(url), limit.as_secs()),
            "try again later, or save pack and signature with your browser and install the file",
        )
    })??;
    Ok((pack, String::from_utf8_lossy(&signature).into_owned()))
}

/// Loads what an address has, over redirections that stay as safe as it is.
async fn get(url: &Url, what: &str, most: u64) -> Result<Vec<u8>, Refusal> {
    let mut url = url.clone();
    for _ in 0..=MOST_REDIRECTIONS {
        let failed = |why: String| {
            Refusal::new(
                format!("{what} cannot be loaded: {} {why}", place(&url)),
                "see whether the address opens in your browser; or save pack and signature with it and install the file",
            )
        };
        let request = Request::get(url.as_str())
            .header(USER_AGENT, AGENT)
            .body(String::new())
            .map_err(|error| failed(format!("cannot be asked: {error}")))?;
        let connector = connector(url.scheme() == "https", None)
            .map_err(|why| failed(format!("cannot be asked: {why}")))?;
        let client = Client::builder(TokioExecutor::new()).build(connector);
        let answer = client.request(request).await.map_err(|error| {
            failed(format!("cannot be reached: {}", tls_fault(&error).unwrap_or_else(|| error.to_string())))
        })?;
        if answer.status().is_redirection() {
            url = next(&url, answer.headers())
                .map_err(|refusal| refusal.unwrap_or_else(|| failed("leads nowhere".to_owned())))?;
            continue;
        }
        if !answer.status().is_success() {
            return Err(failed(format!("answers with {}", answer.status())));
        }
        let said =
            answer.headers().get(CONTENT_LENGTH).and_then(|length| length.to_str().ok()?.parse::<u64>().ok());
        if said.is_some_and(|length| length > most) {
            return Err(too_large(what, most));
        }
        let mut stream = Body::new(answer.into_body()).into_data_stream();
        let mut bytes = Vec::new();
        while let Some(piece) = stream.next().await {
            bytes.extend_from_slice(
                &piece.map_err(|_| failed("broke off before all of it had come".to_owned()))?,
            );
            if bytes.len() as u64 > most {
                return Err(too_large(what, most));
            }
        }
        return Ok(bytes);
    }
    Err(Refusal::new(
        format!("{what} cannot be loaded: its address leads on more than {MOST_REDIRECTIONS} times"),
        "give the address that your browser ends at",
    ))
}

/// Where an answer leads on to. From https it leads to nothing else: whoever sits between could read which pack is loaded, and hold
/// newer ones back.
fn next(from: &Url, headers: &HeaderMap) -> Result<Url, Option<Refusal>> {
    let to = headers.get(LOCATION).and_then(|to| to.to_str().ok()).ok_or(None)?;
    let to = from.join(to).map_err(|_| None)?;
    refuse_unsafe(&to)?;
    if from.scheme() == "https" && to.scheme() != "https" {
        return Err(Some(Refusal::new(
            format!("{} leads on to an address without https", place(from)),
            "tell the pack's maker, or save pack and signature with your browser and install the file",
        )));
    }
    Ok(to)
}

fn refuse_unsafe(url: &Url) -> Result<(), Refusal> {
    let is_loopback = match url.host() {
        Some(Host::Domain(name)) => name == "localhost",
        Some(Host::Ipv4(ip)) => IpAddr::from(ip).is_loopback(),
        Some(Host::Ipv6(ip)) => IpAddr::from(ip).is_loopback(),
        None => false,
    };
    let is_safe = url.scheme() == "https" || (url.scheme() == "http" && is_loopback);
    if !is_safe {
        return Err(Refusal::new(
            format!("{} is no https address", place(url)),
            "give an https address (http is for this machine only), or a file",
        ));
    }
    if !url.username().is_empty() || url.password().is_some() {
        return Err(Refusal::new(
            "the address of a pack must hold no user name and no password",
            "give one without, or save pack and signature with your browser and install the file",
        ));
    }
    Ok(())
}

/// Scheme, host and port: what may be shown of an address.
fn place(url: &Url) -> String {
    let port = url.port().map_or_else(String::new, |port| format!(":{port}"));
    format!("{}://{}{port}", url.scheme(), url.host_str().unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    use axum::Router;
    use axum::http::{HeaderMap, StatusCode, Uri};
    use tokio::io::{AsyncReadExt, AsyncWriteExt};

    const PLENTY: Duration = Duration::from_secs(60);

    async fn site() -> Url {
        async fn answer(uri: Uri) -> (StatusCode, HeaderMap, Vec<u8>) {
            let mut headers = HeaderMap::new();
            let mut leads = |to: &str| {
                headers.insert(LOCATION, to.parse().unwrap());
                (StatusCode::FOUND, headers.clone(), Vec::new())
            };
            match uri.path() {
                "/p" => (StatusCode::OK, headers, b"pack".to_vec()),
                "/p.minisig" => (StatusCode::OK, headers, b"signature".to_vec()),
                "/moved" => leads("/p"),
                "/moved.minisig" => leads("p.minisig"),
                "/round" => leads("/round"),
                "/away" => leads("http://example.com/p"),
                "/nowhere" => (StatusCode::FOUND, headers, Vec::new()),
                "/large" => (StatusCode::OK, headers, vec![b'#'; LARGEST as usize + 1]),
                "/p2" => (StatusCode::OK, headers, b"pack".to_vec()),
                "/p2.minisig" => (StatusCode::OK, headers, vec![b'x'; LARGEST_SIGNATURE as usize + 1]),
                _ => (StatusCode::NOT_FOUND, headers, Vec::new()),
            }
        }
        let socket = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = socket.local_addr().unwrap();
        let app = Router::new().fallback(answer);
        tokio::spawn(async move { axum::serve(socket, app).await.unwrap() });
        format!("http://{address}/").parse().unwrap()
    }

    #[tokio::test]
    async fn pack_and_signature_are_loaded_within_limits_and_over_safe_redirections() {
        let site = site().await;
        for path in ["p", "moved"] {
            let (pack, signature) = from_web(&site.join(path).unwrap(), PLENTY).await.unwrap();
            assert_eq!((pack.as_slice(), signature.as_str()), (&b"pack"[..], "signature"));
        }
        for (path, told) in [
            ("none", "404"),
            ("round", "more than 5 times"),
            ("away", "http://example.com is no https address"),
            ("nowhere", "leads nowhere"),
            ("large", "the pack is larger than 2.1 MB"),
            ("p2", "the signature is larger than 4.1 KB"),
        ] {
            let refusal = from_web(&site.join(path).unwrap(), PLENTY).await.unwrap_err();
            assert!(refusal.what.contains(told), "{path}: {refusal}");
        }
    }

    /// A site that sends this and goes away, or waits.
    async fn raw(answer: &'static str, waits: bool) -> Url {
        let socket = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = socket.local_addr().unwrap();
        tokio::spawn(async move {
            while let Ok((mut stream, _)) = socket.accept().await {
                let _ = stream.read(&mut [0; 1024]).await;
                let _ = stream.write_all(answer.as_bytes()).await;
                if waits {
                    std::future::pending::<()>().await;
                }
            }
        });
        format!("http://{address}/p").parse().unwrap()
    }

    #[tokio::test]
    async fn what_comes_half_or_never_is_refused() {
        for answer in [
            "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf",
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nhalf\r\n",
        ] {
            let refusal = from_web(&raw(answer, false).await, PLENTY).await.unwrap_err();
            assert!(refusal.what.contains("broke off before all of it had come"), "{refusal}");
        }
        let slow = raw("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf", true).await;
        let refusal = from_web(&slow, Duration::from_secs(1)).await.unwrap_err();
        assert!(refusal.what.contains("had not sent the pack after 1 s"), "{refusal}");
        let said = raw("HTTP/1.1 200 OK\r\nContent-Length: 99999999\r\n\r\n", true).await;
        assert!(from_web(&said, PLENTY).await.unwrap_err().what.contains("larger than"));
    }

    #[test]
    fn only_https_and_this_machine_are_asked_and_nothing_secret_is_shown() {
        for (url, told) in [
            ("http://example.com/p.pack.toml", "http://example.com is no https address"),
            ("http://127.0.0.1.example.com/p", "no https address"),
            ("https://me:secret@example.com/p", "no user name and no password"),
        ] {
            let refusal = Source::of(url).unwrap_err();
            assert!(refusal.what.contains(told) && !refusal.to_string().contains("secret"), "{refusal}");
        }
        for url in ["https://example.com/p", "http://127.0.0.1:1/p", "http://[::1]:1/p", "http://localhost/p"]
        {
            assert!(matches!(Source::of(url), Ok(Source::Url(_))), "{url}");
        }
        let https: Url = "https://example.com/p".parse().unwrap();
        let mut headers = HeaderMap::new();
        headers.insert(LOCATION, "http://127.0.0.1/p".parse().unwrap());
        assert!(next(&https, &headers).unwrap_err().unwrap().what.contains("without https"));
    }

    #[test]
    fn a_folder_holds_one_pack() {
        let folder = tempfile::tempdir().unwrap();
        let of = || Source::of(folder.path().to_str().unwrap());
        assert!(of().unwrap_err().what.contains("holds no file"));
        std::fs::write(folder.path().join("p.pack.toml"), "").unwrap();
        std::fs::write(folder.path().join("p.pack.toml.minisig"), "").unwrap();
        assert_eq!(of().unwrap(), Source::File(folder.path().join("p.pack.toml")));
        std::fs::write(folder.path().join("q.pack.toml"), "").unwrap();
        assert!(of().unwrap_err().what.contains("more than one file"));
    }
}
