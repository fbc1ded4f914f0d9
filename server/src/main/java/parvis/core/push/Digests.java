package parvis.core.push;

import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import parvis.base.Actor;
import parvis.base.Language;
import parvis.core.identity.Addresses;
import parvis.core.identity.Addresses.Reach;
import parvis.core.rooms.Room;
import parvis.core.rooms.Rooms;
import parvis.platform.db.Db;
import parvis.platform.mail.Letter;
import parvis.platform.mail.Mail;
import parvis.platform.mail.Outbox;
import parvis.protocol.id.Address;

/// Mails about what somebody has not read: one for all of it, some time after the first of it, at
/// once where they are named, or at their hour of the day, and none about what was read meanwhile.
/// A mail names rooms and numbers, and quotes nobody.
final class Digests {
  /// How long something may be read before a mail tells of it.
  static final Duration DELAY = Duration.ofMinutes(10);

  /// How long there is no further mail after one.
  static final Duration BETWEEN = Duration.ofHours(1);

  /// The same two where somebody is named, unless they want one mail a day. That one goes at its
  /// hour with whatever came a minute before: what came later would else be told a day later.
  static final Duration NAMED_DELAY = Duration.ofMinutes(1);

  static final Duration NAMED_BETWEEN = Duration.ofMinutes(10);

  /// Pushers that are looked at in one look, events that are looked at for one of them, and rooms
  /// that a mail names.
  private static final int DUE_MAX = 50;

  private static final int MISSED_MAX = 200;
  private static final int ROOMS_MAX = 10;

  /// What digests are built from.
  record Needs(
      Db db,
      Pushers pushers,
      Notices notices,
      Rooms rooms,
      Addresses addresses,
      Outbox outbox,
      Unsubscribing unsubscribing,
      String publicAddress,
      Clock clock) {}

  private final Needs needs;

  /// Pushers of which a mail is due; what a restart forgets is found in the database.
  private final Set<Long> noted = ConcurrentHashMap.newKeySet();

  Digests(Needs needs) {
    this.needs = needs;
  }

  /// Something is unread.
  ///
  /// @param named whether it names its reader: then what waits for its time goes sooner
  void note(Pusher pusher, long pos, boolean named) {
    Hours hours = Hours.of(pusher.data(), needs.clock().getZone());
    boolean daily = hours.daily().isPresent();
    boolean hurries = named && !daily;
    if (!noted.add(pusher.nid()) && !hurries) return;
    long after = needs.clock().millis() + (hurries || daily ? NAMED_DELAY : DELAY).toMillis();
    long between = (hurries ? NAMED_BETWEEN : BETWEEN).toMillis();
    needs
        .db()
        .write(
            tx ->
                PusherStore.noteUnread(
                    tx, pusher.nid(), pos, mailed -> hours.due(Math.max(after, mailed + between))));
  }

  /// Writes the mails whose time has come.
  ///
  /// @param upTo how far the log was read
  void writeDue(long upTo) {
    long now = needs.clock().millis();
    List<PusherStore.Due> due = needs.db().read(tx -> PusherStore.due(tx, now, DUE_MAX));
    for (PusherStore.Due one : due) {
      noted.remove(one.nid());
      write(one, Math.max(upTo, one.after()), now);
    }
  }

  private void write(PusherStore.Due due, long upTo, long now) {
    Optional<Pusher> pusher =
        needs.pushers().of(due.user()).stream().filter(one -> one.nid() == due.nid()).findFirst();
    Optional<Reach> address =
        pusher
            .flatMap(one -> Address.parse(one.pushkey()))
            .flatMap(one -> needs.addresses().reach(due.user(), one));
    if (address.isEmpty()) {
      needs.pushers().remove(due.user(), due.nid());
      return;
    }
    Actor actor = needs.notices().actor(due.user());
    Map<Line, Integer> unread = unread(actor, due.after(), upTo, pusher.get());
    Optional<Mail> mail =
        unread.isEmpty()
            ? Optional.empty()
            : Optional.of(written(actor, pusher.get(), address.get(), unread, upTo));
    needs
        .db()
        .write(
            tx -> {
              boolean ours = PusherStore.mailed(tx, due, upTo, mail.isPresent() ? now : -1);
              return ours && mail.map(one -> needs.outbox().put(tx, one)).orElse(false);
            });
    needs.outbox().wake();
  }

  /// What a line of a mail is of: a room, or why the server itself has told somebody something.
  private record Line(Room room, Optional<String> why) {}

  private Map<Line, Integer> unread(Actor actor, long after, long upTo, Pusher pusher) {
    Language in = Language.of(pusher.lang());
    Map<Line, Integer> unread = new LinkedHashMap<>();
    for (Notice notice : needs.notices().missed(actor, after, upTo, MISSED_MAX))
      needs
          .rooms()
          .find(notice.room())
          .map(room -> new Line(room, why(actor, room, notice, in)))
          .ifPresent(line -> unread.merge(line, 1, Integer::sum));
    return unread;
  }

  /// To an address that others read, too: not even rooms are named, and nothing in it ends these
  /// mails.
  private Mail written(
      Actor actor, Pusher pusher, Reach reach, Map<Line, Integer> unread, long upTo) {
    Address to = reach.address();
    return reach
        .mention(needs.publicAddress() + "/")
        .map(letter -> Mail.of(id(pusher, upTo), actor.user().server(), to, letter))
        .orElseGet(() -> mail(actor, pusher, to, unread, upTo));
  }

  private static String id(Pusher pusher, long upTo) {
    return "unread-" + pusher.nid() + "-" + upTo;
  }

  private Optional<String> why(Actor actor, Room room, Notice notice, Language in) {
    return needs
        .rooms()
        .event(room, notice.eventId())
        .flatMap(event -> Announced.whyAndWhere(needs.rooms(), actor, event, in));
  }

  private Mail mail(
      Actor actor, Pusher pusher, Address address, Map<Line, Integer> unread, long upTo) {
    Language in = Language.of(pusher.lang());
    String link = needs.unsubscribing().address(pusher.nid());
    Letter.Draft letter =
        Letter.in(
                in,
                in.say(
                    "Des messages vous attendent dans Parvis", "Messages wait for you in Parvis"))
            .says(in.say("Vous n'avez pas encore lu :", "You have not read yet:"));
    unread.entrySet().stream()
        .limit(ROOMS_MAX)
        .forEach(one -> letter.says("• " + line(in, actor, one.getKey(), one.getValue())));
    if (unread.size() > ROOMS_MAX) letter.says(in.say("Et ailleurs.", "And elsewhere."));
    letter
        .link(in.say("Ouvrir Parvis", "Open Parvis"), needs.publicAddress() + "/")
        .note(
            in.say(
                "Ce courriel ne cite personne : il ne dit que les salons et les espaces.",
                "This mail quotes nobody: it only names rooms and spaces."))
        .link(in.say("Ne plus recevoir ces courriels", "No more mails like this"), link);
    return Mail.of(id(pusher, upTo), actor.user().server(), address, letter.done())
        .unsubscribedAt(URI.create(link));
  }

  private static String line(Language in, Actor actor, Line line, int count) {
    if (line.why().isPresent()) {
      return line.why().get() + (count == 1 ? "" : in.say(" : ", ": ") + count);
    }
    String name =
        line.room()
            .published()
            .name(actor.user())
            .orElse(in.say("un salon sans nom", "a room without name"));
    return count == 1
        ? in.say("1 message dans ", "1 message in ") + name
        : count + in.say(" messages dans ", " messages in ") + name;
  }
}
