package parvis.suite.decisions;

import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import parvis.protocol.json.JsonArray;
import parvis.protocol.json.JsonObject;
import parvis.protocol.json.JsonString;
import parvis.protocol.json.JsonValue;

/// Something that was decided, or is proposed to be.
///
/// @param values what people set of it, by the words of the [Field]s; the long ones are absent
///     where many decisions are read
/// @param versions of what changed since it was made, the version at which it did so last
/// @param since who brought it to its state
record Decision(
    Key key,
    int version,
    JsonObject versions,
    JsonObject values,
    Fact since,
    Fact made,
    long changedMs) {

  /// What it is called: in the database, by others, and in the register of its space.
  ///
  /// @param space nid of the room that the space is
  record Key(long nid, String id, long space, long number) {}

  /// One that somebody makes.
  static Decision made(Key key, Fact by) {
    var values = JsonObject.builder();
    for (var field : Field.values()) {
      values.put(field.word(), field.usual());
    }
    return new Decision(key, 0, JsonObject.EMPTY, values.build(), by, by, by.atMs());
  }

  /// What it becomes by a change of some values.
  Decision with(Map<Field, JsonValue> changed, Fact by) {
    var after = values.toBuilder();
    var changedAt = versions.toBuilder();
    changed.forEach(
        (field, value) -> {
          after.put(field.word(), value);
          if (version > 0) {
            changedAt.put(field.word(), version + 1);
          }
        });
    var moved = version == 0 || changed.containsKey(Field.STATE);
    return new Decision(
        key, version + 1, changedAt.build(), after.build(), moved ? by : since, made, by.atMs());
  }

  /// The same, as if nobody had set that.
  Decision without(Field field) {
    var less = values.with(field.word(), field.usual());
    return new Decision(key, version, versions, less, since, made, changedMs);
  }

  /// What it says; the usual, where it was made before there was such a field.
  JsonValue value(Field field) {
    return Optional.ofNullable(values.get(field.word())).orElseGet(field::usual);
  }

  /// The version at which a value changed last.
  long versionOf(Field field) {
    return versions.integer(field.word()).orElse(1);
  }

  String text(Field field) {
    return value(field) instanceof JsonString(var text) ? text : "";
  }

  /// What it says, if it says it: a day, an earlier decision.
  Optional<String> said(Field field) {
    return value(field) instanceof JsonString(var text) ? Optional.of(text) : Optional.empty();
  }

  List<String> strings(Field field) {
    return value(field) instanceof JsonArray list ? list.strings() : List.of();
  }

  State state() {
    return State.of(text(Field.STATE)).orElseThrow();
  }

  String title() {
    return text(Field.TITLE);
  }

  /// Who sees it, whatever else they see.
  Set<String> people() {
    var people = new HashSet<String>();
    Field.PEOPLE.forEach(field -> people.addAll(strings(field)));
    people.add(made.by());
    return people;
  }

  boolean isOf(String user) {
    return made.by().equals(user);
  }

  /// What that of it takes which may be long.
  int longBytes() {
    int bytes = 0;
    for (var field : Field.values()) {
      if (field.isLong()) {
        bytes += text(field).getBytes(StandardCharsets.UTF_8).length;
      }
    }
    return bytes;
  }

  /// What is told of it to who sees what names it.
  JsonObject line() {
    return JsonObject.of(
        "id", key.id(),
        "number", key.number(),
        "title", title(),
        "state", state().word());
  }

  /// As it is told among many.
  JsonObject card(String space) {
    var card =
        JsonObject.builder()
            .put("id", key.id())
            .put("space", space)
            .put("number", key.number())
            .put("version", version)
            .put("state_by", since.by())
            .put("state_at", since.atMs());
    for (var field : Field.values()) {
      if (!field.isLong()) {
        card.put(field.word(), value(field));
      }
    }
    return card.put("made_by", made.by())
        .put("made_at", made.atMs())
        .put("changed_at", changedMs)
        .build();
  }

  /// As it is told to who opened it.
  JsonObject json(String space) {
    var json = card(space).toBuilder();
    for (var field : Field.values()) {
      if (field.isLong()) {
        json.put(field.word(), value(field));
      }
    }
    return json.put("versions", versions).build();
  }
}
