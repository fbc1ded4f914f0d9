import { Button, NumberInput } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { newEntryCode, type SpaceEntryCode, type WholeSpace } from "../../api/spaces";
import { useRequest } from "../../api/useRequest";
import { Wrong } from "../../ui/parts";
import { Sheet } from "../../ui/Sheet";
import s from "./spaces.module.css";
import { useSpaceDeed } from "./useSpace";

const usesFirst = 30;
const usesMax = 1000;
const daysFirst = 14;
const daysMax = 90;
const dayMs = 86_400_000;

/** A code to print, which lets so many people in for so many days. */
export function InviteByCode({ space }: { space: WholeSpace }) {
  const { t } = useTranslation();
  const [uses, setUses] = useState<number | string>(usesFirst);
  const [days, setDays] = useState<number | string>(daysFirst);
  const [code, setCode] = useState<SpaceEntryCode | null>(null);
  const { busy, refusal, run } = useSpaceDeed();
  const request = useRequest();
  const make = () =>
    void run(async () => {
      const wish = { uses: Number(uses), expires_in_ms: Number(days) * dayMs, role: "contributor" } as const;
      setCode(await newEntryCode(space.space_id, wish, request.of(wish)));
    });
  if (code)
    return (
      <>
        <Sheet title={space.name} url={code.url} word={code.word} />
        <p className="small dim">{t("spaces.code.print")}</p>
      </>
    );
  return (
    <>
      <p>{t("spaces.code.body")}</p>
      <div className={s.pair}>
        <NumberInput
          label={t("spaces.code.uses")}
          value={uses}
          min={1}
          max={usesMax}
          allowDecimal={false}
          onChange={setUses}
        />
        <NumberInput
          label={t("spaces.code.days")}
          value={days}
          min={1}
          max={daysMax}
          allowDecimal={false}
          onChange={setDays}
        />
      </div>
      <Wrong>{refusal}</Wrong>
      <div>
        <Button variant="default" loading={busy} onClick={make}>
          {t("spaces.code.make")}
        </Button>
      </div>
    </>
  );
}
