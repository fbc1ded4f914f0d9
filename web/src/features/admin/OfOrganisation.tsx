import { Button, NativeSelect } from "@mantine/core";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "wouter";
import { type Organisation, organisations } from "../../api/organisations";
import { useAsked } from "../../api/useAsked";
import { me } from "../../base/account";
import { useKept } from "../../base/kept";
import { Answered } from "../../ui/Answered";
import { EmptyState } from "../../ui/parts";
import s from "./admin.module.css";

/** What a page shows of one organisation, chosen where there are several; the next page keeps the choice. */
export function OfOrganisation({ children }: { children: (one: Organisation) => ReactNode }) {
  const { t } = useTranslation();
  const [asked, again] = useAsked(organisations);
  const [chosen, choose] = useKept("admin.organisation");
  return (
    <Answered of={asked} again={again} failed={t("admin.failed")}>
      {(all) => {
        const one = all.find(({ id }) => id === chosen) ?? all[0];
        if (!one) return <NoOrganisation />;
        return (
          <>
            {all.length > 1 ? (
              <NativeSelect
                className={s.which}
                label={t("admin.organisation")}
                value={one.id}
                onChange={(e) => choose(e.currentTarget.value)}
                data={all.map(({ id, name }) => ({ value: id, label: name }))}
              />
            ) : null}
            <div key={one.id}>{children(one)}</div>
          </>
        );
      }}
    </Answered>
  );
}

/** The same, or the whole house for who runs it: then there is no organisation. */
export function OfRemit({ children }: { children: (one: Organisation | null) => ReactNode }) {
  const { t } = useTranslation();
  const runs = me.use()?.admin === true;
  const [asked, again] = useAsked(organisations);
  const [chosen, choose] = useKept("admin.remit");
  return (
    <Answered of={asked} again={again} failed={t("admin.failed")}>
      {(all) => {
        const one = all.find(({ id }) => id === chosen) ?? (runs ? null : all[0]);
        if (one === undefined) return <NoOrganisation />;
        const choices = all.map(({ id, name }) => ({ value: id, label: name }));
        return (
          <>
            {runs && all.length > 0 ? (
              <NativeSelect
                className={s.which}
                label={t("admin.remit")}
                value={one?.id ?? ""}
                onChange={(e) => choose(e.currentTarget.value)}
                data={[{ value: "", label: t("admin.remit.house") }, ...choices]}
              />
            ) : null}
            <div key={one?.id ?? ""}>{children(one)}</div>
          </>
        );
      }}
    </Answered>
  );
}

function NoOrganisation() {
  const { t } = useTranslation();
  const runs = me.use()?.admin === true;
  return (
    <EmptyState
      title={t("admin.organisations.none")}
      actions={
        runs ? (
          <Button renderRoot={(props) => <Link href="/admin/organisations/new" {...props} />}>
            {t("admin.organisations.create")}
          </Button>
        ) : null
      }
    >
      {t("admin.organisations.none.hint")}
    </EmptyState>
  );
}
