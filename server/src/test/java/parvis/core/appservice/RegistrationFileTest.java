package parvis.core.appservice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import parvis.core.identity.Service;
import parvis.platform.config.StartRefused;
import parvis.protocol.id.ServerName;
import parvis.protocol.id.UserId;

/// A registration is a file that other servers read, too; what is wrong with one is said.
class RegistrationFileTest {
  private static final ServerName SERVER = new ServerName("parvis.example");
  private static final String IRC =
      """
      id: "IRC Bridge"
      url: "http://127.0.0.1:1234/irc"
      as_token: "30c05ae90a248a4188e620216fa72e349803310ec83e2a77b34fe90be6081f46"
      hs_token: "312df522183efd404ec1cd22d2ffa4bbc76a8c1ccf541dd692eef281356bb74e"
      sender_localpart: "_irc_bot"
      namespaces:
        users:
          - exclusive: true
            regex: "@_irc_bridge_.*"
        aliases:
          - exclusive: false
            regex: "#_irc_bridge_.*"
        rooms: []
      # for another server
      io.example.extension: {deep: [1, 2]}
      """;

  @TempDir private Path folder;

  private Service read(String text) {
    try {
      return RegistrationFile.read(Files.writeString(folder.resolve("irc.yaml"), text), SERVER);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static UserId user(String name) {
    return new UserId("@" + name + ":parvis.example");
  }

  @Test
  void the_example_of_the_specification_is_read() {
    var irc = read(IRC);
    assertThat(read(IRC)).as("read again").isEqualTo(irc);
    assertThat(irc.id()).isEqualTo("IRC Bridge");
    assertThat(irc.url()).contains(URI.create("http://127.0.0.1:1234/irc"));
    assertThat(irc.sender()).isEqualTo(user("_irc_bot"));
    assertThat(irc.is(user("_irc_bridge_ann"))).isTrue();
    assertThat(irc.is(user("_irc_bot"))).isTrue();
    assertThat(irc.is(user("ann"))).isFalse();
    assertThat(irc.hasAlias("#_irc_bridge_room:parvis.example")).isTrue();
    assertThat(irc.hasRoom("!room:parvis.example")).isFalse();
    assertThat(irc.limited()).isTrue();
    assertThat(irc.ephemeral()).isEqualTo(Service.Ephemeral.NOTHING);
    assertThat(irc.encrypting()).isFalse();
    assertThat(irc.protocols()).isEmpty();
    assertThat(irc.toString()).doesNotContain(irc.asToken());
  }

  @Test
  void a_service_may_listen_nowhere_and_say_more() {
    var more =
        """
        rate_limited: false
        protocols: [irc, icq]
        push_ephemeral: true
        org.matrix.msc3202: true
        """;
    var irc = read(IRC.replaceFirst("url: .*", "url: null") + more);
    assertThat(irc.url()).isEmpty();
    assertThat(irc.limited()).isFalse();
    assertThat(irc.protocols()).containsExactlyInAnyOrder("irc", "icq");
    assertThat(irc.ephemeral()).isEqualTo(Service.Ephemeral.EARLY);
    assertThat(irc.encrypting()).isTrue();
    assertThat(read(IRC + "receive_ephemeral: true").ephemeral())
        .isEqualTo(Service.Ephemeral.SPECIFIED);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          id: .*                 | id: 7                   | id must be a text.
          id: .*                 | ''                      | id must be a text.
          as_token: .*           | as_token: ""            | as_token must be a text.
          hs_token: .*           | hs_token: "a\\u000ab"   | hs_token must be a text.
          url: .*                | ''                      | url must be an address, or null where it is told nothing.
          url: .*                | url: ftp://irc.example  | url must be an address such as http://localhost:29300.
          url: .*                | url: "http://a b"       | url must be an address such as http://localhost:29300.
          sender_localpart: .*   | sender_localpart: "@a"  | sender_localpart must be a user name, without @ and server.
          namespaces:            | spaces:                 | namespaces must be users, aliases and rooms.
          rooms: ..              | rooms: 7                | namespaces.rooms must be a list of at most 100.
          exclusive: true        | exclusive: maybe        | namespaces.users must be a list in which each has regex and exclusive.
          regex: "@_irc_bridge_  | regex: "@[              | namespaces.users must be a list of regular expressions, which @[.* is not.
          id: .*                 | rate_limited: 7         | rate_limited must be true or false.
          """)
  void what_is_wrong_is_said_in_a_sentence_with_the_name_of_the_file(
      String replaced, String by, String sentence) {
    var wrong = IRC.replaceFirst(replaced, by.replace("\\", "\\\\"));
    var text = sentence.startsWith("rate_limited") ? "id: a\n" + wrong : wrong;
    assertThatThrownBy(() -> read(text))
        .isInstanceOf(StartRefused.class)
        .hasMessage(folder.resolve("irc.yaml") + ": " + sentence);
  }

  @Test
  void what_is_no_yaml_or_no_text_or_too_large_is_refused() throws IOException {
    var file = folder.resolve("irc.yaml");
    assertThatThrownBy(() -> read("id: [")).hasMessage(file + " is no YAML.");
    assertThatThrownBy(() -> read("- id")).hasMessage(file + " holds no keys and values.");
    assertThatThrownBy(() -> read("#".repeat(1_000_001)))
        .hasMessage(file + " is too large for a registration.");
    Files.write(file, new byte[] {(byte) 0xff});
    assertThatThrownBy(() -> RegistrationFile.read(file, SERVER))
        .hasMessage(file + " cannot be read as UTF-8 text.");
  }
}
