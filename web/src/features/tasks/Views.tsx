import { Button, Checkbox, Menu, TextInput } from "@mantine/core";
import {
  IconArrowBackUp,
  IconBookmark,
  IconBookmarkOff,
  IconBookmarkPlus,
  IconCheck,
  IconDeviceFloppy,
  IconLink,
  IconPencil,
  IconTrash,
} from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useSearch } from "wouter";
import type { View } from "../../api/taskViews";
import { useDeed } from "../../api/useDeed";
import { say } from "../../shell/toast";
import { Dialog } from "../../ui/Dialog";
import { Wrong } from "../../ui/parts";
import { useTasks } from "./context";
import s from "./tasks.module.css";
import { type OfViews, useViews, whyNot } from "./useViews";
import { lookOf, named } from "./views";

const nameMax = 60;

interface NamingProps {
  readonly of: View | null;
  readonly views: OfViews;
  readonly close: () => void;
}

/** Gives a view its name, and says whose it is. */
function Naming({ of, views, close }: NamingProps) {
  const { t } = useTranslation();
  const { may } = useTasks();
  const search = useSearch();
  const { busy, refusal, run } = useDeed(whyNot);
  const [name, write] = useState(of?.name ?? "");
  const [shared, share] = useState(of?.shared ?? false);
  const submit = () =>
    void run(async () => {
      const wish = { name: name.trim(), shared, look: of?.look ?? lookOf(search) };
      await (of ? views.change(of, wish) : views.keep(wish));
      close();
    });
  return (
    <Dialog
      title={of ? t("views.renameTitle") : t("views.keepTitle")}
      close={close}
      act={t("views.save")}
      disabled={name.trim() === ""}
      busy={busy}
      wrong={refusal}
      submit={submit}
    >
      {of ? null : <p>{t("views.what")}</p>}
      <TextInput
        data-autofocus
        label={t("views.name")}
        maxLength={nameMax}
        value={name}
        onChange={(e) => write(e.target.value)}
        autoComplete="off"
      />
      {may.arrange ? (
        <Checkbox
          label={t("views.share")}
          description={t("views.shareHint")}
          checked={shared}
          onChange={(e) => share(e.currentTarget.checked)}
        />
      ) : null}
    </Dialog>
  );
}

function Removing({ of, views, close }: NamingProps & { readonly of: View }) {
  const { t } = useTranslation();
  const { busy, refusal, run } = useDeed(whyNot);
  const submit = () =>
    void run(async () => {
      await views.remove(of);
      close();
    });
  return (
    <Dialog
      title={t("views.removeTitle", { name: of.name })}
      close={close}
      act={t("views.remove")}
      danger
      busy={busy}
      wrong={refusal}
      submit={submit}
    >
      <p>{of.shared ? t("views.removeShared") : t("views.removeOwn")}</p>
    </Dialog>
  );
}

function Lines({ views }: { views: OfViews }) {
  const { t } = useTranslation();
  const { asked, chosen, again, choose } = views;
  if (asked.state === "waiting") return <Menu.Label role="status">{t("views.waiting")}</Menu.Label>;
  if (asked.state === "refused")
    return (
      <>
        <Menu.Label>{whyNot(asked.why, t)}</Menu.Label>
        <Menu.Item closeMenuOnClick={false} onClick={again}>
          {t("views.again")}
        </Menu.Item>
      </>
    );
  if (asked.value.length === 0) return <Menu.Label className={s.apart ?? ""}>{t("views.none")}</Menu.Label>;
  const groups = [
    { key: "own", name: t("views.own"), of: asked.value.filter((view) => !view.shared) },
    { key: "shared", name: t("views.shared"), of: asked.value.filter((view) => view.shared) },
  ].filter((group) => group.of.length > 0);
  return groups.map((group) => (
    <div key={group.key} role="group" aria-label={group.name}>
      <Menu.Label>{group.name}</Menu.Label>
      {group.of.map((view) => (
        <Menu.Item
          key={view.id}
          leftSection={chosen?.id === view.id ? <IconCheck size={16} aria-hidden /> : <span className={s.noIcon} />}
          aria-current={chosen?.id === view.id ? "true" : undefined}
          onClick={() => choose(view)}
        >
          {view.name}
        </Menu.Item>
      ))}
    </div>
  ));
}

