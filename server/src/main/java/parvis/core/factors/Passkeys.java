package parvis.core.factors;

import com.webauthn4j.WebAuthnManager;
import com.webauthn4j.converter.AttestedCredentialDataConverter;
import com.webauthn4j.converter.exception.DataConversionException;
import com.webauthn4j.converter.util.ObjectConverter;
import com.webauthn4j.credential.CredentialRecordImpl;
import com.webauthn4j.data.AuthenticationData;
import com.webauthn4j.data.AuthenticationParameters;
import com.webauthn4j.data.PublicKeyCredentialParameters;
import com.webauthn4j.data.PublicKeyCredentialType;
import com.webauthn4j.data.RegistrationData;
import com.webauthn4j.data.RegistrationParameters;
import com.webauthn4j.data.attestation.authenticator.AttestedCredentialData;
import com.webauthn4j.data.attestation.authenticator.AuthenticatorData;
import com.webauthn4j.data.attestation.statement.COSEAlgorithmIdentifier;
import com.webauthn4j.data.attestation.statement.NoneAttestationStatement;
import com.webauthn4j.data.client.Origin;
import com.webauthn4j.data.client.challenge.DefaultChallenge;
import com.webauthn4j.data.extension.authenticator.AuthenticationExtensionsAuthenticatorOutputs;
import com.webauthn4j.data.extension.client.AuthenticationExtensionsClientOutputs;
import com.webauthn4j.server.ServerProperty;
import com.webauthn4j.verifier.exception.VerificationException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import parvis.base.Refused;
import parvis.core.factors.Factors.Whose;
import parvis.core.factors.PasskeyStore.Passkey;
import parvis.core.identity.Secrets;
import parvis.platform.db.Db;
import parvis.platform.db.Tx;
import parvis.platform.http.Body;
import parvis.protocol.json.JsonArray;
import parvis.protocol.json.JsonObject;
import parvis.protocol.json.JsonWriter;
import tools.jackson.core.JacksonException;

/// The making of passkeys and the signing by them, for the one address of this house.
///
/// The key must have verified its person, by a finger or a PIN: only so it stands for both factors.
/// Which model it is is not asked, so that nobody is known by it. A signature counter that went
/// back tells of a copy, and is refused.
///
/// spec: webauthn-3#sctn-rp-operations
final class Passkeys {
  /// How long a browser may take.
  static final Duration LIFE = Duration.ofMinutes(10);

  private static final int CHALLENGE_BYTES = 32;
  private static final int HANDLE_BYTES = 32;

  /// In the place of a number: whose passkey is made has no account yet.
  private static final long NOBODY = 0;

  private static final List<PublicKeyCredentialParameters> KINDS =
      List.of(
          kind(COSEAlgorithmIdentifier.ES256),
          kind(COSEAlgorithmIdentifier.EdDSA),
          kind(COSEAlgorithmIdentifier.RS256));

  private final Db db;
  private final Secrets secrets;
  private final Origin origin;
  private final String host;
  private final Clock clock;
  private final WebAuthnManager manager = WebAuthnManager.createNonStrictWebAuthnManager();
  private final AttestedCredentialDataConverter attested =
      new AttestedCredentialDataConverter(new ObjectConverter());

  Passkeys(Db db, Secrets secrets, String publicAddress, Clock clock) {
    this.db = db;
    this.secrets = secrets;
    this.origin = new Origin(publicAddress);
    this.host = Optional.ofNullable(URI.create(publicAddress).getHost()).orElse("localhost");
    this.clock = clock;
  }

  private static PublicKeyCredentialParameters kind(COSEAlgorithmIdentifier algorithm) {
    return new PublicKeyCredentialParameters(PublicKeyCredentialType.PUBLIC_KEY, algorithm);
  }

  /// What a browser makes a passkey of.
  ///
  /// @param secret of the browser
  JsonObject options(Whose whose, String secret) {
    List<Passkey> before = db.read(tx -> PasskeyStore.of(tx, whose.userNid()));
    byte[] handle = before.isEmpty() ? secrets.bytes(HANDLE_BYTES) : before.getFirst().handle();
    var named =
        JsonObject.of("name", whose.user().value(), "displayName", whose.user().localpart());
    return options(secret, whose.userNid(), handle, named, before);
  }

  /// The same for who is let in by it alone, and has no account yet or must choose anew.
  ///
  /// @param name what they are called
  JsonObject options(String name, String secret) {
    var named = JsonObject.of("name", name, "displayName", name);
    return options(secret, NOBODY, secrets.bytes(HANDLE_BYTES), named, List.of());
  }

  private JsonObject options(
      String secret, long user, byte[] handle, JsonObject named, List<Passkey> before) {
    String challenge = encoded(secrets.bytes(CHALLENGE_BYTES));
    keep(secret, user, challenge + " " + encoded(handle));
    return JsonObject.builder()
        .put("challenge", challenge)
        .put("rp", JsonObject.of("id", host, "name", "Parvis"))
        .put("user", named.with("id", encoded(handle)))
        .put("pubKeyCredParams", JsonArray.of(KINDS.stream().map(Passkeys::json).toArray()))
        .put("timeout", LIFE.toMillis())
        .put("excludeCredentials", JsonArray.of(before.stream().map(Passkeys::named).toArray()))
        .put(
            "authenticatorSelection",
            JsonObject.of(
                "residentKey", "required",
                "requireResidentKey", true,
                "userVerification", "required"))
        .put("attestation", "none")
        .build();
  }

  private static JsonObject json(PublicKeyCredentialParameters kind) {
    return JsonObject.of("type", "public-key", "alg", kind.getAlg().getValue());
  }

