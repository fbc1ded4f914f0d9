package parvis.core.push;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import parvis.platform.db.Db;
import parvis.platform.db.Row;
import parvis.platform.db.Tx;
import parvis.platform.secret.MasterKey;
import parvis.protocol.json.JsonObject;
import parvis.protocol.json.JsonWriter;

/// How push services of browsers know this house: a key pair, made once, and what is signed with it
/// for each of them. A browser that subscribed for this key takes nothing from anybody else.
/// spec: RFC 8292
final class Vapid {
  private static final String PURPOSE = "push key";

  /// How long a signature holds, and how long the same one is shown.
  private static final Duration LIFE = Duration.ofHours(12);

  private static final Duration SHOWN = Duration.ofHours(1);

  /// Push services there are few of in the world.
  private static final int SERVICES_MAX = 1_000;

  private static final String FIND = "select sealed_key, public_key from push_key";

  private static final String PUT =
      """
      insert into push_key (sealed_key, public_key, created_ms) values (?, ?, ?)
      on conflict do nothing""";

  private final PrivateKey key;
  private final String publicKey;
  private final String contact;
  private final Clock clock;
  private final Cache<String, Shown> shown =
      Caffeine.newBuilder().maximumSize(SERVICES_MAX).build();

  private record Shown(String header, long untilMs) {}

  private record Kept(byte[] sealed, byte[] point) {}

  /// @param contact where a push service finds who sends: an address with `https` or `mailto`
  Vapid(Db db, MasterKey master, SecureRandom random, String contact, Clock clock) {
    this.contact = contact;
    this.clock = clock;
    Kept kept = db.write(tx -> kept(tx, master, random, clock.millis()));
    this.publicKey = base64(kept.point());
    this.key = opened(master.open(PURPOSE, kept.sealed()));
  }

  private static Kept kept(Tx tx, MasterKey master, SecureRandom random, long nowMs) {
    return tx.first(Vapid::kept, FIND)
        .orElseGet(
            () -> {
              KeyPair fresh = AgentKeys.fresh(random);
              byte[] sealed = master.seal(PURPOSE, fresh.getPrivate().getEncoded());
              tx.run(PUT, sealed, AgentKeys.encoded((ECPublicKey) fresh.getPublic()), nowMs);
              return tx.first(Vapid::kept, FIND).orElseThrow();
            });
  }

  private static Kept kept(Row row) {
    return new Kept(row.bytes("sealed_key"), row.bytes("public_key"));
  }

  private static PrivateKey opened(byte[] encoded) {
    try {
      return KeyFactory.getInstance("EC").generatePrivate(new PKCS8EncodedKeySpec(encoded));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /// What a browser subscribes for.
  String publicKey() {
    return publicKey;
  }

  /// What a push service is shown.
  String authorization(URI endpoint) {
    String origin = "https://" + endpoint.getRawAuthority();
    long now = clock.millis();
    return shown
        .asMap()
        .compute(
            origin,
            (_, before) ->
                before != null && before.untilMs() > now
                    ? before
                    : new Shown(signed(origin, now), now + SHOWN.toMillis()))
        .header();
  }

  private String signed(String origin, long nowMs) {
    JsonObject head = JsonObject.of("typ", "JWT", "alg", "ES256");
    long ends = Duration.ofMillis(nowMs).plus(LIFE).toSeconds();
    JsonObject claims = JsonObject.of("aud", origin, "exp", ends, "sub", contact);
    String text = base64(JsonWriter.write(head)) + "." + base64(JsonWriter.write(claims));
    try {
      Signature signature = Signature.getInstance("SHA256withECDSAinP1363Format");
      signature.initSign(key);
      signature.update(text.getBytes(StandardCharsets.US_ASCII));
      return "vapid t=" + text + "." + base64(signature.sign()) + ", k=" + publicKey;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String base64(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
