import { Button, Select, Textarea, TextInput } from "@mantine/core";
import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import { decideRequest, type SpaceRequest, type Visibility, type Wish } from "../../api/spaces";
import { shortOf } from "../../base/names";
import { modelName } from "../../shell/spaceWords";
import ui from "../../ui/lines.module.css";
import { Badge, Plaque, Said, Wrong } from "../../ui/parts";
import { Facts } from "./RequestFacts";
import s from "./spaces.module.css";
import { useRequestDeed } from "./useSpace";
import { joiningsOf, visibilityOptions } from "./words";

const reasonMax = 1000;
const nameMax = 100;

type Way = "choose" | "refuse" | "amend";

interface AnswerProps {
  readonly children: ReactNode;
  readonly act: string;
  readonly danger?: boolean;
  readonly busy: boolean;
  readonly disabled: boolean;
  readonly submit: () => void;
  readonly back: () => void;
}

/** A form in place: what is said with the answer, the answer, and the way back. */
function Answer({ children, act, danger, busy, disabled, submit, back }: AnswerProps) {
  const { t } = useTranslation();
  return (
    <form
      className={ui.form}
      onSubmit={(e) => {
        e.preventDefault();
        submit();
      }}
    >
      {children}
      <div className={ui.actions}>
        <Button size="xs" {...(danger ? { color: "garance" } : {})} type="submit" loading={busy} disabled={disabled}>
          {act}
        </Button>
        <Button size="xs" variant="subtle" onClick={back}>
          {t("ui.cancel")}
        </Button>
      </div>
    </form>
  );
}

type Decide = (decision: "approve" | "refuse", reason: string, amended?: Partial<Wish>) => void;
interface FormProps {
  readonly of: SpaceRequest;
  readonly busy: boolean;
  readonly decide: Decide;
  readonly back: () => void;
}

function Refuse({ busy, decide, back }: FormProps) {
  const { t } = useTranslation();
  const [reason, setReason] = useState("");
  return (
    <Answer
      act={t("spaces.requests.refuse")}
      danger
      busy={busy}
      disabled={!reason.trim()}
      submit={() => decide("refuse", reason.trim())}
      back={back}
    >
      <Textarea
        data-autofocus
        label={t("spaces.requests.why")}
        value={reason}
        maxLength={reasonMax}
        autosize
        minRows={2}
        onChange={(e) => setReason(e.target.value)}
      />
    </Answer>
  );
}

/** Says yes to something else than what was asked for. */
function Amend({ of, busy, decide, back }: FormProps) {
  const { t } = useTranslation();
  const [name, setName] = useState(of.wish.name);
  const [visibility, setVisibility] = useState(of.wish.visibility);
  const fits = joiningsOf(visibility).includes(of.wish.joining);
  const amended = { name: name.trim(), visibility, joining: fits ? of.wish.joining : joiningsOf(visibility)[0]! };
  return (
    <Answer
      act={t("spaces.requests.approve")}
      busy={busy}
      disabled={!name.trim()}
      submit={() => decide("approve", "", amended)}
      back={back}
    >
      <TextInput
        data-autofocus
        label={t("spaces.name")}
        value={name}
        maxLength={nameMax}
        onChange={(e) => setName(e.target.value)}
      />
      <Select
        label={t("spaces.visibility")}
        data={visibilityOptions(t).map((one) => ({ value: one.value, label: one.name }))}
        value={visibility}
        allowDeselect={false}
        onChange={(next) => next && setVisibility(next as Visibility)}
      />
    </Answer>
  );
}

/** A request that I may decide: said yes, yes to something else, or no with a reason. */
export function ToDecide({ of, done }: { of: SpaceRequest; done: () => void }) {
  const { t } = useTranslation();
  const { busy, refusal, run } = useRequestDeed();
  const [way, go] = useState<Way>("choose");
  const decide: Decide = (decision, reason, amended) =>
    void run(async () => {
      await decideRequest(of.id, decision, reason, amended);
      done();
    });
  const form = { of, busy, decide, back: () => go("choose") };
  return (
    <li className={s.request}>
      <Plaque id={of.id} short={shortOf(of.wish.name)} size={40} />
      <div className="grow">
        <h2>
          {t("spaces.requests.make", { name: of.wish.name })} <Badge>{modelName(t, of.wish.model)}</Badge>
        </h2>
        <Said>{of.wish.need || of.wish.purpose}</Said>
        <Facts of={of} />
        {way === "refuse" ? (
          <Refuse {...form} />
        ) : way === "amend" ? (
          <Amend {...form} />
        ) : (
          <div className={ui.actions}>
            <Button size="xs" loading={busy} onClick={() => decide("approve", "")}>
              {t("spaces.requests.approve")}
            </Button>
            <Button size="xs" variant="default" onClick={() => go("amend")}>
              {t("spaces.requests.amend")}
            </Button>
            <Button size="xs" variant="default" onClick={() => go("refuse")}>
              {t("spaces.requests.refuse")}
            </Button>
          </div>
        )}
        <Wrong>{refusal}</Wrong>
      </div>
    </li>
  );
}
