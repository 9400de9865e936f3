/* Items are tapped in their order; another tap takes one out. The back numbers them as they were tapped. */
const list = card.querySelector(".items");
const items = [...list.children];

const show = ({ picked }) => items.forEach((item, place) => {
  item.dataset.rank = picked.includes(place) ? picked.indexOf(place) + 1 : "";
});
/* The most places that stand in their order, as quizkit grades it; one alone is no order. */
const inOrder = (places) => {
  const runs = [];
  places.forEach((place, i) => {
    const before = runs.slice(0, i).filter((run) => run[run.length - 1] < place);
    runs.push([...before.reduce((most, run) => run.length > most.length ? run : most, []), place]);
  });
  const longest = runs.reduce((most, run) => run.length > most.length ? run : most, []);
  return longest.length > 1 || items.length === 1 ? longest : [];
};

if (isFront) {
  const state = { picked: [] };
  arrange(list, items, mixed(items));
  items.forEach((item, place) => onTap(item, () => {
    state.picked = toggled(state.picked, place);
    keep(state);
    show(state);
  }));
  keep(state);
  show(state);
} else {
  const { picked } = kept() || { picked: [] };
  const rows = [...card.querySelector(".solution").children];
  const placeOf = (item) => rows.findIndex((row) => Number(row.dataset.item) === item);
  const right = inOrder(picked.map(placeOf));
  rows.forEach((row, place) => {
    const rank = picked.indexOf(Number(row.dataset.item));
    if (picked.length) row.classList.add(right.includes(place) ? "right" : "wrong");
    if (rank !== place && rank >= 0) add(row, "span", "given", rank + 1);
  });
  if (picked.length) score(right.length / items.length);
}
