package parvis.suite.tasks;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import parvis.base.Refused;
import parvis.platform.http.Said;
import parvis.protocol.json.JsonArray;
import parvis.protocol.json.JsonNull;
import parvis.protocol.json.JsonObject;
import parvis.protocol.json.JsonString;
import parvis.protocol.json.JsonValue;

/// A task as calendars write it, there and back. What calendars know nothing of (columns, people,
/// waits, what boards ask besides) is not in it, and stays as it is when one comes back.
/// spec: RFC 5545, 3.6.2
///
/// @param labels by their names
/// @param done whether it is to stand where tasks are done
record Vtodo(String uid, Map<Field, JsonValue> set, List<String> labels, boolean done) {
  static final int CHARS_MAX = 100_000;
  private static final int LINE_BYTES_MAX = 75;
  private static final String END = "\r\n";
  private static final DateTimeFormatter MOMENT =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

  /// Priorities from 1 to 9, and what stands in the middle of what each of ours covers.
  private static final Map<String, String> PRIORITIES =
      Map.of("urgent", "1", "high", "3", "normal", "5", "low", "7", "none", "0");

  /// A task of which a board names the labels.
  ///
  /// @param host the name of the server, so that ids are alone in the world
  static String of(Task task, Board board, String host) {
    var lines = new ArrayList<String>();
    lines.add("BEGIN:VCALENDAR");
    lines.add("VERSION:2.0");
    lines.add("PRODID:-//Parvis//Tasks//EN");
    lines.add("BEGIN:VTODO");
    lines.add("UID:" + task.key().id() + "@" + host);
    lines.add("DTSTAMP:" + moment(task.changedMs()));
    lines.add("CREATED:" + moment(task.made().atMs()));
    lines.add("LAST-MODIFIED:" + moment(task.changedMs()));
    lines.add("SEQUENCE:" + (task.version() - 1));
    lines.add("SUMMARY:" + escaped(task.text(Field.TITLE)));
    if (!task.text(Field.DESCRIPTION).isEmpty()) {
      lines.add("DESCRIPTION:" + escaped(task.text(Field.DESCRIPTION)));
    }
    task.day(Field.START).ifPresent(day -> lines.add("DTSTART;VALUE=DATE:" + basic(day)));
    task.day(Field.DUE).ifPresent(day -> lines.add("DUE;VALUE=DATE:" + basic(day)));
    lines.add("PRIORITY:" + PRIORITIES.getOrDefault(task.text(Field.PRIORITY), "0"));
    Repeats.of(task).ifPresent(repeats -> lines.add("RRULE:" + repeats.rule()));
    task.parent().ifPresent(id -> lines.add("RELATED-TO;RELTYPE=PARENT:" + id + "@" + host));
    var names =
        task.strings(Field.LABELS).stream()
            .flatMap(id -> board.label(id).stream())
            .map(label -> escaped(label.name()))
            .collect(Collectors.joining(","));
    if (!names.isEmpty()) {
      lines.add("CATEGORIES:" + names);
    }
    if (task.state() == State.OPEN) {
      lines.add("STATUS:NEEDS-ACTION");
    } else {
      lines.add("STATUS:COMPLETED");
      lines.add("COMPLETED:" + moment(task.since().atMs()));
    }
    lines.add("END:VTODO");
    lines.add("END:VCALENDAR");
    return lines.stream().map(Vtodo::folded).collect(Collectors.joining());
  }

  private static String moment(long ms) {
    return MOMENT.format(Instant.ofEpochMilli(ms));
  }

  private static String basic(String day) {
    return day.replace("-", "");
  }

  private static String escaped(String text) {
    return text.replace("\\", "\\\\")
        .replace(";", "\\;")
        .replace(",", "\\,")
        .replace("\r\n", "\\n")
        .replace("\n", "\\n")
        .replace("\r", "");
  }

  /// A line of at most so many bytes; what is longer goes on behind a blank.
  private static String folded(String line) {
    var folded = new StringBuilder();
    int bytes = 0;
    for (int at = 0; at < line.length(); ) {
      var one = Character.toString(line.codePointAt(at));
      int more = one.getBytes(StandardCharsets.UTF_8).length;
      if (bytes + more > LINE_BYTES_MAX) {
        folded.append(END).append(' ');
        bytes = 1;
      }
      folded.append(one);
      bytes += more;
      at += one.length();
    }
    return folded.append(END).toString();
  }

