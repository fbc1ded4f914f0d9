package parvis.house;

import static java.util.Map.entry;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/// Who may import whom, as one table, checked on compiled classes below a root package.
record Architecture(String root) {
  /// Public types of one package; a feature with more has no door but a wall of them.
  private static final int PUBLIC_TYPES_MAX = 30;

  /// Each floor with the floors it may use, itself included.
  private static final Map<String, Set<String>> FLOORS =
      Map.of(
          "protocol", Set.of("protocol"),
          "base", Set.of("base", "protocol"),
          "platform", Set.of("platform", "base", "protocol"),
          "core", Set.of("core", "platform", "base", "protocol"),
          "suite", Set.of("suite", "core", "platform", "base", "protocol"),
          "app", Set.of("app", "suite", "core", "platform", "base", "protocol"));

  private static final Set<String> MIDDLE =
      Set.of("identity", "rooms", "keys", "media", "moderation", "presence");

  /// Each part of `core` with the other parts it may use.
  private static final Map<String, Set<String>> CORE =
      Map.ofEntries(
          entry("identity", Set.of()),
          entry("factors", Set.of("identity")),
          entry("organisations", Set.of("identity", "factors")),
          entry("mailboxes", Set.of("identity", "factors", "organisations")),
          entry("rooms", Set.of("identity", "organisations")),
          entry("rights", Set.of("identity", "organisations", "rooms")),
          entry("keys", Set.of("identity", "rooms")),
          entry("media", Set.of("identity", "rooms")),
          entry("moderation", Set.of("identity", "organisations", "rooms")),
          entry("search", Set.of("identity", "rooms", "rights")),
          entry("presence", Set.of("identity", "rooms")),
          entry("things", Set.of("rooms")),
          entry("oauth", Set.of("identity")),
          entry("openid", Set.of("identity")),
          entry("sync", MIDDLE),
          entry("federation", MIDDLE),
          entry("appservice", Set.of("identity", "rooms", "keys", "presence", "sync")),
          entry("push", Set.of("identity", "rooms", "keys", "media", "moderation", "sync")));

  /// Time and chance come in through constructors; only the front door may make them.
  private static final Set<String> MADE_BY_APP =
      Set.of(
          "java.time.Instant.now()",
          "java.time.Clock.systemUTC()",
          "java.time.Clock.systemDefaultZone()",
          "java.time.LocalDate.now()",
          "java.time.LocalDateTime.now()",
          "java.time.ZonedDateTime.now()",
          "java.time.OffsetDateTime.now()",
          "java.lang.System.currentTimeMillis()",
          "java.lang.Math.random()",
          "java.util.UUID.randomUUID()",
          "java.util.Random.<init>()",
          "java.security.SecureRandom.<init>()",
          "java.util.concurrent.ThreadLocalRandom.current()");

  /// The clock that only goes forward: `platform` measures with it how long it waits, all others
  /// are given it.
  private static final String ELAPSED = "java.lang.System.nanoTime()";

  private static final Set<String> MEASURE = Set.of("app", "platform");

  private static final Set<String> JAVA_BASE = Object.class.getModule().getPackages();

  /// Where the virtual machine enters, and where the tests' harness does.
  private static final Set<String> ENTERED_FROM_OUTSIDE =
      Set.of("parvis.app.Main", "parvis.app.Parvis");

  /// The libraries that speak HTTP, and who alone may use them: what goes out goes through egress.
  private static final List<String> WEB = List.of("io.vertx.", "java.net.http.");

  private static final Set<String> SPEAK_HTTP = Set.of("platform.http", "platform.egress");

  /// What answers requests, and what runs SQL.
  private static final Set<String> REQUESTS = Set.of("Call", "Reply", "Route", "Routes");

  private static final Set<String> STATEMENTS = Set.of("first", "list", "run", "connection");

