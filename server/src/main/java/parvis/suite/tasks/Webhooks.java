package parvis.suite.tasks;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Base64;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import parvis.base.Refused;
import parvis.core.rights.Action;
import parvis.core.rooms.Room;
import parvis.platform.db.DatabaseFault;
import parvis.platform.db.Tx;
import parvis.platform.egress.Egress;
import parvis.platform.egress.Outcome;
import parvis.platform.http.Body;
import parvis.platform.http.Said;
import parvis.protocol.json.JsonArray;
import parvis.protocol.json.JsonObject;
import parvis.protocol.json.JsonWriter;

/// Tells programs of others that something of a board changed, and no more: who is told asks for
/// what it has become, with a right of their own. What they are to be told is noted in the
/// transaction that changes it, and tried until they answer, or for a day. It has the same id each
/// time, and is signed by a secret that they share, together with the moment at which it is sent.
/// spec: https://www.standardwebhooks.com
final class Webhooks {
  static final int OF_SPACE_MAX = 10;

  /// Of what one was told, so much is kept.
  static final int TOLD_MAX = 10;

  /// What one is to be told at most: of more, the oldest is left out.
  private static final int WAITING_MAX = 10_000;

  private static final Logger LOG = LoggerFactory.getLogger(Webhooks.class);
  private static final String PURPOSE = "task webhook";
  private static final String SECRET = "whsec_";
  private static final int SECRET_BYTES = 32;
  static final int URI_CHARS_MAX = 1_000;

  /// Programs that are told something at once, and what one is told, one after the other, before
  /// it is the turn of others.
  private static final int SENDING_MAX = 16;

  private static final int OF_ONE_MAX = 8;
  private static final Egress.Bounds BOUNDS =
      new Egress.Bounds(Duration.ofSeconds(5), 16 * 1024, true);

  /// For how long who takes one has it, which is longer than so many take; after which wait it is
  /// asked again, and for how long it is told something.
  private static final Duration TAKEN = Duration.ofMinutes(1);

  private static final Duration WAIT = Duration.ofSeconds(10);
  private static final Duration WAIT_MAX = Duration.ofHours(1);
  private static final int DOUBLED_MAX = 9;
  private static final Duration TRIED = Duration.ofDays(1);

  private final TasksFeature.Needs needs;
  private final BoardStore boards;
  private final WebhookStore store = new WebhookStore();
  private final Semaphore free = new Semaphore(SENDING_MAX);

  Webhooks(TasksFeature.Needs needs, BoardStore boards) {
    this.needs = needs;
    this.boards = boards;
  }

  /// All of a board, each with what it was told last.
  List<JsonObject> all(Reach reach) {
    reach.require(Action.ARRANGE_TASKS);
    return needs
        .db()
        .read(
            tx ->
                store.of(tx, reach.spaceNid(), OF_SPACE_MAX).stream()
                    .map(hook -> hook.json().with("told", told(tx, hook)))
                    .toList());
  }

  private JsonArray told(Tx tx, Webhook hook) {
    var told = store.told(tx, hook.nid(), TOLD_MAX);
    return JsonArray.of(told.stream().map(Webhook.Told::json).toArray());
  }

  /// One that was made, and the secret that is told this once.
  record Made(Webhook hook, String secret) {
    JsonObject json() {
      return hook.json().with("secret", secret);
    }
  }

  Made add(Reach reach, String address, Webhook.Wish wish) {
    reach.require(Action.ARRANGE_TASKS);
    var secret = needs.secrets().bytes(SECRET_BYTES);
    var hook =
        new Webhook(
            needs.nids().getAsLong(),
            needs.secrets().id(),
            uri(address),
            needs.masterKey().seal(PURPOSE, secret),
            new Fact(reach.user().value(), needs.clock().millis()),
            wish,
            OptionalLong.empty(),
            0);
    return needs
        .db()
        .write(
            tx -> {
              boards.lockBoard(tx, reach.spaceNid());
              if (store.of(tx, reach.spaceNid(), OF_SPACE_MAX).size() >= OF_SPACE_MAX) {
                throw Refused.of(
                    Refused.Kind.RESOURCE_LIMIT_EXCEEDED,
                    "A board has no more webhooks than that.");
              }
              store.add(tx, reach.spaceNid(), hook);
              return new Made(hook, SECRET + Base64.getEncoder().encodeToString(secret));
            });
  }

