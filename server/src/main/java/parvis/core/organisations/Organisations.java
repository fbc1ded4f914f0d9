package parvis.core.organisations;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongSupplier;
import parvis.base.Actor;
import parvis.base.Refused;
import parvis.core.identity.IdentityFeature;
import parvis.core.identity.Secrets;
import parvis.core.identity.Servers;
import parvis.core.organisations.OrganisationStore.Held;
import parvis.platform.db.DatabaseFault;
import parvis.platform.db.Db;
import parvis.platform.db.Tx;
import parvis.protocol.id.Address;
import parvis.protocol.id.ServerName;

/// The organisations of the house, and who may decide what in them.
///
/// Whoever runs a server decides everything on it. Whoever administers an organisation decides what
/// happens in it, and nothing beyond: not which domains are its own, nor what it is a part of, nor
/// anything in its parts.
final class Organisations {
  private static final String TAKEN = "organisation_label";

  private final Db db;
  private final OrganisationStore store;
  private final PostStore posts;
  private final Journal journal;
  private final Standings standings;
  private final IdentityFeature identity;
  private final Exempting exempting;
  private final Secrets secrets;
  private final LongSupplier nids;
  private final Clock clock;

  /// What organisations are built from.
  record Needs(
      Db db,
      OrganisationStore store,
      PostStore posts,
      Journal journal,
      Standings standings,
      IdentityFeature identity,
      Secrets secrets,
      LongSupplier nids,
      Clock clock) {}

  Organisations(Needs needs) {
    this.db = needs.db();
    this.store = needs.store();
    this.posts = needs.posts();
    this.journal = needs.journal();
    this.standings = needs.standings();
    this.identity = needs.identity();
    this.exempting = new Exempting(store, identity.services());
    this.secrets = needs.secrets();
    this.nids = needs.nids();
    this.clock = needs.clock();
  }

  /// What may be decided on an organisation.
  enum Right {
    /// What whoever runs the server decides alone.
    HOUSE,
    /// What its administrators decide, too.
    ADMINISTER,
    /// What each of its agents may do.
    BELONG
  }

  /// What an organisation says of itself, before it is checked against others.
  record Wish(String name, String label, Optional<String> parent, Optional<Siret> siret) {}

  /// Does something in an organisation, if the actor may: looked at in the same transaction.
  ///
  /// @throws Refused notFound when there is no such organisation, or none that the actor knows of;
  ///     forbidden when it is their own and they may not
  <T> T in(Actor actor, String id, Right right, Deed<T> deed) {
    long server = server(actor);
    boolean proven = right == Right.BELONG || !isUnproven(actor);
    return db.write(tx -> deed.run(tx, allowed(tx, server, actor, id, right, proven)));
  }

  /// Refuses who does not administer an organisation; where none is named, who does not run the
  /// server.
  void requireIn(Actor actor, Optional<String> id) {
    if (id.isPresent()) {
      in(actor, id.get(), Right.ADMINISTER, (_, o) -> o);
    } else {
      requireHouse(actor);
    }
  }

  /// What is done in a transaction in an organisation.
  @FunctionalInterface
  interface Deed<T> {
    T run(Tx tx, Organisation in);
  }

  /// Whether somebody must have a second factor to administer, and has none.
  boolean isUnproven(Actor actor) {
    return identity.sessions().isUnproven(actor);
  }

  /// The same check in a transaction of others.
  ///
  /// @param server nid
  /// @param proven whether the actor has the second factor that whoever administers must have
  Organisation allowed(Tx tx, long server, Actor actor, String id, Right right, boolean proven) {
    var post = posts.of(tx, actor.userNid());
    var found =
        store
            .find(tx, server, id)
            .filter(o -> actor.admin() || isOf(post, o))
            .orElseThrow(Refused::notFound);
    var fine = actor.admin() || post.filter(mine -> suffices(mine, right)).isPresent();
    if (!fine) {
      throw Refused.forbidden("This is decided by others");
    }
    if (!proven) {
      throw unproven();
    }
    if (right != Right.BELONG && identity.sessions().isGranted(tx, actor.session())) {
      throw granted();
    }
    return found;
  }

  /// Why nothing is decided from where somebody acts, whoever they are; empty when something may
  /// be.
  Optional<Refused> hindrance(Actor actor) {
    if (isUnproven(actor)) {
      return Optional.of(unproven());
    }
    return Optional.of(actor.session()).filter(identity.sessions()::isGranted).map(_ -> granted());
  }

  private static Refused unproven() {
    return Refused.forbidden("Whoever administers has a second factor: set yours up first")
        .with("fr.parvis.second_factor_due", true);
  }

  private static Refused granted() {
    return Refused.forbidden("An application cannot do this; its person does it in the settings");
  }

