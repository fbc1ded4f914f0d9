import { NativeSelect } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { Person } from "./parts";

interface SuccessorProps {
  readonly of: readonly Person[];
  readonly value: string;
  readonly set: (id: string) => void;
}

/** Asked of who is the last to run a place and goes: somebody takes their place first. */
export function Successor({ of, value, set }: SuccessorProps) {
  const { t } = useTranslation();
  return (
    <NativeSelect
      label={t("ui.successor")}
      description={t("ui.successor.hint")}
      value={value}
      onChange={(e) => set(e.currentTarget.value)}
      data={[{ value: "", label: t("ui.successor.none") }, ...of.map(({ id, name }) => ({ value: id, label: name }))]}
    />
  );
}
