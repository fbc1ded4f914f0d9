package parvis.core.openid;

import com.nimbusds.oauth2.sdk.auth.Secret;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import parvis.base.Refused;
import parvis.core.identity.Servers.Server;
import parvis.platform.db.DatabaseFault;
import parvis.platform.db.Db;
import parvis.platform.db.Row;
import parvis.platform.secret.MasterKey;
import parvis.protocol.json.JsonLimits;
import parvis.protocol.json.JsonObject;
import parvis.protocol.json.JsonReader;
import parvis.protocol.json.JsonRefused;

/// The providers by which people come in to a server.
final class Providers {
  /// Of one server.
  static final int PROVIDERS_MAX = 20;

  private static final String SECRET = "secret of a provider";

  private static final String FIND =
      "select id, settings from provider where server = ? and id = ?";

  private static final String ALL =
      "select id, settings from provider where server = ? order by id limit ?";

  private static final String CHANGE =
      "update provider set issuer = ?, settings = ? where server = ? and id = ?";

  private static final String KEEP_SECRET =
      "update provider set sealed_secret = ? where server = ? and id = ?";

  private static final String ADD =
      """
      insert into provider (server, id, issuer, settings, sealed_secret)
      select ?, ?, ?, ?, ?
       where (select count(*) from provider where server = ?) < ?\
      """;

  private final Db db;
  private final MasterKey masterKey;

  Providers(Db db, MasterKey masterKey) {
    this.db = db;
    this.masterKey = masterKey;
  }

  Optional<Provider> find(Server server, String id) {
    return db.read(tx -> tx.first(Providers::provider, FIND, server.nid(), id));
  }

  List<Provider> all(Server server) {
    return db.read(tx -> tx.list(Providers::provider, ALL, server.nid(), PROVIDERS_MAX));
  }

  /// By what we show the provider who asks.
  Secret secret(Server server, Provider provider) {
    byte[] sealed =
        db.read(
                tx ->
                    tx.first(
                        row -> row.bytes("sealed_secret"),
                        "select sealed_secret from provider where server = ? and id = ?",
                        server.nid(),
                        provider.id()))
            .orElseThrow(Refused::notFound);
    return new Secret(new String(masterKey.open(SECRET, sealed), StandardCharsets.UTF_8));
  }

  /// Describes one, known before or not.
  ///
  /// @param secret absent: the one that is known
  /// @throws Refused missingParam when none is; conflict when another one has the issuer
  void put(Server server, Provider provider, Optional<String> secret) {
    Optional<byte[]> sealed =
        secret.map(text -> masterKey.seal(SECRET, text.getBytes(StandardCharsets.UTF_8)));
    String issuer = provider.text("issuer");
    String settings = provider.settings().toString();
    try {
      db.write(
          tx -> {
            int known = tx.run(CHANGE, issuer, settings, server.nid(), provider.id());
            if (known > 0) {
              return sealed
                  .map(it -> tx.run(KEEP_SECRET, it, server.nid(), provider.id()))
                  .orElse(0);
            }
            byte[] fresh =
                sealed.orElseThrow(() -> Refused.missingParam("\"client_secret\" is missing"));
            int added =
                tx.run(
                    ADD,
                    server.nid(),
                    provider.id(),
                    issuer,
                    settings,
                    fresh,
                    server.nid(),
                    PROVIDERS_MAX);
            if (added == 0) {
              throw Refused.of(
                  Refused.Kind.RESOURCE_LIMIT_EXCEEDED,
                  "A house has at most " + PROVIDERS_MAX + " providers");
            }
            return added;
          });
    } catch (DatabaseFault fault) {
      if (fault.violatesUnique("provider_issuer")) {
        throw Refused.of(Refused.Kind.CONFLICT, "Another provider has this issuer");
      }
      throw fault;
    }
  }

  /// Takes one away. What its people are called stays known, should it come back.
  boolean remove(Server server, String id) {
    return db.write(
            tx -> tx.run("delete from provider where server = ? and id = ?", server.nid(), id))
        > 0;
  }

  private static Provider provider(Row row) {
    return new Provider(
        row.text("id"), json(row.text("settings").getBytes(StandardCharsets.UTF_8)));
  }

  /// JSON that we wrote.
  static JsonObject json(byte[] text) {
    try {
      if (JsonReader.read(text, JsonLimits.REQUEST) instanceof JsonObject object) return object;
      throw new IllegalStateException("no object");
    } catch (JsonRefused refused) {
      throw new IllegalStateException(refused);
    }
  }
}
