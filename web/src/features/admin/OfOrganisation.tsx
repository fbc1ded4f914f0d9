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

interface OfProps {
  readonly children: (one: Organisation) => ReactNode;
  /** What is shown of no organisation, where who runs the house may choose that. */
  readonly none?: () => ReactNode;
}

/** No id of an organisation. */
const noneId = "-";

/** What a page shows of one organisation: the one last chosen, else one's own. The next page keeps the choice. */
export function OfOrganisation({ children, none }: OfProps) {
  const { t } = useTranslation();
  const who = me.use();
  const [asked, again] = useAsked(organisations);
  const [chosen, choose] = useKept("admin.organisation");
  const alone = who?.admin === true ? none : undefined;
  return (
    <Answered of={asked} again={again} failed={t("admin.failed")}>
      {(all) => {
        const one = all.find(({ id }) => id === chosen) ?? all.find(({ id }) => id === who?.organisation) ?? all[0];
        if (alone && !one) return <Only none={alone} />;
        if (!one) return <NoOrganisation />;
        const isNone = alone !== undefined && chosen === noneId;
        return (
          <>
            {all.length > 1 || alone ? (
              <NativeSelect
                className={s.which}
                label={t("admin.organisation")}
                value={isNone ? noneId : one.id}
                onChange={(e) => choose(e.currentTarget.value)}
                data={[
                  ...all.map(({ id, name }) => ({ value: id, label: name })),
                  ...(alone ? [{ value: noneId, label: t("admin.alone") }] : []),
                ]}
              />
            ) : null}
            <div key={isNone ? noneId : one.id}>{isNone ? alone() : children(one)}</div>
          </>
        );
      }}
    </Answered>
  );
}

/** A house without organisations. */
function Only({ none }: { none: () => ReactNode }) {
  const { t } = useTranslation();
  return (
    <>
      <div className={s.top}>
        <p>{t("admin.alone.only")}</p>
        <Button variant="default" renderRoot={(props) => <Link href="/admin/organisations/new" {...props} />}>
          {t("admin.organisations.create")}
        </Button>
      </div>
      {none()}
    </>
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
