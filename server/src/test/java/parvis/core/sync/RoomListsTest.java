package parvis.core.sync;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import parvis.core.rooms.Chat;
import parvis.harness.Client;
import parvis.harness.World;
import parvis.protocol.json.JsonArray;
import parvis.protocol.json.JsonObject;

/// Lists that are kept in order are those that one would make anew, whatever happens.
class RoomListsTest {
  private static final String EARLY = "/_matrix/client/unstable/org.matrix.simplified_msc3575/sync";
  private static final String SETTLED = "/_matrix/client/v4/sync";
  private static final int STEPS = 60;

  private static final AtomicInteger plays = new AtomicInteger();
  private static World world;

  @BeforeContainer
  static void start() {
    world = World.start();
  }

  @AfterContainer
  static void stop() {
    world.close();
  }

  /// A change of something, and which one of those it could be.
  record Step(int kind, int which) {}

  @Provide
  Arbitrary<List<Step>> steps() {
    return Combinators.combine(
            Arbitraries.integers().between(0, 11), Arbitraries.integers().between(0, 1_000))
        .as(Step::new)
        .list()
        .ofSize(STEPS);
  }

  @Property(tries = 3, shrinking = ShrinkingMode.OFF)
  void kept_lists_are_those_that_are_made_anew(@ForAll("steps") List<Step> steps) {
    var play = new Lists("l" + plays.incrementAndGet());
    for (var step : steps) {
      play.step(step);
      play.check(step.which());
    }
  }

  @Example
  void a_room_that_comes_into_sight_because_another_went_is_told() {
    var reader = world.register("adele");
    var first = Chat.room(reader);
    var second = Chat.room(reader);
    var third = Chat.room(reader);
    var wish = list(JsonObject.EMPTY).with("conn_id", "a");
    var begun = reader.post(EARLY, range(wish, 1)).ok().json();
    assertThat(Chat.at(begun, "rooms").keys()).containsExactly(third, second);
    var next = EARLY + "?pos=" + Client.segment(begun.string("pos").orElseThrow());
    var same = reader.post(next, range(wish, 1)).ok().json();
    assertThat(Chat.at(same, "rooms").keys()).isEmpty();
    reader.post(Chat.path(third) + "/leave", JsonObject.EMPTY).ok();
    next = EARLY + "?pos=" + Client.segment(same.string("pos").orElseThrow());
    var told = reader.post(next, range(wish, 1)).ok().json();
    assertThat(Chat.at(told, "rooms").keys()).containsExactly(first, third);
    assertThat(Chat.at(told, "lists", "all").integer("count")).hasValue(2);
    next = EARLY + "?pos=" + Client.segment(told.string("pos").orElseThrow());
    var less = reader.post(next, range(wish, 0)).ok().json();
    assertThat(Chat.at(less, "rooms").keys()).isEmpty();
    Chat.say(reader, first, "un");
    Chat.say(reader, second, "deux");
    next = EARLY + "?pos=" + Client.segment(less.string("pos").orElseThrow());
    var top = reader.post(next, range(wish, 0)).ok().json();
    assertThat(Chat.at(top, "rooms").keys()).containsExactly(second);
    next = EARLY + "?pos=" + Client.segment(top.string("pos").orElseThrow());
    var both = reader.post(next, range(wish, 1)).ok().json();
    assertThat(Chat.at(both, "rooms").keys())
        .as("what was said while it was out of sight")
        .containsExactly(first);
  }

  private static JsonObject range(JsonObject wish, long to) {
    var all = Chat.at(wish, "lists", "all");
    return wish.with(
        "lists", JsonObject.of("all", all.with("ranges", JsonArray.of(JsonArray.of(0L, to)))));
  }

  private static JsonObject list(JsonObject filters) {
    var list = JsonObject.of("timeline_limit", 0L, "filters", filters);
    return JsonObject.of("lists", JsonObject.of("all", list));
  }

  /// A room as it stands for its reader.
  private static final class Known {
    final String id;
    long bumped;
    long last;
    boolean invited;
    boolean gone;
    boolean encrypted;
    boolean direct;
    boolean tagged;
    boolean child;

    Known(String id) {
      this.id = id;
    }

    long place(boolean settled) {
      return settled || invited ? last : bumped;
    }
  }

  /// What somebody's lists come to, by what was done.
  private static final class Lists {
    private final Client reader;
    private final Client other;
    private final List<Known> rooms = new ArrayList<>();
    private final Known space;
    private boolean ignoring;
    private long done;

    Lists(String name) {
      reader = world.register(name + "-reader");
      other = world.register(name + "-other");
      space = new Known(made(JsonObject.of("creation_content", JsonObject.of("type", "m.space"))));
      rooms.add(space);
      come(space);
    }

