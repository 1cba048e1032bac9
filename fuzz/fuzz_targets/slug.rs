//! The normalisation of slugs: whatever is taken stays the same when it is taken again, from its text and from its address.
#![no_main]

use libfuzzer_sys::fuzz_target;
use unlinked::domain::Slug;

fuzz_target!(|text: &str| {
    let Ok(slug) = Slug::parse(text) else { return };
    assert_eq!(Slug::parse(slug.as_str()).as_ref(), Ok(&slug), "from its own text");
    assert_eq!(Slug::parse(&slug.path()).as_ref(), Ok(&slug), "from its own path");
    let address = format!("https://www.linkedin.com{}", slug.path());
    assert_eq!(Slug::parse(&address).as_ref(), Ok(&slug), "from its own address");
});
