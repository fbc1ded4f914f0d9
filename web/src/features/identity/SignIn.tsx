import { Button } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { Link, Redirect, useSearch } from "wouter";
import { signIn } from "../../api/matrix";
import { useDeed } from "../../api/useDeed";
import { useServer, useServerAway } from "../../api/useServer";
import { signedIn } from "../../base/account";
import { useKept } from "../../base/kept";
import { nextFrom } from "../../shell/next";
import { PageWaiting } from "../../shell/states";
import { Wrong } from "../../ui/parts";
import { Applying } from "./Applying";
import { ByCode } from "./ByCode";
import { ByPasskey } from "./ByPasskey";
import { WithWord } from "./ByWord";
import { Frame } from "./Frame";
import { houseOf } from "./house";
import s from "./identity.module.css";
import { NameAndPassword } from "./NameAndPassword";
import { ProviderButtons } from "./ProviderButtons";

type Way = "code" | "password";

/** The door: an address and a code, where mails reach people; else a name and a password. Each leads to the other. */
export default function SignIn() {
  const server = useServer();
  const away = useServerAway();
  const search = useSearch();
  const asked = new URLSearchParams(search).get("by");
  // Whoever has asked for a code comes back to where it is typed.
  const [waiting] = useKept("signIn.at");
  const [chosen, choose] = useState<Way | null>(asked === "code" || asked === "password" ? asked : null);
  if (server?.demo && !asked) return <Redirect to="/demo" replace />;
  if (!chosen && !server && !away) return <PageWaiting />;
  const way = chosen ?? (server?.mail || waiting ? "code" : "password");
  return way === "code" ? (
    <ByCode otherwise={() => choose("password")} />
  ) : (
    <ByPassword otherwise={() => choose("code")} />
  );
}

function ByPassword({ otherwise }: { otherwise: () => void }) {
  const { t } = useTranslation();
  const server = useServer();
  const house = houseOf(server);
  const search = useSearch();
  const [name, setName] = useKept("signIn.name");
  const [password, setPassword] = useState("");
  const { busy, refusal, run, refuse } = useDeed();

  const enter = async (e: FormEvent) => {
    e.preventDefault();
    if (!name.trim() || !password) return refuse((t) => t("identity.signIn.both"));
    await run(async () => {
      signedIn(await signIn(name.trim(), password));
      setName("");
    });
  };

  return (
    <Frame
      title={t("identity.signIn.title")}
      lead={house ? t("identity.signIn.lead", { house }) : t("identity.signIn.leadAlone")}
    >
      <form className={s.stack} onSubmit={enter} noValidate>
        <NameAndPassword name={name} setName={setName} password={password} setPassword={setPassword} />
        <Link className="link" href="/forgotten">
          {t("identity.signIn.forgotten")}
        </Link>
        <Wrong>{refusal}</Wrong>
        <Button type="submit" size="md" fullWidth loading={busy}>
          {t("identity.signIn.enter")}
        </Button>
        {server && !server.setup ? (
          <Button size="md" variant="default" fullWidth onClick={otherwise}>
            {server.mail ? t("identity.code.way") : t("identity.code.way.kept")}
          </Button>
        ) : null}
        <ProviderButtons next={nextFrom(search) ?? "/"} />
        {server?.setup && server.registration === "closed" ? null : <ByPasskey />}
        <Newcomers mode={server?.registration} setup={server?.setup} search={search} />
        {server?.setup ? null : <Applying />}
      </form>
    </Frame>
  );
}

interface NewcomersProps {
  readonly mode: string | undefined;
  readonly setup?: boolean | undefined;
  readonly search: string;
}

/** The way to an account for who has none; `search` says where to go after. */
export function Newcomers({ mode, setup, search }: NewcomersProps) {
  const { t } = useTranslation();
  if (mode === "open" || mode === "token") {
    return (
      <>
        <div className={s.or}>{t("identity.or")}</div>
        <Button component={Link} href={`/sign-up${search ? `?${search}` : ""}`} size="md" variant="default" fullWidth>
          {t("identity.signIn.signUp")}
        </Button>
      </>
    );
  }
  if (setup) return <p className={s.quiet}>{t("identity.signIn.setup")}</p>;
  if (mode === "invitation")
    return (
      <>
        <WithWord />
        <p className={s.quiet}>{t("identity.signIn.invitationOnly")}</p>
      </>
    );
  if (mode === "closed") return <p className={s.quiet}>{t("identity.signIn.closed")}</p>;
  return null;
}
