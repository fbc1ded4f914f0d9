import { Button, Switch, Textarea } from "@mantine/core";
import { IconSpeakerphone } from "@tabler/icons-react";
import { useCallback, useState } from "react";
import { useTranslation } from "react-i18next";
import { readBulletins, type Written, withdrawBulletin, writeBulletin, written } from "../../api/bulletins";
import type { Organisation } from "../../api/organisations";
import { useAsked } from "../../api/useAsked";
import { useDeed } from "../../api/useDeed";
import { useKept } from "../../base/kept";
import { language } from "../../base/preferences";
import { dateOf, timeOf } from "../../i18n/dates";
import { say } from "../../shell/toast";
import { Answered } from "../../ui/Answered";
import { DateField } from "../../ui/DateField";
import { Dialog } from "../../ui/Dialog";
import { EmptyState, Said, Wrong } from "../../ui/parts";
import s from "./admin.module.css";
import { OfRemit } from "./OfOrganisation";
import { why } from "./why";

/** What is told to everybody of an organisation, or of the house. */
export function BulletinsPage() {
  return <OfRemit>{(one) => <All of={one} />}</OfRemit>;
}

function All({ of }: { of: Organisation | null }) {
  const { t } = useTranslation();
  const [asked, again] = useAsked(useCallback(() => written(of?.id), [of]));
  const lang = language.use();
  const changed = () => {
    again();
    void readBulletins(lang);
  };
  return (
    <>
      <Write of={of} done={changed} />
      <Answered of={asked} again={again} failed={t("admin.failed")}>
        {(all) =>
          all.length === 0 ? (
            <EmptyState title={t("bulletin.none")}>{t("bulletin.none.hint")}</EmptyState>
          ) : (
            <ul>
              {all.map((one) => (
                <Row key={one.id} of={one} done={changed} />
              ))}
            </ul>
          )
        }
      </Answered>
    </>
  );
}

const textMax = 1000;
const dayMs = 86_400_000;
const dayText = (ms: number) => new Date(ms).toLocaleDateString("sv");
/** The end of a day, by the clock of this browser. */
const endOf = (day: string) => new Date(`${day}T23:59:59`).getTime();

function Write({ of, done }: { of: Organisation | null; done: () => void }) {
  const { t } = useTranslation();
  const key = `admin.bulletin.${of?.id ?? "house"}`;
  const [french, setFrench] = useKept(`${key}.fr`);
  const [english, setEnglish] = useKept(`${key}.en`);
  const [day, setDay] = useState(() => dayText(Date.now() + 7 * dayMs));
  const [notice, setNotice] = useState(true);
  const [request, renew] = useState(() => crypto.randomUUID());
  const [preview, show] = useState(false);
  const { busy, refusal, run, refuse } = useDeed(why({ invalid: (t) => t("bulletin.wrong") }));
  const look = () => {
    if (!french.trim()) return refuse((t) => t("bulletin.missing"));
    if (!(endOf(day) > Date.now())) return refuse((t) => t("bulletin.day.past"));
    refuse(null);
    show(true);
  };
  const send = () =>
    void run(async () => {
      await writeBulletin({
        ...(of ? { organisation: of.id } : {}),
        request_id: request,
        french: french.trim(),
        english: english.trim(),
        until: endOf(day),
        notice,
      });
      renew(crypto.randomUUID());
      setFrench("");
      setEnglish("");
      show(false);
      say(t("bulletin.sent"));
      done();
    });
  return (
    <section className={s.form}>
      <h2 className="hidden">{t("bulletin.write")}</h2>
      <Words label={t("bulletin.french")} value={french} set={setFrench} />
      <Words label={t("bulletin.english")} hint={t("bulletin.english.hint")} value={english} set={setEnglish} />
      <DateField label={t("bulletin.day")} min={dayText(Date.now())} value={day} onChange={setDay} />
      <Switch
        label={t("bulletin.notice")}
        description={t("bulletin.notice.hint")}
        checked={notice}
        onChange={(e) => setNotice(e.currentTarget.checked)}
      />
      {preview ? null : <Wrong>{refusal}</Wrong>}
      <div className={s.deeds}>
        <Button onClick={look}>{t("bulletin.look")}</Button>
      </div>
      {preview ? (
        <Preview
          to={of?.name ?? t("bulletin.house")}
          texts={[french.trim(), english.trim()]}
          until={endOf(day)}
          close={() => show(false)}
          send={send}
          busy={busy}
          wrong={refusal}
        />
      ) : null}
    </section>
  );
}

interface WordsProps {
  readonly label: string;
  readonly hint?: string;
  readonly value: string;
  readonly set: (next: string) => void;
}

function Words({ label, hint, value, set }: WordsProps) {
  return (
    <Textarea
      label={label}
      description={hint}
      autosize
      minRows={2}
      maxLength={textMax}
      value={value}
      onChange={(e) => set(e.currentTarget.value)}
    />
  );
}

interface PreviewProps {
  readonly to: string;
  readonly texts: readonly string[];
  readonly until: number;
  readonly close: () => void;
  readonly send: () => void;
  readonly busy: boolean;
  readonly wrong: string | null;
}

function Preview({ to, texts, until, close, send, busy, wrong }: PreviewProps) {
  const { t } = useTranslation();
  return (
    <Dialog
      title={t("bulletin.preview")}
      close={close}
      act={t("bulletin.send")}
      submit={send}
      busy={busy}
      wrong={wrong}
    >
      <p>{t("bulletin.preview.to", { who: to })}</p>
      {texts.map((text) => (text ? <Said key={text}>{text}</Said> : null))}
      <p>{t("bulletin.until", { date: dateOf(until) })}</p>
    </Dialog>
  );
}

function Row({ of, done }: { of: Written; done: () => void }) {
  const { t } = useTranslation();
  const { busy, refusal, run } = useDeed(why({ conflict: (t) => t("bulletin.withdrawn") }));
  const open = of.withdrawn === undefined && of.until > Date.now();
  const withdraw = () =>
    void run(async () => {
      await withdrawBulletin(of.id);
      say(t("bulletin.withdrawn"));
      done();
    });
  return (
    <li className={s.person}>
      <IconSpeakerphone size={20} stroke={1.7} aria-hidden />
      <div>
        <b>{of.organisation ?? t("bulletin.house")}</b>
        <Said>{of.french}</Said>
        <p>
          {t("bulletin.by", { who: of.by, date: dateOf(of.at), time: timeOf(of.at) })} ·{" "}
          {of.withdrawn === undefined ? t("bulletin.until", { date: dateOf(of.until) }) : t("bulletin.withdrawn")} ·{" "}
          {of.going ? t("bulletin.going", { count: of.told }) : t("bulletin.told", { count: of.told })}
        </p>
        <Wrong>{refusal}</Wrong>
      </div>
      <div className={s.acts}>
        {open ? (
          <Button size="xs" variant="default" loading={busy} onClick={withdraw}>
            {t("bulletin.withdraw")}
          </Button>
        ) : null}
      </div>
    </li>
  );
}
