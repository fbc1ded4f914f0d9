package parvis.core.organisations;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import parvis.base.Actor;
import parvis.core.identity.Services;
import parvis.core.organisations.Organisations.Right;
import parvis.core.organisations.UnaffiliatedStore.Alone;
import parvis.core.organisations.UnaffiliatedStore.Candidate;
import parvis.platform.db.Db;
import parvis.protocol.id.UserId;

/// Who is of no organisation: who runs the server finds them, and nobody else. Those whom an
/// organisation may take in are found by its administrators, too.
final class Unaffiliated {
  private final Db db;
  private final Organisations organisations;
  private final UnaffiliatedStore store = new UnaffiliatedStore();
  private final Services services;

  Unaffiliated(Db db, Organisations organisations, Services services) {
    this.db = db;
    this.organisations = organisations;
    this.services = services;
  }

  /// Some of them, by id; programs are not among them.
  ///
  /// @param next after whom the next page begins; absent: there is none
  record Page(List<Alone> people, Optional<String> next) {}

  Page of(Actor actor, String words, String after) {
    Organisations.requireHouse(actor);
    long server = organisations.server(actor);
    var found = db.read(tx -> store.all(tx, server, typed(words), after));
    var people = found.stream().filter(one -> !isProgram(one.user())).toList();
    return found.size() < UnaffiliatedStore.PAGE_MAX
        ? new Page(people, Optional.empty())
        : new Page(people, Optional.of(found.getLast().user()));
  }

  /// Who could become an agent of an organisation.
  List<Candidate> candidates(Actor actor, String id, String words) {
    var typed = typed(words);
    if (typed.isEmpty()) {
      return organisations.in(actor, id, Right.ADMINISTER, (_, _) -> List.of());
    }
    return organisations
        .in(actor, id, Right.ADMINISTER, (tx, o) -> store.candidates(tx, o, typed, actor.admin()))
        .stream()
        .filter(one -> !isProgram(one.user()))
        .toList();
  }

  private static String typed(String words) {
    return words.toLowerCase(Locale.ROOT);
  }

  private boolean isProgram(String user) {
    return services.isReserved(new UserId(user));
  }
}
