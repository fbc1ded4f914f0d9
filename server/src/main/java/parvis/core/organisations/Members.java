package parvis.core.organisations;

import java.time.Clock;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import parvis.base.Actor;
import parvis.base.Refused;
import parvis.core.factors.Factors;
import parvis.core.identity.Account;
import parvis.core.identity.Accounts;
import parvis.core.identity.Addresses;
import parvis.core.identity.Bars;
import parvis.core.identity.Profiles;
import parvis.core.identity.Servers;
import parvis.core.identity.Services;
import parvis.core.identity.Users;
import parvis.core.organisations.Organisations.Right;
import parvis.platform.db.Db;
import parvis.platform.db.Tx;
import parvis.protocol.id.Address;
import parvis.protocol.id.UserId;

/// Who is of an organisation: agents, and what they decide.
final class Members {
  /// Guests that are looked at together.
  private static final int GUESTS_MAX = 10_000;

  private final Db db;
  private final Organisations organisations;
  private final OrganisationStore store;
  private final PostStore posts;
  private final Journal journal;
  private final Standings standings;
  private final Users users;
  private final Accounts accounts;
  private final Services services;
  private final Bars bars;
  private final Addresses addresses;
  private final Profiles profiles;
  private final Moves moves;
  private final Factors factors;
  private final Clock clock;

  /// What members are built from.
  record Needs(
      Db db,
      Organisations organisations,
      OrganisationStore store,
      PostStore posts,
      Journal journal,
      Standings standings,
      Users users,
      Accounts accounts,
      Services services,
      Bars bars,
      Addresses addresses,
      Profiles profiles,
      Moves moves,
      Factors factors,
      Clock clock) {}

  Members(Needs needs) {
    this.db = needs.db();
    this.organisations = needs.organisations();
    this.store = needs.store();
    this.posts = needs.posts();
    this.journal = needs.journal();
    this.standings = needs.standings();
    this.users = needs.users();
    this.accounts = needs.accounts();
    this.services = needs.services();
    this.bars = needs.bars();
    this.addresses = needs.addresses();
    this.profiles = needs.profiles();
    this.moves = needs.moves();
    this.factors = needs.factors();
    this.clock = needs.clock();
  }

  /// Somebody's own post, and where it is.
  ///
  /// @param sponsor who answers for them, where they are from outside
  /// @param sponsors whether they answer for somebody from outside
  record Own(
      Organisation organisation,
      Post post,
      Optional<PostStore.Sponsor> sponsor,
      boolean sponsors) {}

  Optional<Own> own(Actor actor) {
    return db.read(
        tx ->
            posts
                .of(tx, actor.userNid())
                .flatMap(
                    post ->
                        store
                            .find(tx, post.organisation())
                            .map(
                                o ->
                                    new Own(
                                        o,
                                        post,
                                        posts.sponsor(tx, post),
                                        posts.sponsors(tx, actor.userNid())))));
  }

  boolean areOrganisations() {
    return standings.telling(standings::areThere);
  }

  /// What is shown beside people: their organisation, and whether they are external. Who is of none
  /// is not among them.
  List<PostStore.Badge> badges(Actor actor, List<String> people) {
    long server = organisations.server(actor);
    return db.read(tx -> posts.badges(tx, server, actor.userNid(), people));
  }

  /// A page of the agents of an organisation, or of its externals.
  List<PostStore.Member> of(Actor actor, String id, PostStore.Wanted wanted) {
    return organisations.in(
        actor, id, Right.ADMINISTER, (tx, o) -> posts.members(tx, o.nid(), wanted));
  }

  /// Makes somebody an agent of an organisation, or changes what they decide there. Who is of
  /// another one is moved by who runs the server alone.
  void put(Actor actor, String id, UserId member, Role role) {
    var account = actor.admin() ? ours(actor, member) : eligible(actor, member);
    long nid = journal.next();
    long row = journal.next();
    organisations.in(
        actor,
        id,
        Right.ADMINISTER,
        (tx, o) -> {
          var post = posts.held(tx, account);
          var here = post.filter(now -> now.isAgentOf(o.nid()));
          if (here.isPresent()) {
            keepOne(tx, here.get(), role);
            posts.change(tx, account, role);
          } else {
            refuseMoving(actor, post, o);
            begin(tx, nid, account, o, role, Post.Ground.ADMINISTRATOR, actor);
            moved(tx, account, post, o.nid(), List.of());
          }
          journal.note(tx, row, o, actor, "make " + role.word(), member.value());
          return o;
        });
    became(member, account);
  }

