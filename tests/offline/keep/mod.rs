//! The keep list without a browser.

mod cannot_tell;
mod everywhere;
mod let_go;
mod seen;

use crate::testkit::home::Home;

fn home_with_roster() -> Home {
    let home = Home::new();
    home.write(
        "roster.csv",
        "url,name\nhttps://www.linkedin.com/in/martha-quill,Martha Quill\n\
         https://www.linkedin.com/in/ben-halloway,Ben Halloway\n",
    );
    home
}
