package parvis.core.organisations;

import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import parvis.base.Actor;
import parvis.base.Language;
import parvis.base.Refused;
import parvis.core.organisations.Organisations.Right;
import parvis.platform.db.Db;
import parvis.platform.db.Tx;
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
            var letter = asked(store.name(tx, account), store.name(tx, actor.userNid()), o);
            mail(tx, store.deciding(tx, o.nid()), letter);
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
          return actor.admin() || own.isPresent()
              ? Optional.of(posts.longerAsked(tx, server, actor.admin() ? Optional.empty() : own))
              : Optional.empty();
        });
  }

  /// Whether somebody decides in their organisation what people ask for.
  static boolean isDeciding(Post post) {
    return !post.external() && post.role() != Role.MEMBER;
  }

  /// Says no; the day stays as it is.
  void decline(Actor actor, String id, UserId guest) {
    long account = members.ours(actor, guest);
    long row = journal.next();
    organisations.in(
        actor,
        id,
        Right.BELONG,
        (tx, o) -> {
          var post = Externals.external(posts, tx, account, o);
          if (!Externals.decides(posts, tx, actor, o)) {
            throw Refused.forbidden("This is decided by others");
          }
          if (store.answer(tx, post)) {
            mail(tx, store.sponsor(tx, post), declined(store.name(tx, account), o));
            journal.note(tx, row, o, actor, "decline more time", guest.value());
          }
          return o;
        });
    outbox.wake();
  }

  /// Tells who asked that it was given, in the transaction that gives it.
  void given(Tx tx, Post post, long account, Organisation of, long ends) {
    if (store.answer(tx, post)) {
      mail(tx, store.sponsor(tx, post), given(store.name(tx, account), of, ends));
    }
  }

  private void mail(Tx tx, List<MoreTimeStore.Reader> readers, Letter letter) {
    readers.forEach(
        to -> outbox.put(tx, Mail.of(KIND + outbox.fresh(), to.server(), to.address(), letter)));
  }

  private Letter asked(String guest, String sponsor, Organisation of) {
    return Letter.in(Language.FRENCH, "Plus de temps est demandé pour un invité externe")
        .says(sponsor + " demande de prolonger l'accès de " + guest + " à « " + of.name() + " ».")
        .link("Pour répondre, ouvrez votre accueil :", publicAddress + "/home")
        .note(sponsor + " asks for more time for " + guest + ", a guest of " + of.name() + ".")
        .done();
  }

  private static Letter declined(String guest, Organisation of) {
    return Letter.in(Language.FRENCH, "L'accès d'un invité externe n'est pas prolongé")
        .says(
            "« "
                + of.name()
                + " » ne prolonge pas l'accès de "
                + guest
                + " : il finit le jour prévu.")
        .note("The access of " + guest + " is not prolonged: it ends on the day that was said.")
        .done();
  }

  private static Letter given(String guest, Organisation of, long ends) {
    var until = MailedGuests.day(ends, Locale.FRENCH);
    return Letter.in(Language.FRENCH, "L'accès d'un invité externe est prolongé")
        .says("« " + of.name() + " » prolonge l'accès de " + guest + " jusqu'au " + until + ".")
        .note("The access of " + guest + " is prolonged.")
        .done();
  }
}
