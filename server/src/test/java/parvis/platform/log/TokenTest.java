package parvis.platform.log;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class TokenTest {
  private static final long MAX = 999_999_999_999_999_999L;

  @Property(tries = 200)
  void aTokenReadsAsItWasWritten(
      @ForAll @LongRange(max = MAX) long epoch,
      @ForAll @LongRange(max = MAX) long pos,
      @ForAll @LongRange(min = 1, max = MAX) long node,
      @ForAll @LongRange(max = MAX) long count) {
    var token = new Token(epoch, pos);
    assertThat(Token.parse(token.toString())).contains(token);
    var longer = token.with(node, count);
    assertThat(Token.parse(longer.toString())).contains(longer);
  }

  @Test
  void nothingElseIsAToken() {
    for (var text :
        new String[] {
          "",
          "1",
          "1.",
          ".1",
          "1.2~",
          "1.2~3",
          "1.2~0.1",
          "-1.2",
          "1.2 ",
          "s1_2",
          "١.٢",
          "1.9999999999999999999"
        }) {
      assertThat(Token.parse(text)).as(text).isEmpty();
    }
    assertThat(new Token(7, 12).with(3, 4).toString()).isEqualTo("7.12~3.4");
  }
}
