package parvis.suite.spaces;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import parvis.base.Actor;
import parvis.base.Language;
import parvis.base.Refused;
import parvis.core.identity.Accounts;
import parvis.core.identity.Addresses;
import parvis.core.identity.Servers;
import parvis.core.organisations.Affiliations;
import parvis.core.organisations.Enrolment;
import parvis.core.organisations.Remits;
import parvis.core.rights.Action;
import parvis.core.rights.Rights;
import parvis.core.rights.Space;
import parvis.core.rooms.Writing;
import parvis.platform.db.Db;
import parvis.platform.http.Body;
import parvis.platform.mail.Letter;
import parvis.platform.mail.Mail;
import parvis.platform.mail.Outbox;
import parvis.protocol.id.Address;
import parvis.protocol.id.UserId;
import parvis.protocol.room.Membership;

/// Invitations into a space, one by one or by a pasted list, each entry with what came of it.
final class Inviting {
  /// Lines of one list.
  static final int LINES_MAX = 500;

  /// How long one address gets no second invitation into the same space by mail.
  private static final Duration MAILED_AGAIN = Duration.ofDays(1);

  private final Db db;
  private final Rights rights;
  private final Writing writing;
  private final Accounts accounts;
  private final Addresses addresses;
  private final Servers servers;
  private final Enrolment enrolment;
  private final Affiliations affiliations;
  private final Remits remits;
  private final Settings settings;
  private final Outbox outbox;
  private final EntryCodes codes;
  private final String publicAddress;

  Inviting(SpacesFeature.Needs needs, EntryCodes codes, Settings settings) {
    this.db = needs.db();
    this.rights = needs.rights();
    this.writing = needs.writing();
    this.accounts = needs.accounts();
    this.addresses = needs.addresses();
    this.servers = needs.servers();
    this.enrolment = needs.enrolment();
    this.affiliations = needs.affiliations();
    this.remits = needs.remits();
    this.settings = settings;
    this.outbox = needs.outbox();
    this.codes = codes;
    this.publicAddress = needs.publicAddress();
  }

  /// What came of one line.
  enum Outcome {
    INVITED,
    MEMBER,
    INVITED_BEFORE,
    MAILED,
    UNKNOWN,
    EXTERNAL_CLOSED,
    /// They want no invitations by who invites.
    BLOCKED,
    /// Several people read that address: whom it is for is said by a name.
    SHARED,
    INVALID;

    String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /// How people are invited by mail.
  ///
  /// @param endsMs until when those from outside are guests
  /// @param again whether who was written to before is written to once more
  record How(long endsMs, boolean again) {}

  /// @throws Refused invalidParam when guests would not be let in, or for too long
  How how(Body body) {
    return new How(enrolment.guestEnds(body), body.bool("again", false));
  }

  record Line(int number, String text, Outcome outcome, Optional<UserId> user) {}

  /// @param lines with one person each: an id or an address, whatever stands around it
  List<Line> invite(Actor actor, String spaceId, List<String> lines, How how) {
    var space = rights.require(actor, spaceId, Action.INVITE);
    if (space.archived()) {
      throw Refused.forbidden("This space is archived.");
    }
    var report = new ArrayList<Line>();
    for (int at = 0; at < lines.size(); at++) {
      var text = lines.get(at).strip();
      if (!text.isEmpty()) {
        report.add(line(actor, space, new Entry(at + 1, text), how));
      }
    }
    note(actor, space, report);
    return report;
  }

  /// Tells the space's organisation in its journal how many were invited by a list, or by mail: one
  /// by one, by name, people invite each other all day.
  private void note(Actor actor, Space space, List<Line> report) {
    var mailed = report.stream().filter(line -> line.outcome() == Outcome.MAILED).count();
    var invited = report.stream().filter(line -> line.outcome() == Outcome.INVITED).count();
    if (mailed == 0 && invited < 2) {
      return;
    }
    var organisation =
        affiliations.named(space.organisations()).stream().map(Affiliations.Named::nid).findFirst();
    var line = remits.line();
    var about = space.name() + ": " + (invited + mailed);
    db.write(
        tx -> {
          remits.note(tx, line, actor, organisation, "invite by list", about);
          return line;
        });
  }

  private record Entry(int number, String text) {}

