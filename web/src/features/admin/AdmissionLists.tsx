import { ActionIcon, Button, Textarea } from "@mantine/core";
import { IconMail, IconTrash } from "@tabler/icons-react";
import { type ChangeEvent, type FormEvent, useCallback, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { admit, admitted, dropAddress, type Organisation, type ReportLine } from "../../api/organisations";
import { useAsked } from "../../api/useAsked";
import { useDeed } from "../../api/useDeed";
import { useKept } from "../../base/kept";
import { say } from "../../shell/toast";
import { Answered } from "../../ui/Answered";
import { EmptyState, Wrong } from "../../ui/parts";
import { AdmissionReport } from "./AdmissionReport";
import s from "./admin.module.css";
import { OfOrganisation } from "./OfOrganisation";
import { why } from "./why";

/** Addresses admitted one by one, for those whose domain does not say of which organisation they are. */
export function AdmissionLists() {
  return <OfOrganisation>{(one) => <Lists of={one} />}</OfOrganisation>;
}

/** As the server: one that has more is told so before it is sent. */
const charsMax = 1_000_000;

function Lists({ of }: { of: Organisation }) {
  const { t } = useTranslation();
  const [list, setList] = useKept(`admin.list.${of.id}`);
  const [report, setReport] = useState<readonly ReportLine[] | null>(null);
  const file = useRef<HTMLInputElement>(null);
  const [asked, again, put] = useAsked(useCallback(() => admitted(of.id), [of.id]));
  const { busy, refusal, run, refuse } = useDeed(why());
  const submit = (e: FormEvent) => {
    e.preventDefault();
    if (!list.trim()) return refuse((t) => t("admin.lists.missing"));
    if (list.length > charsMax) return refuse((t) => t("admin.lists.tooLong"));
    void run(async () => {
      setReport(await admit(of.id, list));
      setList("");
      again();
    });
  };
  const choose = (e: ChangeEvent<HTMLInputElement>) => {
    const chosen = e.currentTarget.files?.[0];
    e.currentTarget.value = "";
    if (chosen && chosen.size > charsMax) return refuse((t) => t("admin.lists.tooLong"));
    if (chosen) void run(async () => setList(await chosen.text()));
  };
  return (
    <>
      <form className={s.form} onSubmit={submit} noValidate>
        <Textarea
          label={t("admin.lists.paste")}
          description={t("admin.lists.paste.hint")}
          autosize
          minRows={4}
          maxRows={12}
          value={list}
          onChange={(e) => setList(e.currentTarget.value)}
        />
        <input
          ref={file}
          type="file"
          accept=".csv,.txt,text/csv,text/plain"
          onChange={choose}
          className="hidden"
          tabIndex={-1}
          aria-hidden
        />
        <Wrong>{refusal}</Wrong>
        <div className={s.acts}>
          <Button type="submit" loading={busy}>
            {t("admin.lists.admit")}
          </Button>
          <Button variant="default" onClick={() => file.current?.click()}>
            {t("admin.lists.file")}
          </Button>
        </div>
      </form>
      {report ? <AdmissionReport of={report} /> : null}
      <Answered of={asked} again={again} failed={t("admin.failed")}>
        {(all) => <Admitted of={of} all={all} put={put} />}
      </Answered>
    </>
  );
}

/** Addresses of one page, as the server tells them. */
const pageMax = 500;

interface AdmittedProps {
  readonly of: Organisation;
  readonly all: readonly string[];
  readonly put: (next: string[]) => void;
}

function Admitted({ of, all, put }: AdmittedProps) {
  const { t } = useTranslation();
  const [ended, setEnded] = useState(false);
  const { busy, refusal, run } = useDeed(why());
  const drop = (address: string) =>
    run(async () => {
      await dropAddress(of.id, address);
      put(all.filter((other) => other !== address));
      say(
        t("admin.lists.dropped"),
        () =>
          void run(async () => {
            await admit(of.id, address);
            put([...all]);
          }),
      );
    });
  const more = () =>
    run(async () => {
      const next = await admitted(of.id, all.at(-1));
      setEnded(next.length < pageMax);
      put([...all, ...next]);
    });
  if (all.length === 0) return <EmptyState title={t("admin.lists.none")}>{t("admin.lists.none.hint")}</EmptyState>;
  return (
    <section className={s.part}>
      <h2>{t("admin.lists.admitted")}</h2>
      <Wrong>{refusal}</Wrong>
      <ul>
        {all.map((address) => (
          <li key={address} className={s.person}>
            <IconMail size={20} stroke={1.7} aria-hidden />
            <div>
              <span className={s.address}>{address}</span>
            </div>
            <ActionIcon
              onClick={() => void drop(address)}
              disabled={busy}
              aria-label={t("admin.lists.drop", { address })}
            >
              <IconTrash size={18} aria-hidden />
            </ActionIcon>
          </li>
        ))}
      </ul>
      {all.length >= pageMax && !ended ? (
        <Button variant="default" loading={busy} onClick={() => void more()}>
          {t("admin.more")}
        </Button>
      ) : null}
    </section>
  );
}
