package parvis.platform.mail;

import java.net.URI;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import parvis.platform.db.Db;
import parvis.platform.db.Row;
import parvis.platform.db.Tx;
import parvis.platform.secret.MasterKey;
import parvis.protocol.id.Address;
import parvis.protocol.id.ServerName;
import parvis.protocol.json.JsonLimits;
import parvis.protocol.json.JsonObject;
import parvis.protocol.json.JsonReader;
import parvis.protocol.json.JsonWriter;

/// The mails of the house, durable: what is to be sent, what was, and what could not be.
public final class Outbox {
  private static final Logger LOG = LoggerFactory.getLogger(Outbox.class);

  /// How long a mail is remembered, and so not sent again.
  static final Duration KEPT = Duration.ofDays(30);

  /// How long one node may take over one mail.
  static final Duration SENDING_MAX = Duration.ofMinutes(15);

  /// How long a mail that failed calls for somebody.
  private static final Duration FAILED_LATELY = Duration.ofDays(1);

  static final Duration AGAIN_FIRST = Duration.ofMinutes(1);
  static final Duration AGAIN_MAX = Duration.ofHours(1);
  private static final int DOUBLED_MAX = 10;

  /// Mails on one page.
  static final int PAGE_MAX = 50;

  private static final int FRESH_BYTES = 12;
  private static final int FORGOTTEN_MAX = 1_000;
  private static final String PURPOSE = "mail";
  private static final String TOO_LATE = "It was not sent in time";
  private static final String UNREADABLE = "The key of this server does not open it";
  private static final String CUT_OFF = "The program ended while it was being sent";

  /// What the list shows of a mail.
  record Entry(
      long nid,
      Address to,
      String subject,
      String state,
      String reason,
      int tries,
      long createdMs,
      long dueMs) {}

  private final Db db;
  private final MasterKey masterKey;
  private final Clock clock;
  private final SecureRandom random;
  private long calls;
  private volatile long waiting;
  private volatile long failed;

  public Outbox(Db db, MasterKey masterKey, Clock clock, SecureRandom random) {
    this.db = db;
    this.masterKey = masterKey;
    this.clock = clock;
    this.random = random;
  }

  /// Puts a mail in, for at once.
  public void put(Mail mail) {
    db.write(tx -> put(tx, mail));
    wake();
  }

  /// Puts a mail in with what is its reason; whoever wants it sent at once calls `wake` afterwards.
  ///
  /// @return whether it is new
  public boolean put(Tx tx, Mail mail) {
    long now = clock.millis();
    return tx.run(
            """
            insert into mail (id, server, recipient, subject, sealed_letter, urgent, state, reason,
                              tries, created_ms, due_ms, expires_ms)
            values (?, ?, ?, ?, ?, ?, 'waiting', '', 0, ?, ?, ?)
            on conflict (server, id) do nothing
            """,
            mail.id(),
            mail.server().value(),
            mail.to().value(),
            mail.letter().subject(),
            sealed(mail),
            mail.urgent(),
            now,
            now,
            now + mail.life().toMillis())
        == 1;
  }

  /// How many mails whose ids begin so were put in for an address in the time that has just gone
  /// by.
  public long writtenTo(Tx tx, ServerName server, String kind, Address to, Duration within) {
    return tx.first(
            row -> row.number("n"),
            """
            select count(*) as n from mail
             where recipient = ? and server = ? and created_ms > ? and starts_with(id, ?)
            """,
            to.value(),
            server.value(),
            clock.millis() - within.toMillis(),
            kind)
        .orElseThrow();
  }

  /// The same for all addresses.
  public long written(Tx tx, ServerName server, String kind, Duration within) {
    return tx.first(
            row -> row.number("n"),
            """
            select count(*) as n from mail
             where server = ? and created_ms > ? and starts_with(id, ?)
            """,
            server.value(),
            clock.millis() - within.toMillis(),
            kind)
        .orElseThrow();
  }

  /// The end of an id that no other mail has.
  public String fresh() {
    byte[] bytes = new byte[FRESH_BYTES];
    random.nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }

  /// Tells the postmen that there may be something.
  public synchronized void wake() {
    calls++;
    notifyAll();
  }

  /// How often the postmen were called.
  synchronized long calls() {
    return calls;
  }

  /// Waits until they are called once more, or for so long.
  synchronized void await(long heard, Duration most) throws InterruptedException {
    long end = System.nanoTime() + most.toNanos();
    for (long left = most.toMillis(); calls == heard && left > 0; ) {
      wait(left);
      left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
    }
  }

