import { Button, Textarea } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { Link } from "wouter";
import { Refusal } from "../../api/http";
import { type OwnObjection, object, objectionMax, ownObjections, takeObjectionBack } from "../../api/objections";
import { ownOrganisation } from "../../api/organisations";
import { reasonOf } from "../../api/reasons";
import { useAsked } from "../../api/useAsked";
import { useDeed } from "../../api/useDeed";
import { useServer } from "../../api/useServer";
import { useKept } from "../../base/kept";
import type { T } from "../../i18n";
import { dateOf } from "../../i18n/dates";
import { say } from "../../shell/toast";
import { Answered } from "../../ui/Answered";
import { Said, Wrong } from "../../ui/parts";
import s from "./settings.module.css";

/** Why it was refused: somebody has answered it meanwhile. */
const sentence = (failure: unknown, t: T): string =>
  failure instanceof Refusal && failure.status === 404 ? t("objection.gone") : reasonOf(failure, t);

/** Whom to write to about my data: their page, and an address where the house has one. */
function Contact() {
  const { t } = useTranslation();
  const [own] = useAsked(ownOrganisation);
  const mail = useServer()?.support_mail;
  const organisation = own.state === "here" ? own.value?.organisation : undefined;
  const of = organisation ? `?of=${encodeURIComponent(organisation.id)}` : "";
  return (
    <div className={s.links}>
      <Link href={`/privacy${of}`}>
        {organisation ? t("objection.page", { name: organisation.name }) : t("objection.pageHouse")}
      </Link>
      {mail ? <a href={`mailto:${mail}`}>{t("objection.mail", { mail })}</a> : null}
    </div>
  );
}

function One({ of, again }: { of: OwnObjection; again: () => void }) {
  const { t } = useTranslation();
  const { busy, refusal, run } = useDeed(sentence);
  const back = () =>
    void run(async () => {
      await takeObjectionBack();
      say(t("objection.back.said"));
      again();
    });
  return (
    <li className={s.objection}>
      <b>{of.answer ? t("objection.of", { date: dateOf(of.at) }) : t("objection.waits", { date: dateOf(of.at) })}</b>
      <Said>{of.text}</Said>
      {of.answer && of.answered_at ? (
        <>
          <p>{t("objection.answeredOn", { date: dateOf(of.answered_at) })}</p>
          <Said>{of.answer}</Said>
        </>
      ) : (
        <div className={s.acts}>
          <Button size="xs" variant="default" loading={busy} onClick={back}>
            {t("objection.back")}
          </Button>
        </div>
      )}
      <Wrong>{refusal}</Wrong>
    </li>
  );
}

/** To object to a use of my data, and what was answered. */
export function Objecting() {
  const { t } = useTranslation();
  const [asked, again] = useAsked(ownObjections);
  const [text, write] = useKept("objection");
  const { busy, refusal, run, refuse } = useDeed();
  const submit = () => {
    if (!text.trim()) return refuse((t) => t("objection.missing"));
    void run(async () => {
      await object(text.trim());
      write("");
      say(t("objection.sent"));
      again();
    });
  };
  return (
    <section className={s.sec}>
      <h2>{t("objection.title")}</h2>
      <p>{t("objection.hint")}</p>
      <Contact />
      <Answered of={asked} again={again} failed={t("data.failed")}>
        {(all) => (
          <>
            {all.length > 0 ? (
              <ul aria-label={t("objection.mine")}>
                {all.map((one) => (
                  <One key={one.id} of={one} again={again} />
                ))}
              </ul>
            ) : null}
            <Textarea
              label={t("objection.text")}
              description={all.some((one) => !one.answer) ? t("objection.replaces") : t("objection.textHint")}
              autosize
              minRows={3}
              maxRows={12}
              maxLength={objectionMax}
              value={text}
              onChange={(e) => write(e.currentTarget.value)}
            />
            <Wrong>{refusal}</Wrong>
            <div className={s.acts}>
              <Button loading={busy} onClick={submit}>
                {t("objection.send")}
              </Button>
            </div>
          </>
        )}
      </Answered>
    </section>
  );
}
