import { IconCheck, IconEyeOff } from "@tabler/icons-react";
import { useCallback } from "react";
import { useTranslation } from "react-i18next";
import { type SeenPart, type SpaceMember, spaceView, type WholeSpace } from "../../api/spaces";
import { useAsked } from "../../api/useAsked";
import type { T } from "../../i18n";
import { dateOf } from "../../i18n/dates";
import { useNameOf } from "../../session/named";
import { localpart } from "../../session/people";
import { Answered } from "../../ui/Answered";
import ui from "../../ui/lines.module.css";
import { Face, GuestBadge, PanelBody, PanelHead } from "../../ui/parts";
import { ApartPart } from "./ApartPart";
import { faceOf, nameOfMember } from "./MemberRow";
import { membersPath } from "./paths";
import s from "./spaces.module.css";
import { roleName } from "./words";

function whyOf(t: T, of: SeenPart): string {
  switch (of.why) {
    case "member":
      return of.kind === "room" || of.kind === "feed" ? t("spaces.why.member") : t("spaces.why.space");
    case "may_come":
      return t("spaces.why.mayCome");
    case "found":
      return t("spaces.why.found");
    case "name_only":
      return t("spaces.why.nameOnly");
    case "own":
      return of.kind === "decisions" ? t("spaces.why.ownDecisions") : t("spaces.why.own");
    case "set_apart":
      return t("spaces.why.setApart");
    case "not_of_space":
      return t("spaces.why.notOfSpace");
    case "not_invited":
      return t("spaces.why.notInvited");
    case "external":
      return t("spaces.why.external");
  }
}

function Parts({ of, seen }: { of: readonly SeenPart[]; seen: boolean }) {
  const { t } = useTranslation();
  if (of.length === 0) return null;
  const Icon = seen ? IconCheck : IconEyeOff;
  const name = ({ kind, name }: SeenPart) => {
    switch (kind) {
      case "space":
        return t("spaces.sees.space");
      case "feed":
        return t("spaces.sees.feed");
      case "tasks":
        return t("spaces.sees.tasks");
      case "decisions":
        return t("spaces.sees.decisions");
      case "room":
        return t("spaces.sees.room", { name });
    }
  };
  return (
    <section className={s.sees}>
      <h3>{seen ? t("spaces.sees.yes") : t("spaces.sees.no")}</h3>
      <ul>
        {of.map((part) => (
          <li key={`${part.kind} ${part.room_id}`}>
            <Icon size={17} stroke={1.8} color={seen ? "var(--accent-text)" : "var(--ink-3)"} aria-hidden />
            <b>{name(part)}</b>
            <p>{whyOf(t, part)}</p>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Terms({ of }: { of: SpaceMember }) {
  const { t } = useTranslation();
  const { until, sponsor } = of.external ?? {};
  const name = useNameOf(sponsor);
  if (until === undefined) return null;
  return (
    <p className={s.terms}>
      <b>{t("spaces.sees.until", { date: dateOf(until) })}</b>
      {sponsor ? ` ${t("spaces.sees.sponsor", { name })}` : null}
    </p>
  );
}

/** What one person sees of a space and what not, each with its reason. */
export function SeesPanel({ space, person, of }: { space: WholeSpace; person: string; of: SpaceMember | undefined }) {
  const { t } = useTranslation();
  const question = useCallback(() => spaceView(space.space_id, person), [space.space_id, person]);
  const [asked, again] = useAsked(question);
  const face = of ? faceOf(of) : { id: person, name: localpart(person), picture: null };
  return (
    <>
      <PanelHead title={t("spaces.sees.title")} close={membersPath(space.space_id)} />
      <PanelBody>
        <div className={s.why}>
          <div className={s.as}>
            <Face of={face} size={48} />
            <div className={ui.two}>
              <p className={s.whoName}>
                <b>{of ? nameOfMember(of) : face.name}</b>
                {of?.external ? <GuestBadge /> : null}
              </p>
              <span>{of?.organisation?.label ?? person}</span>
            </div>
          </div>
          {of?.external ? <Terms of={of} /> : null}
          <Answered of={asked} again={again} failed={t("spaces.failed")}>
            {(view) => (
              <>
                <p>{t("spaces.sees.role", { role: roleName(t, view.preset) })}</p>
                <Parts of={view.sees} seen />
                <Parts of={view.not} seen={false} />
                <ApartPart space={space} person={person} name={face.name} sees={view} again={again} />
              </>
            )}
          </Answered>
        </div>
      </PanelBody>
    </>
  );
}
