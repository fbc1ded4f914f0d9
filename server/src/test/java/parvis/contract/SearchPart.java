package parvis.contract;

import static parvis.harness.Client.segment;

import java.util.List;
import java.util.Map;
import parvis.harness.Client;
import parvis.protocol.json.JsonArray;
import parvis.protocol.json.JsonObject;

/// What was said, found again.
final class SearchPart {
  private static final String V3 = "/_matrix/client/v3";
  private static final String SEARCH = V3 + "/search";

  private static final String EVERYTHING = "/api/v1/search";

  /// Why the house is not searched, beside those reasons that every route has.
  static final Map<String, String> REFUSED =
      Map.of("GET " + EVERYTHING, "400 M_INVALID_PARAM, 400 M_MISSING_PARAM");

  private final Traffic traffic;
  private final Client alice;

  SearchPart(Traffic traffic) {
    this.traffic = traffic;
    this.alice = traffic.world().register("search-alice");
  }

  void play() {
    traffic.part("search", this::search);
    traffic.part("searching everything", this::everything);
  }

  private static JsonObject categories(JsonObject criteria) {
    return JsonObject.of("room_events", criteria);
  }

  private void search() {
    String profile = V3 + "/profile/" + segment(alice.user());
    traffic.put(alice, profile + "/displayname", "displayname", "Alice");
    traffic.put(alice, profile + "/avatar_url", "avatar_url", "mxc://parvis.example/portrait");
    String room = traffic.post(alice, V3 + "/createRoom", "name", "Chantier").string("room_id");
    for (int i = 0; i < 4; i++) {
      JsonObject said = JsonObject.of("msgtype", "m.text", "body", "chantiers " + i);
      traffic.ask(200, alice, "PUT", RoomPart.room(room) + "/send/m.room.message/s" + i, said);
    }
    JsonObject groups =
        JsonObject.of(
            "group_by",
            JsonArray.of(JsonObject.of("key", "room_id"), JsonObject.of("key", "sender")));
    JsonObject criteria =
        JsonObject.of(
            "search_term",
            "chantier",
            "order_by",
            "recent",
            "filter",
            JsonObject.of("limit", 2L, "rooms", JsonArray.of(room)),
            "event_context",
            JsonObject.of("include_profile", true),
            "include_state",
            true,
            "groupings",
            groups);
    JsonObject found =
        traffic.post(alice, SEARCH, "search_categories", categories(criteria)).json();
    String next =
        found
            .object("search_categories")
            .flatMap(all -> all.object("room_events"))
            .flatMap(events -> events.string("next_batch"))
            .orElse("");
    String page = SEARCH + "?next_batch=" + segment(next);
    traffic.post(alice, page, "search_categories", categories(criteria));
    traffic.ask(400, alice, "POST", SEARCH, JsonObject.EMPTY);
    JsonObject wrong = JsonObject.of("search_categories", categories(criteria.with("keys", 1L)));
    traffic.ask(400, alice, "POST", SEARCH, wrong);
  }

  private void everything() {
    traffic.get(alice, EVERYTHING + "?q=chantier&limit=2");
    var said = EVERYTHING + "?q=chantiers&kind=message&limit=2&order=latest";
    var found = traffic.get(alice, said).json().array("kinds").orElseThrow().objects();
    traffic.get(alice, said + "&next=" + segment(found.getFirst().string("next").orElseThrow()));
    traffic.ask(400, alice, "GET", EVERYTHING, JsonObject.EMPTY);
    for (var wrong :
        List.of(
            "kind=nothing",
            "space=none",
            "room=none",
            "person=nobody",
            "from=2&until=1",
            "limit=0",
            "order=best",
            "next=1",
            "kind=message&next=x",
            "kind=task&next=x")) {
      traffic.ask(400, alice, "GET", EVERYTHING + "?q=chantier&" + wrong, JsonObject.EMPTY);
    }
  }
}
