import { useCallback } from "react";
import { useTranslation } from "react-i18next";
import { spaceMembers, type WholeSpace } from "../../api/spaces";
import { useAsked } from "../../api/useAsked";
import { plain } from "../../base/names";
import { localpart } from "../../session/people";
import { ApartLines } from "../../shell/ApartLines";
import { Readers } from "../../shell/WhyPanel";
import { Face } from "../../ui/parts";
import s from "./feed.module.css";

const animatorsMax = 6;
const apartMax = 8;

function Animators({ space }: { space: string }) {
  const { t } = useTranslation();
  const question = useCallback(() => spaceMembers(space), [space]);
  const [asked] = useAsked(question);
  if (asked.state !== "here") return null;
  // Those with most rights come first.
  const all = asked.value.members.filter((m) => m.role === "animator").slice(0, animatorsMax);
  return (
    <section>
      <h2>{t("feed.side.animators")}</h2>
      <ul className={s.rows}>
        {all.map((m) => {
          const name = plain(m.display_name ?? "") || localpart(m.user_id);
          return (
            <li key={m.user_id}>
              <Face of={{ id: m.user_id, name, picture: m.avatar_url ?? null }} size={28} />
              <span className="cut">
                {name}
                {m.organisation ? <span className={s.of}>{m.organisation.label}</span> : null}
              </span>
            </li>
          );
        })}
      </ul>
    </section>
  );
}

/** What stands beside the posts where there is room: what the space is for, who runs it, who reads it and why. */
export function Side({ space }: { space: WholeSpace }) {
  const { t } = useTranslation();
  const { audience } = space;
  const readers = space.feed_audience ?? audience;
  return (
    <aside className={s.side} aria-label={t("feed.side")}>
      {space.purpose ? (
        <section>
          <h2>{t("feed.side.about")}</h2>
          <p>{space.purpose}</p>
        </section>
      ) : null}
      <Animators space={space.space_id} />
      {audience && readers ? (
        <section>
          <h2>{t("feed.side.readers")}</h2>
          <Readers why={audience.why} of={readers} />
        </section>
      ) : null}
      <ApartLines of={space.apart} max={apartMax} />
    </aside>
  );
}
