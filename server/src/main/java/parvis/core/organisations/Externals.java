package parvis.core.organisations;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import parvis.base.Actor;
import parvis.base.Refused;
import parvis.core.identity.Bars;
import parvis.core.organisations.Organisations.Right;
import parvis.core.organisations.PostStore.Due;
import parvis.platform.db.DatabaseFault;
import parvis.platform.db.Db;
import parvis.platform.db.Tx;
import parvis.protocol.id.UserId;

/// People from outside whom an organisation has invited: contractors, partners, elected people of a
/// neighbouring town. An agent answers for each of them, until a day. On that day an account that
/// was made for the invitation lets nobody in any more, until that day is put off; who had one
/// before is of no organisation again. What they wrote stays.
final class Externals {
  private static final Logger LOG = LoggerFactory.getLogger(Externals.class);

  /// How old an account is at most that was made for an invitation.
  static final Duration FRESH_MAX = Duration.ofDays(1);

  /// Those whose time is over that one look ends.
  private static final int ENDED_MAX = 500;

  private final Db db;
  private final Organisations organisations;
  private final Members members;
  private final PostStore posts;
  private final Journal journal;
  private final Standings standings;
  private final Bars bars;
  private final MoreTime moreTime;
  private final Clock clock;
  private volatile @Nullable FirstSpaces spaces;

  /// What externals are built from.
  record Needs(
      Db db,
      Organisations organisations,
      Members members,
      PostStore posts,
      Journal journal,
      Standings standings,
      Bars bars,
      MoreTime moreTime,
      Clock clock) {}

  Externals(Needs needs) {
    this.db = needs.db();
    this.organisations = needs.organisations();
    this.members = needs.members();
    this.posts = needs.posts();
    this.journal = needs.journal();
    this.standings = needs.standings();
    this.bars = needs.bars();
    this.moreTime = needs.moreTime();
    this.clock = needs.clock();
  }

  /// Invites somebody who is of no organisation. The actor answers for them.
  ///
  /// @param space into which they are invited with it, if into any
  /// @return when they are no longer let in
  long invite(Actor actor, String id, UserId invited, Term term, Optional<String> space) {
    long account = members.eligible(actor, invited);
    var first = space.map(into -> spaces().known(actor, into, invited, account));
    long nid = journal.next();
    long row = journal.next();
    long ends = term.ends(clock.millis(), clock.getZone());
    organisations.in(
        actor,
        id,
        Right.BELONG,
        (tx, o) -> {
          if (!o.guestsByAgents() && !decides(posts, tx, actor, o)) {
            throw Refused.forbidden("Here approvers invite people from outside");
          }
          posts.held(tx, account).ifPresent(Externals::refuse);
          first.ifPresent(way -> way.note().accept(tx));
          posts.begin(tx, begun(nid, account, o, actor, ends), clock.millis());
          journal.note(tx, row, o, actor, "invite external", invited.value());
          return o;
        });
    standings.forget(invited);
    first.ifPresent(way -> way.after().run());
    return ends;
  }

  /// Who is an agent, or a guest, is not invited once more.
  private static void refuse(Post post) {
    throw post.external()
        ? Refused.conflict("This person is a guest already").with("reason", "guest")
        : Refused.conflict("This person is an agent already").with("reason", "agent");
  }

  /// From here on people are led into spaces, too.
  void leadsInto(FirstSpaces leading) {
    this.spaces = leading;
  }

  FirstSpaces spaces() {
    return Objects.requireNonNull(spaces, "spaces are made before anybody asks for one");
  }

  /// That an organisation has invited somebody from outside, for whom the actor answers.
  static PostStore.Begun begun(long nid, long account, Organisation of, Actor sponsor, long ends) {
    return new PostStore.Begun(
        nid,
        account,
        of.nid(),
        Role.MEMBER,
        Post.Ground.SPONSOR,
        Optional.of(sponsor.userNid()),
        Optional.of(sponsor.userNid()),
        Optional.of(ends));
  }

