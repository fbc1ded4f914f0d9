package parvis.core.organisations;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import parvis.base.Actor;
import parvis.base.Language;
import parvis.base.Refused;
import parvis.core.identity.Addresses;
import parvis.core.organisations.MoreTimeStore.Remit;
import parvis.core.organisations.MoreTimeStore.State;
import parvis.core.organisations.Organisations.Right;
import parvis.platform.db.Db;
import parvis.platform.db.Tx;
import parvis.platform.mail.Letter;
import parvis.platform.mail.Mail;
import parvis.platform.mail.Outbox;
import parvis.protocol.id.UserId;

/// More time for somebody from outside. They ask for it themselves as their end comes near: who
/// answers for them gives it or not, or, where they may give no more, those who decide in the
/// organisation. Who answers for somebody asks these for more, too. All are told by mail and on
/// their first page.
final class MoreTime {
  private static final String KIND = "more-time-";

  /// How long before their end somebody from outside asks for more.
  static final Duration WISHED_BEFORE = Duration.ofDays(30);

  /// How long a no holds: they ask again after that.
  static final Duration NO_HOLDS = Duration.ofDays(7);

  private final Db db;
  private final Organisations organisations;
  private final Members members;
  private final OrganisationStore named;
  private final PostStore posts;
  private final MoreTimeStore store;
  private final Journal journal;
  private final Addresses addresses;
  private final Outbox outbox;
  private final String home;
  private final MoreTimeLetters letters;
  private final Clock clock;

  /// What it is built from.
  record Needs(
      Db db,
      Organisations organisations,
      Members members,
      OrganisationStore organisationStore,
      PostStore posts,
      Journal journal,
      Addresses addresses,
      Outbox outbox,
      String publicAddress,
      Clock clock) {}

  /// How it stands with somebody from outside.
  ///
  /// @param fromMs when they may ask; later than they are let in where they may not
  record Own(long endsMs, Optional<MoreTimeStore.Wish> wish, boolean bySponsor, long fromMs) {}

  MoreTime(Needs needs) {
    this.db = needs.db();
    this.organisations = needs.organisations();
    this.members = needs.members();
    this.named = needs.organisationStore();
    this.posts = needs.posts();
    this.store = new MoreTimeStore();
    this.journal = needs.journal();
    this.addresses = needs.addresses();
    this.outbox = needs.outbox();
    this.home = needs.publicAddress() + "/home";
    this.clock = needs.clock();
    this.letters = new MoreTimeLetters(home, clock.getZone());
  }

  /// @throws Refused notFound for who is from outside of nowhere
  Own own(Actor actor) {
    return db.read(tx -> own(tx, guest(posts.of(tx, actor.userNid()))));
  }

  private static Post guest(Optional<Post> post) {
    return post.filter(Post::external).orElseThrow(Refused::notFound);
  }

  private Own own(Tx tx, Post post) {
    var said = store.own(tx, post);
    long ends = post.endsMs().orElseThrow();
    long near = ends - WISHED_BEFORE.toMillis();
    long from =
        said.wish()
            .filter(wish -> wish.state() == State.DECLINED)
            .map(wish -> Math.max(near, wish.atMs() + NO_HOLDS.toMillis()))
            .orElse(near);
    return new Own(ends, said.wish(), said.bySponsor(), from);
  }

