package parvis.core.organisations;

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

  /// @throws Refused conflict when they are of an organisation already, or would be by that address
  Invited invite(Actor actor, String id, Whom whom, Term term) {
    var to = whom.address();
    organisations.in(actor, id, Right.ADMINISTER, (_, o) -> o);
    var server = servers.find(actor.user().server()).orElseThrow(Refused::notFound);
    var owner = addresses.find(server, to);
    if (owner.isPresent()) {
      var known = owner.get().user();
      return new Invited(known, externals.invite(actor, id, known, term));
    }
    var fresh = newcomers.fresh(1).getFirst();
    var newcomer =
        new Newcomers.Newcomer(fresh, to, whom.name().orElseGet(() -> Newcomers.nameOf(to)), "");
    var user = UserId.of(fresh.localpart(), server.name()).orElseThrow();
    long nid = journal.next();
    long row = journal.next();
    long ends = term.ends(clock.millis(), clock.getZone());
    organisations.in(
        actor,
        id,
        Right.ADMINISTER,
        (tx, o) -> {
          store.hold(tx, o.nid());
          if (store.of(tx, server.nid(), to).isPresent()
              || addresses.isShared(tx, server, to)
              || !newcomers.owners(tx, server, List.of(to)).isEmpty()) {
            throw Refused.conflict("This address is an organisation's, or somebody's");
          }
          newcomers.make(tx, server, List.of(newcomer));
          newcomers.askName(tx, fresh);
          whom.in().ifPresent(in -> Accounts.reads(tx, fresh.nid(), in));
          posts.begin(tx, Externals.begun(nid, fresh.nid(), o, actor, ends), clock.millis());
          outbox.put(tx, Mail.of(KIND + nid, server.name(), to, letter(whom.in(), o, ends)));
          journal.note(tx, row, o, actor, "invite external", to.value());
          return o;
        });
    outbox.wake();
    return new Invited(user, ends);
  }

  private Letter letter(Optional<Language> in, Organisation of, long ends) {
    return Bilingual.in(
            in,
            "« " + of.name() + " » vous invite sur Parvis",
            of.name() + " invites you to Parvis")
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
            "Pour entrer, ouvrez cette page et écrivez l'adresse à laquelle vous lisez ceci :",
            "To come in, open this page and type the address at which you read this:",
            publicAddress + "/sign-in?by=code")
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
