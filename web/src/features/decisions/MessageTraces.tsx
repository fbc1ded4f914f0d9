import { IconGavel } from "@tabler/icons-react";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "wouter";
import type { DecisionCard } from "../../api/decisions";
import { useConnected } from "../../session/hooks";
import type { MessageTraceProps } from "../../shell/feature";
import { Trace } from "../../ui/parts";
import { traced, tracesIn } from "./traces";
import { decisionPath, numbered, stateName } from "./words";

const none: readonly DecisionCard[] = [];

/** The decisions that were recorded from a message, and how far they are. */
export default function MessageTraces({ room, event }: MessageTraceProps) {
  const { t } = useTranslation();
  const { me } = useConnected();
  const turn = traced.use();
  const [of, set] = useState(none);
  useEffect(() => {
    let here = true;
    void tracesIn(me, room, turn).then((all) => here && set(all.get(event) ?? none));
    return () => {
      here = false;
    };
  }, [me, room, event, turn]);
  return of.map((one) => (
    <Trace key={one.id} icon={<IconGavel size={15} aria-hidden />}>
      <Link className="cut" href={decisionPath(one)}>
        {numbered(one, t)}
      </Link>
      <span className="dim">{stateName(one.state, t)}</span>
    </Trace>
  ));
}
