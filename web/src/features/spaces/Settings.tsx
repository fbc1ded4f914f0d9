import { Button, Switch, Textarea, TextInput } from "@mantine/core";
import { type ReactNode, useCallback, useState } from "react";
import { useTranslation } from "react-i18next";
import { useLocation } from "wouter";
import {
  changeSpace,
  type Joining,
  membersTable,
  removeFromSpace,
  type SpaceChange,
  saveTable,
  setSpaceRole,
  spaceMembers,
  type Visibility,
  type WholeSpace,
} from "../../api/spaces";
import { useAsked } from "../../api/useAsked";
import { useEdited } from "../../base/kept";
import { RoomNotices } from "../../message/RoomNotices";
import { useConnected } from "../../session/hooks";
import { spaceApps } from "../../shell/apps";
import { Scroll, Shell } from "../../shell/Shell";
import { modelName, visibilityName } from "../../shell/spaceWords";
import { say } from "../../shell/toast";
import { Choice } from "../../ui/Choice";
import { Dialog } from "../../ui/Dialog";
import ui from "../../ui/lines.module.css";
import { Head, type Person, Wrong } from "../../ui/parts";
import { Successor } from "../../ui/Successor";
import { GuestsPart } from "./GuestsPart";
import { faceOf } from "./MemberRow";
import { OwnersPart } from "./OwnersPart";
import { spacePath, spacesPath } from "./paths";
import { SpacePicture } from "./SpacePicture";
import s from "./spaces.module.css";
import { useSpaceDeed } from "./useSpace";
import { joiningOptions, joiningsOf, visibilityOptions } from "./words";

const nameMax = 100;
const purposeMax = 2000;

interface Part {
  readonly of: WholeSpace;
  readonly put: (next: WholeSpace) => void;
}

/** Changes the space and shows what it became. */
function useChange({ of, put }: Part) {
  const { t } = useTranslation();
  const { busy, refusal, run } = useSpaceDeed();
  const change = (next: SpaceChange) =>
    run(async () => {
      put(await changeSpace(of.space_id, next));
      say(t("spaces.settings.saved"));
      return true;
    });
  return { busy, refusal, change };
}

function Words({ of, put }: Part) {
  const { t } = useTranslation();
  const { busy, refusal, change } = useChange({ of, put });
  const name = useEdited(`spaces.set.name.${of.space_id}`, of.name);
  const purpose = useEdited(`spaces.set.purpose.${of.space_id}`, of.purpose ?? "");
  const changed = name.changed || purpose.changed;
  return (
    <form
      className={ui.form}
      noValidate
      onSubmit={(e) => {
        e.preventDefault();
        if (name.value.trim()) void change({ name: name.value.trim(), purpose: purpose.value.trim() });
      }}
    >
      <TextInput
        label={t("spaces.name")}
        value={name.value}
        maxLength={nameMax}
        error={name.value.trim() ? null : t("spaces.name.none")}
        onChange={(e) => name.write(e.target.value)}
      />
      <Textarea
        label={t("spaces.purpose")}
        value={purpose.value}
        maxLength={purposeMax}
        autosize
        minRows={3}
        onChange={(e) => purpose.write(e.target.value)}
      />
      <Wrong>{refusal}</Wrong>
      <div>
        <Button type="submit" loading={busy} disabled={!changed}>
          {t("spaces.settings.save")}
        </Button>
      </div>
    </form>
  );
}

function Access({ of, put }: Part) {
  const { t } = useTranslation();
  const { busy, refusal, change } = useChange({ of, put });
  const visibility = of.visibility ?? "private";
  const see = (next: Visibility) => {
    const fits = joiningsOf(next).includes(of.joining ?? "invitation");
    void change({ visibility: next, joining: fits ? of.joining! : joiningsOf(next)[0]! });
  };
  return (
    <>
      <Choice<Visibility>
        title={t("spaces.visibility")}
        value={visibility}
        set={see}
        of={visibilityOptions(t)}
        disabled={busy}
      />
      <Choice<Joining>
        title={t("spaces.joining")}
        value={of.joining ?? null}
        set={(joining) => void change({ joining, visibility })}
        of={joiningOptions(t, visibility)}
        disabled={busy}
      />
      <Wrong>{refusal}</Wrong>
    </>
  );
}

function Apps({ of, put }: Part) {
  const { t } = useTranslation();
  const { busy, refusal, change } = useChange({ of, put });
  const turn = (id: string, on: boolean) => {
    const others = (of.apps ?? []).filter((app) => app !== id);
    void change({ apps: on ? [...others, id] : others });
  };
  return (
    <section className={s.part}>
      <h2>{t("spaces.settings.apps")}</h2>
      <p>{t("spaces.settings.appsHint")}</p>
      {spaceApps.map((app) => (
        <Switch
          key={app.id}
          label={app.name(t)}
          checked={of.apps?.includes(app.id) === true}
          disabled={busy}
          onChange={(e) => turn(app.id, e.target.checked)}
        />
      ))}
      <Wrong>{refusal}</Wrong>
    </section>
  );
}

function Archive({ of, put }: Part) {
  const { t } = useTranslation();
  const { busy, refusal, change } = useChange({ of, put });
  const archived = of.archived === true;
  return (
    <section className={s.part}>
      <h2>{archived ? t("spaces.archive.reopenTitle") : t("spaces.archive.title")}</h2>
      <p>{archived ? t("spaces.archive.reopenBody") : t("spaces.archive.body")}</p>
      <Wrong>{refusal}</Wrong>
      <div>
        <Button variant="default" loading={busy} onClick={() => void change({ archived: !archived })}>
          {archived ? t("spaces.archive.reopen") : t("spaces.archive.do")}
        </Button>
      </div>
    </section>
  );
}

