import { Button, TextInput } from "@mantine/core";
import { IconDeviceMobile, IconFileText, IconKey } from "@tabler/icons-react";
import { type ReactNode, useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { Link, useSearch } from "wouter";
import {
  type App,
  addPasskey,
  beginApp,
  confirmApp,
  type Factors as Had,
  myFactors,
  type Passkey,
  removeApp,
  removePasskey,
  renamePasskey,
  renewCodes,
  type SetUp,
} from "../../api/factors";
import { Refusal } from "../../api/http";
import type { Stage } from "../../api/matrix";
import { useAsked } from "../../api/useAsked";
import { useDeed } from "../../api/useDeed";
import { canPasskeys } from "../../api/webauthn";
import { me } from "../../base/account";
import type { T } from "../../i18n";
import { dateOf } from "../../i18n/dates";
import { loadMe } from "../../shell/loadMe";
import { nextFrom } from "../../shell/next";
import { PaperCodes } from "../../shell/PaperCodes";
import { useEnrolProof, useFactorProof, wrongFactor } from "../../shell/Proof";
import { codeDigits, SetUpApp } from "../../shell/SetUpApp";
import { say } from "../../shell/toast";
import { whyNot } from "../../shell/whyNot";
import { Answered } from "../../ui/Answered";
import { Dialog } from "../../ui/Dialog";
import s from "./settings.module.css";

const nameMax = 100;

/** Why something was not changed: the proof was wrong, or what was to be changed refuses. */
function whyUnchanged(failure: unknown, t: T): string {
  if (failure instanceof Refusal && failure.status === 401) return wrongFactor(failure, t);
  if (failure instanceof Refusal && failure.code === "M_FORBIDDEN") return t("factor.refused");
  return whyNot(failure, t);
}

interface ProvenProps {
  readonly kind: "app-out" | "key" | "key-out" | "codes";
  /** Of the key that it is about. */
  readonly name?: string;
  readonly act: string;
  readonly danger?: boolean;
  readonly close: () => void;
  readonly deed: (proof: Stage) => Promise<void>;
  readonly ready?: boolean;
  readonly children: ReactNode;
}

/** Something that is done after a fresh proof. */
function Proven({ kind, name = "", act, danger = false, close, deed, ready = true, children }: ProvenProps) {
  const enrols = useEnrolProof();
  const usual = useFactorProof();
  const proof = kind === "key" ? enrols : usual;
  const { t } = useTranslation();
  const { busy, refusal, run } = useDeed(whyUnchanged);
  return (
    <Dialog
      title={
        {
          "app-out": t("factor.app.remove.title"),
          key: t("factor.key.add"),
          "key-out": t("factor.key.remove.title", { name }),
          codes: t("factor.codes.renew.title"),
        }[kind]
      }
      close={close}
      act={act}
      danger={danger}
      submit={() => void run(async () => deed(await proof.stage()))}
      busy={busy}
      disabled={!proof.ready || !ready}
      wrong={refusal}
    >
      {children}
      {proof.field}
    </Dialog>
  );
}

type Asked =
  | { readonly kind: "app" | "app-out" | "key" | "codes" }
  | { readonly kind: "key-out" | "key-name"; readonly key: Passkey };

/** Whoever was sent here for it sees it first. */
const shown = (title: HTMLElement | null) => title?.scrollIntoView();

/** What one proves besides a password or a code by mail, and how one comes in without any. */
export function Factors() {
  const { t } = useTranslation();
  const [asked, again] = useAsked(myFactors);
  const who = me.use();
  // Whoever was sent here on their way goes on from here.
  const back = nextFrom(useSearch());
  const [open, setOpen] = useState<Asked | null>(null);
  const [codes, setCodes] = useState<readonly string[] | null>(null);
  const close = () => setOpen(null);
  const done = (said: string, made?: SetUp) => {
    close();
    again();
    void loadMe();
    say(said);
    if (made?.recovery_codes) setCodes(made.recovery_codes);
  };
  return (
    <section className={s.sec}>
      <h2 ref={back ? shown : null}>{t("factor.mine")}</h2>
      <p>{t("factor.mine.hint")}</p>
      <Answered of={asked} again={again} failed={t("factor.failed")}>
        {(had) => <List of={had} open={setOpen} />}
      </Answered>
      {back && who && !who.factorDue ? (
        <p>
          <Button component={Link} href={back}>
            {t("factor.back")}
          </Button>
        </p>
      ) : null}
      {open ? <Opened of={open} close={close} done={done} setCodes={setCodes} again={again} /> : null}
      {codes ? (
        <Dialog
          held
          only
          title={t("factor.codes.keep")}
          close={() => setCodes(null)}
          act={t("factor.codes.kept")}
          submit={() => setCodes(null)}
        >
          <PaperCodes codes={codes} />
        </Dialog>
      ) : null}
    </section>
  );
}

interface LineProps {
  readonly lead: ReactNode;
  readonly name: string;
  readonly says: string;
  readonly children: ReactNode;
}

function Line({ lead, name, says, children }: LineProps) {
  return (
    <li className={s.row}>
      {lead}
      <div>
        <b>{name}</b>
        <p>{says}</p>
      </div>
      <div className={s.acts}>{children}</div>
    </li>
  );
}

const icon = { size: 22, stroke: 1.7, "aria-hidden": true } as const;

function List({ of: had, open }: { of: Had; open: (asked: Asked) => void }) {
  const { t } = useTranslation();
  const any = had.totp !== undefined || had.passkeys.length > 0;
  return (
    <>
      {had.required ? <p>{t("factor.required")}</p> : null}
      <ul>
        <Line
          lead={<IconDeviceMobile {...icon} />}
          name={t("factor.app")}
          says={had.totp === undefined ? t("factor.app.off") : t("factor.since", { date: dateOf(had.totp) })}
        >
          {had.totp === undefined ? (
            <Button variant="default" size="xs" onClick={() => open({ kind: "app" })}>
              {t("factor.app.add")}
            </Button>
          ) : (
            <Button variant="subtle" size="xs" onClick={() => open({ kind: "app-out" })}>
              {t("factor.app.remove")}
            </Button>
          )}
        </Line>
        {had.passkeys.map((key) => (
          <KeyLine key={key.id} of={key} open={open} />
        ))}
        {any ? (
          <Line
            lead={<IconFileText {...icon} />}
            name={t("factor.codes")}
            says={t("factor.codes.left", { count: had.recovery_codes })}
          >
            <Button variant="subtle" size="xs" onClick={() => open({ kind: "codes" })}>
              {t("factor.codes.renew")}
            </Button>
          </Line>
        ) : null}
      </ul>
      <div className={s.below}>
        {canPasskeys() ? (
          <Button variant="default" onClick={() => open({ kind: "key" })}>
            {t("factor.key.add")}
          </Button>
        ) : null}
      </div>
    </>
  );
}

function KeyLine({ of: key, open }: { of: Passkey; open: (asked: Asked) => void }) {
  const { t } = useTranslation();
  const since = dateOf(key.created);
  return (
    <Line
      lead={<IconKey {...icon} />}
      name={key.name}
      says={
        key.used ? t("factor.key.used", { date: since, used: dateOf(key.used) }) : t("factor.since", { date: since })
      }
    >
      <Button
        variant="subtle"
        size="xs"
        aria-label={t("factor.key.renameOf", { name: key.name })}
        onClick={() => open({ kind: "key-name", key })}
      >
        {t("settings.devices.rename")}
      </Button>
      <Button
        variant="subtle"
        size="xs"
        aria-label={t("factor.key.removeOf", { name: key.name })}
        onClick={() => open({ kind: "key-out", key })}
      >
        {t("factor.key.remove")}
      </Button>
    </Line>
  );
}

interface OpenedProps {
  readonly of: Asked;
  readonly close: () => void;
  readonly done: (said: string, made?: SetUp) => void;
  readonly setCodes: (codes: readonly string[]) => void;
  readonly again: () => void;
}

function Opened({ of, close, done, setCodes, again }: OpenedProps) {
  const { t } = useTranslation();
  switch (of.kind) {
    case "app":
      return <AppDialog close={close} done={done} />;
    case "key":
      return <KeyDialog close={close} done={done} />;
    case "key-name":
      return <NameDialog of={of.key} close={close} done={done} />;
    case "app-out":
      return (
        <Proven
          kind="app-out"
          act={t("factor.app.remove")}
          danger
          close={close}
          deed={async (proof) => {
            await removeApp(proof);
            done(t("factor.app.removed"));
          }}
        >
          <p>{t("factor.app.remove.why")}</p>
        </Proven>
      );
    case "key-out":
      return (
        <Proven
          kind="key-out"
          name={of.key.name}
          act={t("factor.key.remove")}
          danger
          close={close}
          deed={async (proof) => {
            await removePasskey(proof, of.key.id);
            done(t("factor.key.removed"));
          }}
        >
          <p>{t("factor.key.remove.why")}</p>
        </Proven>
      );
    case "codes":
      return (
        <Proven
          kind="codes"
          act={t("factor.codes.renew")}
          close={close}
          deed={async (proof) => {
            const codes = await renewCodes(proof);
            close();
            again();
            setCodes(codes);
          }}
        >
          <p>{t("factor.codes.renew.why")}</p>
        </Proven>
      );
  }
}

type SettingProps = Pick<OpenedProps, "close" | "done">;

/** First who it is, then the app and its first code: one dialog, since the way back takes one away. */
function AppDialog({ close, done }: SettingProps) {
  const { t } = useTranslation();
  const [app, setApp] = useState<App | null>(null);
  const [code, setCode] = useState("");
  const proof = useEnrolProof();
  const { busy, refusal, run } = useDeed(app ? whyNot : whyUnchanged);
  const first = useRef<HTMLDivElement>(null);
  // Whoever has said who they are goes on with the first code.
  useEffect(() => {
    if (app) first.current?.querySelector("input")?.focus();
  }, [app]);
  const submit = () =>
    run(async () => {
      if (app) done(t("factor.app.added"), await confirmApp(code, null));
      else setApp(await beginApp({ proof: await proof.stage() }));
    });
  return (
    <Dialog
      title={t("factor.app.add")}
      close={close}
      act={app ? t("factor.app.do") : t("factor.step.go")}
      submit={() => void submit()}
      busy={busy}
      disabled={app ? code.length !== codeDigits : !proof.ready}
      wrong={refusal}
    >
      {app ? (
        <div ref={first}>
          <SetUpApp app={app} code={code} setCode={setCode} />
        </div>
      ) : (
        <>
          <p>{t("factor.app.why")}</p>
          {proof.field}
        </>
      )}
    </Dialog>
  );
}

function NameField({ name, setName }: { name: string; setName: (name: string) => void }) {
  const { t } = useTranslation();
  return (
    <TextInput
      label={t("factor.key.name")}
      description={t("factor.key.name.hint")}
      maxLength={nameMax}
      value={name}
      onChange={(e) => setName(e.currentTarget.value)}
    />
  );
}

function KeyDialog({ close, done }: SettingProps) {
  const { t } = useTranslation();
  const [name, setName] = useState("");
  return (
    <Proven
      kind="key"
      act={t("factor.key.do")}
      close={close}
      ready={name.trim() !== ""}
      deed={async (proof) => done(t("factor.key.added"), await addPasskey({ proof }, name.trim()))}
    >
      <p>{t("factor.key.why")}</p>
      <NameField name={name} setName={setName} />
    </Proven>
  );
}

function NameDialog({ of: key, close, done }: SettingProps & { of: Passkey }) {
  const { t } = useTranslation();
  const [name, setName] = useState(key.name);
  const { busy, refusal, run } = useDeed();
  const submit = () =>
    run(async () => {
      await renamePasskey(key.id, name.trim());
      done(t("factor.key.renamed"));
    });
  return (
    <Dialog
      title={t("factor.key.rename.title")}
      close={close}
      act={t("settings.save")}
      submit={() => void submit()}
      busy={busy}
      disabled={!name.trim()}
      wrong={refusal}
    >
      <NameField name={name} setName={setName} />
    </Dialog>
  );
}
