package parvis.core.keys;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import parvis.base.Actor;
import parvis.platform.log.Log;
import parvis.platform.log.LogRow;
import parvis.platform.log.Syncable;
import parvis.platform.log.SyncableWrite;
import parvis.protocol.json.JsonObject;
import parvis.protocol.json.JsonWriter;

/// Messages to devices. Each is a row of the log until its device has shown to have it.
final class ToDevice {
  private static final int TRANSACTIONS_MAX = 200_000;
  private static final Duration TRANSACTIONS_KEPT = Duration.ofHours(1);

  private final Log log;

  /// Transactions of late: sent again, their messages would reach even those who have them.
  private final Cache<String, Boolean> sent =
      Caffeine.newBuilder()
          .maximumSize(TRANSACTIONS_MAX)
          .expireAfterWrite(TRANSACTIONS_KEPT)
          .build();

  ToDevice(Log log) {
    this.log = log;
  }

  record Addressed(long user, String device, JsonObject content) {}

  /// The same transaction again writes the same rows again: nobody gets a message twice who has not
  /// yet received it.
  void send(Actor actor, String type, String txn, List<Addressed> messages) {
    var origin = actor.scope() + "." + type + "." + txn;
    if (messages.isEmpty() || sent.getIfPresent(origin) != null) {
      return;
    }
    var things = new ArrayList<Syncable>();
    for (var message : messages) {
      var event =
          JsonObject.of("type", type, "sender", actor.user().value(), "content", message.content());
      things.add(
          new Syncable(
              LogRow.TO_DEVICE,
              message.user(),
              0,
              new InboxKey(message.device(), origin).text(),
              JsonWriter.write(event),
              false,
              null));
    }
    log.append(new SyncableWrite(things)).join();
    sent.put(origin, true);
  }
}
