import { Button, TextInput } from "@mantine/core";
import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import { signedByKey } from "../api/further";
import { Refusal } from "../api/http";
import { type AddressProof, byMail, byPassword, mailCode, type Stage, tellCode } from "../api/matrix";
import { reasonOf } from "../api/reasons";
import { freshSecret } from "../api/secret";
import { useDeed } from "../api/useDeed";
import { canPasskeys } from "../api/webauthn";
import { account, me } from "../base/account";
import type { T } from "../i18n";
import { PasswordField } from "../ui/PasswordField";
import { Wrong } from "../ui/parts";
import { whyNot } from "./whyNot";

const codeDigits = 6;
const secondMax = 30;

/** Here the name is known: a refused proof is the password alone, or the code. */
export const wrongProof = (failure: unknown, t: T) =>
  reasonOf(
    failure,
    t,
    me.now()?.mailedTo || me.now()?.enrolsAt ? t("shell.proof.wrong") : t("shell.proof.wrongPassword"),
  );

/** The same where a second factor is asked of who has one. */
export const wrongFactor = (failure: unknown, t: T) =>
  (me.now()?.ways ?? []).length > 0 ? whyNot(failure, t) : wrongProof(failure, t);

export interface Proof {
  /** Where it is written. */
  readonly field: ReactNode;
  /** Something is written that may be one. */
  readonly ready: boolean;
  /** What is shown to the server; throws when it is a code that is wrong. */
  readonly stage: () => Promise<Stage>;
  readonly clear: () => void;
}

interface ProofProps {
  readonly label?: string;
  readonly error?: string | null;
}

/** The proof that it is still oneself who asks: one's password or, for who has none, a code by mail. */
export function useProof({ label, error }: ProofProps = {}): Proof {
  const mailedTo = me.use()?.mailedTo;
  const byKey = me.use()?.byKey === true;
  const byWord = usePasswordProof(label, error);
  const byCode = useMailedProof(mailedTo ?? "", error);
  const second = useSecondProof(canPasskeys());
  if (byKey) return second;
  return mailedTo ? byCode : byWord;
}

/** The same by a second factor, for who has one: a first proof alone changes nothing that stands beside it. */
export function useFactorProof(): Proof {
  const ways = me.use()?.ways ?? [];
  const first = useProof();
  const second = useSecondProof(ways.includes("passkey") && canPasskeys());
  return ways.length > 0 ? second : first;
}

/** The same for what may be their first one: where mails reach them a code proves it, and no password. */
export function useEnrolProof(): Proof {
  const { t } = useTranslation();
  const at = me.use()?.enrolsAt;
  const usual = useFactorProof();
  const mailed = useMailedProof(at ?? "", null, t("shell.proof.enrols"));
  return at ? mailed : usual;
}

const stageOf = (fields: object): Stage => ({ type: "fr.parvis.second_factor", ...fields });

function useSecondProof(hasKey: boolean): Proof {
  const { t } = useTranslation();
  const [told, setTold] = useState("");
  const field = (
    <TextInput
      data-autofocus
      label={t("shell.proof.second")}
      description={hasKey ? t("shell.proof.orKey") : undefined}
      autoComplete="one-time-code"
      spellCheck={false}
      maxLength={secondMax}
      value={told}
      onChange={(e) => setTold(e.currentTarget.value)}
    />
  );
  const stage = async () => {
    const code = told.replace(/\s/g, "");
    if (code === "") return stageOf(await signedByKey());
    return stageOf(/^\d{6}$/.test(code) ? { code } : { recovery_code: told });
  };
  return { field, ready: hasKey || told.trim() !== "", stage, clear: () => setTold("") };
}

function usePasswordProof(label: string | undefined, error: string | null | undefined): Proof {
  const userId = account.use()?.userId ?? "";
  const [password, setPassword] = useState("");
  const field = (
    <>
      <input type="hidden" name="username" autoComplete="username" value={userId} readOnly />
      <PasswordField
        data-autofocus
        {...(label ? { label } : {})}
        value={password}
        error={error}
        onChange={(e) => setPassword(e.currentTarget.value)}
      />
    </>
  );
  return {
    field,
    ready: password !== "",
    stage: async () => byPassword(userId, password),
    clear: () => setPassword(""),
  };
}

function useMailedProof(address: string, error: string | null | undefined, why?: string): Proof {
  const { t } = useTranslation();
  const [sent, setSent] = useState<AddressProof | null>(null);
  const [code, setCode] = useState("");
  const { busy, refusal, run } = useDeed();
  const send = () => run(async () => setSent(await mailCode(address, freshSecret(), 1)));
  const field = sent ? (
    <TextInput
      data-autofocus
      label={t("shell.proof.code")}
      description={t("shell.proof.sent", { address })}
      inputMode="numeric"
      autoComplete="one-time-code"
      maxLength={codeDigits}
      value={code}
      error={error}
      onChange={(e) => setCode(e.currentTarget.value)}
    />
  ) : (
    <div>
      <p>{why ?? t("shell.proof.why")}</p>
      <Button variant="default" loading={busy} onClick={() => void send()}>
        {t("shell.proof.send")}
      </Button>
      <Wrong>{refusal}</Wrong>
    </div>
  );
  const stage = async () => {
    if (sent && (await tellCode(sent, code.trim()))) return byMail(sent);
    throw new Refusal(403, "M_FORBIDDEN", {});
  };
  const clear = () => {
    setSent(null);
    setCode("");
  };
  return { field, ready: sent !== null && code.trim().length === codeDigits, stage, clear };
}