  /// Asks for more of it for oneself; one mail goes to who answers, however often it is asked.
  ///
  /// @throws Refused notFound as [#own]; forbidden before its time
  void wish(Actor actor) {
    db.write(
        tx -> {
          var post = guest(posts.held(tx, actor.userNid()));
          var own = own(tx, post);
          var open = own.wish().filter(wish -> wish.state() == State.OPEN).isPresent();
          if (!open && clock.millis() < own.fromMs()) {
            throw Refused.forbidden("This may be asked for later");
          }
          if (store.wish(tx, post, clock.millis())) {
            var o = named.find(tx, post.organisation()).orElseThrow();
            var name = store.name(tx, post.user());
            var readers =
                own.bySponsor() ? store.sponsor(tx, post) : store.deciding(tx, post.organisation());
            mail(tx, readers, in -> letters.wished(in, name, o, own.endsMs()));
            journal.noteOwn(tx, o, post.user(), "ask for own time");
          }
          return post;
        });
    outbox.wake();
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
            mail(tx, others.isEmpty() ? deciding : others, in -> letters.asked(in, name, by, o));
            journal.note(tx, row, o, actor, "ask for more time", guest.value());
          }
          return o;
        });
    outbox.wake();
  }

  /// Those for whom it is asked, and those who ask for themselves, whom the actor answers.
  List<PostStore.Member> waiting(Actor actor) {
    long server = organisations.server(actor);
    return db.read(tx -> store.waiting(tx, server, remit(tx, actor), actor.userNid()));
  }

  /// How many those are; empty for who decides nothing and whom nobody asks.
  Optional<Long> count(Actor actor) {
    long server = organisations.server(actor);
    return db.read(
        tx -> {
          var remit = remit(tx, actor);
          return Optional.of(store.count(tx, server, remit, actor.userNid()))
              .filter(count -> remit.decides() || count > 0);
        });
  }

  /// Nobody grants themselves what they ask for where somebody else decides, too.
  private Remit remit(Tx tx, Actor actor) {
    var own = posts.of(tx, actor.userNid()).filter(MoreTime::isDeciding).map(Post::organisation);
    if (actor.admin()) {
      return new Remit(true, Optional.empty(), Optional.empty());
    }
    var except = own.filter(of -> store.areOthers(tx, of, actor.userNid()));
    return new Remit(own.isPresent(), own, except.map(_ -> actor.userNid()));
  }

  /// Whether somebody decides upon more time: of their own guests only where nobody else does.
  boolean decides(Tx tx, Actor actor, Post post, Organisation of) {
    if (!Externals.decides(posts, tx, actor, of)) {
      return false;
    }
    return actor.admin()
        || !Externals.answersFor(actor, post)
        || !store.areOthers(tx, of.nid(), actor.userNid());
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

  /// Takes back what one has asked for somebody; what they wish themselves stays open.
  void takeBack(Actor actor, String id, UserId guest) {
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
          takeBack(tx, row, o, actor, post, guest);
          return o;
        });
  }

  private boolean takeBack(Tx tx, long row, Organisation of, Actor actor, Post post, UserId guest) {
    if (!store.answer(tx, post)) {
      return false;
    }
    journal.note(tx, row, of, actor, "take back more time", guest.value());
    return true;
  }

  /// Says no, by who may say yes; the day stays as it is. Who answers for somebody, and has asked
  /// others, takes that back by it.
  void decline(Actor actor, String id, UserId guest) {
    long account = members.ours(actor, guest);
    long row = journal.next();
    organisations.in(
        actor,
        id,
        Right.BELONG,
        (tx, o) -> {
          var post = Externals.external(posts, tx, account, o);
          var answers = Externals.answersFor(actor, post);
          if (!decides(tx, actor, post, o)) {
            if (answers && takeBack(tx, row, o, actor, post, guest)) {
              return o;
            }
            if (!answers || !store.own(tx, post).bySponsor()) {
              throw Refused.forbidden("This is decided by others");
            }
          }
          var asked = store.answer(tx, post);
          if (asked && !answers) {
            var name = store.name(tx, account);
            mail(tx, store.sponsor(tx, post), in -> letters.declined(in, name, o));
          }
          if (declined(tx, post, o) || asked) {
            journal.note(tx, row, o, actor, "decline more time", guest.value());
          }
          return o;
        });
    outbox.wake();
  }

  /// Tells who asks for themselves that it is not given.
  private boolean declined(Tx tx, Post post, Organisation of) {
    if (!store.decline(tx, post, clock.millis())) {
      return false;
    }
    long ends = post.endsMs().orElseThrow();
    mail(tx, store.guest(tx, post), in -> letters.declinedYou(in, of, ends));
    return true;
  }

  /// Tells those who asked that it was given, in the transaction that gives it.
  void given(Tx tx, Post post, long account, Organisation of, long ends) {
    if (store.answer(tx, post)) {
      var name = store.name(tx, account);
      mail(tx, store.sponsor(tx, post), in -> letters.given(in, name, of, ends));
    }
    if (store.give(tx, post, clock.millis())) {
      mail(tx, store.guest(tx, post), in -> letters.givenYou(in, of, ends));
    }
  }

  /// Has what was told go out, once it is noted.
  void wake() {
    outbox.wake();
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
                var written = one.carrying(letter.in(to.in()), home);
                var id = KIND + outbox.fresh();
                outbox.put(tx, Mail.of(id, to.server(), one.address(), written));
              });
    }
  }
}
