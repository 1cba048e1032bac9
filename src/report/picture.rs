//! Pictures made small enough to be carried in the report, or, in a redacted one, coarse enough to show nobody.

use std::collections::HashMap;
use std::io::Cursor;
use std::num::NonZero;
use std::path::{Path, PathBuf};

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use image::codecs::jpeg::JpegEncoder;
use image::imageops;
use image::{DynamicImage, ImageFormat, ImageReader, Limits, RgbImage};

/// Width of a mosaic in tiles. On a page 1280 px wide a tile is 40 px: wider than any letter, a quarter of a face.
const TILES: u32 = 32;

/// Of each colour of a tile only the highest bits are kept, so that a tile does not tell how much ink was in it.
const KEPT_BITS: u8 = 0b1110_0000;

/// JPEG quality, 1 to 100: small text stays readable.
const QUALITY: u8 = 72;

/// A picture ready to be carried in a page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Carried {
    /// The picture itself, as a `data:` address.
    pub(super) address: String,
    /// Size of the original, in px.
    pub(super) original: (u32, u32),
}

/// How a picture is made small.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shrink {
    /// Down to this width, in px.
    To(u32),
    /// To a mosaic that nobody can be recognised in.
    Mosaic,
}

/// Reads and shrinks one PNG.
///
/// # Errors
/// What is wrong with the file, in a few words.
pub(super) fn carry(path: &Path, shrink: Shrink) -> Result<Carried, String> {
    let bytes = std::fs::read(path).map_err(|error| match error.kind() {
        std::io::ErrorKind::NotFound => "it was removed".to_owned(),
        _ => error.to_string(),
    })?;
    let mut reader = ImageReader::with_format(Cursor::new(bytes), ImageFormat::Png);
    let mut limits = Limits::default();
    (limits.max_image_width, limits.max_image_height) = (Some(16_000), Some(16_000));
    reader.limits(limits);
    let picture = reader.decode().map_err(|error| format!("it cannot be read: {error}"))?;
    let original = (picture.width(), picture.height());
    let address = match shrink {
        Shrink::To(width) => jpeg(&picture, width),
        Shrink::Mosaic => png(&mosaic(&picture)),
    };
    Ok(Carried { address: address.map_err(|error| error.to_string())?, original })
}

fn jpeg(picture: &DynamicImage, width: u32) -> image::ImageResult<String> {
    let (from, height) = (picture.width().max(1), picture.height());
    let small = if from > width {
        let height = u32::try_from(u64::from(height) * u64::from(width) / u64::from(from)).unwrap_or(height);
        imageops::thumbnail(&picture.to_rgb8(), width, height.max(1))
    } else {
        picture.to_rgb8()
    };
    let mut bytes = Vec::new();
    JpegEncoder::new_with_quality(&mut bytes, QUALITY).encode_image(&small)?;
    Ok(format!("data:image/jpeg;base64,{}", STANDARD.encode(bytes)))
}

/// The mean colour of each tile, with the low bits dropped: nothing of the original is left to be sharpened again.
fn mosaic(picture: &DynamicImage) -> RgbImage {
    let across = TILES.min(picture.width().max(1));
    let down =
        (u64::from(picture.height()) * u64::from(across) / u64::from(picture.width().max(1))).clamp(1, 400);
    let mut tiles = imageops::thumbnail(&picture.to_rgb8(), across, u32::try_from(down).unwrap_or(1));
    for pixel in tiles.pixels_mut() {
        for value in &mut pixel.0 {
            *value = (*value & KEPT_BITS) | 0b0001_0000;
        }
    }
    tiles
}

fn png(picture: &RgbImage) -> image::ImageResult<String> {
    let mut bytes = Cursor::new(Vec::new());
    picture.write_to(&mut bytes, ImageFormat::Png)?;
    Ok(format!("data:image/png;base64,{}", STANDARD.encode(bytes.into_inner())))
}

/// What became of each picture that was asked for: carried, or why not.
#[derive(Debug, Default)]
pub(super) struct Gallery {
    pictures: HashMap<PathBuf, Result<Carried, String>>,
    /// How many are carried.
    pub(super) carried: usize,
    /// How many were left out because the file would have grown beyond its size.
    pub(super) left_out: usize,
    /// How many bytes the carried ones take.
    pub(super) bytes: u64,
}

impl Gallery {
    /// Shrinks pictures in the order given, until together they take `most` bytes; works on several at a time.
    pub(super) fn fill(wanted: &[(PathBuf, Shrink)], most: u64) -> Gallery {
        let mut gallery = Gallery::default();
        let workers = std::thread::available_parallelism().map_or(1, NonZero::get).min(8);
        let mut rest = wanted;
        while !rest.is_empty() && gallery.bytes < most {
            let (batch, further) = rest.split_at(rest.len().min(workers * 8));
            rest = further;
            for ((path, _), carried) in batch.iter().zip(shrink_all(batch, workers)) {
                gallery.take(path, carried, most);
            }
        }
        gallery.left_out += rest.len();
        gallery
    }

    fn take(&mut self, path: &Path, carried: Result<Carried, String>, most: u64) {
        let size = carried.as_ref().map_or(0, |carried| carried.address.len() as u64);
        if self.bytes + size > most {
            self.left_out += 1;
            return;
        }
        self.bytes += size;
        self.carried += usize::from(carried.is_ok());
        self.pictures.insert(path.to_owned(), carried);
    }

    /// The picture of that path; `None` if it was left out.
    pub(super) fn get(&self, path: &Path) -> Option<&Result<Carried, String>> {
        self.pictures.get(path)
    }
}

fn shrink_all(batch: &[(PathBuf, Shrink)], workers: usize) -> Vec<Result<Carried, String>> {
    let share = batch.len().div_ceil(workers).max(1);
    std::thread::scope(|scope| {
        let tasks: Vec<_> = batch
            .chunks(share)
            .map(|part| {
                scope.spawn(|| part.iter().map(|(path, shrink)| carry(path, *shrink)).collect::<Vec<_>>())
            })
            .collect();
        let lost = |part: &[(PathBuf, Shrink)]| vec![Err("it cannot be read".to_owned()); part.len()];
        // A picture that makes the decoder panic must not cost the report.
        tasks
            .into_iter()
            .zip(batch.chunks(share))
            .flat_map(|(task, part)| task.join().unwrap_or_else(|_| lost(part)))
            .collect()
    })
}
