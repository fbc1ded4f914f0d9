package parvis.suite.scim;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import parvis.base.Actor;
import parvis.base.Refused;
import parvis.core.identity.Accounts;
import parvis.core.identity.Bars;
import parvis.core.identity.Newcomers;
import parvis.core.identity.Newcomers.Newcomer;
import parvis.core.identity.Profiles;
import parvis.core.organisations.Enrolment;
import parvis.platform.db.DatabaseFault;
import parvis.platform.db.Db;
import parvis.platform.db.Tx;
import parvis.protocol.id.Address;
import parvis.protocol.id.UserId;
import parvis.protocol.json.JsonArray;
import parvis.protocol.json.JsonObject;
import parvis.protocol.json.JsonString;
import parvis.protocol.json.JsonWriter;
import parvis.suite.scim.Declined.Kind;
import parvis.suite.scim.PersonStore.In;
import parvis.suite.scim.PersonStore.Person;

/// The agents of an organisation, as its directory sees and changes them.
///
/// Their `userName` is the address by which they come in, and stays: another one is proven by who
/// has it, or a directory could come into the account of a person. Of addresses it is told those
/// that are the organisation's; whoever has none is told by the name of their account.
final class People {
  /// People that a filter or an order is tried on.
  static final int LOOKED_AT_MAX = 20_000;

  private static final int LOOKED_AT_TOGETHER = 1_000;
  private static final String USER_NAME = "userName";
  private static final String ACTIVE = "active";
  private static final String DISPLAY_NAME = "displayName";
  private static final String EMAILS = "emails";
  private static final String VALUE = "value";

  private final Db db;
  private final Tokens tokens;
  private final PersonStore store;
  private final Newcomers newcomers;
  private final Enrolment enrolment;
  private final Accounts accounts;
  private final Profiles profiles;
  private final Bars bars;
  private final String base;
  private final Clock clock;

  People(ScimFeature.Needs needs, PersonStore store, Tokens tokens) {
    this.db = needs.db();
    this.tokens = tokens;
    this.store = store;
    this.newcomers = needs.newcomers();
    this.enrolment = needs.enrolment();
    this.accounts = needs.accounts();
    this.profiles = needs.profiles();
    this.bars = needs.bars();
    this.base = needs.publicAddress() + ScimRoutes.ROOT;
    this.clock = needs.clock();
  }

  // ---- as they are told

  Resource one(Directory of, String id) {
    return db.read(tx -> told(tx, of, List.of(find(tx, of, id)))).getFirst();
  }

  private Person find(Tx tx, Directory of, String id) {
    return UserId.of(id, of.server().name())
        .flatMap(user -> store.find(tx, of.organisation(), user))
        .orElseThrow(Refused::notFound);
  }

  private List<Resource> told(Tx tx, Directory of, List<Person> people) {
    var addresses = people.stream().flatMap(one -> one.addresses().stream()).distinct().toList();
    var owners = enrolment.owners(tx, of.server().nid(), addresses);
    var groups = store.groups(tx, of.organisation(), people);
    return people.stream()
        .map(one -> resource(of, one, owners, groups.getOrDefault(one.nid(), List.of())))
        .toList();
  }

  private Resource resource(
      Directory of, Person person, Map<Address, Long> owners, List<In> groups) {
    var name = userName(of, person, owners);
    var said = said(person, name).toBuilder();
    if (!groups.isEmpty()) {
      said.put("groups", JsonArray.of(groups.stream().map(this::group).toArray()));
    }
    return Resource.of(
        Schema.USER,
        base,
        person.id(),
        said.build(),
        person.createdMs(),
        person.changedMs().orElse(person.createdMs()));
  }

  private JsonObject group(In in) {
    return JsonObject.of(
        VALUE,
        in.id(),
        "$ref",
        Resource.location(Schema.GROUP, base, in.id()),
        "display",
        in.name());
  }

  private static String userName(Directory of, Person person, Map<Address, Long> owners) {
    return person.addresses().stream()
        .filter(one -> Optional.ofNullable(owners.get(one)).filter(own(of)).isPresent())
        .map(Address::value)
        .findFirst()
        .orElse(person.id());
  }

