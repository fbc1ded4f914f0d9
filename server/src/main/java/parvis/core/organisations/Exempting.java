package parvis.core.organisations;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import parvis.base.Actor;
import parvis.base.Refused;
import parvis.core.identity.Services;
import parvis.core.organisations.OrganisationStore.Known;
import parvis.platform.db.Tx;
import parvis.protocol.id.UserId;

/// Whom an organisation may exempt from its access rules: its own agents, and the services of the
/// server by their own accounts. Of all others nobody who administers it learns here whether they
/// have an account; who runs the server sees all accounts, and names any.
final class Exempting {
  private final OrganisationStore store;
  private final Services services;

  Exempting(OrganisationStore store, Services services) {
    this.store = store;
    this.services = services;
  }

  /// Those who are named, without those who were named before and whose accounts have ended.
  ///
  /// @throws Refused invalidParam for who may not be named, whether they have an account or none
  List<String> named(Tx tx, Actor actor, Organisation of, List<String> wished) {
    if (wished.isEmpty()) return wished;
    if (!wished.stream().allMatch(id -> UserId.parse(id).isPresent())) {
      throw Refused.invalidParam("\"bypass_for_users\" names ids such as @camille:ville.example");
    }
    var known =
        store.known(tx, of, wished).stream()
            .filter(Known::active)
            .collect(Collectors.toMap(Known::user, one -> one));
    var before = Set.copyOf(of.exempt());
    var named = new ArrayList<String>();
    for (var id : wished) {
      var account = known.get(id);
      boolean may = account != null && (actor.admin() || before.contains(id) || account.agent());
      if (may || isService(id)) {
        named.add(id);
      } else if (!before.contains(id)) {
        throw refused(actor, id);
      }
    }
    return List.copyOf(named);
  }

  private boolean isService(String id) {
    return services.all().stream().anyMatch(service -> service.sender().value().equals(id));
  }

  private static Refused refused(Actor actor, String id) {
    var whom =
        actor.admin()
            ? "people and services of this server"
            : "agents of this organisation and services of this server";
    return Refused.invalidParam("\"bypass_for_users\" names " + whom + ": " + id + " is none");
  }
}
