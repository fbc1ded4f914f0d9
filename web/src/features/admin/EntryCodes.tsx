import { Button, NativeSelect, TextInput } from "@mantine/core";
import { IconQrcode } from "@tabler/icons-react";
import { type FormEvent, useCallback, useState } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "wouter";
import {
  type EntryCode,
  entryCodes,
  type FreshCode,
  makeEntryCode,
  type Organisation,
  withdrawEntryCode,
} from "../../api/organisations";
import { useAsked } from "../../api/useAsked";
import { useDeed } from "../../api/useDeed";
import { useRequest } from "../../api/useRequest";
import { plain } from "../../base/names";
import { dateOf } from "../../i18n/dates";
import { useNameOf } from "../../session/named";
import { say } from "../../shell/toast";
import { Answered } from "../../ui/Answered";
import { EmptyState, Wrong } from "../../ui/parts";
import s from "./admin.module.css";
import { CodeSheet } from "./CodeSheet";
import { OfOrganisation } from "./OfOrganisation";
import { why } from "./why";

const purposeMax = 200;
const usesMax = 1000;
const dayMs = 86_400_000;

/** Words on paper for those who have no address to show. */
export function EntryCodes() {
  return <OfOrganisation>{(one) => <Codes of={one} />}</OfOrganisation>;
}

function Codes({ of }: { of: Organisation }) {
  const { t } = useTranslation();
  const [asked, again, put] = useAsked(useCallback(() => entryCodes(of.id), [of.id]));
  const [fresh, setFresh] = useState<FreshCode | null>(null);
  return (
    <Answered of={asked} again={again} failed={t("admin.failed")}>
      {(all) => (
        <>
          {fresh ? (
            <CodeSheet code={fresh} of={of} close={() => setFresh(null)} />
          ) : (
            <NewCode
              of={of}
              made={(code) => {
                setFresh(code);
                put([code, ...all]);
              }}
            />
          )}
          {all.length === 0 ? (
            <EmptyState title={t("admin.codes.none")}>{t("admin.codes.none.hint")}</EmptyState>
          ) : (
            <section className={s.part}>
              <h2>{t("admin.codes.valid")}</h2>
              <ul>
                {all.map((code) => (
                  <Code key={code.id} of={of} code={code} gone={() => put(all.filter((other) => other !== code))} />
                ))}
              </ul>
            </section>
          )}
        </>
      )}
    </Answered>
  );
}

function NewCode({ of, made }: { of: Organisation; made: (code: FreshCode) => void }) {
  const { t } = useTranslation();
  const [purpose, setPurpose] = useState("");
  const [uses, setUses] = useState("30");
  const [days, setDays] = useState("7");
  const { busy, refusal, run, refuse } = useDeed(why());
  const request = useRequest();
  const submit = (e: FormEvent) => {
    e.preventDefault();
    const most = Number(uses);
    if (!plain(purpose)) return refuse((t) => t("admin.codes.purpose.missing"));
    if (!Number.isInteger(most) || most < 1 || most > usesMax) {
      return refuse((t) => t("admin.codes.uses.wrong", { most: usesMax }));
    }
    void run(async () => {
      const wish = { purpose: plain(purpose), uses: most, expires_in_ms: Number(days) * dayMs };
      made(await makeEntryCode(of.id, wish, request.of(wish)));
      request.done();
    });
  };
  return (
    <form className={s.form} onSubmit={submit} noValidate>
      <p>{t("admin.codes.hint")}</p>
      <p>
        {t("admin.codes.ofSpaces")}{" "}
        <Link className="link" href="/spaces">
          {t("admin.codes.ofSpaces.go")}
        </Link>
      </p>
      <TextInput
        label={t("admin.codes.purpose")}
        description={t("admin.codes.purpose.hint")}
        maxLength={purposeMax}
        value={purpose}
        onChange={(e) => setPurpose(e.currentTarget.value)}
      />
      <TextInput
        label={t("admin.codes.uses")}
        inputMode="numeric"
        value={uses}
        onChange={(e) => setUses(e.currentTarget.value)}
      />
      <NativeSelect
        label={t("admin.codes.days")}
        value={days}
        onChange={(e) => setDays(e.currentTarget.value)}
        data={[1, 7, 30, 90].map((count) => ({ value: `${count}`, label: t("admin.days", { count }) }))}
      />
      <Wrong>{refusal}</Wrong>
      <div>
        <Button type="submit" loading={busy}>
          {t("admin.codes.create")}
        </Button>
      </div>
    </form>
  );
}

function Code({ of, code, gone }: { of: Organisation; code: EntryCode; gone: () => void }) {
  const { t } = useTranslation();
  const who = useNameOf(code.attested_by);
  const { busy, refusal, run } = useDeed(why());
  const withdraw = () =>
    run(async () => {
      await withdrawEntryCode(of.id, code.id);
      gone();
      say(t("admin.codes.withdrawn"));
    });
  return (
    <li className={s.person}>
      <IconQrcode size={22} stroke={1.7} aria-hidden />
      <div>
        <b>{code.purpose}</b>
        <p>
          {t("admin.codes.left", { count: code.uses_left })} · {t("admin.until", { date: dateOf(code.expires) })} ·{" "}
          {t("admin.codes.by", { who })}
        </p>
        <Wrong>{refusal}</Wrong>
      </div>
      <Button
        size="xs"
        variant="subtle"
        data-quiet
        loading={busy}
        onClick={() => void withdraw()}
        aria-label={t("admin.codes.withdrawOf", { purpose: code.purpose })}
      >
        {t("admin.codes.withdraw")}
      </Button>
    </li>
  );
}
