import { Button, TextInput } from "@mantine/core";
import { IconCurrentLocation } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useKept } from "../base/kept";
import { coordinatesOf, type Position, typedPosition } from "../session/positions";
import { here, tellPlace } from "../session/tellPlace";
import { Dialog } from "../ui/Dialog";
import { useTalk } from "./talk";

const wordsMax = 200;

/** Asks the browser where this device is; what it says is put into the field of the coordinates. */
function Here({ found }: { found: (at: Position) => void }) {
  const { t } = useTranslation();
  const [state, setState] = useState<"still" | "asking" | "refused">("still");
  const look = async () => {
    setState("asking");
    try {
      found(await here());
      setState("still");
    } catch {
      setState("refused");
    }
  };
  return (
    <>
      <Button
        variant="default"
        loading={state === "asking"}
        onClick={() => void look()}
        leftSection={<IconCurrentLocation size={16} aria-hidden />}
      >
        {t("position.here")}
      </Button>
      <p role="status">{state === "refused" ? t("position.refused") : null}</p>
    </>
  );
}

/** Tells where something is: by this device, or by two numbers, and a few words. */
export function PositionDialog({ close }: { close: () => void }) {
  const { t } = useTranslation();
  const { room, thread, latest } = useTalk();
  const [words, setWords] = useKept(`position.words.${room.roomId}`);
  const [typed, keepTyped] = useKept(`position.at.${room.roomId}`);
  const [mine, setMine] = useState<Position | null>(null);
  // What the device said, and what was made of it: it goes with the dialog, and is kept nowhere.
  const [said, setSaid] = useState<string | null>(null);
  const [tried, setTried] = useState(false);
  const shown = said ?? typed;
  // Where one is counts as long as its numbers stand in the field.
  const isMine = mine !== null && shown === coordinatesOf(mine);
  const at = isMine ? mine : typedPosition(shown);
  const write = (next: string) => {
    const own = said === null || next === "";
    setSaid(own ? null : next);
    if (own) keepTyped(next);
  };
  const tell = () => {
    if (!at) return setTried(true);
    void tellPlace(room.roomId, at, words.trim(), isMine, thread ? { thread } : {}).then(() => {
      setWords("");
      keepTyped("");
    });
    close();
    latest();
  };
  return (
    <Dialog title={t("position.new")} close={close} act={t("position.share")} submit={tell}>
      <Here
        found={(where) => {
          setMine(where);
          setSaid(coordinatesOf(where));
        }}
      />
      <TextInput
        data-autofocus
        label={t("position.words")}
        description={t("position.wordsHint")}
        value={words}
        maxLength={wordsMax}
        onChange={(e) => setWords(e.target.value)}
      />
      <TextInput
        label={t("position.at")}
        description={t("position.atHint")}
        value={shown}
        inputMode="text"
        autoComplete="off"
        spellCheck={false}
        error={tried && !at ? t("position.wrong") : null}
        onChange={(e) => write(e.target.value)}
      />
      <p>{t("position.who")}</p>
    </Dialog>
  );
}
