package parvis.core.identity;

import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import parvis.protocol.id.UserId;

/// An application service: a program of the operator's, such as a bridge, that acts in the name of
/// many and hears what they hear.
///
/// spec: as-api#registration
///
/// @param url where it listens; absent: it is told nothing
/// @param asToken by which it shows who it is
/// @param hsToken by which this server shows it who asks
/// @param sender the person it is where it names nobody
/// @param rooms whose ids it hears of, whoever is in them
/// @param limited whether what it does as others is counted
/// @param ephemeral whether it hears who types, reads and is there
/// @param encrypting whether it reads what devices of its people are sent, in their place
/// @param protocols the networks that it leads to
public record Service(
    String id,
    Optional<URI> url,
    String asToken,
    String hsToken,
    UserId sender,
    List<Namespace> users,
    List<Namespace> aliases,
    List<Namespace> rooms,
    boolean limited,
    Ephemeral ephemeral,
    boolean encrypting,
    Set<String> protocols) {

  /// Under which name it is told what is ephemeral.
  public enum Ephemeral {
    NOTHING,
    /// As it was called before it was specified.
    EARLY,
    SPECIFIED
  }

  /// Names that begin as the expression says.
  ///
  /// @param exclusive whether nobody else has such names
  public record Namespace(Pattern begins, boolean exclusive) {
    boolean has(String name) {
      return begins.matcher(name).lookingAt();
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Namespace(Pattern its, boolean alone)
          && begins.pattern().equals(its.pattern())
          && exclusive == alone;
    }

    @Override
    public int hashCode() {
      return begins.pattern().hashCode();
    }
  }

  /// Whether it acts in that person's name and hears what they hear: one of ours, which the caller
  /// knows.
  public boolean is(UserId user) {
    return user.equals(sender) || has(users, user.value());
  }

  /// Whether nobody else may be called so.
  public boolean isAlone(UserId user) {
    return user.equals(sender) || hasAlone(users, user.value());
  }

  public boolean hasAlias(String alias) {
    return has(aliases, alias);
  }

  boolean hasAliasAlone(String alias) {
    return hasAlone(aliases, alias);
  }

  public boolean hasRoom(String roomId) {
    return has(rooms, roomId);
  }

  private static boolean has(List<Namespace> namespaces, String name) {
    return namespaces.stream().anyMatch(namespace -> namespace.has(name));
  }

  private static boolean hasAlone(List<Namespace> namespaces, String name) {
    return namespaces.stream().anyMatch(one -> one.exclusive() && one.has(name));
  }

  /// Tokens are for nobody's eyes.
  @Override
  public String toString() {
    return "Service[" + id + "]";
  }
}
