import { Button } from "@mantine/core";
import { IconId } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { Link, useParams } from "wouter";
import { type AllDescribed, described } from "../../api/openid";
import { useAsked } from "../../api/useAsked";
import { Answered } from "../../ui/Answered";
import { EmptyState } from "../../ui/parts";
import s from "./admin.module.css";
import { ProviderForm } from "./ProviderForm";

/** The providers by which people come in to this house, or one of them. */
export function Providers() {
  const { t } = useTranslation();
  const { of } = useParams<{ of?: string }>();
  const [asked, again] = useAsked(described);
  return (
    <Answered of={asked} again={again} failed={t("admin.failed")}>
      {(all) => {
        if (!of) return <List all={all} />;
        const one = of === "new" ? null : all.providers.find(({ id }) => id === of);
        if (one === undefined) return <EmptyState title={t("admin.why.gone")}>{t("provider.none.hint")}</EmptyState>;
        return <ProviderForm key={of} of={one} all={all} changed={again} />;
      }}
    </Answered>
  );
}

function List({ all: { providers } }: { all: AllDescribed }) {
  const { t } = useTranslation();
  const create = (
    <Button renderRoot={(props) => <Link href="/admin/providers/new" {...props} />}>{t("provider.add")}</Button>
  );
  if (providers.length === 0) {
    return (
      <EmptyState title={t("provider.none")} actions={create}>
        {t("provider.none.hint")}
      </EmptyState>
    );
  }
  return (
    <>
      <div className={s.top}>
        <p>{t("provider.all.hint")}</p>
        {create}
      </div>
      <ul>
        {providers.map(({ id, label, issuer }) => (
          <li key={id} className={s.person}>
            <IconId size={22} stroke={1.7} aria-hidden />
            <div>
              <b>
                <Link className={s.name} href={`/admin/providers/${encodeURIComponent(id)}`}>
                  {label}
                </Link>
              </b>
              <p>{issuer}</p>
            </div>
          </li>
        ))}
      </ul>
    </>
  );
}
