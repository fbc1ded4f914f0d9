package parvis.core.oauth;

import com.nimbusds.oauth2.sdk.GeneralException;
import com.nimbusds.oauth2.sdk.OAuth2Error;
import com.nimbusds.oauth2.sdk.Scope;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import parvis.protocol.id.DeviceId;

/// What an application asks for: all that the person may do, on a device that it names.
///
/// @param text the scope as it was asked for and is granted
/// spec: cs-api#allocated-scope-tokens
record AskedScope(String text, String deviceId) {
  /// Where the words begin, as the specification has them and as it had them before.
  private static final List<String> CLIENT =
      List.of("urn:matrix:client:", "urn:matrix:org.matrix.msc2967.client:");

  private static final String EVERYTHING = "api:*";
  private static final String DEVICE = "device:";
  private static final int TOKENS_MAX = 8;

  static AskedScope read(Scope scope) throws GeneralException {
    if (scope == null) throw wrong("scope is missing");
    List<String> devices = new ArrayList<>();
    boolean everything = false;
    for (String token : scope.toStringList()) {
      String word = word(token).orElseThrow(() -> wrong("There is no such scope here"));
      if (word.equals(EVERYTHING)) everything = true;
      else if (word.startsWith(DEVICE)) devices.add(word.substring(DEVICE.length()));
      else throw wrong("There is no such scope here");
    }
    if (!everything || scope.size() > TOKENS_MAX) throw wrong("The scope must have the whole API");
    if (devices.stream().distinct().count() != 1) throw wrong("The scope must have one device");
    DeviceId device =
        DeviceId.parse(devices.getFirst())
            .orElseThrow(() -> wrong("The scope must have a device with a valid id"));
    return new AskedScope(String.join(" ", scope.toStringList()), device.value());
  }

  private static Optional<String> word(String token) {
    return CLIENT.stream()
        .filter(token::startsWith)
        .findFirst()
        .map(begin -> token.substring(begin.length()));
  }

  private static GeneralException wrong(String sentence) {
    return Protocol.refused(OAuth2Error.INVALID_SCOPE, sentence);
  }
}
