package parvis.core.organisations;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URLEncoder;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import parvis.base.Actor;
import parvis.base.Language;
import parvis.base.Refused;
import parvis.core.identity.Accounts;
import parvis.core.identity.Addresses;
import parvis.core.identity.Newcomers;
import parvis.core.identity.Servers;
import parvis.core.organisations.Organisations.Right;
import parvis.platform.db.Tx;
import parvis.platform.mail.Bilingual;
import parvis.platform.mail.Letter;
import parvis.platform.mail.Mail;
import parvis.platform.mail.Outbox;
import parvis.protocol.id.Address;
import parvis.protocol.id.UserId;

/// People from outside who are invited at their address. Whoever has an account there is invited
/// with it; for who has none one is made, which its owner enters by a code that is mailed to them.
/// It ends with the invitation, as every account that is made for one.
final class MailedGuests {
  private static final String KIND = "guest-";

  private final Organisations organisations;
  private final OrganisationStore store;
  private final PostStore posts;
  private final Externals externals;
  private final Journal journal;
  private final Newcomers newcomers;
  private final Addresses addresses;
  private final Servers servers;
  private final Outbox outbox;
  private final String publicAddress;
  private final Clock clock;

  /// What these are built from.
  record Needs(
      Organisations organisations,
      OrganisationStore store,
      PostStore posts,
      Externals externals,
      Journal journal,
      Newcomers newcomers,
      Addresses addresses,
      Servers servers,
      Outbox outbox,
      String publicAddress,
      Clock clock) {}

  MailedGuests(Needs needs) {
    this.organisations = needs.organisations();
    this.store = needs.store();
    this.posts = needs.posts();
    this.externals = needs.externals();
    this.journal = needs.journal();
    this.newcomers = needs.newcomers();
    this.addresses = needs.addresses();
    this.servers = needs.servers();
    this.outbox = needs.outbox();
    this.publicAddress = needs.publicAddress();
    this.clock = needs.clock();
  }

  /// Who is invited, and when they are no longer let in.
  record Invited(UserId user, long endsMs) {}

  /// @param name as the actor calls them; absent: as their address does
  /// @param in the language in which they read, as far as the actor says
  record Whom(Address address, Optional<String> name, Optional<Language> in) {}

  /// @param space into which they are invited with it, if into any
  /// @throws Refused conflict, with the reason, when they are of an organisation already or would
  /// be
  Invited invite(Actor actor, String id, Whom whom, Term term, Optional<String> space) {
    var to = whom.address();
    organisations.in(actor, id, Right.ADMINISTER, (_, o) -> o);
    var server = servers.find(actor.user().server()).orElseThrow(Refused::notFound);
    var owner = addresses.find(server, to);
    if (owner.isPresent()) {
      var known = owner.get().user();
      return new Invited(known, externals.invite(actor, id, known, term, space));
    }
    var fresh = newcomers.fresh(1).getFirst();
    var newcomer =
        new Newcomers.Newcomer(fresh, to, whom.name().orElseGet(() -> Newcomers.nameOf(to)), "");
    var user = UserId.of(fresh.localpart(), server.name()).orElseThrow();
    long nid = journal.next();
    long row = journal.next();
    long ends = term.ends(clock.millis(), clock.getZone());
    var first = space.map(into -> externals.spaces().fresh(actor, into, user, fresh.nid()));
    organisations.in(
        actor,
        id,
        Right.ADMINISTER,
        (tx, o) -> {
          store.hold(tx, o.nid());
          refuseTaken(tx, server, o, to);
          newcomers.make(tx, server, List.of(newcomer));
          newcomers.askName(tx, fresh);
          whom.in().ifPresent(in -> Accounts.reads(tx, fresh.nid(), in));
          posts.begin(tx, Externals.begun(nid, fresh.nid(), o, actor, ends), clock.millis());
          first.ifPresent(way -> way.note().accept(tx));
          var letter = letter(whom, o, ends, first);
          outbox.put(tx, Mail.of(KIND + nid, server.name(), to, letter));
          journal.note(tx, row, o, actor, "invite external", to.value());
          return o;
        });
    outbox.wake();
    first.ifPresent(way -> way.after().run());
    return new Invited(user, ends);
  }

  /// That an address is an organisation's is told where whoever invites may know it: it is their
  /// own one's, or of a domain that one says. Whom another one admits by a list is its own affair:
  /// they are invited as anybody from outside is, and become its agents once they have come in.
  private void refuseTaken(Tx tx, Servers.Server server, Organisation own, Address to) {
    if (addresses.isShared(tx, server, to)) {
      throw Refused.conflict("Several people read this address").with("reason", "shared");
    }
    if (store.of(tx, server.nid(), to).filter(of -> of == own.nid()).isPresent()
        || store.of(tx, server.nid(), to.domain()).isPresent()) {
      throw Refused.conflict("This address is an organisation's").with("reason", "address");
    }
    if (!newcomers.owners(tx, server, List.of(to)).isEmpty()) {
      throw Refused.conflict("This address has become somebody's");
    }
  }

  /// Its link says to which address it went, where no server reads it, and leads on to the space.
  private Letter letter(Whom whom, Organisation of, long ends, Optional<FirstSpaces.Way> into) {
    var letter =
        Bilingual.in(
            whom.in(),
            "« " + of.name() + " » vous invite sur Parvis",
            of.name() + " invites you to Parvis");
    into.ifPresent(
        way ->
            letter.says(
                "On vous attend dans l'espace « " + way.name() + " ».",
                "You are expected in the space “" + way.name() + "”."));
    return letter
        .says(
            "« "
                + of.name()
                + " » vous invite, comme personne de l'extérieur, jusqu'au "
                + day(ends, clock.getZone(), Locale.FRENCH)
                + ".",
            of.name()
                + " invites you, as somebody from outside, until "
                + day(ends, clock.getZone(), Locale.ENGLISH)
                + ".")
        .link(
            "Pour entrer :",
            "To come in:",
            publicAddress
                + "/sign-in?by=code"
                + into.map(way -> "&next=" + URLEncoder.encode(way.path(), UTF_8)).orElse("")
                + "#"
                + whom.address())
        .note(
            "Il n'y a pas de mot de passe à retenir : un code vous est envoyé par courriel.",
            "There is no password to remember: a code is mailed to you.")
        .done();
  }

  static String day(long ms, ZoneId zone, Locale in) {
    var day = Instant.ofEpochMilli(ms).atZone(zone);
    return DateTimeFormatter.ofLocalizedDate(FormatStyle.LONG).withLocale(in).format(day);
  }
}
