package parvis.core.rooms;

import static parvis.platform.http.Route.get;
import static parvis.platform.http.Route.post;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import parvis.base.Actor;
import parvis.base.Refused;
import parvis.core.identity.Servers;
import parvis.platform.http.Call;
import parvis.platform.http.RateClass;
import parvis.platform.http.Reply;
import parvis.platform.http.Routes;
import parvis.protocol.id.ServerName;
import parvis.protocol.json.JsonArray;
import parvis.protocol.json.JsonObject;
import parvis.protocol.json.JsonString;
import parvis.protocol.json.JsonValue;

/// Finding rooms that are published, and people.
/// spec: cs-api#published-room-directory, cs-api#user-directory
final class DirectoryRoutes {
  private static final String PUBLIC_ROOMS = "/_matrix/client/v3/publicRooms";
  private static final int LIMIT_DEFAULT = 50;
  private static final int LIMIT_MAX = 500;
  private static final int PEOPLE_DEFAULT = 10;
  private static final int PEOPLE_MAX = 10;

  private final PublishedRooms published;
  private final People people;
  private final Servers servers;
  private final Discovering discovering;

  DirectoryRoutes(
      PublishedRooms published, People people, Servers servers, Discovering discovering) {
    this.published = published;
    this.people = people;
    this.servers = servers;
    this.discovering = discovering;
  }

  Routes table() {
    return Routes.of(
        get(PUBLIC_ROOMS, "Published rooms", this::rooms).optional().costs(RateClass.SEARCH),
        post(PUBLIC_ROOMS, "Search published rooms", this::search)
            .emptyBody()
            .costs(RateClass.SEARCH)
            .quiet(),
        post("/_matrix/client/v3/user_directory/search", "Search people", this::people)
            .costs(RateClass.SEARCH)
            .quiet());
  }

  private Reply rooms(Call call) {
    var reader = discovering.reader(call);
    ownServer(call);
    var limit = HistoryRoutes.limit(call, LIMIT_DEFAULT, LIMIT_MAX);
    var here = PublishedRooms.Where.HERE;
    return page(reader, PublishedRooms.Wanted.ALL, here, call.query("since"), limit);
  }

  private Reply search(Call call) {
    ownServer(call);
    var body = call.body();
    var everywhere = body.bool("include_all_networks", false);
    var where =
        body.optionalString("third_party_instance_id")
            .map(PublishedRooms.Where::of)
            .orElse(everywhere ? PublishedRooms.Where.EVERYWHERE : PublishedRooms.Where.HERE);
    if (everywhere && body.optionalString("third_party_instance_id").isPresent()) {
      throw Refused.invalidParam("All networks are wanted, or one.");
    }
    var filter = body.inner("filter");
    var types =
        filter
            .flatMap(f -> f.optionalArray("room_types"))
            .map(a -> a.values().stream().map(DirectoryRoutes::type).toList());
    var term = filter.flatMap(f -> f.optionalString("generic_search_term")).orElse("");
    var limit = body.optionalInteger("limit").orElse(LIMIT_DEFAULT);
    if (limit < 0) {
      throw Refused.invalidParam("limit is not negative.");
    }
    var wanted = PublishedRooms.Wanted.of(term, types);
    var page = (int) Math.min(limit, LIMIT_MAX);
    return page(call.maybeActor(), wanted, where, body.optionalString("since"), page);
  }

  /// The type of ordinary rooms is `null`, here the empty text.
  private static String type(JsonValue value) {
    return value instanceof JsonString(var text) ? text : "";
  }

  private void ownServer(Call call) {
    var other =
        call.query("server").flatMap(ServerName::parse).filter(name -> !servers.isLocal(name));
    if (other.isPresent()) {
      throw Refused.forbidden("The directory of that server is not open from here.");
    }
  }

  private Reply page(
      Optional<Actor> reader,
      PublishedRooms.Wanted wanted,
      PublishedRooms.Where where,
      Optional<String> since,
      int limit) {
    var from = since.map(DirectoryRoutes::offset).orElse(0);
    var found = published.find(reader, wanted, where);
    var begin = Math.min(from, found.size());
    var end = Math.min(found.size(), begin + Math.max(1, limit));
    var answer =
        JsonObject.builder()
            .put("chunk", JsonArray.of(found.subList(begin, end).toArray()))
            .put("total_room_count_estimate", found.size());
    if (end < found.size()) {
      answer.put("next_batch", Integer.toString(end));
    }
    if (begin > 0) {
      answer.put("prev_batch", Integer.toString(Math.max(0, begin - limit)));
    }
    return Reply.json(answer.build());
  }

  private static int offset(String since) {
    try {
      return Math.max(0, Integer.parseInt(since));
    } catch (NumberFormatException e) {
      throw Refused.invalidParam("This is not a page of the directory.");
    }
  }

  private Reply people(Call call) {
    var body = call.body();
    var limit = Math.clamp(body.optionalInteger("limit").orElse(PEOPLE_DEFAULT), 1, PEOPLE_MAX);
    var term = body.string("search_term", 255);
    var found = people.search(call.actor(), term, limit + 1);
    List<JsonObject> results = new ArrayList<>();
    var shown = found.subList(0, Math.min(limit, found.size()));
    var functions = people.functions(shown);
    for (var person : shown) {
      var result = JsonObject.builder().put("user_id", person.user().value());
      person.profile().displayName().ifPresent(name -> result.put("display_name", name));
      person.profile().avatarUrl().ifPresent(url -> result.put("avatar_url", url));
      result.putIf("fr.parvis.function", Optional.ofNullable(functions.get(person.userNid())));
      results.add(result.build());
    }
    return Reply.json(JsonObject.of("results", results, "limited", found.size() > limit));
  }
}
