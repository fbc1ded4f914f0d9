package parvis.core.identity;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import parvis.core.identity.SessionStore.FoundRefresh;
import parvis.core.identity.SessionStore.NewToken;
import parvis.core.identity.Sessions.Tokens;
import parvis.platform.db.Tx;

/// How the tokens of sessions are made, and made anew: in the transactions of who opens a session
/// or renews one.
final class TokenMaking {
  private static final String ACCESS_PREFIX = "pvs_";
  static final String REFRESH_PREFIX = "pvr_";
  static final String GRANTED_PREFIX = "pvg_";

  /// Characters of a family: what the refresh tokens of one session begin with, after the prefix.
  private static final int FAMILY_CHARS = 27;

  private final LongSupplier nids;
  private final Secrets secrets;
  private final Clock clock;

  TokenMaking(LongSupplier nids, Secrets secrets, Clock clock) {
    this.nids = nids;
    this.secrets = secrets;
    this.clock = clock;
  }

  /// How the tokens of a session are made; those that are renewed have a family.
  ///
  /// @param granted whether the session is an application's
  record Terms(Optional<String> family, boolean granted) {
    private Duration accessLife() {
      return granted ? Sessions.GRANTED_LIFE : Sessions.ACCESS_LIFE;
    }

    private String prefix() {
      return (granted ? GRANTED_PREFIX : REFRESH_PREFIX) + family.orElse("");
    }
  }

  /// New tokens of a session, and those that are over.
  record Refreshed(long session, Tokens tokens, List<SecretHash> ended) {}

  /// Numbers that a transaction may need, taken before it holds a connection.
  record Fresh(long session, long token) {}

  Fresh fresh() {
    return new Fresh(nids.getAsLong(), nids.getAsLong());
  }

  /// A family that nothing had before.
  String family() {
    return secrets.link();
  }

  /// The family of a refresh token, where it is one of a kind.
  static Optional<String> family(String prefix, String refreshToken) {
    int end = prefix.length() + FAMILY_CHARS;
    return refreshToken.startsWith(prefix) && refreshToken.length() > end
        ? Optional.of(refreshToken.substring(prefix.length(), end))
        : Optional.empty();
  }

  /// A refresh token that is good still.
  Optional<FoundRefresh> living(Tx tx, SecretHash hash) {
    long now = clock.millis();
    return SessionStore.refresh(tx, hash)
        .filter(found -> found.expiresMs().orElse(Long.MAX_VALUE) > now);
  }

  Refreshed refresh(Tx tx, FoundRefresh found, long fresh, Terms terms) {
    List<SecretHash> ended = new ArrayList<>();
    long now = clock.millis();
    if (found.replaces().isPresent()) {
      ended.addAll(SessionStore.settle(tx, found.token(), found.replaces().getAsLong(), now));
    }
    ended.addAll(SessionStore.dropUnused(tx, found.token(), now));
    Tokens tokens = give(tx, found.session(), fresh, terms, found.token());
    return new Refreshed(found.session(), tokens, ended);
  }

  /// Tokens for a session.
  ///
  /// @param token number of what is made
  /// @param replaces number of what it is made for
  Tokens give(Tx tx, long session, long token, Terms terms, @Nullable Long replaces) {
    boolean refreshable = terms.family().isPresent();
    String access = secrets.token(ACCESS_PREFIX);
    Optional<String> refresh =
        refreshable ? Optional.of(secrets.token(terms.prefix())) : Optional.empty();
    Duration life = terms.accessLife();
    long now = clock.millis();
    SessionStore.addToken(
        tx,
        new NewToken(
            token,
            session,
            SecretHash.of(access),
            refresh.map(SecretHash::of).orElse(null),
            refreshable ? now + life.toMillis() : null,
            refreshable ? now + Sessions.REFRESH_LIFE.toMillis() : null,
            replaces));
    return new Tokens(access, refresh, refreshable ? Optional.of(life) : Optional.empty());
  }
}