  /// What a calendar wants of a task. What it does not say is to be as usual.
  ///
  /// @throws Refused invalidParam
  static Vtodo read(String text) {
    if (text.length() > CHARS_MAX) {
      throw Refused.tooLarge();
    }
    var said = new HashMap<String, String>();
    var inside = false;
    for (var line : text.replaceAll("\r?\n[ \t]", "").lines().toList()) {
      inside |= line.equalsIgnoreCase("BEGIN:VTODO");
      if (line.equalsIgnoreCase("END:VTODO")) {
        break;
      }
      int colon = value(line);
      if (inside && colon > 0) {
        var name = line.substring(0, colon).split(";", 2)[0].toUpperCase(Locale.ROOT);
        said.putIfAbsent(name, line.substring(colon + 1));
      }
    }
    var uid = Optional.ofNullable(said.get("UID")).map(one -> one.replaceAll("@.*", ""));
    if (!inside || uid.isEmpty()) {
      throw Refused.invalidParam("This is no task of a calendar");
    }
    var labels = Optional.ofNullable(said.get("CATEGORIES")).map(Vtodo::parts).orElse(List.of());
    var done = "COMPLETED".equalsIgnoreCase(said.get("STATUS"));
    return new Vtodo(Said.id("UID", uid.get()), set(said), labels, done);
  }

  /// Where the value of a line begins: at the first colon outside quotes.
  private static int value(String line) {
    boolean quoted = false;
    for (int i = 0; i < line.length(); i++) {
      quoted ^= line.charAt(i) == '"';
      if (!quoted && line.charAt(i) == ':') {
        return i;
      }
    }
    return -1;
  }

  private static Map<Field, JsonValue> set(Map<String, String> said) {
    var set = new EnumMap<Field, JsonValue>(Field.class);
    set.put(Field.TITLE, new JsonString(plain(said.getOrDefault("SUMMARY", ""))));
    set.put(Field.DESCRIPTION, new JsonString(plain(said.getOrDefault("DESCRIPTION", ""))));
    set.put(Field.START, day(said.get("DTSTART")));
    set.put(Field.DUE, day(said.get("DUE")));
    set.put(Field.PRIORITY, new JsonString(priority(said.getOrDefault("PRIORITY", "0"))));
    var rule = said.get("RRULE");
    set.put(Field.REPEATS, rule == null ? JsonNull.NULL : JsonObject.of("rule", rule));
    var parent = said.get("RELATED-TO");
    set.put(
        Field.PARENT,
        parent == null ? JsonNull.NULL : new JsonString(parent.replaceAll("@.*", "")));
    set.replaceAll(Field::read);
    return set;
  }

  private static JsonValue day(@Nullable String said) {
    if (said == null) {
      return JsonNull.NULL;
    }
    try {
      var day = LocalDate.parse(said.split("T", 2)[0], DateTimeFormatter.BASIC_ISO_DATE);
      return new JsonString(day.toString());
    } catch (DateTimeParseException none) {
      throw Refused.invalidParam("A day is written as in 20261127");
    }
  }

  private static String priority(String said) {
    return switch (said.strip()) {
      case "1", "2" -> "urgent";
      case "3", "4" -> "high";
      case "5" -> "normal";
      case "6", "7", "8", "9" -> "low";
      default -> "none";
    };
  }

  private static List<String> parts(String said) {
    return Arrays.stream(said.split("(?<!\\\\),")).map(Vtodo::plain).map(String::strip).toList();
  }

  private static String plain(String text) {
    var plain = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\\' && i + 1 < text.length()) {
        char escaped = text.charAt(++i);
        plain.append(escaped == 'n' || escaped == 'N' ? '\n' : escaped);
      } else {
        plain.append(c);
      }
    }
    return plain.toString();
  }

  /// The ids of its labels, as far as a board has them.
  JsonArray labelIds(Board board) {
    return JsonArray.of(
        board.labels().stream()
            .filter(label -> labels.contains(label.name()))
            .map(Board.Label::id)
            .toArray());
  }
}
