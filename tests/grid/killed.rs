//! A node that dies in the middle of a removal. The doubt is settled only after the Grid's time-out, and by looking.

use std::time::{Duration, Instant};

use crate::server::{Grid, is_installed, until};
use crate::work::{Ran, Work};

/// Kills the node that has the browser once `moment` has come, and lets the run go on to its end.
async fn killed_at(fault: &str, moment: impl Fn(&Work) -> bool) -> (Work, Ran) {
    let grid = Grid::start("hub", &["--sessions", "1", "--session-timeout", "10"]);
    let work = Work::new(&grid.url, "session_timeout = \"10s\"\ncommand_timeout = \"10s\"", 2).await;
    work.faults(&[fault]);
    let child = work.start(&[]);
    until("the removal is under way", || moment(&work));
    let nodes = grid.busy_nodes();
    assert_eq!(nodes.len(), 1, "{nodes:?}");
    let died = Instant::now();
    grid.kill_node(nodes[0]);
    work.faults(&[]);
    let ran = work.end(child).await;
    println!("the run ended {:.1} s after the node: {}", died.elapsed().as_secs_f64(), ran.summary);
    assert!(died.elapsed() >= Duration::from_secs(10), "the session's time-out was not waited for");
    assert!(ran.stderr.contains("the browser was lost"), "{}", ran.stderr);
    // Somebody whose click was cut off, and who is still connected, is left to the next run.
    let ran = if ran.exit == 3 { work.end(work.start(&[])).await } else { ran };
    assert_eq!((ran.exit, work.removals()), (0, 2), "{}", ran.stderr);
    assert_eq!(work.account(2).len(), 2);
    (work, ran)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_node_that_dies_after_the_last_click_leaves_a_doubt_that_a_look_settles() {
    if !is_installed() {
        return;
    }
    // The site has the request, and answers late: the browser dies before it learns what became of it.
    killed_at("remove_slow=3000", |work| {
        work.site.requests().iter().any(|request| is_removal(&request.path)) || work.removals() > 0
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_node_that_dies_between_the_point_of_no_return_and_the_dialog_costs_one_attempt_and_nobody() {
    if !is_installed() {
        return;
    }
    // The intent is written and the remove item clicked; the dialog would come in 30 s.
    let (work, _) = killed_at("dialog_late=30000", |work| {
        let ledger =
            unlinked::ledger::Ledger::open_beside(&work.home.state().join("ledger.db")).ok().flatten();
        ledger.is_some_and(|ledger| !ledger.doubts().unwrap().is_empty())
    })
    .await;
    assert_eq!(work.removals(), 2, "the first attempt removed nobody");
}

fn is_removal(path: &str) -> bool {
    path.contains("remove")
}