  private static URI uri(String address) {
    try {
      var uri = new URI(address);
      var web = "https".equals(uri.getScheme()) || "http".equals(uri.getScheme());
      if (web
          && address.length() <= URI_CHARS_MAX
          && uri.getHost() != null
          && uri.getRawUserInfo() == null
          && uri.getRawFragment() == null) {
        return uri;
      }
    } catch (URISyntaxException none) {
      throw Said.invalid("uri", "is an address of the web");
    }
    throw Said.invalid("uri", "is an address of the web, without a user or a fragment");
  }

  private Webhook find(Tx tx, Reach reach, String id) {
    return store.of(tx, reach.spaceNid(), OF_SPACE_MAX).stream()
        .filter(hook -> hook.id().equals(id))
        .findFirst()
        .orElseThrow(Refused::notFound);
  }

  /// Has it told other things from now on, or nothing for a while: what changes meanwhile it is
  /// never told, what waited before waits on.
  Webhook change(Reach reach, String id, Body body) {
    reach.require(Action.ARRANGE_TASKS);
    return needs
        .db()
        .write(
            tx -> {
              boards.lockBoard(tx, reach.spaceNid());
              var before = find(tx, reach, id);
              var after = before.with(Webhook.Wish.read(body, before.wish()));
              store.change(tx, after);
              return after;
            });
  }

  /// Tells it at once that somebody tries, paused or not, and waits for what it answers.
  Webhook.Told test(Reach reach, String id) {
    reach.require(Action.ARRANGE_TASKS);
    var hook = needs.db().read(tx -> find(tx, reach, id));
    var kind = Webhook.Kind.TEST;
    var name = "test_" + needs.secrets().id();
    var said =
        JsonObject.of(
            "id",
            name,
            "type",
            kind.word(),
            "space",
            reach.spaceId(),
            "at",
            needs.clock().millis());
    var told = post(hook.uri(), hook.sealedSecret(), name, kind, said);
    needs.db().write(tx -> noted(tx, hook.nid(), told));
    return told;
  }

  private boolean noted(Tx tx, long hook, Webhook.Told told) {
    store.told(tx, hook, told, TOLD_MAX);
    return true;
  }

  void remove(Reach reach, String id) {
    reach.require(Action.ARRANGE_TASKS);
    var there = needs.db().write(tx -> store.remove(tx, reach.spaceNid(), id));
    if (!there) {
      throw Refused.notFound();
    }
  }

  /// Tells what is due; to be called now and then.
  void look() {
    int turns = free.drainPermits();
    try {
      if (turns > 0) {
        for (var batch : taken(turns)) {
          needs.executor().execute(() -> tell(batch));
          turns--;
        }
      }
    } catch (DatabaseFault | RejectedExecutionException fault) {
      LOG.warn("Webhooks are not told yet", fault);
    } finally {
      free.release(turns);
    }
  }

  /// What each of some programs is to be told.
  private Collection<List<WebhookStore.Delivery>> taken(int hooksMax) {
    long now = needs.clock().millis();
    return needs
        .db()
        .write(tx -> store.take(tx, now, now + TAKEN.toMillis(), hooksMax, OF_ONE_MAX))
        .stream()
        .collect(
            Collectors.groupingBy(
                WebhookStore.Delivery::hook, LinkedHashMap::new, Collectors.toList()))
        .values();
  }

  /// Leaves out what is too much to tell; to be called now and then.
  void forget() {
    needs
        .db()
        .write(
            tx -> {
              store.cut(tx, WAITING_MAX);
              return true;
            });
  }

