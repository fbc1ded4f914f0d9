package parvis.suite.feed;

import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Executor;
import java.util.stream.LongStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import parvis.base.Actor;
import parvis.base.Refused;
import parvis.base.Spoken;
import parvis.core.identity.Users;
import parvis.core.moderation.ServerNotices;
import parvis.core.rights.Action;
import parvis.core.rights.Rights;
import parvis.core.rooms.Room;
import parvis.core.rooms.RoomEvent;
import parvis.core.rooms.Rooms;
import parvis.platform.db.Db;
import parvis.protocol.id.UserId;
import parvis.protocol.json.JsonObject;

/// Who has confirmed to have read a post that asks for it.
final class Confirmations {
  private static final Logger LOG = LoggerFactory.getLogger(Confirmations.class);

  static final String TYPE = "fr.parvis.confirmation";
  private static final String POST = "fr.parvis.post";

  /// Confirmations of one post that are counted.
  private static final int COUNTED_MAX = 50_000;

  /// People of one post who are reminded at once.
  private static final int REMINDED_MAX = 5_000;

  private static final int TITLE_CHARS_MAX = 100;
  private static final Duration REMIND_AGAIN = Duration.ofDays(1);

  private final Db db;
  private final ReminderStore store = new ReminderStore();
  private final Rooms rooms;
  private final Users users;
  private final Rights rights;
  private final ServerNotices notices;
  private final Executor executor;
  private final Clock clock;

  Confirmations(FeedFeature.Needs needs) {
    this.db = needs.db();
    this.rooms = needs.rooms();
    this.users = needs.users();
    this.rights = needs.rights();
    this.notices = needs.notices();
    this.executor = needs.executor();
    this.clock = needs.clock();
  }

  /// Somebody who confirmed.
  record Confirmed(UserId user, long atMs) {}

  /// What is told of a post.
  ///
  /// @param askedOf how many people are asked: all who are in, but its author
  /// @param missing those who have not; absent for who has no business knowing
  /// @param reminded when these were reminded last; absent for the same
  record Told(
      int askedOf,
      List<Confirmed> confirmed,
      Optional<List<UserId>> missing,
      Optional<Reminded> reminded) {}

  /// That who had not confirmed was reminded.
  ///
  /// @param people how many; absent where it was not counted
  record Reminded(UserId by, long atMs, OptionalLong people) {}

  private record Post(Room room, RoomEvent event, boolean answers) {}

  /// @throws Refused forbidden for who is not in the room; notFound when there is no such post, or
  ///     none that asks to be confirmed
  Told of(Actor actor, String roomId, String eventId) {
    return told(find(actor, roomId, eventId));
  }

  private Told told(Post post) {
    var author = post.event().senderNid();
    var here = post.room().published().joined();
    var found = rooms.referring(post.room(), post.event().eventId(), TYPE, COUNTED_MAX);
    var by = new HashSet<Long>();
    found.forEach(one -> by.add(one.user()));
    var ids = users.ids(by);
    var confirmed =
        found.stream()
            .filter(one -> one.user() != author)
            .map(one -> new Confirmed(Objects.requireNonNull(ids.get(one.user())), one.ts()))
            .toList();
    var missing =
        LongStream.of(here).filter(nid -> nid != author && !by.contains(nid)).boxed().toList();
    var asked = (int) LongStream.of(here).filter(nid -> nid != author).count();
    return new Told(
        asked,
        confirmed,
        post.answers()
            ? Optional.of(users.ids(missing).values().stream().sorted(BY_ID).toList())
            : Optional.empty(),
        post.answers() ? reminded(post.event().eventId()) : Optional.empty());
  }

  private Optional<Reminded> reminded(String event) {
    return db.read(tx -> store.last(tx, event))
        .map(
            last ->
                new Reminded(
                    Objects.requireNonNull(users.ids(List.of(last.by())).get(last.by())),
                    last.atMs(),
                    last.people()));
  }

  private static final Comparator<UserId> BY_ID = Comparator.comparing(UserId::value);

  private Post find(Actor actor, String roomId, String eventId) {
    var room = rooms.joined(actor, roomId);
    var event =
        rooms
            .seen(actor, room, eventId)
            .filter(Confirmations::asks)
            .orElseThrow(() -> Refused.notFound("Nobody asks to confirm this."));
    var author = event.senderNid() == actor.userNid();
    var animates =
        rights
            .around(room)
            .filter(space -> rights.of(actor.user(), space).contains(Action.REMIND))
            .isPresent();
    return new Post(room, event, author || animates);
  }

  private static boolean asks(RoomEvent event) {
    return event.pdu().content().object(POST).flatMap(post -> post.bool("confirm")).orElse(false);
  }

  /// The same for who answers for the post: those who confirmed, and those who have not.
  ///
  /// @throws Refused forbidden for others
  Told whole(Actor actor, String roomId, String eventId) {
    return told(answered(actor, roomId, eventId));
  }

  private Post answered(Actor actor, String roomId, String eventId) {
    var post = find(actor, roomId, eventId);
    if (!post.answers()) {
      throw Refused.forbidden("This is for the author and the animators.");
    }
    return post;
  }

  /// Reminds who has not confirmed, once a day.
  ///
  /// @return how many are reminded
  int remind(Actor actor, String roomId, String eventId) {
    var post = answered(actor, roomId, eventId);
    var missing = told(post).missing().orElseThrow().stream().limit(REMINDED_MAX).toList();
    long now = clock.millis();
    var since = now - REMIND_AGAIN.toMillis();
    var reminder =
        new ReminderStore.Reminder(actor.userNid(), now, OptionalLong.of(missing.size()));
    var first = db.write(tx -> store.remind(tx, post.event().eventId(), reminder, since));
    if (!first) {
      throw Refused.conflict("They were reminded today already.");
    }
    var title = title(post.event());
    var words =
        new Spoken(
            "Vous n’avez pas encore confirmé avoir lu « " + title + " ».",
            "You have not confirmed yet that you have read “" + title + "”.");
    var about =
        JsonObject.of(
            "kind",
            "confirmation_missing",
            "room_id",
            post.room().id().value(),
            "event_id",
            post.event().eventId(),
            "title",
            title);
    var once =
        "confirm "
            + post.event().eventId()
            + " "
            + LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
    for (var to : missing) {
      executor.execute(() -> tell(to, words, about, once));
    }
    return missing.size();
  }

  private void tell(UserId to, Spoken words, JsonObject about, String once) {
    try {
      notices.tell(to, words, about, once);
    } catch (RuntimeException fault) {
      LOG.warn("Somebody was not reminded of a post", fault);
    }
  }

  /// What a post calls itself, or how it begins.
  private static String title(RoomEvent event) {
    var content = event.pdu().content();
    var said =
        content
            .object(POST)
            .flatMap(post -> post.string("title"))
            .or(() -> content.string("body"))
            .orElse("");
    var letters = said.codePoints().limit(TITLE_CHARS_MAX).toArray();
    return new String(letters, 0, letters.length);
  }
}
