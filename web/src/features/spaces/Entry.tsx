import { Button } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { Link, useLocation, useParams } from "wouter";
import { Refusal } from "../../api/http";
import { reasonOf } from "../../api/reasons";
import { enterByWord } from "../../api/spaces";
import { useDeed } from "../../api/useDeed";
import { account } from "../../base/account";
import type { T } from "../../i18n";
import { Scroll, Shell } from "../../shell/Shell";
import { EmptyState, Head, Wrong } from "../../ui/parts";
import { spacePath } from "./paths";
import s from "./spaces.module.css";

const sentence = (failure: unknown, t: T): string =>
  failure instanceof Refusal && (failure.status === 403 || failure.status === 404)
    ? t("spaces.entry.worthless")
    : reasonOf(failure, t);

/** Where a printed code, or a mailed invitation, leads. */
export default function Entry() {
  const { t } = useTranslation();
  const { word = "" } = useParams<{ word: string }>();
  const { busy, refusal, run } = useDeed(sentence);
  const [, go] = useLocation();
  const mine = account.use();
  const next = `?next=${encodeURIComponent(`/entry/${encodeURIComponent(word)}`)}`;
  const enter = () =>
    void run(async () => {
      const { space_id: id } = await enterByWord(word);
      go(spacePath(id), { replace: true });
    });
  return (
    <Shell title={t("spaces.entry.short")}>
      <Head title={t("spaces.entry.short")} />
      <Scroll label={t("spaces.entry.short")}>
        <div className={s.page}>
          <EmptyState
            title={t("spaces.entry.title")}
            actions={
              mine ? (
                <Button loading={busy} onClick={enter}>
                  {t("spaces.door.join")}
                </Button>
              ) : (
                <>
                  <Button component={Link} href={`/invite/${encodeURIComponent(word)}${next}`}>
                    {t("spaces.entry.account")}
                  </Button>
                  <Button variant="default" component={Link} href={`/sign-in${next}`}>
                    {t("spaces.entry.signIn")}
                  </Button>
                </>
              )
            }
          >
            {t("spaces.entry.body", { word })}
          </EmptyState>
          <Wrong>{refusal}</Wrong>
        </div>
      </Scroll>
    </Shell>
  );
}
