package parvis.contract;

import static parvis.harness.Client.segment;

import parvis.harness.Answer;
import parvis.harness.Client;
import parvis.harness.World;
import parvis.protocol.json.JsonArray;
import parvis.protocol.json.JsonObject;

/// Coming in, being somebody, and leaving for good.
final class AccountPart {
  private static final String V3 = "/_matrix/client/v3";
  private static final String ADMIN = "/api/v1";

  private final Traffic traffic;
  private final Client stranger;
  private final Client alice;

  AccountPart(Traffic traffic) {
    this.traffic = traffic;
    this.stranger = traffic.world().stranger();
    this.alice = traffic.world().register("account-alice");
  }

  void play() {
    traffic.part("discovery", this::discovery);
    traffic.part("registration", this::registration);
    traffic.part("closed", this::closed);
    traffic.part("login", this::login);
    traffic.part("devices", this::devices);
    traffic.part("profile", this::profile);
    traffic.part("addresses", this::addresses);
    traffic.part("account", this::account);
  }

  private void discovery() {
    traffic.get(stranger, "/_matrix/client/versions");
    traffic.get(stranger, "/.well-known/matrix/client");
    traffic.get(stranger, "/.well-known/matrix/support");
    traffic.get(stranger, "/.well-known/matrix/policy_server");
    traffic.get(alice, V3 + "/voip/turnServer");
    traffic.get(alice, V3 + "/capabilities");
    traffic.get(alice, V3 + "/account/whoami");
    traffic.ask(401, stranger, "GET", V3 + "/account/whoami", JsonObject.EMPTY);
    traffic.ask(401, stranger, "GET", V3 + "/capabilities", JsonObject.EMPTY);
    String openId = V3 + "/user/" + segment(alice.user()) + "/openid/request_token";
    traffic.post(alice, openId);
  }

  private void registration() {
    String register = V3 + "/register";
    JsonObject dummy = JsonObject.of("type", "m.login.dummy");
    traffic.ask(401, stranger, "POST", register, JsonObject.EMPTY);
    traffic.post(
        stranger,
        register,
        "username",
        "account-new",
        "password",
        World.PASSWORD,
        "refresh_token",
        true,
        "initial_device_display_name",
        "Tablette",
        "auth",
        dummy);
    traffic.post(
        stranger,
        register,
        "username",
        "account-quiet",
        "password",
        World.PASSWORD,
        "inhibit_login",
        true,
        "auth",
        dummy);
    JsonObject again = JsonObject.of("username", "account-new", "auth", dummy);
    traffic.ask(400, stranger, "POST", register, again);
    traffic.get(stranger, register + "/available?username=account-free");
    traffic.ask(
        400, stranger, "GET", register + "/available?username=account-new", JsonObject.EMPTY);
    traffic.get(
        stranger,
        "/_matrix/client/v1/register/m.login.registration_token/validity?token=not-a-token");
  }

