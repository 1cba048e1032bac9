//! A question with a drawn picture, on which what a place may be stands in a colour of its own.

use std::io::Cursor;

use image::{ImageFormat, Rgb, RgbImage};
use unlinked::domain::{Area, Picture};
use unlinked::pointing::{MayBe, Place, Question};

/// How many px of the picture make one CSS px.
pub const SCALE: f64 = 2.0;

/// Of the page that is drawn, in CSS px.
pub const PAGE: (u32, u32) = (1200, 700);

/// What pages might say to be taken for something else.
pub const HOSTILE: [&str; 3] = [
    "<script>document.title = 'taken'</script><img src=x onerror=\"document.title = 'taken'\">",
    "\" onmouseover='document.title = 1' x=\"</bdi></span>",
    "Remove \u{202e}noitcennoc\u{2066} שלום \u{200f}!",
];

fn may_be(text: &str, area: Option<Area>) -> MayBe {
    MayBe {
        what: "div (menuitem)".to_owned(),
        text: text.to_owned(),
        label: None,
        reasons: vec!["stands in a menu".to_owned(), "is an item or a button".to_owned()],
        area,
    }
}

fn area(x: f64, y: f64) -> Option<Area> {
    Some(Area { x, y, width: 180.0, height: 32.0 })
}

/// The colour of a box, by its number.
pub fn colour(number: usize) -> [u8; 3] {
    [[0, 0, 200], [0, 150, 0], [200, 120, 0], [120, 0, 160], [0, 140, 150]][number - 1]
}

/// Two places, of which the second has hostile texts; with a picture or without.
pub fn question(pictured: bool) -> Question {
    let first =
        [("Napagev Dunubani", area(860.0, 300.0)), ("Sabulo", area(860.0, 336.0)), ("Tepi", area(4.0, 90.0))];
    let second = [
        (HOSTILE[0], area(400.0, 500.0)),
        (HOSTILE[1], area(400.0, 540.0)),
        (HOSTILE[2], area(700.0, 500.0)),
        ("הסרת הקשר", area(700.0, 4000.0)),
    ];
    let mut drawn = RgbImage::from_pixel(PAGE.0 * 2, PAGE.1 * 2, Rgb([244, 242, 238]));
    for list in [first.as_slice(), second.as_slice()] {
        for (nth, (_, area)) in list.iter().enumerate() {
            let Some(area) = area else { continue };
            let scaled = |px: f64| (px * SCALE) as u32;
            for x in scaled(area.x)..scaled(area.x + area.width) {
                for y in scaled(area.y)..scaled(area.y + area.height).min(PAGE.1 * 2) {
                    drawn.put_pixel(x, y, Rgb(colour(nth + 1)));
                }
            }
        }
    }
    let mut png = Cursor::new(Vec::new());
    drawn.write_to(&mut png, ImageFormat::Png).unwrap();
    let place = |name, question, list: &[(&str, Option<Area>)]| Place {
        name,
        question,
        may_be: list.iter().map(|(text, area)| may_be(text, *area)).collect(),
    };
    let mut places = vec![
        place("remove_item", "Which of these removes the connection?", &first),
        place("confirm", "Which of these buttons of the dialog removes the connection?", &second),
    ];
    places[0].may_be[1].label = Some("Sabulo <b>Ann Quill</b>".to_owned());
    places[0].may_be[2].reasons.clear();
    Question {
        from: "the page at /in/ann-quill/".to_owned(),
        language: "xx".to_owned(),
        places,
        picture: pictured.then(|| Picture { png: png.into_inner(), scale: Some(SCALE) }),
        no_picture: if pictured { String::new() } else { "Of a saved page there is no picture.".to_owned() },
    }
}
