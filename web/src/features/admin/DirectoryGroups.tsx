import { Button, NativeSelect } from "@mantine/core";
import { IconUsersGroup } from "@tabler/icons-react";
import { useCallback, useState } from "react";
import { useTranslation } from "react-i18next";
import { type DirectoryGroup, directoryGroups, type Organisation, openSpaceToGroup } from "../../api/organisations";
import { type Space, spaces } from "../../api/spaces";
import { useAsked } from "../../api/useAsked";
import { useDeed } from "../../api/useDeed";
import { say } from "../../shell/toast";
import { Answered } from "../../ui/Answered";
import { Wrong } from "../../ui/parts";
import s from "./admin.module.css";
import { why } from "./why";

/** The groups that a directory keeps, and the space that one who animates it opens to each. */
export function DirectoryGroups({ of }: { of: Organisation }) {
  const { t } = useTranslation();
  const load = useCallback(async () => {
    const groups = await directoryGroups(of.id);
    const all = groups.length === 0 ? [] : await spaces();
    return { groups, mine: all.filter((one) => one.role === "animator" && !one.archived) };
  }, [of.id]);
  const [asked, again] = useAsked(load);
  return (
    <section className={s.part}>
      <h2>{t("directory.groups")}</h2>
      <p>{t("directory.groups.hint")}</p>
      <Answered of={asked} again={again} failed={t("admin.failed")}>
        {({ groups, mine }) =>
          groups.length === 0 ? (
            <p>{t("directory.groups.none")}</p>
          ) : (
            <ul>
              {groups.map((group) => (
                <Group key={group.id} of={of} group={group} mine={mine} changed={again} />
              ))}
            </ul>
          )
        }
      </Answered>
    </section>
  );
}

interface GroupProps {
  readonly of: Organisation;
  readonly group: DirectoryGroup;
  readonly mine: readonly Space[];
  readonly changed: () => void;
}

function Group({ of, group, mine, changed }: GroupProps) {
  const { t } = useTranslation();
  const [space, setSpace] = useState(group.space ?? "");
  const [role, setRole] = useState<string>(group.role ?? "contributor");
  const { busy, refusal, run } = useDeed(why({ missing: (t) => t("directory.space.gone") }));
  const save = () =>
    run(async () => {
      await openSpaceToGroup(of.id, group.id, space ? { space, role } : {});
      say(t("admin.saved"));
      changed();
    });
  const foreign = group.space && !mine.some(({ space_id }) => space_id === group.space);
  return (
    <li className={s.person}>
      <IconUsersGroup size={22} stroke={1.7} aria-hidden />
      <div>
        <b>{group.name}</b>
        <p>{t("directory.people", { count: group.people })}</p>
        <div className={s.inline}>
          <NativeSelect
            label={t("directory.space")}
            value={space}
            onChange={(e) => setSpace(e.currentTarget.value)}
            data={[
              { value: "", label: t("directory.space.none") },
              ...(foreign ? [{ value: group.space ?? "", label: t("directory.space.other") }] : []),
              ...mine.map(({ space_id, name }) => ({ value: space_id, label: name })),
            ]}
          />
          {space ? (
            <NativeSelect
              label={t("directory.role")}
              value={role}
              onChange={(e) => setRole(e.currentTarget.value)}
              data={[
                { value: "contributor", label: t("directory.role.contributor") },
                { value: "reader", label: t("directory.role.reader") },
              ]}
            />
          ) : null}
          <Button variant="default" loading={busy} onClick={() => void save()}>
            {t("admin.save")}
          </Button>
        </div>
        <Wrong>{refusal}</Wrong>
      </div>
    </li>
  );
}
