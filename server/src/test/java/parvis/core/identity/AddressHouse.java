package parvis.core.identity;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import parvis.harness.Answer;
import parvis.harness.Client;
import parvis.harness.Mailbox;
import parvis.harness.TestClock;
import parvis.harness.World;
import parvis.protocol.json.JsonObject;

/// A house with a mail server, and what its people do to prove their addresses.
final class AddressHouse implements AutoCloseable {
  static final String V3 = "/_matrix/client/v3";
  static final String SECRET = "d0nt-T3ll_.=";
  static final String SUBMIT = "/api/v1/address_proof/submit";

  final TestClock clock = new TestClock();
  final Mailbox mailbox = Mailbox.open();
  final World world = World.start(settings(mailbox), clock);
  final Client stranger = world.stranger();

  private static Map<String, String> settings(Mailbox mailbox) {
    Map<String, String> settings = new HashMap<>(mailbox.settings());
    settings.put("PARVIS_PUBLIC_ADDRESS", "https://parvis.example");
    return settings;
  }

  Answer ask(String purpose, String address, long attempt) {
    return ask(purpose, address, attempt, SECRET);
  }

  Answer ask(String purpose, String address, long attempt, String secret) {
    return stranger.post(
        V3 + purpose + "/email/requestToken",
        JsonObject.of("client_secret", secret, "email", address, "send_attempt", attempt));
  }

  JsonObject submit(String sid, String secret, String token) {
    return stranger
        .post(SUBMIT, JsonObject.of("sid", sid, "client_secret", secret, "token", token))
        .ok()
        .json();
  }

  boolean right(String sid, String token) {
    return submit(sid, SECRET, token).bool("success").orElseThrow();
  }

  /// A proof of an address, by the code that was mailed.
  String proven(String purpose, String address) {
    String sid = ask(purpose, address, 1).ok().string("sid");
    assertThat(right(sid, mailbox.last(address, 1).code())).isTrue();
    return sid;
  }

  static JsonObject mailed(String sid) {
    return JsonObject.of(
        "type",
        "m.login.email.identity",
        "threepid_creds",
        JsonObject.of("sid", sid, "client_secret", SECRET));
  }

  Client withAddress(String name, String address) {
    Client client = world.register(name);
    add(client, address);
    return client;
  }

  void add(Client client, String address) {
    int before = (int) count(address);
    String sid = ask("/account/3pid", address, 1, SECRET + client.device()).ok().string("sid");
    String code = mailbox.last(address, before + 1).code();
    assertThat(submit(sid, SECRET + client.device(), code).bool("success")).hasValue(true);
    client
        .post(
            V3 + "/account/3pid/add",
            JsonObject.of(
                "sid",
                sid,
                "client_secret",
                SECRET + client.device(),
                "auth",
                Client.proof(client.user(), World.PASSWORD)))
        .ok();
  }

  long count(String address) {
    return mailbox.all().stream().filter(mail -> mail.header("To").equals(address)).count();
  }

  Answer signIn(String address, String password) {
    return stranger.post(
        V3 + "/login",
        JsonObject.of(
            "type",
            "m.login.password",
            "identifier",
            JsonObject.of("type", "m.id.thirdparty", "medium", "email", "address", address),
            "password",
            password));
  }

  @Override
  public void close() {
    world.close();
    mailbox.close();
  }
}