  /// The first administrator closes the house and opens it again.
  private void closed() {
    String setup = traffic.world().parvis().setupPath().orElseThrow();
    String token = setup.substring(setup.lastIndexOf('/') + 1);
    traffic.get(stranger, ADMIN + "/setup/" + token);
    for (String name : new String[] {"account-first", "no name", "account-alice"}) {
      boolean weak = name.equals("account-first");
      JsonObject wish =
          JsonObject.of("username", name, "password", weak ? "short" : World.PASSWORD);
      traffic.ask(400, stranger, "POST", ADMIN + "/setup/" + token, wish);
    }
    traffic.ask(400, stranger, "POST", ADMIN + "/setup/" + token, JsonObject.EMPTY);
    for (String body : new String[] {"{", "[]"}) {
      byte[] bytes = Traffic.bytes(body);
      traffic.raw(400, stranger, "POST", ADMIN + "/setup/" + token, "application/json", bytes);
    }
    traffic.post(
        stranger,
        ADMIN + "/setup/" + token,
        "username",
        "account-first",
        "password",
        World.PASSWORD);
    Client first = traffic.world().signIn("account-first");
    traffic.put(first, ADMIN + "/registration", "mode", "closed");
    JsonObject wish = JsonObject.of("username", "account-late", "password", World.PASSWORD);
    traffic.ask(403, stranger, "POST", V3 + "/register", wish);
    traffic.ask(
        403, stranger, "GET", V3 + "/register/available?username=account-late", JsonObject.EMPTY);
    traffic.ask(
        403,
        stranger,
        "GET",
        "/_matrix/client/v1/register/m.login.registration_token/validity?token=not-a-token",
        JsonObject.EMPTY);
    traffic.put(first, ADMIN + "/registration", "mode", "open");
    traffic.get(first, ADMIN + "/registration");
    String invitation = traffic.post(first, ADMIN + "/invitations").string("token");
    traffic.get(first, ADMIN + "/invitations");
    traffic.get(stranger, ADMIN + "/invitations/" + invitation);
    traffic.delete(first, ADMIN + "/invitations/" + invitation);
    traffic.get(stranger, ADMIN + "/server");
    traffic.get(first, ADMIN + "/me");
    traffic.get(first, V3 + "/admin/whois/" + segment(alice.user()));
    traffic.ask(403, alice, "GET", V3 + "/admin/whois/" + segment(first.user()), JsonObject.EMPTY);
  }

  private static JsonObject password(String name, String password) {
    return JsonObject.of(
        "type",
        "m.login.password",
        "identifier",
        JsonObject.of("type", "m.id.user", "user", name),
        "password",
        password,
        "refresh_token",
        true,
        "initial_device_display_name",
        "Portable");
  }

  private void login() {
    String login = V3 + "/login";
    traffic.get(stranger, login);
    Answer in =
        traffic.ask(200, stranger, "POST", login, password("account-alice", World.PASSWORD));
    traffic.ask(403, stranger, "POST", login, password("account-alice", "wrong"));
    traffic.ask(400, stranger, "POST", login, JsonObject.of("type", "m.login.unheard"));
    String refresh = in.string("refresh_token");
    traffic.post(stranger, V3 + "/refresh", "refresh_token", refresh);
    JsonObject unknown = JsonObject.of("refresh_token", "never-given");
    traffic.ask(401, stranger, "POST", V3 + "/refresh", unknown);
    String token = "/_matrix/client/v1/login/get_token";
    traffic.ask(401, alice, "POST", token, JsonObject.EMPTY);
    traffic.ask(400, alice, "POST", token, JsonObject.of("auth", 1L));
    String once = traffic.post(alice, token, "auth", proof(alice)).string("login_token");
    JsonObject shown = JsonObject.of("type", "m.login.token", "token", once);
    traffic.ask(200, stranger, "POST", login, shown);
    traffic.ask(403, stranger, "POST", login, shown);
    traffic.post(traffic.world().signIn("account-alice"), V3 + "/logout");
    traffic.world().register("account-everywhere");
    traffic.post(traffic.world().signIn("account-everywhere"), V3 + "/logout/all");
  }

  private JsonObject proof(Client who) {
    return Client.proof(who.user(), World.PASSWORD);
  }

  private void devices() {
    String devices = V3 + "/devices";
    String second = traffic.world().signIn("account-alice").device();
    String third = traffic.world().signIn("account-alice").device();
    traffic.put(alice, devices + "/" + second, "display_name", "Bureau");
    JsonObject name = JsonObject.of("display_name", "Bureau");
    traffic.ask(404, alice, "PUT", devices + "/NOBODY", name);
    traffic.get(alice, devices);
    traffic.get(alice, devices + "/" + second);
    traffic.ask(404, alice, "GET", devices + "/NOBODY", JsonObject.EMPTY);
    traffic.ask(401, alice, "DELETE", devices + "/" + second, JsonObject.EMPTY);
    JsonObject proven = JsonObject.of("auth", proof(alice));
    traffic.ask(200, alice, "DELETE", devices + "/" + second, proven);
    JsonObject many = JsonObject.of("devices", JsonArray.of(third));
    traffic.ask(401, alice, "POST", V3 + "/delete_devices", many);
    traffic.ask(200, alice, "POST", V3 + "/delete_devices", many.with("auth", proof(alice)));
  }