  private static boolean isOf(Optional<Post> post, Organisation organisation) {
    return post.filter(mine -> mine.organisation() == organisation.nid()).isPresent();
  }

  private static boolean suffices(Post mine, Right right) {
    return switch (right) {
      case HOUSE -> false;
      case ADMINISTER -> mine.role() == Role.ADMINISTRATOR;
      case BELONG -> !mine.external();
    };
  }

  /// Those that somebody administers: all of the server, or their own.
  List<Organisation> administered(Actor actor) {
    long server = server(actor);
    return db.read(
        tx -> {
          if (actor.admin()) {
            return store.all(tx, server);
          }
          return posts
              .of(tx, actor.userNid())
              .filter(post -> post.role() != Role.MEMBER)
              .flatMap(post -> store.find(tx, post.organisation()))
              .stream()
              .toList();
        });
  }

  long server(Actor actor) {
    return server(actor.user().server()).nid();
  }

  private Servers.Server server(ServerName name) {
    return identity.servers().find(name).orElseThrow(Refused::notFound);
  }

  /// Refuses who does not run the server.
  static void requireHouse(Actor actor) {
    if (!actor.admin()) {
      throw Refused.forbidden("Only an administrator may do this");
    }
  }

  /// Makes one. Only whoever runs the server does.
  ///
  /// @param joins whether who makes it administers it from then on, unless they are of another one
  Organisation create(Actor actor, Wish wish, boolean joins) {
    requireHouse(actor);
    long server = server(actor);
    long nid = nids.getAsLong();
    long row = journal.next();
    long joined = journal.next();
    long seat = nids.getAsLong();
    var id = secrets.id();
    var made =
        labelled(
            tx -> {
              var parent = wish.parent().map(above -> parent(tx, server, above, nid));
              var o =
                  new Organisation(
                      nid,
                      id,
                      server,
                      wish.name(),
                      wish.label(),
                      parent,
                      wish.siret(),
                      false,
                      false,
                      false,
                      List.of(),
                      Organisation.VALIDITY_DAYS,
                      false,
                      true,
                      false);
              store.add(tx, o, clock.millis());
              journal.note(tx, row, o, actor, "create organisation", o.name());
              if (joins && posts.held(tx, actor.userNid()).isEmpty()) {
                begin(tx, actor, o, seat);
                journal.note(tx, joined, o, actor, "make administrator", actor.user().value());
              }
              return o;
            });
    standings.forgetAll();
    return made;
  }

  private void begin(Tx tx, Actor actor, Organisation of, long nid) {
    posts.begin(
        tx,
        new PostStore.Begun(
            nid,
            actor.userNid(),
            of.nid(),
            Role.ADMINISTRATOR,
            Post.Ground.ADMINISTRATOR,
            Optional.of(actor.userNid()),
            Optional.empty(),
            Optional.empty()),
        clock.millis());
  }

  private <T> T labelled(Function<Tx, T> work) {
    try {
      return db.write(work);
    } catch (DatabaseFault fault) {
      if (fault.violatesUnique(TAKEN)) {
        throw Refused.conflict("Another organisation has this label");
      }
      throw fault;
    }
  }

  private long parent(Tx tx, long server, String id, long of) {
    var parent =
        store
            .find(tx, server, id)
            .orElseThrow(() -> Refused.invalidParam("There is no such parent"));
    if (store.isAbove(tx, of, parent.nid())) {
      throw Refused.invalidParam("An organisation is no part of itself");
    }
    return parent.nid();
  }

  /// What an organisation decides for its rooms and its people, as far as it is said anew.
  record Decided(
      Optional<Boolean> rules,
      Optional<Boolean> promotesAll,
      Optional<Boolean> exempting,
      Optional<List<String>> exempt,
      Optional<Integer> validityDays,
      Optional<Boolean> spacesDirect,
      Optional<Boolean> guestsByAgents,
      Optional<Boolean> openDirectory) {}

  /// An organisation before and after a change.
  record Changed(Organisation before, Organisation after) {}

