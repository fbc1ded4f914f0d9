import { Button, Select, Switch, TextInput } from "@mantine/core";
import { IconHash } from "@tabler/icons-react";
import { EventType, HistoryVisibility, JoinRule, type Room } from "matrix-js-sdk";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { useEdited } from "../../base/kept";
import type { useDoing } from "../../message/useDoing";
import { useConnected } from "../../session/hooks";
import { canSet } from "../../session/roles";
import { AliasTaken, factsOf, publish, published, setAlias, setHistory, setJoinRule } from "../../session/rooms";
import ui from "../../ui/lines.module.css";
import s from "./rooms.module.css";

const aliasWanted = /^[\p{L}\p{N}._-]{1,80}$/u;

type Run = ReturnType<typeof useDoing>["run"];

/** Who may enter, what newcomers can read, and whether the room stands in the list of open rooms. */
export function Access({ room, run }: { room: Room; run: Run }) {
  const { t } = useTranslation();
  const { me } = useConnected();
  const facts = factsOf(room);
  const [listed, setListed] = useState<boolean | null>(null);
  useEffect(() => {
    let here = true;
    published(room.roomId).then(
      (on) => here && setListed(on),
      () => undefined,
    );
    return () => {
      here = false;
    };
  }, [room]);
  const rules = [
    { value: JoinRule.Invite, label: t("rooms.access.invite") },
    { value: JoinRule.Knock, label: t("rooms.access.knock") },
    { value: JoinRule.Public, label: t("rooms.access.public") },
    // A room of a space is that until somebody makes it something else.
    ...(facts.joinRule === JoinRule.Restricted ? [{ value: JoinRule.Restricted, label: t("rooms.access.space") }] : []),
  ];
  const pasts = [
    { value: HistoryVisibility.Shared, label: t("rooms.history.shared") },
    { value: HistoryVisibility.Invited, label: t("rooms.history.invited") },
    { value: HistoryVisibility.Joined, label: t("rooms.history.joined") },
    { value: HistoryVisibility.WorldReadable, label: t("rooms.history.world") },
  ];
  return (
    <>
      <h3>{t("rooms.access.title")}</h3>
      <Select
        label={t("rooms.access.who")}
        data={rules}
        value={facts.joinRule}
        allowDeselect={false}
        disabled={!canSet(room, me, EventType.RoomJoinRules)}
        onChange={(to) => to && void run(() => setJoinRule(room.roomId, to as JoinRule))}
      />
      <Select
        label={t("rooms.history.who")}
        data={pasts}
        value={facts.history}
        allowDeselect={false}
        disabled={!canSet(room, me, EventType.RoomHistoryVisibility)}
        onChange={(to) => to && void run(() => setHistory(room.roomId, to as HistoryVisibility))}
      />
      {canSet(room, me, EventType.RoomCanonicalAlias) ? (
        <>
          <Address room={room} run={run} />
          {listed === null ? null : (
            <Switch
              label={t("rooms.access.listed")}
              checked={listed}
              onChange={(e) => {
                const on = e.target.checked;
                void run(async () => {
                  await publish(room.roomId, on);
                  setListed(on);
                });
              }}
            />
          )}
        </>
      ) : facts.alias ? (
        <p className={s.why}>{facts.alias}</p>
      ) : null}
    </>
  );
}

function Address({ room, run }: { room: Room; run: Run }) {
  const { t } = useTranslation();
  const { me } = useConnected();
  const local = room.getCanonicalAlias()?.slice(1).replace(/:.*$/, "") ?? "";
  const field = useEdited(`rooms.alias.${room.roomId}`, local);
  const alias = field.value;
  const [wrong, setWrong] = useState<string | null>(null);
  const save = async () => {
    if (alias && !aliasWanted.test(alias)) return setWrong(t("rooms.access.aliasWrong"));
    setWrong(null);
    await run(() =>
      setAlias(room, alias).catch((failure: unknown) => {
        if (!(failure instanceof AliasTaken)) throw failure;
        setWrong(t("rooms.access.aliasTaken"));
      }),
    );
  };
  return (
    <form
      className={ui.form}
      style={{ gap: "var(--s-2)" }}
      onSubmit={(e) => {
        e.preventDefault();
        void save();
      }}
    >
      <TextInput
        label={t("rooms.access.alias")}
        description={t("rooms.access.aliasHint", { server: me.replace(/^[^:]*:/, "") })}
        value={alias}
        error={wrong}
        leftSection={<IconHash size={15} aria-hidden />}
        onChange={(e) => field.write(e.target.value.trim().toLowerCase())}
      />
      {field.changed ? (
        <div className={s.actions}>
          <Button type="submit" size="xs" variant="light">
            {t("rooms.about.save")}
          </Button>
        </div>
      ) : null}
    </form>
  );
}
