package parvis.suite.spaces;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import parvis.core.organisations.Town;
import parvis.harness.Client;
import parvis.harness.Mails;
import parvis.harness.Race;
import parvis.harness.World;
import parvis.protocol.json.JsonObject;

/// People from outside who come into a space by a code of one of its animators: somebody answers
/// for them, until a day.
class MailedGuestsTest {
  private static final String SPACES = "/api/v1/spaces";

  @AutoClose static final World world = World.start(Map.of("PARVIS_TIME_ZONE", "Europe/Paris"));
  static Client admin = world.stranger();
  static Client mayor = world.stranger();
  static String ville = "";
  static String space = "";

  @BeforeAll
  static void town() {
    admin = world.administrator("admin");
    ville = Town.organisation(admin, "Ville");
    mayor = world.register("mayor");
    Town.put(admin, ville, mayor, "administrator").ok();
    var wish =
        JsonObject.of(
            "model", "community",
            "name", "Chantier",
            "visibility", "public",
            "joining", "free",
            "request_id", "Chantier");
    space = SPACES + "/" + Client.segment(mayor.post(SPACES, wish).ok().string("space_id"));
  }

  private static JsonObject invitation(String address) {
    return JsonObject.of("list", address);
  }

  private static String outcome(JsonObject wish) {
    var report = mayor.post(space + "/invitations", wish).ok().json().array("report");
    return report.orElseThrow().objects().getFirst().string("outcome").orElseThrow();
  }

  /// What the mayor reads in the journal of the organisation.
  private static List<String> noted() {
    var lines = mayor.get("/api/v1/journals/deeds?organisation=" + ville).ok().json();
    return lines.array("lines").orElseThrow().objects().stream()
        .map(line -> line.string("deed").orElseThrow() + " " + line.string("about").orElseThrow())
        .toList();
  }

  private static List<JsonObject> mailed(Client who) {
    return who.get(space + "/members").ok().json().array("mailed").orElseThrow().objects();
  }

  @Test
  void who_makes_an_account_by_a_code_is_a_guest_of_who_made_it_for_half_a_year() {
    var wish = JsonObject.of("uses", 2, "expires_in_ms", 60_000);
    var word = mayor.post(space + "/entry_codes", wish).ok().string("word");
    var door = world.stranger().get("/api/v1/space_entry/" + word).ok();
    assertThat(door.string("guest_of")).isEqualTo("Mairie de Ville");
    var token = JsonObject.of("type", "m.login.registration_token", "token", word);
    var account = JsonObject.of("username", "ines", "password", World.PASSWORD, "auth", token);
    admin.put("/api/v1/registration", JsonObject.of("mode", "invitation")).ok();
    world.stranger().post("/_matrix/client/v3/register", account).ok();
    admin.put("/api/v1/registration", JsonObject.of("mode", "open")).ok();
    var ines = world.signIn("ines");
    Race.until(() -> ines.get(space).text().contains("\"role\":\"guest\""));
    var told = mayor.get(Town.one(ville) + "/externals").ok().json().array("externals");
    var one = told.orElseThrow().objects().getFirst();
    assertThat(one.string("user_id")).contains(ines.user());
    assertThat(one.string("sponsor")).contains(mayor.user());
    var paris = ZoneId.of("Europe/Paris");
    var since = Instant.ofEpochMilli(one.integer("since").orElseThrow());
    var last = LocalDate.ofInstant(since, paris).plusMonths(6);
    var ends = last.plusDays(1).atStartOfDay(paris).toInstant().toEpochMilli() - 1;
    assertThat(one.integer("ends")).hasValue(ends);
    assertThat(noted()).contains("come as external " + ines.user());
  }

  @Test
  void who_was_invited_by_mail_is_listed_with_their_last_day_written_to_again_and_withdrawn() {
    var wish = invitation("luc@ailleurs.test").with("expires_in_ms", 86_400_000);
    assertThat(outcome(wish)).isEqualTo("mailed");
    var first = mailed(mayor).getFirst();
    assertThat(first.string("address")).contains("luc@ailleurs.test");
    assertThat(first.integer("guest_until")).isEqualTo(first.integer("expires"));
    assertThat(outcome(wish)).isEqualTo("invited_before");
    assertThat(outcome(wish.with("again", true))).isEqualTo("mailed");
    assertThat(mailed(mayor)).hasSize(1);
    assertThat(noted().stream().filter("invite by list Chantier: 1"::equals)).hasSize(2);
    var again = mailed(mayor).getFirst().string("code").orElseThrow();
    assertThat(again).isNotEqualTo(first.string("code").orElseThrow());
    var colleague = world.register("colleague");
    Town.put(admin, ville, colleague, "member").ok();
    colleague.post(space + "/join", JsonObject.EMPTY).ok();
    assertThat(mailed(colleague)).isEmpty();
    mayor.delete(space + "/entry_codes/" + again).ok();
    assertThat(mailed(mayor)).isEmpty();
  }

  @Test
  void a_letter_says_the_day_on_which_its_code_ends() {
    var paris = ZoneId.of("Europe/Paris");
    var soon = invitation("tom@ailleurs.test").with("expires_in_ms", 3 * 86_400_000L);
    for (var wish : List.of(soon, invitation("ugo@ailleurs.test"))) {
      assertThat(outcome(wish)).isEqualTo("mailed");
      var to = wish.string("list").orElseThrow();
      var ends =
          mailed(mayor).stream()
              .filter(one -> one.string("address").orElseThrow().equals(to))
              .map(one -> Instant.ofEpochMilli(one.integer("expires").orElseThrow()).atZone(paris))
              .findFirst()
              .orElseThrow();
      var written = DateTimeFormatter.ofLocalizedDate(FormatStyle.LONG);
      assertThat(Mails.text(admin, to))
          .contains("sert une fois, jusqu’au " + written.withLocale(Locale.FRENCH).format(ends))
          .contains("is good once, until " + written.withLocale(Locale.ENGLISH).format(ends));
    }
  }

  @Test
  void nobody_is_a_guest_for_longer_than_half_a_year_or_until_yesterday() {
    for (var until : List.of("2020-01-01", "2199-01-01", "demain")) {
      var wish = invitation("eva@ailleurs.test").with("until", until);
      assertThat(mayor.post(space + "/invitations", wish).status()).isEqualTo(400);
    }
  }
}