    private String made(JsonObject wish) {
      return Chat.create(
          other, wish.with("invite", JsonArray.of(reader.user())).with("preset", "public_chat"));
    }

    private void come(Known room) {
      room.bumped = ++done;
      Chat.join(reader, room.id).ok();
      room.last = ++done;
    }

    private String mine(String more) {
      return "/_matrix/client/v3/user/" + Client.segment(reader.user()) + more;
    }

    void step(Step step) {
      var at = rooms.get(step.which() % rooms.size());
      switch (step.kind()) {
        case 0, 1 -> {
          Chat.say(other, at.id, "a");
          at.bumped = ++done;
          at.last = at.invited ? at.last : done;
        }
        case 2 -> changed(at, "m.room.topic", JsonObject.of("topic", "t" + done));
        case 3 -> {
          var algorithm = JsonObject.of("algorithm", "m.megolm.v1.aes-sha2");
          if (!at.encrypted) {
            changed(at, "m.room.encryption", algorithm);
          }
          at.encrypted = true;
        }
        case 4 -> {
          var tag = mine("/rooms/" + Client.segment(at.id) + "/tags/u.a");
          (at.tagged ? reader.delete(tag) : reader.put(tag, JsonObject.EMPTY)).ok();
          at.tagged = !at.tagged;
        }
        case 5 -> {
          at.direct = !at.direct;
          var direct = rooms.stream().filter(room -> room.direct).map(room -> room.id).toArray();
          var noted = JsonObject.of(other.user(), JsonArray.of(direct));
          reader.put(mine("/account_data/m.direct"), noted).ok();
        }
        case 6 -> {
          at.child = !at.child;
          var via = at.child ? JsonObject.of("via", JsonArray.of(World.SERVER)) : JsonObject.EMPTY;
          var path = Chat.path(space.id) + "/state/m.space.child/" + Client.segment(at.id);
          other.put(path, via).ok();
          space.last = ++done;
        }
        case 7, 8 -> {
          var made = new Known(made(JsonObject.EMPTY));
          rooms.add(made);
          made.invited = step.kind() == 8;
          made.bumped = ++done;
          made.last = ++done;
          if (!made.invited) {
            come(made);
          }
        }
        case 9 -> {
          if (at.invited && !ignoring || at.gone) {
            Chat.join(reader, at.id).ok();
            at.last = ++done;
            at.invited = false;
            at.gone = false;
          }
        }
        case 10 -> {
          if (!at.gone && at != space) {
            reader.post(Chat.path(at.id) + "/leave", JsonObject.EMPTY).ok();
            at.gone = true;
            at.invited = false;
            at.last = ++done;
          }
        }
        default -> {
          ignoring = !ignoring;
          var ignored = ignoring ? JsonObject.of(other.user(), JsonObject.EMPTY) : JsonObject.EMPTY;
          var list = JsonObject.of("ignored_users", ignored);
          reader.put(mine("/account_data/m.ignored_user_list"), list).ok();
        }
      }
    }

    private void changed(Known at, String type, JsonObject content) {
      Chat.state(other, at.id, type, content).ok();
      at.last = at.invited ? at.last : ++done;
    }

    void check(int which) {
      for (var settled : List.of(true, false)) {
        switch (which % 6) {
          case 0 -> check(settled, JsonObject.EMPTY, _ -> true);
          case 1 -> check(settled, JsonObject.of("is_dm", true), room -> room.direct);
          case 2 -> check(settled, JsonObject.of("is_encrypted", true), room -> room.encrypted);
          case 3 -> {
            var name = settled ? "is_invited" : "is_invite";
            check(settled, JsonObject.of(name, true), room -> room.invited);
          }
          case 4 -> check(settled, JsonObject.of("tags", JsonArray.of("u.a")), room -> room.tagged);
          default ->
              check(settled, JsonObject.of("spaces", JsonArray.of(space.id)), room -> room.child);
        }
      }
    }

    private void check(boolean settled, JsonObject filter, Predicate<Known> takes) {
      var expected =
          rooms.stream()
              .filter(room -> !room.gone && !(room.invited && ignoring))
              .filter(takes)
              .sorted(Comparator.comparingLong((Known room) -> room.place(settled)).reversed())
              .map(room -> room.id)
              .toList();
      var told = reader.post(settled ? SETTLED : EARLY, list(settled, filter)).ok().json();
      assertThat(Chat.at(told, "rooms").keys())
          .as(filter + " " + settled)
          .containsExactlyElementsOf(expected);
      assertThat(Chat.at(told, "lists", "all").integer("count")).hasValue(expected.size());
    }

    private static JsonObject list(boolean settled, JsonObject filter) {
      var wish = RoomListsTest.list(filter);
      return settled ? wish : range(wish, 999);
    }
  }
}