  /// Puts off the day: once for who answers for them, as often as they like for who else decides in
  /// the organisation what people ask for. Who was not let in any more is again.
  ///
  /// @return when they are no longer let in
  long extend(Actor actor, String id, UserId invited, Term term) {
    long account = members.ours(actor, invited);
    long row = journal.next();
    long ends =
        organisations.in(
            actor,
            id,
            Right.BELONG,
            (tx, o) -> {
              var post = external(posts, tx, account, o);
              var decides = moreTime.decides(tx, actor, post, o);
              if (!decides && (!answersFor(actor, post) || post.extended())) {
                throw Refused.forbidden("This is put off by who decides in the organisation");
              }
              var put =
                  term.ends(Math.max(post.endsMs().orElseThrow(), clock.millis()), clock.getZone());
              moreTime.given(tx, post, account, o, put);
              posts.extend(tx, post, put);
              journal.note(tx, row, o, actor, "extend external", invited.value());
              return put;
            });
    bars.expire(invited, account, false);
    moreTime.wake();
    return ends;
  }

  /// Those for whom somebody answers.
  List<PostStore.Member> sponsored(Actor actor) {
    return db.read(tx -> posts.sponsored(tx, actor.userNid()));
  }

  /// Lets somebody in no more from now on.
  void end(Actor actor, String id, UserId invited) {
    long account = members.ours(actor, invited);
    long row = journal.next();
    long nid =
        organisations.in(
            actor,
            id,
            Right.BELONG,
            (tx, o) -> {
              var post = external(posts, tx, account, o);
              if (!decides(posts, tx, actor, o) && !answersFor(actor, post)) {
                throw Refused.forbidden("Others answer for this person");
              }
              posts.endNow(tx, post, clock.millis());
              journal.note(tx, row, o, actor, "end external", invited.value());
              return post.nid();
            });
    over(new Due(nid, invited.value(), account));
  }

  static Post external(PostStore posts, Tx tx, long account, Organisation of) {
    return posts
        .held(tx, account)
        .filter(post -> post.organisation() == of.nid() && post.external())
        .orElseThrow(Refused::notFound);
  }

  static boolean answersFor(Actor actor, Post post) {
    return post.sponsor().filter(sponsor -> sponsor == actor.userNid()).isPresent();
  }

  /// Whether somebody decides in an organisation what its people ask for.
  static boolean decides(PostStore posts, Tx tx, Actor actor, Organisation in) {
    return actor.admin()
        || posts
            .of(tx, actor.userNid())
            .filter(post -> post.isAgentOf(in.nid()) && MoreTime.isDeciding(post))
            .isPresent();
  }

  /// Lets those in no more whose day has come, agents too; to be called now and then.
  void look() {
    try {
      List<Due> due = db.read(tx -> posts.due(tx, clock.millis(), ENDED_MAX));
      due.forEach(this::over);
    } catch (DatabaseFault fault) {
      LOG.warn("Externals whose time is over are looked at again later", fault);
    }
  }

  private void over(Due due) {
    var id = new UserId(due.userId());
    bars.expire(id, due.user(), tx -> shuts(tx, due));
    standings.forget(id);
  }

  /// Ends an invitation or the time of an agent, unless it was put off meanwhile.
  ///
  /// @return whether it ends the account, too
  private boolean shuts(Tx tx, Due due) {
    long now = clock.millis();
    var post =
        posts
            .held(tx, due.user())
            .filter(held -> held.nid() == due.nid())
            .filter(held -> held.endsMs().filter(ends -> ends <= now).isPresent());
    if (post.isEmpty()) {
      return false;
    }
    if (post.get().external() && !posts.isMadeFor(tx, due.nid(), FRESH_MAX)) {
      posts.end(tx, due.user(), now);
      return false;
    }
    posts.over(tx, due.nid());
    return true;
  }
}
