//! Who has made a pack: a minisign signature, by the one key that the user gave at the first install.

use std::path::Path;

use minisign_verify::{Error, PublicKey, Signature};

use super::refusal::Refusal;
use crate::limited;

/// Reads a public key as it is given: its line (`RW…`), or the file `minisign.pub`. Gives the line.
pub(crate) fn given_key(given: &str) -> Result<String, Refusal> {
    let given = given.trim();
    let text = match PublicKey::from_base64(given) {
        Ok(_) => return Ok(given.to_owned()),
        Err(_) => limited::settings(Path::new(given)),
    };
    let line = text.ok().and_then(|text| {
        let line = text.lines().map(str::trim).find(|line| PublicKey::from_base64(line).is_ok());
        line.map(str::to_owned)
    });
    line.ok_or_else(|| {
        Refusal::new(
            format!("`{given}` is no public key of minisign, and no file that holds one"),
            "give the line that begins with `RW`, or the path of the maker's minisign.pub",
        )
    })
}

/// Holds the signature against the pack's bytes.
pub(crate) fn verify(key: &str, pack: &[u8], signature: &str) -> Result<(), Refusal> {
    let again =
        "get pack and signature again, both from the same place; if it stays so, tell the pack's maker";
    let key = PublicKey::from_base64(key).map_err(|_| {
        Refusal::new(
            "the key that is kept is damaged",
            "take the folder `selector-packs` beside the config away (the built-in files are used then), and install the pack again with --key",
        )
    })?;
    let signature = Signature::decode(signature)
        .map_err(|_| Refusal::new("what stands in place of the signature is none of minisign's", again))?;
    key.verify(pack, &signature, false).map_err(|error| match error {
        Error::UnexpectedKeyId => Refusal::new(
            "the pack is signed by another key than the one that was given at the first install",
            "ask the pack's maker by another way than this pack's; docs/selectors.md says how a new key is taken",
        ),
        Error::UnexpectedAlgorithm => Refusal::new(
            "the pack is signed in minisign's old way",
            "the pack's maker signs it with a minisign of today, without -l",
        ),
        _ => Refusal::new("the signature does not fit the pack: it was changed, or did not come whole", again),
    })
}
