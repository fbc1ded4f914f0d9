package parvis.core.things;

import parvis.protocol.json.JsonObject;

/// A thing of a leaf, as others tell of it.
///
/// @param space the id of the space that it is in
/// @param number what it is called among those of its space
/// @param state how far it is, in a word of its leaf
/// @param over whether nothing remains to be done of it
public record Thing(
    String kind, String id, String space, long number, String title, String state, boolean over) {

  public JsonObject json() {
    return JsonObject.of(
        "of", kind,
        "thing", id,
        "space", space,
        "number", number,
        "title", title,
        "state", state,
        "over", over);
  }
}
