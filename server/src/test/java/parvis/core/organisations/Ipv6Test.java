package parvis.core.organisations;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Addresses of version 6 have one short form.
class Ipv6Test {
  @ParameterizedTest
  @CsvSource({
    "0:0:0:0:0:0:0:1, ::1",
    "0:0:0:0:0:0:0:0, ::",
    "2001:DB8:0:0:1:0:0:1, 2001:db8::1:0:0:1",
    "2001:0db8:0000:0000:0000:0000:0002:0001, 2001:db8::2:1",
    "2001:db8:0:1:1:1:1:1, 2001:db8:0:1:1:1:1:1",
    "2001:0:0:1:0:0:0:1, 2001:0:0:1::1",
    "fe80:0:0:0:0:0:0:0, fe80::",
    "0:0:0:0:0:ffff:192.0.2.1, 192.0.2.1",
    "192.0.2.1, 192.0.2.1",
    "not:an:address, not:an:address",
  })
  void an_address_is_shortened(String address, String written) {
    assertThat(Ipv6.shortened(address)).isEqualTo(written);
  }
}
