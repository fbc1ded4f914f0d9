package parvis.core.identity;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import parvis.harness.Answer;
import parvis.harness.Client;
import parvis.harness.World;
import parvis.protocol.json.JsonArray;
import parvis.protocol.json.JsonObject;

final class AccountTest {
  private static final String LOGIN = "/_matrix/client/v3/login";
  private static final String WHOAMI = "/_matrix/client/v3/account/whoami";
  private static final String PASSWORD = "/_matrix/client/v3/account/password";
  private static final String DEACTIVATE = "/_matrix/client/v3/account/deactivate";
  private static final String OTHER = "another horse, another staple";

  @AutoClose private static final World world = World.start(Map.of());

  @Test
  void aNewPasswordReplacesTheOldAndSignsOutTheOthers() {
    Client anna = world.register("anna");
    Client second = world.signIn("anna");
    JsonObject wish = JsonObject.of("new_password", OTHER);
    assertThat(anna.post(PASSWORD, wish).status()).isEqualTo(401);
    Answer wrong = anna.post(PASSWORD, wish.with("auth", Client.proof("anna", "not the password")));
    assertThat(wrong.status()).isEqualTo(401);
    assertThat(wrong.errcode()).isEqualTo("M_FORBIDDEN");
    anna.post(PASSWORD, wish.with("auth", Client.proof("anna", World.PASSWORD))).ok();
    anna.get(WHOAMI).ok();
    assertThat(second.get(WHOAMI).errcode()).isEqualTo("M_UNKNOWN_TOKEN");
    assertThat(world.stranger().post(LOGIN, Client.proof("anna", World.PASSWORD)).status())
        .isEqualTo(403);
    world.stranger().post(LOGIN, Client.proof("anna", OTHER)).ok();
  }

  @Test
  void theOthersStayWhenAskedTo() {
    Client bruno = world.register("bruno");
    Client second = world.signIn("bruno");
    JsonObject wish =
        JsonObject.of(
            "new_password",
            OTHER,
            "logout_devices",
            false,
            "auth",
            Client.proof("bruno", World.PASSWORD));
    bruno.post(PASSWORD, wish).ok();
    second.get(WHOAMI).ok();
  }

  @Test
  void aPasswordThatCannotBeIsRefusedBeforeAnythingIsProven() {
    Client clara = world.register("clara");
    assertThat(clara.post(PASSWORD, JsonObject.of("new_password", "short")).errcode())
        .isEqualTo("M_WEAK_PASSWORD");
    JsonObject proven = JsonObject.of("auth", Client.proof("clara", World.PASSWORD));
    assertThat(clara.post(PASSWORD, proven).errcode()).isEqualTo("M_MISSING_PARAM");
    JsonObject odd = JsonObject.of("new_password", OTHER, "logout_devices", "yes");
    assertThat(clara.post(PASSWORD, odd).errcode()).isEqualTo("M_BAD_JSON");
    assertThat(world.stranger().post(PASSWORD, proven).errcode()).isEqualTo("M_UNRECOGNIZED");
  }

  @Test
  void aDeactivatedAccountIsGoneForEver() {
    Client denis = world.register("denis");
    Answer asked = denis.post(DEACTIVATE, JsonObject.EMPTY);
    assertThat(asked.status()).isEqualTo(401);
    JsonObject wrong = JsonObject.of("auth", Client.proof("denis", "not the password"));
    assertThat(denis.post(DEACTIVATE, wrong).errcode()).isEqualTo("M_FORBIDDEN");
    JsonObject wish = JsonObject.of("auth", Client.proof("denis", World.PASSWORD), "erase", true);
    assertThat(denis.post(DEACTIVATE, wish).ok().string("id_server_unbind_result"))
        .isEqualTo("success");
    assertThat(denis.get(WHOAMI).errcode()).isEqualTo("M_UNKNOWN_TOKEN");
    assertThat(world.stranger().post(LOGIN, Client.proof("denis", World.PASSWORD)).status())
        .isEqualTo(403);
    assertThat(
            world.stranger().get("/_matrix/client/v3/register/available?username=denis").errcode())
        .isEqualTo("M_USER_IN_USE");
    Client other = world.register("other");
    assertThat(other.get("/_matrix/client/v3/profile/" + denis.user()).ok().json())
        .isEqualTo(JsonObject.of("fr.parvis.account_ended", true));
  }

