package parvis.core.identity;

import static parvis.platform.http.Route.get;
import static parvis.platform.http.Route.post;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import parvis.base.Refused;
import parvis.platform.http.Body;
import parvis.platform.http.Call;
import parvis.platform.http.RateClass;
import parvis.platform.http.Reply;
import parvis.platform.http.Route;
import parvis.protocol.id.UserId;

/// Making accounts by scripts that know the operator's secret, whatever the registration mode: the
/// call that existing Matrix tools make. The secret itself never travels: it keys an HMAC-SHA1 over
/// a nonce of ours and what is wished.
final class SharedSecretRoutes {
  private static final String PATH = "/_synapse/admin/v1/register";
  private static final String NONCE = "shared secret registration";
  private static final Duration NONCE_LIFE = Duration.ofMinutes(1);
  private static final int NONCES_MAX = 100_000;
  private static final int NAME_CHARS_MAX = 512;

  private final Optional<String> secret;
  private final Servers servers;
  private final Accounts accounts;
  private final Sessions sessions;
  private final Seals seals;
  private final Cache<String, Boolean> used =
      Caffeine.newBuilder().maximumSize(NONCES_MAX).expireAfterWrite(NONCE_LIFE).build();

  SharedSecretRoutes(
      Optional<String> secret, Servers servers, Accounts accounts, Sessions sessions, Seals seals) {
    this.secret = secret;
    this.servers = servers;
    this.accounts = accounts;
    this.sessions = sessions;
    this.seals = seals;
  }

  List<Route> all() {
    return List.of(
        get(PATH, "A nonce for registration by secret", this::nonce).open().costs(RateClass.LOGIN),
        post(PATH, "Make an account by secret", this::register).open().costs(RateClass.LOGIN));
  }

  private Reply nonce(Call call) {
    secret();
    return Reply.fields("nonce", seals.seal(NONCE, "", NONCE_LIFE));
  }

  private Reply register(Call call) {
    String key = secret();
    Body body = call.body();
    String nonce = body.string("nonce");
    String username = body.string("username", NAME_CHARS_MAX);
    String password = body.string("password", Stages.PASSWORD_TEXT_CHARS_MAX);
    boolean admin = body.bool("admin", false);
    Optional<String> userType = body.optionalString("user_type", NAME_CHARS_MAX);
    Optional<String> name = body.optionalString("displayname").map(ProfileField::displayName);
    String mac = body.string("mac");
    if (seals.open(NONCE, nonce).isEmpty() || used.asMap().putIfAbsent(nonce, true) != null) {
      throw Refused.unknown("The nonce is not known, was used or is too old");
    }
    String message =
        String.join("\0", nonce, username, password, admin ? "admin" : "notadmin")
            + userType.map(type -> "\0" + type).orElse("");
    if (!same(mac, hmacSha1(key, message))) throw Refused.forbidden("The HMAC is wrong");
    UserId user = Accounts.wished(username, servers.at(call.host()));
    accounts.checkPassword(password, user);
    Account account =
        accounts.create(
            new NewAccount(
                user, Optional.of(password), admin, name.or(() -> Optional.of(username))));
    return SignedInReply.of(sessions.open(SignedInReply.login(call, body, account)));
  }

  private String secret() {
    return secret.orElseThrow(
        () -> Refused.unknown("Registration by a shared secret is not switched on"));
  }

  private static boolean same(String one, String other) {
    return MessageDigest.isEqual(
        one.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8));
  }

  /// SHA-1 because the existing tools compute it; an HMAC does not need collision resistance.
  static String hmacSha1(String key, String message) {
    try {
      Mac mac = Mac.getInstance("HmacSHA1");
      mac.init(new SecretKeySpec(key.getBytes(StandardCharsets.UTF_8), "HmacSHA1"));
      return HexFormat.of().formatHex(mac.doFinal(message.getBytes(StandardCharsets.UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
