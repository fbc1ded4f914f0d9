package parvis.core.sync;

import java.time.Duration;
import parvis.base.Actor;
import parvis.base.Refused;
import parvis.core.presence.Availability;
import parvis.platform.http.Call;

/// What a client asks of a sync.
///
/// @param since the cut that the client has; 0 in an initial sync
/// @param typingSince number of the last change of typing or presence that the client knows, −1
///     when of another node
/// @param presence how the person is to be seen by others because of it
/// @param stateAfter whether state is told as it is at the end of the timeline
/// spec: cs-api#get_matrixclientv3sync
record SyncRequest(
    Actor actor,
    long since,
    long typingSince,
    boolean fullState,
    SyncFilter filter,
    Duration timeout,
    Availability presence,
    StateAfter stateAfter) {

  static final Duration TIMEOUT_MAX = Duration.ofMinutes(5);

  /// Under which name, if at all.
  enum StateAfter {
    NO("state"),
    STABLE("state_after"),
    UNSTABLE("org.matrix.msc4222.state_after");

    final String field;

    StateAfter(String field) {
      this.field = field;
    }
  }

  static SyncRequest read(Call call, Filters filters, Tokens tokens) {
    var actor = call.actor();
    var filter = filters.of(actor, call.query("filter"));
    var millis = call.queryLong("timeout").orElse(0);
    if (millis < 0) {
      throw Refused.invalidParam("timeout is not negative.");
    }
    var cut = call.query("since").map(tokens::read);
    return new SyncRequest(
        actor,
        cut.map(Tokens.Cut::pos).orElse(0L),
        cut.map(Tokens.Cut::typing).orElse(-1L),
        call.queryBool("full_state").orElse(false),
        filter,
        Duration.ofMillis(Math.min(millis, TIMEOUT_MAX.toMillis())),
        call.query("set_presence").map(SyncRequest::presence).orElse(Availability.ONLINE),
        stateAfter(call));
  }

  private static StateAfter stateAfter(Call call) {
    if (call.queryBool("use_state_after").orElse(false)) {
      return StateAfter.STABLE;
    }
    return call.queryBool("org.matrix.msc4222.use_state_after").orElse(false)
        ? StateAfter.UNSTABLE
        : StateAfter.NO;
  }

  static Availability presence(String value) {
    return Availability.of(value)
        .orElseThrow(() -> Refused.invalidParam("set_presence is online, offline or unavailable."));
  }

  boolean initial() {
    return since == 0;
  }

  /// Whether everything is asked for, and not only what is new.
  boolean whole() {
    return initial() || fullState;
  }
}
