/* An item is active, the next one without a partner or the one last tapped; a tap on a partner gives it that. */
const [items, partners] = [".items", ".partners"].map((name) => [...card.querySelector(name).children]);

const give = (row, partner) => {
  const given = add(row, "div", "given");
  given.append(...[...partner.childNodes].map((node) => node.cloneNode(true)));
};
const show = ({ given, active }) => {
  items.forEach((item, place) => {
    item.querySelectorAll(".given").forEach((old) => old.remove());
    if (given[place] !== undefined) give(item, partners[given[place]]);
    item.classList.toggle("active", place === active);
  });
  const used = partners.length < items.length ? [] : Object.values(given);
  partners.forEach((partner, place) => partner.classList.toggle("used", used.includes(place)));
};

if (isFront) {
  const order = mixed(items);
  const state = { order, given: {}, active: order[0] };
  const next = () => order.find((place) => state.given[place] === undefined);
  const update = (active) => {
    state.active = active;
    keep(state);
    show(state);
  };
  arrange(card.querySelector(".items"), items, order);
  arrange(card.querySelector(".partners"), partners, mixed(partners));
  items.forEach((item, place) => onTap(item, () => update(place)));
  partners.forEach((partner, place) => onTap(partner, () => {
    if (state.active !== undefined) state.given[state.active] = place;
    update(next());
    if (state.active !== undefined) items[state.active].scrollIntoView({ block: "nearest" });
  }));
  update(order[0]);
} else {
  const { order, given } = kept() || { order: [], given: {} };
  const solution = card.querySelector(".solution");
  const rows = [...solution.children];
  const isRight = (row) => given[row.dataset.item] === Number(row.dataset.partner);
  arrange(solution, rows, order.map((item) => rows.findIndex((row) => Number(row.dataset.item) === item)));
  if (Object.keys(given).length) {
    rows.forEach((row) => {
      row.classList.add(isRight(row) ? "right" : "wrong");
      if (!isRight(row) && row.dataset.item in given) give(row, partners[given[row.dataset.item]]);
    });
    score(rows.filter(isRight).length / rows.length);
  }
}
