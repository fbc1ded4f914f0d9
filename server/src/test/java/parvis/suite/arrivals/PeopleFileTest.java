package parvis.suite.arrivals;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import parvis.base.Refused;
import parvis.suite.arrivals.PeopleFile.Fault;
import parvis.suite.arrivals.PeopleFile.Line;

/// Files of people as offices export them.
class PeopleFileTest {
  private static List<Line> read(String text) {
    return PeopleFile.read(text.getBytes(StandardCharsets.UTF_8));
  }

  private static List<String> said(String text) {
    return read(text).stream()
        .map(line -> String.join("|", line.text(), line.name(), line.function()))
        .toList();
  }

  private static List<String> faults(String text) {
    return read(text).stream()
        .map(line -> line.number() + line.fault().map(Fault::word).orElse(""))
        .toList();
  }

  private static void refused(byte[] bytes, String words) {
    assertThatThrownBy(() -> PeopleFile.read(bytes))
        .isInstanceOf(Refused.class)
        .hasMessageContaining(words);
  }

  @Test
  void fields_are_parted_by_what_parts_those_of_the_first_line() {
    for (var separator : List.of(";", ",", "\t")) {
      var text =
          "adresse;nom;fonction\r\nAda@Ville.test;Ada Brun;Maire\r\n\r\nb@ville.test; Bo Li \n";
      assertThat(said(text.replace(";", separator)))
          .containsExactly("ada@ville.test|Ada Brun|Maire", "b@ville.test|Bo Li|");
      assertThat(said("\ufeff" + text.replace(";", separator))).hasSize(2);
    }
    assertThat(said("a@ville.test;Brun, Ada;Maire"))
        .containsExactly("a@ville.test|Brun, Ada|Maire");
    assertThat(said("a@ville.test;Zoé 𝒵")).containsExactly("a@ville.test|Zoé 𝒵|");
  }

  @Test
  void a_quoted_field_holds_what_would_end_it() {
    assertThat(said("\"a@ville.test\",\"Brun, \"\"Ada\"\"\",\"Maire\""))
        .containsExactly("a@ville.test|Brun, \"Ada\"|Maire");
    assertThat(faults("a@ville.test;\"Ada\"x\nb@ville.test;\"Bo\n\nLi\"\nc@ville.test;Cy"))
        .containsExactly("1quotes", "2name", "5");
    refused("a@ville.test;A\nb@ville.test;\"B\nc".getBytes(StandardCharsets.UTF_8), "line 2");
  }

  @Test
  void each_line_tells_what_is_wrong_with_it() {
    var long101 = "n".repeat(101);
    var text =
        """
        adresse;nom;fonction
        nobody;Ada
        a@b@ville.test;Ada
        a@ville.test\r
        a@ville.test;A\u202eda
        a@ville.test;%s
        a@ville.test;Ada;%s
        a@ville.test;Ada;Maire;Mairie
        a@ville.test;Ada;;;
        """
            .formatted(long101, long101);
    assertThat(faults(text))
        .containsExactly(
            "2address", "3address", "4name", "5name", "6name", "7function", "8columns", "9");
    assertThat(read(text)).allMatch(line -> line.name().length() <= PeopleFile.TEXT_CHARS_MAX);
  }

  @Test
  void what_is_no_such_file_is_refused_in_plain_words() {
    var text = "a@ville.test;Zoé";
    for (var other : List.of(StandardCharsets.ISO_8859_1, StandardCharsets.UTF_16))
      refused(text.getBytes(other), "UTF-8");
    refused(text.getBytes(Charset.forName("UTF-16LE")), "UTF-8");
    refused("a@ville.test;Z\u0000".getBytes(StandardCharsets.UTF_8), "UTF-8");
    for (var none : List.of("", "\ufeff", "adresse;nom\n", "\n\n"))
      refused(none.getBytes(StandardCharsets.UTF_8), "nobody");
    refused(new byte[PeopleFile.BYTES_MAX + 1], "at most");
    var many = "a@ville.test;A\n".repeat(PeopleFile.PEOPLE_MAX + 1);
    refused(many.getBytes(StandardCharsets.UTF_8), "at most");
  }
}
