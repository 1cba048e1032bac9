//! Where the configuration comes from.

use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use etcetera::BaseStrategy;
use jiff::tz::TimeZone;

use super::EXAMPLE;
use super::build::build;
use super::error::ConfigError;
use super::layer::{Layer, Override};
use super::settings::Settings;
use super::types::Config;
use crate::limited;

/// From where to load the configuration.
#[derive(Debug, Clone)]
pub struct LoadOptions<E> {
    /// The file that the user named; `None` takes [`Config::default_path`], if there is a file.
    pub file: Option<PathBuf>,
    /// The environment, most often [`std::env::vars`]; only `UNLINKED_…` is looked at.
    pub env: E,
    /// What flags say, in the order of the command line.
    pub overrides: Vec<Override>,
}

impl Config {
    /// Merges the defaults, the file, the environment and the flags, and checks the whole.
    ///
    /// # Errors
    /// [`ConfigError::Faults`] with every fault of every source; [`ConfigError::Io`] if a file cannot be read that the
    /// user named, or that is there.
    pub fn load(options: LoadOptions<impl Iterator<Item = (String, String)>>) -> Result<Config, ConfigError> {
        let file = match (options.file, Config::default_path()) {
            (Some(named), _) => Some(read(&named)?),
            (None, Some(usual)) => match read(&usual) {
                Err(ConfigError::Io { source, .. }) if source.kind() == ErrorKind::NotFound => None,
                file => Some(file?),
            },
            (None, None) => None,
        };
        let environment = Layer::environment(options.env);
        let flags = Layer::flags(&options.overrides);
        assemble(file, environment, flags, TimeZone::try_system().ok())
    }

    /// The file that is read where none is named: `$XDG_CONFIG_HOME/unlinked/config.toml`. `None` without a home.
    #[must_use]
    pub fn default_path() -> Option<PathBuf> {
        let strategy = etcetera::choose_base_strategy().ok()?;
        Some(strategy.config_dir().join("unlinked").join("config.toml"))
    }
}

/// Merges what was read, in the order of precedence.
pub(super) fn assemble(
    file: Option<Layer>,
    environment: Layer,
    flags: Layer,
    machine_zone: Option<TimeZone>,
) -> Result<Config, ConfigError> {
    let defaults = Layer::file("config.example.toml (built in)", EXAMPLE);
    let layers = [Some(defaults), file, Some(environment), Some(flags)].into_iter().flatten().collect();
    build(Settings::merge(layers), machine_zone)
}

fn read(path: &Path) -> Result<Layer, ConfigError> {
    let text = limited::settings(path).map_err(|source| ConfigError::Io { path: path.to_owned(), source })?;
    let mut layer = Layer::file(&path.to_string_lossy(), text.strip_prefix('\u{FEFF}').unwrap_or(&text));
    layer.folder = path.parent().map(Path::to_path_buf);
    Ok(layer)
}
