package parvis.core.organisations;

import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import parvis.base.Actor;
import parvis.base.Language;
import parvis.base.Refused;
import parvis.core.identity.Addresses;
import parvis.core.organisations.Organisations.Right;
import parvis.platform.db.Db;
import parvis.platform.db.Tx;
import parvis.platform.mail.Bilingual;
import parvis.platform.mail.Letter;
import parvis.platform.mail.Mail;
import parvis.platform.mail.Outbox;
import parvis.protocol.id.UserId;

/// More time for somebody from outside than who answers for them may give: they ask, those who
/// decide in the organisation are told by mail and on their first page, and give it or not.
final class MoreTime {
  private static final String KIND = "more-time-";

  private final Db db;
  private final Organisations organisations;
  private final Members members;
  private final PostStore posts;
  private final MoreTimeStore store;
  private final Journal journal;
  private final Addresses addresses;
  private final Outbox outbox;
  private final String publicAddress;
  private final Clock clock;

  /// What it is built from.
  record Needs(
      Db db,
      Organisations organisations,
      Members members,
      PostStore posts,
      Journal journal,
      Addresses addresses,
      Outbox outbox,
      String publicAddress,
      Clock clock) {}

  MoreTime(Needs needs) {
    this.db = needs.db();
    this.organisations = needs.organisations();
    this.members = needs.members();
    this.posts = needs.posts();
    this.store = new MoreTimeStore();
    this.journal = needs.journal();
    this.addresses = needs.addresses();
    this.outbox = needs.outbox();
    this.publicAddress = needs.publicAddress();
    this.clock = needs.clock();
  }

  /// Asks for more of it; those who decide get one mail, however often it is asked.
  void ask(Actor actor, String id, UserId guest) {
    long account = members.ours(actor, guest);
    long row = journal.next();
    organisations.in(
        actor,
        id,
        Right.BELONG,
        (tx, o) -> {
          var post = Externals.external(posts, tx, account, o);
          if (!Externals.answersFor(actor, post)) {
            throw Refused.forbidden("Others answer for this person");
          }
          if (store.ask(tx, post, clock.millis())) {
            var name = store.name(tx, account);
            var by = store.name(tx, actor.userNid());
            var deciding = store.deciding(tx, o.nid());
            var others =
                deciding.stream().filter(reader -> reader.user() != actor.userNid()).toList();
            mail(tx, others.isEmpty() ? deciding : others, in -> asked(in, name, by, o));
            journal.note(tx, row, o, actor, "ask for more time", guest.value());
          }
          return o;
        });
    outbox.wake();
  }

  /// Those for whom it is asked and whom the actor decides upon; nobody for who decides nothing.
  List<PostStore.Member> waiting(Actor actor) {
    return asked(actor).orElse(List.of());
  }

  /// How many those are; empty for who decides nothing.
  Optional<Long> count(Actor actor) {
    return asked(actor).map(all -> (long) all.size());
  }

  private Optional<List<PostStore.Member>> asked(Actor actor) {
    long server = organisations.server(actor);
    return db.read(
        tx -> {
          var own =
              posts.of(tx, actor.userNid()).filter(MoreTime::isDeciding).map(Post::organisation);
          if (actor.admin()) {
            return Optional.of(posts.longerAsked(tx, server, Optional.empty()));
          }
          return own.map(
              of ->
                  posts.longerAsked(tx, server, Optional.of(of)).stream()
                      .filter(one -> !isForOthers(tx, actor, one))
                      .toList());
        });
  }

  /// Nobody grants themselves what they ask for where somebody else decides, too.
  private boolean isForOthers(Tx tx, Actor actor, PostStore.Member guest) {
    return guest.sponsor().filter(actor.user().value()::equals).isPresent()
        && !store.others(tx, guest.organisation(), actor.userNid()).isEmpty();
  }

  /// Whether somebody decides upon more time: of their own guests only where nobody else does.
  boolean decides(Tx tx, Actor actor, Post post, Organisation of) {
    if (!Externals.decides(posts, tx, actor, of)) {
      return false;
    }
    return actor.admin()
        || !Externals.answersFor(actor, post)
        || store.others(tx, of.id(), actor.userNid()).isEmpty();
  }

