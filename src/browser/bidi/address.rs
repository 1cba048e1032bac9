//! Where a session's socket is. A server tells its own idea of its address, which may lead nowhere from here: behind a published
//! port, a tunnel or a proxy only the way by which the server itself was reached is certain.

use url::Url;

/// The addresses to try for the socket of a session, in order: `told` is what the server answered as `webSocketUrl`. A driver that we
/// started ourselves knows where it listens.
pub(in crate::browser) fn addresses(told: &str, server: &Url, is_ours: bool) -> Vec<Url> {
    let Some(told) = Url::parse(told).ok().filter(|url| matches!(url.scheme(), "ws" | "wss")) else {
        return Vec::new();
    };
    if is_ours {
        return vec![told];
    }
    let mut same_way = server.clone();
    same_way.set_path(told.path());
    same_way.set_query(told.query());
    let scheme = if server.scheme() == "https" { "wss" } else { "ws" };
    // http and https can be changed into ws and wss only by hand: `set_scheme` does not refuse it, since all four are special.
    let same_way = same_way.set_scheme(scheme).ok().map(|()| same_way);
    let mut all: Vec<Url> = same_way.into_iter().collect();
    if !all.contains(&told) {
        all.push(told);
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tried(told: &str, server: &str, is_ours: bool) -> Vec<String> {
        addresses(told, &Url::parse(server).unwrap(), is_ours).iter().map(Url::to_string).collect()
    }

    #[test]
    fn the_way_to_the_server_comes_first_and_what_it_tells_second() {
        let grid = "ws://172.17.0.2:4444/session/abc/se/bidi";
        assert_eq!(
            tried(grid, "http://grid.example:4444/wd/hub/", false),
            ["ws://grid.example:4444/session/abc/se/bidi", grid]
        );
        assert_eq!(
            tried(grid, "https://robot:secret@grid.example/", false)[0],
            "wss://robot:secret@grid.example/session/abc/se/bidi"
        );
        let driver = "ws://127.0.0.1:9222/session/abc";
        assert_eq!(tried(driver, "http://127.0.0.1:4444/", false).len(), 2);
    }

    #[test]
    fn our_own_driver_knows_where_it_listens_and_an_address_of_another_kind_is_none() {
        let driver = "ws://127.0.0.1:9222/session/abc";
        assert_eq!(tried(driver, "http://127.0.0.1:4444/", true), [driver]);
        for odd in ["", "true", "http://127.0.0.1/session/abc", "file:///etc/passwd"] {
            assert_eq!(tried(odd, "http://127.0.0.1:4444/", false), Vec::<String>::new(), "{odd}");
        }
    }
}
