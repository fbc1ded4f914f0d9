package parvis.bench;

import io.vertx.core.http.HttpMethod;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import parvis.protocol.json.JsonArray;
import parvis.protocol.json.JsonObject;

/// The accounts and rooms that a load plays with, made when missing and kept between runs.
final class Cast {
  private static final String SYNAPSE_REGISTER = "/_synapse/admin/v1/register";
  private static final String REGISTER = "/_matrix/client/v3/register";
  private static final String WHOAMI = "/_matrix/client/v3/account/whoami";
  private static final String PASSWORD = "a long password of the bench 7391";

  private final Desk desk;
  private final String run;
  private final Optional<String> sharedSecret;
  private final CastFile file;
  private final Latencies joins = new Latencies();

  private Cast(Desk desk, String run, Optional<String> sharedSecret, CastFile file) {
    this.desk = desk;
    this.run = run;
    this.sharedSecret = sharedSecret;
    this.file = file;
  }

  /// The cast of this file, or a new one when the homeserver does not know its accounts any more.
  static Cast open(Desk desk, String run, Optional<String> sharedSecret, Optional<Path> path) {
    CastFile file = CastFile.read(path);
    Optional<String> known = file.anyAccount().map(Account::authorization);
    if (known.isPresent() && !desk.ask(HttpMethod.GET, WHOAMI, known.get(), null).ok()) {
      System.err.println("The homeserver no longer knows these accounts: making new ones.");
      file.clear();
    }
    return new Cast(desk, run, sharedSecret, file);
  }

  Desk desk() {
    return desk;
  }

  /// How long the joins of this run took, those of creators left out.
  Latencies joins() {
    return joins;
  }

  /// This many accounts for one purpose: always the same ones first, and in no rooms but those of
  /// their purpose.
  List<Account> accounts(String kind, int count) {
    int have = file.accounts(kind).size();
    if (have < count) {
      System.err.println("Making " + (count - have) + " accounts.");
      desk.each(
          IntStream.range(have, count).boxed().toList(),
          i -> file.add(kind, register(kind + "-" + i)));
    }
    return file.accounts(kind).subList(0, count);
  }

  /// Rooms with exactly these members, the first of each being its creator; `kind` names their
  /// purpose and shape, so that another load does not take them.
  List<Room> rooms(String kind, List<List<Account>> members) {
    List<String> ids = ids(kind, members);
    record Joining(int room, Account account) {}
    List<Joining> joinings = new ArrayList<>();
    int widest = members.stream().mapToInt(List::size).max().orElse(0);
    for (int member = 1; member < widest; member++) {
      for (int room = 0; room < ids.size(); room++) {
        if (member >= members.get(room).size()) continue;
        Account account = members.get(room).get(member);
        if (!file.joined(ids.get(room), account)) joinings.add(new Joining(room, account));
      }
    }
    if (!joinings.isEmpty()) System.err.println("Joining " + joinings.size() + " times.");
    desk.each(joinings, joining -> join(ids.get(joining.room()), joining.account()));
    return IntStream.range(0, ids.size())
        .mapToObj(i -> new Room(ids.get(i), members.get(i)))
        .toList();
  }

  private List<String> ids(String kind, List<List<Account>> members) {
    List<Integer> missing =
        IntStream.range(0, members.size())
            .filter(i -> file.room(kind + "/" + i).isEmpty())
            .boxed()
            .toList();
    if (!missing.isEmpty()) System.err.println("Making " + missing.size() + " rooms.");
    desk.each(missing, i -> file.add(kind + "/" + i, create(members.get(i).getFirst())));
    return IntStream.range(0, members.size())
        .mapToObj(i -> file.room(kind + "/" + i).orElseThrow())
        .toList();
  }

  /// Whether this was noted by `note` in this or an earlier run.
  boolean noted(String fact) {
    return file.room(fact).isPresent();
  }

  void note(String fact) {
    file.add(fact, "-");
  }