  private static Predicate<Long> own(Directory of) {
    return organisation -> organisation == of.organisation();
  }

  /// What a directory said of somebody, or what is known where it said nothing yet.
  private static JsonObject said(Person person, String userName) {
    var said =
        person
            .said()
            .map(Resource::parsed)
            .orElseGet(
                () ->
                    JsonObject.builder()
                        .putIf(DISPLAY_NAME, filled(person.name()))
                        .putIf("title", filled(person.function()))
                        .putIf(EMAILS, Address.parse(userName).map(People::work))
                        .build());
    return said.with(USER_NAME, userName).with(ACTIVE, !person.locked());
  }

  private static JsonArray work(Address address) {
    return JsonArray.of(JsonObject.of(VALUE, address.value(), "type", "work", "primary", true));
  }

  private static Optional<String> filled(String text) {
    return Optional.of(text).filter(words -> !words.isEmpty());
  }

  /// Those that are asked for. What names one person is looked up; any other filter and any order
  /// is tried on all of them.
  ///
  /// @throws Declined tooMany when they are too many for that
  Listing.Page list(Directory of, Listing listing) {
    var named = listing.named();
    if (named.isPresent()) {
      return listing.page(db.read(tx -> named(tx, of, named.get())));
    }
    return db.read(
        tx -> {
          long count = store.count(tx, of.organisation());
          if (listing.isPlain()) {
            var page = store.page(tx, of.organisation(), listing.offset(), listing.count());
            return new Listing.Page(count, told(tx, of, page));
          }
          if (count > LOOKED_AT_MAX) {
            throw new Declined(
                Kind.TOO_MANY,
                "Among more than "
                    + LOOKED_AT_MAX
                    + " people one is found by userName, id or externalId");
          }
          return listing.page(everybody(tx, of));
        });
  }

  private List<Resource> everybody(Tx tx, Directory of) {
    var all = new ArrayList<Resource>();
    long after = -1;
    for (boolean more = true; more; ) {
      var some = store.after(tx, of.organisation(), after, LOOKED_AT_TOGETHER);
      all.addAll(told(tx, of, some));
      more = some.size() == LOOKED_AT_TOGETHER;
      after = more ? some.getLast().nid() : after;
    }
    return all;
  }

  private List<Resource> named(Tx tx, Directory of, Listing.Named named) {
    long organisation = of.organisation();
    var text = named.text();
    var found =
        switch (named.by()) {
          case ID -> byId(tx, of, text).stream().toList();
          case EXTERNAL_ID -> store.byExternal(tx, organisation, text, Listing.PAGE_MAX);
          case USER_NAME ->
              Stream.concat(
                      byId(tx, of, text).stream(),
                      Address.parse(text).stream()
                          .flatMap(address -> owner(tx, of, address).stream())
                          .flatMap(nid -> store.find(tx, organisation, nid).stream()))
                  .toList();
        };
    return told(tx, of, found);
  }

  private Optional<Person> byId(Tx tx, Directory of, String id) {
    return UserId.of(id, of.server().name())
        .flatMap(user -> store.find(tx, of.organisation(), user));
  }

  private Optional<Long> owner(Tx tx, Directory of, Address address) {
    return Optional.ofNullable(newcomers.owners(tx, of.server(), List.of(address)).get(address));
  }

  /// Which of some people, by id, there are, by nid.
  Map<String, Long> nids(Tx tx, Directory of, List<String> ids) {
    var users =
        ids.stream().flatMap(id -> UserId.of(id, of.server().name()).stream()).distinct().toList();
    return store.nids(tx, of.organisation(), users);
  }

  // ---- as they come, change and go

