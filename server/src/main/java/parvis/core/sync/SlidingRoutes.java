package parvis.core.sync;

import static parvis.platform.http.Route.parkingPost;

import java.time.Duration;
import java.util.Optional;
import parvis.base.Actor;
import parvis.base.Refused;
import parvis.core.presence.Presence;
import parvis.platform.http.Parked;
import parvis.platform.http.ParkingHandler;
import parvis.platform.http.Reply;
import parvis.platform.http.Routes;
import parvis.platform.log.Log;

/// Sliding sync, at the address that the proposal gives it and at the one where clients looked for
/// it before.
/// spec: MSC4186
final class SlidingRoutes {
  private static final String EARLY = "/_matrix/client/unstable/org.matrix.simplified_msc3575/sync";
  private static final String TITLE = "Learn what is new in the rooms one shows, or wait for it";

  /// How long a token of another node is waited for.
  private static final Duration CATCH_UP_MAX = Duration.ofSeconds(5);

  private final SlidingAnswers answers;
  private final Connections connections;
  private final SlidingExtensions extensions;
  private final Parking parking;
  private final Keyed keyed;
  private final Presence presence;
  private final Turns turns;
  private final Tokens tokens;
  private final Log log;

  SlidingRoutes(
      SlidingAnswers answers,
      Connections connections,
      SlidingExtensions extensions,
      Parking parking,
      Keyed keyed,
      Presence presence,
      Turns turns,
      Tokens tokens,
      Log log) {
    this.answers = answers;
    this.connections = connections;
    this.extensions = extensions;
    this.parking = parking;
    this.keyed = keyed;
    this.presence = presence;
    this.turns = turns;
    this.tokens = tokens;
    this.log = log;
  }

  Routes table() {
    return Routes.of(
        parkingPost("/_matrix/client/v4/sync", TITLE, sync(Form.SETTLED)).quiet(),
        parkingPost(EARLY, TITLE, sync(Form.EARLY)).quiet());
  }

  /// A sliding sync that waits.
  private record Sliding(SlidingAnswers answers, Connections.Asked asked) implements Waiting {
    @Override
    public Actor actor() {
      return asked.request().actor();
    }

    @Override
    public Duration timeout() {
      return asked.request().timeout();
    }

    @Override
    public Optional<Reply> news() {
      return answers.answer(asked, false);
    }

    @Override
    public Reply end() {
      return answers.answer(asked, true).orElseThrow();
    }
  }

  private ParkingHandler sync(Form form) {
    return (call, parked) -> sync(SlidingRequest.read(call, form, tokens), parked);
  }

  private void sync(SlidingRequest request, Parked parked) {
    if (!log.await(request.since(), CATCH_UP_MAX)) {
      throw Refused.unavailable(Duration.ofSeconds(1));
    }
    SlidingExtensions.check(request);
    var received = extensions.received(request);
    if (request.place().isEmpty()) {
      var all =
          turns.take(
              request.actor().userNid(),
              () -> {
                var begun = begun(request, received);
                return answers.answer(begun, true).orElseThrow();
              });
      parking.reply(request.actor(), all, parked);
      return;
    }
    var asked = begun(request, received);
    var now = answers.answer(asked, request.timeout().isZero());
    if (now.isPresent()) {
      parking.reply(request.actor(), now.get(), parked);
    } else {
      parking.park(new Sliding(answers, asked), parked);
    }
  }

  /// A connection moves on once it is sure that its device has an answer: one that is refused has
  /// kept its place.
  private Connections.Asked begun(SlidingRequest request, long received) {
    var asked = connections.ask(request);
    if (asked.overtakes()) {
      parking.mark(each -> each.accept(request.actor().userNid()));
    }
    came(request, received);
    return asked;
  }

  /// What is done for a device that came, once it is sure that it has an answer.
  ///
  /// @param received up to where it has its messages
  private void came(SlidingRequest request, long received) {
    presence.polls(request.actor(), request.presence(), request.timeout());
    if (received > 0) {
      keyed.inboxes().received(request.actor(), received);
    }
  }
}