  /// spec: cs-api#post_matrixclientv3createroom
  private String create(Account creator) {
    JsonObject body =
        JsonObject.of("preset", "public_chat", "visibility", "private", "name", "Bench");
    return desk.must(
            HttpMethod.POST, "/_matrix/client/v3/createRoom", creator.authorization(), body)
        .string("room_id")
        .orElseThrow();
  }

  /// spec: cs-api#post_matrixclientv3joinroomidoralias
  void join(String room, Account account) {
    long begun = System.nanoTime();
    desk.must(
        HttpMethod.POST,
        "/_matrix/client/v3/join/" + Room.encoded(room),
        account.authorization(),
        JsonObject.EMPTY);
    joins.record(System.nanoTime() - begun);
    file.addJoin(room, account);
  }

  private Account register(String role) {
    String name = "bench-" + run + "-" + role;
    JsonObject answer =
        sharedSecret
            .map(secret -> registerBySecret(name, secret))
            .orElseGet(() -> registerOpenly(name));
    return new Account(
        answer.string("user_id").orElseThrow(), answer.string("access_token").orElseThrow());
  }

  private JsonObject registerBySecret(String name, String secret) {
    String nonce =
        desk.must(HttpMethod.GET, SYNAPSE_REGISTER, null, null).string("nonce").orElseThrow();
    JsonObject body =
        JsonObject.of(
            "nonce",
            nonce,
            "username",
            name,
            "password",
            PASSWORD,
            "admin",
            false,
            "mac",
            mac(secret, nonce + "\0" + name + "\0" + PASSWORD + "\0notadmin"));
    return desk.must(HttpMethod.POST, SYNAPSE_REGISTER, null, body);
  }

  /// spec: cs-api#post_matrixclientv3register
  private JsonObject registerOpenly(String name) {
    JsonObject body =
        JsonObject.of(
            "username",
            name,
            "password",
            PASSWORD,
            "auth",
            JsonObject.of("type", "m.login.dummy"),
            "initial_device_display_name",
            "bench");
    return desk.must(HttpMethod.POST, REGISTER, null, body);
  }

  static String mac(String secret, String text) {
    try {
      Mac mac = Mac.getInstance("HmacSHA1");
      mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA1"));
      return HexFormat.of().formatHex(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has HMAC-SHA1", e);
    }
  }

  /// Where each of these accounts stands now: the token of an initial sync.
  List<String> tokens(List<Account> accounts, int timelineMax) {
    System.err.println("Syncing " + accounts.size() + " accounts for the first time.");
    String[] tokens = new String[accounts.size()];
    desk.each(
        IntStream.range(0, tokens.length).boxed().toList(),
        i -> {
          Account account = accounts.get(i);
          String uri = Poller.path(filter(account, timelineMax), Duration.ZERO);
          Answer sync = desk.ask(HttpMethod.GET, uri, account.authorization(), null);
          tokens[i] =
              Scan.nextBatch(sync.body().getBytes())
                  .orElseThrow(() -> new Desk.Failed("first sync: " + sync.failure()));
        });
    return List.of(tokens);
  }

  /// A filter kept on the server, so that each sync names it and does not carry it.
  ///
  /// spec: cs-api#post_matrixclientv3useruseridfilter
  String filter(Account account, int timelineMax) {
    String key = "filter/" + timelineMax + "/" + account.user();
    return file.room(key)
        .orElseGet(
            () -> {
              String id = makeFilter(account, timelineMax);
              file.add(key, id);
              return id;
            });
  }

  private String makeFilter(Account account, int timelineMax) {
    JsonObject body =
        JsonObject.of(
            "room",
            JsonObject.of(
                "timeline",
                JsonObject.of("limit", (long) timelineMax),
                "state",
                JsonObject.of("lazy_load_members", true)),
            "presence",
            JsonObject.of("types", JsonArray.EMPTY));
    String uri = "/_matrix/client/v3/user/" + Room.encoded(account.user()) + "/filter";
    return desk.must(HttpMethod.POST, uri, account.authorization(), body)
        .string("filter_id")
        .orElseThrow();
  }
}
