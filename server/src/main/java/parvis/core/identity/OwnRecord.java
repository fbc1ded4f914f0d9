package parvis.core.identity;

import java.util.Optional;
import java.util.stream.Stream;
import parvis.base.Actor;
import parvis.platform.db.Db;
import parvis.platform.db.Row;
import parvis.protocol.json.JsonArray;
import parvis.protocol.json.JsonObject;

/// What identity keeps of one person, as it is told to themselves.
final class OwnRecord {
  private static final String ACCOUNT =
      """
      select created_ms, admin, terms_version, terms_accepted_ms, language from account where "user" = ?""";

  private final Db db;
  private final Profiles profiles;
  private final Addresses addresses;
  private final Devices devices;

  OwnRecord(Db db, Profiles profiles, Addresses addresses, Devices devices) {
    this.db = db;
    this.profiles = profiles;
    this.addresses = addresses;
    this.devices = devices;
  }

  JsonObject of(Actor actor) {
    long user = actor.userNid();
    return JsonObject.of(
        "account",
        account(actor),
        "profile",
        profiles.fields(Optional.of(actor), actor.user()).orElse(JsonObject.EMPTY),
        "addresses",
        JsonArray.of(
            Stream.concat(
                    addresses.of(user).stream().map(OwnRecord::address),
                    addresses.sharer(user).stream().map(OwnRecord::shared))
                .toArray()),
        "devices",
        JsonArray.of(devices.of(user).stream().map(OwnRecord::device).toArray()));
  }

  private JsonObject account(Actor actor) {
    return db.read(tx -> tx.first(row -> account(actor, row), ACCOUNT, actor.userNid()))
        .orElse(JsonObject.EMPTY);
  }

  private static JsonObject account(Actor actor, Row row) {
    JsonObject.Builder told =
        JsonObject.builder()
            .put("user_id", actor.user().value())
            .put("created_ts", row.number("created_ms"))
            .put("admin", row.bool("admin"))
            .putIf("terms_version", row.optionalText("terms_version"))
            .putIf("language", row.optionalText("language"));
    row.optionalNumber("terms_accepted_ms").ifPresent(at -> told.put("terms_accepted_ts", at));
    return told.build();
  }

  private static JsonObject address(Addresses.Proven one) {
    return JsonObject.of(
        "address", one.address().value(), "proven_ts", one.provenMs(), "added_ts", one.addedMs());
  }

  private static JsonObject shared(Addresses.Sharer one) {
    return JsonObject.of(
        "address", one.address().value(), "shared", true, "added_ts", one.sinceMs());
  }

  private static JsonObject device(Device one) {
    return JsonObject.builder()
        .put("device_id", one.id())
        .putIf("display_name", one.name())
        .put("since_ts", one.sinceMs())
        .put("last_seen_ts", one.seenMs())
        .put("last_seen_ip", one.seenAddress())
        .build();
  }
}
