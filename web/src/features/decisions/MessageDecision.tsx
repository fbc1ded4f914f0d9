import { NativeSelect, TextInput } from "@mantine/core";
import { useCallback, useState } from "react";
import { useTranslation } from "react-i18next";
import { useLocation } from "wouter";
import { type Decision, makeDecision, tieDecision } from "../../api/decisions";
import { reasonOf } from "../../api/reasons";
import { space as oneSpace, type Space, spaces } from "../../api/spaces";
import { useAsked } from "../../api/useAsked";
import { useDeed } from "../../api/useDeed";
import { plain } from "../../base/names";
import { useOneLine } from "../../message/MessageBody";
import { titleFrom } from "../../message/titleFrom";
import { useConnected, useEvent } from "../../session/hooks";
import { bodyOfEvent } from "../../session/message";
import { spaceAround } from "../../session/spaces";
import type { MessageDeedProps } from "../../shell/feature";
import { SpaceAudience } from "../../shell/SpaceAudience";
import { say } from "../../shell/toast";
import { Dialog } from "../../ui/Dialog";
import { traced } from "./traces";
import { decisionPath, sentence, titleMax } from "./words";

/** The registers of my spaces; that of the space around the message comes first. */
function useRegisters(around: string | null) {
  const question = useCallback(async () => {
    const all = (await spaces()).filter((one) => one.role && !one.archived && one.apps?.includes("decisions"));
    return all.sort((a, b) => Number(b.space_id === around) - Number(a.space_id === around));
  }, [around]);
  return useAsked(question);
}

/** Who will see the decision. */
function SeenBy({ of }: { of: string }) {
  const [asked] = useAsked(useCallback(() => oneSpace(of), [of]));
  if (asked.state !== "here") return null;
  return (
    <p>
      <SpaceAudience space={asked.value} root={`/spaces/${encodeURIComponent(of)}`} of="decisions" />
    </p>
  );
}

interface FormProps extends MessageDeedProps {
  readonly registers: readonly Space[];
  readonly words: string;
  readonly encrypted: boolean;
  readonly made: (of: Decision) => void;
}

function Form({ registers, words, encrypted, made, room, event, close }: FormProps) {
  const { t } = useTranslation();
  const { busy, run, refusal } = useDeed(sentence);
  const [request] = useState(() => crypto.randomUUID());
  const [title, write] = useState(titleFrom(words));
  const [space, choose] = useState(registers[0]?.space_id ?? "");
  const submit = () =>
    void run(async () => {
      const of = await makeDecision(space, request, { title: title.trim(), text: words });
      await tieDecision(of.id, { kind: "message", room, event, way: "from" });
      made(of);
      close();
    });
  if (registers.length === 0)
    return (
      <Dialog title={t("decisions.fromMessage.title")} close={close} act={t("ui.close")} submit={close} only>
        <p>{t("decisions.fromMessage.none")}</p>
      </Dialog>
    );
  return (
    <Dialog
      title={t("decisions.fromMessage.title")}
      close={close}
      act={t("decisions.saveDraft")}
      busy={busy}
      disabled={title.trim() === "" || space === ""}
      wrong={refusal}
      submit={submit}
    >
      <TextInput
        data-autofocus
        label={t("decisions.field.title")}
        description={t("decisions.titleHint")}
        maxLength={titleMax}
        value={title}
        onChange={(e) => write(e.target.value)}
      />
      <NativeSelect
        label={t("decisions.fromMessage.register")}
        value={space}
        onChange={(e) => choose(e.target.value)}
        data={registers.map((one) => ({ value: one.space_id, label: plain(one.name) }))}
      />
      {space ? <SeenBy of={space} /> : null}
      {encrypted ? <p role="note">{t("decisions.fromMessage.encrypted")}</p> : null}
    </Dialog>
  );
}

/** A message becomes a draft: its words the text, and each leads to the other. */
export default function MessageDecision(props: MessageDeedProps) {
  const { t } = useTranslation();
  const [, go] = useLocation();
  const oneLine = useOneLine();
  const { client } = useConnected();
  const room = client.getRoom(props.room)!;
  const [asked, again] = useRegisters(spaceAround(client, props.room, "decisions"));
  const event = useEvent(room, props.event);
  if (event === undefined || asked.state === "waiting") return null;
  if (asked.state === "refused")
    return (
      <Dialog title={t("decisions.fromMessage.title")} close={props.close} act={t("ui.retry")} submit={again}>
        <p>{reasonOf(asked.why, t)}</p>
      </Dialog>
    );
  const words = event ? oneLine(bodyOfEvent(event)).replace(/\s+/g, " ").trim() : "";
  const made = (of: Decision) => {
    traced.set((n) => n + 1);
    say(t("decisions.made", { number: of.number }), undefined, {
      name: t("decisions.fromMessage.open"),
      open: () => go(decisionPath(of)),
    });
  };
  return (
    <Form {...props} registers={asked.value} words={words} encrypted={room.hasEncryptionStateEvent()} made={made} />
  );
}