  @Test
  void noIdentityServerIsAskedOrTold() {
    Client elise = world.register("elise");
    String path = "/_matrix/client/v3/account/3pid";
    assertThat(elise.get(path).ok().json()).isEqualTo(JsonObject.of("threepids", JsonArray.EMPTY));
    for (String end : new String[] {"", "/bind"}) {
      Answer answer = elise.post(path + end, JsonObject.EMPTY);
      assertThat(answer.status()).isEqualTo(403);
      assertThat(answer.errcode())
          .isEqualTo(end.isEmpty() ? "M_THREEPID_AUTH_FAILED" : "M_THREEPID_DENIED");
    }
    JsonObject mail = JsonObject.of("medium", "email", "address", "e@parvis.example");
    for (String end : new String[] {"/delete", "/unbind"}) {
      assertThat(elise.post(path + end, mail).ok().string("id_server_unbind_result"))
          .isEqualTo("no-support");
      assertThat(elise.post(path + end, JsonObject.EMPTY).errcode()).isEqualTo("M_MISSING_PARAM");
    }
  }

  @Test
  void oneProvesOnlyWhoOneIsToOthers() {
    Client fanny = world.register("fanny");
    String path = "/_matrix/client/v3/user/" + fanny.user() + "/openid/request_token";
    Answer token = fanny.post(path, JsonObject.EMPTY).ok();
    assertThat(token.string("token_type")).isEqualTo("Bearer");
    assertThat(token.string("matrix_server_name")).isEqualTo(World.SERVER);
    assertThat(token.json().integer("expires_in").orElseThrow()).isEqualTo(3600);
    Client thief = fanny.signedIn("", "", token.string("access_token"));
    assertThat(thief.get(WHOAMI).errcode()).isEqualTo("M_UNKNOWN_TOKEN");
    Client gilles = world.register("gilles");
    assertThat(gilles.post(path, JsonObject.EMPTY).errcode()).isEqualTo("M_FORBIDDEN");
  }

  @Test
  void onlyTheOwnerSeesWhereSomebodyIsSignedIn() {
    Client hugo = world.register("hugo");
    Client ines = world.register("ines");
    String path = "/_matrix/client/v3/admin/whois/" + hugo.user();
    assertThat(hugo.get(path).ok().json().object("devices").orElseThrow().keys())
        .containsExactly(hugo.device());
    assertThat(ines.get(path).errcode()).isEqualTo("M_FORBIDDEN");
    assertThat(ines.get("/_matrix/client/v3/admin/whois/hugo").errcode())
        .isEqualTo("M_INVALID_PARAM");
  }

  @Test
  void clientsLearnWhatIsSpokenHere() {
    Answer versions = world.stranger().get("/_matrix/client/versions").ok();
    assertThat(versions.json().array("versions").orElseThrow().strings())
        .hasSize(20)
        .startsWith("r0.6.1", "v1.1")
        .endsWith("v1.19");
    Answer place = world.stranger().get("/.well-known/matrix/client").ok();
    assertThat(place.json().object("m.homeserver").orElseThrow().has("base_url")).isTrue();
    assertThat(place.header("Access-Control-Allow-Origin")).isEqualTo("*");
    Client jean = world.register("jean");
    JsonObject capabilities =
        jean.get("/_matrix/client/v3/capabilities")
            .ok()
            .json()
            .object("capabilities")
            .orElseThrow();
    JsonObject rooms = capabilities.object("m.room_versions").orElseThrow();
    assertThat(rooms.string("default")).contains("12");
    assertThat(rooms.object("available").orElseThrow().keys()).contains("1", "12");
    assertThat(world.stranger().get("/_matrix/client/v3/capabilities").errcode())
        .isEqualTo("M_MISSING_TOKEN");
  }

  @Test
  void theNamesOfVersionR0StillLead() {
    Client karim = world.register("karim");
    assertThat(karim.get("/_matrix/client/r0/account/whoami").ok().string("user_id"))
        .isEqualTo(karim.user());
  }
}