  /// Who else decides in the organisations of guests for whom somebody answers: some of their
  /// names.
  Map<String, List<String>> others(Actor actor, List<PostStore.Member> guests) {
    return db.read(
        tx ->
            guests.stream()
                .map(PostStore.Member::organisation)
                .distinct()
                .collect(Collectors.toMap(of -> of, of -> store.others(tx, of, actor.userNid()))));
  }

  /// Whether somebody decides in their organisation what people ask for.
  static boolean isDeciding(Post post) {
    return !post.external() && post.role() != Role.MEMBER;
  }

  /// Says no, or takes back what one has asked; the day stays as it is.
  void decline(Actor actor, String id, UserId guest) {
    long account = members.ours(actor, guest);
    long row = journal.next();
    organisations.in(
        actor,
        id,
        Right.BELONG,
        (tx, o) -> {
          var post = Externals.external(posts, tx, account, o);
          if (Externals.answersFor(actor, post)) {
            if (store.answer(tx, post)) {
              journal.note(tx, row, o, actor, "take back more time", guest.value());
            }
            return o;
          }
          if (!Externals.decides(posts, tx, actor, o)) {
            throw Refused.forbidden("This is decided by others");
          }
          if (store.answer(tx, post)) {
            var name = store.name(tx, account);
            mail(tx, store.sponsor(tx, post), in -> declined(in, name, o));
            journal.note(tx, row, o, actor, "decline more time", guest.value());
          }
          return o;
        });
    outbox.wake();
  }

  /// Tells who asked that it was given, in the transaction that gives it.
  void given(Tx tx, Post post, long account, Organisation of, long ends) {
    if (store.answer(tx, post)) {
      var name = store.name(tx, account);
      mail(tx, store.sponsor(tx, post), in -> given(in, name, of, ends));
    }
  }

  /// A letter, in the language of each reader.
  private interface Written {
    Letter in(Optional<Language> language);
  }

  private void mail(Tx tx, List<MoreTimeStore.Reader> readers, Written letter) {
    for (var to : readers) {
      addresses.reach(tx, to.user()).stream()
          .findFirst()
          .ifPresent(
              one -> {
                var written = one.carrying(letter.in(to.in()), publicAddress + "/home");
                var id = KIND + outbox.fresh();
                outbox.put(tx, Mail.of(id, to.server(), one.address(), written));
              });
    }
  }

  private Letter asked(Optional<Language> in, String guest, String sponsor, Organisation of) {
    return Bilingual.in(
            in,
            "Plus de temps est demandé pour un invité externe",
            "More time is asked for an external guest")
        .says(
            sponsor + " demande de prolonger l'accès de " + guest + " à « " + of.name() + " ».",
            sponsor + " asks for more time for " + guest + ", a guest of " + of.name() + ".")
        .link(
            "Pour répondre, ouvrez votre accueil :",
            "To answer, open your home page:",
            publicAddress + "/home")
        .done();
  }

  private static Letter declined(Optional<Language> in, String guest, Organisation of) {
    return Bilingual.in(
            in,
            "L'accès d'un invité externe n'est pas prolongé",
            "The access of an external guest is not prolonged")
        .says(
            "« "
                + of.name()
                + " » ne prolonge pas l'accès de "
                + guest
                + " : il finit le jour prévu.",
            of.name()
                + " does not prolong the access of "
                + guest
                + ": it ends on the day that was said.")
        .done();
  }

  private Letter given(Optional<Language> in, String guest, Organisation of, long ends) {
    return Bilingual.in(
            in,
            "L'accès d'un invité externe est prolongé",
            "The access of an external guest is prolonged")
        .says(
            "« "
                + of.name()
                + " » prolonge l'accès de "
                + guest
                + " jusqu'au "
                + MailedGuests.day(ends, clock.getZone(), Locale.FRENCH)
                + ".",
            of.name()
                + " prolongs the access of "
                + guest
                + " until "
                + MailedGuests.day(ends, clock.getZone(), Locale.ENGLISH)
                + ".")
        .done();
  }
}
