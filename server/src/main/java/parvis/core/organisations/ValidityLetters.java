package parvis.core.organisations;

import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import java.util.Locale;
import java.util.Optional;
import parvis.base.Language;
import parvis.core.organisations.ValidityStore.Ending;
import parvis.platform.mail.Bilingual;
import parvis.platform.mail.Letter;

/// The letters about accounts that end, in the language in which their readers read, where that is
/// known.
final class ValidityLetters {
  private final String publicAddress;
  private final ZoneId zone;

  /// @param zone where the house is
  ValidityLetters(String publicAddress, ZoneId zone) {
    this.publicAddress = publicAddress;
    this.zone = zone;
  }

  private String day(Ending of, Locale in) {
    var ends = Instant.ofEpochMilli(of.endsMs().orElseThrow()).atZone(zone);
    return DateTimeFormatter.ofLocalizedDate(FormatStyle.LONG).withLocale(in).format(ends);
  }

  private String page(String token) {
    return publicAddress + "/renew/" + token;
  }

  Letter ending(Ending of, String token) {
    return Bilingual.in(
            of.in(),
            "Votre compte Parvis expire le " + day(of, Locale.FRENCH),
            "Your Parvis account expires on " + day(of, Locale.ENGLISH))
        .says(
            "Votre compte pour « "
                + of.organisationName()
                + " » expire le "
                + day(of, Locale.FRENCH)
                + ". Ensuite, il n'ouvrira plus, et ce que vous avez écrit restera.",
            "Your account for "
                + of.organisationName()
                + " expires on "
                + day(of, Locale.ENGLISH)
                + ". It lets you in no more then, and what you wrote stays.")
        .link(
            "Pour le garder, ouvrez cette page et renouvelez-le :",
            "To keep it, open this page and renew it:",
            page(token))
        .note(
            "Si vous avez quitté cette organisation, ne faites rien.",
            "If you have left this organisation, do nothing.")
        .done();
  }

  /// To an address that others read, too: nothing in it renews anything.
  Letter endingShared(Ending of, String name) {
    return Bilingual.in(
            of.in(),
            "Pour " + name + " : votre compte Parvis expire le " + day(of, Locale.FRENCH),
            "For " + name + ": your Parvis account expires on " + day(of, Locale.ENGLISH))
        .says(
            "Ce courriel est pour "
                + name
                + ", dont le compte pour « "
                + of.organisationName()
                + " » expire le "
                + day(of, Locale.FRENCH)
                + ". Ensuite, il n'ouvrira plus, et ce qui y est écrit restera.",
            "This mail is for "
                + name
                + ", whose account for "
                + of.organisationName()
                + " expires on "
                + day(of, Locale.ENGLISH)
                + ". It opens no more then, and what was written with it stays.")
        .says(
            "Pour le garder, demandez à la personne qui administre votre organisation de le"
                + " prolonger : d'autres lisent cette adresse, et un lien ici ne dirait pas qui"
                + " l'ouvre.",
            "To keep it, ask who administers your organisation to extend it: others read this"
                + " address, and a link here would not say who opens it.")
        .done();
  }

  /// @param in the language of the page on which it was asked
  Letter asked(Ending of, Language in, String token) {
    return Bilingual.in(
            Optional.of(of.in().orElse(in)),
            "Renouveler votre compte Parvis",
            "Renew your Parvis account")
        .says(
            "Quelqu'un, sans doute vous, veut renouveler votre compte pour « "
                + of.organisationName()
                + " ».",
            "Somebody, probably you, wants to renew your account for "
                + of.organisationName()
                + ".")
        .link("Ouvrez cette page et renouvelez-le :", "Open this page and renew it:", page(token))
        .done();
  }

  /// Tells why there is no link in it.
  Letter none(Language in) {
    return Bilingual.in(
            Optional.of(in),
            "Aucun compte Parvis à renouveler",
            "There is no Parvis account to renew")
        .says(
            "Quelqu'un, peut-être vous, veut renouveler un compte de cette adresse. Aucun ne peut"
                + " l'être par courriel en ce moment.",
            "Somebody, perhaps you, wants to renew an account of this address. None can be renewed"
                + " by mail now.")
        .says(
            "Si votre compte n'ouvre plus, demandez à la personne qui administre votre organisation"
                + " de le prolonger.",
            "If yours lets you in no more, ask who administers your organisation to prolong it.")
        .done();
  }

  Letter toGuest(Ending of) {
    return Bilingual.in(
            of.in(),
            "Votre accès à Parvis finit le " + day(of, Locale.FRENCH),
            "Your access to Parvis ends on " + day(of, Locale.ENGLISH))
        .says(
            "« "
                + of.organisationName()
                + " » vous a invité jusqu'au "
                + day(of, Locale.FRENCH)
                + ". Ensuite, votre compte n'ouvrira plus, et ce que vous avez écrit restera.",
            of.organisationName()
                + " invited you until "
                + day(of, Locale.ENGLISH)
                + ". Your account lets you in no more then, and what you wrote stays.")
        .link(
            "Pour rester plus longtemps, ouvrez votre accueil et demandez-le :",
            "To stay longer, open your home page and ask for it:",
            publicAddress + "/home")
        .done();
  }

  Letter toSponsor(Ending of) {
    return Bilingual.in(
            of.sponsorIn(),
            "Fin d'un accès externe le " + day(of, Locale.FRENCH),
            "An external access ends on " + day(of, Locale.ENGLISH))
        .says(
            "Vous êtes garant de "
                + of.name()
                + ", dont l'accès finit le "
                + day(of, Locale.FRENCH)
                + ". Vous pouvez le prolonger une fois ; ensuite, la personne qui administre"
                + " l'organisation le peut.",
            "You answer for "
                + of.name()
                + ", whose access ends on "
                + day(of, Locale.ENGLISH)
                + ". You may extend it once; then who administers the organisation may.")
        .done();
  }
}
