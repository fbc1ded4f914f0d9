package parvis.contract;

import static parvis.harness.Client.segment;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import parvis.harness.Answer;
import parvis.harness.Client;
import parvis.platform.http.Route;
import parvis.protocol.json.JsonArray;
import parvis.protocol.json.JsonObject;

/// What one may not see, beside what is not there: whatever names a room or an event is asked for
/// both, by who is not in the room, and by who came after the event.
///
/// The questions are those that the traffic asked rightly, so none is left out that another test
/// does not miss.
final class Hidden {
  private static final String V3 = "/_matrix/client/v3";
  private static final String ROOM = "<room>";
  private static final String EVENT = "<event>";
  private static final String SELF = "<self>";
  private static final String TXN = "<txn>";

  /// An id, in a segment or a query, or in a body.
  private static final Pattern ROOM_ID = Pattern.compile("(?:%21|(?<=\")!)[A-Za-z0-9_.%:-]+");

  private static final Pattern EVENT_ID = Pattern.compile("(?:%24|(?<=\")[$])[A-Za-z0-9_.%:-]+");
  private static final Pattern IN_PATH = Pattern.compile("(?<=/)%40[^/?]+");

  /// What differs between two answers that say the same.
  private static final Pattern PASSING =
      Pattern.compile(
          "[$!][A-Za-z0-9_-]{20,}(?::[a-z.]+)?|\"age\":[0-9]+|\"filter_id\":\"[0-9]+|[a-z0-9]+[.][0-9]+");

  private final Traffic traffic;
  private final Client outsider;
  private final Client latecomer;
  private final String room;
  private final String said;

  /// A question with holes for the room, the event and who asks.
  private record Question(String method, String path, String type, String body) {
    static Question of(Traffic.Asked asked, Optional<Route> route) {
      String body = new String(asked.body(), StandardCharsets.UTF_8);
      String path = IN_PATH.matcher(asked.path()).replaceAll(SELF);
      if (route.filter(known -> known.path().endsWith("/{txnId}")).isPresent())
        path = path.substring(0, path.lastIndexOf('/') + 1) + TXN;
      return new Question(asked.method(), hollow(path), asked.type(), hollow(body));
    }

    private static String hollow(String text) {
      return EVENT_ID.matcher(ROOM_ID.matcher(text).replaceAll(ROOM)).replaceAll(EVENT);
    }

    boolean names(String hole) {
      return path.contains(hole) || body.contains(hole);
    }

    Answer ask(Client who, String room, String event) {
      String place =
          path.replace(ROOM, segment(room))
              .replace(EVENT, segment(event))
              .replace(SELF, segment(who.user()))
              .replace(TXN, segment("t" + room + event));
      byte[] said = Traffic.bytes(body.replace(ROOM, room).replace(EVENT, event));
      return new Traffic.Asked(who, method, place, type, said).send();
    }
  }

  Hidden(Traffic traffic) {
    this.traffic = traffic;
    Client founder = traffic.world().register("hidden-founder");
    outsider = traffic.world().register("hidden-outsider");
    latecomer = traffic.world().register("hidden-latecomer");
    JsonObject joined = JsonObject.of("history_visibility", "joined");
    JsonObject rule =
        JsonObject.of("type", "m.room.history_visibility", "state_key", "", "content", joined);
    room =
        founder
            .post(V3 + "/createRoom", JsonObject.of("initial_state", JsonArray.of(rule)))
            .ok()
            .string("room_id");
    String in = V3 + "/rooms/" + segment(room);
    JsonObject text = JsonObject.of("msgtype", "m.text", "body", "Bonjour");
    said = founder.put(in + "/send/m.room.message/1", text).ok().string("event_id");
    JsonObject thread = JsonObject.of("rel_type", "m.thread", "event_id", said);
    founder.put(in + "/send/m.room.message/2", text.with("m.relates_to", thread)).ok();
    JsonObject reaction = JsonObject.of("rel_type", "m.annotation", "event_id", said, "key", "👍");
    founder.put(in + "/send/m.reaction/3", JsonObject.of("m.relates_to", reaction)).ok();
    founder.post(in + "/invite", JsonObject.of("user_id", latecomer.user())).ok();
    latecomer.post(in + "/join", JsonObject.EMPTY).ok();
  }

  /// The routes that were asked, as they are written in tables.
  Set<String> routes() {
    Set<String> names = new LinkedHashSet<>();
    for (Traffic.Asked asked : traffic.asked()) {
      Question question = question(asked);
      if (question.names(ROOM) || question.names(EVENT))
        traffic.route(asked.method(), asked.path()).map(Traffic::name).ifPresent(names::add);
    }
    return names;
  }

  /// Each question by which one learns what one may not see.
  List<String> told() {
    Set<Question> questions = new LinkedHashSet<>();
    for (Traffic.Asked asked : traffic.asked()) questions.add(question(asked));
    List<String> told = new ArrayList<>();
    Client stranger = traffic.world().stranger();
    for (Question question : questions) {
      if (question.names(ROOM))
        for (Client who : List.of(outsider, stranger))
          compare(question, who, none(room), none(said), told);
      if (question.names(EVENT)) compare(question, latecomer, room, none(said), told);
    }
    return told;
  }

  private Question question(Traffic.Asked asked) {
    return Question.of(asked, traffic.route(asked.method(), asked.path()));
  }

  private void compare(
      Question question, Client who, String otherRoom, String otherEvent, List<String> told) {
    Answer hidden = question.ask(who, room, said);
    Answer absent = question.ask(who, otherRoom, otherEvent);
    if (hidden.status() == absent.status() && meant(hidden).equals(meant(absent))) return;
    told.add(
        String.join(
            " ",
            who.user(),
            question.method(),
            question.path(),
            question.body(),
            hidden.status() + meant(hidden),
            absent.status() + meant(absent)));
  }

  private static String meant(Answer answer) {
    return PASSING.matcher(answer.text()).replaceAll("");
  }

  /// An id of the same form that nothing has.
  private static String none(String id) {
    return id.charAt(0) + new StringBuilder(id.substring(1)).reverse().toString();
  }
}
