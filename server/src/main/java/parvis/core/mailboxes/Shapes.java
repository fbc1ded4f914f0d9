package parvis.core.mailboxes;

import static parvis.platform.http.Shape.count;
import static parvis.platform.http.Shape.line;
import static parvis.platform.http.Shape.list;
import static parvis.platform.http.Shape.may;
import static parvis.platform.http.Shape.needed;
import static parvis.platform.http.Shape.object;
import static parvis.platform.http.Shape.text;
import static parvis.platform.http.Shape.yesOrNo;

import java.util.List;
import java.util.stream.Stream;
import parvis.core.identity.Addresses;
import parvis.core.identity.OwnerProof;
import parvis.core.identity.SignIn;
import parvis.core.identity.SignedInReply;
import parvis.platform.http.Body;
import parvis.platform.http.Shape;
import parvis.platform.http.Shape.Part;

/// What goes over the wire about shared mailboxes, told to who writes a client; the bounds
/// are those by which it is judged.
final class Shapes {
  private static final Part STEP = needed("step", line(SignIn.SECRET_CHARS_MAX));
  private static final Part SECRET =
      needed(
          "secret",
          text(SignIn.SECRET_CHARS_MIN, SignIn.SECRET_CHARS_MAX)
              .says("What the browser made up that began, and it alone has"));
  private static final Part PERSON = needed("person", line(MailboxRoutes.PERSON_CHARS_MAX));
  private static final Part NAME =
      needed("name", line(MailboxRoutes.NAME_CHARS_MAX).says("A first and a last name"));
  private static final Shape PASSWORD = line(MailboxRoutes.PASSWORD_CHARS_MAX);

  /// What somebody comes in by from then on: a password or a passkey.
  private static final List<Part> OWN =
      List.of(
          may("password", PASSWORD),
          may("credential", Shape.anything().says("As WebAuthn writes what a passkey made")),
          may("key_name", line(MailboxRoutes.NAME_CHARS_MAX)));

  static final Shape ENTERED =
      object(SignedInReply.DEVICE, STEP, SECRET, PERSON, needed("password", PASSWORD));

  static final Shape JOINED =
      object(
          object(OWN, STEP, SECRET, NAME).parts(),
          Stream.concat(SignedInReply.DEVICE.stream(), Stream.of(may("accept_terms", yesOrNo())))
              .toArray(Part[]::new));

  static final Shape RESET =
      object(
          object(OWN, STEP, SECRET, PERSON).parts(),
          Stream.concat(
                  SignedInReply.DEVICE.stream(),
                  Stream.of(needed("code", line(SignIn.CODE_CHARS_MAX))))
              .toArray(Part[]::new));

  static final Shape OPTIONS = object(STEP, SECRET, NAME);
  static final Shape PROVEN = object(OwnerProof.FIELD);

  static final Shape QUESTION =
      object(needed("options", Shape.anything().says("As a browser wants them for WebAuthn")));

  static final Shape MAILBOXES =
      object(
          needed(
              "mailboxes",
              list(
                  object(
                      needed("address", line(Body.NAME_BYTES_MAX)),
                      needed("since", count()),
                      needed("own", yesOrNo()),
                      needed(
                          "people",
                          list(
                              object(
                                  needed("user_id", line(Body.NAME_BYTES_MAX)),
                                  needed("display_name", text(Body.TEXT_CHARS_MAX)),
                                  needed("since", count()),
                                  may("reset_until", count())),
                              Addresses.SHARERS_MAX))),
                  Marking.MAILBOXES_MAX)));

  static final Shape CODE =
      object(needed("code", line(SignIn.CODE_CHARS_MAX)), needed("expires", count()));

  static final Shape NOTHING = object();

  private Shapes() {}
}
