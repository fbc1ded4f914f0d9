package parvis.platform.watch;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import parvis.platform.config.Config;

/// One line of a journal, as collectors of others read it.
///
/// @param journal `deeds` or `accesses`
/// @param by the id of who did it
/// @param address from where; empty when nobody keeps it
/// @param organisation its label; empty: the whole server
public record JournalLine(
    long atMs,
    String journal,
    String by,
    String address,
    String organisation,
    String deed,
    String about) {

  /// Who sends lines.
  public record Sender(String host, String version) {}

  /// Facility 13 (log audit), severity 6 (informational).
  private static final String HEAD = "<110>1 ";

  /// The number of private enterprises that stands for nobody's.
  private static final String DATA = "parvis@32473";

  private static final int TEXT_CHARS_MAX = 2_000;

  /// The line in a format.
  String in(Config.Collector.Format format, Sender sender) {
    var head =
        HEAD + Instant.ofEpochMilli(atMs) + " " + sender.host() + " parvis - " + journal + " ";
    return switch (format) {
      case SYSLOG ->
          head
              + "["
              + DATA
              + fields("by", "address", "organisation", "deed", "about").entrySet().stream()
                  .map(one -> " " + one.getKey() + "=\"" + data(one.getValue()) + "\"")
                  .collect(Collectors.joining())
              + "]";
      case CEF ->
          head
              + "- CEF:0|Parvis|Parvis|"
              + header(sender.version())
              + "|"
              + header(journal + ":" + deed)
              + "|"
              + header(deed)
              + "|3|rt="
              + atMs
              + fields("suser", "src", "cs1", "act", "msg").entrySet().stream()
                  .map(one -> " " + one.getKey() + "=" + extension(one.getValue()))
                  .collect(Collectors.joining())
              + " cs1Label=organisation";
    };
  }

  /// What there is to say, by the names of a format, in this order.
  private Map<String, String> fields(
      String by, String address, String organisation, String deed, String about) {
    var fields = new LinkedHashMap<String, String>();
    fields.put(by, this.by);
    fields.put(address, this.address);
    fields.put(organisation, this.organisation);
    fields.put(deed, this.deed);
    fields.put(about, this.about);
    fields.values().removeIf(String::isEmpty);
    return fields;
  }

  /// One line of text: what an administrator types must not begin another one.
  private static String plain(String text) {
    return (text.length() > TEXT_CHARS_MAX ? text.substring(0, TEXT_CHARS_MAX) : text)
        .replaceAll("\\p{Cntrl}", " ");
  }

  private static String data(String text) {
    return plain(text).replace("\\", "\\\\").replace("\"", "\\\"").replace("]", "\\]");
  }

  private static String header(String text) {
    return plain(text).replace("\\", "\\\\").replace("|", "\\|");
  }

  private static String extension(String text) {
    return plain(text).replace("\\", "\\\\").replace("=", "\\=");
  }
}
