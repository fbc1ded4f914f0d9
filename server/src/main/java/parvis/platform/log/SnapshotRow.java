package parvis.platform.log;

/// A state of a room: what `delta` changes in the state `parent`.
///
/// @param parent 0 when `delta` is a whole state
/// @param steps how many deltas lie between this and a whole state
public record SnapshotRow(long nid, long room, long parent, int steps, byte[] delta) {}
