package parvis.conformance;

/// How a test ended.
enum Verdict {
  PASS,
  FAIL,
  SKIP
}
