{
  /* Each showing of the front shuffles the options; the back keeps the order and marks what was picked.
     AnkiDroid and AnkiMobile load a new page for the back: what lasts there is sessionStorage. */
  const list = document.querySelector(".options");
  const items = [...list.children];
  const text = list.textContent;
  const fixed = list.querySelector("[data-fixed]") !== null;
  const several = list.querySelector("[data-several]") !== null;

  const remember = (shown) => {
    window.quizkit = shown;
    try { sessionStorage.setItem("quizkit", JSON.stringify(shown)); } catch (e) { /* the page remembers */ }
  };
  const recall = () => {
    try { return JSON.parse(sessionStorage.getItem("quizkit")) || window.quizkit; } catch (e) { return window.quizkit; }
  };
  const shuffled = () => {
    const order = [...items.keys()];
    for (let i = order.length - 1; i > 0 && !fixed; i--) {
      const j = Math.floor(Math.random() * (i + 1));
      [order[i], order[j]] = [order[j], order[i]];
    }
    return order;
  };
  const show = (shown) => {
    shown.order.forEach((place) => list.append(items[place]));
    items.forEach((item, place) => item.classList.toggle("picked", shown.picked.includes(place)));
    list.classList.toggle("answered", shown.picked.length > 0);
  };

  if (list.dataset.side === "front") {
    const shown = { text, order: shuffled(), picked: [] };
    items.forEach((item, place) => {
      item.onclick = () => {
        const others = several ? shown.picked.filter((picked) => picked !== place) : [];
        shown.picked = others.length < shown.picked.length && several ? others : [...others, place];
        remember(shown);
        show(shown);
      };
    });
    remember(shown);
    show(shown);
  } else {
    const shown = recall();
    if (shown && shown.text === text) show(shown);
  }
}
