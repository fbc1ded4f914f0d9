package parvis.core.identity;

import static parvis.platform.http.Shape.count;
import static parvis.platform.http.Shape.integer;
import static parvis.platform.http.Shape.line;
import static parvis.platform.http.Shape.list;
import static parvis.platform.http.Shape.may;
import static parvis.platform.http.Shape.needed;
import static parvis.platform.http.Shape.object;
import static parvis.platform.http.Shape.text;
import static parvis.platform.http.Shape.word;
import static parvis.platform.http.Shape.yesOrNo;

import java.util.Arrays;
import java.util.List;
import parvis.base.Language;
import parvis.platform.config.Registration;
import parvis.platform.http.Body;
import parvis.platform.http.Shape;
import parvis.platform.http.Shape.Part;

/// What goes over the wire about coming in and proving who one is, told to who writes a client; the
/// bounds are those by which it is judged.
final class Shapes {
  static final Shape ADDRESS = line(Body.NAME_BYTES_MAX).says("An e-mail address");
  static final Shape SECRET =
      text(SignIn.SECRET_CHARS_MIN, SignIn.SECRET_CHARS_MAX)
          .says("What the browser made up that began, and it alone has");

  private static final Shape NAME = line(Body.NAME_BYTES_MAX);
  private static final Shape PASSWORD = line(Stages.PASSWORD_TEXT_CHARS_MAX);
  private static final Shape WORD =
      line(Admission.TOKEN_CHARS_MAX).says("Of an invitation, or an entry code");
  private static final Shape CODE = line(SignIn.CODE_CHARS_MAX);
  private static final Shape PROVEN =
      object(needed("sid", NAME), needed("client_secret", NAME)).says("Of a mail that was read");

  /// Whom a login names. What stands beside `identifier` is how older clients say it.
  private static final List<Part> NAMED =
      List.of(
          may("user", line(Stages.NAME_CHARS_MAX)),
          may("medium", word(ThirdPartyRoutes.EMAIL)),
          may("address", ADDRESS));

  private static final Part IDENTIFIER =
      may(
          "identifier",
          object(
              NAMED,
              needed("type", word("m.id.user", "m.id.thirdparty", "m.id.phone")),
              may("country", NAME),
              may("phone", NAME)));

  private static final Part PROVES_BY_PASSWORD = may("password", PASSWORD);

  static final List<Part> LOGIN =
      Shape.object(
              NAMED,
              may("type", word(Stages.Password.TYPE, LoginTokens.TYPE)),
              IDENTIFIER,
              PROVES_BY_PASSWORD,
              may("token", line(SignIn.TOKEN_CHARS_MAX).says("That a second factor gave")),
              may("secret", SECRET),
              may(SignIn.SECRET, SECRET))
          .parts();

  static final List<Part> DEVICE =
      List.of(
          may("device_id", NAME),
          may("initial_device_display_name", text(SignedInReply.DEVICE_NAME_CHARS_MAX)),
          may("refresh_token", yesOrNo().says("Whether one is wanted")));

  /// How somebody proves again who they are.
  static final Part PROOF =
      may(
          "auth",
          object(
                  NAMED,
                  may("type", word(Stages.Password.TYPE, Stages.Mailed.TYPE, Stages.Second.TYPE)),
                  may("session", line(Seals.SEALED_CHARS_MAX).says("As it was answered")),
                  IDENTIFIER,
                  PROVES_BY_PASSWORD,
                  may("threepid_creds", PROVEN),
                  may("threepidCreds", PROVEN),
                  may("code", CODE),
                  may("recovery_code", CODE),
                  may("secret", SECRET),
                  may("credential", Shape.anything().says("What a passkey signed")))
              .called("Proof"));

  static final Shape ASKED_BY_MAIL =
      object(needed(ThirdPartyRoutes.EMAIL, ADDRESS), needed("secret", SECRET), may("word", WORD));

  static final List<Part> MAILED =
      List.of(
          needed("code", line(SignIn.SECRET_CHARS_MAX).says("Six digits")),
          may("accept_terms", yesOrNo()),
          may("word", WORD));

