//! What the invented people are made of: names in many scripts, companies, positions, places.

/// A written form and the letters that a slug may use for it.
pub(crate) type Word = (&'static str, &'static str);

/// The names of one language.
pub(crate) struct Pool {
    pub(crate) given: &'static [Word],
    pub(crate) family: &'static [Word],
    /// Whether the family name is written first, without a space.
    pub(crate) family_first: bool,
    pub(crate) places: &'static [&'static str],
}

pub(crate) const POOLS: &[Pool] = &[
    Pool {
        given: &[
            ("Martha", "martha"),
            ("Ben", "ben"),
            ("Oscar", "oscar"),
            ("Nell", "nell"),
            ("Rufus", "rufus"),
            ("Ada", "ada"),
            ("Hugh", "hugh"),
            ("Tess", "tess"),
            ("Milo", "milo"),
            ("Iris", "iris"),
            ("Grant", "grant"),
            ("Joan", "joan"),
        ],
        family: &[
            ("Quill", "quill"),
            ("Thackeray-Poole", "thackeray-poole"),
            ("O'Dunne", "odunne"),
            ("Harrowgate", "harrowgate"),
            ("Pennywell", "pennywell"),
            ("Marsh", "marsh"),
            ("Larkspur", "larkspur"),
            ("Vane", "vane"),
            ("McTavish-Orr", "mctavish-orr"),
            ("Bexley", "bexley"),
        ],
        family_first: false,
        places: &[
            "Leeds, England, United Kingdom",
            "Portland, Oregon, United States",
            "Dublin, Ireland",
            "Greater Melbourne Area",
        ],
    },
    Pool {
        given: &[
            ("Zoë", "zoe"),
            ("Søren", "soren"),
            ("Élodie", "elodie"),
            ("Jürgen", "juergen"),
            ("Núria", "nuria"),
            ("Łucja", "lucja"),
            ("Bjørn", "bjorn"),
            ("Inês", "ines"),
            ("Žofie", "zofie"),
            ("Åsa", "asa"),
        ],
        family: &[
            ("Fjordström", "fjordstrom"),
            ("Żółkiewicz", "zolkiewicz"),
            ("Lefèvre-Montagne", "lefevre-montagne"),
            ("Müllerson", "muellerson"),
            ("Peñarroya", "penarroya"),
            ("Ødegaard", "odegaard"),
            ("Čapková", "capkova"),
            ("Gonçalves Lima", "goncalves-lima"),
            ("Đurić", "duric"),
        ],
        family_first: false,
        places: &["Göteborg, Sweden", "Gdańsk, Poland", "Lyon, France", "Köln, Germany", "São Paulo, Brazil"],
    },
    Pool {
        given: &[
            ("Дарья", "darya"),
            ("Остап", "ostap"),
            ("Мирослава", "myroslava"),
            ("Тихон", "tikhon"),
            ("Ганна", "hanna"),
        ],
        family: &[
            ("Вереск", "veresk"),
            ("Соколенко", "sokolenko"),
            ("Березовая", "berezovaya"),
            ("Йовчев", "yovchev"),
        ],
        family_first: false,
        places: &["Kyiv, Ukraine", "Sofia, Bulgaria", "Almaty, Kazakhstan"],
    },
    Pool {
        given: &[("Ελένη", "eleni"), ("Νίκος", "nikos"), ("Θάλεια", "thalia"), ("Ορέστης", "orestis")],
        family: &[("Παπαλεξίου", "papalexiou"), ("Καραβάς", "karavas"), ("Αγγελίδης", "angelidis")],
        family_first: false,
        places: &["Athens, Greece", "Thessaloniki, Greece"],
    },
    Pool {
        given: &[("سلمى", "salma"), ("ياسين", "yasin"), ("نورهان", "nourhan"), ("طارق", "tariq")],
        family: &[("الأندلسي", "al-andalusi"), ("البحري", "al-bahri"), ("حدادين", "haddadin")],
        family_first: false,
        places: &["Casablanca, Morocco", "Amman, Jordan", "Cairo, Egypt"],
    },
    Pool {
        given: &[("נועה", "noa"), ("איתמר", "itamar"), ("תמר", "tamar")],
        family: &[("בן-ארזי", "ben-arzi"), ("כרמלי", "carmeli"), ("שקדי", "shkedi")],
        family_first: false,
        places: &["Haifa, Israel", "Tel Aviv District, Israel"],
    },
    Pool {
        given: &[("思远", "siyuan"), ("嘉怡", "jiayi"), ("晨曦", "chenxi"), ("子墨", "zimo")],
        family: &[("欧阳", "ouyang"), ("林", "lin"), ("沈", "shen"), ("陆", "lu")],
        family_first: true,
        places: &["Chengdu, Sichuan, China", "Taipei City, Taiwan", "Singapore"],
    },
    Pool {
        given: &[("楓", "kaede"), ("ひなた", "hinata"), ("健吾", "kengo"), ("さくら", "sakura")],
        family: &[("小林", "kobayashi"), ("雪村", "yukimura"), ("神無月", "kannazuki")],
        family_first: true,
        places: &["Osaka, Japan", "Sapporo, Hokkaido, Japan"],
    },
    Pool {
        given: &[("하늘", "haneul"), ("지우", "jiwoo"), ("도윤", "doyun")],
        family: &[("남궁", "namgung"), ("서", "seo"), ("한", "han")],
        family_first: true,
        places: &["Busan, South Korea", "Seoul, South Korea"],
    },
    Pool {
        given: &[("आरव", "aarav"), ("मीरा", "meera"), ("काव्या", "kavya")],
        family: &[("त्रिवेदी", "trivedi"), ("जोशी", "joshi"), ("नायर", "nair")],
        family_first: false,
        places: &["Pune, Maharashtra, India", "Jaipur, Rajasthan, India"],
    },
    Pool {
        given: &[
            ("İpek", "ipek"),
            ("Işıl", "isil"),
            ("Çağrı", "cagri"),
            ("Gökçe", "gokce"),
            ("Ilgın", "ilgin"),
        ],
        family: &[("Yıldırımoğlu", "yildirimoglu"), ("Şahin", "sahin"), ("Özgür", "ozgur"), ("İnci", "inci")],
        family_first: false,
        places: &["İzmir, Türkiye", "Ankara, Türkiye"],
    },
    Pool {
        given: &[
            ("Amara", "amara"),
            ("Thabo", "thabo"),
            ("Linh", "linh"),
            ("Keahi", "keahi"),
            ("Sunniva", "sunniva"),
        ],
        family: &[
            ("Okekere", "okekere"),
            ("van der Zandschulp", "van-der-zandschulp"),
            ("Nguyen-Baird", "nguyen-baird"),
            ("Mokoena", "mokoena"),
        ],
        family_first: false,
        places: &[
            "Lagos, Nigeria",
            "Utrecht, Netherlands",
            "Ho Chi Minh City, Vietnam",
            "Cape Town, South Africa",
        ],
    },
];

