package parvis.suite.tasks;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import parvis.platform.http.Said;
import parvis.protocol.json.JsonDecimal;
import parvis.protocol.json.JsonInteger;
import parvis.protocol.json.JsonNull;
import parvis.protocol.json.JsonObject;
import parvis.protocol.json.JsonString;
import parvis.protocol.json.JsonValue;

/// What a task says in the fields of its board: an object of their values, where null is none. Each
/// of them changes by itself: a wish names those that it is about, and so does the history.
final class Custom {
  /// Up to here a text is one that tasks are found by.
  private static final int FOUND_CHARS_MAX = 100;

  private Custom() {}

  /// How one of them is called among the fields of every task.
  static String word(String id) {
    return Field.CUSTOM.word() + "." + id;
  }

  /// A wish, as far as no board is needed to judge it.
  static JsonValue read(String word, JsonValue said) {
    var wish = Said.object(word, said);
    if (wish.size() > Board.FIELDS_MAX) {
      throw Said.invalid(word, "has more than " + Board.FIELDS_MAX + " entries");
    }
    for (var one : wish.entries()) {
      Said.id(word, one.name());
      switch (one.value()) {
        case JsonNull _, JsonInteger _, JsonDecimal _ -> {}
        case JsonString(var text) -> Said.bounded(word, text, BoardField.TEXT_CHARS_MAX);
        default -> throw Said.invalid(word, "has texts and numbers");
      }
    }
    return wish;
  }

  /// What there was, and in the place of some of it what is wished.
  static JsonObject merged(JsonValue before, JsonObject wish) {
    var merged = object(before);
    for (var one : wish.entries()) {
      merged =
          one.value() instanceof JsonNull
              ? merged.without(one.name())
              : merged.with(one.name(), one.value());
    }
    return merged;
  }

  /// Of what there is, what `other` has not likewise; null where there is none.
  static JsonObject unlike(JsonValue there, JsonValue other) {
    var mine = object(there);
    var theirs = object(other);
    var ids = new HashSet<>(mine.keys());
    ids.addAll(theirs.keys());
    var unlike = JsonObject.builder();
    for (var id : ids) {
      var one = value(mine, id);
      if (!one.equals(value(theirs, id))) {
        unlike.put(id, one);
      }
    }
    return unlike.build();
  }

  private static JsonValue value(JsonObject values, String id) {
    var value = values.get(id);
    return value == null ? JsonNull.NULL : value;
  }

  private static JsonObject object(JsonValue value) {
    return value instanceof JsonObject values ? values : JsonObject.EMPTY;
  }

  /// What changes with a field, by the words of which versions are known.
  static List<String> words(Field field, JsonValue was, JsonValue becomes) {
    return field == Field.CUSTOM
        ? unlike(becomes, was).keys().stream().map(Custom::word).toList()
        : List.of(field.word());
  }

  /// What a task is found by.
  static List<String> marks(JsonValue values) {
    var marks = new ArrayList<String>();
    for (var one : object(values).entries()) {
      var text = one.value() instanceof JsonString(var said) ? said : one.value().toString();
      if (text.length() <= FOUND_CHARS_MAX) {
        marks.add(mark(one.name(), text));
      }
    }
    return marks;
  }

  /// No label is called so.
  static String mark(String id, String value) {
    return id + "=" + value;
  }

  /// Refuses values that a board does not take.
  ///
  /// @param people who may be named
  /// @throws parvis.base.Refused invalidParam
  static void check(Board board, JsonObject changed, Set<String> people) {
    var fields = board.fieldsById();
    for (var one : changed.entries()) {
      var field = fields.get(one.name());
      if (field == null && !(one.value() instanceof JsonNull)) {
        throw Said.invalid(word(one.name()), "is no field of this board");
      }
      if (field != null && !field.checked(one.value()).equals(one.value())) {
        throw Said.invalid(word(one.name()), "is written otherwise");
      }
      if (field != null
          && field.kind() == BoardField.Kind.PERSON
          && one.value() instanceof JsonString(var name)
          && !people.contains(name)) {
        throw Said.invalid(word(one.name()), "names somebody who does not see these tasks");
      }
    }
  }
}
