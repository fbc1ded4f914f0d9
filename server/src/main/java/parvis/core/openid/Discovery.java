package parvis.core.openid;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.proc.JWSKeySelector;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.oauth2.sdk.ParseException;
import com.nimbusds.oauth2.sdk.id.Issuer;
import com.nimbusds.openid.connect.sdk.op.OIDCProviderMetadata;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/// Where providers are asked what, and by which keys they sign, as they tell it themselves: for an
/// hour, and for less when one signs by a key that we do not know.
final class Discovery {
  static final Duration LIFE = Duration.ofHours(1);

  /// How soon keys are asked for again because one is not known.
  static final Duration AGAIN = Duration.ofSeconds(30);

  private static final String PATH = "/.well-known/openid-configuration";

  /// By what providers sign: never by a secret that we have, too, and never by nothing.
  private static final Set<JWSAlgorithm> ALGORITHMS =
      Set.of(JWSAlgorithm.RS256, JWSAlgorithm.ES256, JWSAlgorithm.PS256);

  private final Wire wire;
  private final Clock clock;

  /// One for each issuer that an administrator named.
  private final ConcurrentHashMap<Issuer, Known> known = new ConcurrentHashMap<>();

  /// What a provider told of itself.
  record Known(OIDCProviderMetadata metadata, JWKSet keys, long atMs) {
    /// Finds the key of a signature.
    JWSKeySelector<SecurityContext> selector() {
      return new JWSVerificationKeySelector<>(ALGORITHMS, (selector, _) -> selector.select(keys));
    }

    boolean hasKey(String id) {
      return keys.getKeyByKeyId(id) != null;
    }
  }

  Discovery(Wire wire, Clock clock) {
    this.wire = wire;
    this.clock = clock;
  }

  Known of(Provider provider) throws Trouble {
    Known now = known.get(provider.issuer());
    return now == null || isOlder(now, LIFE) ? asked(provider) : now;
  }

  /// The same with the key of this name, if the provider has one now.
  Known of(Provider provider, String key) throws Trouble {
    Known now = of(provider);
    return now.hasKey(key) || !isOlder(now, AGAIN) ? now : asked(provider);
  }

  private boolean isOlder(Known one, Duration age) {
    return clock.millis() - one.atMs() > age.toMillis();
  }

  private Known asked(Provider provider) throws Trouble {
    Issuer issuer = provider.issuer();
    String base = issuer.getValue();
    String slashless = base.endsWith("/") ? base.substring(0, base.length() - 1) : base;
    try {
      OIDCProviderMetadata told =
          OIDCProviderMetadata.parse(wire.get(URI.create(slashless + PATH)));
      if (!told.getIssuer().equals(issuer) || !isSafe(base, told)) {
        throw Trouble.of(Trouble.Kind.WRONG, "what the provider says of itself cannot be");
      }
      JWKSet keys = JWKSet.parse(wire.get(told.getJWKSetURI()));
      Known now = new Known(told, keys, clock.millis());
      known.put(issuer, now);
      return now;
    } catch (ParseException | java.text.ParseException e) {
      throw Trouble.wrong(e);
    }
  }

  /// Whether it says all that is needed, and has nothing go in the clear that must not.
  private static boolean isSafe(String issuer, OIDCProviderMetadata told) {
    Stream<URI> needed =
        Stream.of(
            told.getAuthorizationEndpointURI(), told.getTokenEndpointURI(), told.getJWKSetURI());
    Stream<URI> more = Stream.of(told.getUserInfoEndpointURI(), told.getEndSessionEndpointURI());
    String scheme = issuer.substring(0, issuer.indexOf(':'));
    return Stream.concat(needed, more.filter(Objects::nonNull))
        .allMatch(
            uri ->
                uri != null && ("https".equals(uri.getScheme()) || scheme.equals(uri.getScheme())));
  }
}
