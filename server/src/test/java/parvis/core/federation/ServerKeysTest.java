package parvis.core.federation;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.HexFormat;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import parvis.core.rooms.Chat;
import parvis.harness.Client;
import parvis.harness.World;
import parvis.protocol.json.JsonArray;
import parvis.protocol.json.JsonObject;
import parvis.protocol.sign.Signatures;
import parvis.protocol.sign.UnpaddedBase64;

/// Other servers learn which keys ours signs with.
class ServerKeysTest {
  /// What precedes the 32 bytes of a public key in its X.509 form.
  private static final String ED25519 = "302a300506032b6570032100";

  @AutoClose private static final World world = World.start();
  private static final Client stranger = world.stranger();

  @Test
  void a_server_tells_its_key_and_signs_with_it() throws GeneralSecurityException {
    var keys = stranger.get("/_matrix/key/v2/server").ok().json();
    assertThat(keys.string("server_name")).contains(World.SERVER);
    assertThat(keys.integer("valid_until_ts").orElse(0)).isGreaterThan(System.currentTimeMillis());
    var id = Chat.at(keys, "verify_keys").keys().getFirst();
    var key = Chat.at(keys, "verify_keys", id).string("key").orElseThrow();
    var signature = Chat.at(keys, "signatures", World.SERVER).string(id).orElseThrow();
    var encoded =
        HexFormat.of()
            .parseHex(ED25519 + HexFormat.of().formatHex(UnpaddedBase64.decode(key).orElseThrow()));
    var verifier = Signature.getInstance("Ed25519");
    verifier.initVerify(
        KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(encoded)));
    verifier.update(Signatures.signedForm(keys));
    assertThat(verifier.verify(UnpaddedBase64.decode(signature).orElseThrow())).isTrue();
  }

  @Test
  void keys_are_told_of_our_servers_alone() {
    var wished =
        JsonObject.of(World.SERVER, JsonObject.EMPTY, "elsewhere.example", JsonObject.EMPTY);
    var query = JsonObject.of("server_keys", wished);
    var told = stranger.post("/_matrix/key/v2/query", query).ok().json();
    assertThat(told.array("server_keys").orElseThrow().objects())
        .singleElement()
        .satisfies(one -> assertThat(one.string("server_name")).contains(World.SERVER));
    var other = stranger.get("/_matrix/key/v2/query/elsewhere.example").ok().json();
    assertThat(other.array("server_keys")).contains(JsonArray.EMPTY);
    assertThat(stranger.post("/_matrix/key/v2/query", JsonObject.EMPTY).errcode())
        .isEqualTo("M_MISSING_PARAM");
  }

  @Test
  void what_exists_is_told_from_what_does_not() {
    var version = stranger.get("/_matrix/federation/v1/version").ok().json();
    assertThat(Chat.at(version, "server").string("name")).contains("Parvis");
    assertThat(stranger.put("/_matrix/federation/v1/version", JsonObject.EMPTY).status())
        .isEqualTo(405);
    assertThat(stranger.get("/_matrix/federation/v1/unknown").status()).isEqualTo(404);
    assertThat(stranger.put("/_matrix/key/v2/query", JsonObject.EMPTY).status()).isEqualTo(405);
    assertThat(stranger.get("/_matrix/key/v2/unknown").errcode()).isEqualTo("M_UNRECOGNIZED");
  }
}
