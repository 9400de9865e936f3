/* Anki compares with one answer. What was typed stands before the arrow of its comparison: where that is
   another right answer, or one that the author foresaw as wrong, the card says so. */
const compared = document.getElementById("typeans");
const unit = document.querySelector(".question .unit");
if (unit) {
  const number = card.querySelector(isFront || compared ? ".typed" : ".answer");
  number.classList.add("measured");
  number.append(unit);
}

/* A number with the marks between its thousands, and before its fraction, that the deck's language has. */
const read = (text) => {
  let mark = ".";
  try { mark = (0.5).toLocaleString(document.querySelector(".side").lang)[1]; } catch (e) { /* as in English */ }
  const figures = text.replace(unit ? unit.textContent : "", "").replace(/[\s'’]/g, "").replace("−", "-");
  const grouped = /^[+-]?\d{1,3}([.,])\d{3}(\1\d{3})*((?!\1)[.,]\d+)?$/.exec(figures);
  const whole = grouped && grouped[1] !== mark ? figures.split(grouped[1]).join("") : figures;
  return whole ? Number(whole.replace(",", ".")) : NaN;
};
/* How far off is still right: "± 5", or "± 5%" of the answer, which has a point in every language. */
const isNear = (typed) => {
  const answer = card.querySelector(".answer").textContent.trim();
  const right = /^[+-]?(0(?!\d)|[1-9])/.test(answer) ? Number(answer) : NaN;
  const off = /^± ?([\d.]+) ?(%?)/.exec((card.querySelector(".also") || card).textContent.trim());
  const most = off ? Number(off[1]) * (off[2] ? Math.abs(right) / 100 : 1) : 0;
  return Math.abs(read(typed) - right) <= most * (1 + 1e-9);
};

if (!isFront) {
  const typed = document.createElement("i");
  const arrow = document.getElementById("typearrow");
  for (let node = arrow && arrow.previousSibling; node; node = node.previousSibling) {
    if (node.className !== "typeMissed") typed.prepend(node.textContent);
  }
  const is = (element) => plain(element.textContent) === plain(typed.textContent);
  if (typed.textContent) {
    card.querySelectorAll(".also i").forEach((text) => text.classList.toggle("right", is(text)));
    card.querySelectorAll(".rejected dt").forEach((text) => text.classList.toggle("wrong", is(text)));
    if (card.querySelector(".also .right") || isNear(typed.textContent)) score(1);
  }
}
