import { IconX } from "@tabler/icons-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { useLocation } from "wouter";
import { type Answer, type Kind, kinds } from "../../api/search";
import { shortOf } from "../../base/names";
import { spaceLines } from "../../session/counts";
import { Face, OutsiderMark, Plaque } from "../../ui/parts";
import { type Question, searchPath } from "./paths";
import s from "./search.module.css";
import { useKindNames } from "./useKindNames";

interface ChipProps {
  readonly on: boolean;
  readonly toggle: () => void;
  readonly lead?: ReactNode;
  readonly count?: string | null;
  readonly children: string;
}
function Chip({ on, toggle, lead, count, children }: ChipProps) {
  return (
    <button type="button" className={s.chip} aria-pressed={on} onClick={toggle}>
      {lead}
      <span className="cut">{children}</span>
      {count ? <span className={s.chipCount}>{count}</span> : null}
      {on && lead ? <IconX size={14} stroke={2} aria-hidden /> : null}
    </button>
  );
}

function Row({ title, children }: { title: string; children: ReactNode }) {
  return (
    <div className={s.facet} role="group" aria-label={title}>
      <span className={s.facetTitle} aria-hidden>
        {title}
      </span>
      {children}
    </div>
  );
}

const countOf = (answer: Answer | null, kind: Kind): string | null => {
  const found = answer?.kinds.find((one) => one.kind === kind);
  return found ? `${found.count}${found.more ? "+" : ""}` : null;
};

function PersonLead({ id, name }: { id: string; name: string }) {
  return (
    <>
      <Face of={{ id, name, picture: null }} size={18} />
      <OutsiderMark id={id} />
    </>
  );
}

/** What narrows the search down: which kind, which space, whose; each chip is part of the address. */
export function Facets({ of, answer, all }: { of: Question; answer: Answer | null; all: Answer | null }) {
  const { t } = useTranslation();
  const [, go] = useLocation();
  const names = useKindNames();
  const mine = spaceLines.use();
  const put = (part: Partial<Question>) => go(searchPath({ ...of, ...part }), { replace: true });
  const found = answer ?? all;
  const spaces = found?.spaces ?? [];
  const people = found?.people ?? [];
  const nameOf = (space: string) => mine.find((one) => one.id === space)?.name || t("search.somewhere");
  const shownSpaces = spaces.some((one) => one.space === of.space)
    ? spaces
    : [...(of.space ? [{ space: of.space, name: nameOf(of.space), count: 0 }] : []), ...spaces];
  const shownPeople = people.some((one) => one.user === of.person)
    ? people
    : [...(of.person ? [{ user: of.person, name: t("search.someone"), count: 0 }] : []), ...people];
  return (
    <div className={s.facets}>
      <Row title={t("search.kinds")}>
        <Chip on={of.kind === null} toggle={() => put({ kind: null })}>
          {t("search.kind.all")}
        </Chip>
        {kinds.map((kind) => (
          <Chip
            key={kind}
            on={of.kind === kind}
            toggle={() => put({ kind: of.kind === kind ? null : kind })}
            count={countOf(all ?? answer, kind)}
          >
            {names[kind]}
          </Chip>
        ))}
      </Row>
      {shownSpaces.length > 0 ? (
        <Row title={t("search.spaces")}>
          {shownSpaces.map((one) => (
            <Chip
              key={one.space}
              on={of.space === one.space}
              toggle={() => put({ space: of.space === one.space ? null : one.space })}
              lead={<Plaque id={one.space} short={shortOf(one.name)} size={18} />}
              count={one.count > 0 ? String(one.count) : null}
            >
              {one.name}
            </Chip>
          ))}
        </Row>
      ) : null}
      {shownPeople.length > 0 ? (
        <Row title={t("search.people")}>
          {shownPeople.map((one) => (
            <Chip
              key={one.user}
              on={of.person === one.user}
              toggle={() => put({ person: of.person === one.user ? null : one.user })}
              lead={<PersonLead id={one.user} name={one.name} />}
              count={one.count > 0 ? String(one.count) : null}
            >
              {one.name}
            </Chip>
          ))}
        </Row>
      ) : null}
    </div>
  );
}
