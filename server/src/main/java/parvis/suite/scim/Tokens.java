package parvis.suite.scim;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import parvis.base.Actor;
import parvis.base.Refused;
import parvis.core.identity.SecretHash;
import parvis.core.identity.Secrets;
import parvis.core.identity.Servers;
import parvis.core.organisations.Enrolment;
import parvis.platform.db.Db;
import parvis.platform.db.Tx;
import parvis.suite.scim.TokenStore.Token;

/// Tokens by which the directory of an organisation speaks for it: made by who administers it,
/// shown once, and good until their day, or until whoever made one decides there no more.
final class Tokens {
  static final Duration LIFE_MAX = Duration.ofDays(365);

  /// Of one organisation.
  static final int ALL_MAX = 20;

  /// Accounts that are made by one token within a day: one that was stolen does not fill the house.
  static final int MADE_A_DAY = 20_000;

  /// By which scanners recognise one that lies about.
  private static final String PREFIX = "pvs_";

  private static final Duration DAY = Duration.ofDays(1);

  /// How exactly it is noted when one was last used.
  private static final Duration USED_EVERY = Duration.ofMinutes(1);

  private final Db db;
  private final TokenStore store;
  private final Enrolment enrolment;
  private final Servers servers;
  private final Secrets secrets;
  private final Clock clock;

  Tokens(ScimFeature.Needs needs, TokenStore store) {
    this.db = needs.db();
    this.store = store;
    this.enrolment = needs.enrolment();
    this.servers = needs.servers();
    this.secrets = needs.secrets();
    this.clock = needs.clock();
  }

  /// A token with its secret, which is shown this once.
  record Made(Token token, String secret) {}

  /// A token and whether whoever made it still decides.
  record Told(Token token, boolean good) {}

  /// Refuses who may not make any.
  void check(Actor actor, String organisation) {
    enrolment.in(actor, organisation, (_, in) -> in);
  }

  /// @param request its maker's name for this one wish: asked for again, the same token has another
  ///     secret, and the one before is worthless
  /// @throws Refused conflict when the request named another wish before, or what it made has
  ///     spoken or is over
  Made make(
      Actor actor, String organisation, String name, Duration life, Optional<String> request) {
    var secret = secrets.token(PREFIX);
    var id = secrets.id();
    long row = enrolment.next();
    long now = clock.millis();
    return enrolment.in(
        actor,
        organisation,
        (tx, in) -> {
          enrolment.hold(tx, in);
          var again = request.flatMap(asked -> store.asked(tx, in.nid(), actor.userNid(), asked));
          if (again.isPresent()) {
            refuseOther(again.get(), name, life);
            store.replace(tx, again.get().id(), SecretHash.of(secret));
            return new Made(again.get(), secret);
          }
          if (store.all(tx, in.nid(), ALL_MAX).size() == ALL_MAX) {
            throw Refused.of(
                Refused.Kind.RESOURCE_LIMIT_EXCEEDED,
                "An organisation has at most " + ALL_MAX + " tokens: revoke one first");
          }
          var token =
              new Token(
                  id,
                  in.nid(),
                  name,
                  actor.userNid(),
                  actor.user(),
                  now,
                  now + life.toMillis(),
                  Optional.empty());
          store.add(tx, token, SecretHash.of(secret), request);
          enrolment.note(tx, row, in, actor, "make directory token", name);
          return new Made(token, secret);
        });
  }

  private void refuseOther(Token before, String name, Duration life) {
    var same =
        before.name().equals(name)
            && before.expiresMs() - before.createdMs() == life.toMillis()
            && before.expiresMs() > clock.millis()
            && before.usedMs().isEmpty();
    if (!same) {
      throw Refused.conflict("This request made another token, or one that was used already");
    }
  }

  List<Told> all(Actor actor, String organisation) {
    return enrolment.in(
        actor,
        organisation,
        (tx, in) ->
            store.all(tx, in.nid(), ALL_MAX).stream()
                .map(
                    token ->
                        new Told(
                            token,
                            token.expiresMs() > clock.millis()
                                && enrolment.isDecidedBy(tx, token.by(), in.nid())))
                .toList());
  }

  void revoke(Actor actor, String organisation, String id) {
    long row = enrolment.next();
    enrolment.in(
        actor,
        organisation,
        (tx, in) -> {
          if (!store.remove(tx, in.nid(), id)) {
            throw Refused.notFound();
          }
          enrolment.note(tx, row, in, actor, "revoke directory token", id);
          return in;
        });
  }

  /// Who speaks.
  ///
  /// @throws Refused missingToken, or unknownToken when this one is good for nothing, whatever the
  ///     reason
  Directory directory(Optional<String> secret) {
    var hash = SecretHash.of(secret.orElseThrow(Refused::missingToken));
    long now = clock.millis();
    var token =
        db.read(
                tx ->
                    store
                        .find(tx, hash, now)
                        .filter(one -> enrolment.isDecidedBy(tx, one.by(), one.organisation())))
            .orElseThrow(() -> Refused.unknownToken(false));
    if (token.usedMs().orElse(0L) < now - USED_EVERY.toMillis()) {
      db.write(
          tx -> {
            store.used(tx, token.id(), now);
            return token;
          });
    }
    var server = servers.find(token.maker().server()).orElseThrow();
    return new Directory(token, server);
  }

  /// Counts an account that is made by a directory, in the transaction that makes it.
  ///
  /// @throws Refused limitExceeded when it has made as many today as it may
  void count(Tx tx, Directory of) {
    long now = clock.millis();
    long day = Math.floorDiv(now, DAY.toMillis());
    if (!store.count(tx, of.token().id(), day, MADE_A_DAY)) {
      throw Refused.limitExceeded(Duration.ofMillis((day + 1) * DAY.toMillis() - now));
    }
  }
}
