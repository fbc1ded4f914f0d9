package parvis.platform.mail;

import java.util.ArrayList;
import java.util.List;
import parvis.base.Language;
import parvis.base.Markup;

/// What a mail says: a subject, and the same words as plain text and as HTML.
///
/// The HTML is made here from text alone, which is escaped: whoever writes a letter has no way to
/// write markup. It shows no picture and asks no server for anything.
public record Letter(String subject, String text, String html) {
  private static final int SUBJECT_CHARS_MAX = 150;

  /// Parts of one letter, and characters of one part; more is cut.
  private static final int PARTS_MAX = 60;

  private static final int PART_CHARS_MAX = 1_000;

  private static final String PAGE =
      """
      <!doctype html>
      <html lang="{language}">
      <head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
      <title>{subject}</title></head>
      <body style="margin:0;padding:24px;font:16px/1.5 system-ui,sans-serif;color:#1b2430;background:#ffffff">
      <div style="max-width:34rem;margin:0 auto">
      {parts}</div>
      </body>
      </html>
      """;

  /// What stands between two halves, of the text and of the HTML.
  private static final String LINE = "-".repeat(40);

  private static final String HALF =
      """
      <hr style="margin:32px 0;border:0;border-top:1px solid #c9d0d9">
      <div lang="{language}">
      <p><b>{subject}</b></p>
      {parts}</div>
      """;

  /// @throws IllegalArgumentException when the subject could become another line of the head, is
  ///     empty or too long
  public Letter {
    if (subject.isBlank() || subject.length() > SUBJECT_CHARS_MAX)
      throw new IllegalArgumentException("a subject has 1 to " + SUBJECT_CHARS_MAX + " characters");
    if (subject.codePoints().anyMatch(Letter::control))
      throw new IllegalArgumentException("a subject is one line");
  }

  /// A letter that is being written.
  public static Draft in(Language language, String subject) {
    return new Draft(language, subject);
  }

  /// Characters that end or change a line, or the direction in which it is read.
  private static boolean control(int character) {
    return switch (Character.getType(character)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.SURROGATE ->
          true;
      default -> false;
    };
  }

  /// One line of text: what would end it becomes a blank.
  private static String line(String text) {
    var line = new StringBuilder();
    text.codePoints()
        .limit(PART_CHARS_MAX)
        .forEach(character -> line.appendCodePoint(control(character) ? ' ' : character));
    return line.toString().strip();
  }

  /// The parts of a letter, one below the other.
  public static final class Draft {
    private final Language language;
    private final String subject;
    private final List<String> text = new ArrayList<>();
    private final StringBuilder html = new StringBuilder();

    private Draft(Language language, String subject) {
      this.language = language;
      this.subject = subject;
    }

    /// A paragraph.
    public Draft says(String paragraph) {
      return add(line(paragraph), "<p>" + Markup.escaped(line(paragraph)) + "</p>");
    }

    /// Something to be typed elsewhere.
    public Draft code(String code) {
      return add(
          "    " + line(code),
          "<p style=\"font:600 28px/1.4 ui-monospace,monospace;letter-spacing:4px\">"
              + Markup.escaped(line(code))
              + "</p>");
    }

    /// Something to go to. The address is shown as it is.
    ///
    /// @param address of a page of ours
    public Draft link(String label, String address) {
      if (!address.startsWith("https://") && !address.startsWith("http://"))
        throw new IllegalArgumentException("a letter links to pages of the web");
      String href = Markup.escaped(line(address));
      return add(
          line(label) + "\n" + line(address),
          "<p><a href=\""
              + href
              + "\" style=\"color:#1f4fa3\">"
              + Markup.escaped(line(label))
              + "</a><br><span style=\"font-size:13px;color:#5a6472;word-break:break-all\">"
              + href
              + "</span></p>");
    }

    /// What matters less.
    public Draft note(String sentence) {
      return add(
          line(sentence),
          "<p style=\"font-size:14px;color:#5a6472\">" + Markup.escaped(line(sentence)) + "</p>");
    }

    private Draft add(String asText, String asHtml) {
      if (text.size() < PARTS_MAX) {
        text.add(asText);
        html.append(asHtml).append('\n');
      }
      return this;
    }

    public Letter done() {
      return done(subject, String.join("\n\n", text) + "\n", html.toString());
    }

    /// One letter of two halves: this one, and below a line another language, under its subject.
    /// That of the letter is both, where they fit into one line.
    Letter doneAbove(Draft below) {
      var both = subject + " / " + below.subject;
      return done(
          both.length() <= SUBJECT_CHARS_MAX ? both : subject,
          String.join("\n\n", text)
              + "\n\n"
              + LINE
              + "\n\n"
              + line(below.subject)
              + "\n\n"
              + String.join("\n\n", below.text)
              + "\n",
          html
              + HALF.replace("{language}", below.language.code())
                  .replace("{subject}", Markup.escaped(below.subject))
                  .replace("{parts}", below.html));
    }

    private Letter done(String head, String asText, String asHtml) {
      String page =
          PAGE.replace("{language}", language.code())
              .replace("{subject}", Markup.escaped(head))
              .replace("{parts}", asHtml);
      return new Letter(head, asText, page);
    }
  }
}
