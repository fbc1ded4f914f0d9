package parvis.core.identity;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiPredicate;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import parvis.base.Actor;
import parvis.base.Refused;
import parvis.protocol.id.RoomAlias;
import parvis.protocol.id.ServerName;
import parvis.protocol.id.UserId;

/// The application services that are registered now, and which names are theirs.
public final class Services {
  private record Registered(List<Service> all, Map<SecretHash, Service> byToken) {
    static final Registered NONE = new Registered(List.of(), Map.of());
  }

  private final Predicate<ServerName> isLocal;
  private volatile Registered registered = Registered.NONE;
  private volatile BiPredicate<Service, UserId> makesUser = (_, _) -> false;
  private volatile BiPredicate<Service, RoomAlias> makesAlias = (_, _) -> false;

  /// @param isLocal whether a server is one of ours
  Services(Predicate<ServerName> isLocal) {
    this.isLocal = isLocal;
  }

  /// Puts others in the place of all that there are; their ids and tokens differ.
  public void register(List<Service> services) {
    registered =
        new Registered(
            List.copyOf(services),
            services.stream()
                .collect(
                    Collectors.toUnmodifiableMap(
                        service -> SecretHash.of(service.asToken()), Function.identity())));
  }

  /// Who is asked for people and rooms that are not there, and has made them when it answers yes.
  public void ask(BiPredicate<Service, UserId> forUser, BiPredicate<Service, RoomAlias> forAlias) {
    makesUser = forUser;
    makesAlias = forAlias;
  }

  public List<Service> all() {
    return registered.all();
  }

  /// The service that shows this token.
  public Optional<Service> ofToken(String token) {
    var now = registered;
    return now.all().isEmpty()
        ? Optional.empty()
        : Optional.ofNullable(now.byToken().get(SecretHash.of(token)));
  }

  /// The service that acts in somebody's name.
  public Optional<Service> of(Actor actor) {
    return actor.isThroughService()
        ? all().stream().filter(one -> one.id().equals(actor.through().service())).findFirst()
        : Optional.empty();
  }

  /// Whether a service acts as that person.
  public boolean is(Service service, UserId user) {
    return isLocal.test(user.server()) && service.is(user);
  }

  /// Refuses a name to who signs up by themselves, when it is a service's alone.
  void refuseReserved(UserId user) {
    if (isReserved(user)) {
      throw Refused.exclusive("This name belongs to an application service");
    }
  }

  /// Whether a name is a service's alone.
  public boolean isReserved(UserId user) {
    return all().stream().anyMatch(service -> service.isAlone(user));
  }

  /// Refuses an alias that is another's alone, and to a service any that is none of its own.
  public void refuseReserved(Actor actor, RoomAlias alias) {
    var mine = of(actor);
    if (mine.isPresent() && !mine.get().hasAlias(alias.value())) {
      throw Refused.exclusive("This alias is in no namespace of this application service");
    }
    if (mine.isEmpty() && all().stream().anyMatch(one -> one.hasAliasAlone(alias.value()))) {
      throw Refused.exclusive("This alias belongs to an application service");
    }
  }

  /// Whether a service has made somebody of ours, of whom nothing is known here, now that they are
  /// asked for.
  boolean hasMade(UserId user) {
    return all().stream()
        .filter(service -> service.url().isPresent() && is(service, user))
        .anyMatch(service -> makesUser.test(service, user));
  }

  /// The same for an alias that leads nowhere.
  public boolean hasMade(RoomAlias alias) {
    return isLocal.test(alias.server())
        && all().stream()
            .filter(service -> service.url().isPresent() && service.hasAlias(alias.value()))
            .anyMatch(service -> makesAlias.test(service, alias));
  }
}
