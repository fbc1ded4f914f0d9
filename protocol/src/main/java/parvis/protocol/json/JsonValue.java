package parvis.protocol.json;

/// A JSON value.
public interface JsonValue {}
