package parvis.core.push;

import parvis.protocol.json.JsonArray;
import parvis.protocol.json.JsonObject;

/// Something that one person is to be told: an event of a room, and what their rules say to do
/// about it.
///
/// @param room nid
record Notice(long room, String eventId, long pos, JsonArray actions) {

  /// How it shall be presented.
  /// spec: push-gateway-api, `tweaks`
  static JsonObject tweaks(JsonArray actions) {
    var tweaks = JsonObject.EMPTY;
    for (var action : actions.objects()) {
      var name = action.string("set_tweak").orElse("");
      var value = action.get("value");
      if (value != null) {
        tweaks = tweaks.with(name, value);
      } else if (name.equals("highlight")) {
        tweaks = tweaks.with(name, true);
      }
    }
    return tweaks;
  }

  boolean highlights() {
    return highlights(actions);
  }

  static boolean highlights(JsonArray actions) {
    return tweaks(actions).bool("highlight").orElse(false);
  }
}
