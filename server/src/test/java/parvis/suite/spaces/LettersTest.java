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
  void one_address_gets_so_many_letters_in_a_day_of_all_spaces_and_who_decides_writes_still() {
    var victim = "victim@artisan.test";
    var again = list(victim).with("again", true);
    for (int left = Letters.TO_ADDRESS_MAX - 1; left > 0; left -= Letters.BY_WRITER_MAX) {
      var writer = hall.agent("writer" + left, "member");
      var space = space(writer, "Espace " + left);
      for (int i = 0; i < Math.min(left, Letters.BY_WRITER_MAX); i++) {
        assertThat(outcomes(writer, space, again)).containsExactly("mailed");
      }
      withdraw(writer, space);
    }
    var agent = hall.agent("agent", "member");
    var another = hall.agent("another", "member");
    var first = space(another, "Avant-dernier");
    var last = space(agent, "Dernier");
    assertThat(
            meeting(
                "select pg_advisory_xact_lock(" + Letters.LOCKS + ", hashtext(?))",
                victim,
                () -> outcomes(another, first, again),
                () -> outcomes(agent, last, again)))
        .containsExactlyInAnyOrder("mailed", "too_often");
    assertThat(outcomes(agent, space(agent, "Trop"), list(victim, "other@artisan.test")))
        .containsExactly("too_often", "mailed");
    assertThat(outcomes(mayor, space(mayor, "Conseil"), list(victim))).containsExactly("mailed");
  }

  @Test
  void nobody_uses_up_by_themselves_what_others_write_to_an_address() {
    var wish = list("lise@artisan.test");
    var agent = hall.agent("everywhere", "member");
    for (int i = 0; i < Letters.BY_WRITER_MAX; i++) {
      assertThat(outcomes(agent, space(agent, "Partout " + i), wish)).containsExactly("mailed");
    }
    assertThat(outcomes(agent, space(agent, "Encore"), wish)).containsExactly("too_often");
    for (int i = 0; i < Letters.TO_ADDRESS_MAX; i++) {
      assertThat(outcomes(mayor, space(mayor, "Service " + i), wish)).containsExactly("mailed");
    }
    assertThat(outcomes(mayor, space(mayor, "Dernier service"), wish)).containsExactly("too_often");
  }

  @Test
  void who_decides_writes_in_a_space_whatever_an_agent_has_written_there() {
    var agent = hall.agent("eager", "member");
    var space = space(mayor, "Atelier");
    TownHall.animates(mayor, space, agent);
    var again = list("paula@artisan.test").with("again", true);
    for (int i = 0; i < Letters.OF_SPACE_MAX; i++) {
      assertThat(outcomes(agent, space, again)).containsExactly("mailed");
    }
    assertThat(outcomes(agent, space, again)).containsExactly("too_often");
    for (int i = 0; i < Letters.OF_SPACE_MAX; i++) {
      assertThat(outcomes(mayor, space, again)).containsExactly("mailed");
    }
    assertThat(outcomes(mayor, space, again)).as("their own count").containsExactly("too_often");
  }

  @Test
  void who_was_invited_by_one_who_animates_no_more_is_written_to_anew() {
    var former = hall.agent("animating", "member");
    var space = space(mayor, "Relève");
    TownHall.animates(mayor, space, former);
    var wish = list("dora@artisan.test");
    assertThat(outcomes(former, space, wish)).containsExactly("mailed");
    assertThat(outcomes(mayor, space, wish)).containsExactly("invited_before");
    var role = JsonObject.of("role", "contributor");
    former.put(space + "/members/" + Client.segment(former.user()), role).ok();
    assertThat(outcomes(mayor, space, wish)).containsExactly("mailed");
    assertThat(outcomes(mayor, space, wish)).containsExactly("invited_before");
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
    var space = space(mayor, "Rappels");
    var once = list("marc@artisan.test");
    var again = once.with("again", true);
    assertThat(outcomes(mayor, space, once)).containsExactly("mailed");
    assertThat(outcomes(mayor, space, once)).containsExactly("invited_before");
    withdraw(mayor, space);
    assertThat(outcomes(mayor, space, once))
        .as("what was withdrawn leads nowhere: they are written to anew")
        .containsExactly("mailed");
    assertThat(outcomes(mayor, space, again)).containsExactly("mailed");
    assertThat(outcomes(mayor, space, again)).containsExactly("too_often");
    assertThat(outcomes(mayor, space, once)).containsExactly("invited_before");
    withdraw(mayor, space);
    assertThat(outcomes(mayor, space, once)).containsExactly("too_often");
  }

  @Test
  void a_letter_counts_for_a_day_and_is_forgotten_after_it() {
    var agent = hall.agent("slow", "member");
    var space = space(agent, "Semaine");
    var wish = list("yves@artisan.test", "zoe@artisan.test");
    var again = wish.with("again", true);
    assertThat(outcomes(agent, space, wish)).containsOnly("mailed");
    world
        .db()
        .write(
            tx ->
                tx.run(
                    "update space_letter set at_ms = at_ms - ? where address = ?",
                    Letters.COUNTS.toMillis(),
                    "yves@artisan.test"));
    assertThat(outcomes(agent, space, wish))
        .as("what lies there is good still")
        .containsOnly("invited_before");
    for (int i = 1; i < Letters.BY_WRITER_MAX; i++) {
      assertThat(outcomes(agent, space, again)).containsOnly("mailed");
    }
    assertThat(written("yves@artisan.test")).isEqualTo(Letters.BY_WRITER_MAX);
    try (var _ = world.beside()) {
      Race.until(() -> written("yves@artisan.test") == Letters.BY_WRITER_MAX - 1);
    }
    assertThat(written("zoe@artisan.test")).isEqualTo(Letters.BY_WRITER_MAX);
    assertThat(outcomes(agent, space, again)).containsExactly("mailed", "too_often");
  }

  @Test
  void a_list_stands_in_the_journal_with_its_first_letter_and_once() {
    var space = space(mayor, "Longue");
    var listed = list("first@artisan.test", "second@artisan.test", "third@artisan.test");
    var line = "invite by list Longue: 3";
    var asked =
        world
            .db()
            .write(
                tx -> {
                  var lock = "select pg_advisory_xact_lock(" + Letters.LOCKS + ", hashtext(?))";
                  tx.list(row -> true, lock, "second@artisan.test");
                  var sent = Race.later(() -> outcomes(mayor, space, listed));
                  Race.until(() -> Race.waiting(tx) >= 1);
                  assertThat(hall.journal(hall.ville())).contains(line);
                  return sent;
                });
    assertThat(Race.ended(asked)).containsOnly("mailed");
    assertThat(outcomes(mayor, space, listed)).containsOnly("invited_before");
    assertThat(hall.journal(hall.ville()).stream().filter(line::equals)).hasSize(1);
  }

  @Test
  void a_list_of_people_with_accounts_stands_in_the_journal_from_the_second_on() {
    var space = space(mayor, "Comptes");
    var three = IntStream.range(0, 3).mapToObj(i -> hall.agent("known" + i, "member").user());
    var users = three.toList();
    assertThat(outcomes(mayor, space, list(users.getFirst(), "rien"))).contains("invited");
    assertThat(hall.journal(hall.ville())).doesNotContain("invite by list Comptes: 2");
    assertThat(outcomes(mayor, space, list(users.toArray(String[]::new)))).contains("invited");
    assertThat(hall.journal(hall.ville())).contains("invite by list Comptes: 3");
  }

  @Test
  void the_program_before_counts_by_its_index_while_both_run() {
    var there = "select from pg_indexes where indexname = 'space_code_mailed_by'";
    boolean counts = world.db().read(tx -> tx.first(row -> true, there).isPresent());
    assertThat(counts).isTrue();
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
