//! One session per profile, on a server as well: what a Grid says of its sessions is asked before one is opened on a
//! profile folder, and a stale lock of the browser is cleared only when none is left.

use std::path::Path;
use std::time::Duration;

use fantoccini::Client;
use http::Method;
use serde_json::Value;
use tokio::time::timeout;

use super::error::StartError;
use super::open::Call;
use super::profile;
use super::server::ServerUrl;

/// How long the server's word on its sessions is waited for.
const LIMIT: Duration = Duration::from_secs(10);

/// Makes sure that no session of the server has the profile open. Where the folder can be seen from here as well, as on a
/// shared path, what the browser of a dead node left in it is cleared then.
pub(super) async fn free_profile(server: &ServerUrl, profile: &Path) -> Result<(), StartError> {
    // A server that cannot be reached says so when the session is asked for.
    let Ok(client) = server.client().await else { return Ok(()) };
    if let Some(session) = session_on_profile(&client, profile).await {
        return Err(StartError::ProfileInUseOnServer { profile: profile.to_owned(), session });
    }
    // The server says that no session has it: whatever host the lock names is gone.
    profile::clear_stale_lock(profile, true)
}

/// The session that has the profile open, as far as the server tells: a Grid lists its sessions, a plain driver does not.
/// A session that is listed but does not answer (its node is gone) does not count.
async fn session_on_profile(client: &Client, profile: &Path) -> Option<String> {
    for session in sessions_on(&ask(client, "status").await?, profile) {
        if ask(client, &format!("session/{session}/window/handles")).await.is_some() {
            return Some(session);
        }
    }
    None
}

async fn ask(client: &Client, path: &str) -> Option<Value> {
    let call = Call { method: Method::GET, path: path.to_owned(), body: None };
    timeout(LIMIT, client.issue_cmd(call)).await.ok()?.ok()
}

/// The ids of the sessions whose browser has this profile, in the answer to `/status` of a Grid.
fn sessions_on(status: &Value, profile: &Path) -> Vec<String> {
    let nodes = status["nodes"].as_array().into_iter().flatten();
    let slots = nodes.filter_map(|node| node["slots"].as_array()).flatten();
    slots
        .map(|slot| &slot["session"])
        .filter(|session| {
            let said = &session["capabilities"];
            let folder = said["chrome"]["userDataDir"].as_str().or_else(|| said["moz:profile"].as_str());
            folder.is_some_and(|folder| Path::new(folder) == profile)
        })
        .filter_map(|session| session["sessionId"].as_str())
        // The id becomes a part of an address.
        .filter(|id| id.chars().all(|c| c.is_ascii_alphanumeric() || c == '-'))
        .map(str::to_owned)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_grids_sessions_are_told_by_their_profile() {
        let session = |id: &str, said: Value| json!({ "session": { "sessionId": id, "capabilities": said } });
        let status = json!({ "ready": true, "nodes": [
            { "slots": [
                { "session": null },
                session("a1", json!({ "chrome": { "userDataDir": "/profiles/anna" } })),
                session("b2", json!({ "chrome": { "userDataDir": "/profiles/anna-2" } })),
            ] },
            { "slots": [session("c3", json!({ "moz:profile": "/profiles/anna/" }))] },
        ] });
        assert_eq!(sessions_on(&status, Path::new("/profiles/anna")), ["a1", "c3"]);
        assert!(sessions_on(&json!({ "ready": true }), Path::new("/profiles/anna")).is_empty());
    }
}
