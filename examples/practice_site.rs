//! Serves the practice site: `cargo run --example practice_site -- [port] [people] [ember|sdui|mixed] [language] [fault …]`.
#![allow(clippy::print_stdout, reason = "an example says where it listens")]

use unlinked::practice::{Options, Site};

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let given: Vec<String> = std::env::args().skip(1).collect();
    let mut options = Options { demo_cast: true, ..Options::default() };
    if let Some(port) = given.first() {
        options.port = port.parse()?;
    }
    if let Some(people) = given.get(1) {
        options.people = people.parse()?;
    }
    if let Some(front_end) = given.get(2) {
        options.front_end = front_end.parse()?;
    }
    if let Some(lang) = given.get(3) {
        options.lang.clone_from(lang);
    }
    options.faults = given.iter().skip(4).map(|fault| fault.parse()).collect::<Result<_, _>>()?;
    let site = Site::start(options).await?;
    println!("listening on {}", site.url());
    tokio::signal::ctrl_c().await?;
    site.stop().await;
    Ok(())
}
