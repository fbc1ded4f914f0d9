import { NativeSelect } from "@mantine/core";
import { useCallback, useState } from "react";
import { useTranslation } from "react-i18next";
import { type Candidate, couldHost, type History, nameHost } from "../api/heirs";
import { couldAnimate, nameAnimator } from "../api/spaces";
import { useAsked } from "../api/useAsked";
import { useDeed } from "../api/useDeed";
import { account } from "../base/account";
import { plain } from "../base/names";
import type { T } from "../i18n";
import { Answered } from "./Answered";
import { Dialog } from "./Dialog";

interface NameAnimatorProps {
  readonly of: { readonly kind: "space" | "room"; readonly id: string; readonly name: string };
  readonly close: () => void;
  readonly done: () => void;
}

interface Could {
  readonly people: readonly Candidate[];
  /** What I would read of a room of before, if I came in. */
  readonly history?: History;
  /** Whether I may come in from outside: not while whoever administered it may come back. */
  readonly open: boolean;
}
const ofSpace = async (id: string): Promise<Could> => ({ people: await couldAnimate(id), open: true });
const ofRoom = (id: string): Promise<Could> => couldHost(id);
const asks = { space: { could: ofSpace, name: nameAnimator }, room: { could: ofRoom, name: nameHost } };

function historyOf(history: History, t: T): string {
  switch (history) {
    case "all":
      return t("ui.unhosted.history.all");
    case "from_now":
      return t("ui.unhosted.history.now");
    case "encrypted":
      return t("ui.unhosted.history.encrypted");
  }
}

/** What it means to take a room over oneself, for who is not in it. */
function Coming({ could: { people, history }, me }: { could: Could; me: string }) {
  const { t } = useTranslation();
  if (history === undefined || people.some((one) => one.user_id === me)) return null;
  return (
    <p role="status">
      {t("ui.unhosted.coming")} {historyOf(history, t)} {t("ui.unhosted.told")}
    </p>
  );
}

/** Who may be chosen: oneself first, where one may, and those who are there. */
function choices({ people, open }: Could, me: string, t: T) {
  const own = open || people.some((one) => one.user_id === me) ? [{ value: me, label: t("ui.unanimated.me") }] : [];
  const others = people.filter((one) => one.user_id !== me);
  return [
    { value: "", label: t("ui.unanimated.choose") },
    ...own,
    ...others.map((one) => ({ value: one.user_id, label: plain(one.display_name ?? "") || one.user_id })),
  ];
}

/** Names who hosts a space, or a room, that nobody hosts any more: somebody of it, or oneself. */
export function NameAnimator({ of: { kind, id, name }, close, done }: NameAnimatorProps) {
  const { t } = useTranslation();
  const me = account.use()?.userId ?? "";
  const [asked, again] = useAsked(useCallback(() => asks[kind].could(id), [kind, id]));
  const [chosen, choose] = useState("");
  const { busy, refusal, run } = useDeed();
  const submit = () =>
    void run(async () => {
      await asks[kind].name(id, chosen);
      done();
      close();
    });
  return (
    <Dialog
      title={kind === "space" ? t("ui.unanimated.title", { name }) : t("ui.unhosted.title", { name })}
      close={close}
      act={t("ui.unanimated.do")}
      submit={submit}
      busy={busy}
      disabled={!chosen}
      wrong={refusal}
    >
      <p>{kind === "space" ? t("ui.unanimated.body") : t("ui.unhosted.body")}</p>
      <Answered of={asked} again={again} failed={t("spaces.failed")}>
        {(could) => (
          <>
            {could.open ? null : <p>{t("ui.unhosted.waits")}</p>}
            <NativeSelect
              label={kind === "space" ? t("ui.unanimated.who") : t("ui.unhosted.who")}
              value={chosen}
              onChange={(e) => choose(e.currentTarget.value)}
              data={choices(could, me, t)}
            />
            {chosen === me && me ? <Coming could={could} me={me} /> : null}
          </>
        )}
      </Answered>
    </Dialog>
  );
}
