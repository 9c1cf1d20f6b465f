/* Saves a draft on the server as somebody types; nothing is kept in the browser. The page gives its form, what its own
   Save draft button sends, and what to do with an answer (false: stop saving, the page must be read again first). */
window.putrightAutosave = function (form, button, take) {
  "use strict";
  var state = document.getElementById("pr-saved");
  if (!form || !state || !window.fetch) return;
  var timer = null,
    pending = null,
    changed = false,
    stopped = false,
    leaving = false;

  function save() {
    timer = null;
    changed = false;
    var data = new FormData(form);
    data.set(button.name, button.value);
    pending = fetch(form.action, {
      method: "POST",
      credentials: "same-origin",
      headers: { Accept: "application/json" },
      body: new URLSearchParams(data),
      redirect: "error",
    })
      .then(function (answer) {
        if (!answer.ok && answer.status !== 409) throw new Error(answer.status);
        return answer.json().then(function (saved) {
          if (!take(answer, saved)) stopped = changed = true;
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
    if (stopped) return;
    state.textContent = "Not saved yet";
    clearTimeout(timer);
    timer = setTimeout(function later() {
      if (pending) pending.then(later);
      else save();
    }, 1500);
  });

  /* A button waits for a save that is on its way, so that nobody clashes with themselves. */
  form.addEventListener("submit", function (event) {
    clearTimeout(timer);
    if (leaving) {
      event.preventDefault();
      return;
    }
    if (pending) {
      event.preventDefault();
      var pressed = event.submitter;
      pending.then(function () {
        form.requestSubmit(pressed);
      });
      return;
    }
    leaving = true;
  });

  /* Coming back with the browser's own button shows the page as it was left: it may be sent again. */
  window.addEventListener("pageshow", function () {
    leaving = false;
  });

  window.addEventListener("beforeunload", function (event) {
    if (changed && !leaving) event.preventDefault();
  });
};
