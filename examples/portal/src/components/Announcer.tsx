import { useEffect, useState } from "preact/hooks";

let tell: (text: string) => void = () => undefined;

/** Says to everybody, screen readers among them, what has just happened. */
export function announce(text: string): void {
  tell(text);
}

/** The portal's one live region. A text stays until the next, so that nobody has to be quick to read it. */
export function Announcer() {
  const [text, setText] = useState("");
  useEffect(() => {
    tell = (next) => {
      // Emptied first, so that the same words are read out again.
      setText("");
      setTimeout(() => setText(next), 50);
    };
  }, []);
  return (
    <p class="announcer" role="status" aria-live="polite">
      {text}
    </p>
  );
}
