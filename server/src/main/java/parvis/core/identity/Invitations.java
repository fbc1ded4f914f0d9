package parvis.core.identity;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import parvis.base.Actor;
import parvis.base.Refused;
import parvis.core.identity.Servers.Server;
import parvis.platform.db.Db;
import parvis.platform.db.Row;
import parvis.platform.db.Tx;
import parvis.platform.secret.MasterKey;
import parvis.protocol.id.UserId;

/// Links that let people make an account: each for some time and for some people.
final class Invitations {
  static final Duration LIFE = Duration.ofDays(7);
  static final Duration LIFE_MAX = Duration.ofDays(90);
  static final int USES_MAX = 1_000;

  /// Links of one server that are valid at the same time.
  static final int VALID_MAX = 1_000;

  private static final String TOKEN = "invitation";

  /// A valid link.
  ///
  /// @param uses how many people it lets in, in all
  record Invitation(String token, UserId invitedBy, long expiresMs, long usesLeft, long uses) {}

  private final Db db;
  private final MasterKey masterKey;
  private final Secrets secrets;
  private final Clock clock;

  Invitations(Db db, MasterKey masterKey, Secrets secrets, Clock clock) {
    this.db = db;
    this.masterKey = masterKey;
    this.secrets = secrets;
    this.clock = clock;
  }

  /// When a link ends that is made now.
  long expiring(Duration life) {
    return clock.millis() + life.toMillis();
  }

  /// Makes a link together with something else: both or none.
  ///
  /// @param named the token that it is to have; absent: one that nobody guesses
  /// @throws Refused invalidParam when there is one of that name
  Invitation create(
      Server server,
      Actor actor,
      Optional<String> named,
      long expires,
      int uses,
      Consumer<Tx> together) {
    return create(server, actor, new Wish(named, expires, uses, Optional.empty()), together);
  }

  /// What a link is to be.
  ///
  /// @param named the token that it is to have; absent: one that nobody guesses
  /// @param request its maker's name for this one wish, the answer to which is the same again
  record Wish(Optional<String> named, long expires, int uses, Optional<String> request) {}

  Invitation create(Server server, Actor actor, Wish wish, Consumer<Tx> together) {
    String token = wish.named().orElseGet(secrets::link);
    int uses = wish.uses();
    long expires = wish.expires();
    long now = clock.millis();
    byte[] sealed = masterKey.seal(TOKEN, token.getBytes(StandardCharsets.UTF_8));
    return db.write(
        tx -> {
          hold(tx, server);
          forgetOver(tx, server, now);
          Optional<Invitation> asked =
              wish.request().flatMap(name -> asked(tx, server, actor, name));
          if (asked.isPresent()) return asked.get();
          if (count(tx, server) >= VALID_MAX) {
            throw Refused.of(
                Refused.Kind.RESOURCE_LIMIT_EXCEEDED,
                "There are already " + VALID_MAX + " invitations; withdraw some of them first");
          }
          together.accept(tx);
          int made =
              tx.run(
                  """
              insert into invitation
                (hash, server, sealed_token, invited_by, created_ms, expires_ms, uses_left, uses,
                 request)
              values (?, ?, ?, ?, ?, ?, ?, ?, ?)
              on conflict (hash) do nothing
              """,
                  SecretHash.of(token).bytes(),
                  server.nid(),
                  sealed,
                  actor.userNid(),
                  now,
                  expires,
                  uses,
                  uses,
                  wish.request().orElse(null));
          if (made == 0) throw Refused.invalidParam("There is an invitation of this name");
          return new Invitation(token, actor.user(), expires, uses, uses);
        });
  }

  private Optional<Invitation> asked(Tx tx, Server server, Actor actor, String request) {
    return tx.first(
        this::invitation,
        """
        select sealed_token, user_id, expires_ms, uses_left,
          coalesce(uses, uses_left) as uses
        from invitation join matrix_user on matrix_user.nid = invited_by
        where server = ? and invited_by = ? and request = ?
        """,
        server.nid(),
        actor.userNid(),
        request);
  }

  /// Lets another number of people in, those who came already included, until another moment. It is
  /// empty, and all as it was, when the number is not above those who came.
  Optional<Invitation> change(Server server, String token, int uses, long expiresMs) {
    int changed =
        db.write(
            tx ->
                tx.run(
                    """
                update invitation
                   set expires_ms = ?, uses = ?,
                       uses_left = ? - (coalesce(uses, uses_left) - uses_left)
                 where hash = ? and server = ? and ? > coalesce(uses, uses_left) - uses_left
                """,
                    expiresMs,
                    uses,
                    uses,
                    SecretHash.of(token).bytes(),
                    server.nid(),
                    uses));
    return changed == 0 ? Optional.empty() : find(server, token);
  }

  /// The links that still let somebody in, the newest first.
  List<Invitation> valid(Server server) {
    return db.read(
        tx ->
            tx.list(
                this::invitation,
                """
                select sealed_token, user_id, expires_ms, uses_left,
                  coalesce(uses, uses_left) as uses
                from invitation join matrix_user on matrix_user.nid = invited_by
                where server = ? and expires_ms > ? and uses_left > 0
                order by created_ms desc limit ?
                """,
                server.nid(),
                clock.millis(),
                VALID_MAX));
  }

  Optional<Invitation> find(Server server, String token) {
    return db.read(
        tx ->
            tx.first(
                this::invitation,
                """
                select sealed_token, user_id, expires_ms, uses_left,
                  coalesce(uses, uses_left) as uses
                from invitation join matrix_user on matrix_user.nid = invited_by
                where hash = ? and server = ? and expires_ms > ? and uses_left > 0
                """,
                SecretHash.of(token).bytes(),
                server.nid(),
                clock.millis()));
  }

  /// Counts one person in; false when the link no longer lets anybody in.
  boolean use(Tx tx, Server server, String token) {
    return tx.run(
            """
            update invitation set uses_left = uses_left - 1
            where hash = ? and server = ? and expires_ms > ? and uses_left > 0
            """,
            SecretHash.of(token).bytes(),
            server.nid(),
            clock.millis())
        == 1;
  }

  /// Makes a link worthless; false when it already was.
  boolean withdraw(Server server, String token) {
    return db.write(
        tx ->
            tx.run(
                    "delete from invitation where hash = ? and server = ?",
                    SecretHash.of(token).bytes(),
                    server.nid())
                == 1);
  }

  /// One after the other, so that the bound holds for many requests at once too.
  private static void hold(Tx tx, Server server) {
    tx.list(row -> true, "select 1 from server where nid = ? for no key update", server.nid());
  }

  private static void forgetOver(Tx tx, Server server, long now) {
    tx.run(
        "delete from invitation where server = ? and (expires_ms <= ? or uses_left = 0)",
        server.nid(),
        now);
  }

  private static long count(Tx tx, Server server) {
    return tx.first(
            row -> row.number("n"),
            "select count(*) as n from invitation where server = ?",
            server.nid())
        .orElseThrow();
  }

  private Invitation invitation(Row row) {
    String token =
        new String(masterKey.open(TOKEN, row.bytes("sealed_token")), StandardCharsets.UTF_8);
    return new Invitation(
        token,
        new UserId(row.text("user_id")),
        row.number("expires_ms"),
        row.number("uses_left"),
        row.number("uses"));
  }
}
