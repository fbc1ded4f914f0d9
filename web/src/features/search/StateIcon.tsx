import { IconCircleCheck, IconCircleDashed, IconCircleHalf2 } from "@tabler/icons-react";
import type { TaskHit } from "../../api/search";

const icons = { open: IconCircleDashed, done: IconCircleHalf2, validated: IconCircleCheck };

/** How far a task is, beside its title. */
export function StateIcon({ of, size = 18 }: { of: TaskHit["state"]; size?: number }) {
  const Icon = icons[of];
  return <Icon size={size} stroke={1.7} aria-hidden />;
}
