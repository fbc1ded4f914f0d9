package parvis.core.identity;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import parvis.base.Refused;
import parvis.core.identity.Sessions.SignedIn;
import parvis.core.identity.Sessions.Tokens;
import parvis.platform.http.Body;
import parvis.platform.http.Call;
import parvis.platform.http.Reply;
import parvis.platform.http.Shape;
import parvis.protocol.id.DeviceId;
import parvis.protocol.json.JsonObject;

/// What a request to sign in says about the device, and how signing in is answered.
public final class SignedInReply {
  /// What is said about the device.
  public static final List<Shape.Part> DEVICE = Shapes.DEVICE;

  /// How signing in is answered.
  public static final Shape SHAPE = Shapes.SESSION;

  static final int DEVICE_NAME_CHARS_MAX = 128;
  private static final String INITIAL_NAME = "initial_device_display_name";

  private SignedInReply() {}

  /// The login that this body asks for, for an account that was proven.
  public static Sessions.Login login(Call call, Body body, Account account) {
    return login(call, body, account, false, false);
  }

  /// The same where a provider said that a second factor was shown.
  public static Sessions.Login strong(Call call, Body body, Account account) {
    return login(call, body, account, false, true);
  }

  static Sessions.Login login(
      Call call, Body body, Account account, boolean byService, boolean strong) {
    return new Sessions.Login(
        account.user(),
        account.userNid(),
        deviceId(body),
        deviceName(body, INITIAL_NAME),
        body.bool("refresh_token", false),
        byService,
        strong,
        call.remoteAddress());
  }

  /// Refuses what `login` would refuse, before anything costs time or is changed.
  public static void check(Body body) {
    var _ = deviceId(body);
    var _ = deviceName(body, INITIAL_NAME);
    var _ = body.bool("refresh_token", false);
  }

  private static Optional<String> deviceId(Body body) {
    return body.optionalString("device_id")
        .map(
            text ->
                DeviceId.parse(text)
                    .orElseThrow(() -> Refused.invalidParam("This is not a valid device id"))
                    .value());
  }

  static Optional<String> deviceName(Body body, String field) {
    return body.optionalString(field, DEVICE_NAME_CHARS_MAX);
  }

  static JsonObject json(SignedIn signedIn) {
    JsonObject.Builder json =
        JsonObject.builder()
            .put("user_id", signedIn.user().value())
            .put("home_server", signedIn.user().server().value())
            .put("device_id", signedIn.deviceId());
    return tokens(json, signedIn.tokens()).build();
  }

  public static Reply of(SignedIn signedIn) {
    return Reply.json(json(signedIn));
  }

  /// The same with what became of who came in: the name that an account was made with.
  public static Reply of(SignedIn signedIn, SignIn.Entered entered) {
    JsonObject session = json(signedIn);
    return Reply.json(entered.json().map(made -> session.with("made", made)).orElse(session));
  }

  static Reply of(Tokens tokens) {
    return Reply.json(tokens(JsonObject.builder(), tokens).build());
  }

  private static JsonObject.Builder tokens(JsonObject.Builder json, Tokens tokens) {
    return json.put("access_token", tokens.access())
        .putIf("refresh_token", tokens.refresh())
        .putIf("expires_in_ms", tokens.life().map(Duration::toMillis));
  }
}
