//! The connection to a WebDriver server, to the socket of its session, or to a webhook: plain, or by TLS, where the certificate is
//! always checked. The one place that knows of a TLS library.

use std::error::Error;
use std::io;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use hyper_rustls::{HttpsConnector, HttpsConnectorBuilder};
use hyper_util::client::legacy::connect::HttpConnector;
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, ServerName};
use rustls::{ClientConfig, RootCertStore};
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpStream;
use tokio::time::timeout;
use tokio_rustls::TlsConnector;

/// How long a TCP connection may take. A server that is there answers in milliseconds, also across the world.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(10);

/// Makes connections to a server. `ca_file` holds the certificates (PEM) by which an https server is trusted, in place of
/// the system's; a plain server needs neither.
///
/// # Errors
/// In a sentence, why no certificates are there to check an https server by.
pub(crate) fn connector(
    https: bool,
    ca_file: Option<&Path>,
) -> Result<HttpsConnector<HttpConnector>, String> {
    let mut tcp = HttpConnector::new();
    tcp.set_connect_timeout(Some(CONNECT_TIMEOUT));
    tcp.set_nodelay(true);
    tcp.enforce_http(false);
    let tls = config(https, ca_file)?;
    Ok(HttpsConnectorBuilder::new().with_tls_config(tls).https_or_http().enable_http1().wrap_connector(tcp))
}

/// A connection, plain or by TLS.
pub(crate) trait Wire: AsyncRead + AsyncWrite + Send + Unpin {}
impl<T: AsyncRead + AsyncWrite + Send + Unpin> Wire for T {}

/// Connects to a host, by TLS if asked for, and trusts it as [`connector`] does.
///
/// # Errors
/// In a sentence, why there is no connection.
pub(crate) async fn wire(
    host: &str,
    port: u16,
    tls: bool,
    ca_file: Option<&Path>,
) -> Result<Box<dyn Wire>, String> {
    // An address of IPv6 stands in brackets where it is a part of a larger one.
    let host = host.trim_start_matches('[').trim_end_matches(']');
    let tcp = timeout(CONNECT_TIMEOUT, TcpStream::connect((host, port)))
        .await
        .map_err(|_| format!("{host}:{port} does not answer"))?
        .map_err(|error| format!("{host}:{port} cannot be reached: {error}"))?;
    let _ = tcp.set_nodelay(true);
    if !tls {
        return Ok(Box::new(tcp));
    }
    let name = ServerName::try_from(host.to_owned()).map_err(|_| format!("{host} is no name for TLS"))?;
    let connector = TlsConnector::from(Arc::new(config(true, ca_file)?));
    match connector.connect(name, tcp).await {
        Ok(stream) => Ok(Box::new(stream)),
        Err(error) => Err(tls_fault(&error).unwrap_or_else(|| error.to_string())),
    }
}

fn config(tls: bool, ca_file: Option<&Path>) -> Result<ClientConfig, String> {
    let roots = if tls { trusted(ca_file)? } else { RootCertStore::empty() };
    // Named, not the process's default one: another library may bring a second, and then the default is a panic.
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    Ok(ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .map_err(|error| format!("no connection by TLS can be made: {error}"))?
        .with_root_certificates(roots)
        .with_no_client_auth())
}

fn trusted(ca_file: Option<&Path>) -> Result<RootCertStore, String> {
    let mut roots = RootCertStore::empty();
    match ca_file {
        Some(path) => {
            let broken =
                |why: String| format!("`webdriver.ca_file` {} cannot be used: {why}", path.display());
            let certificates: Vec<CertificateDer<'_>> = CertificateDer::pem_file_iter(path)
                .and_then(Iterator::collect)
                .map_err(|error| broken(error.to_string()))?;
            for certificate in certificates {
                roots.add(certificate).map_err(|error| broken(error.to_string()))?;
            }
            if roots.is_empty() {
                return Err(broken("it holds no certificate in PEM form".to_owned()));
            }
        }
        None => {
            // A store with one broken certificate among many is a store all the same.
            roots.add_parsable_certificates(rustls_native_certs::load_native_certs().certs);
            if roots.is_empty() {
                return Err(
                    "this system has no certificates to check an https server by; install `ca-certificates` (for a WebDriver server, `webdriver.ca_file` names a file instead)"
                        .to_owned(),
                );
            }
        }
    }
    Ok(roots)
}

/// Why the TLS part of a connection failed, if that is what failed.
pub(crate) fn tls_fault(error: &(dyn Error + 'static)) -> Option<String> {
    let mut next = Some(error);
    while let Some(error) = next {
        let inner = error.downcast_ref::<io::Error>().and_then(io::Error::get_ref);
        let tls = error
            .downcast_ref::<rustls::Error>()
            .or_else(|| inner.and_then(|inner| inner.downcast_ref::<rustls::Error>()));
        if let Some(tls) = tls {
            return Some(match tls {
                rustls::Error::InvalidCertificate(why) => {
                    format!("the server's certificate is not trusted ({why})")
                }
                rustls::Error::InvalidMessage(_) => {
                    "the server does not speak TLS at this address (is it http, and not https?)".to_owned()
                }
                other => format!("the TLS connection failed: {other}"),
            });
        }
        next = inner.map(|inner| inner as &(dyn Error + 'static)).or_else(|| error.source());
    }
    None
}