  /// Says what an agent does; an empty text says nothing of it.
  void say(Actor actor, String id, UserId member, String function) {
    var account = ours(actor, member);
    var row = journal.next();
    organisations.in(
        actor,
        id,
        Right.ADMINISTER,
        (tx, o) -> {
          if (posts.held(tx, account).filter(now -> now.isAgentOf(o.nid())).isEmpty()) {
            throw Refused.notFound();
          }
          posts.say(tx, account, function);
          journal.note(tx, row, o, actor, "say function", member.value() + ": " + function);
          return o;
        });
    profiles.give(member, account, function);
  }

  /// Somebody has another post now. Whom somebody answered for until a day stays, as an agent.
  void became(UserId member, long account) {
    standings.forget(member);
    if (bars.isExpired(account) && isAgent(account)) {
      bars.expire(member, account, false);
    }
  }

  private boolean isAgent(long account) {
    return db.read(tx -> posts.of(tx, account)).filter(post -> !post.external()).isPresent();
  }

  private static void refuseMoving(Actor actor, Optional<Post> post, Organisation to) {
    var elsewhere = post.filter(now -> now.organisation() != to.nid()).isPresent();
    if (elsewhere && !actor.admin()) {
      throw Refused.conflict("This person is of another organisation");
    }
  }

  private void begin(
      Tx tx, long nid, long account, Organisation o, Role role, Post.Ground ground, Actor by) {
    posts.begin(
        tx,
        new PostStore.Begun(
            nid,
            account,
            o.nid(),
            role,
            ground,
            Optional.of(by.userNid()),
            Optional.empty(),
            Optional.empty()),
        clock.millis());
  }

  /// An organisation keeps an administrator, once it has one.
  private void keepOne(Tx tx, Post post, Role role) {
    store.hold(tx, post.organisation());
    var last =
        post.role() == Role.ADMINISTRATOR
            && role != Role.ADMINISTRATOR
            && posts.administrators(tx, post.organisation()) == 1;
    if (last) {
      throw Refused.conflict("This is the last administrator; name another one first");
    }
  }

  /// Ends somebody's post. Their account, what they wrote and their rooms stay.
  void remove(Actor actor, String id, UserId member) {
    var account = ours(actor, member);
    long row = journal.next();
    organisations.in(
        actor,
        id,
        Right.ADMINISTER,
        (tx, o) -> {
          var post =
              posts
                  .held(tx, account)
                  .filter(now -> now.isAgentOf(o.nid()))
                  .orElseThrow(Refused::notFound);
          if (!actor.admin()) {
            keepOne(tx, post, Role.MEMBER);
          }
          posts.end(tx, account, clock.millis());
          journal.note(tx, row, o, actor, "end post", member.value());
          return o;
        });
    standings.forget(member);
  }

  /// Notes in the journal of their organisation that somebody asked after more people than one may
  /// in a day.
  ///
  /// @return who administers it, and who runs the server
  Collection<UserId> spent(Actor actor) {
    return db.write(
        tx -> {
          var post = posts.of(tx, actor.userNid());
          post.flatMap(now -> store.find(tx, now.organisation()))
              .ifPresent(of -> journal.noteOwn(tx, of, actor.userNid(), "spend directory"));
          var server = organisations.server(actor);
          return posts.rulers(tx, server, post.map(Post::organisation).orElse(0L));
        });
  }

  /// Refuses who may not take all second factors from somebody.
  ///
  /// @param id of the organisation whose agent they are; absent: nobody's
  /// @throws Refused forbidden for oneself, and for who runs the server; notFound for others than
  ///     agents of theirs who have one
  void checkFactors(Actor actor, Optional<String> id, UserId member) {
    organisations.requireIn(actor, id);
    var account = losing(actor, member);
    losing(actor, id, account, (tx, _) -> factors.require(tx, account));
  }

  private long losing(Actor actor, UserId member) {
    if (member.equals(actor.user())) {
      throw Refused.forbidden("Somebody else who administers does this");
    }
    return eligible(actor, member);
  }

  /// What is done with somebody, and in which organisation, by nid.
  private interface Losing {
    void run(Tx tx, Optional<Long> of);
  }

  private void losing(Actor actor, Optional<String> id, long account, Losing work) {
    if (id.isPresent()) {
      organisations.in(
          actor,
          id.get(),
          Right.ADMINISTER,
          (tx, o) -> {
            requireAgent(posts.held(tx, account), o);
            work.run(tx, Optional.of(o.nid()));
            return o;
          });
    } else {
      db.write(
          tx -> {
            if (posts.held(tx, account).isPresent()) throw Refused.notFound();
            work.run(tx, Optional.empty());
            return account;
          });
    }
  }

  private static void requireAgent(Optional<Post> post, Organisation of) {
    var _ = post.filter(now -> now.isAgentOf(of.nid())).orElseThrow(Refused::notFound);
  }

