//! Somebody who makes packs: a key of minisign's kind, made anew for each test, and signatures by it. As `minisign -G -W` and
//! `minisign -Sm FILE` make them.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use blake2::{Blake2b512, Digest};
use rcgen::{KeyPair, PKCS_ED25519, PublicKeyData, SigningKey};

pub struct Maker {
    pair: KeyPair,
    id: [u8; 8],
}

impl Maker {
    pub fn new(id: u8) -> Maker {
        Maker { pair: KeyPair::generate_for(&PKCS_ED25519).unwrap(), id: [id; 8] }
    }

    /// The line of `minisign.pub`.
    pub fn key(&self) -> String {
        STANDARD.encode([b"Ed", self.id.as_slice(), self.pair.der_bytes()].concat())
    }

    /// The text of the file with the signature.
    pub fn sign(&self, bytes: &[u8]) -> String {
        self.signed(b"ED", &Blake2b512::digest(bytes))
    }

    /// As minisign signed until 2018, and still does with `-l`.
    pub fn sign_as_of_old(&self, bytes: &[u8]) -> String {
        self.signed(b"Ed", bytes)
    }

    fn signed(&self, way: &[u8; 2], bytes: &[u8]) -> String {
        const TRUSTED: &str = "timestamp:1796083200\tfile:p.pack.toml\thashed";
        let signature = self.pair.sign(bytes).unwrap();
        let global = self.pair.sign(&[signature.as_slice(), TRUSTED.as_bytes()].concat()).unwrap();
        let line = STANDARD.encode([way.as_slice(), self.id.as_slice(), signature.as_slice()].concat());
        let global = STANDARD.encode(global);
        format!("untrusted comment: signature of a test\n{line}\ntrusted comment: {TRUSTED}\n{global}\n")
    }
}