pub(crate) const SCHOOLS: &[&str] =
    &["Harbour University", "Thistledown College", "University of Fenmarsh", "Copperbeck Institute"];

pub(crate) const COMPANIES: &[&str] = &[
    "Northgate Tooling",
    "Blue Heron Analytics",
    "Ferrous & Sons",
    "Quillworks",
    "Tidemark Logistics",
    "Lantern Health",
    "Orchard Robotics",
    "Saltmarsh Energy",
    "Brightwater \"BW\" Group",
    "Müller, Hansen & Co",
    "Paper Kite Studio",
    "Halcyon Freight",
    "Cobblestone Bank",
    "Verdant Foods",
];

pub(crate) const POSITIONS: &[&str] = &[
    "Head of Procurement",
    "Recruiter",
    "Software Engineer",
    "Account Executive",
    "Nurse Practitioner",
    "Founder",
    "Data Analyst",
    "Site Manager",
    "Senior Consultant, Supply Chain",
    "Illustrator",
    "Controller",
    "Product Owner",
];

pub(crate) const EMOJI: &[&str] = &["🌻", "🚀", "✨", "👩🏽‍💻", "🏳️‍🌈", "📈"];

pub(crate) const PRONOUNS: &[&str] = &["(she/her)", "(he/him)", "(they/them)"];

pub(crate) const LETTERS: &[&str] = &[", PhD", ", MBA", ", PMP", ", CPA"];
