import { TextInput } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "wouter";
import { becomeDemoPerson, demoPeople } from "../../api/parvis";
import { useAsked } from "../../api/useAsked";
import { useDeed } from "../../api/useDeed";
import { signedIn } from "../../base/account";
import { matches } from "../../shell/match";
import { Answered } from "../../ui/Answered";
import { Face, Wrong } from "../../ui/parts";
import { Frame } from "./Frame";
import s from "./identity.module.css";

/** The first page of a demonstration: one chooses whom to be. Everybody here is invented. */
export default function Demo() {
  const { t } = useTranslation();
  const [asked, again] = useAsked(demoPeople);
  const [query, setQuery] = useState("");
  const { busy, refusal, run } = useDeed();

  return (
    <Frame title={t("identity.demo.title")} lead={t("identity.demo.lead")}>
      <Wrong>{refusal}</Wrong>
      <Answered of={asked} again={again} failed={t("identity.away")}>
        {({ people }) => (
          <>
            <TextInput
              aria-label={t("identity.demo.search")}
              placeholder={t("identity.demo.search")}
              value={query}
              onChange={(e) => setQuery(e.currentTarget.value)}
            />
            <ul className={s.people}>
              {people
                .filter((p) => matches(query, p.name, p.role))
                .map((p) => (
                  <li key={p.user}>
                    <button
                      type="button"
                      className={s.person}
                      onClick={() => void run(async () => signedIn(await becomeDemoPerson(p.user)))}
                      disabled={busy}
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
        )}
      </Answered>
      <p className={s.after}>
        <Link className="link" href="/sign-in?by=password">
          {t("identity.demo.password")}
        </Link>
      </p>
    </Frame>
  );
}
