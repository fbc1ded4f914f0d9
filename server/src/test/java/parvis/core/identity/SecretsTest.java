package parvis.core.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import parvis.core.identity.PasswordHashes.Cost;
import parvis.harness.TestClock;
import parvis.platform.config.StartRefused;
import parvis.platform.secret.MasterKey;
import parvis.protocol.id.KeyId;
import parvis.protocol.sign.Signer;

final class SecretsTest {
  private static final SecureRandom random = new SecureRandom();

  @Test
  void bothLibrariesSignAsTheStandardSays() {
    byte[] seed = hex("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60");
    byte[] publicKey = hex("d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a");
    byte[] signature =
        hex(
            "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e06522490155"
                + "5fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b");
    assertThat(Ed25519.publicKey(seed)).isEqualTo(publicKey);
    for (Ed25519 library : new Ed25519[] {Ed25519.best(), new Ed25519.Portable()}) {
      Signer signer = library.signer(new KeyId("ed25519:1"), seed);
      assertThat(signer.sign(new byte[0])).isEqualTo(signature);
      assertThat(signer.sign(new byte[0])).isEqualTo(signature);
      assertThat(library.verify(publicKey, new byte[0], signature)).isTrue();
      assertThat(library.verify(publicKey, new byte[1], signature)).isFalse();
      assertThat(library.verify(publicKey, new byte[0], new byte[63])).isFalse();
      assertThat(library.verify(new byte[31], new byte[0], signature)).isFalse();
    }
  }

  @Test
  void passwordsAreKnownByTheirHashAlone() {
    try (PasswordHashes hashes = new PasswordHashes(Cost.LEAST, random)) {
      String stored = hashes.hash("café au lait");
      assertThat(stored).startsWith("$argon2id$v=19$m=8,t=1,p=1$").doesNotContain("café");
      assertThat(hashes.hash("café au lait")).isNotEqualTo(stored);
      assertThat(hashes.fits("café au lait", stored)).isTrue();
      assertThat(hashes.fits("cafe\u0301 au lait", stored)).isTrue();
      assertThat(hashes.fits("cafe au lait", stored)).isFalse();
      assertThat(hashes.fitsNobody("café au lait")).isFalse();
    }
  }

  @Test
  void aStatementIsBelievedForItsPurposeAndItsTime() {
    TestClock clock = new TestClock();
    MasterKey key = new MasterKey(new byte[MasterKey.BYTES], random);
    Seals seals = new Seals(key, new Secrets(random, key), clock);
    String sealed = seals.seal("one", "something", Duration.ofMinutes(1));
    assertThat(seals.open("one", sealed)).contains("something");
    assertThat(seals.open("two", sealed)).isEmpty();
    assertThat(seals.open("one", sealed.substring(1))).isEmpty();
    assertThat(seals.open("one", "?")).isEmpty();
    assertThat(seals.open("one", "")).isEmpty();
    assertThat(seals.open("one", "a".repeat(2_000))).isEmpty();
    clock.advance(Duration.ofMinutes(1));
    assertThat(seals.open("one", sealed)).isEmpty();
  }

  @Test
  void theMasterKeyIsMadeOnceForItsOwnerAlone(@TempDir Path folder) throws IOException {
    Path file = folder.resolve(MasterKey.FILE);
    byte[] sealed = MasterKey.of(file, random).seal("x", "secret".getBytes(StandardCharsets.UTF_8));
    assertThat(Files.getPosixFilePermissions(file))
        .isEqualTo(PosixFilePermissions.fromString("rw-------"));
    assertThat(MasterKey.of(file, random).open("x", sealed))
        .isEqualTo("secret".getBytes(StandardCharsets.UTF_8));
    assertThatThrownBy(() -> MasterKey.of(file, random).open("y", sealed))
        .isInstanceOf(StartRefused.class);
    Files.writeString(file, "0".repeat(64));
    assertThatThrownBy(() -> MasterKey.of(file, random).open("x", sealed))
        .isInstanceOf(StartRefused.class);
    Files.writeString(file, "too short");
    assertThatThrownBy(() -> MasterKey.of(file, random)).isInstanceOf(StartRefused.class);
  }

  @Test
  void aCodeIsReadHoweverItWasTyped() {
    Secrets secrets = new Secrets(random, new MasterKey(new byte[MasterKey.BYTES], random));
    String code = secrets.code();
    assertThat(code).matches("[2-9A-HJKMNP-TV-Z]{4}(-[2-9A-HJKMNP-TV-Z]{4}){2}");
    for (String typed :
        List.of(
            code.replace("-", ""), code.toLowerCase(Locale.ROOT), " " + code.replace('-', ' '))) {
      assertThat(secrets.hashOfCode(typed)).isEqualTo(secrets.hashOfCode(code));
    }
    assertThat(secrets.hashOfCode("oil0-abcd-efgh"))
        .isEqualTo(secrets.hashOfCode("011O-ABCD-EFGH"));
    assertThat(secrets.hashOfCode("ABCU-EFGH-2345")).isEqualTo(secrets.hashOfCode("abcvefgh2345"));
    assertThat(secrets.hashOfCode("0110ABCDEFGH")).isNotEqualTo(secrets.hashOfCode("0110ABCDEFGJ"));
    assertThat(Secrets.read("AbcdefghJKmnpqrstuv2")).isEqualTo("AbcdefghJKmnpqrstuv2");
    assertThat(Secrets.read("bienvenue")).isEqualTo("bienvenue");
  }

  private static byte[] hex(String text) {
    return HexFormat.of().parseHex(text);
  }
}
