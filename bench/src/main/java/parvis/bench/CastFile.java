package parvis.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The file in which accounts, rooms and joins are kept between runs: one line for each, written at
/// once, so that an interrupted preparation goes on where it stopped.
final class CastFile {
  private final Optional<Path> path;
  private final Map<String, List<Account>> accounts = new HashMap<>();
  private final Map<String, String> rooms = new HashMap<>();
  private final Set<String> joins = new HashSet<>();

  private CastFile(Optional<Path> path) {
    this.path = path;
  }

  static CastFile read(Optional<Path> path) {
    var file = new CastFile(path);
    if (path.isPresent() && Files.exists(path.get())) {
      try {
        Files.readAllLines(path.get()).forEach(file::line);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return file;
  }

  private void line(String line) {
    String[] parts = line.split("\t", -1);
    if (parts.length != 3) return;
    switch (parts[0]) {
      case "account" -> {
        String[] account = parts[2].split(" ", 2);
        of(parts[1]).add(new Account(account[0], account[1]));
      }
      case "room" -> rooms.put(parts[1], parts[2]);
      case "join" -> joins.add(parts[1] + "\t" + parts[2]);
      default -> throw new IllegalArgumentException("not a line of a file of accounts: " + line);
    }
  }

  /// The accounts made for this purpose.
  synchronized List<Account> accounts(String kind) {
    return List.copyOf(of(kind));
  }

  /// One of all accounts, if there is one.
  synchronized Optional<Account> anyAccount() {
    return accounts.values().stream().flatMap(List::stream).findFirst();
  }

  private List<Account> of(String kind) {
    return accounts.computeIfAbsent(kind, ignored -> new ArrayList<>());
  }

  synchronized Optional<String> room(String key) {
    return Optional.ofNullable(rooms.get(key));
  }

  synchronized boolean joined(String room, Account account) {
    return joins.contains(room + "\t" + account.user());
  }

  synchronized void add(String kind, Account account) {
    of(kind).add(account);
    append("account", kind, account.user() + " " + account.token());
  }

  synchronized void add(String key, String room) {
    rooms.put(key, room);
    append("room", key, room);
  }

  synchronized void addJoin(String room, Account account) {
    joins.add(room + "\t" + account.user());
    append("join", room, account.user());
  }

  /// Forgets everything, in the file too.
  synchronized void clear() {
    accounts.clear();
    rooms.clear();
    joins.clear();
    try {
      if (path.isPresent()) Files.deleteIfExists(path.get());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void append(String what, String key, String value) {
    if (path.isEmpty()) return;
    try {
      Files.writeString(
          path.get(),
          what + "\t" + key + "\t" + value + "\n",
          StandardCharsets.UTF_8,
          StandardOpenOption.CREATE,
          StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
