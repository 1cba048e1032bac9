//! The ledger is cut to nothing in the middle of a run with a real browser, as a copy that fails half-way does. The run ends with exit
//! code 10, what was saved is put back, and the same command goes on with nothing forgotten. Other ways and moments, at random:
//! `ledger::tests::in_place`.

use std::fs::OpenOptions;

use crate::testkit::stand::Stand;

#[tokio::test(flavor = "multi_thread")]
async fn a_ledger_that_is_cut_under_a_run_ends_it_with_10_and_is_put_back_with_all_of_the_run() {
    let stand = Stand::new().await;
    let account = stand.home.path().join("account");
    stand.fault("dialog_late=1500");
    let mut tool = stand.start();
    stand.until_clicked().await;
    stand.bring_into_file();
    let file = OpenOptions::new().write(true).open(account.join("ledger.db")).unwrap();
    file.set_len(0).unwrap();
    drop(file);
    let done = tool.wait().await;
    assert_eq!(done.status.code(), Some(10), "{done:?}\n{}", stand.said());
    let told = stand.said().split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(told.contains("ledger restore") && told.contains("ledger.db.saved"), "{told}");
    stand.assert_nothing_runs();

    // Nobody goes on as if nothing had been.
    let again = stand.start().wait().await;
    assert_eq!(again.status.code(), Some(10), "{again:?}\n{}", stand.said());
    let saved = account.join("ledger.db.saved");
    let (code, _, said) = stand.command(&["ledger", "restore", saved.to_str().unwrap()]);
    assert_eq!(code, 0, "{said}");
    assert_eq!(
        stand.count("SELECT count(*) FROM attempt WHERE clicked_at IS NOT NULL AND settled IS NULL"),
        1
    );
    stand.finish().await;
}
