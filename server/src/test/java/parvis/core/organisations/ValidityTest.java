package parvis.core.organisations;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import parvis.harness.Answer;
import parvis.harness.Client;
import parvis.harness.Mails;
import parvis.harness.Race;
import parvis.harness.TestClock;
import parvis.harness.World;
import parvis.protocol.json.JsonObject;

/// Accounts are let in for a time, and renewed by a link that is mailed.
class ValidityTest {
  private static final String WHOAMI = "/_matrix/client/v3/account/whoami";
  private static final String RENEWALS = "/api/v1/renewals";
  private static final Pattern LINK = Pattern.compile("/renew/([A-Za-z0-9_-]+)");

  private final TestClock clock = new TestClock();
  @AutoClose private final World world = World.start(Map.of(), clock);
  private Client admin = world.administrator("maire");
  private final String town = Town.organisation(admin, "Ville");

  private Client agent(String name) {
    var agent = world.register(name);
    Town.put(admin, town, agent, "member").ok();
    world
        .db()
        .write(
            tx ->
                tx.run(
                    """
                    insert into address (server, address, "user", proven_ms, added_ms)
                    select a.server, ?, u.nid, 1, 1
                      from matrix_user u join account a on a."user" = u.nid where u.user_id = ?
                    """,
                    name + "@ville.example",
                    agent.user()));
    return agent;
  }

  /// Some time later, when the server has looked.
  private void later(Duration time) {
    clock.advance(time);
    world.restart();
    admin = world.signIn("maire");
  }

  private List<JsonObject> mailsTo(String name) {
    return admin.get("/api/v1/mails").ok().json().array("mails").orElseThrow().objects().stream()
        .filter(mail -> mail.string("to").orElseThrow().equals(name + "@ville.example"))
        .toList();
  }

  private void awaitMails(String name, int count) {
    Race.until(() -> mailsTo(name).size() >= count);
    assertThat(mailsTo(name)).hasSize(count);
  }

  private String link(String name) {
    var found = LINK.matcher(Mails.text(admin, name + "@ville.example"));
    assertThat(found.find()).isTrue();
    return found.group(1);
  }

  private Answer renew(String token) {
    return world.stranger().post(RENEWALS + "/" + token, JsonObject.EMPTY);
  }

  private Answer whoami(Client who) {
    return world.back(who).get(WHOAMI);
  }

  @Test
  void who_reads_the_mails_renews_once_and_who_does_not_is_let_in_no_more() {
    var alice = agent("alice");
    var bruno = agent("bruno");
    var second = agent("second");
    runs(second, true);
    later(Duration.ofDays(396 - 28).plusHours(1));
    awaitMails("alice", 1);
    var first = link("alice");
    later(Duration.ofDays(21));
    awaitMails("alice", 2);
    assertThat(world.stranger().get(RENEWALS + "/" + first).ok().string("organisation"))
        .isEqualTo("Mairie de Ville");
    var ends = renew(first).ok().json().integer("ends").orElseThrow();
    assertThat(ends).isEqualTo(clock.millis() + Duration.ofDays(396).toMillis());
    assertThat(renew(first).status()).isEqualTo(404);
    assertThat(renew("none").status()).isEqualTo(404);
    assertThat(renew(link("alice")).status()).isEqualTo(404);

    later(Duration.ofDays(6));
    awaitMails("bruno", 3);
    assertThat(mailsTo("alice")).hasSize(2);
    later(Duration.ofDays(1));
    Race.until(() -> whoami(bruno).status() == 403);
    assertThat(whoami(bruno).errcode()).isEqualTo("ORG_MATRIX_EXPIRED_ACCOUNT");
    assertThat(mailsTo("bruno")).hasSize(3);
    assertThat(whoami(alice).status()).isEqualTo(200);
    assertThat(admin.get(WHOAMI).status()).isEqualTo(200);
    var login =
        JsonObject.of(
            "type",
            "m.login.password",
            "identifier",
            JsonObject.of("type", "m.id.user", "user", "bruno"),
            "password",
            World.PASSWORD);
    var shut = world.stranger().post("/_matrix/client/v3/login", login);
    assertThat(shut.status()).isEqualTo(403);
    assertThat(shut.errcode()).isEqualTo("ORG_MATRIX_EXPIRED_ACCOUNT");

    stopsRunningIt(second);
    comesBack(bruno);
    asksForTheWorld();
  }

