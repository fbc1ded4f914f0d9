import { Button } from "@mantine/core";
import { IconFlag } from "@tabler/icons-react";
import { useCallback } from "react";
import { Trans, useTranslation } from "react-i18next";
import { Link } from "wouter";
import { reported } from "../../api/reported";
import { decideRequest, type SpaceRequest, spaceRequests, toDecide } from "../../api/spaces";
import { useAsked } from "../../api/useAsked";
import { useDeed } from "../../api/useDeed";
import { shortOf } from "../../base/names";
import { useNameOf } from "../../session/named";
import { Plaque, Wrong } from "../../ui/parts";
import { useAgo } from "./Home";
import s from "./home.module.css";

const unescaped = { tOptions: { interpolation: { escapeValue: true } }, shouldUnescape: true };

function Row({ of, again }: { of: SpaceRequest; again: () => void }) {
  const { t } = useTranslation();
  const { busy, refusal, run } = useDeed();
  const ago = useAgo();
  const name = useNameOf(of.by);
  const approve = () =>
    void run(async () => {
      await decideRequest(of.id, "approve", "");
      again();
    });
  return (
    <li className={s.need}>
      <Plaque id={of.id} short={shortOf(of.wish.name)} size={32} />
      <div>
        <p className={s.what}>
          <Trans
            i18nKey="home.what.request"
            values={{ name, where: of.wish.name }}
            components={{ b: <b /> }}
            {...unescaped}
          />
        </p>
        <p className={s.where}>
          <time dateTime={new Date(of.at).toISOString()}>{ago(of.at)}</time>
        </p>
      </div>
      <div className={s.acts}>
        <Button size="xs" variant="light" loading={busy} onClick={approve}>
          {t("home.accept")}
        </Button>
        <Button size="xs" variant="subtle" component={Link} href="/spaces/requests">
          {t("home.open")}
        </Button>
        <Wrong>{refusal}</Wrong>
      </div>
    </li>
  );
}

/** Reports that I may decide. */
export function ReportsRow() {
  const { t } = useTranslation();
  const count = reported.use();
  if (count === 0) return null;
  return (
    <li className={s.need}>
      <span className={s.lead}>
        <Plaque id="reports" short="!" size={32} />
        <IconFlag size={14} stroke={1.9} aria-hidden />
      </span>
      <p className={s.what}>
        <Trans i18nKey="home.what.reports" count={count} components={{ b: <b /> }} />
      </p>
      <div className={s.acts}>
        <Button size="xs" variant="light" component={Link} href="/admin/reports">
          {t("home.open")}
        </Button>
      </div>
    </li>
  );
}

/** Requests for spaces that I may decide. */
export function RequestRows() {
  const question = useCallback(() => spaceRequests(), []);
  const [asked, again] = useAsked(question);
  if (asked.state !== "here") return null;
  return toDecide(asked.value).map((one) => <Row key={one.id} of={one} again={again} />);
}
