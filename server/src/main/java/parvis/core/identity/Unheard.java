package parvis.core.identity;

import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import parvis.base.Actor;
import parvis.core.identity.Announcements.AccessNoted;
import parvis.core.identity.Announcements.Deactivated;
import parvis.core.identity.Announcements.DevicesChanged;
import parvis.core.identity.Announcements.KeysSigned;
import parvis.core.identity.Announcements.ProfileChanged;
import parvis.platform.db.DatabaseFault;
import parvis.platform.db.Db;
import parvis.platform.db.Row;
import parvis.platform.db.Tx;
import parvis.protocol.id.UserId;

/// What the house has yet to hear of people. It is noted in the transaction that changes it and
/// forgotten when every listener is done; what is left, because a listener failed or the server was
/// killed, is said again.
public final class Unheard {
  private static final Logger logger = LoggerFactory.getLogger(Unheard.class);

  /// What is said again in one round.
  private static final int ROUND_MAX = 100;

  /// What there is to hear; the house hears it as an announcement.
  public enum Kind {
    PROFILE_CHANGED(1),
    DEACTIVATED(2),
    DEVICES_CHANGED(3),
    KEYS_SIGNED(4),
    ACCESS_CHANGED(5);

    private final int code;

    Kind(int code) {
      this.code = code;
    }

    static Kind of(long code) {
      return Arrays.stream(values()).filter(kind -> kind.code == code).findFirst().orElseThrow();
    }
  }

  /// Something that is to be heard.
  ///
  /// @param at when it was noted, and its number: no two notes of one kind and person share it
  public record Note(Kind kind, UserId user, long userNid, long at) {
    private Actor actor() {
      return new Actor(user, userNid, "", 0, 0, false);
    }
  }

  private final Db db;
  private final Clock clock;
  private final Announcements announcements;

  Unheard(Db db, Clock clock, Announcements announcements) {
    this.db = db;
    this.clock = clock;
    this.announcements = announcements;
  }

  /// Notes it in the transaction that changes it.
  public Note note(Tx tx, Kind kind, UserId user, long userNid) {
    var at =
        tx.first(
            row -> row.number("said_ms"),
            """
            insert into unheard as before ("user", kind, said_ms) values (?, ?, ?)
            on conflict ("user", kind)
              do update set said_ms = greatest(excluded.said_ms, before.said_ms + 1)
            returning said_ms
            """,
            userNid,
            kind.code,
            clock.millis());
    return new Note(kind, user, userNid, at.orElseThrow());
  }

  /// To be called when what was noted is durable.
  public void say(Note note) {
    say(
        note,
        () -> {
          switch (note.kind()) {
            case PROFILE_CHANGED -> announcements.say(new ProfileChanged(note.actor()));
            case DEACTIVATED -> announcements.say(new Deactivated(note.actor()));
            case DEVICES_CHANGED -> announcements.say(new DevicesChanged(note.userNid()));
            case ACCESS_CHANGED -> announcements.say(new AccessNoted(note.userNid()));
            case KEYS_SIGNED -> announcements.say(new KeysSigned(note.userNid()));
          }
        });
  }

  /// The same for who knows more than what was noted, and says just that.
  public void say(Note note, Runnable saying) {
    try {
      saying.run();
      db.write(
          tx ->
              tx.run(
                  "delete from unheard where \"user\" = ? and kind = ? and said_ms = ?",
                  note.userNid(),
                  note.kind().code,
                  note.at()));
    } catch (RuntimeException fault) {
      logger.warn("not everybody has heard of a change; it is said again later", fault);
    }
  }

  /// Says again what was said longer ago than `age`, a bounded number of things, the oldest first.
  void sayAgain(Duration age) {
    var before = clock.millis() - age.toMillis();
    try {
      for (int i = 0; i < ROUND_MAX; i++) {
        var next = db.write(tx -> oldest(tx, before).map(n -> again(tx, n)));
        if (next.isEmpty()) {
          return;
        }
        say(next.get());
      }
    } catch (DatabaseFault fault) {
      logger.warn("what was not heard by everybody cannot be said again at the moment", fault);
    }
  }

  private Note again(Tx tx, Note note) {
    return note(tx, note.kind(), note.user(), note.userNid());
  }

  private static Optional<Note> oldest(Tx tx, long before) {
    return tx.first(
        Unheard::read,
        """
        select unheard."user", kind, said_ms, user_id
        from unheard join matrix_user on matrix_user.nid = unheard."user"
        where said_ms < ? order by said_ms limit 1 for update of unheard skip locked
        """,
        before);
  }

  private static Note read(Row row) {
    return new Note(
        Kind.of(row.number("kind")),
        new UserId(row.text("user_id")),
        row.number("user"),
        row.number("said_ms"));
  }
}
