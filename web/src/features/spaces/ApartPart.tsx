import { NativeSelect } from "@mantine/core";
import { useId } from "react";
import { useTranslation } from "react-i18next";
import {
  type Apart,
  type ApartApp,
  agentsAlone,
  grantsOf,
  type SpaceView,
  setApart,
  type WholeSpace,
} from "../../api/spaces";
import { useNameOf } from "../../session/named";
import { ApartWords } from "../../shell/ApartLines";
import { apartAppsOf, apartName, capital, grantName } from "../../shell/apartWords";
import { say } from "../../shell/toast";
import { Wrong } from "../../ui/parts";
import s from "./spaces.module.css";
import { useSpaceDeed } from "./useSpace";

const usual = "usual";

interface PartProps {
  readonly space: WholeSpace;
  readonly person: string;
  readonly name: string;
  readonly sees: SpaceView;
  readonly again: () => void;
}

/** What one app is to one person, chosen in place. */
function OneApp({ app, now, space, person, name, sees, again }: PartProps & { app: ApartApp; now: Apart | undefined }) {
  const { t } = useTranslation();
  const { busy, refusal, run } = useSpaceDeed();
  const by = useNameOf(now?.by);
  const external = sees.preset === "guest";
  const before = now?.grant ?? usual;
  const give = (grant: string, undo: boolean) =>
    void run(async () => {
      await setApart(space.space_id, person, app, grant);
      again();
      const said = t("apart.saved", { name, app: apartName(t, app), grant: grantName(t, app, grant) });
      say(said, undo ? () => give(before, false) : undefined);
    });
  return (
    <div>
      <NativeSelect
        label={capital(apartName(t, app))}
        {...(now?.by ? { description: t("apart.by", { by }) } : {})}
        value={before}
        disabled={busy}
        onChange={(e) => give(e.currentTarget.value, true)}
        data={[usual, ...grantsOf[app]]
          .filter((grant) => !external || !agentsAlone.includes(`${app} ${grant}`))
          .map((grant) => ({ value: grant, label: capital(grantName(t, app, grant)) }))}
      />
      <Wrong>{refusal}</Wrong>
    </div>
  );
}

/** What is set apart for one person: chosen by who administers the space, told to others. */
export function ApartPart(of: PartProps) {
  const { t } = useTranslation();
  const id = useId();
  const { space, sees } = of;
  const touches = sees.preset === "contributor" || sees.preset === "reader" || sees.preset === "guest";
  const may = space.rights.includes("set_role") && !space.archived && touches;
  if (!may && sees.apart.length === 0) return null;
  return (
    <section className={s.sees} aria-labelledby={id}>
      <h3 id={id}>{t("apart.title")}</h3>
      {may ? (
        <div className={s.apart}>
          <p>{t("apart.hint")}</p>
          {apartAppsOf(space).map((app) => (
            <OneApp key={app} {...of} app={app} now={sees.apart.find((one) => one.app === app)} />
          ))}
        </div>
      ) : (
        <ul>
          {sees.apart.map((one) => (
            <li key={one.app} data-words>
              <ApartWords of={one} />
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
