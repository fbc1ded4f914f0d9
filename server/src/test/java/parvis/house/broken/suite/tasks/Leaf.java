package parvis.house.broken.suite.tasks;

import parvis.house.broken.suite.files.Other;

/// A leaf that holds on to another one.
public record Leaf(Other other) {}
