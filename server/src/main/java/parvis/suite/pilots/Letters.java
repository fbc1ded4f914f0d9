package parvis.suite.pilots;

import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import java.util.Locale;
import parvis.base.Language;
import parvis.platform.mail.Letter;

/// What is written to who applied, and to who tries the house out.
final class Letters {
  private final String publicAddress;
  private final ZoneId zone;

  /// @param zone where the house is
  Letters(String publicAddress, ZoneId zone) {
    this.publicAddress = publicAddress;
    this.zone = zone;
  }

  Letter received(Language in, String organisation, String word) {
    return Letter.in(in, in.say("Votre demande est reçue", "Your application has arrived"))
        .says(
            in.say(
                "Vous demandez à ouvrir Parvis à " + organisation + ".",
                "You are asking for Parvis for " + organisation + "."))
        .says(in.say("Une réponse vous sera écrite.", "An answer will be written to you."))
        .link(in.say("Suivre la demande :", "Follow the application:"), page(word))
        .done();
  }

  private String page(String word) {
    return publicAddress + "/apply/" + word;
  }

  Letter asked(Language in, String question, String word) {
    return Letter.in(
            in, in.say("Une question sur votre demande", "A question about your application"))
        .says(question)
        .link(in.say("Répondre :", "Answer:"), page(word))
        .done();
  }

  Letter refused(Language in, String organisation, String reason) {
    return Letter.in(in, in.say("Votre demande est refusée", "Your application was refused"))
        .says(
            in.say(
                "Parvis ne s'ouvre pas à " + organisation + ", pour ce motif :",
                "Parvis does not open to " + organisation + ", for this reason:"))
        .says(reason)
        .done();
  }

  Letter approved(Language in, String organisation, Terms terms) {
    return Letter.in(in, in.say("Votre organisation est ouverte", "Your organisation is open"))
        .says(
            in.say(
                organisation
                    + " essaie Parvis jusqu'au "
                    + day(in, terms.endsMs())
                    + ", avec "
                    + terms.peopleMax()
                    + " personnes au plus. Vous l'administrez.",
                organisation
                    + " tries Parvis out until "
                    + day(in, terms.endsMs())
                    + ", with "
                    + terms.peopleMax()
                    + " people at most. You administer it."))
        .says(
            in.say("Ce que l'essai doit montrer : ", "What the pilot is to show: ") + terms.goals())
        .link(
            in.say("Entrer avec cette adresse :", "Enter with this address:"),
            publicAddress + "/sign-in?by=code")
        .done();
  }

  Letter ends(Language in, String organisation, Terms terms) {
    return Letter.in(in, in.say("Votre essai se termine bientôt", "Your pilot ends soon"))
        .says(
            in.say(
                "L'essai de "
                    + organisation
                    + " se termine le "
                    + day(in, terms.endsMs())
                    + ". Sans autre décision, les comptes se ferment ce jour-là ; rien n'est effacé.",
                "The pilot of "
                    + organisation
                    + " ends on "
                    + day(in, terms.endsMs())
                    + ". Without another decision accounts close on that day; nothing is erased."))
        .link(
            in.say(
                "Cinq questions disent ce que l'essai vaut ; invitez vos collègues à y répondre :",
                "Five questions tell what the pilot is worth; let your colleagues answer them:"),
            publicAddress + "/settings/organisation")
        .done();
  }

  Letter extended(Language in, String organisation, Terms terms) {
    return Letter.in(in, in.say("Votre essai est prolongé", "Your pilot goes on"))
        .says(
            in.say(
                "L'essai de "
                    + organisation
                    + " court jusqu'au "
                    + day(in, terms.endsMs())
                    + ", avec "
                    + terms.peopleMax()
                    + " personnes au plus.",
                "The pilot of "
                    + organisation
                    + " runs until "
                    + day(in, terms.endsMs())
                    + ", with "
                    + terms.peopleMax()
                    + " people at most."))
        .done();
  }

  Letter opened(Language in, String organisation, String reason) {
    return Letter.in(in, in.say("Votre organisation reste", "Your organisation stays"))
        .says(
            in.say(
                organisation + " reste dans Parvis, avec autant de personnes qu'elle veut.",
                organisation + " stays in Parvis, with as many people as it likes."))
        .says(reason)
        .done();
  }

  /// @param reason empty when its day has come
  Letter closed(Language in, String organisation, String reason) {
    var letter =
        Letter.in(in, in.say("Votre essai est terminé", "Your pilot is over"))
            .says(
                in.say(
                    "L'essai de "
                        + organisation
                        + " est terminé : ses comptes n'entrent plus. Ce qui y est écrit est gardé.",
                    "The pilot of "
                        + organisation
                        + " is over: its accounts are let in no more. What was written is kept."));
    return reason.isEmpty() ? letter.done() : letter.says(reason).done();
  }

  private String day(Language in, long ms) {
    var locale = in == Language.FRENCH ? Locale.FRENCH : Locale.ENGLISH;
    return DateTimeFormatter.ofLocalizedDate(FormatStyle.LONG)
        .withLocale(locale)
        .format(Instant.ofEpochMilli(ms).atZone(zone));
  }
}
