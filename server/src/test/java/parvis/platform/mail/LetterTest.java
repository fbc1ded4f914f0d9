package parvis.platform.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import parvis.base.Language;
import parvis.protocol.id.Address;
import parvis.protocol.id.ServerName;

/// What letters are made of, and what cannot be put into them.
class LetterTest {
  private static final Address TO = new Address("agent@ville.example");
  private static final ServerName SERVER = new ServerName("parvis.example");

  @Test
  void a_letter_says_the_same_as_text_and_as_html() {
    Letter letter =
        Letter.in(Language.FRENCH, "Votre code")
            .says("Tapez ce code.")
            .code("123456")
            .link("Ouvrir", "https://parvis.example/x?a=1&b=2")
            .note("Il sert une fois.")
            .done();
    assertThat(letter.text())
        .isEqualTo(
            "Tapez ce code.\n\n    123456\n\nOuvrir\nhttps://parvis.example/x?a=1&b=2\n\n"
                + "Il sert une fois.\n");
    assertThat(letter.html())
        .contains("lang=\"fr\"", "<title>Votre code</title>", "123456")
        .contains("href=\"https://parvis.example/x?a=1&amp;b=2\"")
        .doesNotContain("<img", "<script", "src=");
  }

  @Test
  void who_may_read_either_language_reads_all_of_it_in_french_and_then_all_in_english() {
    Letter letter = toBoth(Optional.empty());
    assertThat(letter.subject()).isEqualTo("Une invitation / An invitation");
    assertThat(letter.text())
        .isEqualTo(
            "Léa vous invite.\n\nEntrer :\nhttps://parvis.example/e\n\nElle sert une fois.\n\n"
                + "----------------------------------------\n\n"
                + "An invitation\n\n"
                + "Léa invites you.\n\nTo come in:\nhttps://parvis.example/e\n\nIt is good once.\n");
    int line = letter.html().indexOf("<hr ");
    assertThat(letter.html().substring(0, line))
        .contains("<html lang=\"fr\">", "Léa vous invite.", "Entrer :", "Elle sert une fois.")
        .doesNotContain("invites you", "To come in", "It is good");
    assertThat(letter.html().substring(line))
        .contains("<div lang=\"en\">", "Léa invites you.", "To come in:", "It is good once.")
        .doesNotContain("vous invite", "Entrer", "sert");
  }

  @Test
  void who_is_known_to_read_one_language_reads_that_alone() {
    Letter english = toBoth(Optional.of(Language.ENGLISH));
    assertThat(english.subject()).isEqualTo("An invitation");
    assertThat(english.text())
        .isEqualTo(
            "Léa invites you.\n\nTo come in:\nhttps://parvis.example/e\n\nIt is good once.\n");
    assertThat(english.html()).contains("<html lang=\"en\">").doesNotContain("<hr", "vous invite");
    assertThat(toBoth(Optional.of(Language.FRENCH)).text()).doesNotContain("invites you", "---");
  }

  @Test
  void two_subjects_that_do_not_fit_into_one_line_are_one() {
    var name = "x".repeat(69);
    assertThat(Bilingual.inBoth("Pour " + name, "For " + name).says("a", "b").done().subject())
        .hasSize(150)
        .isEqualTo("Pour " + name + " / For " + name);
    assertThat(Bilingual.inBoth("Pour " + name, "To you " + name).says("a", "b").done().subject())
        .isEqualTo("Pour " + name);
  }

  private static Letter toBoth(Optional<Language> in) {
    return Bilingual.in(in, "Une invitation", "An invitation")
        .says("Léa vous invite.", "Léa invites you.")
        .link("Entrer :", "To come in:", "https://parvis.example/e")
        .note("Elle sert une fois.", "It is good once.")
        .done();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "Code\r\nBcc: x@ailleurs.example",
        "Code\nx",
        "Code\rx",
        "a\u0000",
        "a\u2028b",
        "a\u0085b",
        "\u202Eedoc"
      })
  void a_subject_that_could_be_another_line_is_refused(String subject) {
    assertThatThrownBy(() -> Letter.in(Language.FRENCH, subject).says("x").done())
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void an_id_that_could_be_another_line_is_refused() {
    Letter letter = Letter.in(Language.FRENCH, "x").says("x").done();
    for (String id : new String[] {"", "a b", "a>\r\nBcc: x", "é", "a".repeat(101)})
      assertThatThrownBy(() -> Mail.of(id, SERVER, TO, letter))
          .isInstanceOf(IllegalArgumentException.class);
    assertThat(
            new Mail("a-1", SERVER, TO, letter, Optional.empty(), false, Duration.ofDays(1)).id())
        .isEqualTo("a-1");
  }

  @Test
  void a_letter_links_to_pages_alone() {
    assertThatThrownBy(
            () -> Letter.in(Language.FRENCH, "x").link("x", "javascript:alert(1)").done())
        .isInstanceOf(IllegalArgumentException.class);
  }

  /// Whatever somebody is called, it is text.
  @Property(tries = 300)
  void nothing_that_somebody_wrote_becomes_markup(@ForAll String words) {
    String nasty = words + "<i onclick='x'>\"&</i>\r\n.\r\n";
    Letter letter = Letter.in(Language.ENGLISH, "x").says(nasty).code(nasty).note(nasty).done();
    assertThat(letter.html()).doesNotContain("<i", "onclick='").contains("&lt;i onclick=");
    assertThat(letter.text().lines()).doesNotContain(".");
  }
}
