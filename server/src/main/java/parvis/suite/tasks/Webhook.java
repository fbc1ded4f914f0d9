package parvis.suite.tasks;

import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import parvis.platform.http.Body;
import parvis.platform.http.Said;
import parvis.protocol.json.JsonArray;
import parvis.protocol.json.JsonNull;
import parvis.protocol.json.JsonObject;

/// A program of others that is told when something of a board changed.
///
/// @param wish what it is told, and whether it is
/// @param answered the last status that it answered; absent before the first
/// @param failed how many things it was not told in the end
record Webhook(
    long nid,
    String id,
    URI uri,
    byte[] sealedSecret,
    Fact made,
    Wish wish,
    OptionalLong answered,
    long failed) {

  /// What a program may be told.
  enum Kind {
    TASK_CHANGED,
    TASK_GONE,
    BOARD_CHANGED,
    /// That somebody tries whether it hears.
    TEST;

    String word() {
      return name().toLowerCase(Locale.ROOT).replace('_', '.');
    }

    /// Those that one may ask for.
    static List<String> asked() {
      return Arrays.stream(values()).filter(kind -> kind != TEST).map(Kind::word).toList();
    }
  }

  /// What somebody wants it to be told.
  ///
  /// @param kinds words of [Kind]; empty: all
  record Wish(List<String> kinds, boolean paused) {
    static final Wish ALL = new Wish(List.of(), false);

    /// @param before what holds where nothing is said
    static Wish read(Body body, Wish before) {
      var word = "events";
      var kinds =
          body.optionalArray(word).isPresent()
              ? body.strings(word, Kind.values().length).stream().distinct().toList()
              : before.kinds();
      if (!Kind.asked().containsAll(kinds)) {
        throw Said.invalid(word, "are " + String.join(", ", Kind.asked()));
      }
      return new Wish(kinds, body.bool("paused", before.paused()));
    }
  }

  /// What became of something that it was told.
  enum Outcome {
    TOLD,
    /// It answered something else than that it has heard.
    REFUSED,
    /// Its address is not one that may be asked.
    BARRED,
    FAILED;

    String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /// Something that it was told.
  ///
  /// @param kind a word of [Kind]
  /// @param status 0: there was no answer
  record Told(String kind, long atMs, int status, Outcome outcome) {
    JsonObject json() {
      return JsonObject.of("event", kind, "at", atMs, "status", status, "outcome", outcome.word());
    }
  }

  Webhook with(Wish other) {
    return new Webhook(nid, id, uri, sealedSecret, made, other, answered, failed);
  }

  JsonObject json() {
    return JsonObject.builder()
        .put("id", id)
        .put("uri", uri.toString())
        .put("events", JsonArray.of(wish.kinds().toArray()))
        .put("paused", wish.paused())
        .put("by", made.by())
        .put("at", made.atMs())
        .put("answered", answered.isPresent() ? answered.getAsLong() : JsonNull.NULL)
        .put("failed", failed)
        .build();
  }
}
