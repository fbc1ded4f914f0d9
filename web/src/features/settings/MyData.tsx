import { Button, Progress } from "@mantine/core";
import { IconFileZip } from "@tabler/icons-react";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "wouter";
import { beginCopy, copyPath, type DataCopy, dataCopy, forgetCopy } from "../../api/copies";
import { Refusal } from "../../api/http";
import { reasonOf } from "../../api/reasons";
import { useAsked } from "../../api/useAsked";
import { useDeed } from "../../api/useDeed";
import { language } from "../../base/preferences";
import type { T } from "../../i18n";
import { dateOf } from "../../i18n/dates";
import { useSize } from "../../message/size";
import { useProof, wrongProof } from "../../shell/Proof";
import { say } from "../../shell/toast";
import { Answered } from "../../ui/Answered";
import { Dialog } from "../../ui/Dialog";
import { Wrong } from "../../ui/parts";
import { Objecting } from "./Objecting";
import s from "./settings.module.css";

const lookAgainMs = 2_000;
const whole = 100;

/** What the server keeps of me: to take home, to put right, to end. */
export function MyData() {
  const { t } = useTranslation();
  return (
    <>
      <section className={s.sec}>
        <h2>{t("data.copy")}</h2>
        <p>{t("data.copy.hint")}</p>
        <Copying />
      </section>
      <section className={s.sec}>
        <h2>{t("data.rectify")}</h2>
        <p>{t("data.rectify.hint")}</p>
        <div className={s.links}>
          <Link href="/settings/profile">{t("settings.profile")}</Link>
          <Link href="/settings/addresses">{t("address.mine")}</Link>
        </div>
      </section>
      <Objecting />
      <section className={s.sec}>
        <h2>{t("data.end")}</h2>
        <p>{t("data.end.goes")}</p>
        <p>{t("data.end.stays")}</p>
        <div className={s.links}>
          <Link href="/settings/security?end">{t("settings.end.title")}</Link>
        </div>
      </section>
    </>
  );
}

function Copying() {
  const { t } = useTranslation();
  const [asked, again, put] = useAsked(dataCopy);
  const making = asked.state === "here" && asked.value.state === "making";
  useEffect(() => {
    if (!making) return;
    const timer = setInterval(again, lookAgainMs);
    return () => clearInterval(timer);
  }, [making, again]);
  return (
    <Answered of={asked} again={again} failed={t("data.failed")}>
      {(copy) => <Copy of={copy} put={put} />}
    </Answered>
  );
}

function beginFailure(failure: unknown, t: T): string {
  return failure instanceof Refusal && failure.status === 429 ? t("data.soon") : reasonOf(failure, t);
}

function Copy({ of: copy, put }: { of: DataCopy; put: (copy: DataCopy) => void }) {
  const { t } = useTranslation();
  const lang = language.use();
  const { busy, refusal, run } = useDeed(beginFailure);
  const begin = () => run(async () => put(await beginCopy(lang)));
  const forget = () =>
    run(async () => {
      await forgetCopy();
      say(t("data.forgotten"));
      put({ state: "none" });
    });
  if (copy.state === "making") return <Making done={copy.done} total={copy.total} />;
  return (
    <>
      {copy.state === "failed" ? <p role="alert">{t("data.wrong")}</p> : null}
      {copy.state === "ready" ? <Ready of={copy} /> : null}
      <Wrong>{refusal}</Wrong>
      <div className={s.acts}>
        <Button variant={copy.state === "ready" ? "default" : "filled"} loading={busy} onClick={() => void begin()}>
          {copy.state === "ready" ? t("data.anew") : t("data.begin")}
        </Button>
        {copy.state === "ready" ? (
          <Button variant="subtle" data-quiet onClick={() => void forget()}>
            {t("data.forget")}
          </Button>
        ) : null}
      </div>
    </>
  );
}

function Making({ done, total }: { done: number; total: number }) {
  const { t } = useTranslation();
  return (
    <div className={s.fields}>
      <p role="status">{t("data.making")}</p>
      <Progress value={(done * whole) / total} aria-label={t("data.progress")} />
    </div>
  );
}

function Ready({ of: copy }: { of: DataCopy & { readonly state: "ready" } }) {
  const { t } = useTranslation();
  const size = useSize();
  const [asked, ask] = useState(false);
  return (
    <div className={s.row}>
      <IconFileZip size={22} stroke={1.7} aria-hidden />
      <div>
        <b>{t("data.ready", { date: dateOf(copy.created) })}</b>
        <p>{t("data.until", { size: size(copy.size_bytes), date: dateOf(copy.expires) })}</p>
      </div>
      <Button onClick={() => ask(true)}>{t("data.fetch")}</Button>
      {asked ? <FetchDialog close={() => ask(false)} /> : null}
    </div>
  );
}

/** The file comes by an address of its own, so that no page needs to hold it. */
function fetchFrom(path: string) {
  const link = document.createElement("a");
  link.href = path;
  link.download = "";
  link.click();
}

function FetchDialog({ close }: { close: () => void }) {
  const { t } = useTranslation();
  const proof = useProof();
  const { busy, refusal, run } = useDeed(wrongProof);
  const submit = () =>
    run(async () => {
      fetchFrom(await copyPath(await proof.stage()));
      close();
    });
  return (
    <Dialog
      title={t("data.fetch")}
      close={close}
      act={t("data.fetch")}
      submit={() => void submit()}
      busy={busy}
      disabled={!proof.ready}
      wrong={refusal}
    >
      <p>{t("data.fetch.hint")}</p>
      {proof.field}
    </Dialog>
  );
}
