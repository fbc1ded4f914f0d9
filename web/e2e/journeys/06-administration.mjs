import { readFile } from "node:fs/promises";
import { done, must } from "../browser.mjs";
import { go, press, row, section, title } from "../desk.mjs";
import { administrator, house, protects } from "../house.mjs";
import { answersObjection, isAnswered } from "../objections.mjs";
import { arrive, ask, makeRoom, newPerson, once, password, signedIn, twice, visit } from "../people.mjs";

const town = "Mairie de Sainte-Agathe";

/** The first organisation, what it is called, and its domain. */
async function founds(browser, page) {
  await go(page, "Membres");
  await page.getByText("voici tous les comptes").waitFor();
  await row(page, "Marie Dupré").getByText("Administre la maison").waitFor();
  await browser.audit(page, "admin-people-nowhere");
  await page.getByRole("link", { name: "Créer une organisation" }).click();
  await press(page, "Créer une organisation");
  await page.getByText("Écrivez le nom de l’organisation.").waitFor();
  await page.getByLabel("Nom", { exact: true }).fill(town);
  await page.getByLabel("Sigle").fill("Ville");
  await page.getByLabel("SIRET").fill("73282932000075");
  await page.getByText("Ce n’est pas un SIRET").waitFor();
  must(await page.getByLabel("J’en fais partie").isChecked(), "who makes the first organisation is not of it");
  await browser.audit(page, "admin-organisation-new");
  await page.getByLabel("SIRET").fill("732 829 320 00074");
  await twice(page.getByRole("button", { name: "Créer une organisation", exact: true }));
  await page.getByRole("link", { name: town }).click();
  await page.getByRole("switch", { name: "Règles d’accès des salons" }).check({ force: true });
  await browser.audit(page, "admin-organisation");
  await press(page, "Enregistrer");
  await row(page, town).getByText("Règles d’accès").waitFor();
  await browser.audit(page, "admin-organisations");

  await go(page, "Domaines de courriel");
  await page.getByRole("heading", { name: "Aucun domaine" }).waitFor();
  await page.getByLabel("Ajouter un domaine").fill("sainte agathe");
  await press(page, "Ajouter");
  await page.getByText("Ce n’est pas un domaine.").waitFor();
  await page.getByLabel("Ajouter un domaine").fill("sainte-agathe.example");
  await page.getByLabel("Et les domaines qui en dépendent").check();
  await press(page, "Ajouter");
  await row(page, "sainte-agathe.example").getByText("et ceux qui en dépendent").waitFor();
  await browser.audit(page, "admin-domains");
}

/** What is told to everybody: written, looked at, published, read, taken back. */
async function tells(browser, page) {
  await go(page, "Annonces à tous");
  await page.getByRole("heading", { name: "Aucune annonce" }).waitFor();
  await press(page, "Voir l’aperçu");
  await page.getByText("Écrivez le texte en français.").waitFor();
  await page.getByLabel("Texte en français").fill("Les guichets ferment à 16 h vendredi.");
  await browser.audit(page, "admin-bulletins");
  await press(page, "Voir l’aperçu");
  const preview = page.getByRole("dialog", { name: "Aperçu de l’annonce" });
  await preview.waitFor();
  await browser.audit(page, "admin-bulletin-preview");
  await press(preview, "Publier");
  const banner = page.getByRole("status").filter({ hasText: "Les guichets ferment à 16 h vendredi." });
  await banner.waitFor();
  await browser.audit(page, "bulletin");
  await page.getByRole("button", { name: "Fermer l’annonce : Les guichets" }).click();
  await banner.waitFor({ state: "hidden" });
  await row(page, "Les guichets ferment").getByRole("button", { name: "Retirer" }).click();
  await row(page, "Les guichets ferment").getByText("Annonce retirée").waitFor();
}

