package parvis.suite.arrivals;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import parvis.core.identity.Newcomers;
import parvis.core.identity.Servers.Server;
import parvis.core.organisations.Enrolment;
import parvis.platform.db.Tx;
import parvis.protocol.id.Address;
import parvis.suite.arrivals.ImportStore.Line;
import parvis.suite.arrivals.ImportStore.Outcome;

/// What becomes of addresses that a file names, as things stand.
///
/// Whose account it is already stays what they are. An address of another organisation is for that
/// one to bring, and one that several people read for each of them.
final class Judging {
  /// Addresses that are looked up together.
  private static final int TOGETHER_MAX = 5_000;

  private final Newcomers newcomers;
  private final Enrolment enrolment;

  Judging(Newcomers newcomers, Enrolment enrolment) {
    this.newcomers = newcomers;
    this.enrolment = enrolment;
  }

  /// What some addresses are, looked up together.
  private record Known(
      Map<Address, Long> accounts,
      Map<Long, Long> agents,
      Map<Address, Long> owners,
      Set<Address> shared) {
    Outcome of(Address address, long organisation) {
      if (shared.contains(address)) {
        return Outcome.SHARED;
      }
      var account = accounts.get(address);
      if (account != null) {
        return agents.getOrDefault(account, organisation) == organisation
            ? Outcome.KNOWN
            : Outcome.ELSEWHERE;
      }
      return owners.getOrDefault(address, organisation) == organisation
          ? Outcome.NEW
          : Outcome.ELSEWHERE;
    }
  }

  private Known known(Tx tx, Server server, Collection<Address> addresses) {
    var accounts = newcomers.owners(tx, server, addresses);
    return new Known(
        accounts,
        enrolment.agents(tx, accounts.values()),
        enrolment.owners(tx, server.nid(), addresses),
        newcomers.shared(tx, server, addresses));
  }

  /// What each address is to become in an organisation.
  List<Outcome> outcomes(Tx tx, Server server, long organisation, List<Address> addresses) {
    var known = known(tx, server, addresses);
    return addresses.stream().map(address -> known.of(address, organisation)).toList();
  }

  /// The lines of a file with what each is to become; of an address that stands there twice the
  /// first line counts.
  List<Line> lines(Tx tx, Server server, long organisation, List<PeopleFile.Line> said) {
    var lines = new ArrayList<Line>(said.size());
    var seen = new HashSet<Address>();
    for (int from = 0; from < said.size(); from += TOGETHER_MAX) {
      var part = said.subList(from, Math.min(said.size(), from + TOGETHER_MAX));
      var addresses = part.stream().flatMap(line -> line.address().stream()).toList();
      var known = known(tx, server, addresses);
      for (var line : part) {
        lines.add(line(line, known, organisation, seen));
      }
    }
    return lines;
  }

  private static Line line(
      PeopleFile.Line said, Known known, long organisation, Set<Address> seen) {
    Outcome outcome;
    if (said.fault().isPresent()) {
      outcome = Outcome.INVALID;
    } else if (!seen.add(said.address().orElseThrow())) {
      outcome = Outcome.DOUBLED;
    } else {
      outcome = known.of(said.address().orElseThrow(), organisation);
    }
    return new Line(
        said.number(),
        said.text(),
        said.name(),
        said.function(),
        outcome,
        said.fault().map(PeopleFile.Fault::word).orElse(""),
        Optional.empty());
  }
}
