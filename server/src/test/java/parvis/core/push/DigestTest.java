package parvis.core.push;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import parvis.core.rooms.Chat;
import parvis.harness.Answer;
import parvis.harness.Client;
import parvis.harness.Mailbox;
import parvis.harness.TestClock;
import parvis.harness.World;
import parvis.protocol.json.JsonArray;
import parvis.protocol.json.JsonObject;

/// Mails about what somebody has not read.
@Timeout(120)
class DigestTest {
  private static final String PUBLIC = "https://parvis.example";

  private final TestClock clock = new TestClock();
  @AutoClose private final Mailbox mailbox = Mailbox.open();
  @AutoClose private final World world = World.start(settings(mailbox), clock);
  private final Client alice = world.register("alice");
  private final Client bruno = world.register("bruno");

  private static Map<String, String> settings(Mailbox mailbox) {
    Map<String, String> settings = new HashMap<>(mailbox.settings());
    settings.put("PARVIS_PUBLIC_ADDRESS", PUBLIC);
    return settings;
  }

  /// As if it had been proven.
  private void address(Client client, String address) {
    world
        .db()
        .write(
            tx ->
                tx.run(
                    """
                    insert into address (server, address, "user", proven_ms, added_ms)
                    select a.server, ?, a."user", 0, 0 from account a
                      join matrix_user u on u.nid = a."user" where u.user_id = ?
                    """,
                    address,
                    client.user()));
  }

  private static JsonObject pusher(String address) {
    return JsonObject.of(
        "app_id", "m.email",
        "pushkey", address,
        "kind", "email",
        "app_display_name", "Courriels",
        "device_display_name", address,
        "lang", "fr",
        "data", JsonObject.EMPTY);
  }

  private Answer set(Client client, String address) {
    return client.post(PushersTest.PATH + "/set", pusher(address));
  }

  private long count(String address) {
    return mailbox.all().stream().filter(mail -> mail.header("To").equals(address)).count();
  }

  private void await(BooleanSupplier there) {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    while (!there.getAsBoolean()) {
      assertThat(System.nanoTime()).isLessThan(end);
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
    }
  }

  private boolean isNoted() {
    return number("select count(*) as n from pusher where unread_after is not null") > 0;
  }

  private long number(String sql) {
    return world.db().read(tx -> tx.first(row -> row.number("n"), sql)).orElseThrow();
  }

  @Test
  void what_is_unread_for_a_while_is_told_in_one_mail_and_ends_by_one_request() {
    String address = "alice@mairie.example";
    assertThat(set(alice, address).errcode()).isEqualTo("M_INVALID_PARAM");
    address(alice, address);
    assertThat(set(bruno, address).errcode()).as("of somebody else's").isEqualTo("M_INVALID_PARAM");
    set(alice, address).ok();
    assertThat(alice.get(PushersTest.PATH).ok().text()).contains("\"kind\":\"email\"");
    String room = Chat.room(alice, bruno);
    Chat.state(alice, room, "m.room.name", JsonObject.of("name", "Voirie <b> & co"));
    Chat.say(bruno, room, "Le secret de la mairie");
    Chat.say(bruno, room, "La suite");
    await(this::isNoted);
    assertThat(count(address)).isZero();
    clock.advance(Digests.DELAY.plusSeconds(1));
    Mailbox.Read mail = mailbox.last(address, 1);
    assertThat(mail.subject()).isEqualTo("Des messages vous attendent dans Parvis");
    assertThat(mail.text())
        .contains("2 messages dans Voirie <b> & co")
        .doesNotContain("secret", "suite");
    assertThat(mail.html()).contains("Voirie &lt;b&gt; &amp; co").doesNotContain("<b>");
    assertThat(mail.header("List-Unsubscribe-Post")).isEqualTo("List-Unsubscribe=One-Click");

    Chat.say(bruno, room, "Encore");
    await(this::isNoted);
    clock.advance(Digests.DELAY.plusSeconds(1));
    assertThat(number("select mail_due_ms as n from pusher where unread_after is not null"))
        .as("an hour after the last one")
        .isGreaterThan(clock.millis());
    clock.advance(Digests.BETWEEN);
    assertThat(mailbox.last(address, 2).text()).contains("1 message dans");

    String stop = mail.header("List-Unsubscribe");
    String path = stop.substring(1 + PUBLIC.length(), stop.length() - 1);
    assertThat(unsubscribe(path + "x").status()).isEqualTo(200);
    world.stranger().get(path).ok();
    assertThat(alice.get(PushersTest.PATH).ok().text()).as("opened alone").contains("email");
    unsubscribe(path).ok();
    assertThat(alice.get(PushersTest.PATH).ok().text()).doesNotContain("email");
    unsubscribe(path).ok();
  }

