package parvis.core.search;

import parvis.platform.http.Shape;

/// What a part of the house lets be found by words. A leaf joins search by being one of these:
/// [Question] says what is asked, [Findings] what is told of it.
public interface Searchable {
  /// The word for what it finds: `task`.
  String kind();

  /// What is told of each that was found, to who writes a client.
  Shape told();

  /// What the question finds of what its actor may see. Nothing else shows, not by a count either:
  /// rights are part of what the database is asked, or each thing is looked at before it counts.
  ///
  /// A part of the question that this kind has nothing of, such as a room where things are in none,
  /// finds nothing.
  Findings find(Question question);
}
