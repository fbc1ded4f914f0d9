import { TextInput } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "wouter";
import { becomeDemoPerson, type DemoPerson, demoPeople } from "../../api/parvis";
import { useAsked } from "../../api/useAsked";
import { useDeed } from "../../api/useDeed";
import { signedIn } from "../../base/account";
import { Frame } from "../../shell/Frame";
import { matches } from "../../shell/match";
import { Answered } from "../../ui/Answered";
import { Face, Wrong } from "../../ui/parts";
import s from "./identity.module.css";

/** The people of the demonstration, as far as they fit what is typed. */
function People({ of, choose, busy }: { of: readonly DemoPerson[]; choose: (who: DemoPerson) => void; busy: boolean }) {
  const { t } = useTranslation();
  const [query, setQuery] = useState("");
  const found = of.filter((p) => matches(query, p.name, p.role));
  return (
    <>
      <TextInput
        aria-label={t("identity.demo.search")}
        placeholder={t("identity.demo.search")}
        value={query}
        onChange={(e) => setQuery(e.currentTarget.value)}
      />
      <p className={s.found} role="status">
        {found.length === 0 ? t("identity.demo.none") : t("identity.demo.found", { count: found.length })}
      </p>
      <ul className={s.people}>
        {found.map((p) => (
          <li key={p.user}>
            <button type="button" className={s.person} onClick={() => choose(p)} disabled={busy}>
              <Face of={{ id: p.user, name: p.name }} size={36} />
              <span className="grow" lang="fr">
                <b>{p.name}</b>
                {p.role ? <span className="small dim">{p.role}</span> : null}
              </span>
            </button>
          </li>
        ))}
      </ul>
    </>
  );
}

/** The first page of a demonstration: one chooses whom to be. Everybody here is invented. */
export default function Demo() {
  const { t } = useTranslation();
  const [asked, again] = useAsked(demoPeople);
  const { busy, refusal, run } = useDeed();
  const become = (who: DemoPerson) => void run(async () => signedIn(await becomeDemoPerson(who.user)));
  return (
    <Frame title={t("identity.demo.title")} lead={t("identity.demo.lead")}>
      <Wrong>{refusal}</Wrong>
      <Answered of={asked} again={again} failed={t("identity.away")}>
        {({ people }) => <People of={people} choose={become} busy={busy} />}
      </Answered>
      <p className={s.after}>
        <Link className="link" href="/sign-in?by=password">
          {t("identity.demo.password")}
        </Link>
      </p>
    </Frame>
  );
}
