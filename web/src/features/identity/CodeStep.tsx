import { Button, PinInput } from "@mantine/core";
import { type FormEvent, useEffect, useId, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { useDeed } from "../../api/useDeed";
import { useServer } from "../../api/useServer";
import { Frame } from "../../shell/Frame";
import { Wrong } from "../../ui/parts";
import { codeDigits, whyNoCode } from "./codes";
import s from "./identity.module.css";

/** Whoever waits for a mail looks for it a while before another one is sent. */
const restSeconds = 40;

/** Seconds that are left until another code may be asked for. */
function useRest(since: number): number {
  const [now, setNow] = useState(Date.now);
  const left = Math.max(0, Math.ceil((since - now) / 1000 + restSeconds));
  const over = left === 0;
  useEffect(() => {
    setNow(Date.now());
    if (over) return;
    const timer = setInterval(() => setNow(Date.now()), 1000);
    return () => clearInterval(timer);
  }, [over]);
  return left;
}

interface CodeStepProps {
  readonly address: string;
  /** When the last code was asked for. */
  readonly at: number;
  /** Tells the code, and goes on when it is right. */
  readonly tell: (code: string) => Promise<void>;
  readonly act: string;
  readonly again: () => Promise<void>;
  readonly other: () => void;
}

/** The six digits of the mail are typed, pasted, or filled in by the browser. */
export function CodeStep({ address, at, tell, act, again, other }: CodeStepProps) {
  const { t } = useTranslation();
  const [code, setCode] = useState("");
  const first = useRef<HTMLInputElement>(null);
  const wrong = useId();
  const server = useServer();
  const { busy, refusal, run, refuse } = useDeed(whyNoCode);

  const write = (next: string) => {
    setCode(next);
    refuse(null);
  };
  const submit = async (said: string) => {
    if (busy) return;
    if (said.length !== codeDigits) return refuse((t) => t("identity.code.missing"));
    const right = await run(() => tell(said).then(() => true));
    if (right) return;
    setCode("");
    first.current?.focus();
  };
  const press = (e: FormEvent) => {
    e.preventDefault();
    void submit(code);
  };
  const send = async () => {
    await run(again);
    setCode("");
    first.current?.focus();
  };

  // Without a mail server the code waits in the outbox, for who administers the house to pass it on.
  const kept = server?.mail === false;
  return (
    <Frame
      title={kept ? t("identity.code.kept") : t("identity.code.sent")}
      lead={kept ? t("identity.code.kept.lead") : t("identity.code.sent.lead")}
    >
      <form className={s.stack} onSubmit={press} noValidate>
        <PinInput
          ref={first}
          aria-label={t("identity.code.name")}
          aria-describedby={wrong}
          length={codeDigits}
          type="number"
          size="lg"
          gap="xs"
          placeholder=""
          classNames={{ root: s.code ?? "", pinInput: s.digit ?? "" }}
          value={code}
          onChange={write}
          onComplete={(said) => void submit(said)}
          error={Boolean(refusal)}
          autoFocus
          oneTimeCode
          getInputProps={(index) => ({ "aria-label": t("identity.code.digit", { number: index + 1 }) })}
        />
        <div id={wrong}>
          <Wrong>{refusal}</Wrong>
        </div>
        <Whose address={address} other={other} />
        <Button type="submit" size="md" fullWidth loading={busy}>
          {act}
        </Button>
        <Again since={at} send={send} />
      </form>
    </Frame>
  );
}

/** To whom the code went, and what one accepts by it. */
function Whose({ address, other }: { address: string; other: () => void }) {
  const { t } = useTranslation();
  return (
    <>
      <div className={s.whose}>
        <span>{address}</span>
        <button type="button" className="link" onClick={other}>
          {t("identity.code.other")}
        </button>
      </div>
      <Accepted />
    </>
  );
}

/** What one accepts by coming in for the first time, where there is anything. */
export function Accepted() {
  const { t } = useTranslation();
  const terms = useServer()?.terms;
  if (!terms) return null;
  return (
    <p className={s.quiet}>
      {t("identity.code.accept")}{" "}
      <a className="link" href={terms} target="_blank" rel="noopener noreferrer">
        {t("identity.new.terms")}
      </a>
    </p>
  );
}

function Again({ since, send }: { since: number; send: () => Promise<void> }) {
  const { t } = useTranslation();
  const left = useRest(since);
  const mails = useServer()?.mail !== false;
  return (
    <p className={s.quiet}>
      {mails ? `${t("identity.code.nothing")} ` : null}
      {left > 0 ? (
        t("identity.code.again.in", { count: left })
      ) : (
        <button type="button" className="link" onClick={() => void send()}>
          {t("identity.code.again")}
        </button>
      )}
    </p>
  );
}
