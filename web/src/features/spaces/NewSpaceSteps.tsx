import { NativeSelect, Radio, Textarea, TextInput } from "@mantine/core";
import { type ReactNode, useId } from "react";
import { useTranslation } from "react-i18next";
import { useFounding } from "../../api/founding";
import { type Joining, models, spaces, type Visibility } from "../../api/spaces";
import { useAsked } from "../../api/useAsked";
import { plain } from "../../base/names";
import { modelName, visibilityName } from "../../shell/spaceWords";
import s from "./spaces.module.css";
import { expectedIn, hasBoard, type WishDraft } from "./wish";
import { joiningOptions, modelHint, visibilityOptions } from "./words";

const nameMax = 100;
const purposeMax = 2000;
const membersCharsMax = 40;

function Title({ children, hint }: { children: ReactNode; hint: string }) {
  return (
    <>
      <h2 tabIndex={-1}>{children}</h2>
      <p>{hint}</p>
    </>
  );
}

/** One choice of a few, each with what it means. */
function Options<V extends string>({
  label,
  value,
  set,
  of,
}: {
  label: string;
  value: V;
  set: (next: V) => void;
  of: readonly { readonly value: V; readonly name: string; readonly hint: string }[];
}) {
  const id = useId();
  return (
    <Radio.Group aria-label={label} value={value} onChange={(next) => set(next as V)}>
      <div className={s.models}>
        {of.map((one) => (
          <label
            key={one.value}
            className={s.model}
            htmlFor={`${id}${one.value}`}
            data-on={one.value === value || undefined}
          >
            <Radio id={`${id}${one.value}`} value={one.value} aria-describedby={`${id}${one.value}-hint`} />
            <span>
              <b>{one.name}</b>
              <span className={s.modelHint} id={`${id}${one.value}-hint`}>
                {one.hint}
              </span>
            </span>
          </label>
        ))}
      </div>
    </Radio.Group>
  );
}

export function NeedStep({ of: { draft, put }, tried }: { of: WishDraft; tried: boolean }) {
  const { t } = useTranslation();
  return (
    <>
      <Title hint={t("spaces.need.hint")}>{t("spaces.need.title")}</Title>
      <div className={s.fields}>
        <TextInput
          label={t("spaces.name")}
          description={t("spaces.name.hint")}
          required
          value={draft.name}
          maxLength={nameMax}
          error={tried && !draft.name.trim() ? t("spaces.name.none") : null}
          onChange={(e) => put({ name: e.target.value })}
        />
        <Textarea
          label={t("spaces.purpose")}
          description={t("spaces.purpose.hint")}
          value={draft.purpose}
          maxLength={purposeMax}
          autosize
          minRows={3}
          onChange={(e) => put({ purpose: e.target.value })}
        />
        <TextInput
          label={t("spaces.expected")}
          inputMode="numeric"
          autoComplete="off"
          value={draft.members}
          maxLength={membersCharsMax}
          error={expectedIn(draft.members) === null ? t("spaces.expected.wrong") : null}
          w={240}
          onChange={(e) => put({ members: e.target.value })}
        />
      </div>
    </>
  );
}

export function ModelStep({ of: { draft, put } }: { of: WishDraft }) {
  const { t } = useTranslation();
  const options = models.map((value) => ({ value, name: modelName(t, value), hint: modelHint(t, value) }));
  return (
    <>
      <Title hint={t("spaces.model.hint")}>{t("spaces.model.title")}</Title>
      <Options label={t("spaces.model.title")} value={draft.model} set={(model) => put({ model })} of={options} />
    </>
  );
}

export function AccessStep({ of: { draft, put } }: { of: WishDraft }) {
  const { t } = useTranslation();
  return (
    <>
      <Title hint={t("spaces.access.hint")}>{t("spaces.access.title")}</Title>
      <h3>{t("spaces.visibility")}</h3>
      <Options<Visibility>
        label={t("spaces.visibility")}
        value={draft.visibility}
        set={(visibility) => put({ visibility })}
        of={visibilityOptions(t)}
      />
      <h3>{t("spaces.joining")}</h3>
      <Options<Joining>
        label={t("spaces.joining")}
        value={draft.joining}
        set={(joining) => put({ joining })}
        of={joiningOptions(t, draft.visibility)}
      />
    </>
  );
}

const boardsOf = async () =>
  (await spaces())
    .filter((one) => one.role && one.apps?.includes("tasks"))
    .sort((a, b) => a.name.localeCompare(b.name, "fr"));

/** Any board is a template of others: the space may begin with that of another one. */
function BoardChoice({ of: { draft, put } }: { of: WishDraft }) {
  const { t } = useTranslation();
  const [asked] = useAsked(boardsOf);
  if (asked.state !== "here" || asked.value.length === 0) return null;
  return (
    <NativeSelect
      label={t("spaces.send.board")}
      value={draft.board ?? ""}
      onChange={(e) => put({ board: e.target.value })}
      data={[
        { value: "", label: t("spaces.send.boardUsual") },
        ...asked.value.map((one) => ({
          value: one.space_id,
          label: t("spaces.send.boardOf", { name: plain(one.name) }),
        })),
      ]}
    />
  );
}

export function SendStep({ of }: { of: WishDraft }) {
  const { draft, number } = of;
  const { t } = useTranslation();
  const atOnce = useFounding() === "at_once";
  const joining = joiningOptions(t, draft.visibility).find((one) => one.value === draft.joining);
  const expected = expectedIn(draft.members);
  return (
    <>
      <Title hint={atOnce ? t("spaces.send.atOnce") : t("spaces.send.hint")}>{t("spaces.send.title")}</Title>
      <dl className={s.facts}>
        <dt>{t("spaces.name")}</dt>
        <dd>{draft.name}</dd>
        {draft.purpose.trim() ? (
          <>
            <dt>{t("spaces.purpose")}</dt>
            <dd>{draft.purpose}</dd>
          </>
        ) : null}
        <dt>{t("spaces.step.model")}</dt>
        <dd>{modelName(t, draft.model)}</dd>
        <dt>{t("spaces.visibility")}</dt>
        <dd>{visibilityName(t, draft.visibility)}</dd>
        <dt>{t("spaces.joining")}</dt>
        <dd>{joining?.name}</dd>
        {expected ? (
          <>
            <dt>{t("spaces.expected")}</dt>
            <dd>{number(expected)}</dd>
          </>
        ) : null}
      </dl>
      {atOnce && hasBoard(draft) ? <BoardChoice of={of} /> : null}
    </>
  );
}
