package parvis.platform.http;

import io.vertx.core.http.HttpMethod;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// All routes as a tree of path segments: a literal segment wins over a `{name}` one, with
/// backtracking.
///
/// Paths are split before they are percent-decoded, so an encoded slash stays inside its segment.
final class PathTree {
  /// Segments of a path that are looked at; a longer path is unknown.
  static final int SEGMENTS_MAX = 32;

  /// What a method and a path lead to.
  sealed interface Found {
    /// A route, and the still encoded values of its `{name}` segments in order.
    record Match(Route route, List<String> names, List<String> rawValues) implements Found {}

    record UnknownPath() implements Found {}

    /// A known path with another method than those that it knows.
    record OtherMethod(Set<String> known) implements Found {
      OtherMethod and(OtherMethod other) {
        Set<String> all = new HashSet<>(known);
        all.addAll(other.known);
        return new OtherMethod(all);
      }
    }
  }

  private static final Found UNKNOWN_PATH = new Found.UnknownPath();

  /// One segment of some paths.
  private static final class Node {
    final Map<String, Node> literals = new HashMap<>();
    final Map<HttpMethod, Leaf> leaves = new HashMap<>(2);
    @Nullable Node parameter;
  }

  private record Leaf(Route route, List<String> names, boolean lastOptional) {}

  private final Node root = new Node();

  PathTree(List<Routes> tables) {
    for (Routes table : tables) {
      for (Route route : table.all()) {
        add(route);
      }
    }
    nameOldVersion("client");
    nameOldVersion("media");
  }

  /// Older clients say `r0` where the specification now says `v3`: both lead to the same routes.
  ///
  /// spec: cs-api#api-standards
  private void nameOldVersion(String api) {
    Node matrix = root.literals.get("_matrix");
    Node versions = matrix == null ? null : matrix.literals.get(api);
    Node current = versions == null ? null : versions.literals.get("v3");
    if (versions != null && current != null) versions.literals.putIfAbsent("r0", current);
  }

  Found find(HttpMethod method, String path) {
    List<String> segments = split(path);
    if (segments.size() > SEGMENTS_MAX) {
      return UNKNOWN_PATH;
    }
    Found found = find(root, segments, 0, new ArrayList<>(4), method);
    int last = segments.size() - 1;
    if (found instanceof Found.UnknownPath && last > 0 && segments.get(last).isEmpty()) {
      return find(root, segments.subList(0, last), 0, new ArrayList<>(4), method);
    }
    return found;
  }

  private static Found find(
      Node node, List<String> segments, int index, List<String> values, HttpMethod method) {
    if (index == segments.size()) {
      return end(node, values, method);
    }
    String segment = segments.get(index);
    Found found = UNKNOWN_PATH;
    Node literal = node.literals.get(segment);
    if (literal != null) {
      found = find(literal, segments, index + 1, values, method);
    }
    if (!(found instanceof Found.Match) && node.parameter != null && !segment.isEmpty()) {
      values.add(segment);
      Found other = find(node.parameter, segments, index + 1, values, method);
      if (found instanceof Found.OtherMethod one && other instanceof Found.OtherMethod two) {
        found = one.and(two);
      } else if (!(other instanceof Found.UnknownPath)) {
        found = other;
      }
      if (!(found instanceof Found.Match)) {
        values.removeLast();
      }
    }
    return found;
  }

  private static Found end(Node node, List<String> values, HttpMethod method) {
    Leaf leaf = node.leaves.get(method);
    if (leaf == null && method.equals(HttpMethod.HEAD)) {
      leaf = node.leaves.get(HttpMethod.GET);
    }
    if (leaf == null) {
      return node.leaves.isEmpty() ? UNKNOWN_PATH : new Found.OtherMethod(known(node));
    }
    if (leaf.names().size() > values.size()) {
      List<String> padded = new ArrayList<>(values);
      padded.add("");
      return new Found.Match(leaf.route(), leaf.names(), padded);
    }
    return new Found.Match(leaf.route(), leaf.names(), values);
  }

  private static Set<String> known(Node node) {
    Set<String> known = new HashSet<>(Set.of("OPTIONS"));
    node.leaves.keySet().forEach(method -> known.add(method.name()));
    if (known.contains("GET")) {
      known.add("HEAD");
    }
    return known;
  }

  private void add(Route route) {
    List<String> names = new ArrayList<>();
    Node node = root;
    boolean optional = false;
    for (String segment : split(route.path())) {
      boolean parameter = segment.startsWith("{") && segment.endsWith("}");
      if (!parameter) {
        node = node.literals.computeIfAbsent(segment, key -> new Node());
        continue;
      }
      optional = segment.endsWith("?}");
      names.add(segment.substring(1, segment.length() - (optional ? 2 : 1)));
      if (optional) {
        put(node, route, List.copyOf(names), true);
      }
      Node next = node.parameter == null ? new Node() : node.parameter;
      node.parameter = next;
      node = next;
    }
    put(node, route, List.copyOf(names), optional);
  }

  private static void put(Node node, Route route, List<String> names, boolean optional) {
    Leaf leaf = new Leaf(route, names, optional);
    if (node.leaves.putIfAbsent(route.verb(), leaf) != null) {
      throw new IllegalArgumentException(
          "Two routes answer " + route.method() + " " + route.path());
    }
  }

  private static List<String> split(String path) {
    List<String> segments = new ArrayList<>(10);
    int from = path.startsWith("/") ? 1 : 0;
    while (segments.size() <= SEGMENTS_MAX) {
      int slash = path.indexOf('/', from);
      if (slash < 0) {
        segments.add(path.substring(from));
        break;
      }
      segments.add(path.substring(from, slash));
      from = slash + 1;
    }
    return segments;
  }
}
