//! Reads a flag's value as a word of a closed set, so that help, completions and errors list the words.

use std::str::FromStr;

use clap::builder::{PossibleValuesParser, TypedValueParser};

/// A parser for the words of a set.
pub(super) fn one_of<T>(all: &[T], word: fn(T) -> &'static str) -> impl TypedValueParser<Value = T> + use<T>
where
    T: FromStr<Err = String> + Copy + Send + Sync + 'static,
{
    PossibleValuesParser::new(all.iter().map(|each| word(*each)).collect::<Vec<_>>())
        .try_map(|word| word.parse::<T>())
}
