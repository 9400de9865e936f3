/* A text is written on the front; on the back its writer ticks the points it makes. */
if (isFront) {
  const field = add(card, "textarea", "tappable");
  field.rows = 5;
  field.oninput = () => keep({ written: field.value });
} else {
  const { written } = kept() || {};
  const points = [...card.querySelector(".items").children];
  if (written) card.prepend(add(card, "div", "written", written));
  points.forEach((point) => onTap(point, () => {
    point.classList.toggle("picked");
    score(points.filter((other) => other.classList.contains("picked")).length / points.length);
  }));
}