/** The pages that everybody may read, and the terms that are accepted once. */
async function publishes(browser, page) {
  await go(page, "Pages publiques");
  const write = async (name, text) => {
    await page.getByLabel(`${name}, en français`).fill(text);
    await press(page, `Voir l’aperçu : ${name}`);
    const preview = page.getByRole("dialog", { name: `Aperçu : ${name}` });
    if (text.includes("##")) {
      await preview.getByRole("heading", { name: "Éditeur" }).waitFor();
      await browser.audit(page, "admin-papers-preview");
    }
    await press(preview, "Publier");
    await preview.waitFor({ state: "hidden" });
  };
  await write(
    "Mentions légales",
    "## Éditeur\n\nLa **mairie**, <b>place</b> du marché.\n- [site](https://ville.example)",
  );
  await browser.audit(page, "admin-papers");
  await page.getByRole("link", { name: "Ouvrir la page : Mentions légales" }).click();
  await title(page, "Mentions légales");
  await page.getByText("<b>place</b>").waitFor();
  await browser.audit(page, "legal");
  await visit(page, "/admin/papers");
  await write("Conditions d’utilisation", "Restons courtois.");
  await page.goto("/");
  const terms = page.getByRole("dialog", { name: "Conditions d’utilisation à accepter" });
  await terms.getByText("Restons courtois.").waitFor();
  await browser.audit(page, "terms-ask");
  // Who is typing when they come has accepted nothing.
  must(await terms.locator(":focus").evaluate((at) => at.tagName !== "BUTTON"), "The way on has the focus.");
  await press(terms, "J’accepte");
  await terms.waitFor({ state: "hidden" });
  await visit(page, "/admin/papers");
  await terms.waitFor({ state: "hidden" });
  await page.getByRole("link", { name: "Ouvrir la page : Conditions d’utilisation" }).click();
  await title(page, "Conditions d’utilisation");
  await browser.audit(page, "terms", { phone: true });
  await visit(page, "/admin/papers");
  await write("Conditions d’utilisation", "");
}

/** The ways in for those without an address of the domain. */
async function opens(browser, page) {
  await go(page, "Listes d’admission");
  await page.getByRole("heading", { name: "Aucune adresse admise une à une" }).waitFor();
  await page
    .getByLabel("Adresses à admettre")
    .fill("nom;adresse\nLéa;lea@fournisseur.example\nNoé;noe@@fournisseur.example\nLéa;lea@fournisseur.example");
  await press(page, "Admettre ces adresses");
  await page.getByRole("heading", { name: "1 adresse ajoutée" }).waitFor();
  await page.getByRole("row", { name: /3 noe@@fournisseur.example Pas une adresse/ }).waitFor();
  await page.getByRole("button", { name: "Retirer lea@fournisseur.example" }).waitFor();
  await browser.audit(page, "admin-lists");

  await go(page, "Codes d’entrée");
  await page.getByRole("heading", { name: "Aucun code de l’organisation en cours" }).waitFor();
  await browser.audit(page, "admin-codes");
  await press(page, "Créer le code");
  await page.getByText("Dites pour qui est ce code.").waitFor();
  await page.getByLabel("Pour qui").fill("Bénévoles de la caserne");
  await press(page, "Créer le code");
  await page.getByRole("img", { name: /^Code d’entrée de/ }).waitFor();
  await browser.audit(page, "admin-code-sheet");
  await page.emulateMedia({ media: "print" });
  must(
    !(await page.getByRole("button", { name: "Imprimer la feuille" }).isVisible()),
    "the sheet is not alone on paper",
  );
  must(await page.getByRole("img", { name: /^Code d’entrée de/ }).isVisible(), "the code is not on paper");
  await page.emulateMedia({ media: "screen" });
  return page
    .locator("main p b")
    .filter({ hasText: /^[\w-]{6,}$/ })
    .textContent();
}

/** A file is told wrong or read; what it would do is seen before it is done. */
async function arrives(browser, page) {
  await go(page, "Arrivées par fichier");
  await page.getByRole("heading", { name: "Aucun fichier pour l’instant" }).waitFor();
  const file = (text) => ({ name: "agents.csv", mimeType: "text/csv", buffer: Buffer.from(text) });
  await page.locator("main input[type=file]").setInputFiles(file('adresse;nom\n"Ada'));
  await page.getByText("Un guillemet s’ouvre à la ligne 2 et ne se ferme pas.").waitFor();
  await page
    .locator("main input[type=file]")
    .setInputFiles(
      file("adresse;nom\nada@sainte-agathe.example;Ada Brun\nbo@@sainte-agathe.example;Bo\neva@ailleurs.example;Eva"),
    );
  await page.getByText("Des adresses ne sont pas de vos domaines : ailleurs.example").waitFor();
  await page.getByRole("row", { name: /2 Ada Brun ada@sainte-agathe.example$/ }).waitFor();
  await page.getByRole("row", { name: /3 bo@@sainte-agathe.example Ce n’est pas une adresse/ }).waitFor();
  await browser.audit(page, "admin-imports");
  await press(page, "Créer 2 comptes");
  await page.getByText("2 comptes créés.").waitFor();
}

