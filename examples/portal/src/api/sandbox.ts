import { useEffect, useState } from "preact/hooks";
import { openHub } from "./client.js";

let asked: Promise<boolean> | undefined;

/** Whether the hub is a sandbox, which alone has a clock that can be moved. Asked once. */
function isSandbox(): Promise<boolean> {
  asked ??= openHub.GET("/v1/sandbox/clock").then(
    ({ response }) => response.ok,
    () => false,
  );
  return asked;
}

export function useSandbox(): boolean {
  const [is, setIs] = useState(false);
  useEffect(() => void isSandbox().then(setIs), []);
  return is;
}
