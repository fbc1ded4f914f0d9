import { useTranslation } from "react-i18next";
import { plain } from "../base/names";
import { Face, GuestBadge } from "./parts";
import s from "./parts.module.css";

interface Outsider {
  readonly id: string;
  readonly name: string;
  /** In it; else invited, or asking to come. */
  readonly joined: boolean;
}

/** Who goes when a place is closed to people from outside, one by one. */
export function Evicted({ of }: { of: readonly Outsider[] }) {
  const { t } = useTranslation();
  if (of.length === 0) return <p>{t("ui.evicted.nobody")}</p>;
  return (
    <section aria-label={t("ui.evicted", { count: of.length })}>
      <p>
        <b>{t("ui.evicted", { count: of.length })}</b>
      </p>
      <ul className={s.evicted}>
        {of.map(({ id, name, joined }) => (
          <li key={id}>
            <Face of={{ id, name: plain(name), guest: true }} size={22} />
            <span className="cut">{plain(name)}</span>
            {joined ? <GuestBadge /> : <small>{t("ui.evicted.invited")}</small>}
          </li>
        ))}
      </ul>
    </section>
  );
}