/** A directory gets a token, which is shown once. */
async function speaks(browser, page) {
  await go(page, "Annuaire de l’organisation");
  await page.getByRole("heading", { name: "Aucun jeton" }).waitFor();
  await press(page, "Créer un jeton");
  await page.getByText("Dites de quel annuaire il s’agit.").waitFor();
  await page.getByLabel("Quel annuaire ?").fill("Annuaire de la ville");
  await page.getByLabel("Code de votre application, ou code de secours").fill(house.codes.pop());
  await press(page, "Créer un jeton");
  const secret = await page.getByLabel("Jeton", { exact: true }).inputValue();
  must(/^pvs_[\w-]{40,}$/.test(secret), "the token is not shown");
  await browser.audit(page, "admin-directory");
  await press(page, "C’est copié");
  must((await page.getByLabel("Jeton", { exact: true }).count()) === 0, "the token is shown again");
  await row(page, "Annuaire de la ville").getByText("Jamais utilisé").waitFor();
  await press(page, "Retirer le jeton « Annuaire de la ville »");
  await page.getByRole("heading", { name: "Aucun jeton" }).waitFor();
}

/** Somebody without an organisation says so, and becomes of one by the word on the sheet. */
async function enters(browser, url, word) {
  const noe = await newPerson(url, "Noé Petit");
  const page = await browser.window();
  await arrive(page, noe, "/settings/organisation");
  await page.getByLabel("Votre code").fill("pas-celui-ci");
  await press(page, "Entrer avec ce code");
  await page.getByText("Ce code ne vaut pas, ou plus.").waitFor();
  await page.getByLabel("Votre organisation et votre fonction").fill("Ville de Sainte-Agathe, caserne");
  await press(page, "Envoyer la demande");
  await page.getByText(/Votre demande du .* attend une réponse/).waitFor();
  await browser.audit(page, "settings-organisation-claimed");
  await page.getByLabel("Votre code").fill(word);
  await press(page, "Entrer avec ce code");
  await page.getByText("Vous en êtes agent.").waitFor();
  await done(page);
  return noe;
}

/** Something that is done with an agent. */
async function more(page, name, deed) {
  await page.getByRole("button", { name: `Actions sur ${name}` }).click();
  await page.getByRole("menuitem", { name: deed }).click();
}

/** An account is suspended, which is undone; one is signed out; the end of one is asked about. */
async function keepsQuiet(browser, page, asks, { noe, lou }) {
  const { origin } = new URL(page.url());
  const room = await makeRoom(origin, noe, { name: "Permanence du samedi", preset: "public_chat" });
  await ask(origin, lou, "POST", `/_matrix/client/v3/join/${encodeURIComponent(room)}`, {});
  await more(page, "Noé Petit", "Suspendre le compte");
  await browser.audit(page, "admin-people-suspend");
  await press(asks(/^Suspendre le compte de Noé/), "Suspendre");
  await row(page, "Noé Petit").getByText("Suspendu").waitFor();
  await page.getByRole("button", { name: "Actions sur Noé Petit" }).click();
  await page.getByRole("menuitem", { name: "Lever la suspension" }).waitFor();
  await browser.audit(page, "admin-people-menu");
  await page.getByRole("menuitem", { name: "Lever la suspension" }).click();
  await row(page, "Noé Petit").getByText("Suspendu").waitFor({ state: "detached" });
  await more(page, "Noé Petit", "Déconnecter partout");
  await browser.audit(page, "admin-people-out");
  await press(asks(/^Déconnecter Noé Petit/), "Déconnecter partout");
  await page.getByText("La personne est déconnectée partout.").waitFor();
  await more(page, "Noé Petit", "Mettre fin au compte");
  await asks(/^Mettre fin au compte de Noé/)
    .getByLabel(/Permanence du samedi/)
    .selectOption("Lou Martel");
  await browser.audit(page, "admin-people-end");
  await press(asks(/^Mettre fin au compte de Noé/), "Annuler");
}

