package parvis.suite.spaces;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import parvis.base.Actor;
import parvis.base.Refused;
import parvis.core.identity.Accounts;
import parvis.core.identity.Addresses;
import parvis.core.identity.Servers;
import parvis.core.organisations.Affiliations;
import parvis.core.organisations.Affiliations.Affiliation;
import parvis.core.organisations.Enrolment;
import parvis.core.rights.Action;
import parvis.core.rights.Rights;
import parvis.core.rights.Space;
import parvis.core.rooms.Writing;
import parvis.platform.db.Db;
import parvis.platform.db.Tx;
import parvis.platform.http.Body;
import parvis.platform.mail.Bilingual;
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

  private final Db db;
  private final Rights rights;
  private final Writing writing;
  private final Accounts accounts;
  private final Addresses addresses;
  private final Servers servers;
  private final Enrolment enrolment;
  private final Affiliations affiliations;
  private final SpaceJournal journal;
  private final Letters letters = new Letters();
  private final Settings settings;
  private final Outbox outbox;
  private final EntryCodes codes;
  private final Mailings mailings;
  private final String publicAddress;
  private final Clock clock;

  Inviting(SpacesFeature.Needs needs, EntryCodes codes, Mailings mailings, Settings settings) {
    this.db = needs.db();
    this.rights = needs.rights();
    this.writing = needs.writing();
    this.accounts = needs.accounts();
    this.addresses = needs.addresses();
    this.servers = needs.servers();
    this.enrolment = needs.enrolment();
    this.affiliations = needs.affiliations();
    this.journal = new SpaceJournal(needs);
    this.settings = settings;
    this.outbox = needs.outbox();
    this.codes = codes;
    this.mailings = mailings;
    this.publicAddress = needs.publicAddress();
    this.clock = needs.clock();
  }

  /// What came of one line.
  enum Outcome {
    INVITED,
    MEMBER,
    INVITED_BEFORE,
    MAILED,
    UNKNOWN,
    EXTERNAL_CLOSED,
    /// Who approves in the organisation of who invites writes to them; others do not.
    FOR_APPROVERS,
    /// Who invites has written to many addresses today.
    LIMIT,
    /// That address was written to often today: of this space, by who invites, or by whomever.
    TOO_OFTEN,
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

  /// @param user who that is, where they have an account
  /// @param mailed as what they come who were written to
  record Line(
      int number, String text, Outcome outcome, Optional<UserId> user, Optional<Mailed> mailed) {
    private static Line of(Entry entry, Outcome outcome, Optional<UserId> user) {
      return new Line(entry.number(), entry.text(), outcome, user, Optional.empty());
    }
  }

  /// Who was written to.
  ///
  /// @param agentOf the name of the organisation of the house to which their address belongs: they
  ///     come in by the door, as everybody there does
  /// @param guestUntilMs until when those come who are from outside
  record Mailed(Optional<String> agentOf, Optional<Long> guestUntilMs) {}

  /// @param lines with one person each: an id or an address, whatever stands around it
  List<Line> invite(Actor actor, String spaceId, List<String> lines, How how) {
    var space = rights.require(actor, spaceId, Action.INVITE);
    if (space.archived()) {
      throw Refused.forbidden("This space is archived.");
    }
    var entries = new ArrayList<Entry>();
    for (int at = 0; at < lines.size(); at++) {
      var text = lines.get(at).strip();
      if (!text.isEmpty()) {
        entries.add(new Entry(at + 1, text));
      }
    }
    var list = new Listed(() -> listed(actor, space, entries.size()));
    var report = new ArrayList<Line>();
    for (var entry : entries) {
      var line = line(actor, space, entry, how, list);
      report.add(line);
      if (line.outcome() == Outcome.INVITED) {
        list.invited(db);
      }
    }
    return report;
  }

  /// The line about a list, with how many people it names.
  private Consumer<Tx> listed(Actor actor, Space space, int people) {
    var line = journal.line(actor, space);
    return tx -> line.note(tx, "invite by list", space.name() + ": " + people);
  }

  private record Entry(int number, String text) {}

  private Line line(Actor actor, Space space, Entry entry, How how, Listed list) {
    var text = entry.text();
    var named = user(text);
    if (named.isPresent()) {
      return Line.of(entry, person(actor, space, named.get()), named);
    }
    var address = address(text);
    if (address.isEmpty()) {
      return Line.of(entry, Outcome.INVALID, Optional.empty());
    }
    var server = server(actor);
    if (addresses.isShared(server, address.get())) {
      return Line.of(entry, Outcome.SHARED, Optional.empty());
    }
    var owner = addresses.find(server, address.get()).map(Addresses.Owner::user);
    return owner
        .map(user -> Line.of(entry, person(actor, space, user), owner))
        .orElseGet(() -> mail(actor, space, entry, address.get(), how, list));
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

  /// Mails a code to who has no account: it makes one, or leads to the door where the address does.
  private Line mail(Actor actor, Space space, Entry entry, Address to, How how, Listed list) {
    var known = mailings.knownTo(actor.user(), to).map(Enrolment.Place::name);
    var own = Optional.ofNullable(affiliations.of(List.of(actor.user())).get(actor.user()));
    var decides = actor.admin() || own.filter(Affiliation::approver).isPresent();
    if (!decides && own.filter(of -> mayWrite(of, known.isPresent())).isEmpty()) {
      return Line.of(entry, Outcome.FOR_APPROVERS, Optional.empty());
    }
    if (settings.isClosedToExternals(space) && known.isEmpty()) {
      return Line.of(entry, Outcome.EXTERNAL_CLOSED, Optional.empty());
    }
    var written =
        new Letters.Letter(
            actor.userNid(),
            space.id().value(),
            to,
            how.again(),
            !decides,
            codes.worthless(space, to));
    var refused = put(actor, space, written, how, list);
    if (refused.isPresent()) {
      return Line.of(entry, refused.get(), Optional.empty());
    }
    var until = known.isPresent() ? Optional.<Long>empty() : Optional.of(how.endsMs());
    var mailed = Optional.of(new Mailed(known, until));
    return new Line(entry.number(), entry.text(), Outcome.MAILED, Optional.empty(), mailed);
  }

  /// Whether one who decides nothing writes to an address without an account. One of the house
  /// comes in by itself, so that any agent writes to it; for one from outside they answer.
  private static boolean mayWrite(Affiliation own, boolean house) {
    return house ? !own.external() : own.invitesGuests();
  }

  /// The code, that it was written, the letter itself, and the line of the journal about the list
  /// come to be together, or none of them.
  ///
  /// @return why not
  private Optional<Outcome> put(
      Actor actor, Space space, Letters.Letter written, How how, Listed list) {
    var to = written.to();
    var ready = codes.mailed(actor, space, new CodeStore.Mailed(to, how.endsMs()));
    // Whoever reads it is told what is so: the address is theirs.
    var house = mailings.houseOf(actor.user(), to).map(Enrolment.Place::name);
    var letter = letter(EntryCodes.called(space, actor.user().value()), space, ready, house);
    var id = "space-invitation-" + ready.code().id().replace('_', '-');
    var mail = Mail.of(id, actor.user().server(), to, letter);
    var noted = list.line();
    var refused =
        db.write(
            tx -> {
              var hindered = letters.note(tx, written, clock.millis());
              if (hindered.isEmpty()) {
                ready.note().accept(tx);
                outbox.put(tx, mail);
                noted.accept(tx);
              }
              return hindered;
            });
    if (refused.isEmpty()) {
      list.noted();
      outbox.wake();
    }
    return refused;
  }

  /// Forgets the letters that count no more.
  void forget() {
    boolean others;
    do {
      others = db.write(tx -> letters.forget(tx, clock.millis()));
    } while (others);
  }

  private Servers.Server server(Actor actor) {
    return servers.find(actor.user().server()).orElseThrow(Refused::notFound);
  }

  /// Its link says to which address it went, where no server reads it.
  ///
  /// @param house the organisation whose agent comes by it
  private Letter letter(String by, Space space, EntryCodes.Ready ready, Optional<String> house) {
    var name = space.name();
    var mailed = ready.code().mailed().orElseThrow();
    var letter =
        Bilingual.inBoth("Invitation dans un espace de Parvis", "Invitation to a space of Parvis")
            .says(
                by + " vous invite dans l’espace « " + name + " ».",
                by + " invites you into the space “" + name + "”.");
    house.ifPresentOrElse(of -> asAgent(letter, of, mailed), () -> asGuest(letter, mailed));
    long ends = ready.code().expiresMs();
    var page = publicAddress + SpaceRoutes.ENTRY_PAGE + ready.word() + "#" + mailed.to();
    return letter
        .link("Entrer :", "To come in:", page)
        .note(
            "Cette invitation sert une fois, jusqu’au " + day(ends, Locale.FRENCH) + ".",
            "This invitation is good once, until " + day(ends, Locale.ENGLISH) + ".")
        .done();
  }

  private static void asAgent(Bilingual letter, String house, CodeStore.Mailed mailed) {
    letter.says(
        "Vous y entrez comme agent de « "
            + house
            + " », avec l’adresse "
            + mailed.to()
            + " : un code vous y est envoyé, il n’y a pas de mot de passe à inventer.",
        "You come in as an agent of “"
            + house
            + "”, with the address "
            + mailed.to()
            + ": a code is mailed to it, there is no password to make up.");
  }

  private void asGuest(Bilingual letter, CodeStore.Mailed mailed) {
    letter.says(
        "Vous y venez de l’extérieur, jusqu’au " + day(mailed.endsMs(), Locale.FRENCH) + ".",
        "You come from outside, until " + day(mailed.endsMs(), Locale.ENGLISH) + ".");
  }

  private String day(long ms, Locale in) {
    return enrolment.day(ms, in);
  }
}