  /// Changes what it says of itself, and what it decides for its rooms. What it is a part of, and
  /// its number, are changed by who runs the server alone.
  ///
  /// @param sequel what comes of it in the same transaction
  Organisation change(
      Actor actor, String id, Wish wish, Decided decided, BiConsumer<Tx, Changed> sequel) {
    long server = server(actor);
    boolean proven = !isUnproven(actor);
    long row = journal.next();
    var changed =
        labelled(
            tx -> {
              var before = allowed(tx, server, actor, id, Right.ADMINISTER, proven);
              store.hold(tx, before.nid());
              var parent = wish.parent().map(above -> parent(tx, server, above, before.nid()));
              if (!actor.admin()
                  && !(parent.equals(before.parent()) && wish.siret().equals(before.siret()))) {
                throw Refused.forbidden("This is decided by who runs the server");
              }
              var after =
                  new Organisation(
                      before.nid(),
                      before.id(),
                      server,
                      wish.name(),
                      wish.label(),
                      parent,
                      wish.siret(),
                      decided.rules().orElse(before.rules()),
                      decided.promotesAll().orElse(before.promotesAll()),
                      decided.exempting().orElse(before.exempting()),
                      exempting.named(tx, actor, before, decided.exempt().orElse(before.exempt())),
                      decided.validityDays().orElse(before.validityDays()),
                      decided.spacesDirect().orElse(before.spacesDirect()),
                      decided.guestsByAgents().orElse(before.guestsByAgents()),
                      decided.openDirectory().orElse(before.openDirectory()));
              store.change(tx, after);
              sequel.accept(tx, new Changed(before, after));
              noteChange(tx, row, actor, before, after);
              return after;
            });
    standings.forgetAll();
    return changed;
  }

  /// Notes all that of what an organisation decides is another, in words; else that it changed.
  private void noteChange(Tx tx, long row, Actor actor, Organisation before, Organisation after) {
    var told = told(before, after);
    if (told.isEmpty()) {
      journal.note(tx, row, after, actor, "change organisation", after.name());
    } else {
      journal.note(tx, row, after, actor, Deeds.RULES_CHANGED, String.join(", ", told));
    }
  }

  private static List<String> told(Organisation before, Organisation after) {
    var told = new ArrayList<String>();
    if (before.rules() != after.rules()) {
      told.add(after.rules() ? "access rules on" : "access rules off");
    }
    if (before.exempting() != after.exempting() || !before.exempt().equals(after.exempt())) {
      told.add(
          after.exempting()
              ? "access rules exempt: " + String.join(" ", after.exempt())
              : "access rules exempt nobody");
    }
    if (before.guestsByAgents() != after.guestsByAgents()) {
      told.add(after.guestsByAgents() ? "guests by agents" : "guests by approvers");
    }
    if (before.validityDays() != after.validityDays()) {
      told.add("accounts hold " + after.validityDays() + " days");
    }
    return told;
  }

  /// What others call the parent of an organisation.
  Optional<String> parent(Organisation of) {
    return of.parent().flatMap(nid -> db.read(tx -> store.find(tx, nid))).map(Organisation::id);
  }

  List<Held> domains(Actor actor, String id) {
    return in(actor, id, Right.ADMINISTER, (tx, o) -> store.domains(tx, o.nid()));
  }

  /// Some of the domains whose addresses come in by themselves, of whatever organisation.
  OrganisationStore.Domains allDomains(Actor actor) {
    requireHouse(actor);
    long server = server(actor);
    return db.read(tx -> store.allDomains(tx, server));
  }

  /// What must happen together with letting in those whom whoever runs the server names: where
  /// registration is closed, it opens to them. Administrators of organisations open nothing.
  Consumer<Tx> opening(Actor actor) {
    if (!actor.admin()) return _ -> {};
    return identity.inviting(server(actor.user().server()));
  }

  /// Says which domains are an organisation's, instead of those that were. People who are of it
  /// stay.
  ///
  /// @throws Refused conflict when one is another's
  List<Held> hold(Actor actor, String id, List<Held> domains) {
    long row = journal.next();
    var opening = domains.isEmpty() ? (Consumer<Tx>) _ -> {} : opening(actor);
    return in(
        actor,
        id,
        Right.HOUSE,
        (tx, o) -> {
          store.hold(tx, o.nid());
          store.dropDomains(tx, o.nid());
          for (var held : domains) {
            if (!store.take(tx, o, held, actor.userNid(), clock.millis())) {
              throw Refused.conflict(held.domain() + " is of another organisation");
            }
          }
          opening.accept(tx);
          journal.note(tx, row, o, actor, "set domains", String.join(" ", words(domains)));
          return store.domains(tx, o.nid());
        });
  }

  private static List<String> words(List<Held> domains) {
    return domains.stream().map(held -> (held.below() ? "." : "") + held.domain()).toList();
  }

  /// The organisation of which an address makes somebody.
  Optional<Organisation> of(Actor admin, Address address) {
    if (!admin.admin()) {
      throw Refused.forbidden("Only an administrator may do this");
    }
    long server = server(admin);
    return db.read(
        tx -> store.of(tx, server, address).flatMap(organisation -> store.find(tx, organisation)));
  }

  /// Notes what somebody did about themselves, by nids.
  void noteOwn(Tx tx, long organisation, long by, String deed) {
    store.find(tx, organisation).ifPresent(of -> journal.noteOwn(tx, of, by, deed));
  }

  List<Journal.Line> journal(Actor actor, String id, Optional<Long> before) {
    return in(actor, id, Right.ADMINISTER, (tx, o) -> journal.of(tx, o, before));
  }
}