  /// What was taken, and is opened afterwards: what cannot be must not come back with its turn.
  private record Taken(long nid, int tries, long createdMs, Supplier<Mail> mail) {}

  /// Takes the mail that is to be sent first; nobody else gets it. What cannot be opened is refused
  /// and holds up no other.
  Optional<Way.Waiting> take() {
    for (; ; ) {
      Optional<Taken> next = takeSealed();
      if (next.isEmpty()) return Optional.empty();
      Taken taken = next.get();
      try {
        Mail mail = taken.mail().get();
        return Optional.of(new Way.Waiting(taken.nid(), mail, taken.createdMs(), taken.tries()));
      } catch (RuntimeException fault) {
        LOG.error("Mail {} cannot be opened ({})", taken.nid(), fault.getClass().getName());
        settle(taken.nid(), taken.tries(), new Way.Carried.Refused(UNREADABLE));
      }
    }
  }

  private Optional<Taken> takeSealed() {
    long now = clock.millis();
    return db.write(
        tx ->
            tx.first(
                row ->
                    new Taken(
                        row.number("nid"),
                        (int) row.number("tries"),
                        row.number("created_ms"),
                        mail(row)),
                """
                update mail set state = 'sending', tries = tries + 1, due_ms = ?
                 where nid = (
                   select nid from mail where state = 'waiting' and due_ms <= ? and expires_ms > ?
                    order by urgent desc, due_ms limit 1 for update skip locked)
                returning nid, id, server, recipient, subject, sealed_letter, urgent, tries,
                          created_ms, expires_ms
                """,
                now + SENDING_MAX.toMillis(),
                now,
                now));
  }

  /// Notes what became of a mail that was taken, unless it was given up or taken again since.
  void settle(Way.Waiting mail, Way.Carried carried) {
    settle(mail.nid(), mail.tries(), carried);
  }

  private void settle(long nid, int tries, Way.Carried carried) {
    db.write(
        tx ->
            switch (carried) {
              case Way.Carried.Sent() ->
                  tx.run(
                      """
                      update mail set state = 'sent', reason = '', sealed_letter = null
                       where nid = ? and tries = ? and state = 'sending'
                      """,
                      nid,
                      tries);
              case Way.Carried.Kept() -> end(tx, nid, tries, "kept", "");
              case Way.Carried.Refused(String reason) -> end(tx, nid, tries, "refused", reason);
              case Way.Carried.Unsure(String reason) -> end(tx, nid, tries, "unsure", reason);
              case Way.Carried.Later(String reason, _) ->
                  tx.run(
                      """
                      update mail set state = 'waiting', reason = ?, due_ms = ?
                       where nid = ? and tries = ? and state = 'sending'
                      """,
                      reason,
                      clock.millis() + wait(tries).toMillis(),
                      nid,
                      tries);
            });
  }

  /// What is not tried again by itself: `due_ms` is from then on when that was so.
  private int end(Tx tx, long nid, int tries, String state, String reason) {
    return tx.run(
        """
        update mail set state = ?, reason = ?, due_ms = ?
         where nid = ? and tries = ? and state = 'sending'
        """,
        state,
        reason,
        clock.millis(),
        nid,
        tries);
  }

  private static Duration wait(int tries) {
    Duration wait = AGAIN_FIRST.multipliedBy(1L << Math.clamp(tries - 1, 0, DOUBLED_MAX));
    return wait.compareTo(AGAIN_MAX) < 0 ? wait : AGAIN_MAX;
  }

  /// Gives up what is worth nothing any more, owns up to what was cut off, forgets what is old.
  void tidy() {
    settleOld();
    waiting = count("waiting");
    failed = count("refused") + count("unsure");
  }

  private long count(String state) {
    return db.read(
        tx ->
            tx.first(
                    row -> row.number("n"), "select count(*) as n from mail where state = ?", state)
                .orElseThrow());
  }

  private void settleOld() {
    long now = clock.millis();
    db.write(
        tx -> {
          tx.run(
              """
              update mail set state = 'refused', due_ms = ?,
                              reason = case reason when '' then ? else reason end
               where state = 'waiting' and expires_ms <= ?
              """,
              now,
              TOO_LATE,
              now);
          tx.run(
              """
              update mail set state = 'unsure', reason = ?, due_ms = ?
               where state = 'sending' and due_ms <= ?
              """,
              CUT_OFF,
              now,
              now);
          return tx.run(
              """
              delete from mail where nid in (
                select nid from mail where created_ms <= ? order by created_ms limit ?)
              """,
              now - KEPT.toMillis(),
              FORGOTTEN_MAX);
        });
  }

