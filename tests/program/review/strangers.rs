//! Who may talk to the page: the one browser that opened the address.

use super::given::{Given, small};
use crate::testkit::eyes::gate::lets_in_only_the_browser_that_opened;

#[tokio::test(flavor = "multi_thread")]
async fn only_the_browser_that_opened_the_address_is_answered() {
    let given = Given::new(&small());
    let server = given.serve().await;
    let address = server.address().unwrap();
    let body = r#"[{"do":"choose","people":[0],"choice":{"action":"remove","reason":"spam","note":""}}]"#;
    let told = ("api/people", "Anna Nowak");
    let let_in = lets_in_only_the_browser_that_opened(&address, told, ("api/change", body)).await;
    assert!(!given.path("roster.csv").exists(), "nothing was written");
    assert_eq!(let_in.own_post("api/change", body).await.0, 200, "the page itself may");
    assert_eq!(given.chosen(), ["anna-nowak"]);
    server.stop().await;
}