  /// Makes an account of an agent, as an import does: it has no password, and nobody is written to.
  Resource create(Directory of, JsonObject body) {
    var said = Schema.USER.read(body);
    var address = address(said);
    var fresh = newcomers.fresh(1).getFirst();
    long row = enrolment.next();
    var newcomer =
        new Newcomer(
            fresh,
            address,
            name(said).orElseGet(() -> Newcomers.nameOf(address)),
            said.string("title").orElse(""));
    try {
      db.write(
          tx -> {
            tokens.count(tx, of);
            make(tx, of, newcomer, said);
            note(tx, of, row, "add person by directory", address.value());
            return fresh;
          });
    } catch (DatabaseFault fault) {
      if (fault.state().equals(DatabaseFault.UNIQUE)) {
        throw taken();
      }
      throw fault;
    }
    return one(of, fresh.localpart());
  }

  private static Address address(JsonObject said) {
    var name = said.string(USER_NAME).orElseThrow(() -> Schema.wrong(USER_NAME, "is missing"));
    return Address.parse(name)
        .orElseThrow(() -> Schema.wrong(USER_NAME, "is an address of the organisation"));
  }

  private static Declined taken() {
    return new Declined(Kind.UNIQUENESS, "This address leads to an account already");
  }

  private void make(Tx tx, Directory of, Newcomer newcomer, JsonObject said) {
    enrolment.hold(tx, enrolment.place(tx, of.organisation()));
    requireOwn(tx, of, said);
    if (owner(tx, of, newcomer.address()).isPresent()) {
      throw taken();
    }
    if (!newcomers.shared(tx, of.server(), List.of(newcomer.address())).isEmpty()) {
      throw new Declined(
          Kind.UNIQUENESS, "Several people read this address: each opens their own account by it");
    }
    newcomers.make(tx, of.server(), List.of(newcomer));
    long nid = newcomer.as().nid();
    var enrolled = new Enrolment.Enrolled(nid, said.string("title").orElse(""));
    enrolment.enrol(tx, of.organisation(), of.token().by(), List.of(enrolled));
    if (!said.bool(ACTIVE).orElse(true)) {
      bars.beginWithdrawn(tx, nid);
    }
    keep(tx, of, nid, said);
  }

  /// Refuses addresses that are not the organisation's.
  private void requireOwn(Tx tx, Directory of, JsonObject said) {
    var emails =
        said.array(EMAILS).orElse(JsonArray.EMPTY).objects().stream()
            .flatMap(one -> one.string(VALUE).stream());
    var addresses =
        Stream.concat(emails, said.string(USER_NAME).stream().filter(one -> one.contains("@")))
            .map(
                text ->
                    Address.parse(text)
                        .orElseThrow(() -> Schema.wrong(EMAILS, "are addresses, but for " + text)))
            .distinct()
            .toList();
    var owners = enrolment.owners(tx, of.server().nid(), addresses);
    for (var address : addresses) {
      if (Optional.ofNullable(owners.get(address)).filter(own(of)).isEmpty()) {
        throw new Declined(
            Kind.INVALID_VALUE, address.value() + " is no address of this organisation");
      }
    }
  }

  private void keep(Tx tx, Directory of, long user, JsonObject said) {
    var kept = said.without(USER_NAME).without(ACTIVE);
    var text = new String(JsonWriter.write(kept), StandardCharsets.UTF_8);
    store.put(tx, user, of.organisation(), said.string("externalId"), text, clock.millis());
  }

  private void note(Tx tx, Directory of, long row, String deed, String about) {
    enrolment.note(tx, row, enrolment.place(tx, of.organisation()), of.actor(), deed, about);
  }

  /// What somebody is called, as far as it is said.
  private static Optional<String> name(JsonObject said) {
    var name = said.object("name").orElse(JsonObject.EMPTY);
    var parts =
        Stream.of("givenName", "familyName")
            .flatMap(part -> name.string(part).stream())
            .collect(Collectors.joining(" "));
    return said.string(DISPLAY_NAME).or(() -> name.string("formatted")).or(() -> filled(parts));
  }