  /// The last mails of a server that were put in before one, the newest first.
  List<Entry> page(ServerName server, long before) {
    return db.read(
        tx ->
            tx.list(
                row ->
                    new Entry(
                        row.number("nid"),
                        new Address(row.text("recipient")),
                        row.text("subject"),
                        row.text("state"),
                        row.text("reason"),
                        (int) row.number("tries"),
                        row.number("created_ms"),
                        row.number("due_ms")),
                """
                select nid, recipient, subject, state, reason, tries, created_ms, due_ms from mail
                 where server = ? and nid < ? order by nid desc limit ?
                """,
                server.value(),
                before,
                PAGE_MAX));
  }

  /// A mail that lies here and nowhere else.
  Optional<Mail> kept(ServerName server, long nid) {
    return db.read(
            tx ->
                tx.first(
                    this::mail,
                    """
                select nid, id, server, recipient, subject, sealed_letter, urgent, created_ms,
                       expires_ms
                  from mail where server = ? and nid = ? and state = 'kept'
                """,
                    server.value(),
                    nid))
        .map(Supplier::get);
  }

  /// Sends a mail again that was not taken, whenever it was to be; empty when there is none, false
  /// when it is on its way or was sent.
  Optional<Boolean> again(ServerName server, long nid) {
    long now = clock.millis();
    Optional<Boolean> again =
        db.write(
            tx ->
                tx.first(
                        row -> row.text("state"),
                        "select state from mail where server = ? and nid = ? for update",
                        server.value(),
                        nid)
                    .map(state -> !state.equals("sent") && !state.equals("sending"))
                    .map(
                        fits ->
                            fits
                                && tx.run(
                                        """
                                        update mail
                                           set state = 'waiting', due_ms = ?,
                                               expires_ms = greatest(expires_ms, ?)
                                         where nid = ?
                                        """,
                                        now,
                                        now + SENDING_MAX.toMillis(),
                                        nid)
                                    == 1));
    wake();
    return again;
  }

  /// How the mails of a server stand now.
  ///
  /// @param waiting to be sent
  /// @param late of these, those that were tried already
  /// @param failed those that in the last day were not taken, or of which nobody knows since then
  public record Standing(long waiting, long late, long failed) {}

  public Standing standing(ServerName server) {
    return db.read(
            tx ->
                tx.first(
                    row ->
                        new Standing(
                            row.number("waiting"), row.number("late"), row.number("failed")),
                    """
                    select count(*) filter (where state = 'waiting') as waiting,
                           count(*) filter (where state = 'waiting' and tries > 0) as late,
                           count(*) filter (where state in ('refused', 'unsure')
                                              and due_ms > ?) as failed
                      from mail
                     where server = ? and state in ('waiting', 'refused', 'unsure')
                    """,
                    clock.millis() - FAILED_LATELY.toMillis(),
                    server.value()))
        .orElseThrow();
  }

  /// Mails that waited when it was last tidied.
  public long waiting() {
    return waiting;
  }

  /// Mails that were not taken, or of which nobody knows, when it was last tidied.
  public long failed() {
    return failed;
  }

  private byte[] sealed(Mail mail) {
    JsonObject letter =
        JsonObject.builder()
            .put("text", mail.letter().text())
            .put("html", mail.letter().html())
            .putIf("unsubscribe", mail.unsubscribe().map(URI::toString))
            .build();
    return masterKey.seal(PURPOSE, JsonWriter.write(letter));
  }

  /// The mail of a row, to be opened when nothing is held any more.
  private Supplier<Mail> mail(Row row) {
    byte[] sealed = row.bytes("sealed_letter");
    String id = row.text("id");
    String server = row.text("server");
    String to = row.text("recipient");
    String subject = row.text("subject");
    boolean urgent = row.bool("urgent");
    Duration life = Duration.ofMillis(row.number("expires_ms") - row.number("created_ms"));
    return () -> {
      byte[] opened = masterKey.open(PURPOSE, sealed);
      if (!(JsonReader.read(opened, JsonLimits.REQUEST) instanceof JsonObject said))
        throw new IllegalStateException("a letter is an object");
      Letter letter =
          new Letter(subject, said.string("text").orElseThrow(), said.string("html").orElseThrow());
      Optional<URI> unsubscribe = said.string("unsubscribe").map(URI::create);
      return new Mail(
          id, new ServerName(server), new Address(to), letter, unsubscribe, urgent, life);
    };
  }
}
