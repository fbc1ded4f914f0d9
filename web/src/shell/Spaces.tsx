import { IconCompass, IconPlus } from "@tabler/icons-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { shortOf } from "../base/names";
import { useOverview } from "../session/hooks";
import { Count, Plaque } from "../ui/parts";
import { NavGroup, NavItem, NewDot } from "./Nav";
import { useNewSpace } from "./newSpace";

/** My spaces, and the ways to others. */
export function MySpaces({ at, children }: { at?: string; children?: ReactNode }) {
  const { t } = useTranslation();
  const { spaces } = useOverview();
  const more = useNewSpace();
  return (
    <NavGroup name={t("spaces.mine")}>
      {spaces.map((one) => (
        <NavItem
          key={one.id}
          href={`/spaces/${encodeURIComponent(one.id)}`}
          wrap
          unread={one.unread}
          lead={<Plaque id={one.id} short={shortOf(one.name)} size={22} picture={one.picture} />}
          end={
            one.mentions > 0 ? (
              <Count n={one.mentions} what={t("spaces.mentions", { count: one.mentions })} />
            ) : one.unread ? (
              <NewDot />
            ) : null
          }
        >
          {one.name}
        </NavItem>
      ))}
      <NavItem href="/spaces/find" icon={IconCompass} current={at === "find"}>
        {t("spaces.find")}
      </NavItem>
      {more ? (
        <NavItem href="/spaces/new" icon={IconPlus} current={at === "new"}>
          {more}
        </NavItem>
      ) : null}
      {children}
    </NavGroup>
  );
}
