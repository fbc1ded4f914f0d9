package parvis.core.factors;

import parvis.base.Language;
import parvis.platform.mail.Letter;

/// The letters that tell somebody of a change to how they come in.
final class FactorLetters {
  private final String publicAddress;

  FactorLetters(String publicAddress) {
    this.publicAddress = publicAddress;
  }

  /// Where somebody sees what their account asks for.
  String page() {
    return publicAddress + "/settings/security";
  }

  Letter told(Language in, Change what) {
    return Letter.in(
            in,
            in.say("Votre connexion à Parvis a changé", "How you sign in to Parvis has changed"))
        .says(happened(in, what))
        .link(in.say("Ce que votre compte demande :", "What your account asks for:"), page())
        .note(
            in.say(
                "Si ce n'est pas vous, adressez-vous tout de suite à qui administre Parvis.",
                "If it was not you, ask who administers Parvis at once."))
        .done();
  }

  private static String happened(Language in, Change what) {
    return switch (what) {
      case TOTP_ADDED ->
          in.say(
              "Votre compte demande désormais aussi les codes d'une application.",
              "Your account asks for the codes of an app from now on, too.");
      case TOTP_REMOVED ->
          in.say(
              "Votre compte ne demande plus les codes d'une application.",
              "Your account asks for the codes of an app no more.");
      case PASSKEY_ADDED ->
          in.say(
              "Une clé d'accès a été ajoutée à votre compte.",
              "A passkey was added to your account.");
      case PASSKEY_REMOVED ->
          in.say(
              "Une clé d'accès a été retirée de votre compte.",
              "A passkey was removed from your account.");
      case CODES_RENEWED ->
          in.say(
              "De nouveaux codes de secours ont été faits pour votre compte ; les anciens ne valent"
                  + " plus rien.",
              "New recovery codes were made for your account; those from before are worth nothing.");
      case REMOVED_BY_OTHERS ->
          in.say(
              "Une personne qui administre a retiré tous les seconds facteurs de votre compte.",
              "Somebody who administers has removed all second factors of your account.");
    };
  }
}
