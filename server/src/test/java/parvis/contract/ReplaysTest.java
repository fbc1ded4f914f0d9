package parvis.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import parvis.core.organisations.Town;
import parvis.harness.Client;
import parvis.harness.World;
import parvis.protocol.json.JsonObject;

/// Who presses twice, or sends again what was cut off, makes one thing.
class ReplaysTest {
  private static final long DAY = 86_400_000;
  private static final String INVITATIONS = "/api/v1/invitations";

  @AutoClose static World world;
  static Client admin;
  static String town;
  static String space;

  @BeforeAll
  static void start() {
    world = World.start();
    admin = world.administrator("maire");
    town = Town.organisation(admin, "Ville");
    Town.put(admin, town, admin, "administrator").ok();
    var wish =
        JsonObject.of(
            "name", "Culture",
            "model", "community",
            "visibility", "public",
            "joining", "free",
            "request_id", "space");
    space = admin.post("/api/v1/spaces", wish).ok().string("space_id");
  }

  private static String ofSpace(String what) {
    return "/api/v1/spaces/" + Client.segment(space) + what;
  }

  private static List<String> twiceAndAtOnce(String path, JsonObject wish, String told) {
    admin.post(path, wish).ok();
    return IntStream.range(0, 4)
        .parallel()
        .mapToObj(_ -> admin.post(path, wish).ok().string(told))
        .toList();
  }

  private static Set<String> listed(String path, String array, String name) {
    return admin.get(path).ok().json().array(array).orElseThrow().objects().stream()
        .map(one -> one.string(name).orElseThrow())
        .collect(Collectors.toSet());
  }

  @Test
  void a_room_of_a_space_is_made_once() {
    var before = listed(ofSpace(""), "rooms", "room_id");
    var wish = JsonObject.of("name", "Concerts", "request_id", "room");
    var made = twiceAndAtOnce(ofSpace("/rooms"), wish, "room_id");
    assertThat(Set.copyOf(made)).hasSize(1);
    assertThat(listed(ofSpace(""), "rooms", "room_id"))
        .hasSize(before.size() + 1)
        .containsAll(made);
    var other = admin.post(ofSpace("/rooms"), wish.with("request_id", "other")).ok();
    assertThat(made).doesNotContain(other.string("room_id"));
  }

  @Test
  void an_entry_code_of_a_space_is_made_once() {
    var wish = JsonObject.of("uses", 5, "expires_in_ms", DAY, "request_id", "code");
    var words = twiceAndAtOnce(ofSpace("/entry_codes"), wish, "word");
    assertThat(listed(ofSpace("/entry_codes"), "entry_codes", "code")).hasSize(1);
    assertThat(words)
        .filteredOn(word -> world.stranger().get("/api/v1/space_entry/" + word).status() == 200)
        .hasSize(1);
    admin.post(ofSpace("/entry_codes"), wish.with("request_id", "other")).ok();
    assertThat(listed(ofSpace("/entry_codes"), "entry_codes", "code")).hasSize(2);
    refused(ofSpace("/entry_codes"), wish.with("uses", 6));
    refused(ofSpace("/entry_codes"), wish.with("expires_in_ms", 2 * DAY));
    refused(ofSpace("/entry_codes"), wish.with("role", "reader"));
    admin.post(ofSpace("/entry_codes"), wish.with("name", "Bénévoles")).ok();
    assertThat(listed(ofSpace("/entry_codes"), "entry_codes", "code")).hasSize(2);
    var word = admin.post(ofSpace("/entry_codes"), wish).ok().string("word");
    var comes = world.register("arrivant");
    comes.post("/api/v1/space_entry", JsonObject.of("word", word)).ok();
    refused(ofSpace("/entry_codes"), wish);
    refused(ofSpace("/entry_codes"), wish.with("uses", 4));
  }

  @Test
  void an_entry_code_of_an_organisation_is_made_once() {
    var codes = Town.one(town) + "/entry_codes";
    var wish =
        JsonObject.of(
            "purpose", "Pompiers", "uses", 1, "expires_in_ms", DAY, "request_id", "paper");
    var last = admin.post(codes, wish).ok().string("word");
    twiceAndAtOnce(codes, wish, "word");
    assertThat(listed(codes, "entry_codes", "id")).hasSize(1);
    var enters = world.register("pompier");
    assertThat(enters.post("/api/v1/entry", JsonObject.of("word", last)).status()).isEqualTo(404);
    last = admin.post(codes, wish).ok().string("word");
    enters.post("/api/v1/entry", JsonObject.of("word", last)).ok();
    refused(codes, wish);
  }

  @Test
  void a_request_that_made_an_entry_code_makes_no_other_one() {
    var codes = Town.one(town) + "/entry_codes";
    var wish =
        JsonObject.of("purpose", "Crue", "uses", 2, "expires_in_ms", DAY, "request_id", "flood");
    admin.post(codes, wish).ok();
    refused(codes, wish.with("uses", 1_000));
    refused(codes, wish.with("purpose", "Autre"));
    refused(codes, wish.with("expires_in_ms", 2 * DAY));
    var word = admin.post(codes, wish).ok().string("word");
    var enters = world.register("volontaire");
    enters.post("/api/v1/entry", JsonObject.of("word", word)).ok();
    refused(codes, wish);
    refused(codes, wish.with("uses", 1));
    var journal = admin.get(Town.one(town) + "/journal").ok().text();
    assertThat(journal.split("Crue", -1)).hasSize(2);
    var second = world.register("second");
    second.post("/api/v1/entry", JsonObject.of("word", word)).ok();
  }

  private static void refused(String path, JsonObject wish) {
    assertThat(admin.post(path, wish).status()).as(wish.toString()).isEqualTo(409);
  }

  @Test
  void an_invitation_is_made_once() {
    var before = listed(INVITATIONS, "invitations", "token");
    var wish = JsonObject.of("request_id", "link");
    var tokens = twiceAndAtOnce(INVITATIONS, wish, "token");
    assertThat(Set.copyOf(tokens)).hasSize(1);
    assertThat(listed(INVITATIONS, "invitations", "token")).hasSize(before.size() + 1);
    var other = admin.post(INVITATIONS, JsonObject.EMPTY).ok().string("token");
    assertThat(tokens).doesNotContain(other);
  }

  @Test
  void a_token_of_a_directory_is_made_once() {
    var tokens = Town.one(town) + "/directory_tokens";
    var proof = Client.proof(admin.user(), World.PASSWORD);
    var wish =
        JsonObject.of(
            "name", "Annuaire", "expires_in_ms", DAY, "request_id", "token", "auth", proof);
    var before = admin.post(tokens, wish).ok().string("secret");
    var after = admin.post(tokens, wish).ok().string("secret");
    assertThat(listed(tokens, "tokens", "id")).hasSize(1);
    var users = "/scim/v2/Users";
    assertThat(world.stranger().signedIn("", "", before).get(users).status()).isEqualTo(401);
    refused(tokens, wish.with("name", "Autre"));
    refused(tokens, wish.with("expires_in_ms", 2 * DAY));
    world.stranger().signedIn("", "", after).get(users).ok();
    refused(tokens, wish);
    world.stranger().signedIn("", "", after).get(users).ok();
  }
}
