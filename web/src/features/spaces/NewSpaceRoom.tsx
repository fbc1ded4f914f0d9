import { Checkbox, Textarea, TextInput } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { useLocation } from "wouter";
import { newSpaceRoom, type WholeSpace } from "../../api/spaces";
import { useRequest } from "../../api/useRequest";
import { useKept } from "../../base/kept";
import { roomOfSpacePath } from "../../message/paths";
import { Dialog } from "../../ui/Dialog";
import { useSpaceDeed } from "./useSpace";

const nameMax = 100;
const topicMax = 500;

/** Makes a room of a space: for everybody of the space, or for those invited. */
export function NewSpaceRoom({ space, close }: { space: WholeSpace; close: () => void }) {
  const { t } = useTranslation();
  const [name, setName] = useKept(`spaces.room.name.${space.space_id}`);
  const [topic, setTopic] = useKept(`spaces.room.topic.${space.space_id}`);
  const [shut, setShut] = useKept(`spaces.room.private.${space.space_id}`);
  const { busy, refusal, run } = useSpaceDeed();
  const request = useRequest();
  const [, go] = useLocation();
  const create = async () => {
    if (!name.trim()) return;
    const wish = { name: name.trim(), ...(topic.trim() ? { topic: topic.trim() } : {}), private: shut !== "" };
    const made = await run(() => newSpaceRoom(space.space_id, wish, request.of(wish)));
    if (!made) return;
    for (const settle of [setName, setTopic, setShut]) settle("");
    close();
    go(roomOfSpacePath(space.space_id, made.room_id));
  };
  return (
    <Dialog
      title={t("spaces.room.new")}
      close={close}
      act={t("spaces.room.create")}
      submit={() => void create()}
      busy={busy}
      disabled={!name.trim()}
      wrong={refusal}
    >
      <TextInput
        data-autofocus
        label={t("spaces.room.name")}
        value={name}
        maxLength={nameMax}
        onChange={(e) => setName(e.target.value)}
      />
      <Textarea
        label={t("spaces.room.topic")}
        value={topic}
        maxLength={topicMax}
        autosize
        minRows={2}
        onChange={(e) => setTopic(e.target.value)}
      />
      <Checkbox
        label={t("spaces.room.private")}
        description={t("spaces.room.privateHint")}
        checked={shut !== ""}
        onChange={(e) => setShut(e.target.checked ? "yes" : "")}
      />
    </Dialog>
  );
}