  private static JsonObject named(Passkey key) {
    return JsonObject.of("type", "public-key", "id", encoded(key.credential()));
  }

  /// What a browser signs to let somebody in by any passkey of theirs.
  JsonObject question(String secret) {
    String challenge = encoded(secrets.bytes(CHALLENGE_BYTES));
    keep(secret, null, challenge);
    return JsonObject.builder()
        .put("challenge", challenge)
        .put("rpId", host)
        .put("timeout", LIFE.toMillis())
        .put("userVerification", "required")
        .build();
  }

  private void keep(String secret, @Nullable Long user, String request) {
    long now = clock.millis();
    db.write(
        tx -> {
          PasskeyStore.ask(tx, secret, user, request, now, now + LIFE.toMillis());
          return true;
        });
  }

  private Optional<String> taken(String secret, @Nullable Long user) {
    return db.write(tx -> PasskeyStore.take(tx, secret, user, clock.millis()));
  }

  /// A passkey that a browser has made, as it is to be kept.
  ///
  /// @param credential as WebAuthn writes it in JSON
  /// @throws Refused notFound when one begins anew, forbidden when it was made for elsewhere
  Passkey made(Whose whose, String secret, String name, JsonObject credential) {
    return made(whose.userNid(), secret, name, credential);
  }

  /// The same of who was asked by their name alone.
  Passkey made(String secret, String name, JsonObject credential) {
    return made(NOBODY, secret, name, credential);
  }

  private Passkey made(long user, String secret, String name, JsonObject credential) {
    String[] asked = taken(secret, user).orElseThrow(Passkeys::over).split(" ", -1);
    check(credential, "attestationObject");
    try {
      RegistrationData made =
          manager.verifyRegistrationResponseJSON(
              text(credential), new RegistrationParameters(here(asked[0]), KINDS, true));
      AuthenticatorData<?> data = present(made.getAttestationObject()).getAuthenticatorData();
      AttestedCredentialData key = present(data.getAttestedCredentialData());
      return new Passkey(
          0,
          user,
          decoded(asked[1]),
          key.getCredentialId(),
          attested.convert(key),
          data.isFlagBE(),
          data.getSignCount(),
          name,
          clock.millis(),
          OptionalLong.empty());
    } catch (VerificationException
        | DataConversionException
        | JacksonException
        | ClassCastException wrong) {
      throw refused();
    }
  }

  /// Whose passkey has signed what the browser was asked to sign.
  ///
  /// @throws Refused notFound when one begins anew, forbidden when it is none of ours, was signed
  ///     for elsewhere, without its person, or by a copy
  long signed(String secret, JsonObject credential) {
    String challenge = taken(secret, null).orElseThrow(Passkeys::over);
    check(credential, "authenticatorData", "signature");
    try {
      AuthenticationData told = manager.parseAuthenticationResponseJSON(text(credential));
      byte[] id = read(credential, "id").orElseThrow(Passkeys::refused);
      Passkey key = db.read(tx -> PasskeyStore.find(tx, id)).orElseThrow(Passkeys::refused);
      JsonObject response = credential.object("response").orElseThrow(Passkeys::refused);
      Optional<byte[]> handle = read(response, "userHandle");
      if (handle.filter(it -> !Arrays.equals(it, key.handle())).isPresent()) throw refused();
      AuthenticationData right =
          manager.verify(
              told, new AuthenticationParameters(here(challenge), record(key), null, true));
      long signatures = present(right.getAuthenticatorData()).getSignCount();
      if (!db.write(tx -> used(tx, key, signatures))) throw refused();
      return key.user();
    } catch (VerificationException
        | DataConversionException
        | JacksonException
        | ClassCastException wrong) {
      throw refused();
    }
  }

  /// A part that WebAuthn wants to be there.
  private static <T> T present(@Nullable T part) {
    if (part == null) throw refused();
    return part;
  }

  private static Optional<byte[]> read(JsonObject of, String part) {
    try {
      return new Body(of).optionalString(part).map(Passkeys::decoded);
    } catch (IllegalArgumentException notBase64) {
      throw refused();
    }
  }

  /// Refuses what the library would stumble over. What it cannot read otherwise it says by its own
  /// exceptions, by those of its reader of JSON, and by a wrong cast.
  private static void check(JsonObject credential, String... parts) {
    Body whole = new Body(credential);
    var _ = whole.string("id");
    var _ = whole.string("rawId");
    var _ = whole.string("type");
    Body response = new Body(whole.object("response"));
    var _ = response.string("clientDataJSON");
    for (String part : parts) {
      var _ = response.string(part);
    }
  }

  private boolean used(Tx tx, Passkey key, long signatures) {
    return PasskeyStore.used(tx, key.credential(), signatures, clock.millis());
  }

  private CredentialRecordImpl record(Passkey key) {
    return new CredentialRecordImpl(
        new NoneAttestationStatement(),
        true,
        key.backup(),
        null,
        key.signatures(),
        attested.convert(key.attested()),
        new AuthenticationExtensionsAuthenticatorOutputs<>(),
        null,
        new AuthenticationExtensionsClientOutputs<>(),
        Set.of());
  }

  private ServerProperty here(String challenge) {
    return ServerProperty.builder()
        .origin(origin)
        .rpId(host)
        .challenge(new DefaultChallenge(decoded(challenge)))
        .build();
  }

  private static String text(JsonObject json) {
    return new String(JsonWriter.write(json), StandardCharsets.UTF_8);
  }

  private static String encoded(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  private static byte[] decoded(String text) {
    return Base64.getUrlDecoder().decode(text);
  }

  private static Refused refused() {
    return Refused.forbidden("This passkey lets nobody in here");
  }

  private static Refused over() {
    return Refused.notFound("This step is over; begin again");
  }
}
