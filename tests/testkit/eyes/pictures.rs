//! Pictures that the README shows, kept true: each is made anew by a test and held against the one in `docs/pictures`.
//! `UNLINKED_WRITE_PICTURES=1` writes them.

use std::path::PathBuf;

use image::imageops::FilterType;

/// The picture's file.
pub fn place(file: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("docs/pictures").join(file)
}

/// Whether pictures are to be written and not compared.
pub fn are_written() -> bool {
    std::env::var_os("UNLINKED_WRITE_PICTURES").is_some_and(|value| value == "1")
}

/// Holds a picture against the one that is kept. Fonts and their smoothing differ from machine to machine, so both are looked at
/// from afar: what is where must be the same, not every point.
pub fn held(file: &str, png: &[u8]) {
    let path = place(file);
    if are_written() {
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(&path, png).unwrap();
        return;
    }
    let kept = std::fs::read(&path).unwrap_or_else(|why| panic!("{}: {why}", path.display()));
    let from_afar = |bytes: &[u8]| {
        let whole = image::load_from_memory(bytes).unwrap();
        (
            (whole.width(), whole.height()),
            whole.resize_exact(24, 18, FilterType::Triangle).to_luma8().into_raw(),
        )
    };
    let ((kept_size, kept), (size, now)) = (from_afar(&kept), from_afar(png));
    assert_eq!(kept_size, size, "{file} has another size now");
    let differs = kept.iter().zip(&now).map(|(one, other)| u32::from(one.abs_diff(*other))).max().unwrap();
    assert!(
        differs < 60,
        "{file} shows something else by now (a part differs by {differs} of 255); look at it, and write it anew with \
         UNLINKED_WRITE_PICTURES=1"
    );
}