  /// As if several people read it.
  private void shares(Client client, String address) {
    world
        .db()
        .write(
            tx -> {
              tx.run(
                  """
                  insert into address (server, address, proven_ms, added_ms)
                  select nid, ?, 0, 0 from server on conflict (server, address) do update
                    set "user" = null
                  """,
                  address);
              return tx.run(
                  """
                  insert into mailbox_person (server, address, "user", since_ms)
                  select a.server, ?, a."user", 0 from account a
                    join matrix_user u on u.nid = a."user" where u.user_id = ?
                  """,
                  address,
                  client.user());
            });
  }

  @Test
  void a_mail_to_an_address_that_others_read_says_for_whom_it_is_and_ends_nothing() {
    String address = "accueil@mairie.example";
    address(alice, address);
    set(alice, address).ok();
    String room = Chat.room(alice, bruno);
    Chat.state(alice, room, "m.room.name", JsonObject.of("name", "Affaires privées"));
    Chat.say(bruno, room, "Le secret de la mairie");
    await(this::isNoted);
    clock.advance(Digests.DELAY.plusSeconds(1));
    String stop = mailbox.last(address, 1).header("List-Unsubscribe");
    shares(alice, address);
    shares(bruno, address);
    set(bruno, address).ok();
    unsubscribe(stop.substring(1 + PUBLIC.length(), stop.length() - 1)).ok();
    assertThat(alice.get(PushersTest.PATH).ok().text()).as("of before").contains("email");
    Chat.say(bruno, room, "Encore");
    await(this::isNoted);
    clock.advance(Digests.BETWEEN.plus(Digests.DELAY).plusSeconds(1));
    Mailbox.Read mail = mailbox.last(address, 2);
    assertThat(mail.subject())
        .isEqualTo(
            "Pour alice : quelque chose vous attend dans Parvis / For alice: something waits for"
                + " you in Parvis");
    assertThat(mail.text()).doesNotContain("Affaires", "secret", "unsubscriptions");
    assertThat(mail.head())
        .satisfies(head -> assertThat(head.getHeader("List-Unsubscribe")).isNull());
  }

  @Test
  void a_mail_says_why_the_server_has_told_something_and_in_which_space() {
    String address = "alice@mairie.example";
    address(alice, address);
    var errand = new Errand(bruno, alice);
    set(alice, address).ok();
    errand.give("Le secret de la mairie");
    await(this::isNoted);
    clock.advance(Digests.DELAY.plusSeconds(1));
    assertThat(mailbox.last(address, 1).text())
        .contains("• Une tâche vous est confiée (Halle)")
        .doesNotContain("secret");
  }

  @Test
  void who_is_named_is_told_at_once_and_once_a_day_who_wants_it_so() {
    String address = "alice@mairie.example";
    address(alice, address);
    set(alice, address).ok();
    String room = Chat.room(alice, bruno);
    Chat.say(bruno, room, "Pour tous");
    await(this::isNoted);
    names(room);
    await(() -> due() <= clock.millis() + Digests.NAMED_DELAY.toMillis());
    assertThat(count(address)).isZero();
    clock.advance(Digests.NAMED_DELAY.plusSeconds(1));
    assertThat(mailbox.last(address, 1).text()).contains("2 messages dans");
    var hour =
        (ZonedDateTime.ofInstant(Instant.ofEpochMilli(clock.millis()), ZoneId.of("UTC")).getHour()
                + 12)
            % 24;
    var daily = JsonObject.of("daily_hour", hour, "zone", "UTC");
    alice.post(PushersTest.PATH + "/set", pusher(address).with("data", daily)).ok();
    names(room);
    await(this::isNoted);
    assertThat(due()).isGreaterThan(clock.millis() + Duration.ofHours(10).toMillis());
  }

  private long due() {
    return number("select coalesce(max(mail_due_ms), 9e18::bigint) as n from pusher");
  }

  private void names(String room) {
    var said =
        JsonObject.of(
            "msgtype", "m.text",
            "body", "alice ?",
            "m.mentions", JsonObject.of("user_ids", JsonArray.of(alice.user())));
    Chat.send(bruno, room, said);
  }

  private Answer unsubscribe(String path) {
    return world
        .stranger()
        .send(
            "POST",
            path,
            "application/x-www-form-urlencoded",
            "List-Unsubscribe=One-Click".getBytes(StandardCharsets.US_ASCII));
  }