  /// Every broken rule, in a sentence each.
  List<String> broken(JavaClasses classes) {
    List<String> broken = new ArrayList<>();
    for (JavaClass type : classes) {
      for (Dependency dependency : type.getDirectDependenciesFromSelf()) {
        String target = dependency.getTargetClass().getPackageName();
        if (target.startsWith(root)) imports(type, dependency.getTargetClass(), broken);
        else foreign(type, dependency.getTargetClass(), broken);
      }
      for (JavaAccess<?> access : type.getAccessesFromSelf()) chance(type, access, broken);
    }
    publicTypes(classes, broken);
    for (JavaClass type : classes) needlesslyPublic(type, broken);
    stores(classes, broken);
    cycles(classes, broken);
    return broken.stream().distinct().sorted().toList();
  }

  private void imports(JavaClass from, JavaClass to, List<String> broken) {
    List<String> source = segments(from);
    List<String> target = segments(to);
    if (source.isEmpty() || target.isEmpty()) return;
    Set<String> floors = FLOORS.getOrDefault(source.getFirst(), Set.of());
    if (!floors.contains(target.getFirst()))
      broken.add(from.getName() + " is on a floor that may not use " + to.getName());
    if (source.size() < 2 || target.size() < 2 || source.get(1).equals(target.get(1))) return;
    if (!source.getFirst().equals(target.getFirst())) return;
    if (source.getFirst().equals("suite"))
      broken.add(from.getName() + " is a leaf and may not use the leaf of " + to.getName());
    if (source.getFirst().equals("core")
        && !CORE.getOrDefault(source.get(1), Set.of()).contains(target.get(1)))
      broken.add(from.getName() + " stands below " + to.getName() + " inside core");
  }

  private void foreign(JavaClass from, JavaClass to, List<String> broken) {
    List<String> source = segments(from);
    String target = to.getBaseComponentType().getPackageName();
    if (!SPEAK_HTTP.contains(String.join(".", source))
        && WEB.stream().anyMatch((target + ".")::startsWith))
      broken.add(from.getName() + " speaks HTTP by itself with " + to.getName());
    if (source.isEmpty() || !source.getFirst().equals("protocol")) return;
    boolean fine =
        target.isEmpty() || JAVA_BASE.contains(target) || target.startsWith("org.jspecify.");
    if (!fine)
      broken.add(from.getName() + " uses " + to.getName() + "; protocol has only java.base");
  }

  private void chance(JavaClass from, JavaAccess<?> access, List<String> broken) {
    List<String> source = segments(from);
    if (source.isEmpty() || source.getFirst().equals("app")) return;
    String name = access.getTarget().getFullName();
    boolean elapsed = name.equals(ELAPSED) && !MEASURE.contains(source.getFirst());
    if (elapsed || MADE_BY_APP.contains(name))
      broken.add(from.getName() + " calls " + name + " by itself");
  }

  /// Whoever runs statements is a store: it answers no request, and of other features it knows
  /// stores alone, and values that have no database.
  private void stores(JavaClasses classes, List<String> broken) {
    Set<JavaClass> stores = new HashSet<>();
    for (JavaClass type : classes)
      if (isFeature(type) && type.getAccessesFromSelf().stream().anyMatch(this::isStatement))
        stores.add(outermost(type));
    for (JavaClass type : classes) {
      if (!stores.contains(outermost(type))) continue;
      for (Dependency dependency : type.getDirectDependenciesFromSelf()) {
        JavaClass known = outermost(dependency.getTargetClass().getBaseComponentType());
        boolean request =
            known.getPackageName().equals(root + ".platform.http")
                && REQUESTS.contains(known.getSimpleName());
        boolean door =
            isFeature(known)
                && !known.getPackage().equals(type.getPackage())
                && holdsDatabase(known, new HashSet<>())
                && !stores.contains(known);
        if (request || door)
          broken.add(
              outermost(type).getName() + " has SQL and is no store: it knows " + known.getName());
      }
    }
  }

  private boolean isStatement(JavaAccess<?> access) {
    return access.getTargetOwner().getName().equals(root + ".platform.db.Tx")
        && STATEMENTS.contains(access.getName());
  }

