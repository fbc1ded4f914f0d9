package parvis.core.identity;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import parvis.base.Refused;
import parvis.core.identity.Servers.Server;
import parvis.platform.config.Registration;
import parvis.platform.db.Db;
import parvis.platform.db.Tx;
import parvis.platform.secret.MasterKey;
import parvis.protocol.id.Address;

/// How people come to have accounts on a server: what an administrator decided, else what the
/// configuration says.
final class Admission {
  static final int TOKEN_CHARS_MAX = 64;
  private static final String TOKEN = "registration token";
  private static final Pattern TOKEN_GRAMMAR =
      Pattern.compile("[A-Za-z0-9._~-]{1," + TOKEN_CHARS_MAX + "}");

  /// The mode, and the token that lets in who knows it where the mode is `TOKEN`.
  record Rules(Registration mode, Optional<String> token) {}

  private final Db db;
  private final Registration configured;
  private final MasterKey masterKey;
  private final Secrets secrets;
  private final Invitations invitations;

  /// What else lets people in than this server's tokens and invitations.
  private volatile BiFunction<Server, String, Optional<EntryWord>> words =
      (_, _) -> Optional.empty();

  private volatile Belonging belonging = Belonging.NONE;

  Admission(
      Db db,
      Registration configured,
      MasterKey masterKey,
      Secrets secrets,
      Invitations invitations) {
    this.db = db;
    this.configured = configured;
    this.masterKey = masterKey;
    this.secrets = secrets;
    this.invitations = invitations;
  }

  Rules rules(Server server) {
    return db.read(
            tx ->
                tx.first(
                    row ->
                        new Rules(
                            mode(row.text("mode")).orElseThrow(),
                            row.optionalBytes("sealed_token").map(this::opened)),
                    "select mode, sealed_token from registration where server = ?",
                    server.nid()))
        .orElseGet(() -> new Rules(configured, Optional.empty()));
  }

  /// Decides, for as long as nobody decides otherwise. Where a token is needed and none was ever
  /// named, one is made.
  Rules decide(Server server, Registration mode, Optional<String> token) {
    Optional<String> kept = token.or(() -> rules(server).token());
    if (mode == Registration.TOKEN && kept.isEmpty()) kept = Optional.of(secrets.code());
    Rules decided = new Rules(mode, kept);
    db.write(tx -> set(tx, server, decided));
    return decided;
  }

  /// What must happen together with the making of an invitation: where registration is closed, it
  /// opens to who holds one.
  Consumer<Tx> inviting(Server server) {
    Rules rules = rules(server);
    if (rules.mode() != Registration.CLOSED) return tx -> {};
    return tx -> set(tx, server, new Rules(Registration.INVITATION, rules.token()));
  }

  private int set(Tx tx, Server server, Rules rules) {
    byte @Nullable [] sealed =
        rules
            .token()
            .map(word -> masterKey.seal(TOKEN, word.getBytes(StandardCharsets.UTF_8)))
            .orElse(null);
    return tx.run(
        """
        insert into registration (server, mode, sealed_token) values (?, ?, ?)
        on conflict (server) do update
        set mode = excluded.mode, sealed_token = excluded.sealed_token
        """,
        server.nid(),
        word(rules.mode()),
        sealed);
  }

  /// Refuses a token outside the grammar.
  ///
  /// spec: cs-api#token-authenticated-registration
  static void checkToken(String token) {
    if (!TOKEN_GRAMMAR.matcher(token).matches()) {
      throw Refused.invalidParam(
          "A registration token has up to " + TOKEN_CHARS_MAX + " letters, digits and . _ ~ -");
    }
  }

  /// Makes sure that a server whose mode is `TOKEN` has one.
  void begin(Server server) {
    Rules rules = rules(server);
    if (rules.mode() == Registration.TOKEN && rules.token().isEmpty()) {
      decide(server, rules.mode(), Optional.empty());
    }
  }

  /// Whether this token would let somebody in now.
  boolean admits(Server server, String token) {
    Rules rules = rules(server);
    if (rules.mode() == Registration.CLOSED) return false;
    return isSharedToken(rules, token)
        || invitations.find(server, token).isPresent()
        || word(server, token).isPresent();
  }

  /// Whether whoever has an address gets an account by it, by these rules: where not everybody is
  /// kept out, whoever is of an organisation; where nobody is, anyone.
  boolean admits(Tx tx, Server server, Rules rules, Address address) {
    boolean belongs = belonging.admits(tx, server, address);
    return switch (rules.mode()) {
      case CLOSED -> false;
      case INVITATION, TOKEN -> belongs;
      case OPEN -> true;
    };
  }

  /// Lets addresses of organisations admit people, too.
  void admit(Belonging belonging) {
    this.belonging = belonging;
  }

  /// Whether somebody's name is as their organisation gives it.
  boolean locksName(long user) {
    return db.read(tx -> belonging.locksName(tx, user));
  }

  /// Whether what somebody does is as their organisation says it.
  boolean locksFunction(long user) {
    return db.read(tx -> belonging.locksFunction(tx, user));
  }

  /// What people call this house: its one organisation, where it has one.
  Optional<String> house(Server server) {
    return db.read(tx -> belonging.house(tx, server));
  }

  /// Whether their organisation asks a second factor of somebody.
  boolean asksSecondFactor(long user, boolean ofAdministrators) {
    return db.read(tx -> belonging.asksSecondFactor(tx, user, ofAdministrators));
  }

  /// Refuses, in the transaction that makes an account, a program that could not go on with the
  /// second factor that an organisation asks of it: neither the account nor the use of what let it
  /// be made remains.
  void refuseUnprovable(Tx tx, Account made) {
    if (belonging.asksSecondFactor(tx, made.userNid(), false)) {
      throw Refused.forbidden(
          "This organisation asks for a second factor: make the account with your browser");
    }
  }

  String secondFactorRule() {
    return db.read(belonging::secondFactorRule);
  }

  /// Lets other words admit people, too; those that were let before stay.
  void admit(BiFunction<Server, String, Optional<EntryWord>> words) {
    var before = this.words;
    this.words = (server, word) -> before.apply(server, word).or(() -> words.apply(server, word));
  }

  /// What somebody has who shows an entry word, and no token of the server's.
  Optional<EntryWord> word(Server server, String token) {
    return words.apply(server, token);
  }

  /// What must happen together with the making of an account that this token admits.
  Consumer<Tx> use(Server server, String token) {
    if (isSharedToken(rules(server), token)) return tx -> {};
    return tx -> {
      if (!invitations.use(tx, server, token)) {
        throw Refused.forbidden("This invitation has expired or was used");
      }
    };
  }

  private static boolean isSharedToken(Rules rules, String token) {
    return rules.mode() == Registration.TOKEN
        && rules
            .token()
            .filter(shared -> same(Secrets.read(shared), Secrets.read(token)))
            .isPresent();
  }

  private static boolean same(String one, String other) {
    return MessageDigest.isEqual(
        one.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8));
  }

  /// A mode as it is written in answers and in the database.
  static String word(Registration mode) {
    return mode.name().toLowerCase(Locale.ROOT);
  }

  static Optional<Registration> mode(String word) {
    return Arrays.stream(Registration.values()).filter(mode -> word(mode).equals(word)).findFirst();
  }

  private String opened(byte[] sealed) {
    return new String(masterKey.open(TOKEN, sealed), StandardCharsets.UTF_8);
  }
}
