package parvis.house.broken.base;

/// A type that everybody may use and nobody does.
public record Shouting() {}
