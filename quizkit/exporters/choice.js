(function () {
  // Options in a new order at each showing of the front; the back shows the same order and what was picked.
  var list = document.querySelector("ul.options");
  if (!list) return;
  var items = Array.prototype.slice.call(list.children);
  var store = { get: function () { return window.quizkitShown; }, set: function (v) { window.quizkitShown = v; } };
  try {
    // AnkiDroid and AnkiMobile load a new page for the back: there only this storage lasts.
    sessionStorage.setItem("quizkit-probe", "1");
    store = {
      get: function () { return JSON.parse(sessionStorage.getItem("quizkit") || "null"); },
      set: function (v) { sessionStorage.setItem("quizkit", JSON.stringify(v)); }
    };
  } catch (e) { /* the variable of this page will do */ }
  var shown;
  if (list.dataset.side === "front") {
    var order = items.map(function (_, i) { return i; });
    if (!list.querySelector("[data-fixed]"))
      for (var i = order.length - 1; i > 0; i--) {
        var j = Math.floor(Math.random() * (i + 1)), t = order[i];
        order[i] = order[j]; order[j] = t;
      }
    shown = { order: order, picked: -1, count: items.length };
    store.set(shown);
    items.forEach(function (item, i) {
      item.addEventListener("click", function () {
        items.forEach(function (other) { other.classList.remove("picked"); });
        item.classList.add("picked");
        shown.picked = i;
        store.set(shown);
      });
    });
  } else {
    shown = store.get();
    if (shown && shown.count === items.length && shown.picked >= 0) items[shown.picked].classList.add("picked");
  }
  if (shown && shown.count === items.length) shown.order.forEach(function (i) { list.appendChild(items[i]); });
})();
