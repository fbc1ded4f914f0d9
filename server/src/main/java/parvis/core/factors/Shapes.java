package parvis.core.factors;

import static parvis.platform.http.Shape.count;
import static parvis.platform.http.Shape.line;
import static parvis.platform.http.Shape.list;
import static parvis.platform.http.Shape.may;
import static parvis.platform.http.Shape.needed;
import static parvis.platform.http.Shape.object;
import static parvis.platform.http.Shape.text;
import static parvis.platform.http.Shape.yesOrNo;

import parvis.core.identity.OwnerProof;
import parvis.core.identity.SignIn;
import parvis.platform.http.Body;
import parvis.platform.http.Shape;
import parvis.platform.http.Shape.Part;

/// What goes over the wire about second factors, told to who writes a client; the bounds
/// are those by which it is judged.
final class Shapes {
  private static final Shape CODE = line(SignIn.CODE_CHARS_MAX);
  private static final Shape SECRET =
      text(SignIn.SECRET_CHARS_MIN, SignIn.SECRET_CHARS_MAX)
          .says("What the browser made up that began, and it alone has");
  private static final Shape CREDENTIAL =
      Shape.anything().says("As WebAuthn writes in JSON what a passkey made or signed");

  private static final Part PROVEN_BY = needed("secret", SECRET);
  private static final Part SIGNED = needed("credential", CREDENTIAL);
  private static final Part NAME = needed("name", line(FactorRoutes.NAME_CHARS_MAX));

  /// Of who is not let in before they have set up a factor.
  private static final Part STEP =
      may("step", line(SignIn.SECRET_CHARS_MAX).says("Of who is not signed in"));

  private static final Part STEP_SECRET = may("secret", SECRET);

  static final Shape PROVEN = object(OwnerProof.FIELD);
  static final Shape BEGUN = object(STEP, STEP_SECRET, OwnerProof.FIELD);
  static final Shape CONFIRMED = object(STEP, STEP_SECRET, needed("code", CODE));
  static final Shape OPTIONS = object(STEP, PROVEN_BY, OwnerProof.FIELD);
  static final Shape KEPT = object(STEP, PROVEN_BY, NAME, SIGNED);
  static final Shape NAMED = object(NAME);

  static final Shape GIVEN =
      object(
          needed("step", line(SignIn.SECRET_CHARS_MAX)),
          PROVEN_BY,
          may("code", CODE),
          may("recovery_code", CODE));

  static final Shape ASKED = object(PROVEN_BY);
  static final Shape SIGN_IN =
      object(may("step", line(SignIn.SECRET_CHARS_MAX)), PROVEN_BY, SIGNED);

  private static final Part OPTIONS_TOLD =
      needed("options", Shape.anything().says("As a browser wants them for WebAuthn"));
  private static final Part RECOVERY = may("recovery_codes", list(CODE, RecoveryCodes.COUNT));
  private static final Part IN = may("login_token", line(Body.NAME_BYTES_MAX));

  static final Shape MINE =
      object(
          needed(
              "passkeys",
              list(
                  object(
                      needed("id", line(Body.NAME_BYTES_MAX)),
                      NAME,
                      needed("created", count()),
                      may("used", count())),
                  PasskeyStore.PASSKEYS_MAX)),
          needed("recovery_codes", count()),
          needed("required", yesOrNo()),
          may("totp", count().says("Since when there is an app")));

  static final Shape APP =
      object(needed("secret", line(Body.NAME_BYTES_MAX)), needed("uri", line(Body.TEXT_CHARS_MAX)));

  static final Shape DONE = object(RECOVERY, IN);
  static final Shape CODES = object(RECOVERY);
  static final Shape QUESTION = object(OPTIONS_TOLD);
  static final Shape LET_IN = object(IN);
  static final Shape NOTHING = object();

  private Shapes() {}
}