interface ActsProps {
  readonly views: OfViews;
  readonly open: (dialog: "keep" | "rename" | "remove") => void;
  readonly save: () => void;
}

/** What can be done with the view that is chosen, and with how tasks are looked at. */
function ViewActs({ views, open, save }: ActsProps) {
  const { t } = useTranslation();
  const { root } = useTasks();
  const { chosen, changed, mayChange, choose, leave } = views;
  const mine = chosen !== null && mayChange(chosen);
  const copy = (view: View) =>
    void navigator.clipboard.writeText(`${location.origin}${root}?${named}=${encodeURIComponent(view.id)}`).then(
      () => say(t("tasks.linkCopied")),
      () => undefined,
    );
  return (
    <>
      {changed && mine ? (
        <Menu.Item leftSection={<IconDeviceFloppy size={16} aria-hidden />} onClick={save}>
          {t("views.saveChanges")}
        </Menu.Item>
      ) : null}
      {changed && chosen ? (
        <Menu.Item leftSection={<IconArrowBackUp size={16} aria-hidden />} onClick={() => choose(chosen)}>
          {t("views.back")}
        </Menu.Item>
      ) : null}
      <Menu.Item leftSection={<IconBookmarkPlus size={16} aria-hidden />} onClick={() => open("keep")}>
        {t("views.keep")}
      </Menu.Item>
      {chosen ? (
        <>
          <Menu.Divider />
          <Menu.Item leftSection={<IconLink size={16} aria-hidden />} onClick={() => copy(chosen)}>
            {t("tasks.copyLink")}
          </Menu.Item>
          {mine ? (
            <>
              <Menu.Item leftSection={<IconPencil size={16} aria-hidden />} onClick={() => open("rename")}>
                {t("views.rename")}
              </Menu.Item>
              <Menu.Item leftSection={<IconTrash size={16} aria-hidden />} onClick={() => open("remove")}>
                {t("views.removeItem")}
              </Menu.Item>
            </>
          ) : null}
          <Menu.Item leftSection={<IconBookmarkOff size={16} aria-hidden />} onClick={leave}>
            {t("views.leave")}
          </Menu.Item>
        </>
      ) : null}
    </>
  );
}

/** The views of the board: one's own, and those of all in the space. */
export function Views() {
  const { t } = useTranslation();
  const search = useSearch();
  const views = useViews();
  const { chosen, changed } = views;
  const [dialog, open] = useState<"keep" | "rename" | "remove" | null>(null);
  const { run, refusal } = useDeed(whyNot);
  const save = () =>
    void run(async () => {
      if (chosen) await views.change(chosen, { ...chosen, look: lookOf(search) });
    });
  return (
    <>
      <Menu withinPortal returnFocus onOpen={views.again}>
        <Menu.Target>
          <Button
            className={s.viewButton ?? ""}
            variant="subtle"
            data-quiet
            leftSection={<IconBookmark size={16} aria-hidden />}
          >
            <span className={s.viewName}>
              {chosen
                ? changed
                  ? t("views.chosenChanged", { name: chosen.name })
                  : t("views.chosen", { name: chosen.name })
                : t("views.title")}
            </span>
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          <Lines views={views} />
          <Menu.Divider />
          <ViewActs views={views} open={open} save={save} />
        </Menu.Dropdown>
      </Menu>
      <Wrong>{refusal}</Wrong>
      {dialog === "keep" || (dialog === "rename" && chosen) ? (
        <Naming of={dialog === "rename" ? chosen : null} views={views} close={() => open(null)} />
      ) : null}
      {dialog === "remove" && chosen ? <Removing of={chosen} views={views} close={() => open(null)} /> : null}
    </>
  );
}
