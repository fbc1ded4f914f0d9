package parvis.core.search;

import static parvis.platform.http.Route.post;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import parvis.core.rooms.EventJson;
import parvis.core.rooms.JsonOut;
import parvis.core.rooms.Reading;
import parvis.core.rooms.RoomEvent;
import parvis.core.rooms.RoomFilter;
import parvis.platform.http.Body;
import parvis.platform.http.Call;
import parvis.platform.http.RateClass;
import parvis.platform.http.Reply;
import parvis.platform.http.Routes;
import parvis.platform.log.Log;
import parvis.protocol.json.JsonObject;

/// Searching what was said.
/// spec: cs-api#server-side-search
final class SearchRoutes {
  private static final RoomFilter ALL = RoomFilter.read(JsonObject.EMPTY);
  private static final int RESULT_BYTES = 1_024;

  private final Searching searching;
  private final Reading reading;
  private final EventJson json;
  private final Log log;

  SearchRoutes(Searching searching, Reading reading, EventJson json, Log log) {
    this.searching = searching;
    this.reading = reading;
    this.json = json;
    this.log = log;
  }

  Routes table() {
    return Routes.of(
        post("/_matrix/client/v3/search", "Search what was said", this::search)
            .costs(RateClass.SEARCH)
            .quiet());
  }

  private Reply search(Call call) {
    var from = call.query("next_batch").map(Place::read);
    var criteria =
        new Body(call.body().object("search_categories")).inner("room_events").map(Criteria::read);
    var out = new JsonOut(RESULT_BYTES);
    out.raw("{\"search_categories\":{");
    if (criteria.isPresent()) {
      var found = searching.find(call.actor(), criteria.get(), from);
      write(out.raw("\"room_events\":{"), criteria.get(), found);
      out.raw("}");
    }
    return Reply.json(out.raw("}}").segments());
  }

  private void write(JsonOut out, Criteria criteria, Searching.Found found) {
    out.raw("\"count\":").number(found.count());
    out.raw(",\"highlights\":[");
    found.highlights().forEach(word -> out.comma().string(word));
    out.raw("],\"results\":[");
    for (var result : found.results()) {
      out.comma().raw("{\"rank\":").raw(Float.toString(result.rank()));
      json.write(out.raw(",\"result\":"), result.event(), result.window().telling(result.event()));
      criteria.around().ifPresent(around -> writeContext(out, around, result));
      out.raw("}");
    }
    out.raw("]");
    if (criteria.state()) {
      writeState(out, found.results());
    }
    if (!found.groups().isEmpty()) {
      out.raw(",\"groups\":{");
      found.groups().forEach((by, groups) -> write(out.name(by.key()), groups));
      out.raw("}");
    }
    found.next().ifPresent(next -> out.raw(",\"next_batch\":").string(next.text()));
  }

  private void write(JsonOut out, Map<String, Searching.Group> groups) {
    out.raw("{");
    int order = 0;
    for (var group : groups.entrySet()) {
      out.name(group.getKey()).raw("{\"order\":").number(order++).raw(",\"results\":[");
      group.getValue().results().forEach(result -> out.comma().string(result.event().eventId()));
      out.raw("]");
      group.getValue().next().ifPresent(n -> out.raw(",\"next_batch\":").string(n.text()));
      out.raw("}");
    }
    out.raw("}");
  }

  private void writeContext(JsonOut out, Criteria.Around around, Searching.Result result) {
    var window = result.window();
    var at = result.event().pos();
    var before = events(around.before(), count -> reading.backward(window, at - 1, 0, count, ALL));
    var after =
        events(around.after(), count -> reading.forward(window, at, Long.MAX_VALUE, count, ALL));
    var first = before.isEmpty() ? at : before.getLast().pos();
    var last = after.isEmpty() ? at : after.getLast().pos();
    out.raw(",\"context\":{\"start\":").string(log.token(Math.max(0, first - 1)));
    out.raw(",\"end\":").string(log.token(last));
    write(out.raw(",\"events_before\":"), window, before);
    write(out.raw(",\"events_after\":"), window, after);
    if (around.profiles()) {
      writeProfiles(out, result, before, after);
    }
    out.raw("}");
  }

  private interface Page {
    Reading.Page of(int count);
  }

  private static List<RoomEvent> events(int count, Page page) {
    return count == 0 ? List.of() : page.of(count).events();
  }

  private void write(JsonOut out, Reading.Window window, List<RoomEvent> events) {
    out.raw("[");
    for (var event : events) {
      json.write(out.comma(), event, window.telling(event));
    }
    out.raw("]");
  }

  /// Who speaks around a result, as they were then.
  private void writeProfiles(
      JsonOut out, Searching.Result result, List<RoomEvent> before, List<RoomEvent> after) {
    var people = new LinkedHashSet<String>();
    people.add(result.event().sender());
    before.forEach(event -> people.add(event.sender()));
    after.forEach(event -> people.add(event.sender()));
    var then = reading.state(result.window(), result.event(), Optional.of(people));
    out.raw(",\"profile_info\":{");
    for (var person : people) {
      then.event("m.room.member", person)
          .map(member -> member.pdu().content())
          .ifPresent(content -> writeProfile(out.name(person), content));
    }
    out.raw("}");
  }

  private static void writeProfile(JsonOut out, JsonObject member) {
    out.raw("{");
    member.string("displayname").ifPresent(name -> out.name("displayname").string(name));
    member.string("avatar_url").ifPresent(url -> out.name("avatar_url").string(url));
    out.raw("}");
  }

  /// The rooms of the results as the reader may know them.
  private void writeState(JsonOut out, List<Searching.Result> results) {
    var rooms = new LinkedHashSet<Reading.Window>();
    results.forEach(result -> rooms.add(result.window()));
    out.raw(",\"state\":{");
    for (var window : rooms) {
      var id = window.room().id().value();
      var state = window.view().state();
      out.name(id).raw("[");
      for (var event : state.others()) {
        json.writeState(out.comma(), event, window.actor(), id);
      }
      for (var event : state.members()) {
        json.writeState(out.comma(), event, window.actor(), id);
      }
      out.raw("]");
    }
    out.raw("}");
  }
}
