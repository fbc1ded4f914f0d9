import { Button, Switch, TextInput } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { IconSearch } from "@tabler/icons-react";
import { useCallback, useState } from "react";
import { useTranslation } from "react-i18next";
import {
  changeOrganisation,
  type HousedSpace,
  type Organisation,
  organisations,
  spacesOf,
} from "../../api/organisations";
import { useAsked } from "../../api/useAsked";
import { useDeed } from "../../api/useDeed";
import { shortOf } from "../../base/names";
import { useNames } from "../../session/named";
import { headOf, visibilityName } from "../../shell/spaceWords";
import { say } from "../../shell/toast";
import { Answered } from "../../ui/Answered";
import { Badge, EmptyState, Plaque, Wrong } from "../../ui/parts";
import s from "./admin.module.css";
import { OfOrganisation } from "./OfOrganisation";
import { why } from "./why";

/** Which spaces an organisation has, who animates them, and what rooms they have; and, for who runs the house, those of none. */
export function SpacesPage() {
  return (
    <OfOrganisation none={() => <SpacesOf of={null} />}>
      {(one) => (
        <>
          <SpacesOf of={one} />
          <Founding of={one} />
        </>
      )}
    </OfOrganisation>
  );
}

/** Whether its agents make spaces at once, or ask who approves. */
function Founding({ of }: { of: Organisation }) {
  const { t } = useTranslation();
  const question = useCallback(async () => (await organisations()).find(({ id }) => id === of.id) ?? of, [of]);
  const [asked, , put] = useAsked(question);
  const { busy, refusal, run } = useDeed(why());
  if (asked.state !== "here") return null;
  const now = asked.value;
  const { name, label, parent, siret } = now;
  const wish = { name, label, ...(parent ? { parent } : {}), ...(siret ? { siret } : {}) };
  const change = (direct: boolean) =>
    void run(async () => {
      put(await changeOrganisation(of.id, { ...wish, spaces: direct ? "direct" : "request" }));
      say(t("admin.saved"));
    });
  return (
    <section className={s.part}>
      <h2>{t("admin.spaces.founding")}</h2>
      <Switch
        label={t("admin.spaces.direct")}
        description={t("admin.spaces.direct.hint")}
        checked={now.spaces === "direct"}
        disabled={busy}
        onChange={(e) => change(e.currentTarget.checked)}
      />
      <Wrong>{refusal}</Wrong>
    </section>
  );
}

const typingMs = 250;

function SpacesOf({ of }: { of: Organisation | null }) {
  const { t } = useTranslation();
  const id = of?.id ?? null;
  const [typed, type] = useState("");
  const [words] = useDebouncedValue(typed.trim(), typingMs);
  const [asked, again, put] = useAsked(useCallback(() => spacesOf(id, words), [id, words]));
  const { busy, refusal, run } = useDeed(why());
  return (
    <>
      <div className={s.top}>
        <p>{of ? t("admin.spaces.hint") : t("admin.alone.spaces")}</p>
        <TextInput
          className={s.find}
          aria-label={t("admin.spaces.find")}
          placeholder={t("admin.spaces.find")}
          leftSection={<IconSearch size={16} aria-hidden />}
          value={typed}
          maxLength={100}
          onChange={(e) => type(e.currentTarget.value)}
        />
      </div>
      <Answered of={asked} again={again} failed={t("admin.failed")}>
        {({ spaces, next }) =>
          spaces.length === 0 ? (
            <EmptyState title={words ? t("admin.spaces.notFound") : t("admin.spaces.none")}>
              {words ? t("admin.people.notFound.hint") : t("admin.spaces.none.hint")}
            </EmptyState>
          ) : (
            <>
              <ul>
                {spaces.map((one) => (
                  <Row key={one.space_id} one={one} />
                ))}
              </ul>
              <Wrong>{refusal}</Wrong>
              {next === undefined ? null : (
                <Button
                  variant="default"
                  loading={busy}
                  onClick={() =>
                    void run(async () => {
                      const more = await spacesOf(id, words, next);
                      put({ ...more, spaces: [...spaces, ...more.spaces] });
                    })
                  }
                >
                  {t("admin.more")}
                </Button>
              )}
            </>
          )
        }
      </Answered>
    </>
  );
}

function Row({ one }: { one: HousedSpace }) {
  const { t } = useTranslation();
  const names = useNames(one.animators);
  return (
    <li className={`${s.person} ${s.tall}`}>
      <Plaque id={one.space_id} short={shortOf(one.name)} size={32} picture={one.avatar_url ?? null} />
      <div>
        <b>
          <span className="cut">{one.name}</span>
          {one.archived ? <Badge>{t("admin.spaces.archived")}</Badge> : null}
          {one.animators.length === 0 ? <Badge tone="danger">{t("admin.spaces.alone")}</Badge> : null}
        </b>
        <p>
          {headOf(t, one)} · {visibilityName(t, one.visibility)}
          {one.codes > 0 ? ` · ${t("admin.spaces.codes", { count: one.codes })}` : null}
        </p>
        {names.length > 0 ? <p>{t("admin.spaces.by", { names: names.join(", ") })}</p> : null}
        <details className={s.rooms}>
          <summary>{t("admin.spaces.rooms", { count: one.rooms.length })}</summary>
          <ul>
            {one.rooms.map((room) => (
              <li key={room.room_id}>
                {t("admin.spaces.room", { name: room.name, count: room.members })}
                {room.guests > 0 ? `, ${t("ui.audienceGuests", { count: room.guests })}` : null}
              </li>
            ))}
          </ul>
        </details>
      </div>
    </li>
  );
}