  static final Shape ENTERED_BY_MAIL =
      object(
          Shape.object(MAILED, DEVICE.toArray(Part[]::new)).parts(),
          needed(ThirdPartyRoutes.EMAIL, ADDRESS),
          needed("secret", SECRET),
          may(SignIn.SECRET, SECRET));

  static final Shape SUBMITTED =
      object(needed("sid", NAME), needed("client_secret", NAME), needed("token", NAME));

  static final Shape CONFIRMED = object(may("sid", NAME), may("token", NAME));

  static final Shape READ =
      object(needed("language", word(Arrays.stream(Language.values()).map(Language::code))));

  static final Shape RULES =
      object(
          needed("mode", word(Arrays.stream(Registration.values()).map(Admission::word))),
          may("token", line(Admission.TOKEN_CHARS_MAX)));

  static final Shape INVITED =
      object(
          may("uses", integer(1, Invitations.USES_MAX)),
          may("expires_in_ms", integer(1, Invitations.LIFE_MAX.toMillis())),
          may("request_id", NAME));

  static final Shape FIRST =
      object(
          needed("username", line(HouseRoutes.NAME_CHARS_MAX)),
          needed("password", PASSWORD),
          may("displayname", text(ProfileField.DISPLAY_NAME_CHARS_MAX)));

  static final Shape KEY_RESET = object(PROOF, may("device_id", NAME));

  private static final Shape MOMENT = count();
  private static final Shape USER = NAME.says("The id of a person");

  private static final List<Part> TOKENS =
      List.of(
          needed("access_token", NAME), may("refresh_token", NAME), may("expires_in_ms", count()));

  /// A session that began.
  static final Shape SESSION =
      object(
              TOKENS,
              needed("user_id", USER),
              needed("home_server", NAME),
              needed("device_id", NAME),
              may(
                  "made",
                  object(needed("displayname", NAME), needed("name_locked", yesOrNo()))
                      .says("Of an account that was made just now")))
          .called("Session");

  static final Shape CODE_SENT = object(needed("expires_in_ms", count()));
  static final Shape SUBMISSION = object(needed("success", yesOrNo()));

  static final Shape HOUSE =
      object(
          needed("name", line(HouseRoutes.NAME_CHARS_MAX)),
          needed("server_name", NAME),
          needed("registration", word(Arrays.stream(Registration.values()).map(Admission::word))),
          needed("demo", yesOrNo()),
          needed("setup", yesOrNo().says("Whether the first administrator is waited for")),
          needed("mail", yesOrNo()),
          needed("link_previews", yesOrNo()),
          needed("password_length", count()),
          needed("version", NAME),
          may("terms", line(Body.TEXT_CHARS_MAX)),
          may("support_mail", ADDRESS),
          may("support_page", line(Body.TEXT_CHARS_MAX)));

  static final Shape ME =
      object(
          needed("user_id", USER),
          needed("admin", yesOrNo()),
          needed("password", yesOrNo().says("Whether there is one")),
          needed("name_locked", yesOrNo()),
          needed("function_locked", yesOrNo()),
          needed("second_factor", list(word("totp", "passkey", "recovery_code"), 3)),
          needed("second_factor_due", yesOrNo()),
          needed("second_factor_by_mail", yesOrNo()),
          needed("suspended", yesOrNo()),
          may("language", word(Arrays.stream(Language.values()).map(Language::code))));

  private static final Shape INVITATION =
      object(
          needed("token", NAME),
          needed("url", line(Body.TEXT_CHARS_MAX)),
          needed("expires", MOMENT),
          needed("uses_left", count()));

  static final Shape INVITATION_MADE = INVITATION;
  static final Shape INVITATIONS =
      object(needed("invitations", list(INVITATION, Invitations.VALID_MAX)));

  static final Shape INVITER =
      object(needed("expires", MOMENT), needed("invited_by", NAME), needed("server_name", NAME));

  static final Shape SERVER = object(needed("server_name", NAME));
  static final Shape SOMEBODY = object(needed("user_id", USER));
  static final Shape NOTHING = object();

  private Shapes() {}
}
