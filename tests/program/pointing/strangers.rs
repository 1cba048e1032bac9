//! Who may talk to the page, and what of it is taken.

use unlinked::pointing::{Pointing, Shown, Wish};

use super::asked::question;
use crate::testkit::eyes::gate::lets_in_only_the_browser_that_opened;

#[tokio::test(flavor = "multi_thread")]
async fn only_the_browser_that_opened_the_address_is_answered_here_too() {
    let mut pointing = Pointing::start(question(true), 0).await.unwrap();
    let address = pointing.address().unwrap();
    let told = ("api/question", "Napagev Dunubani");
    let let_in = lets_in_only_the_browser_that_opened(&address, told, ("api/write", r#"{"number":1}"#)).await;

    // What makes no sense reaches nobody.
    for (path, body) in [
        ("api/write", "{}"),
        ("api/write", r#"{"number":-1}"#),
        ("api/write", r#"{"number":1,"folder":"/"}"#),
        ("api/show", r#"{"picks":{"remove_item":"1"}}"#),
        ("api/show", r#"{"picks":[]}"#),
        ("api/show", "no JSON"),
    ] {
        let (status, answer) = let_in.own_post(path, body).await;
        assert_eq!(status, 400, "{path} {body}: {answer}");
    }
    let large = format!(r#"{{"picks":{{"{}":1}}}}"#, "x".repeat(20_000));
    assert_eq!(let_in.own_post("api/show", &large).await.0, 413);

    // What the page itself asks is handed over, and what is answered reaches it.
    let asked = async { let_in.own_post("api/show", r#"{"picks":{"remove_item":2,"confirm":null}}"#).await };
    let answered = async {
        let Wish::Show(picks, given) = pointing.wish().await else { panic!("another wish") };
        let shown = Shown { number: 7, folder: "/home/ann".to_owned(), files: Vec::new() };
        given.send(Ok(shown)).unwrap();
        picks
    };
    let ((status, answer), picks) = tokio::join!(asked, answered);
    assert!(status == 200 && answer.contains("\"number\":7"), "{answer}");
    assert_eq!((picks["remove_item"], picks["confirm"]), (Some(2), None));
    let (refused, ()) =
        tokio::join!(async { let_in.own_post("api/write", r#"{"number":7}"#).await }, async {
            let Wish::Write(7, given) = pointing.wish().await else { panic!("another wish") };
            given.send(Err("It cannot be written.".to_owned())).unwrap();
        });
    assert!(refused.0 == 409 && refused.1.contains("It cannot be written."), "{refused:?}");
    pointing.stop().await;
}
