package parvis.suite.tasks;

/// Who did something, and when.
record Fact(String by, long atMs) {}
