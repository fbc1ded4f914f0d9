import { useEffect, useState } from "react";

/** Asks again for what is shown when there is more or less of it by now. */
export function useAgain(count: number | undefined, again: () => void): void {
  const [shown, show] = useState(count);
  useEffect(() => {
    if (count === shown) return;
    show(count);
    again();
  }, [count, shown, again]);
}
