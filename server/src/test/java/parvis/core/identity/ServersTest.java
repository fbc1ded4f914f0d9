package parvis.core.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.SecureRandom;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import parvis.harness.TestClock;
import parvis.harness.TestDatabase;
import parvis.platform.config.StartRefused;
import parvis.platform.db.Db;
import parvis.platform.secret.MasterKey;
import parvis.protocol.id.ServerName;
import parvis.protocol.sign.Signer;

final class ServersTest {
  private static final ServerName NAME = new ServerName("mairie.example");
  private static final byte[] MESSAGE = {1, 2, 3};

  private final SecureRandom random = new SecureRandom();
  private final Db db = TestDatabase.fresh();
  private final AtomicLong nids = new AtomicLong(1);

  private Servers open(MasterKey key, ServerName name) {
    return new Servers(db, nids::getAndIncrement, key, random, new TestClock(), name);
  }

  private static MasterKey key(int first) {
    byte[] secret = new byte[MasterKey.BYTES];
    secret[0] = (byte) first;
    return new MasterKey(secret, new SecureRandom());
  }

  @Test
  void aServerKeepsItsSigningKey() {
    Servers first = open(key(1), NAME);
    Signer signer = first.signer(NAME);
    Servers second = open(key(1), NAME);
    assertThat(second.primary().nid()).isEqualTo(first.primary().nid());
    assertThat(second.signer(NAME).keyId()).isEqualTo(signer.keyId());
    assertThat(
            second.verifier().verify(second.primary().publicKey(), MESSAGE, signer.sign(MESSAGE)))
        .isTrue();
    assertThat(second.isLocal(NAME)).isTrue();
    assertThat(second.isLocal(new ServerName("elsewhere.example"))).isFalse();
    assertThat(second.at("elsewhere.example")).isEqualTo(second.primary());
  }

  @Test
  void anotherNameOrAnotherMasterKeyIsRefusedInOneSentence() {
    open(key(1), NAME);
    assertThatThrownBy(() -> open(key(1), new ServerName("other.example")))
        .isInstanceOf(StartRefused.class)
        .hasMessageContaining("mairie.example");
    assertThatThrownBy(() -> open(key(2), NAME)).isInstanceOf(StartRefused.class);
  }

  /// Its native library is shipped for this platform, and signs several times faster.
  @Test
  void theFastLibrarySignsWhereItLoads() {
    boolean shipped =
        System.getProperty("os.name").equals("Linux")
            && System.getProperty("os.arch").equals("amd64");
    if (shipped) assertThat(Ed25519.best()).isInstanceOf(Ed25519.Accelerated.class);
    else assertThat(Ed25519.best()).isInstanceOf(Ed25519.Portable.class);
  }
}
