import { Button } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { ownOrganisation } from "../../api/organisations";
import { changeSpace, type WholeSpace } from "../../api/spaces";
import { useAsked } from "../../api/useAsked";
import { say } from "../../shell/toast";
import { Badge, Wrong } from "../../ui/parts";
import s from "./spaces.module.css";
import { useSpaceDeed } from "./useSpace";

/** Whose space it is: each organisation brings itself in, and goes, by somebody of its own who hosts it. */
export function OwnersPart({ of, put }: { of: WholeSpace; put: (next: WholeSpace) => void }) {
  const { t } = useTranslation();
  const [asked] = useAsked(ownOrganisation);
  const { busy, refusal, run } = useSpaceDeed();
  const owners = of.organisations ?? [];
  const own = asked.state === "here" && asked.value && !asked.value.external ? asked.value.organisation : null;
  if (owners.length === 0 && !own) return null;
  const mine = own !== null && owners.some((one) => one.id === own.id);
  const set = (ids: readonly string[]) =>
    void run(async () => {
      put(await changeSpace(of.space_id, { organisations: ids }));
      say(t("spaces.settings.saved"));
    });
  const others = owners.filter((one) => one.id !== own?.id).map((one) => one.id);
  return (
    <section className={s.part}>
      <h2>{t("spaces.organisations")}</h2>
      <p>{t("spaces.owners.body")}</p>
      <ul className={s.owners}>
        {owners.map((one) => (
          <li key={one.id}>
            <Badge>{one.label}</Badge>
          </li>
        ))}
      </ul>
      <Wrong>{refusal}</Wrong>
      {own && !mine ? (
        <div>
          <Button variant="default" loading={busy} onClick={() => set([...others, own.id])}>
            {t("spaces.owners.add", { name: own.label })}
          </Button>
        </div>
      ) : null}
      {own && mine && others.length > 0 ? (
        <div>
          <Button variant="default" loading={busy} onClick={() => set(others)}>
            {t("spaces.owners.remove", { name: own.label })}
          </Button>
        </div>
      ) : null}
    </section>
  );
}