  private boolean isFeature(JavaClass type) {
    List<String> segments = segments(type);
    return !segments.isEmpty() && Set.of("core", "suite").contains(segments.getFirst());
  }

  /// Whether one gets from a type to the database, by what it is made of.
  private boolean holdsDatabase(JavaClass type, Set<JavaClass> seen) {
    if (type.getName().equals(root + ".platform.db.Db")) return true;
    return !segments(type).isEmpty()
        && seen.add(type)
        && type.getFields().stream()
            .anyMatch(field -> holdsDatabase(field.getRawType().getBaseComponentType(), seen));
  }

  private void publicTypes(JavaClasses classes, List<String> broken) {
    Map<String, Integer> counts = new TreeMap<>();
    for (JavaClass type : classes)
      if (isPublic(type)) counts.merge(type.getPackageName(), 1, Integer::sum);
    counts.forEach(
        (name, count) -> {
          if (count > PUBLIC_TYPES_MAX) broken.add(name + " has " + count + " public types");
        });
  }

  /// A type is public because another package names it, or because what other packages may call
  /// takes it or gives it.
  private void needlesslyPublic(JavaClass type, List<String> broken) {
    if (!isPublic(type) || ENTERED_FROM_OUTSIDE.contains(type.getFullName())) return;
    if (isConstants(type)) return;
    for (Dependency dependency : type.getPackage().getClassDependenciesToThisPackage())
      if (outermost(dependency.getTargetClass()).equals(type)) return;
    for (JavaClass neighbour : type.getPackage().getClasses())
      if (!outermost(neighbour).equals(type) && isReachable(neighbour) && shows(neighbour, type))
        return;
    broken.add(type.getName() + " is public and no other package needs it");
  }

  /// Constants are copied into what is compiled, so nobody can tell who uses them.
  private static boolean isConstants(JavaClass type) {
    return !type.getFields().isEmpty()
        && type.getMethods().isEmpty()
        && type.getConstructors().stream()
            .allMatch(made -> made.getModifiers().contains(JavaModifier.PRIVATE));
  }

  /// Whether others learn of a type by a signature of this one.
  private static boolean shows(JavaClass type, JavaClass shown) {
    Stream<JavaClass> members =
        type.getMembers().stream()
            .filter(member -> !member.getModifiers().contains(JavaModifier.PRIVATE))
            .filter(
                member ->
                    type.isInterface()
                        || member.getModifiers().contains(JavaModifier.PUBLIC)
                        || member.getModifiers().contains(JavaModifier.PROTECTED))
            .flatMap(member -> member.getAllInvolvedRawTypes().stream());
    Stream<JavaClass> parents =
        Stream.concat(type.getRawInterfaces().stream(), type.getRawSuperclass().stream());
    return Stream.concat(members, parents)
        .anyMatch(known -> outermost(known.getBaseComponentType()).equals(shown));
  }

  private boolean isPublic(JavaClass type) {
    return type.isTopLevelClass() && isReachable(type) && !segments(type).isEmpty();
  }

  private static boolean isReachable(JavaClass type) {
    return type.getModifiers().contains(JavaModifier.PUBLIC)
        && type.getEnclosingClass().map(Architecture::isReachable).orElse(true);
  }

  private static JavaClass outermost(JavaClass type) {
    return type.getEnclosingClass().map(Architecture::outermost).orElse(type);
  }

  private void cycles(JavaClasses classes, List<String> broken) {
    var result =
        SlicesRuleDefinition.slices()
            .matching(root + ".(**)")
            .should()
            .beFreeOfCycles()
            .allowEmptyShould(true)
            .evaluate(classes);
    for (String report : result.getFailureReport().getDetails())
      broken.add(report.lines().limit(6).reduce("", (all, line) -> all + " " + line.strip()));
  }

  /// The floor, and below it the part, of a type of the house; empty for any other.
  private List<String> segments(JavaClass type) {
    String name = type.getBaseComponentType().getPackageName();
    if (!name.startsWith(root + ".")) return List.of();
    return List.of(name.substring(root.length() + 1).split("\\.", -1));
  }
}
