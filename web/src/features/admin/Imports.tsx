import { Button } from "@mantine/core";
import { type ChangeEvent, type DragEvent, useCallback, useRef } from "react";
import { useTranslation } from "react-i18next";
import { Refusal } from "../../api/http";
import { type Import, imports, readImport } from "../../api/imports";
import type { Organisation } from "../../api/organisations";
import { useAsked } from "../../api/useAsked";
import { useDeed } from "../../api/useDeed";
import type { T } from "../../i18n";
import { Answered } from "../../ui/Answered";
import { EmptyState, Said, Wrong } from "../../ui/parts";
import s from "./admin.module.css";
import { ImportCard } from "./ImportCard";
import { OfOrganisation } from "./OfOrganisation";
import { why } from "./why";

/** As the server: one that is larger is told so before it is sent. */
const bytesMax = 16 * 1024 * 1024;

/** Accounts for many people, from a file: first what it would do, then what it did. */
export function Imports() {
  return <OfOrganisation>{(one) => <Files of={one} />}</OfOrganisation>;
}

function Files({ of }: { of: Organisation }) {
  const { t } = useTranslation();
  const [asked, again, put] = useAsked(useCallback(() => imports(of.id), [of.id]));
  return (
    <Answered of={asked} again={again} failed={t("admin.failed")}>
      {(all) => (
        <>
          <FileChoice of={of} add={(fresh) => put([fresh, ...all])} />
          {all.length === 0 ? (
            <EmptyState title={t("imports.none")}>{t("imports.none.hint")}</EmptyState>
          ) : (
            all.map((one, i) => (
              <ImportCard
                key={one.id}
                first={one}
                open={i === 0}
                gone={() => put(all.filter(({ id }) => id !== one.id))}
              />
            ))
          )}
        </>
      )}
    </Answered>
  );
}

const wrong = (failure: unknown, t: T): string => {
  if (failure instanceof Refusal && failure.status === 413) return t("imports.tooLarge");
  if (failure instanceof Refusal && failure.code === "M_RESOURCE_LIMIT_EXCEEDED") return t("imports.tooMany");
  const line = failure instanceof Refusal ? /quote that begins on line (\d+)/.exec(failure.message)?.[1] : undefined;
  if (line) return t("imports.quote", { line });
  return why({ invalid: (t) => t("imports.wrong") })(failure, t);
};

function FileChoice({ of, add }: { of: Organisation; add: (fresh: Import) => void }) {
  const { t } = useTranslation();
  const field = useRef<HTMLInputElement>(null);
  const { busy, refusal, run, refuse } = useDeed(wrong);
  const read = (file: File | undefined) => {
    if (!file || busy) return;
    if (file.size > bytesMax) return refuse((t) => t("imports.tooLarge"));
    void run(async () => add(await readImport(of.id, file)));
  };
  const choose = (e: ChangeEvent<HTMLInputElement>) => {
    read(e.currentTarget.files?.[0]);
    e.currentTarget.value = "";
  };
  const drop = (e: DragEvent) => {
    e.preventDefault();
    read(e.dataTransfer.files[0]);
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: a mouse drops here; the keyboard has the button
    <div className={s.drop} onDragOver={(e) => e.preventDefault()} onDrop={drop}>
      <p>{t("imports.hint")}</p>
      <Said>{t("imports.example")}</Said>
      <input
        ref={field}
        type="file"
        accept=".csv,.txt,text/csv,text/plain"
        onChange={choose}
        className="hidden"
        tabIndex={-1}
        aria-hidden
      />
      <Button loading={busy} onClick={() => field.current?.click()}>
        {t("imports.choose")}
      </Button>
      <Wrong>{refusal}</Wrong>
    </div>
  );
}
