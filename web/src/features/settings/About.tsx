import { useTranslation } from "react-i18next";
import { Link } from "wouter";
import { ownOrganisation } from "../../api/organisations";
import { server } from "../../api/parvis";
import { useAsked } from "../../api/useAsked";
import s from "./settings.module.css";

/** Which Parvis this is, and its pages of text. */
export function About() {
  const { t } = useTranslation();
  const [asked] = useAsked(server);
  const [own] = useAsked(ownOrganisation);
  // Those of my organisation, which shows the house's where it has none.
  const mine = own.state === "here" ? own.value?.organisation.id : undefined;
  const of = mine ? `?of=${encodeURIComponent(mine)}` : "";
  return (
    <section className={s.sec}>
      <h2>{t("settings.about.title")}</h2>
      <dl className={s.facts}>
        <div>
          <dt>{t("settings.about.client")}</dt>
          <dd>{__PARVIS_VERSION__}</dd>
        </div>
        {asked.state === "here" ? (
          <>
            <div>
              <dt>{t("settings.about.server")}</dt>
              <dd>{asked.value.version}</dd>
            </div>
            <div>
              <dt>{t("settings.about.house")}</dt>
              <dd>{asked.value.server_name}</dd>
            </div>
          </>
        ) : null}
        <div>
          <dt>{t("settings.about.licence")}</dt>
          <dd>Apache-2.0</dd>
        </div>
      </dl>
      <ul className={s.links}>
        <li>
          <Link className="link" href="/help">
            {t("identity.foot.help")}
          </Link>
        </li>
        <li>
          <Link className="link" href={`/accessibility${of}`}>
            {t("papers.accessibility")}
          </Link>
        </li>
        <li>
          <Link className="link" href={`/privacy${of}`}>
            {t("identity.foot.privacy")}
          </Link>
        </li>
        <li>
          <Link className="link" href={`/legal${of}`}>
            {t("papers.legal")}
          </Link>
        </li>
        <li>
          <Link className="link" href={`/terms${of}`}>
            {t("papers.terms")}
          </Link>
        </li>
      </ul>
    </section>
  );
}
