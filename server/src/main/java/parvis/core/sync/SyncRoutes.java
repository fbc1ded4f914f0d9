package parvis.core.sync;

import static parvis.platform.http.Route.get;
import static parvis.platform.http.Route.parking;
import static parvis.platform.http.Route.post;

import java.time.Duration;
import parvis.base.Refused;
import parvis.core.presence.Presence;
import parvis.platform.http.Call;
import parvis.platform.http.Parked;
import parvis.platform.http.Reply;
import parvis.platform.http.Routes;
import parvis.platform.log.Log;
import parvis.protocol.json.JsonObject;

/// Sync and the filters for it.
final class SyncRoutes {
  /// How long a token of another node is waited for.
  private static final Duration CATCH_UP_MAX = Duration.ofSeconds(5);

  private static final String FILTER = "/_matrix/client/v3/user/{userId}/filter";

  private final Filters filters;
  private final Tokens tokens;
  private final Answers answers;
  private final Parking parking;
  private final Keyed keyed;
  private final DeviceSection devices;
  private final Presence presence;
  private final Log log;
  private final Turns turns;

  SyncRoutes(
      Filters filters,
      Tokens tokens,
      Answers answers,
      Parking parking,
      Keyed keyed,
      DeviceSection devices,
      Presence presence,
      Turns turns,
      Log log) {
    this.filters = filters;
    this.tokens = tokens;
    this.answers = answers;
    this.parking = parking;
    this.keyed = keyed;
    this.devices = devices;
    this.presence = presence;
    this.turns = turns;
    this.log = log;
  }

  Routes table() {
    return Routes.of(
        parking("/_matrix/client/v3/sync", "Learn what is new, or wait for it", this::sync)
            .guests(),
        get("/_matrix/client/v3/keys/changes", "Whose devices changed", this::changes),
        post(FILTER, "Leave a filter", this::addFilter).quiet(),
        get(FILTER + "/{filterId}", "Read a filter", this::filter));
  }

  private void sync(Call call, Parked parked) {
    var request = SyncRequest.read(call, filters, tokens);
    if (!log.await(request.since(), CATCH_UP_MAX)) {
      throw Refused.unavailable(Duration.ofSeconds(1));
    }
    var actor = request.actor();
    if (request.whole()) {
      var all =
          turns.take(
              actor.userNid(),
              () -> {
                came(request);
                return answers.answerOrNothing(request);
              });
      parking.reply(actor, all, parked);
      return;
    }
    came(request);
    if (request.timeout().isZero()) {
      parking.reply(actor, answers.answerOrNothing(request), parked);
      return;
    }
    var now = answers.answer(request);
    if (now.isPresent()) {
      parking.reply(actor, now.get(), parked);
    } else {
      parking.park(new WaitingSync(answers, request), parked);
    }
  }

  /// What is done for a device that came, once it is sure that it has an answer.
  private void came(SyncRequest request) {
    presence.polls(request.actor(), request.presence(), request.timeout());
    if (!request.initial()) {
      keyed.inboxes().received(request.actor(), request.since());
    }
  }

  /// spec: cs-api#get_matrixclientv3keyschanges
  private Reply changes(Call call) {
    var from = cut(call, "from");
    var to = cut(call, "to");
    return Reply.json(devices.changes(call.actor(), from, to));
  }

  private long cut(Call call, String name) {
    return call.query(name)
        .map(tokens::read)
        .orElseThrow(() -> Refused.missingParam(name + " is missing."))
        .pos();
  }

  private Reply addFilter(Call call) {
    Own.check(call);
    var id = filters.add(call.actor(), call.json());
    return Reply.json(JsonObject.of("filter_id", Long.toString(id)));
  }

  private Reply filter(Call call) {
    Own.check(call);
    try {
      var id = Long.parseLong(call.path("filterId"));
      return Reply.json(filters.find(call.actor().userNid(), id).orElseThrow(Refused::notFound));
    } catch (NumberFormatException e) {
      throw Refused.notFound();
    }
  }
}
