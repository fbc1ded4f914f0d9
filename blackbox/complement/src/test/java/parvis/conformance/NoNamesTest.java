package parvis.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class NoNamesTest {
  private static final HexFormat HEX = HexFormat.of();

  @Test
  void aQuestionIsAnsweredThatThereIsNoSuchName() {
    // Number 1234, recursion wished, one question and one addition (EDNS): hs2, SRV, Internet.
    String header = "12340100" + "0001" + "000000000001";
    String question = "03687332" + "00" + "0021" + "0001";
    byte[] answer = NoNames.noSuchName(HEX.parseHex(header + question + "0000290500000000000000"));
    assertThat(HEX.formatHex(answer)).isEqualTo("12348583" + "0001" + "000000000000" + question);
  }

  @Test
  void aQueryThatEndsTooEarlyIsNone() {
    assertThatThrownBy(() -> NoNames.noSuchName(HEX.parseHex("1234")))
        .isInstanceOf(IndexOutOfBoundsException.class);
  }
}
