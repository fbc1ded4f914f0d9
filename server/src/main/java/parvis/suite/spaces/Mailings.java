package parvis.suite.spaces;

import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import parvis.base.Actor;
import parvis.core.identity.Addresses;
import parvis.core.identity.Servers;
import parvis.core.organisations.Affiliations;
import parvis.core.organisations.Enrolment;
import parvis.core.rights.Action;
import parvis.core.rights.Preset;
import parvis.core.rights.Rights;
import parvis.platform.db.Db;
import parvis.platform.db.Tx;
import parvis.protocol.id.Address;
import parvis.protocol.id.UserId;
import parvis.suite.spaces.CodeStore.Code;

/// Entry codes that were mailed: to whom they lead, who has not answered, and who takes them up
/// because an address is theirs.
final class Mailings {
  private final Db db;
  private final CodeStore store = new CodeStore();
  private final Rights rights;
  private final Addresses addresses;
  private final Servers servers;
  private final Enrolment enrolment;
  private final Affiliations affiliations;
  private final Clock clock;

  Mailings(SpacesFeature.Needs needs) {
    this.db = needs.db();
    this.rights = needs.rights();
    this.addresses = needs.addresses();
    this.servers = needs.servers();
    this.enrolment = needs.enrolment();
    this.affiliations = needs.affiliations();
    this.clock = needs.clock();
  }

  /// An invitation by mail that nobody has answered.
  ///
  /// @param agent whether its address is of an organisation of the house, as far as who reads this
  ///     may know it
  record Unanswered(Code code, CodeStore.Mailed mailed, boolean agent) {}

  /// The invitations of a space by mail that nobody has answered, for who animates it.
  List<Unanswered> unanswered(Actor actor, String spaceId) {
    var space = rights.require(actor, spaceId, Action.ENTER);
    if (rights.preset(actor.user(), space) != Preset.ANIMATOR) {
      return List.of();
    }
    long server = enrolment.server(actor);
    var own = own(actor.user());
    return db.read(
        tx -> {
          var codes = store.mailed(tx, space.id().value(), clock.millis());
          var to = codes.stream().flatMap(it -> it.mailed().stream()).map(CodeStore.Mailed::to);
          var known = known(tx, server, own, to.toList());
          return codes.stream()
              .flatMap(
                  code ->
                      code.mailed().stream()
                          .map(it -> new Unanswered(code, it, known.containsKey(it.to()))))
              .toList();
        });
  }

  /// The organisation of the house to which an address belongs, as somebody's server sees it.
  Optional<Enrolment.Place> houseOf(UserId who, Address address) {
    var server = servers.find(who.server());
    return server.flatMap(at -> db.read(tx -> enrolment.of(tx, at.nid(), address)));
  }

  /// The organisation of an address, as far as whoever invites may know it: their own, or one that
  /// says its domains. Whom another one admits by a list is its own affair: they are invited as
  /// anybody from outside is, and come in as agents all the same.
  Optional<Enrolment.Place> knownTo(UserId who, Address address) {
    var own = own(who);
    return servers
        .find(who.server())
        .flatMap(
            at ->
                db.read(
                    tx ->
                        Optional.ofNullable(known(tx, at.nid(), own, List.of(address)).get(address))
                            .map(nid -> enrolment.place(tx, nid))));
  }

  /// The organisation of somebody, by nid.
  private Optional<Long> own(UserId who) {
    return Optional.ofNullable(affiliations.of(List.of(who)).get(who))
        .map(it -> it.organisation().nid());
  }

  /// The organisations, by nid, to which some addresses belong as far as somebody of `own` may know
  /// it: an address that another one admits by a list is of whose its domain is, as those beside
  /// it.
  private Map<Address, Long> known(
      Tx tx, long server, Optional<Long> own, List<Address> addresses) {
    var domains = new HashMap<Address.Domain, Optional<Long>>();
    var known = new HashMap<Address, Long>();
    enrolment
        .owners(tx, server, addresses)
        .forEach(
            (address, of) ->
                own.filter(of::equals)
                    .or(
                        () ->
                            domains.computeIfAbsent(
                                address.domain(), domain -> enrolment.of(tx, server, domain)))
                    .ifPresent(told -> known.put(address, told)));
    return known;
  }

  /// Whether whoever was mailed a code comes in by the door, with their address: it is of an
  /// organisation of the house by now, or leads to an account. Whoever came in beside it would be
  /// a stranger in their own house.
  boolean leadsToDoor(Code code) {
    var maker = new UserId(code.maker());
    return code.of().isEmpty()
        && code.mailed()
            .map(CodeStore.Mailed::to)
            .filter(to -> houseOf(maker, to).isPresent() || isSomebodys(maker, to))
            .isPresent();
  }

  /// Whether a code is for somebody: one that leads to the door is for whose the address is.
  boolean isFor(Actor actor, Code code) {
    return !leadsToDoor(code)
        || code.mailed()
            .flatMap(to -> owner(new UserId(code.maker()), to.to()))
            .filter(actor.user()::equals)
            .isPresent();
  }

  private boolean isSomebodys(UserId maker, Address address) {
    return owner(maker, address).isPresent();
  }

  private Optional<UserId> owner(UserId maker, Address address) {
    return servers
        .find(maker.server())
        .flatMap(at -> addresses.find(at, address))
        .map(Addresses.Owner::user);
  }

  /// Whoever becomes one of the house by an address takes up what was mailed there: they are
  /// brought into those spaces, whether or not they come by the link of the letter.
  void proven(Tx tx, Servers.Server server, long account, Address address) {
    if (addresses.isShared(tx, server, address)
        || enrolment.of(tx, server.nid(), address).isEmpty()) {
      return;
    }
    long now = clock.millis();
    for (var code : store.mailedTo(tx, address, now)) {
      if (new UserId(code.maker()).server().equals(server.name())) {
        store.use(tx, code, account, now);
      }
    }
  }

  /// Whether several people read by now what was mailed to one: it lets nobody of them in.
  boolean isReadByOthers(Code code) {
    var server = servers.find(new UserId(code.maker()).server());
    return code.mailed()
        .filter(to -> server.filter(of -> addresses.isShared(of, to.to())).isPresent())
        .isPresent();
  }
}
