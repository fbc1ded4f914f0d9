package parvis.base;

/// Text as it stands in HTML, between tags and in quoted attributes alike.
public final class Markup {
  private Markup() {}

  public static String escaped(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;")
        .replace("'", "&#39;");
  }
}
