package parvis.house.broken.core.rooms;

import parvis.house.broken.core.sync.Late;

/// A part of the core that uses one which stands on it.
public record Early(Late late) {}
