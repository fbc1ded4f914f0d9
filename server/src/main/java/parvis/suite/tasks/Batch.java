package parvis.suite.tasks;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import parvis.core.things.Hidden;

/// What became of a board after a position, read and written once for all who hear of it, each as
/// far as their right goes.
///
/// @param upTo the position up to which it tells
/// @param token the same, for clients
/// @param tooMuch so much changed that the board is to be read anew
record Batch(long upTo, String token, boolean tooMuch, Map<String, Told> told) {

  /// What there is to tell of something.
  enum What {
    BOARD,
    TASK,
    /// There is no such task any more.
    GONE,
    /// There is, and it is somebody's own no more.
    LOST
  }

  /// What became of something.
  ///
  /// @param json as it is told to who sees all
  /// @param own whose own it is or was, who learn of it among few
  /// @param named the tasks that it names, and whose own each is
  record Told(What what, byte[] json, Set<String> own, Map<String, Set<String>> named) {
    private static final int OVERHEAD_BYTES = 200;
    private static final int PERSON_BYTES = 60;

    int sizeBytes() {
      int people = own.size() + named.values().stream().mapToInt(some -> 1 + some.size()).sum();
      return OVERHEAD_BYTES + json.length + PERSON_BYTES * people;
    }

    private byte[] json(Reach reach) {
      if (reach.seesAll() || named.isEmpty()) {
        return json;
      }
      var user = reach.user().value();
      var seen =
          named.entrySet().stream()
              .filter(one -> one.getValue().contains(user))
              .map(Map.Entry::getKey)
              .toList();
      return Veil.over(Hidden.among(named.keySet(), seen), json);
    }

    private boolean isFor(Reach reach) {
      var seesAll = reach.seesAll();
      return switch (what) {
        case BOARD -> true;
        case TASK, GONE -> seesAll || own.contains(reach.user().value());
        case LOST -> !seesAll && own.contains(reach.user().value());
      };
    }
  }

  boolean isEmpty() {
    return !tooMuch && told.isEmpty();
  }

  /// Who learns the same of it: all who see all, and each of the others.
  static String audience(Reach reach) {
    return reach.seesAll() ? "" : reach.user().value();
  }

  /// What it tells somebody, in pieces; empty when nothing of it is for them.
  Optional<List<byte[]>> json(Reach reach) {
    if (tooMuch) {
      return Optional.of(List.of(ascii("{\"since\":\"" + token + "\",\"reset\":true}")));
    }
    var tasks = new LinkedHashMap<String, byte[]>();
    var gone = new LinkedHashMap<String, byte[]>();
    var board = new Segments();
    told.forEach(
        (key, one) -> {
          if (one.isFor(reach)) {
            switch (one.what()) {
              case BOARD -> board.add(one.json());
              case TASK -> tasks.put(key, one.json(reach));
              case GONE, LOST -> gone.put(Note.task(key), one.json());
            }
          }
        });
    // Who has lost a task and got it back has it.
    gone.keySet().removeAll(tasks.keySet());
    return tasks.isEmpty() && gone.isEmpty() && board.isEmpty()
        ? Optional.empty()
        : Optional.of(written(tasks.values(), gone.values(), board));
  }

  private List<byte[]> written(Collection<byte[]> tasks, Collection<byte[]> gone, Segments board) {
    var all = new ArrayList<byte[]>();
    all.add(ascii("{\"since\":\"" + token + "\",\"tasks\":["));
    all.addAll(Segments.of(tasks).bytes());
    all.add(ascii("],\"gone\":["));
    all.addAll(Segments.of(gone).bytes());
    all.add(ascii(board.isEmpty() ? "]}" : "],\"board\":"));
    if (!board.isEmpty()) {
      all.addAll(board.bytes());
      all.add(ascii("}"));
    }
    return all;
  }

  /// The same as an event that has the position as its id; JSON has no line breaks.
  Optional<byte[]> event(Reach reach) {
    return json(reach)
        .map(
            pieces -> {
              var event = new ByteArrayOutputStream();
              event.writeBytes(ascii("id: " + token + "\ndata: "));
              pieces.forEach(event::writeBytes);
              event.writeBytes(ascii("\n\n"));
              return event.toByteArray();
            });
  }

  /// An event that tells its position and nothing else.
  byte[] position() {
    return ascii("id: " + token + "\n\n");
  }

  /// Values of a list, with what stands between them.
  private static final class Segments {
    private static final byte[] COMMA = ascii(",");
    private final List<byte[]> bytes = new ArrayList<>();

    static Segments of(Collection<byte[]> values) {
      var segments = new Segments();
      values.forEach(segments::add);
      return segments;
    }

    void add(byte[] value) {
      if (!bytes.isEmpty()) {
        bytes.add(COMMA);
      }
      bytes.add(value);
    }

    boolean isEmpty() {
      return bytes.isEmpty();
    }

    List<byte[]> bytes() {
      return bytes;
    }
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