/** Who is of no organisation is found, told apart by an id from others of the same name, and could be brought to one; so are spaces that are of none. */
async function findsAlone(browser, page, asks, noe) {
  await page.getByLabel("Organisation", { exact: true }).selectOption("Sans organisation");
  await page.getByLabel("Nom, adresse ou identifiant").fill("noe pet");
  await row(page, noe.id).getByText("Noé Petit").waitFor();
  await browser.audit(page, "admin-alone");
  await row(page, noe.id).getByRole("button", { name: "Rattacher Noé Petit à une organisation" }).click();
  await asks(/^Rattacher Noé Petit/)
    .getByLabel("Organisation")
    .selectOption(town);
  await browser.audit(page, "admin-alone-bring");
  await press(asks(/^Rattacher Noé Petit/), "Annuler");
  await go(page, "Espaces");
  await page.getByText("Espaces qui ne sont d’aucune organisation.").waitFor();
  await browser.audit(page, "admin-spaces-alone");
  await page.getByLabel("Organisation", { exact: true }).selectOption(town);
}

/** A guest whose domain becomes one of the organisation is an agent from then on, with the same account. */
async function becomesAgent(page) {
  await go(page, "Domaines de courriel");
  await page.getByLabel("Ajouter un domaine").fill("bureau.example");
  await press(page, "Ajouter");
  await row(page, "bureau.example").waitFor();
  await go(page, "Membres");
  await page.getByRole("button", { name: "Actions sur Inès Kaya" }).waitFor();
  await go(page, "Invités externes");
  must((await row(page, "Inès Kaya").count()) === 0, "who is an agent is a guest, too");
}

/** Who may be added is found by a name, or a whole address. */
async function adds(browser, page, dialog, zoe) {
  await press(page, "Ajouter");
  await press(dialog, "Ajouter");
  await dialog.getByText("Choisissez au moins une personne.").waitFor();
  await dialog.getByLabel("Nom ou adresse de courriel").fill("personne@ici.example");
  await dialog.getByText("Personne de ce nom ici.").waitFor();
  await dialog.getByLabel("Nom ou adresse de courriel").fill("zoe fau");
  await dialog.getByRole("button").filter({ hasText: zoe.id }).click();
  await dialog.getByRole("button", { name: "Ne plus ajouter Zoé Faure" }).waitFor();
  await browser.audit(page, "admin-people-add");
}

/** The figures of the house, as they are shown and as they are saved; and those of few people, which are not told. */
async function readsFigures(browser, page) {
  await go(page, "Statistiques");
  await page.getByLabel("Pour qui").selectOption(town);
  await page.getByRole("heading", { name: "Encore trop peu de monde" }).waitFor();
  must(await page.getByRole("button", { name: "Exporter en CSV" }).isDisabled(), "figures that are not told are saved");
  await browser.audit(page, "admin-statistics");
  await page.getByLabel("Pour qui").selectOption("Toute la maison");
  // What was counted is told for an hour: by now the house may have more people than its figures say.
  const { agents } = await ask(browser.url, await signedIn(page), "GET", "/api/v1/statistics");
  const figure = page
    .locator("dl > div")
    .filter({ hasText: "Comptes d’agents" })
    .getByText(`${agents}`, { exact: true });
  await (agents === undefined ? page.getByRole("heading", { name: "Encore trop peu de monde" }) : figure).waitFor();
  await browser.audit(page, "admin-statistics-house");
  if (agents === undefined) return;
  const [table] = await Promise.all([page.waitForEvent("download"), press(page, "Exporter en CSV")]);
  const saved = await readFile(await table.path(), "utf8");
  must(table.suggestedFilename() === "Toute la maison.csv", "the figures are saved by another name");
  const line = `\r\nComptes d’agents;${agents}\r\n`;
  must(saved.includes(line), `what is saved is not what is shown: ${saved}`);
}

