/** The portal's mark: a card with a road on it. No letter, no emblem, nobody's brand. */
export function Mark() {
  return (
    <svg viewBox="0 0 44 32" aria-hidden="true" focusable="false">
      <rect x="1" y="1" width="42" height="30" rx="6" fill="currentColor" />
      <path d="M13 26 19 8h6l6 18z" fill="#fff" fill-opacity=".22" />
      <path d="M22 9v3.5M22 15.5v4M22 22.5v3.5" stroke="#fff" stroke-width="1.8" stroke-linecap="round" />
    </svg>
  );
}

/** A card as one holds it, without anybody's data: what all this is about. */
export function CardPicture() {
  return (
    <svg class="picture" viewBox="0 0 340 214" aria-hidden="true" focusable="false">
      <rect class="card" x="1" y="1" width="338" height="212" rx="16" />
      <path class="land" d="M1 150c60-34 110-30 168-8s116 20 170-16v71a16 16 0 0 1-16 16H17a16 16 0 0 1-16-16z" />
      <path class="road" d="M204 213c4-34 22-58 54-78l10 4c-18 22-22 46-16 74z" />
      <path class="line" d="M229 208c2-24 12-44 28-62" />
      <rect class="head" x="20" y="18" width="118" height="12" rx="6" />
      <rect class="text" x="20" y="38" width="76" height="7" rx="3.5" />
      <rect class="photo" x="20" y="62" width="68" height="84" rx="8" />
      <circle class="face" cx="54" cy="94" r="15" />
      <path class="face" d="M28 146c2-22 14-32 26-32s24 10 26 32z" />
      <rect class="text" x="106" y="68" width="128" height="8" rx="4" />
      <rect class="text" x="106" y="90" width="92" height="8" rx="4" />
      <rect class="text" x="106" y="112" width="110" height="8" rx="4" />
      <path class="truck" d="M262 60h34v26h-34zM300 68h14l9 10v8h-23z" />
      <circle class="wheel" cx="274" cy="89" r="6" />
      <circle class="wheel" cx="309" cy="89" r="6" />
    </svg>
  );
}
