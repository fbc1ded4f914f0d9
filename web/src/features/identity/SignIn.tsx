import { Button } from "@mantine/core";
import { type FormEvent, useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { Link, Redirect, useSearch } from "wouter";
import { signIn } from "../../api/matrix";
import { useDeed } from "../../api/useDeed";
import { useServer, useServerAway } from "../../api/useServer";
import { farewell, signedIn } from "../../base/account";
import { useKept } from "../../base/kept";
import { useMailedTo } from "../../base/mailedTo";
import { Frame } from "../../shell/Frame";
import { PageWaiting } from "../../shell/states";
import { Wrong } from "../../ui/parts";
import { ByCode } from "./ByCode";
import { ByPasskey } from "./ByPasskey";
import { houseOf } from "./house";
import s from "./identity.module.css";
import { NameAndPassword } from "./NameAndPassword";

type Way = "code" | "password";

/**
 * The door: it asks for an address, and then for what fits it, a code that is mailed or a password. Who has no address writes the
 * name of their account there, or on the page of the password.
 */
export default function SignIn() {
  const server = useServer();
  const away = useServerAway();
  const search = useSearch();
  useMailedTo();
  const asked = new URLSearchParams(search).get("by");
  const [way, choose] = useState<Way>(asked === "password" ? asked : "code");
  const [, setName] = useKept("signIn.name");
  if (server?.demo && !asked) return <Redirect to="/demo" replace />;
  if (!asked && !server && !away) return <PageWaiting />;
  const byPassword = (who: string) => {
    // What was written as a name before stays, where nothing else is.
    if (who) setName(who);
    choose("password");
  };
  if (way === "password") return <ByPassword otherwise={() => choose("code")} />;
  return <ByCode otherwise={byPassword} />;
}

function ByPassword({ otherwise }: { otherwise: () => void }) {
  const { t } = useTranslation();
  const server = useServer();
  const house = houseOf(server);
  const gone = farewell.use();
  const [name, setName] = useKept("signIn.name");
  const [password, setPassword] = useState("");
  const { busy, refusal, run, refuse } = useDeed();
  const field = useRef<HTMLInputElement>(null);
  const known = useRef(name !== "");
  // Whoever has said who they are goes on with the proof of it.
  useEffect(() => {
    if (known.current) field.current?.focus();
  }, []);

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
      lead={
        gone
          ? t("identity.signIn.farewell")
          : house
            ? t("identity.signIn.lead", { house })
            : t("identity.signIn.leadAlone")
      }
    >
      <form className={s.stack} onSubmit={enter} noValidate>
        <NameAndPassword name={name} setName={setName} password={password} setPassword={setPassword} field={field} />
        <Link className="link" href="/forgotten">
          {t("identity.signIn.forgotten")}
        </Link>
        <Wrong>{refusal}</Wrong>
        <Button type="submit" size="md" fullWidth loading={busy}>
          {t("identity.signIn.enter")}
        </Button>
        <Button size="md" variant="default" fullWidth onClick={otherwise}>
          {t("identity.signIn.address")}
        </Button>
        {server?.setup && server.registration === "closed" ? null : <ByPasskey />}
      </form>
    </Frame>
  );
}
