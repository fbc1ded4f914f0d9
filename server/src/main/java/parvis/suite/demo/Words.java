package parvis.suite.demo;

import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import parvis.protocol.id.UserId;
import parvis.protocol.json.JsonArray;
import parvis.protocol.json.JsonObject;

/// The words of a message as Matrix carries them: plain, formatted, and whom they mention.
///
/// They are written with a little Markdown (`**bold**`, `*italic*`, `` `code` ``, lists), `¶` for a
/// new line, `@key` for a person and `@salon` for everybody in the room.
/// spec: cs-api#mtext, cs-api#user-and-room-mentions
final class Words {
  private static final Pattern MENTION = Pattern.compile("(?<!\\w)@(\\w+)");
  private static final String EVERYBODY = "salon";
  private static final Pattern NUMBERED = Pattern.compile("\\d+\\. (.*)");

  private final Town town;
  private final Function<Person, UserId> ids;

  Words(Town town, Function<Person, UserId> ids) {
    this.town = town;
    this.ids = ids;
  }

  JsonObject content(String written) {
    var words = typeset(written);
    var mentioned = new LinkedHashSet<String>();
    var everybody = words.contains("@" + EVERYBODY);
    var html = html(words, mentioned);
    var plain = plain(words);
    var content = JsonObject.of("msgtype", "m.text", "body", plain);
    if (!html.equals(escaped(plain))) {
      content = content.with("format", "org.matrix.custom.html").with("formatted_body", html);
    }
    var mentions = JsonObject.EMPTY;
    if (!mentioned.isEmpty()) {
      mentions = mentions.with("user_ids", JsonArray.of(mentioned.toArray()));
    }
    return content.with("m.mentions", everybody ? mentions.with("room", true) : mentions);
  }

  /// French keeps some signs and units on the line of what is before them.
  private static String typeset(String words) {
    return words
        .replaceAll(" ([?:;!»])", "\u00a0$1")
        .replaceAll("« ", "«\u00a0")
        .replaceAll("(\\d) (h|m|cm|mm|km|Mo|ko|€|%|°C)(?!\\p{L})", "$1\u00a0$2")
        .replaceAll("(\\d\u00a0h) (\\d)", "$1\u00a0$2");
  }

  private String plain(String words) {
    return MENTION
        .matcher(words.replace("¶", "\n"))
        .replaceAll(
            found ->
                found.group(1).equals(EVERYBODY)
                    ? found.group()
                    : town.person(found.group(1)).name());
  }

  private String html(String words, Set<String> mentioned) {
    var html = new StringBuilder();
    var list = "";
    for (var line : words.split("¶", -1)) {
      var numbered = NUMBERED.matcher(line);
      var tag = line.startsWith("- ") ? "ul" : numbered.matches() ? "ol" : "";
      if (!tag.equals(list)) {
        if (!list.isEmpty()) html.append("</").append(list).append('>');
        if (!tag.isEmpty()) html.append('<').append(tag).append('>');
      } else if (tag.isEmpty() && !html.isEmpty()) {
        html.append("<br>");
      }
      switch (tag) {
        case "ul" -> item(html, line.substring(2), mentioned);
        case "ol" -> item(html, numbered.group(1), mentioned);
        default -> html.append(inline(line, mentioned));
      }
      list = tag;
    }
    return list.isEmpty() ? html.toString() : html.append("</" + list + ">").toString();
  }

  private void item(StringBuilder html, String line, Set<String> mentioned) {
    html.append("<li>").append(inline(line, mentioned)).append("</li>");
  }

  private String inline(String line, Set<String> mentioned) {
    var formatted =
        escaped(line)
            .replaceAll("\\*\\*(.+?)\\*\\*", "<strong>$1</strong>")
            .replaceAll("(?<!\\w)\\*(.+?)\\*(?!\\w)", "<em>$1</em>")
            .replaceAll("`(.+?)`", "<code>$1</code>");
    return MENTION.matcher(formatted).replaceAll(found -> pill(found.group(1), mentioned));
  }

  private String pill(String key, Set<String> mentioned) {
    if (key.equals(EVERYBODY)) return "@" + key;
    var person = town.person(key);
    var id = ids.apply(person).value();
    mentioned.add(id);
    return "<a href=\"https://matrix.to/#/" + id + "\">" + escaped(person.name()) + "</a>";
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }

  /// The relation of a reply. spec: cs-api#rich-replies
  static JsonObject reply(String event) {
    return JsonObject.of("m.in_reply_to", JsonObject.of("event_id", event));
  }

  /// The relation of a message in a thread. spec: cs-api#threading
  static JsonObject thread(String root, String last) {
    return reply(last)
        .with("rel_type", "m.thread")
        .with("event_id", root)
        .with("is_falling_back", true);
  }

  static JsonObject annotation(String event, String key) {
    return JsonObject.of(
        "m.relates_to", JsonObject.of("rel_type", "m.annotation", "event_id", event, "key", key));
  }

  /// The content of an edit. spec: cs-api#event-replacements
  JsonObject edit(String event, String words) {
    var now = content(words);
    return JsonObject.of(
            "msgtype", "m.text", "body", "* " + plain(typeset(words)), "m.new_content", now)
        .with("m.mentions", JsonObject.EMPTY)
        .with("m.relates_to", JsonObject.of("rel_type", "m.replace", "event_id", event));
  }
}
