package parvis.suite.demo;

import java.time.LocalTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import parvis.base.Actor;
import parvis.core.identity.NewAccount;
import parvis.protocol.id.UserId;
import parvis.protocol.json.JsonArray;
import parvis.protocol.json.JsonObject;
import parvis.protocol.json.JsonString;

/// The moving in: accounts first, then every room at the same time as the others.
final class Filling {
  /// The password of everybody in the demonstration, for clients other than Parvis's own.
  static final String PASSWORD = "demonstration";

  private static final int SAID_EVERY = 500;

  /// No session: the demonstration's people have not signed in yet.
  private static final int NO_SESSION = 0;

  private final DemoFeature.Needs needs;
  private final Town town;
  private final Consumer<String> says;
  private final Attachments attachments;
  private final Map<String, Actor> actors = new ConcurrentHashMap<>();
  private final AtomicInteger written = new AtomicInteger();

  Filling(DemoFeature.Needs needs, Town town, Consumer<String> says) {
    this.needs = needs;
    this.town = town;
    this.says = says;
    this.attachments = new Attachments(needs.media());
  }

  void run() {
    says.accept("Filling the demonstration ...");
    var days = days();
    var direct = new ConcurrentHashMap<String, Map<String, String>>();
    try (var workers = Executors.newVirtualThreadPerTaskExecutor()) {
      all(workers, town.people().values().stream().map(p -> (Runnable) () -> moveIn(p)).toList());
      says.accept("  " + actors.size() + " people moved in");
      all(workers, town.rooms().stream().map(r -> (Runnable) () -> room(r, days, direct)).toList());
    }
    direct.forEach(this::noteDirect);
    says.accept("  " + written.get() + " messages in " + town.rooms().size() + " rooms");
  }

  private static void all(ExecutorService workers, List<Runnable> tasks) {
    var running = tasks.stream().map(task -> CompletableFuture.runAsync(task, workers)).toList();
    running.forEach(CompletableFuture::join);
  }

  private WorkingDays days() {
    var ends =
        town.rooms().stream()
            .flatMap(room -> room.lines().stream())
            .filter(line -> line.day() == 0)
            .map(Line::at)
            .max(Comparator.naturalOrder())
            .orElse(LocalTime.NOON);
    return new WorkingDays(needs.clock(), ends.plusMinutes(5));
  }

  private void moveIn(Person person) {
    var account =
        needs
            .accounts()
            .create(
                new NewAccount(
                    id(person), Optional.of(PASSWORD), person.admin(), Optional.of(person.name())));
    var actor =
        new Actor(account.user(), account.userNid(), "", NO_SESSION, NO_SESSION, account.admin());
    if (!person.motif().isEmpty()) {
      var picture = new JsonString(attachments.face(actor, person.motif()));
      needs.profiles().put(actor, "avatar_url", picture);
    }
    actors.put(person.key(), actor);
  }

  private void room(RoomScript script, WorkingDays days, Map<String, Map<String, String>> direct) {
    var moving =
        new MovingRoom(
            needs, new Words(town, this::id), attachments, this::actor, script, this::counted);
    var room = moving.open(days, town.rooms().indexOf(script));
    var events = moving.write(Step.of(town.said(script), days));
    read(script, room.value(), events);
    for (var who : script.favouriteOf()) favourite(who, room.value());
    if (script.kind() == RoomScript.Kind.DIRECT) {
      var two = script.everybody();
      direct
          .computeIfAbsent(two.getFirst(), _ -> new ConcurrentHashMap<>())
          .put(room.value(), two.getLast());
      direct
          .computeIfAbsent(two.getLast(), _ -> new ConcurrentHashMap<>())
          .put(room.value(), two.getFirst());
    }
  }

  private void counted() {
    var now = written.incrementAndGet();
    if (now % SAID_EVERY == 0) says.accept("  " + now + " messages written");
  }

  /// Everybody has read everything but what the script leaves unread for them.
  private void read(RoomScript script, String roomId, List<String> events) {
    var room = needs.rooms().find(roomId).orElseThrow();
    for (var who : script.everybody()) {
      var last = events.size() - 1 - script.unread().getOrDefault(who, 0);
      if (last >= 0) needs.receipts().read(actor(who), room, events.get(last));
    }
  }

  private void favourite(String who, String roomId) {
    var room = needs.rooms().find(roomId).orElseThrow();
    var tag = JsonObject.of("tags", JsonObject.of("m.favourite", JsonObject.EMPTY));
    needs.accountData().put(actor(who), room.nid(), "m.tag", tag);
  }

  /// spec: cs-api#mdirect
  private void noteDirect(String who, Map<String, String> rooms) {
    var byPerson = new HashMap<String, List<String>>();
    rooms.forEach(
        (room, other) ->
            byPerson
                .computeIfAbsent(actor(other).user().value(), _ -> new ArrayList<>())
                .add(room));
    var content = JsonObject.builder();
    byPerson.forEach((other, list) -> content.put(other, JsonArray.of(list.toArray())));
    needs.accountData().put(actor(who), 0, "m.direct", content.build());
  }

  private Actor actor(String key) {
    var actor = actors.get(key);
    if (actor == null) throw new IllegalArgumentException("Nobody is called " + key);
    return actor;
  }

  private UserId id(Person person) {
    return UserId.of(person.localpart(), needs.server()).orElseThrow();
  }
}
