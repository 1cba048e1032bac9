//! The names of drivers and browsers on Linux and macOS, and where they are.

use crate::browser::find_driver::Wanted;

pub(in crate::browser) const CHROMEDRIVER: Wanted = Wanted {
    program: "chromedriver",
    package: "chromium-driver",
    key: "webdriver.driver",
    names: &["chromedriver"],
    places: &[
        "/usr/bin/chromedriver",
        "/usr/local/bin/chromedriver",
        "/usr/lib/chromium/chromedriver",
        "/usr/lib/chromium-browser/chromedriver",
        "/snap/bin/chromium.chromedriver",
        "/opt/homebrew/bin/chromedriver",
    ],
};

pub(in crate::browser) const CHROMIUM: Wanted = Wanted {
    program: "Chromium",
    package: "chromium",
    key: "webdriver.binary",
    names: &["chromium", "chromium-browser", "google-chrome-stable", "google-chrome"],
    places: &[
        "/usr/bin/chromium",
        "/usr/lib/chromium/chromium",
        "/snap/bin/chromium",
        "/usr/bin/google-chrome",
        "/opt/google/chrome/chrome",
        "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    ],
};

pub(in crate::browser) const GECKODRIVER: Wanted = Wanted {
    program: "geckodriver",
    package: "cargo && cargo install geckodriver",
    key: "webdriver.driver",
    names: &["geckodriver"],
    places: &[
        "/usr/bin/geckodriver",
        "/usr/local/bin/geckodriver",
        "/snap/bin/geckodriver",
        "/opt/homebrew/bin/geckodriver",
    ],
};

pub(in crate::browser) const FIREFOX: Wanted = Wanted {
    program: "Firefox",
    package: "firefox-esr",
    key: "webdriver.binary",
    names: &["firefox-esr", "firefox"],
    places: &["/usr/bin/firefox-esr", "/usr/bin/firefox", "/Applications/Firefox.app/Contents/MacOS/firefox"],
};
