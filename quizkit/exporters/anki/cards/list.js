/* Several answers from memory, one to a line; the back ticks those that were named. */
const lines = [...card.querySelector(".items").children];

if (isFront) {
  const state = { typed: lines.map(() => "") };
  lines.forEach((line, place) => {
    const input = add(line, "input", "tappable");
    input.autocomplete = "off";
    input.oninput = () => {
      state.typed[place] = input.value;
      keep(state);
    };
  });
  keep(state);
} else {
  const typed = (kept() || { typed: [] }).typed.filter((text) => text.trim());
  const rows = [...card.querySelector(".solution").children];
  const names = (row) => [row, ...row.querySelectorAll(".also i")].map((part) => (
    plain(part === row ? row.firstElementChild.textContent : part.textContent)
  ));
  const right = rows.filter((row) => typed.some((text) => names(row).includes(plain(text))));
  const wrong = typed.filter((text) => !rows.some((row) => names(row).includes(plain(text))));
  if (typed.length) {
    rows.forEach((row) => row.classList.toggle("right", right.includes(row)));
    wrong.forEach((text) => add(card.querySelector(".solution"), "li", "wrong", text));
    score(Math.min(right.length, lines.length) / (lines.length + wrong.length));
  }
}
