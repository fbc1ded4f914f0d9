package parvis.suite.demo;

import java.time.LocalTime;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// The small talk of an office: short exchanges with gaps that are filled differently each time.
///
/// The file begins with the words for the gaps (`doc = le compte rendu | la note`). Then each
/// exchange has a line of themes in brackets and lines of `A: words`, A, B and C being whoever.
record Chatter(Map<String, List<String>> words, List<Exchange> exchanges) {
  /// Working days that small talk goes back.
  static final int DAYS = 28;

  private static final LocalTime OPENS = LocalTime.of(8, 25);
  private static final int OPEN_MINUTES = 540;
  private static final int PAUSE_MINUTES_MAX = 9;
  private static final int REACTED_OF_100 = 13;
  private static final List<String> REACTIONS = List.of("👍", "✅", "🙏", "👏", "😄", "❤️");
  private static final Pattern GAP = Pattern.compile("\\{(\\w+)}");

  record Exchange(Set<String> themes, List<Turn> turns) {}

  /// @param speaker 0 for A, 1 for B, 2 for C
  record Turn(int speaker, String words) {}

  static Chatter read(List<String> text) {
    var words = new HashMap<String, List<String>>();
    var exchanges = new ArrayList<Exchange>();
    for (var line : text) {
      if (line.isBlank()) continue;
      if (line.startsWith("[")) {
        var themes = Set.of(line.substring(1, line.indexOf(']')).split(" ", -1));
        exchanges.add(new Exchange(themes, new ArrayList<>()));
      } else if (exchanges.isEmpty()) {
        var parts = line.split(" = ", 2);
        words.put(parts[0], List.of(parts[1].split(" \\| ", -1)));
      } else {
        exchanges.getLast().turns().add(new Turn(line.charAt(0) - 'A', line.substring(3)));
      }
    }
    return new Chatter(Map.copyOf(words), List.copyOf(exchanges));
  }

  /// What the people of a room said on the days of which nothing is written.
  List<Line> of(RoomScript room, Random random) {
    var written = room.lines().stream().map(Line::day).collect(Collectors.toSet());
    var days = new ArrayList<Integer>();
    for (int day = DAYS; day > 0; day--) if (!written.contains(day)) days.add(day);
    var fitting =
        new ArrayList<>(
            exchanges.stream()
                .filter(e -> e.themes().stream().anyMatch(room.themes()::contains))
                .toList());
    var chosen = new ArrayList<Exchange>();
    for (int said = 0; said < room.chatter() && !fitting.isEmpty(); ) {
      Collections.shuffle(fitting, random);
      for (var exchange : fitting) {
        if (said >= room.chatter()) break;
        chosen.add(exchange);
        said += exchange.turns().size();
      }
    }
    return lines(room, chosen, days, random);
  }

  private List<Line> lines(
      RoomScript room, List<Exchange> chosen, List<Integer> days, Random random) {
    var ofDay = new TreeMap<Integer, List<Exchange>>(Collections.reverseOrder());
    for (int i = 0; i < chosen.size(); i++) {
      var day = days.get(i * days.size() / chosen.size());
      ofDay.computeIfAbsent(day, _ -> new ArrayList<>()).add(chosen.get(i));
    }
    var lines = new ArrayList<Line>();
    ofDay.forEach(
        (day, exchanges) -> {
          var starts = starts(exchanges.size(), random).iterator();
          for (var exchange : exchanges) say(lines, room, exchange, day, starts.next(), random);
        });
    return lines;
  }

  /// Minutes after opening at which the exchanges of a day begin, ascending and apart.
  private static List<Integer> starts(int count, Random random) {
    var starts = new TreeSet<Integer>();
    while (starts.size() < count) starts.add(random.nextInt(OPEN_MINUTES / 30) * 30);
    return starts.stream().map(start -> start + random.nextInt(6)).toList();
  }

  private void say(
      List<Line> lines, RoomScript room, Exchange exchange, int day, int start, Random random) {
    var cast = new ArrayList<>(room.everybody());
    Collections.shuffle(cast, random);
    var filled = new HashMap<String, String>();
    var minutes = start;
    for (var turn : exchange.turns()) {
      var who = cast.get(turn.speaker() % cast.size());
      var words =
          GAP.matcher(turn.words())
              .replaceAll(gap -> filled.computeIfAbsent(gap.group(1), name -> word(name, random)));
      words = contracted(words);
      words = words.substring(0, 1).toUpperCase(Locale.FRENCH) + words.substring(1);
      var at = OPENS.plusMinutes(minutes);
      var line = Line.read(day, at + " " + who + ": " + words, "chat" + lines.size());
      lines.add(reacted(line, cast, random));
      minutes += 1 + random.nextInt(PAUSE_MINUTES_MAX) / Math.max(1, exchange.turns().size() - 2);
    }
  }

  /// French makes one word of a preposition and the article that a gap was filled with.
  private static String contracted(String words) {
    return words
        .replace(" de le ", " du ")
        .replace(" de les ", " des ")
        .replace(" à le ", " au ")
        .replace(" à les ", " aux ");
  }

  private String word(String gap, Random random) {
    var choice = words.get(gap);
    if (choice == null) throw new IllegalArgumentException("No words for the gap " + gap);
    return choice.get(random.nextInt(choice.size()));
  }

  private static Line reacted(Line line, List<String> cast, Random random) {
    if (random.nextInt(100) >= REACTED_OF_100) return line;
    var key = REACTIONS.get(random.nextInt(REACTIONS.size()));
    var by =
        cast.stream()
            .filter(who -> !who.equals(line.who()))
            .limit(1 + random.nextInt(4))
            .collect(Collectors.joining(" "));
    return by.isEmpty() ? line : line.with("+ " + key + " " + by);
  }
}
