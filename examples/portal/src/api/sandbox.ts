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

/** Whether the hub is a sandbox; nothing as long as that is not known. */
export function useSandbox(): boolean | undefined {
  const [is, setIs] = useState<boolean>();
  useEffect(() => void isSandbox().then(setIs), []);
  return is;
}
