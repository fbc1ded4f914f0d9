package parvis.suite.spaces;

import static org.assertj.core.api.Assertions.assertThat;
import static parvis.suite.spaces.TownHall.list;
import static parvis.suite.spaces.TownHall.outcomes;
import static parvis.suite.spaces.TownHall.space;

import java.util.List;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import parvis.core.organisations.Town;
import parvis.harness.Client;
import parvis.harness.Race;
import parvis.harness.World;
import parvis.protocol.json.JsonObject;

/// How many letters of invitation are written in a day: by one person, and to one address.
class LettersTest {
  @AutoClose static final World world = World.start();
  static final TownHall hall = TownHall.in(world);
  static final Client mayor = hall.mayor();

  @BeforeAll
  static void town() {
    var direct = JsonObject.of("name", "Mairie de Ville", "label", "Ville");
    mayor.put(Town.one(hall.ville()), direct.with("spaces", "direct")).ok();
  }

  /// Addresses of this many people from outside.
  private static String[] people(String name, int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> name + i + "@artisan.test")
        .toArray(String[]::new);
  }

  private static void withdraw(Client by, String space) {
    for (var one : TownHall.part(by, space, "mailed")) {
      by.delete(space + "/entry_codes/" + one.string("code").orElseThrow()).ok();
    }
  }

  @Test
  void an_agent_writes_to_so_many_in_a_day_whatever_they_withdraw_and_who_approves_to_more() {
    var writer = hall.agent("writer", "member");
    var space = space(writer, "Fête");
    var everybody = list(people("guest", Letters.ADDRESSES_MAX + 1));
    var outcomes = outcomes(writer, space, everybody);
    assertThat(outcomes.subList(0, Letters.ADDRESSES_MAX)).containsOnly("mailed");
    assertThat(outcomes.getLast()).isEqualTo("limit");
    withdraw(writer, space);
    var other = space(writer, "Autre fête");
    assertThat(outcomes(writer, other, list("guest1@artisan.test", "late@artisan.test")))
        .as("who was written to before is no further address")
        .containsExactly("mailed", "limit");
    assertThat(outcomes(mayor, space(mayor, "Grande fête"), everybody)).containsOnly("mailed");
  }

  @Test
  void two_lists_at_once_count_each_other() {
    var hasty = hall.agent("hasty", "member");
    var space = space(hasty, "Course");
    outcomes(hasty, space, list(people("runner", Letters.ADDRESSES_MAX - 1)));
    assertThat(
            meeting(
                "select from matrix_user where user_id = ? for no key update",
                hasty.user(),
                () -> outcomes(hasty, space, list("one@artisan.test")),
                () -> outcomes(hasty, space, list("two@artisan.test"))))
        .containsExactlyInAnyOrder("mailed", "limit");
  }

  @Test
  void one_address_gets_so_many_letters_in_a_day_of_all_spaces_and_whoever_writes() {
    var victim = "victim@artisan.test";
    var again = list(victim).with("again", true);
    for (int left = Letters.TO_ADDRESS_MAX - 1; left > 0; left -= Letters.OF_SPACE_MAX) {
      var space = space(mayor, "Espace " + left);
      for (int i = 0; i < Math.min(left, Letters.OF_SPACE_MAX); i++) {
        assertThat(outcomes(mayor, space, again)).containsExactly("mailed");
      }
      withdraw(mayor, space);
    }
    var agent = hall.agent("agent", "member");
    var first = space(mayor, "Avant-dernier");
    var last = space(agent, "Dernier");
    assertThat(
            meeting(
                "select pg_advisory_xact_lock(" + Letters.LOCKS + ", hashtext(?))",
                victim,
                () -> outcomes(mayor, first, again),
                () -> outcomes(agent, last, again)))
        .containsExactlyInAnyOrder("mailed", "too_often");
    assertThat(outcomes(agent, space(agent, "Trop"), list(victim, "other@artisan.test")))
        .containsExactly("too_often", "mailed");
  }

  /// What comes of two requests that meet while somebody else holds what they wait for.
  private static List<String> meeting(
      String lock, String of, Supplier<List<String>> one, Supplier<List<String>> other) {
    var asked =
        world
            .db()
            .write(
                tx -> {
                  tx.list(row -> true, lock, of);
                  var both = List.of(Race.later(one), Race.later(other));
                  Race.until(() -> Race.waiting(tx) >= both.size());
                  return both;
                });
    return asked.stream().flatMap(outcome -> Race.ended(outcome).stream()).toList();
  }

  @Test
  void one_address_gets_so_many_letters_of_one_space_in_a_day() {
    var agent = hall.agent("patient", "member");
    var space = space(agent, "Rappels");
    var again = list("marc@artisan.test").with("again", true);
    assertThat(outcomes(agent, space, again)).containsExactly("mailed");
    withdraw(agent, space);
    assertThat(outcomes(agent, space, again.with("again", false)))
        .containsExactly("invited_before");
    assertThat(outcomes(agent, space, again)).containsExactly("mailed");
    assertThat(outcomes(agent, space, again)).containsExactly("mailed");
    assertThat(outcomes(agent, space, again)).containsExactly("invited_before");
  }

  @Test
  void a_letter_counts_for_a_day_and_is_forgotten_after_it() {
    var agent = hall.agent("slow", "member");
    var space = space(agent, "Semaine");
    var wish = list("yves@artisan.test", "zoe@artisan.test");
    assertThat(outcomes(agent, space, wish)).containsOnly("mailed");
    world
        .db()
        .write(
            tx ->
                tx.run(
                    "update space_letter set at_ms = at_ms - ? where address = ?",
                    Letters.COUNTS.toMillis(),
                    "yves@artisan.test"));
    assertThat(outcomes(agent, space, wish)).containsExactly("mailed", "invited_before");
    assertThat(written("yves@artisan.test")).isEqualTo(2);
    try (var other = world.beside()) {
      Race.until(() -> written("yves@artisan.test") == 1);
      assertThat(other.stranger().get("/api/v1/server").status()).isEqualTo(200);
    }
    assertThat(written("zoe@artisan.test")).isEqualTo(1);
  }

  private static long written(String address) {
    return world
        .db()
        .read(
            tx ->
                tx.first(
                        row -> row.number("n"),
                        "select count(*) as n from space_letter where address = ?",
                        address)
                    .orElseThrow());
  }
}
