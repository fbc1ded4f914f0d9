package parvis.core.appservice;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import parvis.core.identity.Service;
import parvis.platform.config.StartRefused;
import parvis.protocol.id.ServerName;
import parvis.protocol.id.UserId;

/// The file by which an operator registers an application service. What is wrong with it is said in
/// one sentence; keys that nobody knows here are for others.
///
/// spec: as-api#registration
final class RegistrationFile {
  private static final int FILE_BYTES_MAX = 1_000_000;

  /// Expressions of one kind, and networks, of one file.
  private static final int LIST_MAX = 100;

  private static final int TEXT_CHARS_MAX = 1_000;

  private final Path file;
  private final Map<?, ?> fields;

  private RegistrationFile(Path file, Map<?, ?> fields) {
    this.file = file;
    this.fields = fields;
  }

  /// The service that a file registers, for a server of ours.
  ///
  /// @throws StartRefused with the file's name and what is wrong with it
  static Service read(Path file, ServerName server) {
    try {
      if (Files.size(file) > FILE_BYTES_MAX) {
        throw new StartRefused(file + " is too large for a registration.");
      }
      var settings =
          LoadSettings.builder()
              .setLabel(file.toString())
              .setCodePointLimit(FILE_BYTES_MAX)
              .build();
      if (new Load(settings).loadFromString(Files.readString(file)) instanceof Map<?, ?> fields) {
        return new RegistrationFile(file, fields).service(server);
      }
      throw new StartRefused(file + " holds no keys and values.");
    } catch (IOException e) {
      throw new StartRefused(file + " cannot be read as UTF-8 text.");
    } catch (YamlEngineException e) {
      throw new StartRefused(file + " is no YAML.");
    }
  }

  private Service service(ServerName server) {
    var localpart = text("sender_localpart");
    var sender =
        Optional.of(localpart)
            .filter(UserId::validLocalpart)
            .flatMap(name -> UserId.of(name, server))
            .orElseThrow(() -> wrong("sender_localpart", "a user name, without @ and server"));
    return new Service(
        text("id"),
        url(),
        text("as_token"),
        text("hs_token"),
        sender,
        namespaces("users"),
        namespaces("aliases"),
        namespaces("rooms"),
        flag("rate_limited", true),
        ephemeral(),
        flag("org.matrix.msc3202", false),
        protocols());
  }

  private Service.Ephemeral ephemeral() {
    if (flag("receive_ephemeral", false)) {
      return Service.Ephemeral.SPECIFIED;
    }
    return flag("push_ephemeral", flag("de.sorunome.msc2409.push_ephemeral", false))
        ? Service.Ephemeral.EARLY
        : Service.Ephemeral.NOTHING;
  }

  /// Where it listens; whoever writes an empty text means nowhere.
  private Optional<URI> url() {
    if (!fields.containsKey("url")) {
      throw wrong("url", "an address, or null where it is told nothing");
    }
    if (fields.get("url") == null || "".equals(fields.get("url"))) {
      return Optional.empty();
    }
    try {
      var url = new URI(text("url"));
      var web = "http".equals(url.getScheme()) || "https".equals(url.getScheme());
      if (web && url.getHost() != null && url.getRawQuery() == null && url.getFragment() == null) {
        return Optional.of(url);
      }
    } catch (URISyntaxException _) {
      throw wrong("url", "an address such as http://localhost:29300");
    }
    throw wrong("url", "an address such as http://localhost:29300");
  }

  private Set<String> protocols() {
    var protocols = new HashSet<String>();
    for (var protocol : list(fields.get("protocols"), "protocols")) {
      if (!(protocol instanceof String text)) {
        throw wrong("protocols", "a list of names");
      }
      protocols.add(text);
    }
    return Set.copyOf(protocols);
  }

  private List<Service.Namespace> namespaces(String kind) {
    if (!(fields.get("namespaces") instanceof Map<?, ?> all)) {
      throw wrong("namespaces", "users, aliases and rooms");
    }
    var key = "namespaces." + kind;
    var namespaces = new ArrayList<Service.Namespace>();
    for (var one : list(all.get(kind), key)) {
      if (!(one instanceof Map<?, ?> namespace)
          || !(namespace.get("regex") instanceof String regex)
          || !(namespace.get("exclusive") instanceof Boolean exclusive)) {
        throw wrong(key, "a list in which each has regex and exclusive");
      }
      try {
        namespaces.add(new Service.Namespace(Pattern.compile(regex), exclusive));
      } catch (PatternSyntaxException e) {
        throw wrong(key, "a list of regular expressions, which " + regex + " is not");
      }
    }
    return List.copyOf(namespaces);
  }

  private List<?> list(@Nullable Object value, String key) {
    return switch (value) {
      case null -> List.of();
      case List<?> list when list.size() <= LIST_MAX -> list;
      default -> throw wrong(key, "a list of at most " + LIST_MAX);
    };
  }

  private String text(String key) {
    if (fields.get(key) instanceof String text
        && !text.isEmpty()
        && text.length() <= TEXT_CHARS_MAX
        && text.chars().noneMatch(Character::isISOControl)) {
      return text;
    }
    throw wrong(key, "a text");
  }

  private boolean flag(String key, boolean otherwise) {
    return switch (fields.get(key)) {
      case null -> otherwise;
      case Boolean flag -> flag;
      default -> throw wrong(key, "true or false");
    };
  }

  private StartRefused wrong(String key, String expected) {
    return new StartRefused(file + ": " + key + " must be " + expected + ".");
  }
}
