package parvis.suite.spaces;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.regex.Pattern;
import parvis.core.organisations.Town;
import parvis.harness.Answer;
import parvis.harness.Client;
import parvis.harness.Mails;
import parvis.harness.Race;
import parvis.harness.World;
import parvis.protocol.json.JsonObject;

/// A town whose people let others into their spaces.
///
/// @param admin who runs the house
/// @param mayor who administers the organisation
/// @param ville the id of the organisation, called Mairie de Ville
record TownHall(World world, Client admin, Client mayor, String ville) {
  static final String SPACES = "/api/v1/spaces";
  static final String ENTRY = "/api/v1/space_entry";

  private static final String SECRET = "a-secret-of-this-browser-and-no-other";
  private static final Pattern LINK = Pattern.compile("/entry/(\\S+)#(\\S+)");
  private static final Pattern CODE = Pattern.compile("(?m)^ {4}(\\d{6})$");

  /// Of a world in which nobody is yet.
  static TownHall in(World world) {
    var admin = world.administrator("admin");
    return of(world, admin, Town.organisation(admin, "Ville"));
  }

  /// The same with access rules.
  static TownHall ruled(World world) {
    var admin = world.administrator("admin");
    return of(world, admin, Town.ruled(admin, "Ville"));
  }

  private static TownHall of(World world, Client admin, String ville) {
    var mayor = world.register("mayor");
    Town.put(admin, ville, mayor, "administrator").ok();
    return new TownHall(world, admin, mayor, ville);
  }

  /// Accounts are made by invitations alone from now on.
  void closes() {
    admin.put("/api/v1/registration", JsonObject.of("mode", "invitation")).ok();
  }

  /// Everybody makes an account again.
  void opens() {
    admin.put("/api/v1/registration", JsonObject.of("mode", "open")).ok();
  }

  /// Somebody new, with a post in the organisation.
  Client agent(String name, String role) {
    return agentOf(ville, name, role);
  }

  Client agentOf(String organisation, String name, String role) {
    var agent = world.register(name);
    Town.put(admin, organisation, agent, role).ok();
    return agent;
  }

  /// A space that nobody finds and everybody needs an invitation for, by its id.
  static String made(Client by, String name) {
    var wish =
        JsonObject.of(
            "model", "community",
            "name", name,
            "visibility", "private",
            "joining", "invitation",
            "request_id", name);
    return by.post(SPACES, wish).ok().string("space_id");
  }

  /// The same, by its path.
  static String space(Client by, String name) {
    return one(made(by, name));
  }

  static String one(String id) {
    return SPACES + "/" + Client.segment(id);
  }

  /// A wish for a space that everybody finds and comes into.
  static JsonObject open(String name) {
    return JsonObject.of(
        "model", "community",
        "name", name,
        "visibility", "public",
        "joining", "free",
        "request_id", name);
  }

  /// Such a space, by its id.
  static String opened(Client by, String name) {
    return by.post(SPACES, open(name)).ok().string("space_id");
  }

  static JsonObject list(String... lines) {
    return JsonObject.of("list", String.join("\n", lines));
  }

  /// What comes of each line.
  static List<JsonObject> report(Client by, String space, JsonObject wish) {
    var report = by.post(space + "/invitations", wish).ok().json().array("report");
    return report.orElseThrow().objects();
  }

  static List<String> outcomes(Client by, String space, JsonObject wish) {
    return report(by, space, wish).stream().map(l -> l.string("outcome").orElseThrow()).toList();
  }

  /// Somebody comes into a space and animates it, too.
  static void animates(Client by, String space, Client another) {
    report(by, space, list(another.user()));
    another.post(space + "/join", JsonObject.EMPTY).ok();
    var role = JsonObject.of("role", "animator");
    by.put(space + "/members/" + Client.segment(another.user()), role).ok();
  }

  /// The word of the last letter to an address, whose link says to which one it went.
  String word(String address) {
    var link = LINK.matcher(Mails.text(admin, address));
    assertThat(link.find()).isTrue();
    assertThat(link.group(2)).isEqualTo(address);
    return link.group(1);
  }

  /// What a word is to who has no account.
  JsonObject door(String word) {
    return world.stranger().get(ENTRY + "/" + word).ok().json();
  }

  Answer registered(String name, String word) {
    var token = JsonObject.of("type", "m.login.registration_token", "token", word);
    var account = JsonObject.of("username", name, "password", World.PASSWORD, "auth", token);
    return world.stranger().post("/_matrix/client/v3/register", account);
  }

  /// Somebody comes in by the door, by the code that lies in the outbox.
  Client entered(String address, JsonObject more) {
    var asked = more.with("email", address).with("secret", SECRET);
    world.stranger().post("/api/v1/sign_in/code", asked).ok();
    Race.until(() -> CODE.matcher(Mails.text(admin, address)).find());
    var code = CODE.matcher(Mails.text(admin, address)).results().findFirst().orElseThrow();
    var in = world.stranger().post("/api/v1/sign_in", asked.with("code", code.group(1))).ok();
    return world
        .stranger()
        .signedIn(in.string("user_id"), in.string("device_id"), in.string("access_token"));
  }

  /// A part of the members of a space, as who animates it sees it.
  static List<JsonObject> part(Client by, String space, String part) {
    return by.get(space + "/members").ok().json().array(part).orElseThrow().objects();
  }

  static boolean isIn(Client by, String space, String user, String role) {
    return part(by, space, "members").stream()
        .anyMatch(
            one ->
                one.string("user_id").orElseThrow().equals(user)
                    && one.string("role").orElseThrow().equals(role));
  }

  String externals() {
    return Town.one(ville) + "/externals";
  }

  List<JsonObject> guests() {
    return mayor.get(externals()).ok().json().array("externals").orElseThrow().objects();
  }

  List<String> guestIds() {
    return guests().stream().map(one -> one.string("user_id").orElseThrow()).toList();
  }

  /// What the server itself told somebody, as far as it says so to their client.
  static boolean isTold(Client who, String words) {
    return synced(who).text().contains(words) || heard(who).contains(words);
  }

  private static Answer synced(Client who) {
    return who.get("/_matrix/client/v3/sync").ok();
  }

  /// What stands in the room of the server's notices, too, which they come into.
  static String heard(Client who) {
    var rooms = synced(who).json().object("rooms");
    for (var room : rooms.flatMap(in -> in.object("invite")).orElse(JsonObject.EMPTY).keys()) {
      who.post("/_matrix/client/v3/rooms/" + Client.segment(room) + "/join", JsonObject.EMPTY).ok();
    }
    return synced(who).text();
  }

  /// What stands in the journal of an organisation.
  List<String> journal(String organisation) {
    var lines = admin.get(Town.one(organisation) + "/journal").ok().json().array("journal");
    return lines.orElseThrow().objects().stream()
        .map(line -> line.string("deed").orElseThrow() + " " + line.string("about").orElseThrow())
        .toList();
  }
}