  /// Takes all second factors from somebody who has lost them, and who is told of it.
  void removeFactors(Actor actor, Optional<String> id, UserId member) {
    organisations.requireIn(actor, id);
    var account = losing(actor, member);
    var removal = factors.removal(member, account);
    long row = journal.next();
    long server = organisations.server(actor);
    losing(
        actor,
        id,
        account,
        (tx, of) -> {
          removal.of(tx);
          journal.note(tx, row, server, of, actor, "remove second factors", member.value());
        });
  }

  /// Ends the post of somebody whose account has ended; it may be said again.
  void gone(Actor actor) {
    db.write(tx -> posts.end(tx, actor.userNid(), clock.millis()));
    standings.forget(actor.user());
  }

  /// The nid of an account of the actor's server.
  long ours(Actor actor, UserId member) {
    if (!member.server().equals(actor.user().server()) || !accounts.exists(member)) {
      throw Refused.notFound("There is nobody of that name here");
    }
    return users.find(member).orElseThrow();
  }

  /// The same of somebody on whom people of an organisation decide.
  ///
  /// @throws Refused forbidden when it is a service's, or of who runs the server
  long eligible(Actor actor, UserId member) {
    long account = ours(actor, member);
    var runs = accounts.find(member).filter(Account::admin).isPresent();
    if (runs || services.isReserved(member) || member.localpart().equals(Accounts.SERVER_ITSELF)) {
      throw Refused.forbidden("Only an administrator of the server decides on this account");
    }
    return account;
  }

  /// Makes somebody an agent of the organisation whose their address is, in the transaction in
  /// which it is proven to be theirs. Who is of another one changes, unless they decide something
  /// there; an address that is nobody's changes nothing.
  void proven(Tx tx, Servers.Server server, long account, Address address) {
    become(tx, server.nid(), account, address);
  }

  private void become(Tx tx, long server, long account, Address address) {
    var post = posts.held(tx, account);
    if (post.filter(now -> now.role() != Role.MEMBER).isPresent()) {
      return;
    }
    store
        .of(tx, server, address)
        .filter(of -> post.filter(now -> now.isAgentOf(of)).isEmpty())
        .flatMap(of -> store.find(tx, of))
        .ifPresent(
            to -> {
              posts.begin(tx, byAddress(account, to.nid()), clock.millis());
              journal.noteOwn(tx, to, account, "come by address");
              post.flatMap(from -> store.find(tx, from.organisation()))
                  .ifPresent(from -> journal.noteOwn(tx, from, account, "go by address"));
              moved(tx, account, post, to.nid(), addressesOf(tx, server, account, post));
            });
  }

  /// Whoever goes to another organisation by a new address is let in by those of the one before no
  /// more, which are taken from them.
  private List<Address> addressesOf(Tx tx, long server, long account, Optional<Post> before) {
    return before
        .map(Post::organisation)
        .map(from -> addresses.drop(tx, account, of -> isOf(tx, server, of, from)))
        .orElse(List.of());
  }

  private boolean isOf(Tx tx, long server, Address address, long organisation) {
    return store.of(tx, server, address).filter(it -> it == organisation).isPresent();
  }

  /// What an organisation gave is looked over there when its agent, or whom it invited, has become
  /// an agent of another one. Of where they come back nothing waits to be looked over any longer.
  ///
  /// @param dropped addresses of the one before that sign nobody in any more
  void moved(Tx tx, long account, Optional<Post> before, long to, List<Address> dropped) {
    moves.close(tx, account, to);
    before
        .map(Post::organisation)
        .filter(from -> from != to)
        .ifPresent(from -> moves.begin(tx, account, from, to, dropped));
  }

  /// Makes those guests agents whose address has become one of an organisation since they came; to
  /// be called when addresses are admitted, and now and then.
  void lookAtGuests() {
    for (var guest : db.read(tx -> posts.guests(tx, GUESTS_MAX))) {
      var of = db.read(tx -> store.of(tx, guest.server(), guest.address()));
      if (of.isPresent() && !wasTakenOff(guest.account(), of.get())) {
        db.write(
            tx -> {
              posts.held(tx, guest.account());
              if (posts.seats(tx, of.get()).orElse(1) > 0) {
                become(tx, guest.server(), guest.account(), guest.address());
              }
              return guest;
            });
        became(guest.user(), guest.account());
      }
    }
  }

  /// Whoever an organisation took off becomes its agent again when it says so, or by proving the
  /// address again.
  private boolean wasTakenOff(long account, long organisation) {
    return db.read(tx -> posts.wasAgent(tx, account, organisation));
  }

  private static PostStore.Begun byAddress(long account, long organisation) {
    return new PostStore.Begun(
        PostStore.FRESH,
        account,
        organisation,
        Role.MEMBER,
        Post.Ground.ADDRESS,
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }
}
