import { useTranslation } from "react-i18next";
import type { Apart } from "../api/spaces";
import { useNameOf } from "../session/named";
import s from "./apart.module.css";
import { apartName, capital, grantName } from "./apartWords";

/** What an app is to somebody, and who chose it, in words. */
export function ApartWords({ of }: { of: Apart }) {
  const { t } = useTranslation();
  const by = useNameOf(of.by);
  const said = { app: capital(apartName(t, of.app)), grant: grantName(t, of.app, of.grant) };
  return of.by ? t("apart.lineBy", { ...said, by }) : t("apart.line", said);
}

function Line({ of }: { of: Apart }) {
  const { t } = useTranslation();
  const name = useNameOf(of.user_id);
  const by = useNameOf(of.by);
  const said = { name, app: apartName(t, of.app), grant: grantName(t, of.app, of.grant) };
  return <li>{of.by ? t("apart.namedBy", { ...said, by }) : t("apart.named", said)}</li>;
}

/** For whom something of a space is set apart, what, and who chose it; nothing where nothing is. */
export function ApartLines({ of, max }: { of: readonly Apart[] | undefined; max: number }) {
  const { t } = useTranslation();
  if (!of || of.length === 0) return null;
  return (
    <section className={s.apart}>
      <h2>{t("apart.title")}</h2>
      <ul>
        {of.slice(0, max).map((one) => (
          <Line key={`${one.user_id} ${one.app}`} of={one} />
        ))}
      </ul>
      {of.length > max ? <p>{t("apart.more", { count: of.length - max })}</p> : null}
    </section>
  );
}
