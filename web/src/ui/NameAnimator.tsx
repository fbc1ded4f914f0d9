import { NativeSelect } from "@mantine/core";
import { useCallback, useState } from "react";
import { useTranslation } from "react-i18next";
import { couldAnimate, nameAnimator } from "../api/spaces";
import { useAsked } from "../api/useAsked";
import { useDeed } from "../api/useDeed";
import { account } from "../base/account";
import { plain } from "../base/names";
import { Answered } from "./Answered";
import { Dialog } from "./Dialog";

interface NameAnimatorProps {
  readonly space: string;
  readonly name: string;
  readonly close: () => void;
  readonly done: () => void;
}

/** Names who hosts a space that nobody hosts any more: somebody of it, or oneself. */
export function NameAnimator({ space, name, close, done }: NameAnimatorProps) {
  const { t } = useTranslation();
  const me = account.use()?.userId ?? "";
  const [asked, again] = useAsked(useCallback(() => couldAnimate(space), [space]));
  const [chosen, choose] = useState("");
  const { busy, refusal, run } = useDeed();
  const submit = () =>
    void run(async () => {
      await nameAnimator(space, chosen);
      done();
      close();
    });
  return (
    <Dialog
      title={t("ui.unanimated.title", { name })}
      close={close}
      act={t("ui.unanimated.do")}
      submit={submit}
      busy={busy}
      disabled={!chosen}
      wrong={refusal}
    >
      <p>{t("ui.unanimated.body")}</p>
      <Answered of={asked} again={again} failed={t("spaces.failed")}>
        {(people) => (
          <NativeSelect
            label={t("ui.unanimated.who")}
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
