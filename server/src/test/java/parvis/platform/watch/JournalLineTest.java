package parvis.platform.watch;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import parvis.platform.config.Config.Collector.Format;

/// Lines of journals are what collectors read, whatever somebody typed.
class JournalLineTest {
  private static final JournalLine.Sender SENDER = new JournalLine.Sender("parvis.example", "1|0");

  private static JournalLine line(String about) {
    return new JournalLine(
        1_764_500_000_123L,
        "deeds",
        "@maire:parvis.example",
        "",
        "Belleville",
        "make member",
        about);
  }

  /// spec: RFC 5424
  @Test
  void syslog_has_its_head_and_one_element_of_data() {
    assertThat(line("@a:b").in(Format.SYSLOG, SENDER))
        .isEqualTo(
            "<110>1 2025-11-30T10:53:20.123Z parvis.example parvis - deeds [parvis@32473"
                + " by=\"@maire:parvis.example\" organisation=\"Belleville\""
                + " deed=\"make member\" about=\"@a:b\"]");
  }

  @Test
  void what_is_typed_begins_neither_a_line_nor_a_field() {
    var typed = "a\"]\n<110>1 x \\ | =";
    assertThat(line(typed).in(Format.SYSLOG, SENDER))
        .endsWith("about=\"a\\\"\\] <110>1 x \\\\ | =\"]")
        .doesNotContain("\n");
    assertThat(line(typed).in(Format.CEF, SENDER))
        .contains(
            " - CEF:0|Parvis|Parvis|1\\|0|deeds:make member|make member|3|rt=1764500000123"
                + " suser=@maire:parvis.example cs1=Belleville act=make member"
                + " msg=a\"] <110>1 x \\\\ | \\=")
        .doesNotContain("\n");
  }
}
