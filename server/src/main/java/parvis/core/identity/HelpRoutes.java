package parvis.core.identity;

import static parvis.platform.http.Route.get;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import parvis.base.Refused;
import parvis.platform.config.Config;
import parvis.platform.http.Call;
import parvis.platform.http.Reply;
import parvis.platform.http.Route;
import parvis.protocol.id.Address;
import parvis.protocol.json.JsonArray;
import parvis.protocol.json.JsonObject;

/// Who helps: the people who run the server, and the server that carries calls through firewalls.
///
/// spec: cs-api#server-administrator-contact, cs-api#get_matrixclientv3voipturnserver
final class HelpRoutes {
  /// How long a client may use what it is told to call by.
  private static final Duration CALLS_LIFE = Duration.ofDays(1);

  private final Config config;
  private final Clock clock;

  HelpRoutes(Config config, Clock clock) {
    this.config = config;
    this.clock = clock;
  }

  List<Route> all() {
    return List.of(
        get("/.well-known/matrix/support", "Who runs this server", this::support).open(),
        get("/.well-known/matrix/policy_server", "Who judges what is said", this::policy).open(),
        get("/_matrix/client/v3/voip/turnServer", "What carries calls", this::calls));
  }

  private Reply support(Call call) {
    Optional<Address> mail = config.supportMail();
    Optional<String> page = config.supportPage();
    if (mail.isEmpty() && page.isEmpty()) throw Refused.notFound();
    List<JsonObject> contacts = new ArrayList<>();
    mail.ifPresent(
        address ->
            contacts.add(JsonObject.of("role", "m.role.admin", "email_address", address.value())));
    return Reply.json(
        JsonObject.builder()
            .put("contacts", JsonArray.of(contacts.toArray()))
            .putIf("support_page", page)
            .build());
  }

  /// spec: cs-api#getwell-knownmatrixpolicy_server
  private Reply policy(Call call) {
    String key = config.policyServerKey().orElseThrow(Refused::notFound);
    return Reply.fields("public_keys", JsonObject.of("ed25519", key));
  }

  /// Names and passwords that the server which carries calls makes out of the secret that it shares
  /// with this one, by the rules that coturn and others have for it. Clients ask no more when they
  /// are refused, and go on asking for what is not found.
  private Reply calls(Call call) {
    Config.Turn turn =
        config.turn().orElseThrow(() -> Refused.forbidden("This server carries no calls"));
    long ends = clock.instant().plus(CALLS_LIFE).getEpochSecond();
    String name = ends + ":" + call.actor().user().value();
    return Reply.fields(
        "username",
        name,
        "password",
        Base64.getEncoder().encodeToString(mac(turn.secret(), name)),
        "uris",
        JsonArray.of(turn.addresses().toArray()),
        "ttl",
        CALLS_LIFE.toSeconds());
  }

  private static byte[] mac(String secret, String name) {
    try {
      Mac mac = Mac.getInstance("HmacSHA1");
      mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA1"));
      return mac.doFinal(name.getBytes(StandardCharsets.UTF_8));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
