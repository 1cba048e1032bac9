//! The names of drivers and browsers on Windows, and where their own installers put them.

use crate::browser::find_driver::Wanted;

pub(in crate::browser) const CHROMEDRIVER: Wanted = Wanted {
    program: "chromedriver",
    package: "chromedriver",
    key: "webdriver.driver",
    names: &["chromedriver"],
    places: &[],
};

pub(in crate::browser) const CHROMIUM: Wanted = Wanted {
    program: "Chrome",
    package: "chrome",
    key: "webdriver.binary",
    names: &["chrome", "chromium"],
    places: &[
        r"%ProgramFiles%\Google\Chrome\Application\chrome.exe",
        r"%LOCALAPPDATA%\Google\Chrome\Application\chrome.exe",
        r"%LOCALAPPDATA%\Chromium\Application\chrome.exe",
    ],
};

pub(in crate::browser) const GECKODRIVER: Wanted = Wanted {
    program: "geckodriver",
    package: "geckodriver",
    key: "webdriver.driver",
    names: &["geckodriver"],
    places: &[],
};

pub(in crate::browser) const FIREFOX: Wanted = Wanted {
    program: "Firefox",
    package: "firefox",
    key: "webdriver.binary",
    names: &["firefox"],
    places: &[r"%ProgramFiles%\Mozilla Firefox\firefox.exe"],
};
