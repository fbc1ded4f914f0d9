import { Button } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { WholeSpace } from "../../api/spaces";
import { me as self } from "../../base/account";
import { say } from "../../shell/toast";
import { NameAnimator } from "../../ui/NameAnimator";
import s from "./spaces.module.css";

/** A space without a host: who decides in its organisation names one; the others read whom to ask. */
export function Unhosted({ of, again }: { of: WholeSpace; again: () => void }) {
  const { t } = useTranslation();
  const decides = self.use()?.decides === true;
  const [naming, name] = useState(false);
  const done = () => {
    say(t("ui.unanimated.done"));
    again();
  };
  return (
    <section className={s.unhosted} aria-labelledby="unhosted">
      <h2 id="unhosted">{t("spaces.unhosted.title")}</h2>
      <p>{decides ? t("spaces.unhosted.body") : t("spaces.unhosted.ask")}</p>
      {decides ? (
        <div>
          <Button size="xs" variant="light" onClick={() => name(true)}>
            {t("home.unanimated.name")}
          </Button>
        </div>
      ) : null}
      {naming ? (
        <NameAnimator of={{ kind: "space", id: of.space_id, name: of.name }} close={() => name(false)} done={done} />
      ) : null}
    </section>
  );
}
