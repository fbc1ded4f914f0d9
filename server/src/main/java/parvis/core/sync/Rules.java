package parvis.core.sync;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.util.Arrays;
import java.util.Optional;
import parvis.base.Actor;
import parvis.core.rooms.Room;
import parvis.core.rooms.RoomEvent;
import parvis.protocol.id.UserId;
import parvis.protocol.json.JsonLimits;
import parvis.protocol.json.JsonObject;
import parvis.protocol.json.JsonReader;
import parvis.protocol.push.PushEvent;
import parvis.protocol.push.PushRules;
import parvis.protocol.room.PowerLevels;

/// People's push rules, parsed once.
/// spec: cs-api#push-rules
public final class Rules {
  public static final String TYPE = "m.push_rules";
  private static final int KEPT_MAX = 200_000;

  private record Parsed(byte[] source, PushRules rules) {}

  private final Keyed keyed;
  private final Cache<Long, Parsed> parsed = Caffeine.newBuilder().maximumSize(KEPT_MAX).build();

  public Rules(Keyed keyed) {
    this.keyed = keyed;
  }

  public record Verdict(boolean notifies, boolean highlight) {
    static final Verdict SILENT = new Verdict(false, false);
    static final Verdict QUIET = new Verdict(true, false);
    static final Verdict LOUD = new Verdict(true, true);
  }

  /// One person's way of being notified.
  public static final class Reader {
    private final UserId user;
    private final Optional<PushRules> own;

    Reader(UserId user, Optional<PushRules> own) {
      this.user = user;
      this.own = own;
    }

    public Verdict verdict(Room room, RoomEvent event) {
      if (event.redactedBy() != 0) {
        return Verdict.SILENT;
      }
      return own.isEmpty() ? byDefault(room, event) : evaluated(own.get(), room, event);
    }

    /// The default rules, without evaluating them: what does not depend on the person was decided
    /// when the event was sent.
    private Verdict byDefault(Room room, RoomEvent event) {
      return switch (event.notifying()) {
        case NOBODY -> Verdict.SILENT;
        case LOUDLY -> Verdict.LOUD;
        case EVERYBODY -> mentioned(room, event) ? Verdict.LOUD : Verdict.QUIET;
        case MENTIONED -> mentioned(room, event) ? Verdict.LOUD : Verdict.SILENT;
      };
    }

    private boolean mentioned(Room room, RoomEvent event) {
      return event.mentions(user.value()) || (event.mentionsRoom() && mayAll(room, event));
    }

    private static boolean mayAll(Room room, RoomEvent event) {
      var levels = PowerLevels.of(room.version(), room.published().state());
      return UserId.parse(event.sender())
          .filter(sender -> levels.user(sender) >= levels.notification("room"))
          .isPresent();
    }

    private Verdict evaluated(PushRules rules, Room room, RoomEvent event) {
      var view = room.published();
      var name = view.state().member(user).flatMap(m -> m.pdu().content().string("displayname"));
      var verdict =
          rules.evaluate(PushEvent.of(event.pdu(), view.state(), view.joined().length, name));
      return new Verdict(verdict.notifies(), verdict.highlights());
    }
  }

  public Reader of(Actor actor) {
    return new Reader(actor.user(), own(actor.userNid(), actor.user()));
  }

  /// The rules that a person has changed; absent while they have the default ones.
  private Optional<PushRules> own(long nid, UserId user) {
    var source = keyed.accountData(nid, 0, TYPE);
    if (source.isEmpty()) {
      return Optional.empty();
    }
    var known = parsed.getIfPresent(nid);
    if (known == null || !Arrays.equals(known.source(), source.get())) {
      known = new Parsed(source.get(), parse(user, source.get()));
      parsed.put(nid, known);
    }
    return Optional.of(known.rules()).filter(rules -> !rules.untouched());
  }

  public static PushRules parse(UserId user, byte[] source) {
    return JsonReader.read(source, JsonLimits.REQUEST) instanceof JsonObject json
        ? PushRules.parse(user, json)
        : PushRules.defaults(user);
  }

  /// The person's rules, changed or not.
  public PushRules all(Actor actor) {
    return own(actor.userNid(), actor.user()).orElseGet(() -> PushRules.defaults(actor.user()));
  }
}
