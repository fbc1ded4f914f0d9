package parvis.protocol.id;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// E-mail addresses, and what was tried to pass for one.
class AddressTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "a@b.fr",
        "jean.martin@ville.example",
        "jean-paul.o'connor+parvis@a.finances.gouv.fr",
        "service_eau@3com.example",
        "x=y/z&t@mairie-de-l-isle.example",
        "1@2.a3"
      })
  void addresses(String text) {
    Address address = Address.parse(text).orElseThrow();
    assertThat(address.value()).isEqualTo(text);
    assertThat(address.local() + "@" + address.domain()).isEqualTo(text);
  }

  @Test
  void an_address_has_one_form_in_small_letters() {
    assertThat(Address.parse("Jean.MARTIN@Ville.Example"))
        .hasValue(new Address("jean.martin@ville.example"));
    assertThatThrownBy(() -> new Address("Jean@ville.example"))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Address.Domain("ville"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  /// What made an account of the Élysée on Tchap in April 2019: a part of it was mailed, and the
  /// whole believed.
  @ParameterizedTest
  @ValueSource(
      strings = {
        "agent@protonmail.example@presidence@elysee.fr",
        "agent@protonmail.example@presidence.elysee.fr",
        "a@malicious.org@important.com",
        "a@evil.com@b@c",
        "bob@evil.com@google.com",
        "agent@protonmail.example,@elysee.fr",
        "agent@protonmail.example <x@elysee.fr>",
        "<agent@protonmail.example>,x@elysee.fr",
        "<agent@protonmail.example>",
        "Agent <agent@elysee.fr>",
        "agent@elysee.fr, x@protonmail.example",
        "agent@elysee.fr;x@protonmail.example",
        "<@protonmail.example,@b.example:agent@elysee.fr>",
        "@protonmail.example:agent@elysee.fr",
        "agent%protonmail.example@elysee.fr",
        "agent%00@elysee.fr",
        "protonmail.example!agent@elysee.fr",
        "agent(x)@elysee.fr",
        "agent@(x)elysee.fr",
        "\"agent@protonmail.example\"@elysee.fr",
        "\"agent\"@elysee.fr",
        "\"agent\" agent@elysee.fr",
        "agent\\@x@elysee.fr",
        "=?utf-8?q?agent=40protonmail.example=3e=00?=@elysee.fr",
        "mailto:agent@elysee.fr"
      })
  void what_opened_tchap_in_2019_and_its_like(String text) {
    assertThat(Address.parse(text)).isEmpty();
  }

  @ParameterizedTest
  @MethodSource
  void no_addresses(String text) {
    assertThat(Address.parse(text)).as(text).isEmpty();
  }

  static Stream<String> no_addresses() {
    return Stream.of(
        "",
        "@",
        "a",
        "a@",
        "@b.fr",
        "a@b",
        "a@localhost",
        ".a@b.fr",
        "a.@b.fr",
        "a..b@b.fr",
        "-a@b.fr",
        "a b@b.fr",
        " a@b.fr",
        "a@b.fr ",
        "a@b .fr",
        "a@b.fr.",
        "a@.b.fr",
        "a@b..fr",
        "a@-b.fr",
        "a@b-.fr",
        "a@b_c.fr",
        "a@b.fr:25",
        "a@b.fr/x",
        "a@[127.0.0.1]",
        "a@127.0.0.1",
        "a@b.12",
        "a@b.fr\r\nBcc: c@d.fr",
        "a@b.fr\n",
        "a\r@b.fr",
        "a@b.fr\u0000",
        "a\t@b.fr",
        "été@b.fr",
        "a@mairie-évreux.fr",
        "a@gоuv.fr",
        "a@ｇouv.fr",
        "a＠gouv.fr",
        "a@gouv。fr",
        "a@gouv\u200b.fr",
        "\u202Ea@gouv.fr",
        "a@\u212A.fr",
        "a\u0131@b.fr",
        "a@xn--guv-1nc.fr",
        "a@XN--guv-1nc.fr",
        "a@b.xn--p1ai",
        "a@ab--c.fr",
        "a".repeat(65) + "@b.fr",
        "a@" + "b".repeat(64) + ".fr",
        "a".repeat(64) + "@" + "b.".repeat(117) + "frr",
        "a@" + "b.".repeat(148) + "fr");
  }

  @Test
  void an_address_is_as_long_as_a_mail_server_takes_it() {
    assertThat(Address.parse("a".repeat(64) + "@" + "b".repeat(63) + ".fr")).isPresent();
    String longest = "a".repeat(64) + "@" + "b.".repeat(93) + "fr";
    assertThat(longest + "r").hasSize(254);
    assertThat(Address.parse(longest + "r")).isPresent();
    assertThat(Address.parse(longest + "rr")).isEmpty();
  }

  @Test
  void a_domain_covers_what_lies_below_it_label_by_label() {
    Address.Domain state = Address.Domain.parse("Gouv.FR").orElseThrow();
    for (String below : new String[] {"gouv.fr", "a.gouv.fr", "a.b.gouv.fr"}) {
      assertThat(state.covers(new Address.Domain(below))).as(below).isTrue();
    }
    for (String other : new String[] {"agouv.fr", "gouv.fr.example", "uv.fr", "gouv.fr.evil.com"}) {
      assertThat(state.covers(new Address.Domain(other))).as(other).isFalse();
    }
    for (String none :
        new String[] {"", "fr", ".fr", "gouv.fr.", ".gouv.fr", "a@gouv.fr", "*.fr"}) {
      assertThat(Address.Domain.parse(none)).as(none).isEmpty();
    }
  }

  @FuzzTest(maxDuration = "60s")
  void what_parses_is_one_address_and_nothing_else(byte[] bytes) {
    String text = new String(bytes, UTF_8);
    Address.parse(text)
        .ifPresent(
            address -> {
              assertThat(address.value()).isEqualToIgnoringCase(text).isASCII();
              assertThat(Address.parse(address.value())).hasValue(address);
              assertThat(address.value()).doesNotContainAnyWhitespaces().doesNotContain("\"", ",");
              assertThat(address.value().split("@", -1)).hasSize(2);
              assertThat(address.domain().covers(address.domain())).isTrue();
            });
  }
}
