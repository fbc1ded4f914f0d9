package parvis.platform.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import parvis.base.Actor;
import parvis.base.Refused;
import parvis.protocol.id.UserId;

/// Laws of the small parsers: they take every input, and what is written properly is read back.
final class LawsTest {
  private static boolean storable(String text) {
    return text.indexOf('\0') < 0
        && new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8).equals(text);
  }

  @Property
  void whatIsEncodedIsDecoded(@ForAll String text) {
    String encoded = URLEncoder.encode(text, StandardCharsets.UTF_8);
    if (storable(text)) {
      assertThat(PercentText.form(encoded)).hasValue(text);
      assertThat(PercentText.segment(encoded.replace("+", "%20"))).hasValue(text);
    }
  }

  @Property
  void whateverIsDecodedCanBeStored(@ForAll String raw) {
    PercentText.form(raw).ifPresent(text -> assertThat(storable(text)).isTrue());
    PercentText.segment("%" + raw).ifPresent(text -> assertThat(storable(text)).isTrue());
  }

  @Property
  void noQueryBreaksTheReader(@ForAll @CharRange(from = ' ', to = '~') String text) {
    try {
      assertThat(Query.parse(text).params()).hasSizeLessThanOrEqualTo(Query.PARAMS_MAX);
    } catch (Refused refused) {
      assertThat(refused.kind()).isEqualTo(Refused.Kind.INVALID_PARAM);
    }
  }

  @Property
  void aRangeLiesInsideTheFile(
      @ForAll @IntRange(max = 100) int from,
      @ForAll @IntRange(max = 100) int to,
      @ForAll @IntRange(max = 100) int length) {
    for (String header : new String[] {from + "-" + to, from + "-", "-" + to}) {
      if (ByteRange.of("bytes=" + header, length) instanceof ByteRange.Part(long at, long count)) {
        assertThat(at).isBetween(0L, (long) length - 1);
        assertThat(count).isBetween(1L, length - at);
      }
    }
  }

  @Test
  void aBucketRefillsWithTime() {
    AtomicLong now = new AtomicLong();
    RateLimits limits = new RateLimits(true, now::get);
    for (int i = 0; i < RateClass.SEARCH.burst(); i++) {
      limits.spend(RateClass.SEARCH, "u1");
    }
    assertThatThrownBy(() -> limits.spend(RateClass.SEARCH, "u1"))
        .isInstanceOfSatisfying(
            Refused.class,
            refused -> assertThat(refused.retryAfter().orElseThrow().toMillis()).isEqualTo(500));
    limits.spend(RateClass.SEARCH, "u2");
    now.addAndGet(500_000_000);
    limits.spend(RateClass.SEARCH, "u1");
    assertThatThrownBy(() -> limits.spend(RateClass.SEARCH, "u1")).isInstanceOf(Refused.class);
    limits.on(false);
    limits.spend(RateClass.SEARCH, "u1");
  }

  @Test
  void theBudgetOfADayIsBackAfterADay() {
    AtomicLong now = new AtomicLong();
    RateLimits limits = new RateLimits(true, now::get);
    DayBudget budget = new DayBudget("letters", 24);
    Actor anna = new Actor(new UserId("@anna:parvis.test"), 1, "D", 1, 1, false);
    limits.spend(budget, anna, 20);
    assertThatThrownBy(() -> limits.spend(budget, anna, 6))
        .isInstanceOfSatisfying(
            Refused.class,
            refused -> assertThat(refused.retryAfter().orElseThrow().toHours()).isEqualTo(2));
    limits.spend(budget, anna, 4);
    limits.spend(new DayBudget("pictures", 24), anna, 24);
    now.addAndGet(Duration.ofDays(1).toNanos());
    limits.spend(budget, anna, 1_000);
    assertThatThrownBy(() -> limits.spend(budget, anna, 1)).isInstanceOf(Refused.class);
  }

  @Test
  void aNetworkOfIpv6CountsAsOne() {
    assertThat(RateLimits.addressKey("2001:db8:1:2:3:4:5:6"))
        .isEqualTo(RateLimits.addressKey("2001:db8:1:2:ffff:0:0:1"));
    assertThat(RateLimits.addressKey("2001:db8::1:2:3:4"))
        .isEqualTo(RateLimits.addressKey("2001:db8::ffff:0:0:1"));
    assertThat(RateLimits.addressKey("192.0.2.1")).isNotEqualTo(RateLimits.addressKey("192.0.2.2"));
  }
}
