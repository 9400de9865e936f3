/* Gaps with options become drop-downs; the back marks what was picked and shows what else is right. */
const gaps = [...document.querySelectorAll(".question .cloze")];
const asked = gaps.length ? gaps[0].dataset.ordinal : "";
const ofThisCard = (list) => [...(list ? list.children : [])].filter((row) => row.dataset.card === asked);
const pickers = ofThisCard(card.querySelector(".items")).filter((row) => gaps[row.dataset.gap]);

const offer = (row, state) => {
  const gap = gaps[row.dataset.gap];
  const select = document.createElement("select");
  select.className = "tappable";
  select.dir = "auto";
  const options = [...row.querySelectorAll("i")].map((option) => option.textContent);
  for (const text of ["…", ...options]) select.append(new Option(text));
  select.onchange = () => {
    state.picked[row.dataset.gap] = select.selectedIndex ? select.value : undefined;
    keep(state);
  };
  gap.textContent = row.querySelector("b") ? `${row.querySelector("b").textContent}: ` : "";
  gap.append(select);
};

if (isFront) {
  const state = { picked: {} };
  pickers.forEach((row) => offer(row, state));
  keep(state);
} else {
  const { picked } = kept() || { picked: {} };
  const isRight = (row) => picked[row.dataset.gap] === gaps[row.dataset.gap].textContent;
  const right = pickers.filter(isRight).length;
  pickers.filter((row) => picked[row.dataset.gap] !== undefined).forEach((row) => {
    const gap = gaps[row.dataset.gap];
    if (!isRight(row)) gap.before(add(card, "s", "given", picked[row.dataset.gap]), " ");
    gap.classList.add("right");
  });
  if (Object.keys(picked).length && pickers.length === gaps.length) score(right / gaps.length);
  card.querySelectorAll(".also li").forEach((row) => { row.hidden = row.dataset.card !== asked; });
}
