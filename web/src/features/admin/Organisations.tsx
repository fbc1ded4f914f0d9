import { Button } from "@mantine/core";
import { useCallback } from "react";
import { useTranslation } from "react-i18next";
import { Link, useParams } from "wouter";
import { type Organisation, organisations } from "../../api/organisations";
import { useAsked } from "../../api/useAsked";
import { me } from "../../base/account";
import { Answered } from "../../ui/Answered";
import { Badge, EmptyState, Plaque } from "../../ui/parts";
import s from "./admin.module.css";
import { OrganisationForm } from "./OrganisationForm";

const short = (label: string) => [...label.replace(/[^\p{L}\p{N}]/gu, "")].slice(0, 3).join("").toLocaleUpperCase("fr");

/** The organisations of this house, or one of them. */
export function Organisations() {
  const { of } = useParams<{ of?: string }>();
  return of ? <One of={of} key={of} /> : <List />;
}

function One({ of }: { of: string }) {
  const { t } = useTranslation();
  const [asked, again, put] = useAsked(organisations);
  return (
    <Answered of={asked} again={again} failed={t("admin.failed")}>
      {(all) => {
        const one = of === "new" ? null : all.find(({ id }) => id === of);
        if (one === undefined)
          return <EmptyState title={t("admin.organisations.gone")}>{t("admin.why.gone")}</EmptyState>;
        const changed = (next: Organisation) => put([...all.filter(({ id }) => id !== next.id), next]);
        return <OrganisationForm of={one} all={all} changed={changed} />;
      }}
    </Answered>
  );
}

function List() {
  const { t } = useTranslation();
  const [asked, again] = useAsked(organisations);
  const runs = me.use()?.admin === true;
  const create = runs ? (
    <Button renderRoot={(props) => <Link href="/admin/organisations/new" {...props} />}>
      {t("admin.organisations.create")}
    </Button>
  ) : null;
  const nameOf = useCallback(
    (all: readonly Organisation[], id: string | undefined) => all.find((o) => o.id === id)?.name,
    [],
  );
  return (
    <Answered of={asked} again={again} failed={t("admin.failed")}>
      {(all) =>
        all.length === 0 ? (
          <EmptyState title={t("admin.organisations.none")} actions={create}>
            {t("admin.organisations.none.hint")}
          </EmptyState>
        ) : (
          <>
            <div className={s.top}>
              <p>{t("admin.organisations.hint")}</p>
              {create}
            </div>
            <ul>
              {all.map((one) => (
                <li key={one.id} className={s.person}>
                  <Plaque id={one.id} short={short(one.label)} size={32} />
                  <div>
                    <b>
                      <Link className={s.name} href={`/admin/organisations/${encodeURIComponent(one.id)}`}>
                        {one.name}
                      </Link>
                      {one.access_rules ? <Badge tone="accent">{t("admin.organisations.ruled")}</Badge> : null}
                    </b>
                    <p>
                      {[
                        one.label,
                        nameOf(all, one.parent) && t("admin.organisations.partOf", { name: nameOf(all, one.parent) }),
                        one.siret && t("admin.organisations.siretIs", { siret: one.siret }),
                      ]
                        .filter(Boolean)
                        .join(" · ")}
                    </p>
                  </div>
                </li>
              ))}
            </ul>
          </>
        )
      }
    </Answered>
  );
}
