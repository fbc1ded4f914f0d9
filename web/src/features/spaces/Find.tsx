import { Button, TextInput } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { IconSearch } from "@tabler/icons-react";
import { useCallback } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "wouter";
import { type Space, spaces } from "../../api/spaces";
import { useAsked } from "../../api/useAsked";
import { me as self } from "../../base/account";
import { useKept } from "../../base/kept";
import { shortOf } from "../../base/names";
import { useNewSpace } from "../../shell/newSpace";
import { Scroll } from "../../shell/Shell";
import { headOf } from "../../shell/spaceWords";
import { Answered } from "../../ui/Answered";
import ui from "../../ui/lines.module.css";
import { Badge, EmptyState, Head, Plaque } from "../../ui/parts";
import { newPath, spacePath, spacesPath } from "./paths";
import s from "./spaces.module.css";

const pauseMs = 250;

/** How a space stands to me, in two words. */
function State({ of }: { of: Space }) {
  const { t } = useTranslation();
  if (of.role) return <Badge tone="accent">{t("spaces.state.member")}</Badge>;
  if (of.invited) return <Badge tone="accent">{t("spaces.state.invited")}</Badge>;
  if (of.asked) return <Badge>{t("spaces.state.asked")}</Badge>;
  if (of.joining === "free") return <Badge>{t("spaces.state.open")}</Badge>;
  return of.joining === "approval" ? <Badge>{t("spaces.state.approval")}</Badge> : null;
}

function Row({ of }: { of: Space }) {
  const { t } = useTranslation();
  const who = of.organisations?.map((one) => one.label).join(", ");
  return (
    <li>
      <Link className={ui.pick} href={spacePath(of.space_id)}>
        <Plaque id={of.space_id} short={shortOf(of.name)} size={40} picture={of.avatar_url || null} />
        <span className={ui.two}>
          <b>{of.name}</b>
          {of.purpose ? <span className={s.purpose}>{of.purpose}</span> : null}
          <span>
            {headOf(t, of)}
            {who ? ` · ${who}` : null}
          </span>
        </span>
        <State of={of} />
      </Link>
    </li>
  );
}

/** No space is found by what was typed, or none can be found at all: why, and who helps. */
function Nothing({ typed }: { typed: boolean }) {
  const { t } = useTranslation();
  const guest = self.use()?.guest;
  const more = useNewSpace();
  const words = guest
    ? t("spaces.find.guest", { name: guest.sponsor })
    : typed
      ? t("spaces.find.noneBody")
      : t("spaces.find.nowhereBody");
  return (
    <EmptyState
      title={typed ? t("spaces.find.none") : t("spaces.find.nowhere")}
      actions={
        more ? (
          <Button component={Link} href={newPath}>
            {more}
          </Button>
        ) : undefined
      }
    >
      {words}
    </EmptyState>
  );
}

/** The spaces that I may find: by name, or all of my organisation's. */
export function Find() {
  const { t } = useTranslation();
  const [term, setTerm] = useKept("spaces.find");
  const [wanted] = useDebouncedValue(term.trim(), pauseMs);
  const question = useCallback(() => spaces(wanted), [wanted]);
  const [asked, again] = useAsked(question);
  return (
    <>
      <Head back={spacesPath} title={t("spaces.find")} />
      <Scroll label={t("spaces.find")}>
        <div className={s.page}>
          <TextInput
            label={t("spaces.find.field")}
            leftSection={<IconSearch size={16} aria-hidden />}
            value={term}
            onChange={(e) => setTerm(e.target.value)}
          />
          <Answered of={asked} again={again} failed={t("spaces.failed")}>
            {(found) =>
              found.length > 0 ? (
                <ul className={ui.rows} aria-label={t("spaces.find.found")}>
                  {found.map((one) => (
                    <Row key={one.space_id} of={one} />
                  ))}
                </ul>
              ) : (
                <Nothing typed={wanted !== ""} />
              )
            }
          </Answered>
        </div>
      </Scroll>
    </>
  );
}
