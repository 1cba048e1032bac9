//! The running site: start, look into the account, change the faults, stop.

use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use tokio::net::TcpListener;
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;

use super::app::App;
use super::connection::{Plug, Pluggable};
use super::faults::FaultSpec;
use super::lang::Texts;
use super::options::Options;
use super::people::Person;
use super::redesign::Redesign;
use super::routes;
use super::state::{PersonState, Request, State};
use super::world::World;
use crate::visitors::Visitors;

/// How many may be connected at once: the browsers of a fleet.
const AT_ONCE: usize = 256;

/// How long a request and the beginning of its answer may take: longer than any page load is waited for, since a fault may hold an answer back.
const PATIENCE: Duration = Duration::from_secs(180);

/// What a start of the site is known by: nobody needs to guess it, only to tell it from others.
fn start_id() -> String {
    static STARTS: AtomicU64 = AtomicU64::new(1);
    let nth = STARTS.fetch_add(1, Ordering::Relaxed);
    format!("{:x}-{:x}-{nth:x}", std::process::id(), super::world::now_ms())
}

/// A practice site that runs until it is stopped or dropped.
pub struct Site {
    app: Arc<App>,
    url: String,
    server: Option<JoinHandle<()>>,
}

impl Site {
    /// Starts a site on 127.0.0.1.
    ///
    /// # Errors
    /// The port is taken, or there are no pages in the language that was asked for.
    pub async fn start(options: Options) -> io::Result<Site> {
        let mut texts =
            Texts::of(&options.lang).map_err(|why| io::Error::new(io::ErrorKind::InvalidInput, why))?;
        let redesign = options.redesign.map(Redesign::of).unwrap_or_default();
        redesign.reword(&mut texts, &options.lang);
        let listener = TcpListener::bind(SocketAddr::from((Ipv4Addr::LOCALHOST, options.port))).await?;
        let url = format!("http://{}", listener.local_addr()?);
        let app = Arc::new(App {
            world: Mutex::new(World::new(options.clone())),
            texts: Arc::new(texts),
            redesign: Arc::new(redesign),
            options,
            loads: AtomicU64::new(1),
            start: start_id(),
            stopping: CancellationToken::new(),
        });
        let service = routes::router(Arc::clone(&app)).into_make_service_with_connect_info::<Plug>();
        let stopping = app.stopping.clone();
        let server = tokio::spawn(async move {
            let served = axum::serve(Pluggable(Visitors::at(listener, AT_ONCE, PATIENCE)), service)
                .with_graceful_shutdown(stopping.cancelled_owned())
                .await;
            if let Err(why) = served {
                tracing::warn!("the practice site ended: {why}");
            }
        });
        Ok(Site { app, url, server: Some(server) })
    }

    /// The address, without a slash at the end: `http://127.0.0.1:PORT`.
    #[must_use]
    pub fn url(&self) -> &str {
        &self.url
    }

    /// The account so far.
    #[must_use]
    pub fn state(&self) -> State {
        self.app.world().state()
    }

    /// Every request so far, in the order they were answered.
    #[must_use]
    pub fn requests(&self) -> Vec<Request> {
        self.app.world().requests.clone()
    }

    /// Puts one more fault in force; the same fault of the same person is replaced.
    pub fn set_fault(&self, fault: FaultSpec) {
        self.app.world().set_fault(fault);
    }

    /// Replaces the faults in force.
    pub fn set_faults(&self, faults: Vec<FaultSpec>) {
        self.app.world().set_faults(faults);
    }

    /// Takes all faults out of force. A session that ended stays ended until somebody signs in.
    pub fn clear_faults(&self) {
        self.app.world().set_faults(Vec::new());
    }

    /// Puts everything back to how it was at the start.
    pub fn reset(&self) {
        self.app.world().reset();
    }

    /// Adds a person, or replaces the one of that slug.
    pub fn add_person(&self, person: Person) {
        self.app.world().add(person);
    }

    /// The person of a slug, without the faults in force.
    #[must_use]
    pub fn person(&self, slug: &str) -> Option<Person> {
        self.app.world().person(slug).cloned()
    }

    /// The member who owns the network.
    #[must_use]
    pub fn owner(&self) -> PersonState {
        PersonState::from(&self.app.world().owner())
    }

    /// What the item that removes is called on the pages.
    #[must_use]
    pub fn remove_item(&self) -> &str {
        &self.app.texts.remove_item
    }

    /// A roster of the first `count` people of the network, as `/practice/roster.csv` gives it.
    #[must_use]
    pub fn roster_csv(&self, count: usize) -> String {
        routes::practice::roster(&self.app, count)
    }

    /// The connections in the form of LinkedIn's export, as `/practice/Connections.csv` gives them.
    #[must_use]
    pub fn connections_csv(&self) -> String {
        routes::practice::connections(&self.app, usize::MAX, false)
    }

    /// Ends the site: open pages that never answer are let go, open connections are closed.
    pub async fn stop(mut self) {
        self.app.stopping.cancel();
        if let Some(mut server) = self.server.take() {
            // A browser may keep idle connections open; they are not worth waiting for.
            if tokio::time::timeout(Duration::from_millis(500), &mut server).await.is_err() {
                server.abort();
            }
        }
    }
}

impl Drop for Site {
    fn drop(&mut self) {
        self.app.stopping.cancel();
        if let Some(server) = self.server.take() {
            server.abort();
        }
    }
}
