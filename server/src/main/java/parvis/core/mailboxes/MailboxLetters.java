package parvis.core.mailboxes;

import java.util.Optional;
import parvis.base.Language;
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
    return Letter.in(Language.FRENCH, "Pour toutes les personnes qui lisent cette adresse")
        .says(
            "« "
                + organisation
                + " » fait de cette adresse une boîte partagée dans Parvis : chaque personne qui la lit y"
                + " ouvre son propre compte, à son nom, avec un mot de passe ou une clé d'accès que les"
                + " autres n'ont pas.")
        .link(
            "Pour ouvrir le vôtre, écrivez cette adresse sur la page qui suit, puis le code qui vous"
                + " est envoyé :",
            publicAddress + "/sign-in?by=code")
        .note(
            organisation
                + " has made this address a shared mailbox of Parvis: everybody who reads it opens an"
                + " account of their own, by their name.")
        .done();
  }

  /// Tells that one person reads the address, or nobody yet.
  Letter unmarked(String organisation, Optional<String> name) {
    var whose =
        name.map(
                one ->
                    "C'est de nouveau l'adresse de "
                        + one
                        + " seulement : un code envoyé ici suffit"
                        + " pour entrer dans son compte.")
            .orElse("La première personne qui demande un code ouvre un compte pour elle seule.");
    return Letter.in(Language.FRENCH, "Cette adresse n'est plus une boîte partagée")
        .says("« " + organisation + " » ne partage plus cette adresse dans Parvis. " + whose)
        .note("Si ce n'est pas voulu, dites-le tout de suite à qui administre Parvis.")
        .note(
            organisation
                + " shares this address no more: it is one person's again, and a code that is mailed"
                + " here is enough to come in as them. If that is not wanted, tell who administers Parvis"
                + " at once.")
        .done();
  }

  /// Tells that somebody comes in by something else.
  Letter chosenAnew(String name) {
    return Letter.in(Language.FRENCH, "Pour " + name + " : votre connexion à Parvis a changé")
        .says("Ce courriel est pour " + name + ".")
        .says(
            "Avec un code remis par une personne qui administre votre organisation, ce par quoi vous"
                + " entrez dans Parvis vient d'être choisi de nouveau.")
        .note("Si ce n'est pas vous, dites-le tout de suite à cette personne.")
        .note(
            "For "
                + name
                + ": what you come in by was chosen anew, with a code of who administers your"
                + " organisation. If it was not you, tell them at once.")
        .done();
  }
}
