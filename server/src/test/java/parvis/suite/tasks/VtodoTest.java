package parvis.suite.tasks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import parvis.base.Refused;
import parvis.protocol.json.JsonArray;
import parvis.protocol.json.JsonNull;
import parvis.protocol.json.JsonObject;
import parvis.protocol.json.JsonString;
import parvis.protocol.json.JsonValue;

/// A task goes into a calendar and comes back as it was.
class VtodoTest {
  private static final Board BOARD =
      new Board(1, Board.USUAL.columns(), List.of(new Board.Label("un", "Un, deux", 0)), List.of());

  private static Task task(String title, String description, State state) {
    var set = new EnumMap<Field, JsonValue>(Field.class);
    set.put(Field.TITLE, new JsonString(title));
    set.put(Field.DESCRIPTION, new JsonString(description));
    set.put(Field.START, new JsonString("2026-11-20"));
    set.put(Field.DUE, new JsonString("2026-11-27"));
    set.put(Field.PRIORITY, new JsonString("high"));
    set.put(Field.LABELS, JsonArray.of("un"));
    set.put(Field.PARENT, new JsonString("mother"));
    set.put(Field.REPEATS, JsonObject.of("rule", "FREQ=WEEKLY", "when", "done"));
    set.put(Field.PLACE, JsonObject.of("column", "todo", "rank", "V"));
    var key = new Task.Key(1, "child", 2, 3);
    return Task.made(key, new Fact("@a:b.example", 0))
        .with(Map.copyOf(set), state, new Fact("@a:b.example", 1_000));
  }

  @Test
  void a_task_is_written_as_calendars_read_it() {
    var text = Vtodo.of(task("Rédiger; vite", "Un\nDeux", State.OPEN), BOARD, "ville.example");
    assertThat(text)
        .startsWith("BEGIN:VCALENDAR\r\nVERSION:2.0\r\n")
        .endsWith("END:VTODO\r\nEND:VCALENDAR\r\n")
        .contains(
            "UID:child@ville.example\r\n",
            "SUMMARY:Rédiger\\; vite\r\n",
            "DESCRIPTION:Un\\nDeux\r\n",
            "DTSTART;VALUE=DATE:20261120\r\n",
            "DUE;VALUE=DATE:20261127\r\n",
            "PRIORITY:3\r\n",
            "RRULE:FREQ=WEEKLY\r\n",
            "RELATED-TO;RELTYPE=PARENT:mother@ville.example\r\n",
            "CATEGORIES:Un\\, deux\r\n",
            "STATUS:NEEDS-ACTION\r\n",
            "DTSTAMP:19700101T000001Z\r\n");
    assertThat(Vtodo.of(task("x", "", State.VALIDATED), BOARD, "v")).contains("STATUS:COMPLETED");
  }

  @Property(tries = 200)
  void whatever_it_says_comes_back(
      @ForAll("lines") String title, @ForAll("texts") String description) {
    var task = task(title.strip(), description, State.DONE);
    var text = Vtodo.of(task, BOARD, "ville.example");
    for (var line : text.split("\r\n")) {
      assertThat(line.getBytes(StandardCharsets.UTF_8).length).isLessThanOrEqualTo(75);
    }
    var back = Vtodo.read(text);
    assertThat(back.uid()).isEqualTo("child");
    assertThat(back.done()).isTrue();
    assertThat(back.labelIds(BOARD)).isEqualTo(JsonArray.of("un"));
    back.set()
        .forEach((field, value) -> assertThat(value).as(field.word()).isEqualTo(task.value(field)));
  }

  @Provide
  static Arbitrary<String> lines() {
    return Arbitraries.strings()
        .withChars("aé;,\\:\"'n N€")
        .ofMinLength(1)
        .ofMaxLength(100)
        .filter(line -> !line.isBlank());
  }

  @Provide
  static Arbitrary<String> texts() {
    return Arbitraries.strings().withChars("aé;,\\:\"n €\n").ofMaxLength(300);
  }

  @Test
  void what_others_write_is_read() {
    var todo =
        Vtodo.read(
            """
            BEGIN:VCALENDAR
            BEGIN:VTODO
            uid:abc@elsewhere
            SUMMARY;LANGUAGE="fr:x":Appeler
              Marie
            DUE;TZID=Europe/Paris:20261127T170000
            PRIORITY:9
            END:VTODO
            END:VCALENDAR
            """);
    assertThat(todo.set().get(Field.TITLE)).isEqualTo(new JsonString("Appeler Marie"));
    assertThat(todo.set().get(Field.DUE)).isEqualTo(new JsonString("2026-11-27"));
    assertThat(todo.set().get(Field.PRIORITY)).isEqualTo(new JsonString("low"));
    assertThat(todo.set().get(Field.START)).isEqualTo(JsonNull.NULL);
    assertThat(todo.done()).isFalse();
  }

  @Test
  void what_is_no_task_is_refused() {
    for (var wrong :
        List.of(
            "",
            "BEGIN:VEVENT\nUID:a\nEND:VEVENT",
            "BEGIN:VTODO\nSUMMARY:x\nEND:VTODO",
            "BEGIN:VTODO\nUID:a\nEND:VTODO",
            "BEGIN:VTODO\nUID:a\nSUMMARY:x\nDUE:99990101\nEND:VTODO",
            "BEGIN:VTODO\nUID:a\nSUMMARY:x\nDUE:demain\nEND:VTODO",
            "BEGIN:VTODO\nUID:a\nSUMMARY:x\nRRULE:FREQ=HOURLY\nEND:VTODO",
            "BEGIN:VTODO\nUID:a b\nSUMMARY:x\nEND:VTODO",
            "x".repeat(Vtodo.CHARS_MAX + 1))) {
      assertThatThrownBy(() -> Vtodo.read(wrong)).isInstanceOf(Refused.class);
    }
  }
}
