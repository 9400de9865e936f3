/* Gaps with options become drop-downs; the back marks what was picked and shows what else is right. */
const gaps = [...document.querySelectorAll(".question .cloze")];
/* Anki marks no gap in a formula: "mark" is then the place among the others, or nothing. */
const [, asked] = gaps.length ? ["", gaps[0].dataset.ordinal] : /\bcard(\d+)/.exec(document.body.className) || [];
const ofThisCard = (list) => [...(list ? list.children : [])].filter((row) => row.dataset.card === asked);
const gapOf = ({ dataset }) => gaps["mark" in dataset ? dataset.mark : dataset.gap];
const pickers = ofThisCard(card.querySelector(".items")).filter(gapOf);
const all = pickers.length === gaps.length && !pickers.some((row) => "mark" in row.dataset);
const optionsOf = (row) => [...row.querySelectorAll("i")];

const offer = (row, state) => {
  const gap = gapOf(row);
  const select = document.createElement("select");
  select.className = "tappable";
  select.dir = "auto";
  select.append(new Option("…"));
  optionsOf(row).forEach((option) => select.append(new Option(option.title || option.textContent)));
  select.onchange = () => {
    state.picked[row.dataset.gap] = select.selectedIndex ? select.selectedIndex - 1 : undefined;
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
  const givenIn = (row) => optionsOf(row)[picked[row.dataset.gap]];
  const isRight = (row) => givenIn(row) && givenIn(row).textContent === gapOf(row).textContent;
  const right = pickers.filter(isRight).length;
  pickers.filter(givenIn).forEach((row) => {
    const gap = gapOf(row);
    if (!isRight(row)) {
      const given = add(card, "s", "given");
      given.append(...[...givenIn(row).childNodes].map((node) => node.cloneNode(true)));
      gap.before(given, " ");
    }
    gap.classList.add("right");
  });
  if (Object.keys(picked).length && all) score(right / gaps.length);
  card.querySelectorAll(".also li").forEach((row) => { row.hidden = asked && row.dataset.card !== asked; });
}
