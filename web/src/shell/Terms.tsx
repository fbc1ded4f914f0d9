import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { useLocation } from "wouter";
import { Refusal } from "../api/http";
import { acceptTerms, languageOf, type Paper, termsToAccept, textOf } from "../api/papers";
import { useDeed } from "../api/useDeed";
import { account, consentAsked, ended } from "../base/account";
import { connection } from "../base/connection";
import { language } from "../base/preferences";
import { Dialog } from "../ui/Dialog";
import { Prose } from "../ui/Prose";
import { askToLeave } from "./Leave";
import s from "./shell.module.css";

/** What is read and done without them: the pages of the house, and its administration, which writes the terms. */
const free = /^\/(admin|help|privacy|accessibility|legal|terms)(\/|$)/;

/** Asks once for each version whether the terms of use are accepted, over the page, before one goes on. */
export function TermsDialog() {
  const { t } = useTranslation();
  const mine = account.use()?.userId;
  const state = connection.use();
  const over = ended.use() !== null;
  const lang = language.use();
  const [asked, ask] = useState<Paper | null>(null);
  const [at] = useLocation();
  const refused = consentAsked.use();
  const { busy, refusal, run } = useDeed();
  // biome-ignore lint/correctness/useExhaustiveDependencies: what was refused for it asks again.
  useEffect(() => {
    ask(null);
    if (!mine || state !== "online") return;
    let gone = false;
    termsToAccept().then(
      (terms) => gone || ask(terms),
      // Whoever cannot be asked now is asked at the next start.
      () => undefined,
    );
    return () => {
      gone = true;
    };
  }, [mine, state, refused]);
  const accept = () =>
    void run(async () => {
      try {
        await acceptTerms(asked?.id ?? 0);
        ask(null);
      } catch (failure) {
        if (!(failure instanceof Refusal) || failure.status !== 409) throw failure;
        // They were changed meanwhile: what is read is what is accepted.
        ask(await termsToAccept());
      }
    });
  return (
    <Dialog
      held
      opened={asked !== null && mine !== undefined && !over && !free.test(at)}
      title={t("papers.terms.ask")}
      close={askToLeave}
      cancel={t("shell.signOut")}
      act={t("papers.terms.accept")}
      submit={accept}
      busy={busy}
      wrong={refusal}
    >
      <div className={s.terms} tabIndex={0} role="region" aria-label={t("papers.terms")}>
        {asked ? <Prose lang={languageOf(asked, lang)}>{textOf(asked, lang)}</Prose> : null}
      </div>
    </Dialog>
  );
}
