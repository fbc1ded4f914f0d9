import { useCallback } from "react";
import { useTranslation } from "react-i18next";
import { type Report, type RoomChange, type SaidThere, saidAround } from "../../api/parvis";
import { useAsked } from "../../api/useAsked";
import { plain } from "../../base/names";
import type { T } from "../../i18n";
import { timeOf } from "../../i18n/dates";
import { linked, rich } from "../../message/html";
import { useNameOf } from "../../session/named";
import { Answered } from "../../ui/Answered";
import s from "./admin.module.css";

/** What was reported and what stands before it, as far as the server shows it. */
export function Around({ of }: { of: Report }) {
  const { t } = useTranslation();
  const [asked, again] = useAsked(useCallback(() => saidAround(of.id), [of.id]));
  return (
    <Answered of={asked} again={again} failed={t("admin.failed")}>
      {(said) => (
        <ol className={s.said}>
          {said.map((one) => (
            <One key={one.event_id} of={one} reported={one.event_id === of.event_id} />
          ))}
        </ol>
      )}
    </Answered>
  );
}

function One({ of, reported }: { of: SaidThere; reported: boolean }) {
  const { t } = useTranslation();
  const who = useNameOf(of.sender);
  const whom = useNameOf(of.state?.key.startsWith("@") ? of.state.key : undefined);
  return (
    <li aria-current={reported ? "true" : undefined}>
      <p>
        {who}, {timeOf(of.ts)}
      </p>
      {of.body === undefined ? (
        <p>{of.state ? changeOf(of.type, of.state, of.sender, whom, t) : absent(of, t)}</p>
      ) : (
        <blockquote className={s.words}>{of.html ? rich(of.html) : linked(plain(of.body))}</blockquote>
      )}
    </li>
  );
}

function absent(of: SaidThere, t: T): string {
  if (of.redacted) return t("report.redacted");
  return of.type === "m.room.encrypted" ? t("report.encrypted") : t("report.wordless");
}

/** What was changed in a room, as a sentence. */
function changeOf(type: string, of: RoomChange, by: string, whom: string, t: T): string {
  switch (type) {
    case "m.room.name":
      return of.name ? t("report.change.name", { name: plain(of.name) }) : t("report.change.nameGone");
    case "m.room.topic":
      return of.topic ? t("report.change.topic", { topic: plain(of.topic) }) : t("report.change.topicGone");
    case "m.room.avatar":
      return t("report.change.picture");
    case "m.room.create":
      return t("report.change.created");
    case "m.room.join_rules":
      return t("report.change.door");
    case "m.room.power_levels":
      return t("report.change.roles");
    case "m.room.history_visibility":
      return t("report.change.history");
    case "m.room.member":
      return memberOf(of, of.key === by, whom, t);
    default:
      return t("report.change.other");
  }
}

function memberOf({ membership, displayname }: RoomChange, own: boolean, whom: string, t: T): string {
  switch (membership) {
    case "join":
      return t("report.change.joined", { name: plain(displayname ?? "") || whom });
    case "invite":
      return t("report.change.invited", { who: whom });
    case "ban":
      return t("report.change.banned", { who: whom });
    case "leave":
      return own ? t("report.change.left") : t("report.change.removed", { who: whom });
    default:
      return t("report.change.other");
  }
}