  private void runs(Client who, boolean admin) {
    var path = "/_synapse/admin/v1/users/" + Client.segment(who.user()) + "/admin";
    this.admin.put(path, JsonObject.of("admin", admin)).ok();
  }

  /// Whose day went by while they ran the server is told before it comes again.
  private void stopsRunningIt(Client second) {
    assertThat(mailsTo("second")).isEmpty();
    runs(second, false);
    later(Duration.ofHours(1));
    awaitMails("second", 1);
    assertThat(whoami(second).status()).isEqualTo(200);
    later(Validity.FIRST);
    Race.until(() -> whoami(second).status() == 403);
  }

  /// Who has mails sent to addresses of nobody, until the house sends none, keeps nobody from a
  /// link. They are more than the page that the administrator reads.
  private void asksForTheWorld() {
    world
        .db()
        .write(
            tx ->
                tx.run(
                    """
                    insert into mail (id, server, recipient, subject, sealed_letter, urgent, state,
                                      reason, tries, created_ms, due_ms, expires_ms)
                    select ? || n, ?, n || '@nowhere.example', '', null, false, 'sent', '', 1, ?, ?, ?
                      from generate_series(1, ?) n
                    """,
                    Validity.NONE,
                    World.SERVER,
                    clock.millis(),
                    clock.millis(),
                    clock.millis(),
                    Validity.NONE_AN_HOUR));
    for (var name : List.of("void", "second")) {
      var address = JsonObject.of("address", name + "@ville.example");
      world.stranger().post(RENEWALS, address).ok();
    }
    awaitMails("second", 1);
    renew(link("second")).ok();
    assertThat(mailsTo("void")).isEmpty();
  }

  /// By a link that is asked for, which strangers get no other answer about; by an administrator.
  private void comesBack(Client bruno) {
    for (var address : List.of("bruno@ville.example", "nobody@ville.example")) {
      var answer = world.stranger().post(RENEWALS, JsonObject.of("address", address)).ok();
      assertThat(answer.json()).isEqualTo(JsonObject.EMPTY);
    }
    assertThat(world.stranger().post(RENEWALS, JsonObject.of("address", "no")).status())
        .isEqualTo(400);
    awaitMails("nobody", 1);
    assertThat(Mails.text(admin, "nobody@ville.example")).doesNotContain("/renew/");
    awaitMails("bruno", 4);
    renew(link("bruno")).ok();
    assertThat(whoami(bruno).status()).isEqualTo(200);
    for (int more = 1; more < Validity.MAILS_AN_HOUR; more++) {
      world.stranger().post(RENEWALS, JsonObject.of("address", "bruno@ville.example")).ok();
    }
    assertThat(
            world
                .stranger()
                .post(RENEWALS, JsonObject.of("address", "bruno@ville.example"))
                .status())
        .isEqualTo(429);

    var end = Town.one(town) + "/members/" + Client.segment(bruno.user()) + "/end";
    assertThat(world.back(bruno).put(end, JsonObject.EMPTY).status()).isEqualTo(403);
    var put = admin.put(end, JsonObject.EMPTY).ok().json().integer("ends").orElseThrow();
    assertThat(put).isGreaterThan(clock.millis());
    var forEver = JsonObject.of("name", "Ville", "label", "Ville", "validity_days", 0);
    admin.put(Town.one(town), forEver).ok();
    assertThat(admin.put(end, JsonObject.EMPTY).ok().json().has("ends")).isFalse();
    assertThat(admin.put(Town.one(town), forEver.with("validity_days", -1)).status())
        .isEqualTo(400);
  }

  @Test
  void who_answers_for_somebody_external_and_that_person_are_told_before_the_end() {
    var alice = agent("alice");
    var zoe = agent("zoe");
    Town.remove(admin, town, zoe).ok();
    var wish =
        JsonObject.of("user_id", zoe.user(), "expires_in_ms", Duration.ofDays(15).toMillis());
    alice.post(Town.one(town) + "/externals", wish).ok();
    later(Duration.ofDays(1).plusHours(1));
    awaitMails("zoe", 1);
    awaitMails("alice", 1);
    assertThat(Mails.text(admin, "alice@ville.example")).contains("zoe");
    assertThat(Mails.text(admin, "zoe@ville.example")).doesNotContain("/renew/");
  }
}
