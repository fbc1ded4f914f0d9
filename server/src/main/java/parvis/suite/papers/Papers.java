package parvis.suite.papers;

import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import parvis.base.Actor;
import parvis.base.Refused;
import parvis.core.organisations.Remits;
import parvis.core.organisations.Remits.Remit;
import parvis.platform.db.Db;
import parvis.platform.db.Tx;
import parvis.protocol.json.JsonArray;
import parvis.protocol.json.JsonObject;

/// Reading papers, writing them, and accepting the terms of use.
final class Papers {
  private final Db db;
  private final LongSupplier nids;
  private final Remits remits;
  private final Clock clock;
  private final PaperStore store = new PaperStore();

  Papers(Db db, LongSupplier nids, Remits remits, Clock clock) {
    this.db = db;
    this.nids = nids;
    this.remits = remits;
    this.clock = clock;
  }

  /// The page that holds for an organisation: its own, else that of its server.
  Optional<Paper> find(Remit of, Paper.Kind kind) {
    return db.read(tx -> find(tx, of, kind));
  }

  private Optional<Paper> find(Tx tx, Remit of, Paper.Kind kind) {
    var found = store.found(tx, of, kind).stream().filter(Paper::isThere).toList();
    return found.stream()
        .filter(paper -> paper.organisation().isPresent())
        .findFirst()
        .or(() -> found.stream().findFirst());
  }

  /// What an organisation, or a server, says itself.
  List<Paper> all(Remit of) {
    return db.read(tx -> store.all(tx, of)).stream().filter(Paper::isThere).toList();
  }

  /// The same for who decides on it.
  List<Paper> all(Actor by, Optional<String> organisation) {
    return all(remits.in(by, organisation));
  }

  /// Writes a new version, unless nothing is new.
  void write(Actor by, Optional<String> organisation, PaperStore.Written written) {
    var remit = remits.in(by, organisation);
    long nid = nids.getAsLong();
    long line = remits.line();
    db.write(
        tx -> {
          var before =
              store.all(tx, remit).stream()
                  .filter(paper -> paper.kind() == written.kind())
                  .findFirst();
          var same =
              before
                  .map(
                      paper ->
                          paper.french().equals(written.french())
                              && paper.english().equals(written.english()))
                  .orElse(written.french().isEmpty());
          if (!same) {
            store.put(tx, nid, remit, written, by.userNid(), clock.millis());
            remits.note(tx, line, by, remit.organisation(), "write paper", written.kind().word());
          }
          return true;
        });
  }

  /// The terms of use that somebody is under, and whether they accepted them.
  record Terms(Optional<Paper> paper, boolean accepted) {}

  Terms terms(Actor actor) {
    var remit = remits.belonging(actor);
    return db.read(
        tx -> {
          var paper = find(tx, remit, Paper.Kind.TERMS);
          var accepted =
              paper.map(terms -> store.isAccepted(tx, actor.userNid(), terms)).orElse(true);
          return new Terms(paper, accepted);
        });
  }

  /// The number of the last version of any terms of use; 0 where there never were any.
  long lastTerms() {
    return db.read(store::lastTerms);
  }

  /// What is kept here of somebody, for themselves.
  JsonObject ownRecord(Actor actor) {
    var accepted =
        db.read(tx -> store.accepted(tx, actor.userNid())).stream()
            .map(one -> JsonObject.of("version", one.version(), "accepted_ts", one.atMs()))
            .toArray();
    return JsonObject.of("terms", JsonArray.of(accepted));
  }

  /// @param version that was read
  /// @throws Refused conflict when others hold by now
  void accept(Actor actor, long version) {
    var remit = remits.belonging(actor);
    db.write(
        tx -> {
          var paper =
              find(tx, remit, Paper.Kind.TERMS)
                  .filter(terms -> terms.nid() == version)
                  .orElseThrow(() -> Refused.conflict("Other terms of use hold by now"));
          store.accept(tx, actor.userNid(), paper, clock.millis());
          return true;
        });
  }
}
