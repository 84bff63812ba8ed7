import { useEffect, useState } from "preact/hooks";

/** An address within this page for bytes that only a token opens; given back when the page goes. */
export function usePicture(read: () => Promise<Blob>, about: unknown[]): string | undefined {
  const [url, setUrl] = useState<string>();
  useEffect(() => {
    let made: string | undefined;
    let isGone = false;
    read().then(
      (bytes) => {
        if (isGone) return;
        made = URL.createObjectURL(bytes);
        setUrl(made);
      },
      () => setUrl(undefined),
    );
    return () => {
      isGone = true;
      if (made !== undefined) URL.revokeObjectURL(made);
    };
  }, about);
  return url;
}
