/* The page on which somebody types in what no machine could read: saves the draft on the server as they type; nothing
   is kept in the browser. Without this script the Save draft button does the same. */
(function () {
  "use strict";
  var form = document.querySelector("form[data-typing]");
  var state = document.getElementById("pr-saved");
  if (!form || !state || !window.fetch) return;
  var timer = null,
    pending = null,
    changed = false,
    leaving = false;

  function save() {
    timer = null;
    changed = false;
    var data = new FormData(form);
    data.set("save", "draft");
    pending = fetch(form.action, {
      method: "POST",
      credentials: "same-origin",
      headers: { Accept: "application/json" },
      body: new URLSearchParams(data),
      redirect: "error",
    })
      .then(function (answer) {
        if (!answer.ok) throw new Error(answer.status);
        return answer.json().then(function (saved) {
          state.textContent = saved.words;
        });
      })
      .catch(function () {
        changed = true;
        state.textContent = "Not saved. Press Save draft before you leave this page.";
      })
      .then(function () {
        pending = null;
      });
  }

  form.addEventListener("input", function () {
    changed = true;
    state.textContent = "Not saved yet";
    clearTimeout(timer);
    timer = setTimeout(function later() {
      if (pending) pending.then(later);
      else save();
    }, 1500);
  });

  /* A button waits for a save that is on its way, so that a late draft never follows the finished words. */
  form.addEventListener("submit", function (event) {
    clearTimeout(timer);
    if (leaving) {
      event.preventDefault();
      return;
    }
    if (pending) {
      event.preventDefault();
      var button = event.submitter;
      pending.then(function () {
        form.requestSubmit(button);
      });
      return;
    }
    leaving = true;
  });

  window.addEventListener("pageshow", function () {
    leaving = false;
  });

  window.addEventListener("beforeunload", function (event) {
    if (changed && !leaving) event.preventDefault();
  });
})();
