import { done, must } from "../browser.mjs";
import { administrator } from "../house.mjs";
import { arrive, ask } from "../people.mjs";
import { startProvider } from "../server.mjs";

const secret = "le-secret-de-parvis-chez-le-fournisseur";

/** The administrator describes the State's provider by the form, and another one apart from it. */
async function describe(browser, url, admin, { state, town }) {
  const page = await browser.window();
  await arrive(page, admin, "/admin/providers");
  await page.getByRole("heading", { name: "Aucun fournisseur d’identité" }).waitFor();
  await browser.audit(page, "admin-providers");
  await page.getByRole("link", { name: "Ajouter un fournisseur" }).click();
  await page.getByRole("button", { name: "Remplir comme pour ProConnect" }).click();
  await page.getByLabel("Adresse de l’émetteur").fill("http://ailleurs.example");
  await page.getByLabel("Identifiant du client").fill("parvis");
  await page.getByLabel("Secret du client").fill(secret);
  await page.getByLabel("Domaines dont il répond").fill("val-de-loire.example");
  await page.getByRole("button", { name: "Enregistrer" }).click();
  await page.getByText("L’émetteur est une adresse qui commence par https").waitFor();
  await page.getByLabel("Adresse de l’émetteur").fill(state.issuer);
  await browser.audit(page, "admin-provider-new");
  await page.getByRole("button", { name: "Enregistrer" }).click();
  await page.getByRole("link", { name: "ProConnect" }).click();
  await page.getByText("Un secret est gardé").waitFor();
  await browser.audit(page, "admin-provider");
  await ask(url, admin, "PUT", "/api/v1/openid/providers/annuaire", {
    label: "Annuaire",
    issuer: town.issuer,
    client_id: "parvis",
    client_secret: secret,
    domains: ["val-de-loire.example"],
  });
  await done(page);
}

/** Says at the provider who one is. */
async function identify(page, address) {
  await page.getByRole("heading", { name: "Fournisseur d’identité" }).waitFor();
  await page.getByLabel("Votre adresse").fill(address);
  await page.getByRole("button", { name: "S’identifier" }).click();
}

/** Somebody comes in for the first time, looks at the settings, and goes: here and at the provider. */
async function comesAndGoes(browser, { state, town }) {
  const page = await browser.window({ besides: [state.host, town.host] });
  await page.goto("/sign-in");
  await page.getByRole("link", { name: "Continuer avec ProConnect" }).click();
  await page.getByRole("button", { name: "Refuser" }).click();
  await page.getByRole("heading", { name: "L’entrée n’a pas abouti" }).waitFor();
  await browser.audit(page, "provider-problem");
  await page.getByRole("link", { name: "Revenir à l’entrée" }).click();
  await page.getByRole("link", { name: "Continuer avec ProConnect" }).click();
  await identify(page, "paul.girard@val-de-loire.example");
  // The code came after its half a minute: it opens nothing, which is said in words, and one begins again.
  await page.getByText(/trop de temps a passé.*Recommencez/).waitFor();
  await page.getByRole("link", { name: "Revenir à l’entrée" }).click();
  await page.getByRole("link", { name: "Continuer avec ProConnect" }).click();
  await page.getByRole("heading", { name: "Bienvenue, Paul Girard" }).waitFor();
  await browser.audit(page, "provider-welcome");
  await page.getByRole("button", { name: "Créer un compte" }).click();
  await page.getByRole("button", { name: "Mon compte, Paul Girard" }).waitFor();
  await page.goto("/settings/security");
  await page.getByText("13002526500013").waitFor();
  await page.getByRole("button", { name: "Relier Annuaire" }).click();
  await page.getByRole("dialog", { name: "Relier Annuaire" }).waitFor();
  await browser.audit(page, "provider-link");
  await page.keyboard.press("Escape");
  await page.getByRole("button", { name: /^Mon compte/ }).click();
  await page.getByRole("menuitem", { name: "Se déconnecter" }).click();
  await page.getByRole("heading", { name: "Se déconnecter du fournisseur" }).waitFor();
  await page.getByRole("button", { name: "Oui, se déconnecter" }).click();
  await page.waitForURL(/\/sign-in\?state=/);
  // The provider knows them no more, and asks who they are.
  await page.getByRole("link", { name: "Continuer avec ProConnect" }).click();
  await identify(page, "paul.girard@val-de-loire.example");
  await page.getByRole("button", { name: "Mon compte, Paul Girard" }).waitFor();
  await done(page);
}

/** A client of others leads to the other provider, which knows the same address; it is proven once, and the client is let in. */
async function comesFromElsewhere(browser, url, { town }) {
  const page = await browser.window({ besides: [town.host] });
  const back = encodeURIComponent(`${url}/help?from=elsewhere`);
  await page.goto(`/_matrix/client/v3/login/sso/redirect/annuaire?redirectUrl=${back}`);
  await identify(page, "paul.girard@val-de-loire.example");
  await page.getByRole("heading", { name: "Une fois, prouvez que c’est vous" }).waitFor();
  must((await page.getByLabel("Adresse professionnelle").inputValue()).startsWith("paul.girard@"), "no address");
  await browser.audit(page, "provider-proof");
  const other = await browser.window({ besides: [town.host] });
  await other.goto(`/_matrix/client/v3/login/sso/redirect/annuaire?redirectUrl=${back}`);
  await identify(other, "lea.fontaine@val-de-loire.example");
  await other.getByRole("button", { name: "Créer un compte" }).click();
  await other.getByRole("button", { name: "Laisser entrer" }).click();
  await other.waitForURL(/\/help\?from=elsewhere&loginToken=/);
  await done(page);
  await done(other);
}

export const journeys = [
  {
    name: "people come in by a provider of identities, and are signed out there, too",
    needs: "setup",
    async run({ browser, url, setup }) {
      const admin = await administrator(url, setup);
      const providers = {
        state: await startProvider(url, secret, "proconnect"),
        town: await startProvider(url, secret),
      };
      try {
        await describe(browser, url, admin, providers);
        await comesAndGoes(browser, providers);
        await comesFromElsewhere(browser, url, providers);
      } finally {
        for (const id of ["proconnect", "annuaire"])
          await ask(url, admin, "DELETE", `/api/v1/openid/providers/${id}`).catch(() => undefined);
        for (const one of Object.values(providers)) one.stop();
      }
    },
  },
];