function Export({ of }: { of: WholeSpace }) {
  const { t } = useTranslation();
  const { busy, refusal, run } = useSpaceDeed();
  return (
    <section className={s.part}>
      <h2>{t("spaces.export.title")}</h2>
      <p>{t("spaces.export.body")}</p>
      <Wrong>{refusal}</Wrong>
      <div>
        <Button
          variant="default"
          loading={busy}
          onClick={() => void run(() => saveTable(membersTable(of.space_id), t("spaces.export.file")))}
        >
          {t("spaces.export.do")}
        </Button>
      </div>
    </section>
  );
}

/** Who could run a space after me, where nobody else does; asked once somebody wants to go. */
function useHeirs(of: WholeSpace, me: string, wanted: boolean): readonly Person[] {
  const asks = wanted && of.role === "animator";
  const question = useCallback(() => (asks ? spaceMembers(of.space_id) : Promise.resolve(null)), [asks, of.space_id]);
  const [asked] = useAsked(question);
  if (asked.state !== "here" || !asked.value) return [];
  const others = asked.value.members.filter((one) => one.user_id !== me && !one.external);
  // Those with most rights come first: one more who runs it is on the first page.
  if (others.some((one) => one.role === "animator")) return [];
  return others.map(faceOf);
}

function Leave({ of }: { of: WholeSpace }) {
  const { t } = useTranslation();
  const { me } = useConnected();
  const [asked, ask] = useState(false);
  const { busy, refusal, run } = useSpaceDeed();
  const [, go] = useLocation();
  const heirs = useHeirs(of, me, asked);
  const [heir, setHeir] = useState("");
  const leave = () =>
    void run(async () => {
      if (heir) await setSpaceRole(of.space_id, heir, "animator");
      await removeFromSpace(of.space_id, me);
      go(spacesPath, { replace: true });
    });
  return (
    <section className={s.part}>
      <h2>{t("spaces.leave.title")}</h2>
      <p>{t("spaces.leave.body")}</p>
      <div>
        <Button variant="default" data-danger onClick={() => ask(true)}>
          {t("spaces.leave.do")}
        </Button>
      </div>
      {asked ? (
        <Dialog
          title={t("spaces.leave.ask", { name: of.name })}
          close={() => ask(false)}
          act={t("spaces.leave.do")}
          submit={leave}
          danger
          busy={busy}
          disabled={heirs.length > 0 && !heir}
          wrong={refusal}
        >
          <p>{t("spaces.leave.body")}</p>
          {heirs.length > 0 ? <Successor of={heirs} value={heir} set={setHeir} /> : null}
        </Dialog>
      ) : null}
    </section>
  );
}

/** What a space says of itself, for who may not change it. */
function Facts({ of }: { of: WholeSpace }) {
  const { t } = useTranslation();
  const visibility = of.visibility ?? "private";
  return (
    <dl className={s.facts}>
      {of.purpose ? (
        <>
          <dt>{t("spaces.purpose")}</dt>
          <dd>{of.purpose}</dd>
        </>
      ) : null}
      <dt>{t("spaces.step.model")}</dt>
      <dd>{modelName(t, of.model)}</dd>
      <dt>{t("spaces.visibility")}</dt>
      <dd>{visibilityName(t, visibility)}</dd>
      <dt>{t("spaces.joining")}</dt>
      <dd>{joiningOptions(t, visibility).find((one) => one.value === of.joining)?.name}</dd>
      {of.audience?.externals === "admitted" ? (
        <>
          <dt>{t("spaces.guests.title")}</dt>
          <dd>{t("spaces.guests.isOpen")}</dd>
        </>
      ) : null}
      {of.organisations && of.organisations.length > 0 ? (
        <>
          <dt>{t("spaces.organisations")}</dt>
          <dd>{of.organisations.map((one) => one.label).join(", ")}</dd>
        </>
      ) : null}
    </dl>
  );
}

/** The settings of a space, or what it says of itself. */
export function Settings({ space, nav, put }: { space: WholeSpace; nav: ReactNode; put: (next: WholeSpace) => void }) {
  const { t } = useTranslation();
  const may = space.rights.includes("configure");
  const title = may ? t("spaces.settings") : t("spaces.about");
  const part = { of: space, put };
  return (
    <Shell title={t("spaces.title.of", { page: title, name: space.name })} nav={nav}>
      <Head back={spacePath(space.space_id)} of={space.name} title={title} />
      <Scroll label={title}>
        <div className={s.page}>
          {may && !space.archived ? (
            <>
              <Words {...part} />
              <SpacePicture {...part} />
              <Access {...part} />
              <Apps {...part} />
              <OwnersPart {...part} />
              <GuestsPart {...part} />
            </>
          ) : (
            <Facts of={space} />
          )}
          {space.feed_room ? (
            <section className={s.part}>
              <h2>{t("spaces.notices")}</h2>
              <p>{t("spaces.notices.hint")}</p>
              <RoomNotices room={space.feed_room} />
            </section>
          ) : null}
          {space.rights.includes("export") ? <Export of={space} /> : null}
          {may ? <Archive {...part} /> : null}
          <Leave of={space} />
        </div>
      </Scroll>
    </Shell>
  );
}
