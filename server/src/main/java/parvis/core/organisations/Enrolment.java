package parvis.core.organisations;

import java.time.Clock;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import parvis.base.Actor;
import parvis.core.organisations.Organisations.Right;
import parvis.platform.db.Tx;
import parvis.platform.http.Body;
import parvis.protocol.id.Address;
import parvis.protocol.id.UserId;

/// People who become agents many at a time, because who administers their organisation says so.
public final class Enrolment {
  private final Organisations organisations;
  private final OrganisationStore store;
  private final PostStore posts;
  private final Journal journal;
  private final Members members;
  private final Clock clock;

  Enrolment(
      Organisations organisations,
      OrganisationStore store,
      PostStore posts,
      Journal journal,
      Members members,
      Clock clock) {
    this.organisations = organisations;
    this.store = store;
    this.posts = posts;
    this.journal = journal;
    this.members = members;
    this.clock = clock;
  }

  /// An organisation that somebody administers.
  public record Place(long nid, String id, String name) {}

  /// What is done in a transaction in an organisation.
  @FunctionalInterface
  public interface Deed<T> {
    T run(Tx tx, Place in);
  }

  /// Somebody who becomes an agent.
  ///
  /// @param user nid of an account that has no post
  public record Enrolled(long user, String function) {}

  /// Does something in an organisation that the actor administers.
  public <T> T in(Actor actor, String id, Deed<T> deed) {
    return organisations.in(
        actor, id, Right.ADMINISTER, (tx, o) -> deed.run(tx, new Place(o.nid(), o.id(), o.name())));
  }

  /// A number for a row of the journal, to be taken before a transaction begins.
  public long next() {
    return journal.next();
  }

  /// Writes down in the journal what the actor did.
  public void note(Tx tx, long row, Place in, Actor actor, String deed, String about) {
    var organisation = store.find(tx, in.nid()).orElseThrow();
    journal.note(tx, row, organisation, actor, deed, about);
  }

  /// Whether somebody administers, this very moment, an organisation or the server.
  public boolean isDecidedBy(Tx tx, long user, long organisation) {
    return posts.decides(tx, user, organisation);
  }

  /// An organisation by its number.
  public Place place(Tx tx, long organisation) {
    var found = store.find(tx, organisation).orElseThrow();
    return new Place(found.nid(), found.id(), found.name());
  }

  public String name(Tx tx, long organisation) {
    return store.find(tx, organisation).orElseThrow().name();
  }

  /// The organisations, by nid, of those of some addresses that are of one: each by itself, else by
  /// its domain.
  public Map<Address, Long> owners(Tx tx, long server, Collection<Address> addresses) {
    var owners = new HashMap<>(store.owners(tx, server, addresses));
    var domains = new HashMap<Address.Domain, Long>();
    addresses.stream()
        .map(Address::domain)
        .distinct()
        .forEach(domain -> store.of(tx, server, domain).ifPresent(of -> domains.put(domain, of)));
    for (var address : addresses) {
      var of = domains.get(address.domain());
      if (of != null) {
        owners.putIfAbsent(address, of);
      }
    }
    return owners;
  }

  /// The organisation of an address that is of one.
  public Optional<Place> of(Tx tx, long server, Address address) {
    return store.of(tx, server, address).map(nid -> place(tx, nid));
  }

  /// The organisation, by nid, that has a domain.
  public Optional<Long> of(Tx tx, long server, Address.Domain domain) {
    return store.of(tx, server, domain);
  }

  /// The organisations, by nid, of which those of some accounts are agents that are of one.
  public Map<Long, Long> agents(Tx tx, Collection<Long> users) {
    return posts.agents(tx, users);
  }

  /// How many more agents an organisation may have; empty when nobody bounds it. Whoever asks waits
  /// for those who make some.
  public OptionalLong seats(Tx tx, long organisation) {
    return posts.seats(tx, organisation);
  }

  /// Says what an agent does there.
  public void describe(Tx tx, long user, String function) {
    posts.say(tx, user, function);
  }

  /// Lets who counts what an organisation has wait for each other.
  public void hold(Tx tx, Place in) {
    store.hold(tx, in.nid());
  }

  /// Whether an organisation would have no administrator without this agent of it.
  public boolean isLastAdministrator(Tx tx, long organisation, long user) {
    store.hold(tx, organisation);
    return posts.of(tx, user).filter(post -> post.role() == Role.ADMINISTRATOR).isPresent()
        && posts.administrators(tx, organisation) == 1;
  }

  /// The nid of somebody's server.
  public long server(Actor actor) {
    return organisations.server(actor);
  }

  /// Makes somebody an agent by a word on paper, unless they are one already.
  ///
  /// @param row from [#next]
  /// @param by nid of who made the word, and attests whoever has it
  /// @return whether they have become one
  public boolean enter(Tx tx, long row, long organisation, long by, long account) {
    if (posts.held(tx, account).filter(post -> !post.external()).isPresent()) {
      return false;
    }
    var post =
        new PostStore.Begun(
            row,
            account,
            organisation,
            Role.MEMBER,
            Post.Ground.CODE,
            Optional.of(by),
            Optional.empty(),
            Optional.empty());
    posts.begin(tx, post, clock.millis());
    arrived(tx, organisation, account, "come by entry code");
    return true;
  }

  /// Until when somebody from outside is let in, as the body of a request says.
  ///
  /// @throws Refused invalidParam when that is not later, or too late
  public long guestEnds(Body body) {
    return Term.read(body).ends(clock.millis(), clock.getZone());
  }

  /// A day as people write it, where the house is.
  public String day(long ms, Locale in) {
    return MailedGuests.day(ms, clock.getZone(), in);
  }

  /// The name of the organisation whose guest somebody becomes by the word of one of its agents.
  public Optional<String> host(Tx tx, long by) {
    return posts
        .of(tx, by)
        .filter(post -> !post.external())
        .flatMap(post -> store.find(tx, post.organisation()))
        .map(Organisation::name);
  }

  /// Makes somebody who is of no organisation a guest of that of who made a word for them, who
  /// answers for them.
  ///
  /// @param row from [#next]
  /// @param by nid of who made the word
  /// @param endsMs until when; absent: as long as any guest
  public void receive(Tx tx, long row, long by, long account, Optional<Long> endsMs) {
    var sponsor = posts.of(tx, by).filter(post -> !post.external());
    if (sponsor.isEmpty() || posts.held(tx, account).isPresent()) {
      return;
    }
    long now = clock.millis();
    var post =
        new PostStore.Begun(
            row,
            account,
            sponsor.get().organisation(),
            Role.MEMBER,
            Post.Ground.SPONSOR,
            Optional.of(by),
            Optional.of(by),
            Optional.of(endsMs.orElseGet(() -> Term.LONGEST.ends(now, clock.getZone()))));
    posts.begin(tx, post, now);
    arrived(tx, post.organisation(), account, "come as external");
  }

  private void arrived(Tx tx, long organisation, long account, String deed) {
    journal.noteOwn(tx, store.find(tx, organisation).orElseThrow(), account, deed);
  }

  /// To be called once a transaction is over in which somebody has become an agent.
  public void became(UserId who, long account) {
    members.became(who, account);
  }

  /// Makes people agents, attested by who decides that.
  public void enrol(Tx tx, long organisation, long by, List<Enrolled> people) {
    posts.enrol(tx, organisation, by, people, clock.millis());
  }
}
