package parvis.core.identity;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import parvis.base.Language;
import parvis.core.identity.AddressProofs.Purpose;
import parvis.platform.mail.Letter;

/// The letters to who says that an address is theirs.
final class ProofLetters {
  /// The page that a link in a letter opens.
  static final String PAGE = "/api/v1/address_proof";

  private final String publicAddress;

  ProofLetters(String publicAddress) {
    this.publicAddress = publicAddress;
  }

  Letter proving(Language in, Purpose purpose, String code, String sid, String link) {
    String page =
        publicAddress
            + PAGE
            + "?sid="
            + sid
            + "&token="
            + URLEncoder.encode(link, StandardCharsets.UTF_8);
    Letter.Draft draft =
        Letter.in(in, subject(in, purpose))
            .says(reason(in, purpose))
            .says(
                in.say(
                    "Tapez ce code là où il vous est demandé :",
                    "Type this code where you are asked:"))
            .code(code);
    if (purpose == Purpose.PASSWORD) {
      return draft
          .note(
              in.say(
                  "Le code sert une heure. Ne le dites à personne : il ouvre votre compte. Si vous"
                      + " n'avez rien demandé, ne faites rien : sans vous, rien ne se passe.",
                  "The code is good for an hour. Tell it to nobody: it opens your account. If you"
                      + " asked for nothing, do nothing: without you, nothing happens."))
          .done();
    }
    return draft
        .link(
            in.say("Ou ouvrez cette page, et confirmez :", "Or open this page, and confirm:"), page)
        .note(
            in.say(
                "Le code et la page servent une heure. Si vous n'avez rien demandé, ne faites rien :"
                    + " sans vous, rien ne se passe.",
                "Code and page are good for an hour. If you asked for nothing, do nothing: without"
                    + " you, nothing happens."))
        .done();
  }

  private static String subject(Language in, Purpose purpose) {
    return switch (purpose) {
      case REGISTER -> in.say("Votre code d'inscription à Parvis", "Your code to join Parvis");
      case PASSWORD -> in.say("Votre mot de passe Parvis", "Your Parvis password");
      case ADD -> in.say("Votre adresse dans Parvis", "Your address in Parvis");
    };
  }

  private static String reason(Language in, Purpose purpose) {
    return switch (purpose) {
      case REGISTER ->
          in.say(
              "Quelqu'un, sans doute vous, crée un compte avec cette adresse.",
              "Somebody, probably you, is making an account with this address.");
      case PASSWORD ->
          in.say(
              "Quelqu'un, sans doute vous, demande à agir sur le compte de cette adresse, par exemple"
                  + " à changer son mot de passe.",
              "Somebody, probably you, wants to act on the account of this address, such as to"
                  + " change its password.");
      case ADD ->
          in.say(
              "Quelqu'un, sans doute vous, ajoute cette adresse à son compte.",
              "Somebody, probably you, is adding this address to their account.");
    };
  }

  /// Tells why there is no code in it.
  Letter declining(Language in, Purpose purpose) {
    Letter.Draft draft = Letter.in(in, subject(in, purpose));
    return switch (purpose) {
      case PASSWORD ->
          draft
              .says(
                  in.say(
                      "Quelqu'un, peut-être vous, a demandé un nouveau mot de passe pour cette"
                          + " adresse. Aucun compte n'y est lié.",
                      "Somebody, perhaps you, asked for a new password for this address. No account"
                          + " belongs to it."))
              .note(
                  in.say(
                      "Essayez une autre de vos adresses, ou adressez-vous à qui administre Parvis.",
                      "Try another address of yours, or ask who administers Parvis."))
              .done();
      case REGISTER, ADD ->
          draft
              .says(
                  in.say(
                      "Quelqu'un, peut-être vous, voulait employer cette adresse. Un compte y est"
                          + " déjà lié.",
                      "Somebody, perhaps you, wanted to use this address. An account belongs to it"
                          + " already."))
              .link(
                  in.say(
                      "Si vous en avez oublié le mot de passe :",
                      "If you have forgotten its password:"),
                  publicAddress + "/forgotten")
              .done();
    };
  }

  /// Tells why there is no code in it where several people read the address.
  Letter shared(Language in, Purpose purpose) {
    return Letter.in(in, subject(in, purpose))
        .says(
            in.say(
                "Quelqu'un, peut-être vous, a demandé un code à cette adresse. C'est une boîte"
                    + " partagée : plusieurs personnes la lisent, et un courriel n'y prouve rien"
                    + " d'aucune d'elles.",
                "Somebody, perhaps you, asked for a code at this address. It is a shared mailbox:"
                    + " several people read it, and a mail proves nothing of any of them."))
        .says(
            in.say(
                "Si vous avez oublié votre mot de passe, demandez à qui administre votre organisation"
                    + " un code de réinitialisation, remis en main propre.",
                "If you have forgotten your password, ask who administers your organisation for a"
                    + " reset code, which is handed over in person."))
        .done();
  }

  /// Tells that a password was changed by mail.
  Letter changed(Language in) {
    return Letter.in(in, in.say("Votre mot de passe a changé", "Your password was changed"))
        .says(
            in.say(
                "Le mot de passe de votre compte Parvis vient d'être changé par courriel.",
                "The password of your Parvis account has just been changed by mail."))
        .note(
            in.say(
                "Si ce n'est pas vous, adressez-vous tout de suite à qui administre Parvis.",
                "If it was not you, ask who administers Parvis at once."))
        .done();
  }
}
