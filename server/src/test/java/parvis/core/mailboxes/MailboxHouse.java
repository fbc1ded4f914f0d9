package parvis.core.mailboxes;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import parvis.core.organisations.Town;
import parvis.harness.Answer;
import parvis.harness.Client;
import parvis.harness.Mailbox;
import parvis.harness.Race;
import parvis.harness.TestClock;
import parvis.harness.World;
import parvis.protocol.json.JsonObject;
import parvis.protocol.json.JsonWriter;

/// A town hall whose addresses are read by several people each, and what these do at the door.
final class MailboxHouse implements AutoCloseable {
  /// Longer than a fifth of the hour that five codes have, and shorter than a step is good.
  private static final Duration BETWEEN = Duration.ofMinutes(13);

  static final String DOOR = "/api/v1/sign_in/mailbox";
  static final String BROWSER = "a-secret-of-this-browser-and-no-other";
  static final String OTHER = "a-secret-of-another-browser-altogether";
  static final String PASSWORD = "Neuf girafes lisent Proust";

  final TestClock clock = new TestClock();
  final Mailbox mails = Mailbox.open();
  final World world;
  final Client admin;
  final Client stranger;
  final String town;

  MailboxHouse(Map<String, String> more) {
    Map<String, String> settings = new HashMap<>(mails.settings());
    settings.put("PARVIS_PUBLIC_ADDRESS", "https://parvis.example");
    settings.put("PARVIS_PASSWORD_STRENGTH", "2");
    settings.putAll(more);
    world = World.start(settings, clock);
    admin = world.administrator("maire");
    stranger = world.stranger();
    town = Town.organisation(admin, "Belleville");
    Town.domain(admin, town, "belleville.example", false).ok();
  }

  static String path(String organisation, String address) {
    return Town.one(organisation) + "/mailboxes/" + Client.segment(address);
  }

  Answer mark(Client who, String address) {
    return who.put(path(town, address), JsonObject.EMPTY);
  }

  /// Says that one person reads an address, after proving again who one is.
  Answer unmark(Client who, String address) {
    var wish = JsonObject.of("auth", Client.proof(who.user(), World.PASSWORD));
    return who.send("DELETE", path(town, address), "application/json", JsonWriter.write(wish));
  }

  /// A mailbox that is read by nobody yet.
  String shared(String name) {
    String address = name + "@belleville.example";
    marked(address);
    return address;
  }

  /// Marks an address, which is told so.
  void marked(String address) {
    letter(address, () -> mark(admin, address).ok());
  }

  long letters(String address) {
    return mails.all().stream().filter(mail -> mail.header("To").equals(address)).count();
  }

  /// The next letter to an address, once something is done.
  Mailbox.Read letter(String address, Runnable done) {
    int before = (int) letters(address);
    done.run();
    return mails.last(address, before + 1);
  }

  String code(String address, String secret) {
    clock.advance(BETWEEN);
    int before = codes(address).size();
    JsonObject wish = JsonObject.of("email", address, "secret", secret);
    stranger.post("/api/v1/sign_in/code", wish).ok();
    Race.until(() -> codes(address).size() > before);
    return codes(address).getLast().code();
  }

  private List<Mailbox.Read> codes(String address) {
    return mails.all().stream()
        .filter(mail -> mail.header("To").equals(address))
        .filter(mail -> mail.subject().startsWith("Votre code"))
        .toList();
  }

  Answer told(String address, String secret) {
    return stranger.post(
        "/api/v1/sign_in",
        JsonObject.of("email", address, "secret", secret, "code", code(address, secret)));
  }

  /// What a right code of a mailbox leads to.
  JsonObject step(String address) {
    Answer answer = told(address, BROWSER);
    assertThat(answer.status()).as(answer.text()).isEqualTo(401);
    assertThat(answer.errcode()).isEqualTo("FR_PARVIS_SHARED_MAILBOX");
    return answer.json();
  }

  static JsonObject shown(JsonObject step) {
    return JsonObject.of("step", step.string("step").orElseThrow(), "secret", BROWSER);
  }

  static List<String> names(JsonObject step) {
    return step.array("people").orElseThrow().objects().stream()
        .map(one -> one.string("name").orElseThrow())
        .toList();
  }

  static String person(JsonObject step, String name) {
    return step.array("people").orElseThrow().objects().stream()
        .filter(one -> one.string("name").orElseThrow().equals(name))
        .map(one -> one.string("person").orElseThrow())
        .findFirst()
        .orElseThrow();
  }

  Answer join(JsonObject step, String name, String password) {
    return stranger.post(
        DOOR + "/people", shown(step).with("name", name).with("password", password));
  }

  Answer enter(JsonObject step, String name, String password) {
    return stranger.post(
        DOOR, shown(step).with("person", person(step, name)).with("password", password));
  }

  Answer reset(JsonObject step, String name, String code, String password) {
    return stranger.post(
        DOOR + "/reset",
        shown(step)
            .with("person", person(step, name))
            .with("code", code)
            .with("password", password));
  }

  Client client(Answer in) {
    in.ok();
    return stranger.signedIn(
        in.string("user_id"), in.string("device_id"), in.string("access_token"));
  }

  /// Somebody new of a mailbox.
  Client person(String address, String name) {
    return client(join(step(address), name, PASSWORD));
  }

  /// A code that who administers hands over.
  Answer issue(Client who, Client member) {
    return issue(who, town, member);
  }

  Answer issue(Client who, String organisation, Client member) {
    String path =
        Town.one(organisation) + "/members/" + Client.segment(member.user()) + "/reset_code";
    return who.post(path, JsonObject.of("auth", Client.proof(who.user(), World.PASSWORD)));
  }

  List<JsonObject> mailboxes(Client who) {
    return who.get(Town.one(town) + "/mailboxes")
        .ok()
        .json()
        .array("mailboxes")
        .orElseThrow()
        .objects();
  }

  static String name(Client who) {
    return who.get("/_matrix/client/v3/profile/" + Client.segment(who.user()) + "/displayname")
        .ok()
        .string("displayname");
  }

  @Override
  public void close() {
    world.close();
    mails.close();
  }
}