  private void profile() {
    String mine = V3 + "/profile/" + segment(alice.user());
    traffic.put(alice, mine + "/displayname", "displayname", "Alice Martin");
    traffic.put(alice, mine + "/avatar_url", "avatar_url", "mxc://parvis.example/portrait");
    traffic.put(alice, mine + "/m.tz", "m.tz", "Europe/Paris");
    traffic.get(alice, mine);
    traffic.get(alice, mine + "/displayname");
    traffic.get(alice, mine + "/avatar_url");
    traffic.get(alice, mine + "/m.tz");
    traffic.ask(403, stranger, "GET", mine, JsonObject.EMPTY);
    traffic.ask(403, stranger, "GET", mine + "/displayname", JsonObject.EMPTY);
    traffic.delete(alice, mine + "/m.tz");
    String nobody = V3 + "/profile/" + segment("@nobody:" + World.SERVER);
    traffic.ask(404, alice, "GET", nobody, JsonObject.EMPTY);
    traffic.ask(404, alice, "GET", nobody + "/displayname", JsonObject.EMPTY);
    String other = V3 + "/profile/" + segment("@account-first:" + World.SERVER) + "/displayname";
    traffic.ask(403, alice, "PUT", other, JsonObject.of("displayname", "Moi"));
    traffic.ask(403, alice, "DELETE", other, JsonObject.EMPTY);
    JsonObject wrong = JsonObject.of("displayname", 7L);
    traffic.ask(400, alice, "PUT", mine + "/displayname", wrong);
    traffic.ask(400, alice, "DELETE", mine + "/" + "x".repeat(300), JsonObject.EMPTY);
  }

  private void addresses() {
    String threepid = V3 + "/account/3pid";
    traffic.get(alice, threepid);
    JsonObject wish = JsonObject.of("medium", "email", "address", "alice@parvis.example");
    for (String end : new String[] {"", "/bind"}) {
      traffic.ask(403, alice, "POST", threepid + end, wish);
    }
    traffic.ask(400, alice, "POST", threepid + "/add", wish);
    for (String end : new String[] {"/delete", "/unbind"}) {
      traffic.ask(200, alice, "POST", threepid + end, wish);
    }
    for (String purpose : new String[] {"/register", "/account/password", "/account/3pid"}) {
      for (String medium : new String[] {"email", "msisdn"}) {
        String path = V3 + purpose + "/" + medium + "/requestToken";
        boolean denied = medium.equals("msisdn") && !purpose.endsWith("3pid");
        traffic.ask(denied ? 403 : 400, stranger, "POST", path, JsonObject.EMPTY);
        traffic.raw(400, stranger, "POST", path, "application/json", Traffic.bytes("{"));
      }
    }
  }

  private void account() {
    Client gone = traffic.world().register("account-gone");
    JsonObject wish = JsonObject.of("new_password", World.PASSWORD + " 2", "logout_devices", false);
    traffic.ask(401, gone, "POST", V3 + "/account/password", wish);
    traffic.ask(200, gone, "POST", V3 + "/account/password", wish.with("auth", proof(gone)));
    traffic.ask(401, gone, "POST", V3 + "/account/deactivate", JsonObject.EMPTY);
    JsonObject proof = proof(gone).with("password", World.PASSWORD + " 2");
    traffic.post(gone, V3 + "/account/deactivate", "auth", proof, "erase", false);
    traffic.ask(403, traffic.world().stranger(), "POST", V3 + "/login", proof);
  }
}
