package parvis.house.broken.suite.files;

/// A leaf.
public record Other() {}
