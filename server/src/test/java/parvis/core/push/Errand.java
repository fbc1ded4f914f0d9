package parvis.core.push;

import parvis.harness.Client;
import parvis.harness.Race;
import parvis.protocol.json.JsonArray;
import parvis.protocol.json.JsonObject;

/// Tasks that one person gives to another, so that the server tells them of it.
final class Errand {
  private static final String SPACES = "/api/v1/spaces";

  private final Client giver;
  private final Client taker;
  private final String space;
  private int given;

  /// The taker has been told of a first one, and is in the room of the server's notices.
  Errand(Client giver, Client taker) {
    this.giver = giver;
    this.taker = taker;
    var wish =
        JsonObject.of("model", "project", "name", "Halle", "visibility", "public")
            .with("joining", "free")
            .with("request_id", "errand " + giver.user());
    var made = giver.post(SPACES, wish).ok().string("space_id");
    this.space = SPACES + "/" + Client.segment(made);
    taker.post(space + "/join", JsonObject.EMPTY).ok();
    give("Une première");
    Race.until(this::isThere);
  }

  void give(String title) {
    var set = JsonObject.of("title", title, "assignees", JsonArray.of(taker.user()));
    var wish = JsonObject.of("request_id", "given " + given++, "set", set);
    giver.post(space + "/tasks", wish).ok();
  }

  private boolean isThere() {
    var told = taker.get("/_matrix/client/v3/sync").ok().json();
    told.object("rooms")
        .flatMap(rooms -> rooms.object("invite"))
        .ifPresent(
            invited ->
                invited
                    .keys()
                    .forEach(
                        room ->
                            taker.post(
                                "/_matrix/client/v3/join/" + Client.segment(room),
                                JsonObject.EMPTY)));
    return told.toString().contains("task_assigned");
  }
}
