package parvis.core.identity;

import java.security.SecureRandom;
import java.time.Clock;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import parvis.platform.config.StartRefused;
import parvis.platform.db.Db;
import parvis.platform.db.Tx;
import parvis.platform.secret.MasterKey;
import parvis.protocol.id.KeyId;
import parvis.protocol.id.ServerName;
import parvis.protocol.sign.Signer;
import parvis.protocol.sign.Verifier;

/// The homeservers that live in this deployment, and the keys they sign with.
///
/// A server name is data: `primary` is the one of the configuration, and nothing may assume that it
/// is the only one.
public final class Servers {
  private static final String SEED = "signing key";
  private static final int KEY_NAME_BYTES = 4;

  /// One homeserver of ours.
  public record Server(long nid, ServerName name, KeyId keyId, byte[] publicKey, Signer signer) {}

  private final Db db;
  private final LongSupplier nids;
  private final MasterKey masterKey;
  private final Ed25519 ed25519 = Ed25519.best();
  private final SecureRandom random;
  private final Clock clock;
  private final Map<ServerName, Server> all = new ConcurrentHashMap<>();
  private final Server primary;

  Servers(
      Db db,
      LongSupplier nids,
      MasterKey masterKey,
      SecureRandom random,
      Clock clock,
      ServerName primary) {
    this.db = db;
    this.nids = nids;
    this.masterKey = masterKey;
    this.random = random;
    this.clock = clock;
    this.primary = open(primary);
  }

  /// The server of the configuration.
  public Server primary() {
    return primary;
  }

  /// The server that a request's `Host` asks for: the one of that name, else the primary one.
  public Server at(String host) {
    return ServerName.parse(host).flatMap(this::find).orElse(primary);
  }

  public Optional<Server> find(ServerName name) {
    return Optional.ofNullable(all.get(name));
  }

  public boolean isLocal(ServerName name) {
    return all.containsKey(name);
  }

  /// What this server of ours signs with.
  public Signer signer(ServerName name) {
    return find(name)
        .orElseThrow(() -> new IllegalStateException(name + " is not one of our servers"))
        .signer();
  }

  /// Checks signatures of any server.
  public Verifier verifier() {
    return ed25519;
  }

  private Server open(ServerName name) {
    long fresh = nids.getAsLong();
    Server server = db.write(tx -> stored(tx, name, fresh));
    all.put(name, server);
    return server;
  }

  private Server stored(Tx tx, ServerName name, long fresh) {
    long nid =
        tx.first(row -> row.number("nid"), "select nid from server where name = ?", name.value())
            .orElseGet(() -> insert(tx, name, fresh));
    return newestKey(tx, nid, name).orElseGet(() -> newKey(tx, nid, name));
  }

  /// Adds a server to an empty database. A name that changed is a mistake: everybody's id holds it.
  private long insert(Tx tx, ServerName name, long fresh) {
    List<String> others = tx.list(row -> row.text("name"), "select name from server limit 2");
    if (!others.isEmpty()) {
      throw new StartRefused(
          "This database belongs to the server "
              + others.getFirst()
              + " and not to "
              + name
              + ": a server name never changes; use that name or another database");
    }
    tx.run("insert into server (nid, name) values (?, ?)", fresh, name.value());
    return fresh;
  }

  private Optional<Server> newestKey(Tx tx, long nid, ServerName name) {
    return tx.first(
        row -> {
          KeyId keyId = new KeyId(row.text("key_id"));
          byte[] seed = masterKey.open(SEED, row.bytes("sealed_seed"));
          return server(nid, name, keyId, seed);
        },
        """
        select key_id, sealed_seed from signing_key
        where server = ? order by created_ms desc, key_id limit 1
        """,
        nid);
  }

  private Server newKey(Tx tx, long nid, ServerName name) {
    byte[] seed = new byte[Ed25519.SEED_BYTES];
    random.nextBytes(seed);
    byte[] keyName = new byte[KEY_NAME_BYTES];
    random.nextBytes(keyName);
    KeyId keyId = new KeyId("ed25519:" + HexFormat.of().formatHex(keyName));
    tx.run(
        """
        insert into signing_key (server, key_id, sealed_seed, public_key, created_ms)
        values (?, ?, ?, ?, ?)
        """,
        nid,
        keyId.value(),
        masterKey.seal(SEED, seed),
        Ed25519.publicKey(seed),
        clock.millis());
    return server(nid, name, keyId, seed);
  }

  private Server server(long nid, ServerName name, KeyId keyId, byte[] seed) {
    return new Server(nid, name, keyId, Ed25519.publicKey(seed), ed25519.signer(keyId, seed));
  }
}
