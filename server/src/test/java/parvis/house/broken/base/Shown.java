package parvis.house.broken.base;

/// A type that others never name, but get from [Upward].
public record Shown() {}
