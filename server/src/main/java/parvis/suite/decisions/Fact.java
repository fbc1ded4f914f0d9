package parvis.suite.decisions;

/// Who did something, and when.
record Fact(String by, long atMs) {}