  private Line line(Actor actor, Space space, Entry entry, How how) {
    var number = entry.number();
    var text = entry.text();
    var named = user(text);
    if (named.isPresent()) {
      return new Line(number, text, person(actor, space, named.get()), named);
    }
    var address = address(text);
    if (address.isEmpty()) {
      return new Line(number, text, Outcome.INVALID, Optional.empty());
    }
    var server = server(actor);
    if (addresses.isShared(server, address.get())) {
      return new Line(number, text, Outcome.SHARED, Optional.empty());
    }
    var owner = addresses.find(server, address.get()).map(Addresses.Owner::user);
    return owner
        .map(user -> new Line(number, text, person(actor, space, user), owner))
        .orElseGet(
            () -> new Line(number, text, mail(actor, space, address.get(), how), Optional.empty()));
  }

  private static Optional<UserId> user(String text) {
    return Pasted.words(text).stream()
        .filter(word -> word.startsWith("@"))
        .flatMap(word -> UserId.parse(word).stream())
        .findFirst();
  }

  private static Optional<Address> address(String text) {
    return Pasted.words(text).stream()
        .filter(word -> word.indexOf('@') > 0)
        .flatMap(word -> Address.parse(word).stream())
        .findFirst();
  }

  private Outcome person(Actor actor, Space space, UserId user) {
    if (space.has(user, Membership.JOIN)) {
      return Outcome.MEMBER;
    }
    if (space.has(user, Membership.INVITE)) {
      return Outcome.INVITED_BEFORE;
    }
    if (!accounts.exists(user)) {
      return Outcome.UNKNOWN;
    }
    try {
      writing.invite(actor, space.id(), user, OptionalLong.empty());
      return Outcome.INVITED;
    } catch (Refused refused) {
      return switch (refused.kind()) {
        case INVITE_BLOCKED -> Outcome.BLOCKED;
        case NOT_FOUND -> Outcome.UNKNOWN;
        case FORBIDDEN -> rights.isExternal(user) ? Outcome.EXTERNAL_CLOSED : Outcome.BLOCKED;
        default -> throw refused;
      };
    }
  }

  /// Mails a code to who has no account, where the code makes one.
  private Outcome mail(Actor actor, Space space, Address to, How how) {
    if (!codes.admits(actor)) {
      return Outcome.UNKNOWN;
    }
    var ours = isOfOrganisation(actor, to);
    if (settings.isClosedToExternals(space) && !ours) {
      return Outcome.EXTERNAL_CLOSED;
    }
    var kind = "space-invitation-" + space.room().nid() + "-";
    var server = actor.user().server();
    if (!how.again() && db.read(tx -> outbox.writtenTo(tx, server, kind, to, MAILED_AGAIN)) > 0) {
      return Outcome.INVITED_BEFORE;
    }
    var made = codes.mailed(actor, space, new CodeStore.Mailed(to, how.endsMs()));
    outbox.put(
        Mail.of(kind + made.code().id().replace('_', '-'), server, to, letter(space, made, ours)));
    return Outcome.MAILED;
  }

  private Servers.Server server(Actor actor) {
    return servers.find(actor.user().server()).orElseThrow(Refused::notFound);
  }

  private boolean isOfOrganisation(Actor actor, Address address) {
    var server = server(actor).nid();
    return db.read(tx -> enrolment.owners(tx, server, List.of(address))).containsKey(address);
  }

  /// Its link says to which address it went, where no server reads it: an account is made with it
  /// once its code is typed, since a link is passed on.
  private Letter letter(Space space, EntryCodes.Made made, boolean ours) {
    var name = space.name();
    var mailed = made.code().mailed().orElseThrow();
    var letter =
        Letter.in(Language.FRENCH, "Invitation dans un espace de Parvis")
            .says("Vous êtes invité·e dans l’espace « " + name + " ».")
            .says("You are invited into the space “" + name + "”.");
    if (!ours) {
      letter
          .says("Vous y venez de l’extérieur, jusqu’au " + day(mailed, Locale.FRENCH) + ".")
          .says("You come from outside, until " + day(mailed, Locale.ENGLISH) + ".");
    }
    var page = publicAddress + SpaceRoutes.ENTRY_PAGE + made.word() + "#" + mailed.to();
    return letter
        .link("Entrer :", page)
        .note(
            "Cette invitation sert une fois, pendant trente jours. It is good once, for thirty days.")
        .done();
  }

  private String day(CodeStore.Mailed mailed, Locale in) {
    return enrolment.day(mailed.endsMs(), in);
  }
}
