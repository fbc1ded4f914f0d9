package parvis.suite.demo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/// The fictitious town: its people, its rooms, and what was written in them.
record Town(Map<String, Person> people, List<RoomScript> rooms, Chatter chatter) {
  private static final long SEED = 1789;

  static Town read() {
    var people = new LinkedHashMap<String, Person>();
    for (var line : lines("people.txt")) {
      if (!line.isBlank()) people.put(Person.read(line).key(), Person.read(line));
    }
    var rooms =
        lines("rooms.txt").stream()
            .filter(key -> !key.isBlank())
            .map(key -> RoomScript.read(key, lines("rooms/" + key + ".txt")))
            .toList();
    return new Town(people, rooms, Chatter.read(lines("chatter.txt")));
  }

  Person person(String key) {
    var person = people.get(key);
    if (person == null) throw new IllegalArgumentException("Nobody is called " + key);
    return person;
  }

  /// Everything said in a room, the small talk included; the same at every start.
  List<Line> said(RoomScript room) {
    var random = new Random(SEED + room.key().hashCode());
    var all = new ArrayList<>(chatter.of(room, random));
    all.addAll(room.lines());
    return all;
  }

  private static List<String> lines(String name) {
    try (var in = Town.class.getResourceAsStream("/demo/" + name)) {
      if (in == null) throw new IllegalStateException("The demonstration lacks " + name);
      return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