  private static long hour(int day, int hour) {
    return ZonedDateTime.of(2026, 11, day, hour, 30, 0, 0, ZoneId.of("Europe/Paris"))
        .toInstant()
        .toEpochMilli();
  }

  private static Hours hours(Object... data) {
    return Hours.of(JsonObject.of(data), ZoneId.of("Europe/Paris"));
  }

  @Test
  void a_mail_goes_at_the_hour_of_its_reader_and_not_in_their_quiet_hours() {
    var half = Duration.ofMinutes(30).toMillis();
    assertThat(hours().due(hour(10, 3))).isEqualTo(hour(10, 3));
    assertThat(hours("daily_hour", 8).due(hour(10, 7))).isEqualTo(hour(10, 8) - half);
    assertThat(hours("daily_hour", 8).due(hour(10, 8))).isEqualTo(hour(11, 8) - half);
    var night = hours("quiet_from", 20, "quiet_until", 7);
    assertThat(night.due(hour(10, 19))).isEqualTo(hour(10, 19));
    assertThat(night.due(hour(10, 22))).isEqualTo(hour(11, 7) - half);
    assertThat(night.due(hour(10, 6))).isEqualTo(hour(10, 7) - half);
    assertThat(hours("daily_hour", 8, "zone", "Indian/Reunion").due(hour(10, 3)))
        .as("eight o'clock there is five in Paris")
        .isEqualTo(hour(10, 5) - half);
  }

  @Test
  void one_mail_of_a_day_tells_of_all_that_waits() {
    String address = "alice@mairie.example";
    address(alice, address);
    var daily = JsonObject.of("daily_hour", 8, "zone", "Europe/Paris");
    for (var wrong :
        List.of(
            daily.with("daily_hour", 24), daily.with("zone", "Ici"), daily.with("quiet_from", 1)))
      assertThat(
              alice.post(PushersTest.PATH + "/set", pusher(address).with("data", wrong)).errcode())
          .isEqualTo("M_INVALID_PARAM");
    alice.post(PushersTest.PATH + "/set", pusher(address).with("data", daily)).ok();
    assertThat(alice.get(PushersTest.PATH).ok().text()).contains("\"daily_hour\":8");
    String room = Chat.room(alice, bruno);
    Chat.say(bruno, room, "Bonjour");
    await(this::isNoted);
    long due = number("select mail_due_ms as n from pusher where unread_after is not null");
    assertThat(Instant.ofEpochMilli(due).atZone(ZoneId.of("Europe/Paris")).getHour()).isEqualTo(8);
    Chat.say(bruno, room, "Encore");
    clock.advance(Duration.ofMillis(due - clock.millis() + 1));
    assertThat(mailbox.last(address, 1).text()).contains("2 messages dans");
  }

  @Test
  void the_mail_of_a_day_tells_of_what_came_shortly_before_its_hour() {
    String address = "alice@mairie.example";
    address(alice, address);
    // A clock somewhere on which the hour begins in two minutes.
    long begins = clock.millis() / 1_000 + 120;
    int ahead = (int) Math.floorMod(-begins, 3_600L);
    var zone = "UTC+00:%02d:%02d".formatted(ahead / 60, ahead % 60);
    var hour = Math.floorMod((begins + ahead) / 3_600, 24L);
    var daily = JsonObject.of("daily_hour", hour, "zone", zone);
    alice.post(PushersTest.PATH + "/set", pusher(address).with("data", daily)).ok();
    names(Chat.room(alice, bruno));
    await(this::isNoted);
    assertThat(due()).isEqualTo(begins * 1_000);
    clock.advance(Duration.ofMinutes(2));
    assertThat(mailbox.last(address, 1).text()).contains("1 message dans");
  }

  @Test
  void nobody_is_told_of_what_they_read_meanwhile() {
    String address = "bruno@mairie.example";
    address(bruno, address);
    set(bruno, address).ok();
    String room = Chat.room(alice, bruno);
    String event = Chat.say(alice, room, "Bonjour");
    await(this::isNoted);
    bruno.post(Chat.path(room) + "/receipt/m.read/" + Client.segment(event), JsonObject.EMPTY).ok();
    clock.advance(Digests.DELAY.plusSeconds(1));
    await(() -> !isNoted());
    assertThat(number("select count(*) as n from mail")).isZero();
    String last = Chat.say(alice, room, "Au revoir");
    await(this::isNoted);
    world.db().write(tx -> tx.run("delete from address"));
    clock.advance(Duration.ofHours(2));
    await(() -> number("select count(*) as n from pusher") == 0);
    assertThat(number("select count(*) as n from mail")).as(last).isZero();
  }
}
