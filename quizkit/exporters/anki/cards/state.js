/* What every card's script begins with: the front leaves a note for the back.
   On the desktop both sides are one page. AnkiDroid, AnkiMobile and AnkiWeb may load a new one for the back:
   what lasts there is one of the stores. Without any, nothing is shuffled, so that the sides agree. */
const card = document.querySelector(".play");
const isFront = card.dataset.side === "front";
const key = [...document.querySelectorAll("[data-key]")].map((part) => part.textContent).join("\n");

const keep = (state) => {
  state.key = key;
  window.quizkit = state;
  let lasts = false;
  for (const store of ["sessionStorage", "localStorage"]) {
    try { window[store].setItem("quizkit", JSON.stringify(state)); lasts = true; } catch (e) { /* the next */ }
  }
  return lasts;
};
const kept = () => {
  const states = [window.quizkit];
  for (const store of ["sessionStorage", "localStorage"]) {
    try { states.push(JSON.parse(window[store].getItem("quizkit"))); } catch (e) { /* the next */ }
  }
  return states.find((state) => state && state.key === key);
};
const lasts = isFront && keep({});

const mixed = (items) => {
  const order = [...items.keys()];
  for (let i = order.length - 1; i > 0 && lasts; i--) {
    const j = Math.floor(Math.random() * (i + 1));
    [order[i], order[j]] = [order[j], order[i]];
  }
  return order;
};
const arrange = (list, items, order) => order.forEach((place) => list.append(items[place]));

/* AnkiDroid and AnkiMobile leave a tap on what is "tappable" to the card. */
const onTap = (element, action) => { element.classList.add("tappable"); element.onclick = action; };
const toggled = (list, item) => list.includes(item) ? list.filter((other) => other !== item) : [...list, item];
const add = (parent, tag, name, text) => {
  const made = document.createElement(tag);
  made.className = name;
  made.textContent = text || "";
  return parent.appendChild(made);
};

/* Two texts are the same whatever their case, spaces and accents. */
const plain = (text) => (
  text.normalize("NFKD").replace(/[\u0300-\u036f]/g, "").toLowerCase().replace(/\s+/g, " ").trim()
);
const marks = { right: "✓", partly: "◐", wrong: "✗" };
const score = (share) => {
  const how = share >= 1 ? "right" : share > 0 ? "partly" : "wrong";
  const badge = card.querySelector(".score") || add(card, "div", "");
  badge.className = `score ${how}`;
  badge.textContent = marks[how] + (how === "partly" ? ` ${Math.round(share * 100)} %` : "");
  card.prepend(badge);
};