  /// Tells one program some of what waits for it, as long as it answers; where there is more, it
  /// goes on when those have had their turn who wait as well.
  private void tell(List<WebhookStore.Delivery> batch) {
    boolean more = false;
    try {
      if (batch.stream().allMatch(this::isTold)) {
        needs.db().write(tx -> next(tx, batch.getFirst()));
        more = batch.size() == OF_ONE_MAX;
      }
    } catch (RuntimeException fault) {
      LOG.warn("A webhook is told again later", fault);
    } finally {
      free.release();
    }
    if (more) {
      look();
    }
  }

  private boolean next(Tx tx, WebhookStore.Delivery delivery) {
    store.next(tx, delivery.hook(), needs.clock().millis());
    return true;
  }

  private boolean isTold(WebhookStore.Delivery delivery) {
    Webhook.Told told;
    try {
      told = send(delivery);
    } catch (RuntimeException fault) {
      LOG.warn("A webhook could not be told", fault);
      var kind = Note.kind(delivery.key(), delivery.version()).word();
      told = new Webhook.Told(kind, needs.clock().millis(), 0, Webhook.Outcome.FAILED);
    }
    return settled(delivery, told);
  }

  private Webhook.Told send(WebhookStore.Delivery delivery) {
    var space = needs.rooms().find(delivery.space()).map(Room::id);
    var id = "change_" + delivery.nid();
    var kind = Note.kind(delivery.key(), delivery.version());
    var said =
        JsonObject.builder()
            .put("id", id)
            .put("type", kind.word())
            .putIf("space", space.map(one -> one.value()))
            .put(kind == Webhook.Kind.BOARD_CHANGED ? "board" : "task", delivery.key())
            .put("version", delivery.version())
            .put("at", delivery.atMs())
            .build();
    return post(delivery.uri(), delivery.sealedSecret(), id, kind, said);
  }

  private Webhook.Told post(
      URI uri, byte[] sealedSecret, String id, Webhook.Kind kind, JsonObject said) {
    var body = JsonWriter.write(said);
    var headers = headers(sealedSecret, id, body);
    var outcome = needs.egress().post("webhook", uri, body, "application/json", headers, BOUNDS);
    int status = outcome instanceof Outcome.Answered answered ? answered.status() : 0;
    var became =
        switch (outcome) {
          case Outcome.Answered _ ->
              status >= 200 && status < 300 ? Webhook.Outcome.TOLD : Webhook.Outcome.REFUSED;
          case Outcome.Barred _ -> Webhook.Outcome.BARRED;
          case Outcome.Failed _ -> Webhook.Outcome.FAILED;
        };
    return new Webhook.Told(kind.word(), needs.clock().millis(), status, became);
  }

  private Map<String, String> headers(byte[] sealedSecret, String id, byte[] body) {
    var at = Long.toString(needs.clock().millis() / 1_000);
    var signed = id + "." + at + "." + new String(body, StandardCharsets.UTF_8);
    try {
      var mac = Mac.getInstance("HmacSHA256");
      var secret = needs.masterKey().open(PURPOSE, sealedSecret);
      mac.init(new SecretKeySpec(secret, "HmacSHA256"));
      var signature = mac.doFinal(signed.getBytes(StandardCharsets.UTF_8));
      return Map.of(
          "webhook-id", id,
          "webhook-timestamp", at,
          "webhook-signature", "v1," + Base64.getEncoder().encodeToString(signature));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /// Keeps what came of it; whether it was told.
  private boolean settled(WebhookStore.Delivery delivery, Webhook.Told told) {
    long now = needs.clock().millis();
    boolean heard = told.outcome() == Webhook.Outcome.TOLD;
    return needs
        .db()
        .write(
            tx -> {
              store.told(tx, delivery.hook(), told, TOLD_MAX);
              if (heard) {
                store.answered(tx, delivery, told.status());
              } else {
                long due = now + pause(delivery.failing()).toMillis();
                store.failed(tx, delivery, told.status(), due, now - TRIED.toMillis(), WAITING_MAX);
              }
              return heard;
            });
  }

  /// @param failing how often in a row it did not answer before
  private static Duration pause(long failing) {
    var pause = WAIT.multipliedBy(1L << Math.min(failing, DOUBLED_MAX));
    return pause.compareTo(WAIT_MAX) < 0 ? pause : WAIT_MAX;
  }
}
