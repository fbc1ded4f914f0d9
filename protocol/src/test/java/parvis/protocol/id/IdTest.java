package parvis.protocol.id;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The grammars of identifiers.
class IdTest {
  /// spec: appendices#server-name
  @ParameterizedTest
  @ValueSource(
      strings = {
        "matrix.org", "matrix.org:8888", "1.2.3.4", "1.2.3.4:1234", "[1234:5678::abcd]",
        "[1234:5678::abcd]:5678", "localhost", "xn--mairie-gva.example", "a:1", "3com.example"
      })
  void server_names(String name) {
    assertThat(ServerName.parse(name)).hasValue(new ServerName(name));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ":",
        ":80",
        "a:",
        "a:123456",
        "a:b",
        "a:80:80",
        "a b",
        "a/b",
        "a@b",
        "é.example",
        "[",
        "[]",
        "[::1",
        "[::g]",
        "[::1]x",
        "a\u0000",
        "256.1.1.1",
        "1.2.3",
        "1.2.3.4.5",
        "1..2.3",
        "a_b.example",
        "../etc",
        "[::１]"
      })
  void no_server_names(String name) {
    assertThat(ServerName.parse(name)).isEmpty();
  }

  @Test
  void the_parts_of_a_server_name() {
    assertThat(new ServerName("a.example:8448").host()).isEqualTo("a.example");
    assertThat(new ServerName("[::1]:8448").host()).isEqualTo("[::1]");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"@a:b", "@john.doe:example.com", "@:b", "@été:b", "@a b:c", "@a:b:8448", "@A:b"})
  void user_ids_by_the_historical_grammar(String id) {
    assertThat(UserId.parse(id)).hasValue(new UserId(id));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "@", "@a", "@a:", "a:b", "#a:b", "@a:b c", "@a\u0000:b", "@a:b:c"})
  void no_user_ids(String id) {
    assertThat(UserId.parse(id)).isEmpty();
  }

  @Test
  void an_id_is_at_most_255_bytes_of_proper_unicode() {
    assertThat(UserId.parse("@" + "a".repeat(252) + ":b")).isPresent();
    assertThat(UserId.parse("@" + "a".repeat(253) + ":b")).isEmpty();
    assertThat(UserId.parse("@" + "é".repeat(126) + ":b")).isPresent();
    assertThat(UserId.parse("@" + "é".repeat(127) + ":b")).isEmpty();
    assertThat(UserId.parse("@\uD800:b")).isEmpty();
  }

  @Test
  void a_new_account_has_a_strict_localpart() {
    assertThat(UserId.validLocalpart("jeanne.d-arc_1429=+/")).isTrue();
    for (String bad : new String[] {"", "A", "é", "a b", "a:b", "@a", "a\n"}) {
      assertThat(UserId.validLocalpart(bad)).as(bad).isFalse();
    }
    assertThat(UserId.of("a", new ServerName("b:80"))).hasValue(new UserId("@a:b:80"));
    assertThat(new UserId("@a:b:80").localpart()).isEqualTo("a");
    assertThat(new UserId("@a:b:80").server()).isEqualTo(new ServerName("b:80"));
  }

  @Test
  void room_ids_with_and_without_server() {
    assertThat(RoomId.parse("!x:domain").orElseThrow().server()).hasValue(new ServerName("domain"));
    RoomId hashed = RoomId.ofCreate(new EventId("$abc-_"));
    assertThat(RoomId.parse("!abc-_")).hasValue(hashed);
    assertThat(hashed.server()).isEmpty();
    for (String bad : new String[] {"", "!", "x", "$x", "!x:", "!x:a b"}) {
      assertThat(RoomId.parse(bad)).as(bad).isEmpty();
    }
  }

  @Test
  void aliases_events_keys_and_devices() {
    assertThat(RoomAlias.of("mairie", new ServerName("b"))).hasValue(new RoomAlias("#mairie:b"));
    assertThat(RoomAlias.of("a:c", new ServerName("b"))).isEmpty();
    assertThat(RoomAlias.parse("#été:b").orElseThrow().localpart()).isEqualTo("été");
    assertThat(EventId.parse("$")).isEmpty();
    assertThat(EventId.parse("$x")).isPresent();
    assertThat(KeyId.parse("ed25519:a_1").orElseThrow().algorithm()).isEqualTo("ed25519");
    assertThat(KeyId.parse("ed25519:")).isEmpty();
    assertThat(KeyId.parse(":a")).isEmpty();
    assertThat(DeviceId.parse("")).isEmpty();
    assertThat(DeviceId.parse("x".repeat(256))).isEmpty();
  }

  /// A media id ends up in a path: nothing but its grammar may pass.
  @ParameterizedTest
  @ValueSource(
      strings = {
        "mxc://a", "mxc://a/", "mxc:///x", "mxc://a/..", "mxc://a/x/y", "mxc://a/../x",
        "mxc://../x", "mxc://a/%2e", "mxc://a/x?y", "mxc://a/x#y", "http://a/x", "mxc://a b/x",
        "mxc://a/é", "mxc://a/x\u0000"
      })
  void no_media_address(String address) {
    assertThat(MxcUri.parse(address)).isEmpty();
  }

  @Test
  void the_parts_of_a_media_address() {
    MxcUri uri = MxcUri.parse("mxc://a:80/X-y_9").orElseThrow();
    assertThat(uri.server()).isEqualTo(new ServerName("a:80"));
    assertThat(uri.mediaId()).isEqualTo("X-y_9");
    assertThat(MxcUri.of(uri.server(), uri.mediaId())).hasValue(uri);
  }

  @FuzzTest(maxDuration = "60s")
  void what_parses_keeps_its_parts(byte[] bytes) {
    String text = new String(bytes, UTF_8);
    UserId.parse(text)
        .ifPresent(id -> assertThat("@" + id.localpart() + ":" + id.server()).isEqualTo(text));
    RoomAlias.parse(text)
        .ifPresent(id -> assertThat("#" + id.localpart() + ":" + id.server()).isEqualTo(text));
    MxcUri.parse(text)
        .ifPresent(uri -> assertThat(MxcUri.of(uri.server(), uri.mediaId())).hasValue(uri));
    ServerName.parse(text).ifPresent(name -> assertThat(text).startsWith(name.host()));
    KeyId.parse(text).ifPresent(id -> assertThat(id.algorithm() + ":" + id.name()).isEqualTo(text));
  }
}
