package parvis.suite.tasks;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import parvis.base.Folded;
import parvis.base.Refused;
import parvis.core.rights.Space;
import parvis.platform.http.Said;
import parvis.protocol.id.Address;
import parvis.protocol.id.UserId;
import parvis.protocol.room.Membership;

/// People in a table of tasks. They go out as a name and the id behind it, which comes back; and
/// come in so, by the id alone, by a whole mail address, or by a name that one alone has of those
/// who see the tasks.
final class FilePeople {
  /// Mail addresses that one file may name.
  static final int ADDRESSES_MAX = 200;

  /// Says to programs why nobody is meant: `several` or `nobody`.
  static final String PERSON = "person";

  private static final Pattern WHOLE = Pattern.compile("[^<>]*<(@[^<>\\s]+)>");

  /// What parts people in a cell, or their name from their id.
  private static final Pattern PARTING = Pattern.compile("[,|<>\\s]+");

  private final Predicate<UserId> sees;
  private final Function<Address, List<UserId>> behind;
  private final Map<Address, List<UserId>> found = new HashMap<>();
  private final Map<String, List<UserId>> named = new HashMap<>();

  /// @param sees whether somebody sees the tasks
  /// @param behind whom the reader finds by an address
  FilePeople(Space space, Predicate<UserId> sees, Function<Address, List<UserId>> behind) {
    this.sees = sees;
    this.behind = behind;
    for (var event : space.state().members()) {
      if (event.membership().filter(Membership.JOIN::equals).isPresent()) {
        var user = new UserId(event.stateKey().orElseThrow());
        event
            .pdu()
            .content()
            .string("displayname")
            .map(FilePeople::folded)
            .ifPresent(name -> named.merge(name, List.of(user), FilePeople::both));
      }
    }
  }

  private static List<UserId> both(List<UserId> some, List<UserId> more) {
    return Stream.concat(some.stream(), more.stream()).toList();
  }

  private static String plain(String name) {
    return PARTING.matcher(name).replaceAll(" ").strip();
  }

  private static String folded(String name) {
    return Folded.of(plain(name));
  }

  /// How somebody goes out.
  static String shown(Space space, String id) {
    return space
            .state()
            .event("m.room.member", id)
            .flatMap(event -> event.pdu().content().string("displayname"))
            .map(FilePeople::plain)
            .filter(name -> !name.isEmpty())
            .map(name -> name + " ")
            .orElse("")
        + "<"
        + id
        + ">";
  }

  /// Whether all of a cell is a name, with what else parts people.
  boolean isName(String cell) {
    return named.containsKey(folded(cell));
  }

  /// Whom a cell means.
  ///
  /// @param word of the value, which a refusal names
  /// @throws Refused invalidParam when that is nobody who sees the tasks, or more than one
  String id(String word, String said) {
    var meant = meant(word, said).stream().filter(sees).distinct().toList();
    if (meant.isEmpty()) {
      throw Said.invalid(word, "names nobody who sees the tasks here").with(PERSON, "nobody");
    }
    if (meant.size() > 1) {
      throw Said.invalid(word, "may mean more than one person").with(PERSON, "several");
    }
    return meant.getFirst().value();
  }

  private List<UserId> meant(String word, String said) {
    var whole = WHOLE.matcher(said);
    var id = UserId.parse(whole.matches() ? whole.group(1) : said);
    if (id.isPresent()) {
      return List.of(id.get());
    }
    var byName = named.getOrDefault(folded(said), List.of());
    Optional<Address> address = byName.isEmpty() ? Address.parse(said) : Optional.empty();
    return address.map(one -> owners(word, one)).orElse(byName);
  }

  private List<UserId> owners(String word, Address address) {
    if (found.size() >= ADDRESSES_MAX && !found.containsKey(address)) {
      throw Said.invalid(word, "is beyond " + ADDRESSES_MAX + " addresses in one file");
    }
    return found.computeIfAbsent(address, behind);
  }
}
