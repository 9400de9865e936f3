/* Anki compares with one answer. What was typed stands before the arrow of its comparison: where that is
   another right answer, or one that the author foresaw as wrong, the card says so. */
const typed = document.createElement("i");
const arrow = document.getElementById("typearrow");
for (let node = arrow && arrow.previousSibling; node; node = node.previousSibling) {
  if (node.className !== "typeMissed") typed.prepend(node.textContent);
}
const is = (element) => plain(element.textContent) === plain(typed.textContent);
if (typed.textContent) {
  card.querySelectorAll(".also i").forEach((text) => text.classList.toggle("right", is(text)));
  card.querySelectorAll(".rejected dt").forEach((text) => text.classList.toggle("wrong", is(text)));
  if (card.querySelector(".also .right")) score(1);
}