  Resource replace(Directory of, String id, JsonObject body, Optional<String> version) {
    return change(
        of,
        id,
        version,
        now -> {
          var said = Schema.USER.read(body);
          var name =
              said.string(USER_NAME).orElseThrow(() -> Schema.wrong(USER_NAME, "is missing"));
          if (!name.equalsIgnoreCase(now.string(USER_NAME).orElseThrow())) {
            throw new Declined(Kind.MUTABILITY, "\"userName\" stays: its owner proves another one");
          }
          return said.has(ACTIVE) ? said : said.with(ACTIVE, now.get(ACTIVE));
        });
  }

  Resource patch(Directory of, String id, Patch patch, Optional<String> version) {
    return change(of, id, version, now -> Schema.USER.read(patch.apply(now)));
  }

  /// Changes what is said of somebody, and lets happen what follows of it. Whether they are active
  /// is changed from what the directory itself decided: it is told of those not active, too, whom
  /// somebody else has locked, and what it says then is kept beside that.
  private Resource change(
      Directory of, String id, Optional<String> version, UnaryOperator<JsonObject> change) {
    long row = enrolment.next();
    var found = db.read(tx -> find(tx, of, id));
    requireOthers(found);
    var after = new AtomicReference<>(JsonObject.EMPTY);
    bars.withdraw(
        found.user(),
        found.nid(),
        tx -> {
          Accounts.hold(tx, found.nid());
          var person = find(tx, of, id);
          var resource = told(tx, of, List.of(person)).getFirst();
          resource.require(version);
          var said = change.apply(resource.whole().with(ACTIVE, !person.withdrawn()));
          after.set(said);
          return changed(tx, of, row, person, said);
        });
    name(after.get())
        .ifPresent(name -> profiles.put(as(found), "displayname", new JsonString(name)));
    profiles.give(found.user(), found.nid(), after.get().string("title").orElse(""));
    return one(of, id);
  }

  private Optional<Boolean> changed(Tx tx, Directory of, long row, Person person, JsonObject said) {
    requireOwn(tx, of, said.without(USER_NAME));
    keep(tx, of, person.nid(), said);
    enrolment.describe(tx, person.nid(), said.string("title").orElse(""));
    var active = said.bool(ACTIVE).orElse(true);
    if (active == !person.withdrawn()) {
      note(tx, of, row, "change person by directory", person.user().value());
      return Optional.empty();
    }
    if (!active) {
      requireAnother(tx, of, person);
    }
    var deed = active ? "let in by directory" : "keep out by directory";
    note(tx, of, row, deed, person.user().value());
    return Optional.of(!active);
  }

  private static Actor as(Person person) {
    return new Actor(person.user(), person.nid(), "", 0, 0, false);
  }

  /// No directory decides on who runs the server.
  private static void requireOthers(Person person) {
    if (person.admin()) {
      throw Refused.forbidden("Only an administrator of the server decides on this account");
    }
  }

  private void requireAnother(Tx tx, Directory of, Person person) {
    if (person.nid() == of.token().by()) {
      throw Refused.forbidden("This person made the token");
    }
    if (enrolment.isLastAdministrator(tx, of.organisation(), person.nid())) {
      throw Refused.forbidden("This is the last administrator; name another one first");
    }
  }

  /// Ends somebody's account, as they could themselves: what they wrote stays, their rooms go to
  /// whoever succeeds.
  void remove(Directory of, String id, Optional<String> version) {
    long row = enrolment.next();
    var found = db.read(tx -> find(tx, of, id));
    requireOthers(found);
    accounts.deactivate(
        as(found),
        false,
        tx -> {
          var person = find(tx, of, id);
          told(tx, of, List.of(person)).getFirst().require(version);
          requireAnother(tx, of, person);
          store.forget(tx, person.nid());
          note(tx, of, row, "remove person by directory", person.user().value());
          return true;
        });
  }

  /// Forgets what was said of somebody whose account has ended; it may be said again.
  void gone(long user) {
    db.write(
        tx -> {
          store.forget(tx, user);
          return user;
        });
  }

  /// What a directory said of one person, for themselves.
  JsonObject own(long user) {
    var said = db.read(tx -> store.own(tx, user)).map(Resource::parsed);
    return JsonObject.builder().putIf("directory", said).build();
  }
}
