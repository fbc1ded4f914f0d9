package parvis.suite.scim;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.regex.Pattern;
import parvis.core.organisations.Town;
import parvis.harness.Answer;
import parvis.harness.Client;
import parvis.harness.Mails;
import parvis.harness.World;
import parvis.protocol.json.JsonArray;
import parvis.protocol.json.JsonObject;
import parvis.protocol.json.JsonWriter;

/// Organisations with a directory each, and what directories ask.
final class Directories {
  static final String ROOT = "/scim/v2";
  static final String USERS = ROOT + "/Users";
  static final String GROUPS = ROOT + "/Groups";
  static final long HOUR = 3_600_000;
  private static final Pattern CODE = Pattern.compile("\\b[0-9]{6}\\b");
  private final World world;
  private final Client admin;

  Directories(World world, Client admin) {
    this.world = world;
    this.admin = admin;
  }

  /// An organisation with a domain, and its directory.
  record Place(String id, String domain, Client directory) {
    String tokens() {
      return Town.one(id) + "/directory_tokens";
    }

    String address(String local) {
      return local + "@" + domain;
    }
  }

  Place place(String label) {
    var id = Town.organisation(admin, label);
    Town.domain(admin, id, label + ".test", false).ok();
    return new Place(id, label + ".test", directory(admin, id, HOUR));
  }

  Client directory(Client by, String organisation, long life) {
    var proof = Client.proof(by.user(), World.PASSWORD);
    var wish = JsonObject.of("name", "Annuaire", "expires_in_ms", life, "auth", proof);
    var made = by.post(Town.one(organisation) + "/directory_tokens", wish).ok();
    return world.stranger().signedIn("", "", made.string("secret"));
  }

  static Answer patch(Client who, String path, JsonObject... operations) {
    var body = JsonObject.of("Operations", JsonArray.of((Object[]) operations));
    return who.send("PATCH", path, "application/scim+json", JsonWriter.write(body));
  }

  static JsonObject op(String op, String path, Object value) {
    return JsonObject.of("op", op, "path", path, "value", value);
  }

  static String user(Answer told) {
    return USERS + "/" + told.ok().string("id");
  }

  static Answer add(Place place, String local, Object... fields) {
    var wish = JsonObject.of(fields).with("userName", place.address(local));
    return place.directory().post(USERS, wish);
  }

  static void refused(Answer answer, int status, String word) {
    assertThat(answer.status()).as(answer.text()).isEqualTo(status);
    assertThat(answer.errcode()).as(answer.text()).isEqualTo(word);
    assertThat(answer.string("status")).isEqualTo(Integer.toString(status));
    assertThat(answer.header("Content-Type")).startsWith("application/scim+json");
  }

  /// Comes in by a code that is mailed.
  Answer enters(String address) {
    var asks = JsonObject.of("email", address, "secret", "a-secret-of-this-browser-and-no-other");
    world.stranger().post("/api/v1/sign_in/code", asks).ok();
    var code = CODE.matcher(Mails.text(admin, address)).results().findFirst().orElseThrow().group();
    return world.stranger().post("/api/v1/sign_in", asks.with("code", code));
  }

  Client in(String address) {
    var entered = enters(address).ok();
    return world
        .stranger()
        .signedIn(
            entered.string("user_id"), entered.string("device_id"), entered.string("access_token"));
  }

  static long total(Client directory, String filter) {
    return directory
        .get(USERS + "?filter=" + Client.segment(filter))
        .ok()
        .json()
        .integer("totalResults")
        .orElseThrow();
  }
}
