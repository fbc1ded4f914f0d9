package parvis.core.identity;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import parvis.core.organisations.Town;
import parvis.harness.Answer;
import parvis.harness.Client;
import parvis.harness.Mailbox;
import parvis.harness.Race;
import parvis.harness.TestClock;
import parvis.harness.World;
import parvis.protocol.json.JsonObject;

/// Whoever was invited makes their account with an address that they prove, by which they come
/// back.
class InvitedSignInTest {
  private static final String ASK = "/api/v1/sign_in/code";
  private static final String ENTER = "/api/v1/sign_in";
  private static final String SECRET = "a-secret-of-this-browser-and-no-other";
  private static final String ADDRESS = "@fournisseur.example";

  @AutoClose private static final Mailbox MAILBOX = Mailbox.open();
  @AutoClose private static World world;
  private static Client admin;
  private static Client stranger;

  @BeforeAll
  static void start() {
    Map<String, String> settings = new HashMap<>(MAILBOX.settings());
    settings.put("PARVIS_PUBLIC_ADDRESS", "https://parvis.example");
    world = World.start(settings, new TestClock());
    admin = world.administrator("maire");
    stranger = world.stranger();
    admin.put("/api/v1/registration", JsonObject.of("mode", "invitation")).ok();
  }

  private static String invitation(int uses) {
    return admin.post("/api/v1/invitations", JsonObject.of("uses", uses)).ok().string("token");
  }

  private static JsonObject wish(String address) {
    return JsonObject.of("email", address, "secret", SECRET);
  }

  private static Mailbox.Read letter(JsonObject wish) {
    String address = wish.string("email").orElseThrow();
    int before = (int) letters(address);
    stranger.post(ASK, wish).ok();
    return MAILBOX.last(address, before + 1);
  }

  private static long letters(String address) {
    return MAILBOX.all().stream().filter(mail -> mail.header("To").equals(address)).count();
  }

  private static Answer in(JsonObject wish) {
    return stranger.post(ENTER, wish.with("code", letter(wish).code()));
  }

  @Test
  void an_invitation_makes_an_account_with_the_address_by_which_its_owner_comes_back() {
    JsonObject wish = wish("paul.roy" + ADDRESS);
    assertThat(letter(wish).text()).doesNotContainPattern("\\d{6}");
    JsonObject invited = wish.with("word", invitation(1));
    Answer made = in(invited).ok();
    assertThat(made.json().object("made").orElseThrow().string("displayname")).hasValue("Paul Roy");
    assertThat(in(wish).ok().string("user_id")).isEqualTo(made.string("user_id"));
  }

  @Test
  void it_is_used_up_by_an_account_that_is_made_and_not_by_who_has_one() {
    String word = invitation(1);
    JsonObject known = wish("anne.roy" + ADDRESS).with("word", invitation(1));
    in(known).ok();
    in(wish("anne.roy" + ADDRESS).with("word", word)).ok();
    in(wish("jean.roy" + ADDRESS).with("word", word)).ok();
    JsonObject late = wish("tard" + ADDRESS).with("word", word);
    assertThat(letter(late).text()).doesNotContainPattern("\\d{6}");
    assertThat(stranger.post(ENTER, late.with("code", "000000")).errcode())
        .isEqualTo("M_FORBIDDEN");
  }

  @Test
  void of_two_who_show_the_last_use_at_once_one_gets_an_account() {
    String word = invitation(1);
    JsonObject one = wish("un" + ADDRESS).with("word", word);
    JsonObject other = wish("deux" + ADDRESS).with("word", word);
    JsonObject first = one.with("code", letter(one).code());
    JsonObject second = other.with("code", letter(other).code());
    var left = Race.later(() -> stranger.post(ENTER, first).status());
    var right = Race.later(() -> stranger.post(ENTER, second).status());
    assertThat(List.of(Race.ended(left), Race.ended(right))).containsExactlyInAnyOrder(200, 403);
  }

  @Test
  void a_word_that_is_none_changes_nothing_and_none_is_good_where_registration_is_closed() {
    JsonObject wish = wish("faux" + ADDRESS).with("word", "none");
    assertThat(letter(wish).text()).doesNotContainPattern("\\d{6}");
    JsonObject invited = wish.with("word", invitation(1));
    admin.put("/api/v1/registration", JsonObject.of("mode", "closed")).ok();
    try {
      assertThat(letter(invited).text()).doesNotContainPattern("\\d{6}");
    } finally {
      admin.put("/api/v1/registration", JsonObject.of("mode", "invitation")).ok();
    }
  }

  @Test
  void an_entry_code_makes_an_agent_with_their_own_address() {
    String town = Town.organisation(admin, "Caserne");
    String word =
        admin
            .post(
                Town.one(town) + "/entry_codes",
                JsonObject.of("purpose", "Volontaires", "uses", 1, "expires_in_ms", 3_600_000))
            .ok()
            .string("word");
    Answer made = in(wish("volontaire" + ADDRESS).with("word", word)).ok();
    Client agent =
        stranger.signedIn(
            made.string("user_id"), made.string("device_id"), made.string("access_token"));
    assertThat(Town.own(agent)).isEqualTo("Caserne");
  }
}
