package parvis.platform.blob;

/// Bytes in the store.
///
/// @param hash SHA-256 in 64 hexadecimal digits, which is also their name
/// @param size in bytes
public record Blob(String hash, long size) {}
