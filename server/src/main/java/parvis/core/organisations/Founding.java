package parvis.core.organisations;

import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import parvis.base.Actor;
import parvis.base.Refused;
import parvis.core.identity.Newcomers;
import parvis.core.identity.Newcomers.Newcomer;
import parvis.core.identity.Secrets;
import parvis.core.identity.Servers.Server;
import parvis.core.organisations.OrganisationStore.Held;
import parvis.platform.db.Tx;
import parvis.protocol.id.Address;

/// Organisations that are made for somebody who asked for one, with that person as their first
/// administrator; and how many people they may have.
public final class Founding {
  private final Organisations organisations;
  private final OrganisationStore store;
  private final PostStore posts;
  private final Journal journal;
  private final Standings standings;
  private final Newcomers newcomers;
  private final Members members;
  private final Secrets secrets;
  private final LongSupplier nids;
  private final Clock clock;

  /// What founding is built from.
  record Needs(
      Organisations organisations,
      OrganisationStore store,
      PostStore posts,
      Journal journal,
      Standings standings,
      Newcomers newcomers,
      Members members,
      Secrets secrets,
      LongSupplier nids,
      Clock clock) {}

  Founding(Needs needs) {
    this.organisations = needs.organisations();
    this.store = needs.store();
    this.posts = needs.posts();
    this.journal = needs.journal();
    this.standings = needs.standings();
    this.newcomers = needs.newcomers();
    this.members = needs.members();
    this.secrets = needs.secrets();
    this.nids = needs.nids();
    this.clock = needs.clock();
  }

  /// What somebody asks for.
  ///
  /// @param domain that becomes the organisation's; the address does in any case
  public record Wish(
      String name, String label, Optional<String> siret, Optional<Address.Domain> domain) {}

  /// What a founding needs, taken before its transaction begins.
  ///
  /// @param opening lets its people in where registration is closed
  public record Fresh(
      long organisation,
      String id,
      long post,
      long row,
      Newcomers.Fresh account,
      Consumer<Tx> opening) {}

  public Fresh fresh(Actor by) {
    return new Fresh(
        nids.getAsLong(),
        secrets.id(),
        nids.getAsLong(),
        journal.next(),
        newcomers.fresh(1).getFirst(),
        organisations.opening(by));
  }

  /// The number of an establishment in its one form, if this is one.
  public static Optional<String> siret(String text) {
    return Siret.parse(text).map(Siret::value);
  }

  /// Makes an organisation with its first administrator, who gets an account when their address
  /// leads to none.
  ///
  /// @return the number of the organisation
  public long found(Tx tx, Fresh fresh, Server server, Actor by, Wish wish, Newcomer first) {
    var made =
        new Organisation(
            fresh.organisation(),
            fresh.id(),
            server.nid(),
            wish.name(),
            wish.label(),
            Optional.empty(),
            wish.siret().map(Siret::new),
            false,
            false,
            false,
            List.of(),
            Organisation.VALIDITY_DAYS,
            false,
            true,
            false);
    store.add(tx, made, clock.millis());
    journal.note(tx, fresh.row(), made, by, "create organisation", made.name());
    wish.domain().ifPresent(domain -> take(tx, made, domain, by));
    if (wish.domain().filter(first.address().domain()::equals).isEmpty()) {
      store.take(tx, made, List.of(first.address()), by.userNid(), clock.millis());
    }
    fresh.opening().accept(tx);
    administer(tx, fresh, server, by, first);
    return made.nid();
  }

  private void take(Tx tx, Organisation to, Address.Domain domain, Actor by) {
    if (!store.take(tx, to, new Held(domain, false), by.userNid(), clock.millis())) {
      throw Refused.conflict(domain + " is of another organisation");
    }
  }

  private void administer(Tx tx, Fresh fresh, Server server, Actor by, Newcomer first) {
    var known = newcomers.owners(tx, server, List.of(first.address())).values();
    long user = known.stream().findFirst().orElse(fresh.account().nid());
    if (!newcomers.shared(tx, server, List.of(first.address())).isEmpty()) {
      throw Refused.conflict("Several people read this address: somebody named must apply");
    }
    if (known.isEmpty()) {
      newcomers.make(tx, server, List.of(first));
    }
    var before = posts.held(tx, user);
    if (before.filter(post -> post.role() != Role.MEMBER).isPresent()) {
      throw Refused.conflict("This person decides in another organisation");
    }
    members.moved(tx, user, before, fresh.organisation(), List.of());
    posts.begin(
        tx,
        new PostStore.Begun(
            fresh.post(),
            user,
            fresh.organisation(),
            Role.ADMINISTRATOR,
            Post.Ground.ADMINISTRATOR,
            Optional.of(by.userNid()),
            Optional.empty(),
            Optional.empty()),
        clock.millis());
  }

  /// Bounds how many agents an organisation has, or does not any more.
  public void bound(Tx tx, long organisation, OptionalInt people) {
    store.bound(tx, organisation, people);
  }

  /// To be called once a founding is durable.
  public void founded() {
    standings.forgetAll();
  }
}
