import { Button } from "@mantine/core";
import { type ReactNode, useEffect } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "wouter";
import type { ApartApp, Audience as Said, WholeSpace } from "../api/spaces";
import type { T } from "../i18n";
import { Audience, AudienceWords, PanelBody, PanelHead } from "../ui/parts";
import { ApartLines } from "./ApartLines";
import s from "./apart.module.css";
import { landInPanel } from "./landing";
import { whatIsSeen } from "./sights";

/** What stands in an address where who sees a page, and why, is in its panel. */
export const whyPart = "why";

const organisationsMax = 8;
const organisationsInPanel = 100;
const apartMax = 200;

function cameBy(t: T, of: Said["why"]): string {
  switch (of) {
    case "free":
      return t("seen.free");
    case "approval":
      return t("seen.approval");
    case "invitation":
      return t("seen.invitation");
    case "space":
      return t("seen.space");
  }
}

/** Why people see a space, and of which organisations they are. */
export function Readers({
  why,
  of,
  max = organisationsMax,
}: {
  why: Said["why"];
  of: Pick<Said, "organisations" | "guests">;
  max?: number;
}) {
  const { t } = useTranslation();
  return (
    <>
      <p>{cameBy(t, why)}</p>
      <ul className={s.shares}>
        {of.organisations.slice(0, max).map((one) => (
          <li key={one.label}>
            <span className="cut grow">{one.label}</span>
            <span className="num">{one.count}</span>
          </li>
        ))}
        {of.guests > 0 ? (
          <li data-guests>
            <span className="cut grow">{t("seen.guests")}</span>
            <span className="num">{of.guests}</span>
          </li>
        ) : null}
      </ul>
    </>
  );
}

/** A page of a space at one of its addresses: what is open on it, or the panel that says who sees it, and why. */
export function useWhy({ space, root, of, part, close = `${root}/${of}` }: Asked): {
  readonly part: string | null;
  readonly panel: ReactNode;
} {
  const asked = part === whyPart;
  useEffect(() => {
    if (asked) landInPanel();
  }, [asked]);
  if (!asked) return { part, panel: undefined };
  return { part: null, panel: <WhyPanel space={space} of={of} root={root} close={close} /> };
}

interface Asked {
  readonly space: WholeSpace;
  readonly root: string;
  readonly of: ApartApp;
  readonly part: string | null;
  readonly close?: string;
}

/** Who sees what stands on a page of a space, and why. */
function WhyPanel({ space, of: app, root, close }: { space: WholeSpace; of: ApartApp; root: string; close: string }) {
  const { t } = useTranslation();
  const { audience } = space;
  const readers = (app === "feed" ? space.feed_audience : undefined) ?? audience;
  const apart = (space.apart ?? []).filter((one) => one.app === app);
  return (
    <>
      <PanelHead title={t("seen.title")} close={close} />
      <PanelBody>
        <div className={s.seen}>
          {audience && readers ? (
            <section>
              <Audience words={<AudienceWords people={readers.people} guests={readers.guests} />} />
              <Readers why={audience.why} of={readers} max={organisationsInPanel} />
            </section>
          ) : null}
          {audience?.sees ? <p>{whatIsSeen(t, app, audience.sees[app])}</p> : null}
          <ApartLines of={apart} max={apartMax} />
          <div>
            <Button variant="default" component={Link} href={`${root}/members`}>
              {space.rights.includes("view") ? t("seen.each") : t("seen.members")}
            </Button>
          </div>
        </div>
      </PanelBody>
    </>
  );
}
