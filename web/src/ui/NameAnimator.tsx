import { NativeSelect } from "@mantine/core";
import { useCallback, useState } from "react";
import { useTranslation } from "react-i18next";
import { couldHost, nameHost } from "../api/heirs";
import { couldAnimate, nameAnimator } from "../api/spaces";
import { useAsked } from "../api/useAsked";
import { useDeed } from "../api/useDeed";
import { account } from "../base/account";
import { plain } from "../base/names";
import { Answered } from "./Answered";
import { Dialog } from "./Dialog";

interface NameAnimatorProps {
  readonly of: { readonly kind: "space" | "room"; readonly id: string; readonly name: string };
  readonly close: () => void;
  readonly done: () => void;
}

const asks = { space: { could: couldAnimate, name: nameAnimator }, room: { could: couldHost, name: nameHost } };

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
        {(people) => (
          <NativeSelect
            label={kind === "space" ? t("ui.unanimated.who") : t("ui.unhosted.who")}
            value={chosen}
            onChange={(e) => choose(e.currentTarget.value)}
            data={[
              { value: "", label: t("ui.unanimated.choose") },
              { value: me, label: t("ui.unanimated.me") },
              ...people
                .filter((one) => one.user_id !== me)
                .map((one) => ({ value: one.user_id, label: plain(one.display_name ?? "") || one.user_id })),
            ]}
          />
        )}
      </Answered>
    </Dialog>
  );
}
