/* One option or several: picked by a tap on the front, marked on the back in the same order. */
const [shown, solution] = [".items", ".solution"].map((name) => card.querySelector(name));
/* A note of an earlier quizkit has its key among the options. */
const isOlder = !isFront && !solution.children.length;
card.classList.toggle("older", isOlder);
const list = isFront || isOlder ? shown : solution;
const options = [...list.children];
const several = card.dataset.kind === "several";

const show = ({ order, picked }) => {
  arrange(list, options, order);
  options.forEach((option, place) => option.classList.toggle("picked", picked.includes(place)));
  card.classList.toggle("answered", picked.length > 0);
};
const earned = (picked) => {
  const right = options.filter((option) => option.classList.contains("right")).length;
  const hits = picked.filter((place) => options[place].classList.contains("right")).length;
  return Math.max(0, hits / right - (picked.length - hits) / (options.length - right || Infinity));
};

if (isFront) {
  const state = { order: card.dataset.kind === "fixed" ? [...options.keys()] : mixed(options), picked: [] };
  options.forEach((option, place) => onTap(option, () => {
    state.picked = several ? toggled(state.picked, place) : [place];
    keep(state);
    show(state);
  }));
  keep(state);
  show(state);
} else {
  const state = kept();
  if (state && state.order.length === options.length) {
    show(state);
    if (state.picked.length) score(earned(state.picked));
  }
}
