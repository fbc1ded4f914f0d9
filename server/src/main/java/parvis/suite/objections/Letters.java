package parvis.suite.objections;

import java.util.Optional;
import parvis.base.Language;
import parvis.base.Spoken;
import parvis.platform.mail.Bilingual;
import parvis.platform.mail.Letter;
import parvis.protocol.json.JsonObject;

/// What is written of objections.
final class Letters {
  private static final String FRENCH = "Il est répondu à votre opposition";
  private static final String ENGLISH = "Your objection is answered";

  private final String publicAddress;

  Letters(String publicAddress) {
    this.publicAddress = publicAddress;
  }

  /// The page on which objections are answered.
  String administration() {
    return publicAddress + "/admin/objections";
  }

  /// The page on which who objected reads the answer.
  String ownPage() {
    return publicAddress + "/settings/data";
  }

  /// To who answers: of whom it is, and what they say, stands in the house alone.
  Letter asked(Optional<Language> in) {
    return Bilingual.in(
            in,
            "Une personne s'oppose à un usage de ses données",
            "Somebody objects to a use of their data")
        .says(
            "Une personne s'oppose à un usage de ses données dans Parvis. Le règlement demande d'y"
                + " répondre dans le mois.",
            "Somebody objects to a use of their data in Parvis. The regulation asks for an answer"
                + " within a month.")
        .link("Pour la lire et y répondre :", "To read it and answer:", administration())
        .done();
  }

  /// To who objected.
  Letter answered(Optional<Language> in, String text) {
    return Bilingual.in(in, FRENCH, ENGLISH)
        .says(FRENCH + " :", ENGLISH + ":")
        .says(text, text)
        .link("Votre opposition et la réponse :", "Your objection and the answer:", ownPage())
        .done();
  }

  /// What a notice of the server says.
  static Spoken notice(String text) {
    return new Spoken(FRENCH + ".\n\n" + text, ENGLISH + ".\n\n" + text);
  }

  /// What a device shows of it, in both languages.
  static JsonObject line() {
    return JsonObject.of("fr", FRENCH, "en", ENGLISH);
  }
}
