import { useEffect, useMemo } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "wouter";
import { useConnected } from "../../session/hooks";
import { spaceAround } from "../../session/spaces";
import type { MessageTraceProps } from "../../shell/feature";
import { Trace } from "../../ui/parts";
import { StateGlyph } from "./Glyph";
import { tracingOf } from "./tracing";
import { columnName, glyphOf, glyphOfState, stateName, taskPath } from "./words";

const none: readonly never[] = [];

/** The tasks that a message became, and how far they are. */
export default function MessageTraces({ room, event }: MessageTraceProps) {
  const { t } = useTranslation();
  const { client, me } = useConnected();
  const tracing = useMemo(() => tracingOf(me, room, () => spaceAround(client, room, "tasks")), [me, room, client]);
  useEffect(() => tracing.watch(), [tracing]);
  const boards = tracing.boards.use();
  const cards = tracing.shown.use().get(event) ?? none;
  return cards
    .filter((card) => !card.archived)
    .map((card) => {
      const board = boards.get(card.space);
      const glyph = board ? glyphOf(board, card.column) : glyphOfState(card.state);
      return (
        <Trace key={card.id} icon={<StateGlyph of={glyph} size={15} />}>
          <Link className="cut" href={taskPath(card)}>
            {card.title}
          </Link>
          <span className="dim">{board ? columnName(board, card.column) : stateName(card.state, t)}</span>
        </Trace>
      );
    });
}
