import type { Schema } from "../../api/types.js";

/** The last stage of a case; it stands out where the case waits for its driver. */
export function Stage({ label, actions }: { label: string; actions: Schema<"ViewerAction">[] }) {
  const isWaiting = actions.some((action) => action === "resume" || action === "respond" || action === "pay");
  return <span class={isWaiting ? "tag wanted" : "tag"}>{label}</span>;
}
