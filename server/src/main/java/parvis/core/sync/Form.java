package parvis.core.sync;

/// How a sliding sync is asked and answered.
/// spec: MSC4186
enum Form {
  /// As clients speak that came before the proposal was settled.
  EARLY("timeline", "invite_state", "unstable_expanded_timeline"),

  /// As the proposal is written by now.
  SETTLED("timeline_events", "stripped_state", "expanded_timeline");

  /// What an answer calls the events of a room.
  final String timeline;

  /// What it calls what is told at the door of one.
  final String stripped;

  /// What it calls that more is told of a room than before.
  final String expanded;

  Form(String timeline, String stripped, String expanded) {
    this.timeline = timeline;
    this.stripped = stripped;
    this.expanded = expanded;
  }

  boolean settled() {
    return this == SETTLED;
  }
}
