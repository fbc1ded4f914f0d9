import { Button, TextInput } from "@mantine/core";
import { IconKey } from "@tabler/icons-react";
import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import { addPasskey, confirmApp, type SetUp } from "../api/factors";
import { type Further, giveFactor, givePasskey, type Way } from "../api/further";
import { useDeed } from "../api/useDeed";
import { canPasskeys } from "../api/webauthn";
import { Dialog } from "../ui/Dialog";
import s from "./factors.module.css";
import { PaperCodes } from "./PaperCodes";
import { BeginApp, CodeField, codeDigits } from "./SetUpApp";
import { whyNot } from "./whyNot";

const recoveryMax = 30;

/** Over the page where a password or a mailed code was right: the second factor, or how one is set up. */
export default function SecondStep({ of }: { of: Further }) {
  return of.setUp ? <Enrolment of={of} /> : <Giving of={of} />;
}

function Giving({ of }: { of: Further }) {
  const { t } = useTranslation();
  const can = of.ways.filter((way) => way !== "passkey" || canPasskeys());
  const [way, setWay] = useState<Way>(can[0] ?? "recovery_code");
  const [code, setCode] = useState("");
  const { busy, refusal, run, refuse } = useDeed(whyNot);
  const submit = () =>
    run(async () => {
      if (way === "passkey") return of.done(await givePasskey(of.step.secret, of.step));
      of.done(await giveFactor(of.step, way === "totp" ? { code } : { recovery_code: code }));
    });
  const turn = (next: Way) => {
    setWay(next);
    setCode("");
    refuse(null);
  };
  const fields: Record<Way, ReactNode> = {
    totp: <CodeField label={t("factor.app.code")} code={code} setCode={setCode} />,
    passkey: <p>{t("factor.key.how")}</p>,
    recovery_code: (
      <TextInput
        data-autofocus
        label={t("factor.codes.one")}
        autoComplete="off"
        autoCapitalize="characters"
        spellCheck={false}
        maxLength={recoveryMax}
        value={code}
        onChange={(e) => setCode(e.currentTarget.value)}
      />
    ),
  };
  const names: Record<Way, string> = {
    totp: t("factor.use.totp"),
    passkey: t("factor.use.passkey"),
    recovery_code: t("factor.use.recovery"),
  };
  return (
    <Dialog
      held
      title={t("factor.step")}
      close={() => of.done(null)}
      act={way === "passkey" ? t("factor.key.sign") : t("factor.step.go")}
      submit={() => void submit()}
      busy={busy}
      disabled={way === "totp" ? code.length !== codeDigits : way === "recovery_code" && !code.trim()}
      wrong={refusal}
    >
      {fields[way]}
      <div className={s.ways}>
        {can
          .filter((one) => one !== way)
          .map((one) => (
            <button key={one} type="button" className="link" onClick={() => turn(one)}>
              {names[one]}
            </button>
          ))}
      </div>
    </Dialog>
  );
}

/** There must be a second factor and there is none: it is set up before anything else. */
function Enrolment({ of }: { of: Further }) {
  const { t } = useTranslation();
  const [done, setDone] = useState<SetUp | null>(null);
  const [code, setCode] = useState("");
  const { busy, refusal, run } = useDeed(whyNot);
  const by = { step: of.step };
  if (done) {
    return (
      <Dialog
        held
        only
        title={t("factor.codes.keep")}
        close={() => of.done(done.login_token ?? null)}
        act={t("factor.codes.kept")}
        submit={() => of.done(done.login_token ?? null)}
      >
        <PaperCodes codes={done.recovery_codes ?? []} />
      </Dialog>
    );
  }
  const withKey = () => run(async () => setDone(await addPasskey(by, t("factor.key.first"))));
  return (
    <Dialog
      held
      title={t("factor.must")}
      close={() => of.done(null)}
      act={t("factor.step.go")}
      submit={() => void run(async () => setDone(await confirmApp(code, of.step)))}
      busy={busy}
      disabled={code.length !== codeDigits}
      wrong={refusal}
    >
      <p>{t("factor.must.why")}</p>
      <BeginApp by={by} code={code} setCode={setCode} />
      {canPasskeys() ? (
        <div>
          <Button
            variant="default"
            leftSection={<IconKey size={16} aria-hidden />}
            onClick={() => void withKey()}
            disabled={busy}
          >
            {t("factor.key.instead")}
          </Button>
        </div>
      ) : null}
    </Dialog>
  );
}
