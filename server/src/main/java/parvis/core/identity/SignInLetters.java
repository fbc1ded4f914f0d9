package parvis.core.identity;

import parvis.base.Language;
import parvis.platform.config.Registration;
import parvis.platform.mail.Letter;
import parvis.protocol.id.Address;

/// The letters to who wants to sign in by an address.
final class SignInLetters {
  private final String publicAddress;

  SignInLetters(String publicAddress) {
    this.publicAddress = publicAddress;
  }

  /// @param ended whether the address had an account that has ended: the code makes another one
  Letter code(Language in, Address to, String code, boolean ended) {
    Letter.Draft draft =
        Letter.in(in, in.say("Votre code pour entrer dans Parvis", "Your code to enter Parvis"));
    if (ended) {
      draft.says(
          in.say(
              "Le compte de cette adresse a pris fin. Ce code en ouvre un nouveau, sans rien de"
                  + " l'ancien.",
              "The account of this address has ended. This code opens a new one, with nothing of"
                  + " the old one."));
    }
    return draft
        .says(
            in.say(
                "Quelqu'un, sans doute vous, entre dans Parvis avec l'adresse " + to + ".",
                "Somebody, probably you, is entering Parvis with the address " + to + "."))
        .says(
            in.say(
                "Tapez ce code sur la page qui le demande :",
                "Type this code on the page that asks for it:"))
        .code(code)
        .note(
            in.say(
                "Il sert une fois, pendant dix minutes, sur l'appareil qui l'a demandé. Ne le dites"
                    + " à personne, même à qui se présente comme un collègue. Si vous n'avez rien"
                    + " demandé, ne faites rien : sans le code, personne n'entre.",
                "It is good once, for ten minutes, on the device that asked for it. Tell it to"
                    + " nobody, not even to who claims to be a colleague. If you asked for nothing,"
                    + " do nothing: without the code, nobody enters."))
        .done();
  }

  /// Tells who had an account by that address why there is no code in it.
  Letter ended(Language in, Address to) {
    return Letter.in(in, in.say("Votre compte Parvis a pris fin", "Your Parvis account has ended"))
        .says(
            in.say(
                "Le compte de l'adresse "
                    + to
                    + " a pris fin : il a été fermé par vous, ou par une personne qui administre votre"
                    + " organisation. Il ne s'ouvre plus ; ce que vous avez écrit reste là où vous"
                    + " l'avez écrit.",
                "The account of the address "
                    + to
                    + " has ended: it was closed by you, or by somebody who administers your"
                    + " organisation. It opens no more; what you wrote stays where you wrote it."))
        .says(
            in.say(
                "Si c'est une erreur, adressez-vous à cette personne : elle peut vous en ouvrir un"
                    + " nouveau.",
                "If that is a mistake, ask them: they can open a new one for you."))
        .done();
  }

  /// A code that shows whose an address is, and lets nobody in.
  Letter proof(Language in, Address to, String code) {
    return Letter.in(in, in.say("Votre code pour Parvis", "Your code for Parvis"))
        .says(
            in.say(
                "Quelqu'un, sans doute vous, demande à ouvrir Parvis à son organisation avec"
                    + " l'adresse "
                    + to
                    + ".",
                "Somebody, probably you, is asking for Parvis for their organisation with the"
                    + " address "
                    + to
                    + "."))
        .code(code)
        .note(
            in.say(
                "Il sert une fois, pendant dix minutes, à la page qui l'a demandé. Si vous n'avez"
                    + " rien demandé, ne faites rien.",
                "It is good once, for ten minutes, on the page that asked for it. If you asked for"
                    + " nothing, do nothing."))
        .done();
  }

  /// Tells why there is no code in it, and what to do.
  Letter declining(Language in, Address to, Registration mode) {
    Letter.Draft draft =
        Letter.in(
                in,
                in.say("Parvis ne connaît pas cette adresse", "Parvis does not know this address"))
            .says(
                in.say(
                    "Quelqu'un, sans doute vous, voulait entrer dans Parvis avec l'adresse "
                        + to
                        + ". Aucun compte ne lui est lié, et aucune organisation d'ici n'a déclaré"
                        + " le domaine "
                        + to.domain()
                        + ".",
                    "Somebody, probably you, wanted to enter Parvis with the address "
                        + to
                        + ". No account belongs to it, and no organisation here has named the"
                        + " domain "
                        + to.domain()
                        + "."));
    if (mode == Registration.CLOSED) {
      draft.says(
          in.say(
              "Les inscriptions sont fermées : adressez-vous à une personne qui administre Parvis.",
              "Registration is closed: ask somebody who administers Parvis."));
    } else {
      draft.says(
          in.say(
              "Si votre administration est déjà dans Parvis, demandez à un collègue de vous inviter :"
                  + " un lien ou un code à scanner suffit. Sinon, demandez à une personne qui"
                  + " administre Parvis d'ajouter votre organisation.",
              "If your administration is in Parvis already, ask a colleague to invite you: a link or"
                  + " a code to scan is enough. Otherwise ask somebody who administers Parvis to add"
                  + " your organisation."));
    }
    return draft
        .link(
            in.say(
                "Si vous avez un compte sous un autre nom, entrez avec lui : vous pourrez y dire de"
                    + " quelle organisation vous êtes.",
                "If you have an account by another name, enter with it: there you can say of which"
                    + " organisation you are."),
            publicAddress + "/sign-in?by=password")
        .note(
            in.say(
                "Si vous n'avez rien demandé, ne faites rien.",
                "If you asked for nothing, do nothing."))
        .done();
  }
}
