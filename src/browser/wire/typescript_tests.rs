//! The types of the wire as the page script's own checker reads them: `page_script/wire.d.ts`, made from the schemas of the Rust types.

use std::collections::BTreeMap;
use std::path::Path;

use schemars::generate::SchemaSettings;
use serde_json::{Map, Value};

use super::{Answered, Base, Question};

const HEAD: &str = "// The questions and answers of the page script. Made from the Rust types in src/browser/wire, and held to them by a test:\n\
                    // UNLINKED_WRITE_SCHEMAS=1 cargo nextest run --lib browser::wire\n";

/// All of the types.
fn declarations() -> String {
    // What is written is what is always there: of an answer too, of which nothing may be missing.
    let mut made = SchemaSettings::draft2020_12().for_serialize().into_generator();
    made.subschema_for::<Base>();
    made.subschema_for::<Question>();
    made.subschema_for::<Answered>();
    let sorted: BTreeMap<&String, &Value> = made.definitions().iter().collect();
    let mut text = HEAD.to_owned();
    for (name, schema) in sorted {
        text += &format!("\n{}type {name} = {};\n", comment(schema, 0), written(schema, 0));
    }
    text
}

fn comment(schema: &Value, depth: usize) -> String {
    let indent = "  ".repeat(depth);
    match schema["description"].as_str() {
        Some(text) => format!("{indent}/** {} */\n", text.replace('\n', " ")),
        None => String::new(),
    }
}

/// A schema as a type.
fn written(schema: &Value, depth: usize) -> String {
    if let Some(own) = schema["x-typescript"].as_str() {
        return own.to_owned();
    }
    if let Some(word) = schema.get("const") {
        return word.to_string();
    }
    if let Some(words) = schema["enum"].as_array() {
        return words.iter().map(Value::to_string).collect::<Vec<_>>().join(" | ");
    }
    for kind in ["oneOf", "anyOf"] {
        if let Some(members) = schema[kind].as_array() {
            return members.iter().map(|member| written(member, depth)).collect::<Vec<_>>().join(" | ");
        }
    }
    let named = schema["$ref"].as_str().map(|path| path.trim_start_matches("#/$defs/").to_owned());
    let own = schema.get("type").map(|kind| match kind {
        Value::Array(kinds) => {
            kinds.iter().map(|kind| plain(kind, schema, depth)).collect::<Vec<_>>().join(" | ")
        }
        kind => plain(kind, schema, depth),
    });
    match (named, own) {
        (Some(named), Some(own)) => format!("{named} & {own}"),
        (Some(one), None) | (None, Some(one)) => one,
        (None, None) => panic!("a schema that says nothing: {schema}"),
    }
}

fn plain(kind: &Value, schema: &Value, depth: usize) -> String {
    match kind.as_str() {
        Some("null") => "null".to_owned(),
        Some("boolean") => "boolean".to_owned(),
        Some("string") => "string".to_owned(),
        Some("integer" | "number") => "number".to_owned(),
        Some("array") => {
            let item = written(&schema["items"], depth);
            if item.contains([' ', '{']) { format!("Array<{item}>") } else { format!("{item}[]") }
        }
        Some("object") => match schema["properties"].as_object() {
            Some(fields) => object(fields, schema, depth),
            None if schema["additionalProperties"].is_object() => {
                format!("Record<string, {}>", written(&schema["additionalProperties"], depth))
            }
            None => "{}".to_owned(),
        },
        _ => panic!("a kind of value that is not known: {schema}"),
    }
}

fn object(fields: &Map<String, Value>, schema: &Value, depth: usize) -> String {
    let required =
        |key: &String| schema["required"].as_array().is_some_and(|all| all.iter().any(|one| one == key));
    let mut text = "{\n".to_owned();
    for (key, field) in fields {
        let may = if required(key) { "" } else { "?" };
        let indent = "  ".repeat(depth + 1);
        text += &format!("{}{indent}{key}{may}: {};\n", comment(field, depth + 1), written(field, depth + 1));
    }
    text + &"  ".repeat(depth) + "}"
}

#[test]
fn the_types_of_the_page_script_are_those_of_the_wire() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/browser/page_script/wire.d.ts");
    let made = declarations();
    if std::env::var_os("UNLINKED_WRITE_SCHEMAS").is_some() {
        std::fs::write(&path, &made).unwrap();
    }
    let kept = std::fs::read_to_string(&path).unwrap();
    assert!(kept == made, "wire.d.ts is stale: run this test with UNLINKED_WRITE_SCHEMAS=1");
}
