package parvis.core.organisations;

import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import parvis.base.Actor;
import parvis.base.Refused;
import parvis.core.organisations.AdmissionList.Field;
import parvis.core.organisations.Organisations.Right;
import parvis.platform.db.Tx;
import parvis.protocol.id.Address;
import parvis.protocol.id.Address.Domain;

/// The people without an address of their organisation's domain: volunteers, carers, small town
/// halls with a public provider. They are admitted one by one, by a list.
final class Admitting {
  private final Organisations organisations;
  private final OrganisationStore store;
  private final Journal journal;
  private final Clock clock;

  Admitting(Organisations organisations, OrganisationStore store, Journal journal, Clock clock) {
    this.organisations = organisations;
    this.store = store;
    this.journal = journal;
    this.clock = clock;
  }

  /// What became of a field of a list.
  enum Outcome {
    ADDED,
    /// It was on the list already.
    KNOWN,
    /// It is of another organisation.
    TAKEN,
    /// It is no address.
    INVALID
  }

  /// One line of the report.
  record Reported(int line, String text, Outcome outcome) {}

  List<String> addresses(Actor actor, String id, String after) {
    return organisations.in(
        actor, id, Right.ADMINISTER, (tx, o) -> store.addresses(tx, o.nid(), after));
  }

  /// Admits the addresses of a list; those that cannot be are told, and the others admitted.
  List<Reported> admit(Actor actor, String id, String text) {
    var fields = AdmissionList.read(text);
    if (fields.size() > AdmissionList.ADDRESSES_MAX) {
      throw Refused.tooLarge("A list has at most " + AdmissionList.ADDRESSES_MAX + " addresses");
    }
    long row = journal.next();
    var some = fields.stream().anyMatch(field -> field.address().isPresent());
    var opening = some ? organisations.opening(actor) : (Consumer<Tx>) _ -> {};
    return organisations.in(
        actor,
        id,
        Right.ADMINISTER,
        (tx, o) -> {
          opening.accept(tx);
          return admit(tx, actor, o, fields, row);
        });
  }

  private List<Reported> admit(Tx tx, Actor actor, Organisation to, List<Field> fields, long row) {
    store.hold(tx, to.nid());
    var wanted = fields.stream().flatMap(field -> field.address().stream()).distinct().toList();
    var owners = store.owners(tx, to.server(), wanted);
    var elsewhere = actor.admin() ? Set.<Domain>of() : elsewhere(tx, to, wanted);
    var fresh = new LinkedHashSet<Address>();
    var report = new ArrayList<Reported>();
    for (var field : fields) {
      var outcome =
          field
              .address()
              .map(address -> outcome(to, address, owners, elsewhere, fresh))
              .orElse(Outcome.INVALID);
      report.add(new Reported(field.line(), field.text(), outcome));
    }
    if (store.count(tx, to.nid()) + fresh.size() > OrganisationStore.ADDRESSES_MAX) {
      throw Refused.of(
          Refused.Kind.RESOURCE_LIMIT_EXCEEDED, "The organisation has too many addresses");
    }
    store.take(tx, to, fresh, actor.userNid(), clock.millis());
    journal.note(tx, row, to, actor, "admit addresses", Integer.toString(fresh.size()));
    return report;
  }

  /// Domains of other organisations; each is asked for once.
  private Set<Domain> elsewhere(Tx tx, Organisation to, List<Address> wanted) {
    return wanted.stream()
        .map(Address::domain)
        .distinct()
        .filter(
            domain -> store.of(tx, to.server(), domain).filter(of -> of != to.nid()).isPresent())
        .collect(Collectors.toSet());
  }

  /// @param fresh the addresses that are added; this one is, when it may
  private static Outcome outcome(
      Organisation to,
      Address address,
      Map<Address, Long> owners,
      Set<Domain> elsewhere,
      Set<Address> fresh) {
    var owner = owners.get(address);
    if (owner != null) {
      return owner == to.nid() ? Outcome.KNOWN : Outcome.TAKEN;
    }
    if (elsewhere.contains(address.domain())) {
      return Outcome.TAKEN;
    }
    return fresh.add(address) ? Outcome.ADDED : Outcome.KNOWN;
  }

  /// Takes an address off the list. Who is of the organisation by it stays.
  void drop(Actor actor, String id, Address address) {
    long row = journal.next();
    organisations.in(
        actor,
        id,
        Right.ADMINISTER,
        (tx, o) -> {
          if (!store.drop(tx, o.nid(), address)) {
            throw Refused.notFound();
          }
          journal.note(tx, row, o, actor, "drop address", address.value());
          return o;
        });
  }
}
