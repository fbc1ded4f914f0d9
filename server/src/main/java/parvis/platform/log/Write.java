package parvis.platform.log;

/// Something to be made durable as a whole, and to be told to everybody in the order of the log.
public sealed interface Write permits RoomWrite, SyncableWrite {}
