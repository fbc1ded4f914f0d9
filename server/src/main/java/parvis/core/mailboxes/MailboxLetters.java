package parvis.core.mailboxes;

import java.util.Optional;
import parvis.platform.mail.Bilingual;
import parvis.platform.mail.Letter;

/// The letters to shared mailboxes, each of which says for whom it is. They say nothing that not
/// everybody may read who reads the mailbox.
final class MailboxLetters {
  private final String publicAddress;

  MailboxLetters(String publicAddress) {
    this.publicAddress = publicAddress;
  }

  /// Tells what is other from now on.
  Letter marked(String organisation) {
    return Bilingual.inBoth(
            "Pour toutes les personnes qui lisent cette adresse", "For all who read this address")
        .says(
            "« "
                + organisation
                + " » fait de cette adresse une boîte partagée dans Parvis : chaque personne qui la lit y"
                + " ouvre son propre compte, à son nom, avec un mot de passe ou une clé d'accès que les"
                + " autres n'ont pas.",
            organisation
                + " makes this address a shared mailbox of Parvis: everybody who reads it opens an"
                + " account of their own, by their name, with a password or a passkey that the others"
                + " do not have.")
        .link(
            "Pour ouvrir le vôtre, écrivez cette adresse sur la page qui suit, puis le code qui vous"
                + " est envoyé :",
            "To open yours, type this address on the page that follows, then the code that is mailed"
                + " to you:",
            publicAddress + "/sign-in?by=code")
        .done();
  }

  /// Tells that one person reads the address, or nobody yet.
  Letter unmarked(String organisation, Optional<String> name) {
    return Bilingual.inBoth(
            "Cette adresse n'est plus une boîte partagée",
            "This address is no shared mailbox any more")
        .says(
            "« "
                + organisation
                + " » ne partage plus cette adresse dans Parvis. "
                + name.map(
                        one ->
                            "C'est de nouveau l'adresse de "
                                + one
                                + " seulement : un code envoyé ici suffit pour entrer dans son compte.")
                    .orElse(
                        "La première personne qui demande un code ouvre un compte pour elle seule."),
            organisation
                + " shares this address no more in Parvis. "
                + name.map(
                        one ->
                            "It is again the address of "
                                + one
                                + " alone: a code that is mailed here is enough to come in as them.")
                    .orElse("The first person who asks for a code opens an account of their own."))
        .note(
            "Si ce n'est pas voulu, dites-le tout de suite à qui administre Parvis.",
            "If that is not wanted, tell who administers Parvis at once.")
        .done();
  }

  /// Tells that somebody comes in by something else.
  Letter chosenAnew(String name) {
    return Bilingual.inBoth(
            "Pour " + name + " : votre connexion à Parvis a changé",
            "For " + name + ": how you come into Parvis has changed")
        .says("Ce courriel est pour " + name + ".", "This mail is for " + name + ".")
        .says(
            "Avec un code remis par une personne qui administre votre organisation, ce par quoi vous"
                + " entrez dans Parvis vient d'être choisi de nouveau.",
            "With a code of who administers your organisation, what you come into Parvis by was just"
                + " chosen anew.")
        .note(
            "Si ce n'est pas vous, dites-le tout de suite à cette personne.",
            "If it was not you, tell them at once.")
        .done();
  }
}
