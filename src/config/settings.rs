//! The layers, merged: for each key the value that wins, and where it came from.

use std::collections::HashMap;
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::str::FromStr;
use std::time::Duration;

use url::Url;

use super::error::ConfigError;
use super::layer::Layer;
use super::value::Value;
use crate::faults::Fault;

/// The values that win, and the layers in which faults are told.
#[derive(Debug)]
pub(super) struct Settings {
    layers: Vec<Layer>,
    /// Key to layer and place in it.
    winners: HashMap<&'static str, (usize, usize)>,
}

impl Settings {
    /// Merges layers; a later one beats an earlier one.
    pub(super) fn merge(layers: Vec<Layer>) -> Settings {
        let mut winners = HashMap::new();
        for (at, layer) in layers.iter().enumerate() {
            for (nth, (key, _, _)) in layer.values.iter().enumerate() {
                winners.insert(key.name, (at, nth));
            }
        }
        Settings { layers, winners }
    }

    /// The layers' faults, if any of them stops.
    pub(super) fn finish(self) -> Result<(), ConfigError> {
        let mut faults: Vec<_> =
            self.layers.into_iter().map(|layer| layer.faults).filter(|faults| faults.has_errors()).collect();
        faults.iter_mut().for_each(crate::faults::Faults::sort);
        if faults.is_empty() { Ok(()) } else { Err(ConfigError::Faults(faults)) }
    }

    /// Tells a fault at the place from which the key's value came.
    pub(super) fn fault(&mut self, key: &'static str, message: String, label: &str, help: &str) {
        let Some((at, nth)) = self.winners.get(key).copied() else { return };
        let Some(layer) = self.layers.get_mut(at) else { return };
        let span: Option<Range<usize>> = layer.values.get(nth).map(|(_, _, span)| span.clone());
        layer.faults.push(Fault {
            code: "config.value",
            message,
            span,
            label: label.to_owned(),
            help: help.to_owned(),
            warning: false,
        });
    }

    pub(super) fn get(&self, key: &'static str) -> Result<&Value, ConfigError> {
        self.winner(key).map(|(_, value)| value)
    }

    pub(super) fn url(&self, key: &'static str) -> Result<Option<Url>, ConfigError> {
        if let Value::Url(url) = self.get(key)? { Ok(url.clone()) } else { Err(ConfigError::Defaults(key)) }
    }

    /// One of a closed set of words.
    pub(super) fn word<T: FromStr>(&self, key: &'static str) -> Result<T, ConfigError> {
        let Value::Word(word) = self.get(key)? else { return Err(ConfigError::Defaults(key)) };
        word.parse().map_err(|_| ConfigError::Defaults(key))
    }

    pub(super) fn time(&self, key: &'static str) -> Result<Duration, ConfigError> {
        if let Value::Time(time) = self.get(key)? { Ok(*time) } else { Err(ConfigError::Defaults(key)) }
    }

    pub(super) fn count(&self, key: &'static str) -> Result<u32, ConfigError> {
        if let Value::Count(count) = self.get(key)? { Ok(*count) } else { Err(ConfigError::Defaults(key)) }
    }

    pub(super) fn steps(&self, key: &'static str) -> Result<[u32; 3], ConfigError> {
        if let Value::Steps(steps) = self.get(key)? { Ok(*steps) } else { Err(ConfigError::Defaults(key)) }
    }

    pub(super) fn flag(&self, key: &'static str) -> Result<bool, ConfigError> {
        if let Value::Flag(flag) = self.get(key)? { Ok(*flag) } else { Err(ConfigError::Defaults(key)) }
    }

    pub(super) fn texts(&self, key: &'static str) -> Result<Vec<String>, ConfigError> {
        if let Value::Texts(texts) = self.get(key)? {
            Ok(texts.clone())
        } else {
            Err(ConfigError::Defaults(key))
        }
    }

    /// A path, taken from the folder of the file that it stands in; `None` if it is not set.
    pub(super) fn path(&self, key: &'static str) -> Result<Option<PathBuf>, ConfigError> {
        let (layer, value) = self.winner(key)?;
        let Value::Path(written) = value else { return Err(ConfigError::Defaults(key)) };
        if written.is_empty() {
            return Ok(None);
        }
        let path = match (written.strip_prefix("~/"), etcetera::home_dir()) {
            (Some(rest), Ok(home)) => home.join(rest),
            _ => PathBuf::from(written),
        };
        Ok(Some(layer.folder.as_deref().unwrap_or_else(|| Path::new("")).join(path)))
    }

    fn winner(&self, key: &'static str) -> Result<(&Layer, &Value), ConfigError> {
        let (at, nth) = self.winners.get(key).copied().ok_or(ConfigError::Defaults(key))?;
        let layer = self.layers.get(at).ok_or(ConfigError::Defaults(key))?;
        let (_, value, _) = layer.values.get(nth).ok_or(ConfigError::Defaults(key))?;
        Ok((layer, value))
    }
}
