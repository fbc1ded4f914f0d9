package parvis.house.broken.core.sync;

import parvis.house.broken.core.rooms.Early;

/// A part of the core in a cycle with another.
public record Late(Early early) {}