/** Who comes from outside is invited, into a first space too, stays longer, and goes. */
async function looksAfterGuests(browser, page, asks, zoe) {
  const marie = await signedIn(page);
  const first = {
    model: "project",
    name: `Accueil des externes ${Date.now()}`,
    visibility: "private",
    joining: "invitation",
  };
  const { space_id } = await ask(browser.url, marie, "POST", "/api/v1/spaces", { ...first, request_id: first.name });
  await ask(browser.url, marie, "PUT", `/api/v1/spaces/${encodeURIComponent(space_id)}`, { guests: true });
  await go(page, "Invités externes");
  await press(page, "Inviter");
  await page.getByLabel("Adresse de courriel, ou identifiant").fill("ines.kaya@bureau.example");
  await page.getByLabel("Prénom et nom").fill("Inès Kaya");
  await twice(asks("Inviter une personne de l’extérieur").getByRole("button", { name: "Inviter", exact: true }));
  await row(page, "Inès Kaya").getByText("garant : Marie Dupré").waitFor();
  const { mails } = await ask(browser.url, await signedIn(page), "GET", "/api/v1/mails");
  once(
    mails.filter(({ to }) => to === "ines.kaya@bureau.example"),
    "a mail to a guest",
  );
  await press(page, "Inviter");
  await page.getByLabel("Adresse de courriel, ou identifiant").fill(zoe.id);
  await browser.audit(page, "admin-guests-invite");
  await page.getByLabel("Premier espace").selectOption({ label: first.name });
  await press(asks("Inviter une personne de l’extérieur"), "Inviter");
  await row(page, "Zoé Faure").getByText("garant : Marie Dupré").waitFor();
  const { invited } = await ask(browser.url, marie, "GET", `/api/v1/spaces/${encodeURIComponent(space_id)}/members`);
  once(
    invited.filter(({ user_id }) => user_id === zoe.id),
    "an invitation into the first space",
  );
  await page.getByRole("button", { name: "Prolonger l’accès de Zoé Faure" }).click();
  await browser.audit(page, "admin-guests-extend");
  await press(asks("Prolonger l’accès de Zoé Faure"), "Prolonger");
  await page.getByText(/^Accès prolongé jusqu’au/).waitFor();
  await browser.audit(page, "admin-guests");
  await page.getByRole("button", { name: "Mettre fin à l’accès de Zoé Faure" }).click();
  await browser.audit(page, "admin-guests-end");
  await press(asks("Mettre fin à l’accès de Zoé Faure ?"), "Mettre fin");
  await row(page, "Zoé Faure").getByText("Accès terminé le").waitFor();
}

/** What came to be asked is answered; people are found, named and removed. */
async function decides(browser, page, { lou, noe, zoe }) {
  await go(page, "Demandes de rattachement");
  await row(page, "Lou Martel").getByText("Service des sports").waitFor();
  await page.getByRole("link", { name: /^Demandes de rattachement\s*\d+ demandes? à traiter/ }).waitFor();
  await browser.audit(page, "admin-requests");
  const asks = (name) => page.getByRole("dialog", { name });
  await page.getByRole("button", { name: "Refuser la demande de Zoé Faure" }).click();
  await press(asks("Refuser la demande de Zoé Faure"), "Refuser");
  await page.getByText("Écrivez un motif").waitFor();
  await browser.audit(page, "admin-decline");
  await page.getByLabel("Motif").fill("Vous êtes prestataire.");
  await press(asks("Refuser la demande de Zoé Faure"), "Refuser");
  await row(page, "Zoé Faure").waitFor({ state: "detached" });
  await page.getByRole("button", { name: "Accepter la demande de Lou Martel" }).click();
  await browser.audit(page, "admin-grant");
  await press(asks("Rattacher Lou Martel"), "Accepter");
  await page.getByRole("heading", { name: "Aucune demande en attente" }).waitFor();

  await go(page, "Membres");
  await page.getByLabel("Chercher par nom ou identifiant").fill("lou");
  await row(page, "Noé Petit").waitFor({ state: "detached" });
  await page.getByLabel("Rôle de Lou Martel").selectOption("administrator");
  await page.getByText("C’est enregistré.").waitFor();
  await browser.audit(page, "admin-people");
  await adds(browser, page, asks(`Ajouter à ${town}`), zoe);
  await page.keyboard.press("Escape");
  await page.getByLabel("Chercher par nom ou identifiant").fill("");
  await keepsQuiet(browser, page, asks, { noe, lou });
  await more(page, "Noé Petit", "Retirer de l’organisation");
  await browser.audit(page, "admin-people-remove");
  await press(asks(/^Retirer Noé Petit/), "Retirer de l’organisation");
  await row(page, "Noé Petit").waitFor({ state: "detached" });
  await findsAlone(browser, page, asks, noe);

  await answersObjection(browser, page, asks);
  await isAnswered(browser, zoe);
  await go(page, "Départs à revoir");
  await page.getByRole("heading", { name: "Aucun départ à revoir" }).waitFor();
  await browser.audit(page, "admin-moves-none");
  await readsFigures(browser, page);
  await looksAfterGuests(browser, page, asks, zoe);
  await becomesAgent(page);
  return lou;
}

