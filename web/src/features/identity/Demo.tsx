import { Button, TextInput } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "wouter";
import { becomeDemoPerson, demoPeople } from "../../api/parvis";
import { reasonOf } from "../../api/reasons";
import { useAsked } from "../../api/useAsked";
import { signedIn } from "../../base/account";
import { matches } from "../../shell/match";
import { Face, Waiting } from "../../ui/parts";
import { Frame } from "./Frame";
import s from "./identity.module.css";

/** The first page of a demonstration: one chooses whom to be. Everybody here is invented. */
export default function Demo() {
  const { t } = useTranslation();
  const [asked, again] = useAsked(demoPeople);
  const [query, setQuery] = useState("");
  const [busy, setBusy] = useState<string | null>(null);
  const [refusal, setRefusal] = useState<string | null>(null);

  const become = async (user: string) => {
    setBusy(user);
    setRefusal(null);
    try {
      signedIn(await becomeDemoPerson(user));
    } catch (failure) {
      setRefusal(reasonOf(failure, t));
      setBusy(null);
    }
  };

  return (
    <Frame title={t("identity.demo.title")} lead={t("identity.demo.lead")}>
      <p className={s.refusal} role="alert">
        {asked.state === "refused" ? reasonOf(asked.why, t) : refusal}
      </p>
      {asked.state === "waiting" ? <Waiting lines={6} /> : null}
      {asked.state === "refused" ? (
        <Button onClick={again} size="md" fullWidth>
          {t("ui.retry")}
        </Button>
      ) : null}
      {asked.state === "here" ? (
        <>
          <TextInput
            aria-label={t("identity.demo.search")}
            placeholder={t("identity.demo.search")}
            value={query}
            onChange={(e) => setQuery(e.currentTarget.value)}
          />
          <ul className={s.people}>
            {asked.value.people
              .filter((p) => matches(query, p.name, p.role))
              .map((p) => (
                <li key={p.user}>
                  <button
                    type="button"
                    className={s.person}
                    onClick={() => become(p.user)}
                    aria-busy={busy === p.user}
                    disabled={busy !== null}
                  >
                    <Face of={{ id: p.user, name: p.name }} size={36} />
                    <span className="grow">
                      <b>{p.name}</b>
                      {p.role ? <span className="small dim">{p.role}</span> : null}
                    </span>
                  </button>
                </li>
              ))}
          </ul>
        </>
      ) : null}
      <p className={s.after}>
        <Link className="link" href="/sign-in?by=password">
          {t("identity.demo.password")}
        </Link>
      </p>
    </Frame>
  );
}
