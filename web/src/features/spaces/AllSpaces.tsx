import { Button } from "@mantine/core";
import { IconCompass } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { Link } from "wouter";
import { useOverview } from "../../session/hooks";
import { useNewSpace } from "../../shell/newSpace";
import { Scroll } from "../../shell/Shell";
import { EmptyState, Head } from "../../ui/parts";
import { findPath, newPath } from "./paths";
import s from "./spaces.module.css";

/** What stands beside the list of my spaces while none is open. */
export function AllSpaces() {
  const { t } = useTranslation();
  const more = useNewSpace();
  const some = useOverview().spaces.length > 0;
  return (
    <>
      <Head title={t("spaces.title")} />
      <Scroll label={t("spaces.title")}>
        <div className={s.page}>
          <EmptyState
            title={some ? t("spaces.choose.title") : t("spaces.empty.title")}
            actions={
              <>
                <Button component={Link} href={findPath} leftSection={<IconCompass size={16} aria-hidden />}>
                  {t("spaces.find")}
                </Button>
                {more ? (
                  <Button variant="default" component={Link} href={newPath}>
                    {more}
                  </Button>
                ) : null}
              </>
            }
          >
            {some ? t("spaces.choose.body") : t("spaces.empty.body")}
          </EmptyState>
        </div>
      </Scroll>
    </>
  );
}