/** Whose time is over reads what to do, in an open page and at the door. */
async function isShut(browser, zoe) {
  const page = await browser.window();
  page.expected = /403/;
  await arrive(page, zoe, "/rooms");
  await title(page, "Votre compte a expiré");
  await browser.audit(page, "expired");
  await press(page, "Se déconnecter");
  await page.waitForURL("**/sign-in");
  // The door takes the name of an account where it asks for an address.
  await page.getByLabel("Adresse professionnelle").fill(zoe.username);
  await press(page, "Continuer avec un mot de passe");
  await page.getByLabel("Mot de passe", { exact: true }).fill(password);
  await page.keyboard.press("Enter");
  await title(page, "Votre compte a expiré");
  must(new URL(page.url()).pathname === "/expired", "the door does not lead to what to do");
  await page.goto("/renew/celui-ci-non");
  await title(page, "Ce lien ne vaut plus");
  await browser.audit(page, "renew-over");
  await page.getByRole("link", { name: "Demander un autre lien" }).click();
  await press(page, "Recevoir un lien");
  await page.getByText("Écrivez une adresse entière").waitFor();
  await done(page);
}

/** Who administers the organisation sees it alone. */
async function administers(browser, lou) {
  const page = await browser.window();
  await arrive(page, lou, "/settings/profile");
  await page.getByLabel("Prénom et nom").waitFor();
  await page.getByRole("button", { name: "Mon compte, Lou Martel" }).click();
  await page.getByRole("menuitem", { name: "Administration" }).click();
  await title(page, "Membres");
  must((await section(page, "Inscriptions").count()) === 0, "an organisation decides on registration");
  must((await section(page, "Courriels").count()) === 0, "an organisation reads mails");
  await go(page, "Domaines de courriel");
  await page.getByText("décidés par la personne qui administre le serveur").waitFor();
  await tells(browser, page);
  await publishes(browser, page);
  await go(page, "Journal");
  await row(page, "Invité externe : Zo").getByText("par Marie Dupré").waitFor();
  await browser.audit(page, "admin-journal");
  await go(page, "Consultations");
  await row(page, "A lu le journal")
    .first()
    .getByText(/Lou Martel/)
    .waitFor();
  await browser.audit(page, "admin-accesses", { phone: true });
  await visit(page, "/admin/outbox");
  await page.getByRole("heading", { name: "Cette page n’existe pas" }).waitFor();
  await done(page);
}

export const journeys = [
  {
    name: "an organisation is founded, people become of it and leave, and who administers it sees it alone",
    needs: "setup",
    async run({ browser, url, setup }) {
      const marie = await administrator(url, setup);
      await ask(url, marie, "PUT", "/api/v1/registration", { mode: "open" });
      const page = await browser.window();
      await arrive(page, marie, "/admin/requests");
      await page.getByRole("heading", { name: "Aucune demande en attente" }).waitFor();
      await founds(browser, page);
      const word = await opens(browser, page);
      await arrives(browser, page);
      await speaks(browser, page);
      // Of fewer people than ten nothing is counted.
      await Promise.all(["Aline", "Basile", "Cyr", "Diane"].map((name) => newPerson(url, `${name} Roux`)));
      const lou = await newPerson(url, "Lou Martel");
      const zoe = await newPerson(url, "Zoé Faure");
      await newPerson(url, "Noé Petit");
      await ask(url, lou, "PUT", "/api/v1/claim", { wish: "Service des sports de Sainte-Agathe" });
      await ask(url, zoe, "PUT", "/api/v1/claim", { wish: "Bureau d’études" });
      await ask(url, zoe, "PUT", "/api/v1/objection", { text: "Je ne veux pas être comptée." });
      const noe = await enters(browser, url, word);
      await decides(browser, page, { lou, noe, zoe });
      await isShut(browser, zoe);
      await protects(url, lou);
      await administers(browser, lou);
      await done(page);
    },
  },
];
