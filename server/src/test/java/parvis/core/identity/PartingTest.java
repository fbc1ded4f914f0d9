package parvis.core.identity;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import parvis.core.organisations.Town;
import parvis.harness.Answer;
import parvis.harness.Client;
import parvis.harness.Mails;
import parvis.harness.Race;
import parvis.harness.TestClock;
import parvis.harness.World;
import parvis.protocol.json.JsonObject;

/// Who had an account that has ended is told so, by what they have of it, and nobody else is. Who
/// was given one for their address alone is asked for their name.
final class PartingTest {
  private static final String WHOAMI = "/_matrix/client/v3/account/whoami";
  private static final String LOGIN = "/_matrix/client/v3/login";
  private static final String DEACTIVATE = "/_matrix/client/v3/account/deactivate";
  private static final String BROWSER = "a browser made up this secret of its own";
  private static final String LEADS =
      """
      insert into address (server, address, "user", proven_ms, added_ms)
      select a.server, ?, a."user", 1, 1
        from account a join matrix_user u on u.nid = a."user" where u.user_id = ?
      """;

  private static final TestClock CLOCK = new TestClock();

  @AutoClose private static final World world = World.start(Map.of(), CLOCK);
  private static Client admin = world.stranger();

  @BeforeAll
  static void begin() {
    admin = world.administrator("admin");
    admin.put("/api/v1/registration", JsonObject.of("mode", "open")).ok();
  }

  private static Client withAddress(String name, String address) {
    Client who = world.register(name);
    world.db().write(tx -> tx.run(LEADS, address, who.user()));
    return who;
  }

  private static void end(Client who, boolean erase) {
    JsonObject wish = JsonObject.of("auth", Client.proof(who.user(), World.PASSWORD));
    who.post(DEACTIVATE, erase ? wish.with("erase", true) : wish).ok();
  }

  private static Answer signIn(String name, String password) {
    return world.stranger().post(LOGIN, Client.proof(name, password));
  }

  private static String letter(String address) {
    JsonObject wish = JsonObject.of("email", address, "secret", BROWSER);
    world.stranger().post("/api/v1/sign_in/code", wish).ok();
    return Mails.text(admin, address);
  }

  @Test
  void whoHadAnAccountIsToldThatItEndedByTokenPasswordAndMail() {
    Client paula = withAddress("paula", "paula@elsewhere.example");
    Client other = world.signIn("paula");
    end(paula, false);
    for (Client session : List.of(paula, other)) {
      Answer answer = session.get(WHOAMI);
      assertThat(answer.errcode()).isEqualTo("M_UNKNOWN_TOKEN");
      assertThat(answer.json().bool("fr.parvis.account_ended")).hasValue(true);
    }
    Answer right = signIn("paula", World.PASSWORD);
    assertThat(right.status()).isEqualTo(403);
    assertThat(right.errcode()).isEqualTo("M_USER_DEACTIVATED");
    assertThat(letter("paula@elsewhere.example")).contains("a pris fin");
  }

  @Test
  void strangersLearnNothingOfIt() {
    Client quentin = withAddress("quentin", "quentin@elsewhere.example");
    end(quentin, false);
    Answer wrong = signIn("quentin", "not the password");
    Answer nobody = signIn("nobody", "not the password");
    assertThat(wrong.errcode()).isEqualTo("M_FORBIDDEN");
    assertThat(wrong.json()).isEqualTo(nobody.json());
    Client guessed = quentin.signedIn(quentin.user(), quentin.device(), "pvs_guessed");
    assertThat(guessed.get(WHOAMI).json().has("fr.parvis.account_ended")).isFalse();
  }

  @Test
  void whoWantsNothingKeptIsToldInTheirSessionsAlone() {
    Client rose = withAddress("rose", "rose@elsewhere.example");
    end(rose, true);
    assertThat(rose.get(WHOAMI).json().bool("fr.parvis.account_ended")).hasValue(true);
    assertThat(signIn("rose", World.PASSWORD).errcode()).isEqualTo("M_FORBIDDEN");
    assertThat(letter("rose@elsewhere.example")).doesNotContain("a pris fin");
  }

  @Test
  void whatShowsItIsKeptForThirtyDays() {
    Client sami = world.register("sami");
    end(sami, false);
    CLOCK.advance(Partings.KEPT.plusDays(1));
    assertThat(sami.get(WHOAMI).json().has("fr.parvis.account_ended")).isFalse();
    world.restart();
    admin = world.back(admin);
    Race.until(() -> kept(sami) == 0);
    assertThat(signIn("sami", World.PASSWORD).errcode()).isEqualTo("M_FORBIDDEN");
  }

  private static long kept(Client who) {
    return world
        .db()
        .read(
            tx ->
                tx.first(
                        row -> row.number("n"),
                        """
                        select count(*) as n from parting p
                          join matrix_user u on u.nid = p."user" where u.user_id = ?
                        """,
                        who.user())
                    .orElseThrow());
  }

  @Test
  void aGuestWhoIsInvitedByMailIsAskedForTheirNameOnce() {
    String town = Town.organisation(admin, "Ville");
    String address = "z.roux@bureau.example";
    admin.post(Town.one(town) + "/externals", JsonObject.of("address", address)).ok();
    JsonObject made = enter(address).object("made").orElseThrow();
    assertThat(made.string("displayname")).hasValue("Z Roux");
    assertThat(made.bool("name_locked")).hasValue(false);
    assertThat(enter(address).has("made")).isFalse();
  }

  private static JsonObject enter(String address) {
    String before = mailed(address);
    letter(address);
    Race.until(() -> !mailed(address).equals(before));
    JsonObject wish = JsonObject.of("email", address, "secret", BROWSER, "code", mailed(address));
    return world.stranger().post("/api/v1/sign_in", wish).ok().json();
  }

  /// The last code that was mailed to somebody, or an empty text.
  private static String mailed(String address) {
    return Pattern.compile("(?m)^\\s*(\\d{6})\\s*$")
        .matcher(Mails.text(admin, address))
        .results()
        .findFirst()
        .map(found -> found.group(1))
        .orElse("");
  }
}
