"""Bodies in the spellings of the dialect, which schemathesis must not expect to be refused (see schemathesis.toml)."""

import jsonschema_rs
import schemathesis
from schemathesis.core.failures import AcceptedNegativeData
from schemathesis.specs.openapi.checks import negative_data_rejection

TRUE = {"t", "true", "y", "yes", "on", "1", "1.0"}
FALSE = {"f", "false", "n", "no", "off", "0", "0.0"}


@schemathesis.check
def negative_data_rejection_but_for_spellings(ctx, response, case):
    """Numbers are taken for text, digits for numbers, and some words and numbers for truth values."""
    try:
        return negative_data_rejection(ctx, response, case)
    except AcceptedNegativeData:
        if is_spelling(case):
            return None
        raise


def is_spelling(case):
    """Whether the body fits its schema once its values are read as the dialect reads them."""
    if not isinstance(case.body, dict):
        return False
    document = case.operation.schema.raw_schema
    request = case.operation.definition.raw.get("requestBody", {})
    schema = request.get("content", {}).get("application/json", {}).get("schema", {})
    row = document["components"]["schemas"].get(schema.get("$ref", "").rpartition("/")[2])
    if row is None:
        return False
    read = {name: as_typed(value, row["properties"].get(name, {})) for name, value in case.body.items()}
    whole = {**schema, "components": document["components"]}
    return jsonschema_rs.validator_for(whole, validate_formats=True).is_valid(read)


def as_typed(value, schema):
    types = schema.get("type", [])
    types = [types] if isinstance(types, str) else types
    number = isinstance(value, (int, float)) and not isinstance(value, bool)
    if "string" in types and number:
        return str(value)
    word = str(value).strip().lower() if isinstance(value, str) or number else None
    if "boolean" in types and word in TRUE | FALSE:
        return word in TRUE
    if "boolean" in types and "null" in types and word in {"", "null", "none"}:
        return None
    if ("integer" in types or "number" in types) and isinstance(value, str):
        try:
            return int(value)
        except ValueError:
            return value
    return value
