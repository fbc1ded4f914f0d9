import { ActionIcon, Button, TextInput } from "@mantine/core";
import { IconMail, IconTrash } from "@tabler/icons-react";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { Refusal } from "../../api/http";
import { type AddressProof, addAddress, dropAddress, mailOwnCode, myAddresses, tellCode } from "../../api/matrix";
import { reasonOf } from "../../api/reasons";
import { useAsked } from "../../api/useAsked";
import { useDeed } from "../../api/useDeed";
import { useServer } from "../../api/useServer";
import type { T } from "../../i18n";
import { dateOf } from "../../i18n/dates";
import { useProof, wrongProof } from "../../shell/Proof";
import { say } from "../../shell/toast";
import { Answered } from "../../ui/Answered";
import { Wrong } from "../../ui/parts";
import s from "./settings.module.css";

const addressMax = 254;
const codeLength = 6;

/** The e-mail addresses by which I sign in, and where mails to me go. */
export function Addresses() {
  const { t } = useTranslation();
  const [asked, again] = useAsked(myAddresses);
  return (
    <>
      <section className={s.sec}>
        <h2>{t("address.mine")}</h2>
        <p>{t("address.hint")}</p>
        <Answered of={asked} again={again} failed={t("address.failed")}>
          {(all) =>
            all.length === 0 ? (
              <p>{t("address.none")}</p>
            ) : (
              <ul>
                {all.map((one) => (
                  <Row
                    key={one.address}
                    address={one.address}
                    since={one.added_at}
                    shared={one["fr.parvis.shared"] === true}
                    gone={again}
                  />
                ))}
              </ul>
            )
          }
        </Answered>
      </section>
      <section className={s.sec}>
        <h2>{t("address.add")}</h2>
        <Add done={again} />
      </section>
    </>
  );
}

interface RowProps {
  readonly address: string;
  readonly since: number;
  /** Others read it, too. */
  readonly shared: boolean;
  readonly gone: () => void;
}

function Row({ address, since, shared, gone }: RowProps) {
  const { t } = useTranslation();
  const { busy, refusal, run } = useDeed((failure, t) =>
    reasonOf(failure, t, shared ? t("address.shared.only") : t("address.only")),
  );
  const remove = () =>
    run(async () => {
      await dropAddress(address);
      say(t("address.dropped"));
      gone();
    });
  return (
    <li className={s.row}>
      <IconMail size={22} stroke={1.7} aria-hidden />
      <div>
        <b className="cut">{address}</b>
        <p>{t("address.since", { date: dateOf(since) })}</p>
        {shared ? <p>{t("address.shared")}</p> : null}
        <Wrong>{refusal}</Wrong>
      </div>
      <ActionIcon onClick={() => void remove()} loading={busy} aria-label={t("address.drop", { address })}>
        <IconTrash size={18} aria-hidden />
      </ActionIcon>
    </li>
  );
}

/** First the address, then the code that was mailed to it and the password. */
function Add({ done }: { done: () => void }) {
  const { t } = useTranslation();
  const [address, setAddress] = useState("");
  const [proof, setProof] = useState<AddressProof | null>(null);
  const { busy, refusal, run, refuse } = useDeed();
  if (proof) {
    return (
      <Confirm
        address={address}
        proof={proof}
        again={() => setProof(null)}
        done={() => {
          setProof(null);
          setAddress("");
          done();
        }}
      />
    );
  }
  const submit = (e: FormEvent) => {
    e.preventDefault();
    const to = address.trim();
    if (!/^[^@\s]+@[^@\s]+$/.test(to)) return refuse((t) => t("address.wrong"));
    setAddress(to);
    void run(async () => setProof(await mailOwnCode(to, crypto.randomUUID())));
  };
  return (
    <form className={s.fields} onSubmit={submit} noValidate>
      <TextInput
        label={t("address.label")}
        type="email"
        autoComplete="email"
        maxLength={addressMax}
        value={address}
        error={refusal}
        onChange={(e) => setAddress(e.currentTarget.value)}
      />
      <div>
        <Button type="submit" loading={busy}>
          {t("address.send")}
        </Button>
      </div>
    </form>
  );
}

function addFailure(failure: unknown, t: T): string {
  const code = failure instanceof Refusal ? failure.code : null;
  if (code === "M_THREEPID_IN_USE") return t("address.inUse");
  if (code === "M_THREEPID_AUTH_FAILED") return t("address.over");
  return wrongProof(failure, t);
}

interface ConfirmProps {
  readonly address: string;
  readonly proof: AddressProof;
  readonly again: () => void;
  readonly done: () => void;
}

function Confirm({ address, proof, again, done }: ConfirmProps) {
  const { t } = useTranslation();
  const [code, setCode] = useState("");
  // Without a mail server the code waits in the outbox, for who administers the house to pass it on.
  const kept = useServer()?.mail === false;
  const owner = useProof({ label: t("settings.password.old") });
  const [told, setTold] = useState(false);
  const { busy, refusal, run, refuse } = useDeed(addFailure);
  const submit = async (e: FormEvent) => {
    e.preventDefault();
    if (code.trim().length !== codeLength) return refuse((t) => t("address.code.missing"));
    const right = told || (await run(() => tellCode(proof, code.trim())));
    if (right === undefined) return;
    if (!right) return refuse((t) => t("address.code.wrong"));
    setTold(true);
    await run(async () => {
      await addAddress(await owner.stage(), proof);
      say(t("address.added"));
      done();
    });
  };
  return (
    <form className={s.fields} onSubmit={(e) => void submit(e)} noValidate>
      <p>{kept ? t("address.kept", { address }) : t("address.sent", { address })}</p>
      <TextInput
        label={kept ? t("address.code.kept") : t("address.code")}
        inputMode="numeric"
        autoComplete="one-time-code"
        maxLength={codeLength}
        value={code}
        onChange={(e) => setCode(e.currentTarget.value)}
      />
      {owner.field}
      <Wrong>{refusal}</Wrong>
      <div className={s.acts}>
        <Button type="submit" loading={busy}>
          {t("address.add.do")}
        </Button>
        <Button variant="subtle" data-quiet onClick={again}>
          {t("address.again")}
        </Button>
      </div>
    </form>
  );
}
